/* task_cancel.c -- the cancel protocol of one task (semantics section 4).
 *
 *   ask          somebody wants it to stop; never acknowledges for it
 *   acknowledge  the task meets the request in its own step: Cancelled is
 *                thrown, and the cleanup budget replaces the budget
 *   refuse       the cleanup budget is spent: thrown again at every operation
 *   force        it does not come back: never resumed, what it holds aborted
 */
#include "asx/task.h"
#include "internal.h"

/* Masked by itself, or as a second operation of a task that is. */
static bool is_masked(const asx_runtime *rt, const struct asxi_task *task)
{
    return task->mask_depth > 0 ||
           (task->owner &&
            asxi_task_is_protected(rt, asxi_task(rt, task->owner)));
}

/* Rule mask.defer, mask.bounded: a mask protects while its allowance lasts and
 * the time for cleanup, which counts from the request, is not over. What a
 * task owns owns nothing itself, so this looks up once at most. */
bool asxi_task_is_protected(const asx_runtime *rt, const struct asxi_task *task)
{
    if (task->flags & ASXI_TASK_IN_FINALIZER)
        return true; /* rule finalizer.order: masked */
    return task->mask_allowance > 0 &&
           asxi_arena(rt)->now_us < task->cleanup_deadline_us &&
           is_masked(rt, task);
}

/* Is the budget of cleanup, or of the current finalizer, used up? */
bool asxi_task_is_spent(const asx_runtime *rt, const struct asxi_task *task)
{
    if (task->flags & ASXI_TASK_IN_FINALIZER) {
        return (task->flags & ASXI_TASK_OVERRUN) != 0 ||
               task->budget.deadline_us <= asxi_arena(rt)->now_us ||
               task->budget.poll_quota == 0;
    }
    return task->cell.state >= ASX_TASK_CANCELLING &&
           (task->flags & ASXI_TASK_SPENT ||
            task->budget.deadline_us <= asxi_arena(rt)->now_us ||
            task->budget.poll_quota == 0);
}

/* Rule budget.exhaust, for a task that nobody has asked to stop. */
bool asxi_task_exhausted(const asx_runtime *rt, const struct asxi_task *task,
                         asx_cancel_kind *kind)
{
    if (task->flags & (ASXI_TASK_IN_FINALIZER | ASXI_TASK_REGION_FINALIZER))
        return false;
    if (task->budget.deadline_us <= asxi_arena(rt)->now_us)
        *kind = ASX_CANCEL_DEADLINE;
    else if (task->budget.poll_quota == 0)
        *kind = ASX_CANCEL_POLL_QUOTA;
    else
        return false;
    return true;
}

/* What the task owns through waiting is asked before the task is woken. Owned
 * regions are children of the task's own region, so this never goes round. */
void asxi_task_ask_subtree(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_region *region = asxi_region(rt, task->wait_for);
    asx_reason reason =
        asxi_reason(rt, ASX_CANCEL_PARENT_CANCELLED, task->reason.message,
                    task->cell.parent, asxi_slot(rt, &task->cell));

    if (task->reason.kind != ASX_CANCEL_NONE)
        reason.time_us = task->reason.time_us;
    asxi_region_cascade(
        rt, region, &reason,
        (struct asxi_bound){task->cleanup_deadline_us, task->cleanup_polls});
}

static void ask_implicit(asx_runtime *rt, struct asxi_task *task)
{
    uint32_t slot = task->implicit_head, next;
    asx_reason reason =
        asxi_reason(rt, ASX_CANCEL_PARENT_CANCELLED, task->reason.message,
                    task->cell.parent, asxi_slot(rt, &task->cell));

    reason.time_us = task->reason.time_us;
    for (; slot; slot = next) {
        next = asxi_task(rt, slot)->implicit_next;
        asxi_task_ask(rt, asxi_task(rt, slot), &reason,
                      (struct asxi_bound){task->cleanup_deadline_us,
                                          task->cleanup_polls});
    }
}

