/* supervise.c -- what a supervisor does about what has happened.
 *
 * Called when none of the lists it changes is being walked: by asx_next, and by
 * the calls that make a plan. Each round judges what has ended, drains the next
 * child if one has to go, and moves the supervisor; it ends when all wait for
 * something. One restart at a time: what fails meanwhile is judged when it is
 * done (rule super.phases).
 */
#include "supervision.h"

static struct asxi_region *own_region(const asx_runtime *rt,
                                      const struct asxi_supervisor *supervisor)
{
    return asxi_region(rt, supervisor->object.cell.parent);
}

static asx_child_state state_of(const struct asxi_child *child)
{
    return (asx_child_state)child->object.cell.state;
}

static bool is_over(const struct asxi_child *child)
{
    return state_of(child) >= ASX_CHILD_STOPPED;
}

static void fail(asx_runtime *rt, struct asxi_supervisor *supervisor,
                 const struct asxi_child *child)
{
    struct asxi_cell *cell = &supervisor->object.cell;
    uint32_t slot = asxi_slot(rt, &child->object.cell);

    asxi_queue_remove(rt, cell); /* its backoff */
    supervisor->goal = ASXI_GOAL_FAIL;
    /* Whatever ended it: a supervisor that cannot go on has failed. */
    supervisor->outcome = child->outcome == ASX_OUTCOME_PANICKED
                              ? ASX_OUTCOME_PANICKED
                              : ASX_OUTCOME_ERR;
    asxi_emit(rt, ASX_EVENT_SUPERVISOR_ESCALATED, cell, slot,
              supervisor->outcome);
    asxi_report(rt, ASX_REPORT_SUPERVISOR_FAILED, cell, slot,
                supervisor->outcome);
}

/* Rule super.window: again, with all that the strategy takes along, or this was
 * once too often. */
static void restart(asx_runtime *rt, struct asxi_supervisor *supervisor,
                    const struct asxi_child *failed)
{
    struct asxi_cell *cell = &supervisor->object.cell;
    uint64_t now_us = asxi_arena(rt)->now_us, delay_us;

    if (!asxi_restarts_take(&supervisor->restarts, now_us, &delay_us)) {
        fail(rt, supervisor, failed);
        return;
    }
    supervisor->goal = ASXI_GOAL_RESTART;
    asxi_emit(rt, ASX_EVENT_SUPERVISOR_RESTARTING, cell,
              asxi_slot(rt, &failed->object.cell), (uint32_t)delay_us);
    asxi_queue_remove(rt, cell);
    asxi_timer_arm(rt, cell, now_us + delay_us);
    for (uint32_t at = supervisor->child_head; at;
         at = asxi_child(rt, at)->later) {
        struct asxi_child *child = asxi_child(rt, at);

        if (!is_over(child) &&
            asxi_restart_affects((asx_strategy)supervisor->strategy,
                                 failed->object.cell.ordinal,
                                 child->object.cell.ordinal))
            child->marks |= ASXI_CHILD_AFFECTED;
    }
}

/* One that has ended, and nobody is stopping the supervisor. */
static void judge(asx_runtime *rt, struct asxi_supervisor *supervisor,
                  struct asxi_child *child)
{
    bool affected = (child->marks & ASXI_CHILD_AFFECTED) != 0;

    switch (asxi_child_judge((asx_child_policy)child->policy,
                             (asx_outcome)child->outcome,
                             (child->marks & ASXI_CHILD_ASKED) != 0)) {
    case ASXI_JUDGED_STOP:
        asxi_child_conclude(rt, child, ASXI_CHILD_STOP);
        return;
    case ASXI_JUDGED_DISABLE:
        asxi_child_conclude(rt, child, ASXI_CHILD_DISABLE);
        return;
    case ASXI_JUDGED_FAIL:
        fail(rt, supervisor, child);
        return;
    case ASXI_JUDGED_RESTART:
        if (own_region(rt, supervisor)->closing)
            asxi_child_conclude(rt, child, ASXI_CHILD_STOP);
        else if (affected)
            asxi_child_become(rt, child, ASXI_CHILD_AGAIN);
        else if (supervisor->object.cell.state == ASX_SUPERVISOR_RUNNING &&
                 supervisor->goal == ASXI_GOAL_RUN)
            restart(rt, supervisor, child);
        return; /* or later, when the one that is under way is done */
    }
    ASXI_UNREACHABLE();
}

