/* task_end.c -- how a task ends: its body, its finalizers, its timer.
 *
 * asxi_task_complete is the only door to Completed. It leaves the region to
 * the caller, which advances it once it is done with its own lists.
 */
#include "aftermath.h"
#include "asx/task.h"
#include "internal.h"

static void leave_owner(asx_runtime *rt, struct asxi_task *task)
{
    if (task->owner == 0)
        return;
    if (task->implicit_prev)
        asxi_task(rt, task->implicit_prev)->implicit_next = task->implicit_next;
    else
        asxi_task(rt, task->owner)->implicit_head = task->implicit_next;
    if (task->implicit_next)
        asxi_task(rt, task->implicit_next)->implicit_prev = task->implicit_prev;
    task->owner = task->implicit_prev = task->implicit_next = 0;
}

/* Its own implicit tasks have nobody left to wait for them. */
static void leave_implicit(asx_runtime *rt, struct asxi_task *task)
{
    while (task->implicit_head) {
        struct asxi_task *child = asxi_task(rt, task->implicit_head);
        asx_reason reason =
            asxi_reason(rt, ASX_CANCEL_PARENT_CANCELLED, task->reason.message,
                        task->cell.parent, asxi_slot(rt, &task->cell));

        leave_owner(rt, child);
        if (child->wait == ASX_WAIT_MONITOR) /* it listened for its owner */
            asxi_task_unpark(rt, child, 0);
        asxi_task_ask(rt, child, &reason, asxi_bound_none());
    }
}

void asxi_task_leave(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_region *region = asxi_region(rt, task->cell.parent);

    if (task->cell.prev)
        asxi_cell(rt, task->cell.prev)->next = task->cell.next;
    else
        region->task_head = task->cell.next;
    if (task->cell.next)
        asxi_cell(rt, task->cell.next)->prev = task->cell.prev;
    else
        region->task_tail = task->cell.prev;
    task->cell.prev = task->cell.next = 0;
    region->task_count--;
    asxi_arena(rt)->tasks_live--;
}

/* `task->outcome` is final. Answers whether it became the region's. */
bool asxi_task_complete(asx_runtime *rt, struct asxi_task *task,
                        enum asxi_task_input input)
{
    struct asxi_region *region = asxi_region(rt, task->cell.parent);
    bool adopted;

    asxi_task_stop_waiting(rt, task);
    asxi_grant_return(rt, task);
    asxi_obligations_end(rt, task, false);
    leave_implicit(rt, task);
    leave_owner(rt, task);
    asxi_task_become(rt, task, input);
    task->ended_us = asxi_arena(rt)->now_us;
    asxi_emit(rt, ASX_EVENT_TASK_COMPLETED, &task->cell, task->outcome,
              task->cell.parent);
    if (task->extension)
        asxi_ties_end(rt, task);
    asxi_waiters_wake(rt, &task->cell);
    adopted = asxi_region_child_ended(rt, region, task);
    asxi_task_leave(rt, task);
    asxi_task_check(rt, task);
    return adopted;
}

/* The body, or the last finalizer, has ended; the host knows, so the cell goes
 * at once. */
static int32_t conclude(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_region *region = asxi_region(rt, task->cell.parent);
    int32_t answer = ASX_FINISH_COMPLETED | task->outcome;

    if (asxi_task_complete(rt, task, ASXI_TASK_COMPLETE))
        answer |= ASX_FINISH_ADOPTED;
    asxi_cell_destroy(rt, &task->cell);
    asxi_region_advance(rt, region);
    return answer;
}

/* Rule finalizer.order, finalizer.budget: the last one first, masked. */
static int32_t start_finalizer(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t index = --task->finalizer_count;

    task->flags |= ASXI_TASK_IN_FINALIZER;
    task->flags &= (uint16_t) ~(ASXI_TASK_OVERRUN | ASXI_TASK_SPENT);
    task->refusals = 0;
    task->budget.poll_quota =
        (uint32_t)arena->settings[ASX_SETTING_FINALIZER_POLLS];
    task->budget.deadline_us =
        arena->now_us + arena->settings[ASX_SETTING_FINALIZER_TIME_US];
    asxi_queue_remove(rt, &task->cell);
    asxi_task_arm_limit(rt, task);
    asxi_emit(rt, ASX_EVENT_FINALIZER_STARTED, &task->cell, index, 0);
    return (int32_t)(ASX_FINISH_FINALIZE | task->outcome |
                     index << ASX_FINISH_INDEX_SHIFT);
}