/* The request is new, or stronger: lets the task notice. */
static void nudge(asx_runtime *rt, struct asxi_task *task)
{
    if (asxi_task_is_protected(rt, task)) {
        if (task->cell.queue == ASX_QUEUE_NONE ||
            task->cell.queue == ASX_QUEUE_TIMER)
            asxi_task_arm_limit(rt, task);
        return;
    }
    asxi_obligations_ask(rt, task);
    switch ((asx_queue)task->cell.queue) {
    case ASX_QUEUE_TIMED:
    case ASX_QUEUE_READY:
        asxi_queue_remove(rt, &task->cell);
        asxi_lane_enqueue(rt, task);
        return;
    case ASX_QUEUE_CANCEL:
    case ASX_QUEUE_NOTICE:
    case ASX_QUEUE_AFTERMATH:
        return;
    case ASX_QUEUE_NONE:
    case ASX_QUEUE_TIMER:
        break;
    }
    if (task->wait == ASX_WAIT_SUBTREE) {
        asxi_task_arm_limit(rt, task);
        /* Unless the tree above is being cancelled and gets there by itself. */
        if (asxi_region(rt, task->cell.parent)->reason.kind == ASX_CANCEL_NONE)
            asxi_task_ask_subtree(rt, task);
    } else if (task->wait != ASX_WAIT_NONE) {
        asxi_task_unpark(rt, task, 0);
    } else {
        asxi_task_arm_limit(rt, task); /* its body runs: bound it */
    }
}

/* Rule cancel.never_started. The caller advances the region. */
static void never_start(asx_runtime *rt, struct asxi_task *task)
{
    task->outcome = ASX_OUTCOME_CANCELLED;
    asxi_task_complete(rt, task, ASXI_TASK_ASK);
    asxi_notice_push(rt, &task->cell);
}

/* The mask of `task` no longer covers what it owns: lets that notice. */
void asxi_task_uncover(asx_runtime *rt, struct asxi_task *task)
{
    uint32_t slot = task->implicit_head, next;

    for (; slot; slot = next) {
        struct asxi_task *child = asxi_task(rt, slot);

        next = child->implicit_next;
        if (child->cell.state == ASX_TASK_CREATED &&
            child->reason.kind != ASX_CANCEL_NONE &&
            !asxi_task_is_protected(rt, child))
            never_start(rt, child);
        else if (child->cell.state == ASX_TASK_CANCEL_REQUESTED)
            nudge(rt, child);
    }
}

/* Rules cancel.request, cancel.idempotent. */
void asxi_task_ask(asx_runtime *rt, struct asxi_task *task,
                   const asx_reason *reason, struct asxi_bound bound)
{
    bool first = task->reason.kind == ASX_CANCEL_NONE;
    uint64_t deadline_us = task->cleanup_deadline_us;
    asx_cleanup row;

    if (task->cell.state == ASX_TASK_COMPLETED ||
        task->flags & ASXI_TASK_REGION_FINALIZER)
        return;
    if (asx_reason_compare(reason, &task->reason) > 0)
        asxi_reason_take(rt, &task->cell, &task->reason, reason);
    row = asx_cancel_cleanup((asx_cancel_kind)task->reason.kind);
    task->cleanup_deadline_us =
        asxi_min64(asxi_min64(deadline_us, bound.deadline_us),
                   reason->time_us + row.time_us);
    task->cleanup_polls =
        asxi_min32(asxi_min32(task->cleanup_polls, bound.polls), row.polls);
    if (first)
        asxi_arena(rt)->cancel_epoch++;
    asxi_emit(rt, ASX_EVENT_TASK_CANCEL, &task->cell, task->reason.kind,
              ASX_HANDLE_SLOT(task->reason.origin_task));
    if (task->cell.state == ASX_TASK_CREATED) {
        if (!asxi_task_is_protected(rt, task))
            never_start(rt, task);
        return;
    }
    asxi_task_become(rt, task, ASXI_TASK_ASK);
    if (task->cell.state == ASX_TASK_CANCEL_REQUESTED) {
        nudge(rt, task);
    } else if (!(task->flags & ASXI_TASK_IN_FINALIZER)) {
        /* Already cleaning up: only the budget tightens. */
        task->budget.deadline_us =
            asxi_min64(task->budget.deadline_us, task->cleanup_deadline_us);
        task->budget.poll_quota =
            asxi_min32(task->budget.poll_quota, task->cleanup_polls);
        if (task->cell.queue == ASX_QUEUE_NONE ||
            task->cell.queue == ASX_QUEUE_TIMER)
            asxi_task_arm_limit(rt, task);
        asxi_obligations_tighten(rt, task);
    }
    ask_implicit(rt, task);
    asxi_task_check(rt, task);
}

