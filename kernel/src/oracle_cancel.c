/* oracle_cancel.c -- a cancel reaches all below, and only grows.
 *
 * Owns: cancel, asked, pending, the flags MET and FORCED, owed_cancels.
 *
 * Each cancel of a region is a wave: its members (child regions and tasks) owe
 * an event of their own until the call is over. A member that was born since,
 * or has ended, owes nothing. Counted, so that a wave costs what it reaches.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

/* Semantics section 3, written down a second time. */
static const uint8_t severity[ASX_CANCEL_KIND_COUNT] = {0, 0, 1, 1, 2, 2,
                                                        3, 3, 3, 4, 4, 5};

static uint32_t severity_of(uint32_t kind)
{
    return kind < ASX_CANCEL_KIND_COUNT ? severity[kind] : 0;
}

static struct asxi_watched *region_of(asx_oracle *o,
                                      const struct asxi_watched *w)
{
    return asxi_watched_live(o, w->parent, ASX_KIND_REGION);
}

/* A cancel of `region` has not reached `member` yet. */
static bool is_owed(const struct asxi_watched *region,
                    const struct asxi_watched *member)
{
    return region && region->cancel && region->asked > member->asked &&
           !(member->flags & ASXI_WATCHED_EXEMPT);
}

static void pay(asx_oracle *o, struct asxi_watched *region)
{
    if (region->pending == 0)
        return;
    region->pending--;
    o->owed_cancels--;
}

static void strengthen(asx_oracle *o, const asx_event *e,
                       struct asxi_watched *w)
{
    if (e->a == ASX_CANCEL_NONE || e->a >= ASX_CANCEL_KIND_COUNT)
        asxi_oracle_tell(o, ASX_FINDING_REASON_DIFFERS, w, w->asked, w->cancel,
                         e->a);
    else if (w->cancel && severity_of(e->a) < severity_of(w->cancel))
        asxi_oracle_tell(o, ASX_FINDING_WEAKENED, w, w->asked, w->cancel, e->a);
    if (e->b != 0 && !asxi_watched_is_hidden(o, e->b) &&
        o->at[e->b].generation == 0)
        asxi_oracle_tell(o, ASX_FINDING_ORIGIN_UNKNOWN, w, 0, 0, e->b);
    w->cancel = (uint8_t)e->a;
    w->asked = o->events;
}

/* What comes from above is at least this severe. Of a region above its members
 * get at least ParentCancelled; a task gets the region's own reason, or from
 * its owner ParentCancelled. */
static void receive(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *region = region_of(o, w);
    uint32_t least = severity_of(ASX_CANCEL_PARENT_CANCELLED);

    if (is_owed(region, w)) {
        const struct asxi_watched *above = region_of(o, region);

        if (is_owed(above, region))
            asxi_oracle_tell(o, ASX_FINDING_CHILD_FIRST, w, above->asked,
                             region->parent, w->parent);
        if (w->kind == ASX_KIND_TASK && severity_of(region->cancel) < least)
            least = severity_of(region->cancel);
        if (severity_of(e->a) < least)
            asxi_oracle_tell(o, ASX_FINDING_ASKED_WEAKLY, w, region->asked,
                             region->cancel, e->a);
        pay(o, region);
    } else if (region && is_owed(region_of(o, region), region)) {
        asxi_oracle_tell(o, ASX_FINDING_CHILD_FIRST, w, region->asked,
                         region->parent, w->parent);
    }
    strengthen(o, e, w);
}

static void begin_wave(asx_oracle *o, struct asxi_watched *w)
{
    o->owed_cancels -= w->pending;
    w->pending = w->children;
    if (w->state < ASX_REGION_FINALIZING)
        w->pending += w->tasks;
    o->owed_cancels += w->pending;
}

/* Over before the wave got here: it owes nothing. */
static void leave(asx_oracle *o, struct asxi_watched *w)
{
    struct asxi_watched *region = region_of(o, w);

    if (is_owed(region, w))
        pay(o, region);
}

static void complete(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->flags & ASXI_WATCHED_MET && e->a != ASX_OUTCOME_CANCELLED)
        asxi_oracle_tell(o, ASX_FINDING_OUTCOME_NOT_CANCELLED, w, w->asked,
                         ASX_OUTCOME_CANCELLED, e->a);
    if (e->a == ASX_OUTCOME_CANCELLED && !w->cancel)
        asxi_oracle_tell(o, ASX_FINDING_CANCELLED_UNASKED, w, w->stepped, 0,
                         e->a);
    leave(o, w);
}

static void expect_reason(asx_oracle *o, const struct asxi_watched *w,
                          uint32_t found)
{
    if (w->cancel != found)
        asxi_oracle_tell(o, ASX_FINDING_REASON_DIFFERS, w, w->asked, w->cancel,
                         found);
}

void asxi_oracle_cancel(asx_oracle *o, const asx_event *e,
                        struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_REGION_CANCEL:
        receive(o, e, w);
        begin_wave(o, w);
        return;
    case ASX_EVENT_TASK_CANCEL:
        receive(o, e, w);
        return;
    case ASX_EVENT_BUDGET_EXHAUSTED:
        asxi_oracle_require(o, ASX_EVENT_TASK_CANCEL, e->subject,
                            ASX_FINDING_EXHAUSTED_UNASKED);
        return;
    case ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED:
        expect_reason(o, w, e->a);
        w->flags |= ASXI_WATCHED_MET;
        return;
    case ASX_EVENT_TASK_FORCED:
        w->flags |= ASXI_WATCHED_FORCED;
        return;
    case ASX_EVENT_TASK_COMPLETED:
        complete(o, e, w);
        return;
    case ASX_EVENT_REGION_CLOSED:
        expect_reason(o, w, e->b);
        leave(o, w);
        o->owed_cancels -= w->pending;
        w->pending = 0;
        return;
    default:
        return;
    }
}

#endif
