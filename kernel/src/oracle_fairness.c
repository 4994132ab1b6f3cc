/* oracle_fairness.c -- the fairness bound (rule sched.fair).
 *
 * Owns: the streaks, draining. A dispatch is counted when the task leaves its
 * lane, since what its reason does then may queue others. Tasks for which there
 * is no memory still end a streak.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

void asxi_oracle_fairness(asx_oracle *o, const asx_event *e)
{
    if (e->kind == ASX_EVENT_CONFIGURED && e->a == ASX_SETTING_CANCEL_STREAK)
        o->streak_max = e->b;
    if (e->kind == ASX_EVENT_REGION_STEP && e->b == ASX_REGION_DRAINING)
        o->draining++;
    if (e->kind == ASX_EVENT_REGION_STEP && e->a == ASX_REGION_DRAINING &&
        o->draining > 0)
        o->draining--;
    if (e->kind == ASX_EVENT_TASK_DISPATCHED &&
        asxi_watched_is_hidden(o, e->subject))
        o->cancel_streak = o->timed_streak = 0;
}

/* Twice the bound while regions drain; those of before are not known. */
static uint32_t bound(const asx_oracle *o)
{
    return o->draining > 0 || o->flags & ASX_ORACLE_LATE ? 2 * o->streak_max
                                                         : o->streak_max;
}

void asxi_oracle_streak(asx_oracle *o, const struct asxi_watched *w,
                        asx_queue lane)
{
    uint32_t ready = o->queued[ASX_QUEUE_READY];
    uint32_t other = ready + o->queued[ASX_QUEUE_TIMED];

    if (lane == ASX_QUEUE_CANCEL) {
        if (other > 0 && o->cancel_streak >= bound(o))
            asxi_oracle_tell(o, ASX_FINDING_CANCEL_STREAK, w, o->streak_since,
                             bound(o), o->cancel_streak + 1);
        if (o->cancel_streak++ == 0)
            o->streak_since = o->events;
        return;
    }
    o->cancel_streak = 0;
    if (lane == ASX_QUEUE_READY) {
        o->timed_streak = 0;
        return;
    }
    if (ready > 0 && o->timed_streak >= o->streak_max)
        asxi_oracle_tell(o, ASX_FINDING_TIMED_STREAK, w, o->streak_since,
                         o->streak_max, o->timed_streak + 1);
    if (o->timed_streak++ == 0)
        o->streak_since = o->events;
}

#endif