/* What has ended; and whether anything is left to do. */
static void judge_all(asx_runtime *rt, struct asxi_supervisor *supervisor)
{
    const struct asxi_region *own = own_region(rt, supervisor);
    asx_supervisor_state state =
        (asx_supervisor_state)supervisor->object.cell.state;
    bool alive = false;

    for (uint32_t at = supervisor->child_head;
         at && supervisor->goal < ASXI_GOAL_STOP;
         at = asxi_child(rt, at)->later) {
        struct asxi_child *child = asxi_child(rt, at);

        if (state_of(child) == ASX_CHILD_ENDED)
            judge(rt, supervisor, child);
        else if (state_of(child) == ASX_CHILD_WAITING && own->closing)
            asxi_child_conclude(rt, child, ASXI_CHILD_STOP);
        alive |= !is_over(child);
    }
    if (supervisor->goal >= ASXI_GOAL_STOP)
        return;
    /* Cancelled from above, closed before it has started, or done. */
    if (own->reason.kind != ASX_CANCEL_NONE ||
        (own->closing && state < ASX_SUPERVISOR_STARTING) ||
        (state == ASX_SUPERVISOR_RUNNING && !alive)) {
        supervisor->goal = ASXI_GOAL_STOP;
        asxi_queue_remove(rt, &supervisor->object.cell);
    }
}

/* One step of stopping this child; true once it has stopped. */
static bool stop(asx_runtime *rt, struct asxi_supervisor *supervisor,
                 struct asxi_child *child)
{
    struct asxi_cell *timer = &supervisor->object.cell;

    switch (state_of(child)) {
    case ASX_CHILD_RUNNING:
        asxi_child_drain(rt, child, ASX_CANCEL_SHUTDOWN);
        return false;
    case ASX_CHILD_DRAINING:
        return false;
    case ASX_CHILD_ENDED:
        if (!(child->flags & ASX_CHILD_PERSISTS) ||
            !(child->marks & ASXI_CHILD_ASKED))
            break;
        asxi_child_persist(rt, child);
        asxi_queue_remove(rt, timer);
        asxi_timer_arm(rt, timer, asxi_arena(rt)->now_us + ASX_PERSIST_US);
        return false;
    case ASX_CHILD_PERSISTING: {
        bool done = (child->marks & ASXI_CHILD_PERSISTED) != 0;

        if (!done && timer->queue == ASX_QUEUE_TIMER)
            return false;
        if (!done)
            asxi_report(rt, ASX_REPORT_PERSIST_OVERRUN, &child->object.cell, 0,
                        0);
        asxi_emit(rt, ASX_EVENT_CHILD_PERSISTED, &child->object.cell, !done, 0);
        asxi_queue_remove(rt, timer);
        break;
    }
    case ASX_CHILD_WAITING:
        break;
    case ASX_CHILD_STOPPED:
    case ASX_CHILD_DISABLED:
        return true;
    }
    asxi_child_conclude(rt, child, ASXI_CHILD_STOP);
    return true;
}

/* The next in stop order that has to go: one at a time, so whoever depends on
 * another is gone before it. False: all have gone. */
static bool drain(asx_runtime *rt, struct asxi_supervisor *supervisor)
{
    for (uint32_t at = supervisor->child_tail; at;
         at = asxi_child(rt, at)->earlier) {
        struct asxi_child *child = asxi_child(rt, at);

        if (supervisor->goal >= ASXI_GOAL_STOP) {
            if (!stop(rt, supervisor, child))
                return true;
        } else if (child->marks & ASXI_CHILD_AFFECTED && !is_over(child) &&
                   state_of(child) != ASX_CHILD_WAITING) {
            if (state_of(child) == ASX_CHILD_RUNNING)
                asxi_child_drain(rt, child, ASX_CANCEL_LINKED_EXIT);
            return true;
        }
    }
    return false;
}

