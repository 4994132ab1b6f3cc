/* task.c -- birth, parking and waking of tasks, and their plain operations.
 *
 * A live task is in exactly one of three places: in a lane (it may run), parked
 * (its `wait` says on what), or stepping (the host runs its body, or the body
 * waits for something the runtime does not own). One timer serves them all: it
 * is due when the sleep ends or the budget does, whichever comes first.
 */
#include "asx/task.h"

#include "object.h"

/* A region's own task is nobody's before it is due, whoever guesses its handle:
 * what was registered with it would be lost when the region hands over. */
static bool is_reserved(const struct asxi_task *task)
{
    return (task->flags & ASXI_TASK_REGION_FINALIZER) != 0 &&
           task->cell.state == ASX_TASK_CREATED &&
           task->cell.queue == ASX_QUEUE_NONE;
}

struct asxi_task *asxi_task_resolve(const asx_runtime *rt, asx_task handle)
{
    struct asxi_cell *cell = asxi_resolve(rt, handle.bits, ASX_KIND_TASK);
    struct asxi_task *task = (struct asxi_task *)(void *)cell;

    return task && !is_reserved(task) ? task : NULL;
}

/* A task in Created, in nobody's list yet; null if out of memory. */
struct asxi_task *asxi_task_create(asx_runtime *rt, struct asxi_region *region,
                                   uint32_t flags, uint32_t label)
{
    struct asxi_task *task =
        (struct asxi_task *)(void *)asxi_cell_create(rt, ASX_KIND_TASK);

    if (task == NULL)
        return NULL;
    task->flags = (uint16_t)flags;
    task->cell.label = label;
    task->cell.parent = asxi_slot(rt, &region->cell);
    task->cleanup_deadline_us = ASX_TIME_NONE;
    task->cleanup_polls = ASX_POLLS_NONE;
    task->mask_allowance =
        (uint16_t)asxi_arena(rt)->settings[ASX_SETTING_MASK_ALLOWANCE];
    return task;
}

void asxi_task_link(asx_runtime *rt, struct asxi_task *task,
                    struct asxi_region *region)
{
    uint32_t slot = asxi_slot(rt, &task->cell);

    task->cell.ordinal = region->ordinals++;
    task->cell.prev = region->task_tail;
    if (region->task_tail)
        asxi_cell(rt, region->task_tail)->next = slot;
    else
        region->task_head = slot;
    region->task_tail = slot;
    region->task_count++;
    asxi_arena(rt)->tasks_live++;
    asxi_emit(rt, ASX_EVENT_TASK_SPAWNED, &task->cell, task->cell.parent,
              task->cell.label);
}

/* Rule region.admission, and from inside as long as nobody has cancelled it. */
static bool is_admitting(const struct asxi_region *region, bool inside)
{
    if (region->cell.state == ASX_REGION_OPEN && !region->closing)
        return true;
    return inside && region->task_count > 0 &&
           region->cell.state < ASX_REGION_FINALIZING &&
           region->reason.kind == ASX_CANCEL_NONE;
}

asx_status asx_task_spawn(asx_runtime *rt, asx_region region_handle,
                          uint32_t flags, uint32_t label, asx_task *out)
{
    struct asxi_cell *cell =
        asxi_resolve(rt, region_handle.bits, ASX_KIND_REGION);
    asx_budget own = asxi_staged_budget(rt);
    struct asxi_region *region;
    struct asxi_task *task;

    if (cell == NULL)
        return ASX_E_STALE;
    if (flags & ~(ASX_TASK_MAIN | ASX_TASK_INSIDE))
        return ASX_E_ARGUMENT;
    region = asxi_region(rt, ASX_HANDLE_SLOT(region_handle));
    if (!is_admitting(region, (flags & ASX_TASK_INSIDE) != 0))
        return ASX_E_CLOSED;
    if (!asxi_limits_allow_task(rt, region))
        return ASX_E_LIMIT;
    task = asxi_task_create(rt, region, flags & ASX_TASK_MAIN, label);
    if (task == NULL)
        return ASX_E_MEMORY;
    task->budget = asx_budget_meet(region->budget, own);
    asxi_task_link(rt, task, region);
    asxi_lane_enqueue(rt, task);
    out->bits = asxi_handle(rt, &task->cell);
    return ASX_OK;
}

