/* oracle_clock.c -- time only goes on, and timers fire when they are due.
 *
 * Owns: the clock, armed, due_us, armed_us. A timer that is armed too late is
 * due one microsecond after it was armed. Within one advance timers fire in the
 * order (due, armed); one that is armed meanwhile is not compared.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static uint64_t time_of(const asx_event *e)
{
    return (uint64_t)e->b << 32 | e->a;
}

static void advance(asx_oracle *o, const asx_event *e)
{
    uint64_t now_us = time_of(e);

    if (now_us <= o->now_us || now_us != e->time_us)
        asxi_oracle_tell(o, ASX_FINDING_TIME_BACK, NULL, o->advanced,
                         (uint32_t)o->now_us, (uint32_t)now_us);
    o->before_us = o->now_us;
    o->advanced_before = o->advanced;
    o->now_us = now_us;
    o->advanced = o->events;
    o->fired_us = 0;
    o->fired_armed = 0;
}

/* Every other event is of the time that the last advance told. */
static void expect_now(asx_oracle *o, const asx_event *e)
{
    if (e->time_us == o->now_us)
        return;
    if (!(o->flags & ASX_ORACLE_LATE) || o->events != 1)
        asxi_oracle_tell(o, ASX_FINDING_TIME_BACK, NULL, o->advanced,
                         (uint32_t)o->now_us, (uint32_t)e->time_us);
    o->now_us = e->time_us;
}

static void arm(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->armed)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_TWICE, w, w->armed, 0, 1);
    w->armed = o->events;
    w->armed_us = o->now_us;
    w->due_us = time_of(e);
}

/* It was due at the advance before this one already. */
static void expect_in_time(asx_oracle *o, const struct asxi_watched *w)
{
    if (w->due_us <= o->before_us && w->armed < o->advanced_before)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_LATE, w, w->armed,
                         (uint32_t)w->due_us, (uint32_t)o->now_us);
}

static void expect_order(asx_oracle *o, const struct asxi_watched *w)
{
    uint64_t due_us = w->due_us > w->armed_us ? w->due_us : w->armed_us + 1;

    if (w->armed > o->advanced)
        return;
    if (due_us < o->fired_us ||
        (due_us == o->fired_us && w->armed < o->fired_armed))
        asxi_oracle_tell(o, ASX_FINDING_TIMER_ORDER, w, w->armed,
                         (uint32_t)o->fired_us, (uint32_t)due_us);
    o->fired_us = due_us;
    o->fired_armed = w->armed;
}

static bool expect_armed(asx_oracle *o, const struct asxi_watched *w)
{
    if (!w->armed)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_UNARMED, w, w->placed, 1, 0);
    return w->armed != 0;
}

static void fire(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (!expect_armed(o, w))
        return;
    if (time_of(e) != w->due_us)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_UNARMED, w, w->armed,
                         (uint32_t)w->due_us, e->a);
    if (time_of(e) > o->now_us)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_EARLY, w, w->armed, e->a,
                         (uint32_t)o->now_us);
    expect_in_time(o, w);
    expect_order(o, w);
    w->armed = 0;
}

static void disarm(asx_oracle *o, struct asxi_watched *w)
{
    if (expect_armed(o, w))
        expect_in_time(o, w);
    w->armed = 0;
}

void asxi_oracle_clock(asx_oracle *o, const asx_event *e,
                       struct asxi_watched *w)
{
    if (e->kind == ASX_EVENT_TIME_ADVANCED) {
        advance(o, e);
        return;
    }
    expect_now(o, e);
    switch (e->kind) {
    case ASX_EVENT_TIMER_ARMED:
        arm(o, e, w);
        return;
    case ASX_EVENT_TIMER_FIRED:
        fire(o, e, w);
        return;
    case ASX_EVENT_TIMER_CANCELLED:
        disarm(o, w);
        return;
    case ASX_EVENT_TASK_COMPLETED:
    case ASX_EVENT_REGION_CLOSED:
        if (w->armed)
            asxi_oracle_tell(o, ASX_FINDING_TIMER_LEFT, w, w->armed, 0, 1);
        return;
    default:
        return;
    }
}

#endif