void asxi_task_ask_self(asx_runtime *rt, struct asxi_task *task,
                        asx_cancel_kind kind)
{
    uint32_t slot = asxi_slot(rt, &task->cell);
    asx_reason reason = asxi_reason(rt, kind, 0, task->cell.parent, slot);

    asxi_emit(rt, ASX_EVENT_BUDGET_EXHAUSTED, &task->cell, kind, 0);
    asxi_task_ask(rt, task, &reason, asxi_bound_none());
}

asx_status asx_task_cancel(asx_runtime *rt, asx_task handle,
                           asx_cancel_kind kind, uint32_t message)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    asx_cleanup staged = asxi_staged_cleanup(rt);
    struct asxi_bound bound = {ASX_TIME_NONE, staged.polls};
    struct asxi_region *region;
    asx_reason reason;

    if (task == NULL)
        return ASX_E_STALE;
    if (kind == ASX_CANCEL_NONE || kind >= ASX_CANCEL_KIND_COUNT)
        return ASX_E_ARGUMENT;
    /* Over already: its region may be gone, and the slot another's. */
    if (task->cell.state == ASX_TASK_COMPLETED)
        return ASX_OK; /* it may have outlived its region */
    if (staged.time_us < ASX_TIME_MAX)
        bound.deadline_us = asxi_arena(rt)->now_us + staged.time_us;
    region = asxi_region(rt, task->cell.parent);
    reason = asxi_reason(rt, kind, message, task->cell.parent, 0);
    asxi_task_ask(rt, task, &reason, bound);
    asxi_region_advance(rt, region);
    return ASX_OK;
}

/* Rule cancel.acknowledge: only in the task's own step. */
void asxi_task_acknowledge(asx_runtime *rt, struct asxi_task *task)
{
    asxi_emit(rt, ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED, &task->cell,
              task->reason.kind, 0);
    asxi_task_become(rt, task, ASXI_TASK_ACKNOWLEDGE);
    task->budget.deadline_us = task->cleanup_deadline_us;
    task->budget.poll_quota = task->cleanup_polls;
    task->budget.cost_quota = ASX_COST_NONE;
    asxi_obligations_ask(rt, task);
    asxi_task_arm_limit(rt, task);
    asxi_task_uncover(rt, task);
}

/* Rule cancel.sticky. One more chance each time, for a short while. */
asx_verdict asxi_task_refuse(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_region *region = asxi_region(rt, task->cell.parent);

    task->refusals++;
    asxi_emit(rt, ASX_EVENT_TASK_REFUSED, &task->cell, task->refusals, 0);
    if (task->refusals > arena->settings[ASX_SETTING_REFUSALS_MAX]) {
        asxi_task_force(rt, task);
        asxi_region_advance(rt, region);
        return ASX_VERDICT_FORCED;
    }
    if (task->flags & ASXI_TASK_IN_FINALIZER) {
        asxi_task_overrun(rt, task);
    } else if (!(task->flags & ASXI_TASK_SPENT)) {
        task->flags |= ASXI_TASK_SPENT;
        task->budget.deadline_us =
            arena->now_us + arena->settings[ASX_SETTING_FORCE_GRACE_US];
    } else if (task->refusals == 2) {
        asxi_report(rt, ASX_REPORT_SWALLOWED, &task->cell, task->refusals, 0);
    }
    asxi_task_arm_limit(rt, task);
    return ASX_VERDICT_REFUSED;
}