asx_status asx_task_spawn_implicit(asx_runtime *rt, asx_task owner_handle,
                                   uint32_t label, asx_task *out)
{
    struct asxi_task *owner = asxi_task_resolve(rt, owner_handle), *task;
    struct asxi_region *region;

    if (owner == NULL)
        return ASX_E_STALE;
    if (owner->cell.state == ASX_TASK_CREATED ||
        owner->cell.state == ASX_TASK_COMPLETED ||
        owner->flags & ASX_TASK_IMPLICIT)
        return ASX_E_STATE;
    region = asxi_region(rt, owner->cell.parent);
    if (!asxi_limits_allow_task(rt, region))
        return ASX_E_LIMIT;
    task = asxi_task_create(rt, region, ASX_TASK_IMPLICIT, label);
    if (task == NULL)
        return ASX_E_MEMORY;
    task->budget = owner->budget;
    task->owner = asxi_slot(rt, &owner->cell);
    task->implicit_next = owner->implicit_head;
    if (owner->implicit_head)
        asxi_task(rt, owner->implicit_head)->implicit_prev =
            asxi_slot(rt, &task->cell);
    owner->implicit_head = asxi_slot(rt, &task->cell);
    asxi_task_link(rt, task, region);
    asxi_lane_enqueue(rt, task);
    asxi_emit(rt, ASX_EVENT_TASK_OWNED, &task->cell, task->owner, 0);
    out->bits = asxi_handle(rt, &task->cell);
    return ASX_OK;
}

bool asxi_task_is_stepping(const struct asxi_task *task)
{
    return task->cell.state != ASX_TASK_CREATED &&
           task->cell.state != ASX_TASK_COMPLETED &&
           task->wait == ASX_WAIT_NONE &&
           (task->cell.queue == ASX_QUEUE_NONE ||
            task->cell.queue == ASX_QUEUE_TIMER);
}

/* When the budget that is in force runs out. */
uint64_t asxi_task_limit(const asx_runtime *rt, const struct asxi_task *task)
{
    (void)rt;
    if (task->cell.state == ASX_TASK_CANCEL_REQUESTED &&
        !(task->flags & ASXI_TASK_IN_FINALIZER))
        return task->cleanup_deadline_us;
    return task->budget.deadline_us;
}

/* The timer of a task that is not in a lane: for its sleep or its budget. */
void asxi_task_arm_limit(asx_runtime *rt, struct asxi_task *task)
{
    uint64_t due = asxi_task_limit(rt, task);

    if (task->wait == ASX_WAIT_SLEEP)
        due = asxi_min64(due, task->sleep_due_us);
    if (task->cell.queue == ASX_QUEUE_TIMER) {
        if (task->cell.due == due)
            return;
        asxi_timer_cancel(rt, &task->cell);
    }
    if (due != ASX_TIME_NONE)
        asxi_timer_arm(rt, &task->cell, due);
}

/* Leaves whatever queue it waits in. What was set aside for it stays. A step
 * that was not over is. Answers the lock that it waited for, which is to be
 * told; zero if for none. */
static uint32_t leave(asx_runtime *rt, struct asxi_task *task)
{
    uint32_t lock =
        task->wait == ASX_WAIT_LOCK || task->wait == ASX_WAIT_LOCK_EXCLUSIVE
            ? task->wait_for
            : 0;

    asxi_waiters_leave(rt, task);
    asxi_queue_remove(rt, &task->cell);
    if (task->wait != ASX_WAIT_NONE)
        task->sleep_due_us = 0;
    task->flags &= (uint16_t)~ASXI_TASK_WAKE_KEPT;
    task->wait = ASX_WAIT_NONE;
    return lock;
}

void asxi_task_stop_waiting(asx_runtime *rt, struct asxi_task *task)
{
    uint32_t lock = leave(rt, task);

    if (lock != 0)
        asxi_lock_left(rt, lock);
}

