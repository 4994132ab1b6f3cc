/* oracle_schedule.c -- a task is in one place, and in its lane at most once.
 *
 * Owns: place, placed, lane, rank, the queues, limbo. The cancel and ready
 * lanes are modelled as lists per priority, so the order of dispatches is
 * judged. The timed lane is only counted: deadlines are not in the events.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

/* Semantics section 3, cleanup priority; written down a second time. */
static const uint8_t cleanup_rank[ASX_CANCEL_KIND_COUNT] = {
    0, 200, 210, 210, 215, 215, 220, 220, 220, 220, 220, 255};

static void append(asx_oracle *o, struct asxi_watched *w)
{
    uint32_t slot = asxi_watched_slot(o, w);
    uint32_t tail = o->tail[w->lane][w->rank];

    w->queue_prev = tail;
    w->queue_next = 0;
    if (tail)
        o->at[tail].queue_next = slot;
    else
        o->head[w->lane][w->rank] = slot;
    o->tail[w->lane][w->rank] = slot;
    o->used[w->lane][w->rank / 32] |= 1u << w->rank % 32;
    o->queued[w->lane]++;
}

void asxi_oracle_unqueue(asx_oracle *o, struct asxi_watched *w)
{
    if (w->place != ASXI_PLACE_QUEUED)
        return;
    if (w->queue_prev)
        o->at[w->queue_prev].queue_next = w->queue_next;
    else
        o->head[w->lane][w->rank] = w->queue_next;
    if (w->queue_next)
        o->at[w->queue_next].queue_prev = w->queue_prev;
    else
        o->tail[w->lane][w->rank] = w->queue_prev;
    if (o->head[w->lane][w->rank] == 0)
        o->used[w->lane][w->rank / 32] &= ~(1u << w->rank % 32);
    o->queued[w->lane]--;
}

static void put(asx_oracle *o, struct asxi_watched *w, enum asxi_place place)
{
    asxi_oracle_unqueue(o, w);
    w->place = (uint8_t)place;
    w->placed = o->events;
}

static uint32_t highest(const asx_oracle *o, uint32_t lane)
{
    for (uint32_t word = ASXI_ORACLE_RANKS / 32; word-- > 0;)
        if (o->used[lane][word] != 0)
            return word * 32 + 31 -
                   (uint32_t)__builtin_clz(o->used[lane][word]);
    return 0;
}

/* Rule sched.order, as far as it shows. */
static void expect_first(asx_oracle *o, const struct asxi_watched *w)
{
    uint32_t rank = highest(o, w->lane);
    uint32_t first = o->head[w->lane][rank];

    if (w->lane == ASX_QUEUE_TIMED ||
        (w->rank == rank &&
         (o->flags & ASX_ORACLE_LAB || first == asxi_watched_slot(o, w))))
        return;
    asxi_oracle_tell(o, ASX_FINDING_OUT_OF_ORDER, w, o->at[first].placed, first,
                     asxi_watched_slot(o, w));
}

/* The first thing that shows of a dispatch, if the task is queued. */
bool asxi_oracle_is_take(const asx_event *e)
{
    return e->kind == ASX_EVENT_TASK_DISPATCHED ||
           e->kind == ASX_EVENT_BUDGET_EXHAUSTED ||
           e->kind == ASX_EVENT_TASK_REFUSED ||
           e->kind == ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED ||
           (e->kind == ASX_EVENT_TASK_STEP && e->a == ASX_TASK_CREATED &&
            e->b == ASX_TASK_RUNNING);
}

void asxi_oracle_take(asx_oracle *o, struct asxi_watched *w)
{
    asxi_oracle_settle(o);
    expect_first(o, w);
    put(o, w, ASXI_PLACE_TAKEN);
    asxi_oracle_streak(o, w, (asx_queue)w->lane);
}

/* Cancelled work is in the cancel lane, at the priority of its reason, and
 * nothing else is (rule sched.lanes). */