/* Rule cancel.force. The caller advances the region. */
void asxi_task_force(asx_runtime *rt, struct asxi_task *task)
{
    asxi_emit(rt, ASX_EVENT_TASK_FORCED, &task->cell, task->wait,
              task->wait_for);
    asxi_report(rt, ASX_REPORT_TASK_FORCED, &task->cell, task->wait,
                task->wait_for);
    if (task->wait == ASX_WAIT_SUBTREE)
        asxi_task_ask_subtree(rt, task);
    asxi_obligations_end(rt, task, true);
    if (task->reason.kind != ASX_CANCEL_NONE)
        task->outcome = ASX_OUTCOME_CANCELLED;
    asxi_task_complete(rt, task, ASXI_TASK_COMPLETE);
    asxi_notice_push(rt, &task->cell);
}

/* Spends one unit of the mask; READY, since the mask held. */
static int32_t defer(asx_runtime *rt, struct asxi_task *task)
{
    task->mask_allowance--;
    asxi_emit(rt, ASX_EVENT_TASK_CANCEL_DEFERRED, &task->cell,
              task->mask_allowance, 0);
    if (task->mask_allowance == 0) {
        asxi_emit(rt, ASX_EVENT_MASK_EXHAUSTED, &task->cell, 0, 0);
        asxi_report(rt, ASX_REPORT_MASK_EXHAUSTED, &task->cell, 0, 0);
    }
    return ASX_VERDICT_READY;
}

/* What every operation and checkpoint does first. */
static int32_t meet_request(asx_runtime *rt, struct asxi_task *task)
{
    asx_cancel_kind kind;

    if (asxi_task_is_spent(rt, task) &&
        (!(task->flags & ASXI_TASK_IN_FINALIZER) ||
         asxi_task_overrun(rt, task)))
        return (int32_t)asxi_task_refuse(rt, task);
    if (task->cell.state == ASX_TASK_RUNNING &&
        asxi_task_exhausted(rt, task, &kind))
        asxi_task_ask_self(rt, task, kind);
    if (task->cell.state != ASX_TASK_CANCEL_REQUESTED ||
        task->flags & ASXI_TASK_IN_FINALIZER)
        return ASX_VERDICT_READY;
    if (asxi_task_is_protected(rt, task))
        return defer(rt, task);
    asxi_task_acknowledge(rt, task);
    return ASX_VERDICT_CANCELLED;
}

/* What was set aside for a task that does not go on goes to the next. */
int32_t asxi_task_meet(asx_runtime *rt, struct asxi_task *task)
{
    int32_t verdict;

    if (task == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    verdict = meet_request(rt, task);
    if (verdict == ASX_VERDICT_CANCELLED || verdict == ASX_VERDICT_REFUSED)
        asxi_grant_return(rt, task);
    return verdict;
}

/* An operation that does not claim what was set aside gives it up. */
int32_t asxi_task_enter(asx_runtime *rt, struct asxi_task *task)
{
    int32_t verdict = asxi_task_meet(rt, task);

    if (verdict == ASX_VERDICT_READY)
        asxi_grant_return(rt, task);
    return verdict;
}

int32_t asx_task_checkpoint(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = asxi_task_meet(rt, task);

    if (verdict != ASX_VERDICT_READY)
        return verdict;
    /* Level-triggered (rule cancel.drain): cleanup that asks is told. */
    if (task->cell.state >= ASX_TASK_CANCELLING && task->mask_depth == 0 &&
        !(task->flags & ASXI_TASK_IN_FINALIZER))
        return ASX_VERDICT_CANCELLED;
    return ASX_VERDICT_READY;
}

asx_status asx_task_charge(asx_runtime *rt, asx_task handle, uint32_t steps)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (task->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    if (task->budget.poll_quota != ASX_POLLS_NONE)
        task->budget.poll_quota -= asxi_min32(steps, task->budget.poll_quota);
    return ASX_OK;
}

asx_status asx_task_consume(asx_runtime *rt, asx_task handle, uint64_t cost)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    if (task->budget.cost_quota == ASX_COST_NONE)
        return ASX_OK;
    if (cost > task->budget.cost_quota) {
        if (task->cell.state == ASX_TASK_RUNNING)
            asxi_task_ask_self(rt, task, ASX_CANCEL_COST_BUDGET);
        return ASX_E_BUDGET;
    }
    task->budget.cost_quota -= cost;
    return ASX_OK;
}