/* Ends the wait, whatever it was for, and queues the task. */
void asxi_task_unpark(asx_runtime *rt, struct asxi_task *task, uint32_t waker)
{
    uint32_t lock;

    asxi_emit(rt, ASX_EVENT_TASK_WOKEN, &task->cell, waker, task->wait);
    lock = leave(rt, task);
    asxi_lane_enqueue(rt, task);
    if (lock != 0)
        asxi_lock_left(rt, lock);
}

/* A stepping task has nothing left to do but wait. */
int32_t asxi_task_park_on(asx_runtime *rt, struct asxi_task *task,
                          asx_wait wait, struct asxi_cell *cell,
                          uint64_t due_us)
{
    asxi_queue_remove(rt, &task->cell); /* its limit, armed for the step */
    task->flags &= (uint16_t)~ASXI_TASK_WAKE_KEPT;
    task->wait = (uint8_t)wait;
    task->sleep_due_us = due_us;
    if (cell)
        asxi_waiters_join(rt, task, cell);
    asxi_task_arm_limit(rt, task);
    asxi_emit(rt, ASX_EVENT_TASK_PARKED, &task->cell, wait, task->wait_for);
    asxi_task_check(rt, task);
    return ASX_VERDICT_PARKED;
}

/* A stepping task is queued again. */
static int32_t give_way(asx_runtime *rt, struct asxi_task *task)
{
    asxi_queue_remove(rt, &task->cell);
    task->flags &= (uint16_t)~ASXI_TASK_WAKE_KEPT;
    asxi_lane_enqueue(rt, task);
    return ASX_VERDICT_PARKED;
}

int32_t asx_task_sleep(asx_runtime *rt, asx_task handle, uint64_t due_us)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = asxi_task_enter(rt, task);

    if (verdict != ASX_VERDICT_READY)
        return verdict;
    if (due_us <= asxi_arena(rt)->now_us)
        return give_way(rt, task); /* it is over */
    return asxi_task_park_on(rt, task, ASX_WAIT_SLEEP, NULL, due_us);
}

int32_t asx_task_yield(asx_runtime *rt, asx_task handle)
{
    return asx_task_sleep(rt, handle, 0);
}

static int32_t wait_on(asx_runtime *rt, struct asxi_task *task, asx_wait wait,
                       struct asxi_cell *cell)
{
    int32_t verdict = asxi_task_enter(rt, task);

    if (verdict != ASX_VERDICT_READY)
        return verdict;
    return asxi_task_park_on(rt, task, wait, cell, 0);
}

int32_t asxi_task_wait(asx_runtime *rt, asx_task handle, asx_wait wait,
                       struct asxi_cell *cell)
{
    return wait_on(rt, asxi_task_resolve(rt, handle), wait, cell);
}

int32_t asxi_task_pass(asx_runtime *rt, asx_task handle)
{
    return asxi_task_enter(rt, asxi_task_resolve(rt, handle));
}

int32_t asx_task_join(asx_runtime *rt, asx_task handle, asx_task target_handle)
{
    struct asxi_task *target = asxi_task_resolve(rt, target_handle);

    if (target == NULL)
        return ASX_E_STALE;
    if (target_handle.bits == handle.bits)
        return ASX_E_ARGUMENT; /* it would wait for ever */
    if (target->cell.state == ASX_TASK_COMPLETED)
        return asxi_task_pass(rt, handle);
    return asxi_task_wait(rt, handle, ASX_WAIT_TASK, &target->cell);
}

/* A cancel goes to what the task owns first, and only then to the task. */
static int32_t await_owned(asx_runtime *rt, struct asxi_task *task,
                           struct asxi_cell *cell)
{
    struct asxi_region *region = asxi_region(rt, asxi_slot(rt, cell));
    bool spent = asxi_task_is_spent(rt, task);
    asx_cancel_kind kind;
    asx_reason reason;

