/* oracle_waits.c -- no lost or duplicate wake.
 *
 * Owns: wait, wait_for, kept, waiters, owed, owed_wakes, fired. When an object
 * is over, everything that waits for it is owed a wake until the call is over;
 * counted, so that it costs what it wakes.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

enum asxi_turn asxi_turn_of(uint32_t wait)
{
    return wait == ASX_WAIT_SEND || wait == ASX_WAIT_LOCK_EXCLUSIVE
               ? ASXI_TURN_OTHER
               : ASXI_TURN_PLAIN;
}

static void join(asx_oracle *o, struct asxi_watched *w,
                 struct asxi_watched *target)
{
    enum asxi_turn turn = asxi_turn_of(w->wait);
    uint32_t slot = asxi_watched_slot(o, w), last = target->last[turn];

    w->wait_prev = last;
    w->wait_next = 0;
    if (last)
        o->at[last].wait_next = slot;
    else
        target->first[turn] = slot;
    target->last[turn] = slot;
}

static void leave(asx_oracle *o, struct asxi_watched *w,
                  struct asxi_watched *target)
{
    enum asxi_turn turn = asxi_turn_of(w->wait);

    if (w->wait_prev)
        o->at[w->wait_prev].wait_next = w->wait_next;
    else
        target->first[turn] = w->wait_next;
    if (w->wait_next)
        o->at[w->wait_next].wait_prev = w->wait_prev;
    else
        target->last[turn] = w->wait_prev;
    w->wait_prev = w->wait_next = 0;
}

/* Nobody waits for `w` any more, whatever it is. */
void asxi_oracle_unawait(asx_oracle *o, struct asxi_watched *w)
{
    for (int turn = 0; turn < ASXI_TURNS; turn++) {
        while (w->first[turn]) {
            struct asxi_watched *waiter = &o->at[w->first[turn]];

            w->first[turn] = waiter->wait_next;
            waiter->wait_for = waiter->wait_prev = waiter->wait_next = 0;
        }
        w->last[turn] = 0;
    }
}

/* Before the place changes: `w` is parked no more. */
void asxi_oracle_unpark(asx_oracle *o, struct asxi_watched *w)
{
    struct asxi_watched *target = asxi_watched_at(o, w->wait_for);

    if (w->place != ASXI_PLACE_PARKED)
        return;
    if (target && target->owed > 0) {
        target->owed--;
        o->owed_wakes--;
    } else if (target && target->waiters > 0) {
        target->waiters--;
    }
    if (target)
        leave(o, w, target);
    w->wait = ASX_WAIT_NONE;
    w->wait_for = 0;
}

static void park(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *target = asxi_watched_at(o, e->b);

    if (e->a == ASX_WAIT_EXTERNAL && w->kept)
        asxi_oracle_tell(o, ASX_FINDING_WAKE_LOST, w, w->kept,
                         ASX_EVENT_TASK_SCHEDULED, e->kind);
    w->kept = 0;
    asxi_oracle_unpark(o, w);
    w->wait = (uint8_t)e->a;
    w->wait_for = e->b;
    if (target == NULL)
        return;
    target->waiters++;
    join(o, w, target);
    if (target->flags & ASXI_WATCHED_ENDED || target->kind == ASX_KIND_RETIRED)
        asxi_oracle_tell(o, ASX_FINDING_WAITER_FORGOTTEN, w, target->stepped, 0,
                         e->b);
}

/* A finalizer that overran is called back, wherever it is. */
static bool is_called_back(const asx_oracle *o, const asx_event *e,
                           const struct asxi_watched *w)
{
    return w->place == ASXI_PLACE_STEPPED && w->running != 0 &&
           e->b == ASX_WAIT_NONE && o->fired == e->subject;
}

static void wake(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (is_called_back(o, e, w))
        return;
    if (w->place != ASXI_PLACE_PARKED || w->wait != e->b)
        asxi_oracle_tell(o, ASX_FINDING_WOKEN_UNPARKED, w, w->placed, w->wait,
                         e->b);
    asxi_oracle_unpark(o, w);
}

/* Of the wakes that come in a step, the first is kept until its end. */
static void keep(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->place != ASXI_PLACE_STEPPED || w->kept)
        asxi_oracle_tell(o, ASX_FINDING_WOKEN_UNPARKED, w, w->placed, w->kept,
                         e->b);
    w->kept = o->events;
}

static void be_late(asx_oracle *o, const asx_event *e,
                    const struct asxi_watched *w)
{
    if ((w->place == ASXI_PLACE_PARKED && w->wait == ASX_WAIT_EXTERNAL) ||
        (w->place == ASXI_PLACE_STEPPED && w->kept == 0))
        asxi_oracle_tell(o, ASX_FINDING_WAKE_LOST, w, w->placed,
                         w->place == ASXI_PLACE_PARKED
                             ? ASX_EVENT_TASK_WOKEN
                             : ASX_EVENT_TASK_WAKE_KEPT,
                         e->kind);
}

/* All that wait for `w` are woken now. */
static void owe(asx_oracle *o, struct asxi_watched *w)
{
    w->owed += w->waiters;
    o->owed_wakes += w->waiters;
    w->waiters = 0;
}

void asxi_oracle_waits(asx_oracle *o, const asx_event *e,
                       struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_TASK_PARKED:
        park(o, e, w);
        return;
    case ASX_EVENT_TASK_WOKEN:
        wake(o, e, w);
        return;
    case ASX_EVENT_TASK_LATE_WAKE:
        be_late(o, e, w);
        return;
    case ASX_EVENT_TASK_WAKE_KEPT:
        keep(o, e, w);
        return;
    case ASX_EVENT_TASK_SCHEDULED: /* the step is over */
        w->kept = 0;
        return;
    case ASX_EVENT_FINALIZER_STARTED:
        w->kept = 0;
        asxi_oracle_unpark(o, w);
        return;
    case ASX_EVENT_TASK_COMPLETED:
        w->kept = 0;
        asxi_oracle_unpark(o, w);
        owe(o, w);
        return;
    case ASX_EVENT_REGION_CLOSED:
    case ASX_EVENT_CAPSULE_PROGRESS:
        owe(o, w);
        return;
    case ASX_EVENT_CAPSULE_STEP:
        if (e->b == 5) /* Completed */
            owe(o, w);
        return;
    case ASX_EVENT_CALL_STEP:
        if (e->a >= ASX_CALL_REPLIED)
            owe(o, w);
        return;
    case ASX_EVENT_LOCK_STEP: /* over, for now or for good */
        if (e->b != ASX_LOCK_OPEN && e->b != ASX_LOCK_RUNNING)
            owe(o, w);
        return;
    case ASX_EVENT_CHANNEL_CLOSED:
        if (e->a != ASX_CHANNEL_END_SENDERS) /* permits may be left */
            owe(o, w);
        return;
    case ASX_EVENT_TIMER_FIRED:
        o->fired = w->kind == ASX_KIND_TASK ? e->subject : 0;
        return;
    default:
        return;
    }
}

#endif