static void expect_lane(asx_oracle *o, const asx_event *e,
                        const struct asxi_watched *w)
{
    bool cancel = w->state >= ASX_TASK_CANCEL_REQUESTED && w->cancel;

    if (cancel != (e->a == ASX_QUEUE_CANCEL) ||
        (cancel && e->b != cleanup_rank[w->cancel]))
        asxi_oracle_tell(o, ASX_FINDING_WRONG_LANE, w, w->asked,
                         cancel ? cleanup_rank[w->cancel] : 0, e->b);
}

static void schedule(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (e->a < ASX_QUEUE_CANCEL || e->a > ASX_QUEUE_READY ||
        e->b >= ASXI_ORACLE_RANKS) {
        asxi_oracle_tell(o, ASX_FINDING_WRONG_LANE, w, w->asked, 0, e->a);
        return;
    }
    expect_lane(o, e, w);
    /* Only a cancel moves what is queued, and only to the cancel lane. */
    if ((w->place == ASXI_PLACE_QUEUED &&
         (e->a != ASX_QUEUE_CANCEL || w->lane == ASX_QUEUE_CANCEL)) ||
        w->place == ASXI_PLACE_PARKED || w->place == ASXI_PLACE_TAKEN)
        asxi_oracle_tell(o, ASX_FINDING_QUEUED_TWICE, w, w->placed, w->place,
                         e->a);
    put(o, w, ASXI_PLACE_QUEUED);
    w->lane = (uint8_t)e->a;
    w->rank = (uint8_t)e->b;
    append(o, w);
}

static void dispatch(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->place != ASXI_PLACE_TAKEN || w->lane != e->a)
        asxi_oracle_tell(o, ASX_FINDING_DISPATCHED_UNQUEUED, w, w->placed,
                         w->lane, e->a);
    put(o, w, ASXI_PLACE_STEPPED);
}

/* Between a wake, or a birth, and the queue there is nothing but the end of the
 * timer of the wait, or whose task it is; and, when a task stops waiting for a
 * lock, those that it kept waiting. */
static void expect_queued(asx_oracle *o, const asx_event *e)
{
    const struct asxi_watched *w = asxi_watched_at(o, o->limbo);

    if (e->subject == o->leaver && e->kind == ASX_EVENT_TASK_SCHEDULED)
        o->leaver = 0;
    if (o->limbo == 0)
        return;
    if (e->kind == ASX_EVENT_GRANTED && o->leaver == 0) {
        o->leaver = o->limbo;
        o->limbo = 0;
        return;
    }
    if (e->subject == o->limbo && (e->kind == ASX_EVENT_TIMER_CANCELLED ||
                                   e->kind == ASX_EVENT_TASK_OWNED))
        return;
    if (e->subject != o->limbo || e->kind != ASX_EVENT_TASK_SCHEDULED)
        asxi_oracle_tell(o, ASX_FINDING_WAKE_LOST, w, w->placed,
                         ASX_EVENT_TASK_SCHEDULED, e->kind);
    o->limbo = 0;
}

static void enter_limbo(asx_oracle *o, const asx_event *e,
                        struct asxi_watched *w)
{
    put(o, w, ASXI_PLACE_LIMBO);
    o->limbo = e->subject;
}

void asxi_oracle_schedule(asx_oracle *o, const asx_event *e,
                          struct asxi_watched *w)
{
    expect_queued(o, e);
    switch (e->kind) {
    case ASX_EVENT_TASK_SPAWNED:
    case ASX_EVENT_TASK_WOKEN:
        enter_limbo(o, e, w);
        return;
    case ASX_EVENT_TASK_SCHEDULED:
        schedule(o, e, w);
        return;
    case ASX_EVENT_TASK_DISPATCHED:
        dispatch(o, e, w);
        return;
    case ASX_EVENT_TASK_PARKED:
        put(o, w, ASXI_PLACE_PARKED);
        return;
    case ASX_EVENT_FINALIZER_STARTED: /* what the body waited for is let go */
        put(o, w, ASXI_PLACE_STEPPED);
        return;
    case ASX_EVENT_TASK_COMPLETED:
        put(o, w, ASXI_PLACE_NONE);
        return;
    default:
        return;
    }
}

#endif
