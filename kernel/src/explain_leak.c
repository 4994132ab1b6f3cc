/* explain_leak.c -- from a leak in a log back to where it was reserved. */
#include "asx/explain.h"

#if !defined(ASX_TIER) || ASX_TIER >= 2

static bool is_about(const asx_event *event, const asx_leak *leak)
{
    return event->subject == leak->slot &&
           event->generation == leak->generation;
}

/* O(events before it). */
static void find_reservation(const asx_event *events, asx_leak *leak)
{
    for (uint32_t at = leak->leaked; at-- > 0;) {
        if (!is_about(&events[at], leak))
            continue;
        leak->handed += events[at].kind == ASX_EVENT_OBLIGATION_TRANSFERRED;
        if (events[at].kind != ASX_EVENT_OBLIGATION_RESERVED)
            continue;
        leak->reserved = at;
        leak->reserver = events[at].b;
        return;
    }
}

bool asx_explain_leak(const asx_event *events, uint32_t count, uint32_t from,
                      asx_leak *out)
{
    for (uint32_t at = from; at < count; at++) {
        if (events[at].kind != ASX_EVENT_OBLIGATION_LEAKED)
            continue;
        *out = (asx_leak){
            .leaked = at,
            .reserved = at,
            .slot = events[at].subject,
            .generation = events[at].generation,
            .kind = events[at].a,
            .holder = events[at].b,
        };
        find_reservation(events, out);
        return true;
    }
    return false;
}

#endif
