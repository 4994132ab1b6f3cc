/* oracle_settle.c -- what a call owes is paid when it is over.
 *
 * Between two calls no cancel and no wake is under way. What shows that a call
 * is over: another input number, a dispatch, an advance of time, the end. The
 * debts are counts, so settling is O(1); only a debt that is found is looked
 * for, O(slots), and then forgiven, so that it is told once.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static void tell_unasked(asx_oracle *o)
{
    for (uint32_t slot = 1; slot <= o->slots; slot++) {
        struct asxi_watched *w = &o->at[slot];
        const struct asxi_watched *region =
            asxi_watched_live(o, w->parent, ASX_KIND_REGION);

        if ((w->kind != ASX_KIND_REGION && w->kind != ASX_KIND_TASK) ||
            w->flags & (ASXI_WATCHED_ENDED | ASXI_WATCHED_EXEMPT) ||
            region == NULL || region->pending == 0 || region->asked <= w->asked)
            continue;
        asxi_oracle_tell(o,
                         region->cancel == ASX_CANCEL_RACE_LOST
                             ? ASX_FINDING_LOSER_NOT_ASKED
                             : ASX_FINDING_NOT_ASKED,
                         w, region->asked, region->cancel, w->cancel);
        w->asked = o->events;
    }
    for (uint32_t slot = 1; slot <= o->slots; slot++)
        o->at[slot].pending = 0;
    o->owed_cancels = 0;
}

static void tell_forgotten(asx_oracle *o)
{
    for (uint32_t slot = 1; slot <= o->slots; slot++) {
        struct asxi_watched *w = &o->at[slot];
        const struct asxi_watched *target = asxi_watched_at(o, w->wait_for);

        if (w->kind == ASX_KIND_TASK && w->wait != ASX_WAIT_NONE && target &&
            target->owed > 0)
            asxi_oracle_tell(o, ASX_FINDING_WAITER_FORGOTTEN, w,
                             target->stepped, 0, w->wait_for);
    }
    for (uint32_t slot = 1; slot <= o->slots; slot++)
        o->at[slot].owed = 0;
    o->owed_wakes = 0;
}

static void tell_leaking(asx_oracle *o)
{
    for (uint32_t slot = 1; slot <= o->slots; slot++) {
        struct asxi_watched *w = asxi_watched_live(o, slot, ASX_KIND_TASK);

        if (w == NULL || !(w->flags & ASXI_WATCHED_LEAKING))
            continue;
        asxi_oracle_tell(o, ASX_FINDING_LEAKED_UNENDED, w, w->stepped,
                         ASX_TASK_COMPLETED, w->state);
        w->flags &= (uint16_t)~ASXI_WATCHED_LEAKING;
    }
    o->leaking = 0;
}

/* It sleeps, and no timer will end that. */
static void check_sleeper(asx_oracle *o)
{
    const struct asxi_watched *w =
        asxi_watched_live(o, o->fired, ASX_KIND_TASK);

    if (w && w->place == ASXI_PLACE_PARKED && w->wait == ASX_WAIT_SLEEP &&
        !w->armed)
        asxi_oracle_tell(o, ASX_FINDING_SLEEPER_FORGOTTEN, w, w->placed, 1, 0);
    o->fired = 0;
}

void asxi_oracle_settle(asx_oracle *o)
{
    const struct asxi_watched *limbo =
        asxi_watched_at(o, o->leaver != 0 ? o->leaver : o->limbo);

    if (o->owed_cancels > 0)
        tell_unasked(o);
    if (o->owed_wakes > 0)
        tell_forgotten(o);
    if (limbo)
        asxi_oracle_tell(o, ASX_FINDING_WAKE_LOST, limbo, limbo->placed,
                         ASX_EVENT_TASK_SCHEDULED, 0);
    if (o->leaking > 0)
        tell_leaking(o);
    check_sleeper(o);
    o->limbo = o->leaver = 0;
}

#endif