/* Starts the next in start order; false: all have been. */
static bool start_next(asx_runtime *rt, struct asxi_supervisor *supervisor)
{
    for (uint32_t at = supervisor->child_head; at;
         at = asxi_child(rt, at)->later) {
        if (state_of(asxi_child(rt, at)) == ASX_CHILD_WAITING) {
            asxi_child_start(rt, asxi_child(rt, at));
            return true;
        }
    }
    return false;
}

/* Over: the region takes the outcome and may close. The supervisor is gone when
 * this returns, unless something else lives in the region. */
static void finish(asx_runtime *rt, struct asxi_supervisor *supervisor)
{
    struct asxi_region *own = own_region(rt, supervisor);
    uint32_t slot = supervisor->object.cell.parent;
    asx_reason reason = asxi_reason(rt, ASX_CANCEL_FAIL_FAST, 0, slot, 0);
    struct asxi_obligation *hold = asxi_obligation(rt, supervisor->hold);

    supervisor->hold = 0;
    if (supervisor->object.cell.state == ASX_SUPERVISOR_FAILED) {
        own->outcome = supervisor->outcome;
        own->settled = ASXI_SETTLED;
        if (own->reason.kind == ASX_CANCEL_NONE)
            asxi_region_cascade(rt, own, &reason, asxi_bound_none());
    }
    own->closing = 1;
    asxi_obligation_resolve(rt, hold, ASX_OBLIGATION_COMMITTED, 0);
}

/* The only writer of a supervisor's state. */
static void become(asx_runtime *rt, struct asxi_supervisor *supervisor,
                   asx_supervisor_state next)
{
    struct asxi_cell *cell = &supervisor->object.cell;
    asx_supervisor_state from = (asx_supervisor_state)cell->state;

    ASXI_ASSERT(asxi_supervisor_may_follow(from, next));
    asxi_emit(rt, ASX_EVENT_SUPERVISOR_STEP, cell, from, next);
    cell->state = (uint8_t)next;
    if (next == ASX_SUPERVISOR_STARTING) {
        ASXI_ASSERT(supervisor->goal <= ASXI_GOAL_RESTART);
        supervisor->goal = ASXI_GOAL_RUN;
    }
}

void asxi_supervisor_advance(asx_runtime *rt,
                             struct asxi_supervisor *supervisor)
{
    struct asxi_cell *cell = &supervisor->object.cell;

    if (supervisor->hold == 0)
        return; /* over, though something else keeps its region */
    while (cell->state < ASX_SUPERVISOR_STOPPED) {
        asx_supervisor_state state = (asx_supervisor_state)cell->state, next;
        struct asxi_supervisor_facts facts = {0};

        judge_all(rt, supervisor);
        if (state == ASX_SUPERVISOR_DRAINING)
            facts.undrained = drain(rt, supervisor);
        else if (state == ASX_SUPERVISOR_STARTING &&
                 supervisor->goal == ASXI_GOAL_RUN)
            facts.unstarted = start_next(rt, supervisor);
        facts.goal = (enum asxi_goal)supervisor->goal;
        facts.compiled = (supervisor->flags & ASXI_SUPERVISOR_COMPILED) != 0;
        facts.started = (supervisor->flags & ASXI_SUPERVISOR_STARTED) != 0;
        facts.backing_off = cell->queue == ASX_QUEUE_TIMER;
        next = asxi_supervisor_next_state(state, facts);
        if (next != state)
            become(rt, supervisor, next);
        else if (!facts.unstarted)
            return;
    }
    finish(rt, supervisor);
}

/* Its region was asked to close. A stop that is under way knows already, and
 * may have a timer that has to go on. */
void asxi_supervisor_closing(asx_runtime *rt, const struct asxi_region *region)
{
    uint32_t at = region->object_head;

    while (asxi_cell(rt, at)->kind != ASX_KIND_SUPERVISOR)
        at = asxi_cell(rt, at)->next;
    if (asxi_supervisor(rt, at)->goal < ASXI_GOAL_STOP)
        asxi_aftermath_push(rt, asxi_cell(rt, at));
}