int32_t asx_task_finish(asx_runtime *rt, asx_task handle, asx_outcome outcome)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (outcome > ASX_OUTCOME_PANICKED)
        return ASX_E_ARGUMENT;
    if (task->cell.state == ASX_TASK_CREATED ||
        task->cell.state == ASX_TASK_COMPLETED ||
        task->flags & ASXI_TASK_IN_FINALIZER)
        return ASX_E_STATE;
    /* Rule cancel.outcome: acknowledged means cancelled, and only then. */
    if (task->cell.state == ASX_TASK_CANCELLING)
        outcome = ASX_OUTCOME_CANCELLED;
    else if (outcome == ASX_OUTCOME_CANCELLED)
        return ASX_E_ARGUMENT;
    asxi_task_stop_waiting(rt, task); /* an operation nobody awaited */
    asxi_grant_return(rt, task);
    task->mask_depth = 0;
    task->outcome = (uint8_t)outcome;
    if (task->finalizer_count == 0)
        return conclude(rt, task);
    if (task->cell.state == ASX_TASK_CANCELLING)
        asxi_task_become(rt, task, ASXI_TASK_FINALIZE);
    return start_finalizer(rt, task);
}

int32_t asx_task_finalized(asx_runtime *rt, asx_task handle, bool failed)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    bool overrun;

    if (task == NULL)
        return ASX_E_STALE;
    if (!(task->flags & ASXI_TASK_IN_FINALIZER) ||
        task->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    overrun = (task->flags & ASXI_TASK_OVERRUN) != 0;
    asxi_emit(rt, ASX_EVENT_FINALIZER_ENDED, &task->cell, task->finalizer_count,
              overrun ? 2 : failed);
    asxi_task_stop_waiting(rt, task);
    asxi_grant_return(rt, task);
    task->mask_depth = 0;
    if (task->finalizer_count == 0)
        return conclude(rt, task);
    return start_finalizer(rt, task);
}

asx_status asx_task_release(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (task->cell.state != ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    asxi_notice_remove(rt, &task->cell);
    asxi_cell_destroy(rt, &task->cell);
    return ASX_OK;
}

/* A finalizer has used up its budget. By policy it goes on, and that is false;
 * or the host is told to abandon it, at the operation it waits in or wherever
 * it is. Reported once. */
bool asxi_task_overrun(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint64_t policy = arena->settings[ASX_SETTING_FINALIZER_POLICY];

    if (task->flags & ASXI_TASK_OVERRUN)
        return true;
    asxi_report(rt, ASX_REPORT_FINALIZER_OVERRUN, &task->cell,
                task->finalizer_count, 0);
    if (policy == ASX_OVERRUN_WAIT) {
        task->budget.deadline_us = ASX_TIME_NONE;
        task->budget.poll_quota = ASX_POLLS_NONE;
        return false;
    }
    task->flags |= ASXI_TASK_OVERRUN;
    if (policy == ASX_OVERRUN_PANIC)
        task->outcome = ASX_OUTCOME_PANICKED;
    task->budget.deadline_us =
        arena->now_us + arena->settings[ASX_SETTING_FORCE_GRACE_US];
    return true;
}

/* Its finalizer may go on although its time is over. */
static bool goes_on(asx_runtime *rt, struct asxi_task *task)
{
    if (!(task->flags & ASXI_TASK_IN_FINALIZER) || asxi_task_overrun(rt, task))
        return false;
    asxi_task_arm_limit(rt, task); /* for a sleep, perhaps */
    return true;
}

static bool is_cleaning(const struct asxi_task *task)
{
    return task->cell.state != ASX_TASK_RUNNING ||
           task->flags & ASXI_TASK_IN_FINALIZER;
}

/* The timer of `task` fired: a sleep is over, or a budget is. */
void asxi_task_expire(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_region *region = asxi_region(rt, task->cell.parent);
    uint64_t now = asxi_arena(rt)->now_us;
    bool overrun;

    if (task->wait == ASX_WAIT_SLEEP && task->sleep_due_us <= now) {
        asxi_task_unpark(rt, task, 0);
        return;
    }
    overrun = (task->flags & ASXI_TASK_OVERRUN) != 0;
    if (goes_on(rt, task))
        return;
    /* What its cleanup waits for is bounded with it, and the body is resumed
     * once that has closed, late or not; a finalizer is resumed at once. */
    if (task->wait == ASX_WAIT_SUBTREE && is_cleaning(task)) {
        asxi_task_ask_subtree(rt, task);
        if (task->wait == ASX_WAIT_NONE ||
            !(task->flags & ASXI_TASK_IN_FINALIZER))
            return;
    }
    if (task->flags & ASXI_TASK_IN_FINALIZER) {
        if (overrun)
            asxi_task_force(rt, task);
        else
            asxi_task_unpark(rt, task, 0);
    } else if (task->cell.state == ASX_TASK_RUNNING) {
        asxi_task_ask_self(rt, task, ASX_CANCEL_DEADLINE);
    } else if (task->wait != ASX_WAIT_NONE) {
        asxi_task_unpark(rt, task, 0); /* Cancelled is thrown there */
    } else {
        asxi_task_force(rt, task); /* it does not come back */
    }
    asxi_region_advance(rt, region);
}
