/* oracle_authority.c -- no ambient authority: nobody acts for a task.
 *
 * What a task does (masking, waiting, meeting a cancel or a refusal) it does
 * while the host runs its body, from a dispatch to the next wait. A wake comes
 * from what it waits for, from a live task, or from outside. A foreign
 * operation is opened for a task that has started. That obligations are
 * resolved by their holder alone is told as HOLDER_DIFFERS, and that only what
 * once was a task is the origin of a cancel as ORIGIN_UNKNOWN.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static void expect_stepping(asx_oracle *o, const asx_event *e,
                            const struct asxi_watched *w)
{
    if (w->place != ASXI_PLACE_STEPPED && w->place != ASXI_PLACE_TAKEN)
        asxi_oracle_tell(o, ASX_FINDING_NOT_STEPPING, w, w->placed, w->place,
                         e->kind);
}

static bool may_wake(asx_oracle *o, const asx_event *e,
                     const struct asxi_watched *w)
{
    if (e->a == 0 || asxi_watched_is_hidden(o, e->a))
        return true;
    if (e->b == ASX_WAIT_EXTERNAL || e->b == ASX_WAIT_MONITOR)
        return o->at[e->a].kind == ASX_KIND_TASK;
    return e->b != ASX_WAIT_SLEEP && e->a == w->wait_for;
}

static void expect_owner(asx_oracle *o, const struct asxi_watched *w)
{
    const struct asxi_watched *owner =
        asxi_watched_live(o, w->parent, ASX_KIND_TASK);

    if (asxi_watched_is_hidden(o, w->parent))
        return;
    if (owner == NULL || owner->state == ASX_TASK_CREATED)
        asxi_oracle_tell(o, ASX_FINDING_OWNER_NOT_STARTED, w,
                         owner ? owner->born : 0, ASX_TASK_RUNNING,
                         owner ? owner->state : ASX_TASK_COMPLETED);
}

void asxi_oracle_authority(asx_oracle *o, const asx_event *e,
                           struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_TASK_MASKED:
    case ASX_EVENT_TASK_UNMASKED:
    case ASX_EVENT_TASK_PARKED:
    case ASX_EVENT_TASK_REFUSED:
    case ASX_EVENT_TASK_CANCEL_DEFERRED:
    case ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED:
        expect_stepping(o, e, w);
        return;
    case ASX_EVENT_TASK_WOKEN:
    case ASX_EVENT_TASK_WAKE_KEPT:
        if (!may_wake(o, e, w))
            asxi_oracle_tell(o, ASX_FINDING_WAKER_UNKNOWN, w, w->placed,
                             w->wait_for, e->a);
        return;
    case ASX_EVENT_CAPSULE_OPENED:
        expect_owner(o, w);
        return;
    default:
        return;
    }
}

#endif