    if (task->cell.state == ASX_TASK_RUNNING &&
        asxi_task_exhausted(rt, task, &kind))
        asxi_task_ask_self(rt, task, kind);
    if (!spent && (task->cell.state != ASX_TASK_CANCEL_REQUESTED ||
                   asxi_task_is_protected(rt, task)))
        return wait_on(rt, task, ASX_WAIT_SUBTREE, cell);
    asxi_grant_return(rt, task); /* it does not come to claim it */
    reason = asxi_reason(rt, ASX_CANCEL_PARENT_CANCELLED, task->reason.message,
                         task->cell.parent, asxi_slot(rt, &task->cell));
    asxi_region_cascade(
        rt, region, &reason,
        (struct asxi_bound){task->cleanup_deadline_us, task->cleanup_polls});
    if (spent || cell->state == ASX_REGION_CLOSED)
        return asxi_task_enter(rt, task);
    return asxi_task_park_on(rt, task, ASX_WAIT_SUBTREE, cell, 0);
}

int32_t asx_task_await_region(asx_runtime *rt, asx_task handle,
                              asx_region region_handle, bool owned)
{
    struct asxi_cell *region =
        asxi_resolve(rt, region_handle.bits, ASX_KIND_REGION);
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (region == NULL || task == NULL)
        return ASX_E_STALE;
    /* What is over may have outlived its parent, and that slot be another's:
     * below, both parents are alive. */
    if (region->state == ASX_REGION_CLOSED)
        return asxi_task_pass(rt, handle);
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    /* Owned means: a child of the task's own region. So a cancel that comes
     * from above meets it anyway, and one from here never goes round. */
    if (owned && region->parent != task->cell.parent)
        return ASX_E_ARGUMENT;
    return owned ? await_owned(rt, task, region)
                 : wait_on(rt, task, ASX_WAIT_REGION, region);
}

int32_t asx_task_park(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task && task->flags & ASXI_TASK_WAKE_KEPT)
        return asx_task_sleep(rt, handle, 0); /* what it waits for has come */
    return wait_on(rt, task, ASX_WAIT_EXTERNAL, NULL);
}

/* Rule task.wake_dedup: a wake that comes before its park, in the same step, is
 * not lost. A later step begins without it, so that no old wake ends a park
 * that it was not meant for. */
static void keep_wake(asx_runtime *rt, struct asxi_task *task, uint32_t waker)
{
    task->flags |= ASXI_TASK_WAKE_KEPT;
    asxi_emit(rt, ASX_EVENT_TASK_WAKE_KEPT, &task->cell, waker,
              ASX_WAIT_EXTERNAL);
}

asx_status asx_task_wake(asx_runtime *rt, asx_task handle, asx_task waker)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    uint32_t by = asxi_task_resolve(rt, waker) ? ASX_HANDLE_SLOT(waker) : 0;

    if (task && task->wait == ASX_WAIT_EXTERNAL)
        asxi_task_unpark(rt, task, by);
    else if (task && asxi_task_is_stepping(task) &&
             !(task->flags & ASXI_TASK_WAKE_KEPT))
        keep_wake(rt, task, by);
    else
        asxi_emit(rt, ASX_EVENT_TASK_LATE_WAKE, task ? &task->cell : NULL, by,
                  ASX_HANDLE_SLOT(handle));
    return ASX_OK;
}

int32_t asx_task_defer(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    /* One that never starts has nobody who could run it. */
    if (task->cell.state == ASX_TASK_CREATED ||
        task->cell.state == ASX_TASK_COMPLETED ||
        task->flags & ASXI_TASK_IN_FINALIZER)
        return ASX_E_STATE;
    asxi_emit(rt, ASX_EVENT_FINALIZER_DEFERRED, &task->cell,
              task->finalizer_count, 0);
    return (int32_t)task->finalizer_count++;
}

asx_status asx_task_mask(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    if (task->mask_depth >= ASXI_MASK_DEPTH_MAX)
        return ASX_E_LIMIT;
    task->mask_depth++;
    asxi_emit(rt, ASX_EVENT_TASK_MASKED, &task->cell, task->mask_depth, 0);
    return ASX_OK;
}

asx_status asx_task_unmask(asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    if (task == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task) || task->mask_depth == 0)
        return ASX_E_STATE;
    task->mask_depth--;
    asxi_emit(rt, ASX_EVENT_TASK_UNMASKED, &task->cell, task->mask_depth, 0);
    if (task->mask_depth == 0)
        asxi_task_uncover(rt, task);
    return ASX_OK;
}
