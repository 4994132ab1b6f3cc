/* invariant.c -- what is always true, asserted.
 *
 * The checks of one object are O(1) and run at every step of the full-dev
 * tier. asx_runtime_check is O(n) and for tests. A violation is a bug of ours,
 * so it traps.
 */
#include "internal.h"

void asxi_region_check(const asx_runtime *rt, const struct asxi_region *region)
{
#if ASX_TIER >= 2
    const struct asxi_cell *cell = &region->cell;

    ASXI_ASSERT(cell->kind == ASX_KIND_REGION);
    ASXI_ASSERT((region->child_head == 0) == (region->child_count == 0));
    ASXI_ASSERT((region->task_head == 0) == (region->task_count == 0));
    ASXI_ASSERT(cell->state == ASX_REGION_OPEN || region->closing);
    ASXI_ASSERT(region->reason.kind == ASX_CANCEL_NONE || region->closing);
    if (cell->state == ASX_REGION_CLOSED) { /* rule region.close_complete */
        ASXI_ASSERT(region->task_count == 0 && region->child_count == 0);
        ASXI_ASSERT(region->obligation_count == 0);
        ASXI_ASSERT(region->finalizer_count == 0);
    }
    if (cell->parent && cell->state != ASX_REGION_CLOSED) {
        ASXI_ASSERT(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        ASXI_ASSERT(asxi_cell(rt, cell->parent)->state != ASX_REGION_CLOSED);
    }
#else
    (void)rt, (void)region;
#endif
}

void asxi_task_check(const asx_runtime *rt, const struct asxi_task *task)
{
#if ASX_TIER >= 2
    const struct asxi_cell *cell = &task->cell;
    asx_queue queue = (asx_queue)cell->queue;
    bool in_lane = queue == ASX_QUEUE_CANCEL || queue == ASX_QUEUE_TIMED ||
                   queue == ASX_QUEUE_READY;

    ASXI_ASSERT(cell->kind == ASX_KIND_TASK);
    ASXI_ASSERT(!in_lane || task->wait == ASX_WAIT_NONE);
    ASXI_ASSERT(task->mask_depth <= ASXI_MASK_DEPTH_MAX);
    ASXI_ASSERT(task->wait_for == 0 || task->wait != ASX_WAIT_NONE);
    if (cell->state == ASX_TASK_COMPLETED) {
        ASXI_ASSERT(!in_lane && queue != ASX_QUEUE_TIMER);
        ASXI_ASSERT(task->obligation_head == 0 && task->implicit_head == 0);
        ASXI_ASSERT(task->wait == ASX_WAIT_NONE && task->owner == 0);
    } else {
        ASXI_ASSERT(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        ASXI_ASSERT(asxi_cell(rt, cell->parent)->state != ASX_REGION_CLOSED);
    }
    if (cell->state >= ASX_TASK_CANCEL_REQUESTED &&
        cell->state <= ASX_TASK_FINALIZING)
        ASXI_ASSERT(task->reason.kind != ASX_CANCEL_NONE);
#else
    (void)rt, (void)task;
#endif
}

/* Counts what is linked below one region and compares. */
static void check_links(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_region *region = asxi_region(rt, slot);
    uint32_t count = 0, prev = 0;

    for (uint32_t at = region->task_head; at; at = asxi_cell(rt, at)->next) {
        ASXI_ASSERT(asxi_cell(rt, at)->kind == ASX_KIND_TASK);
        ASXI_ASSERT(asxi_cell(rt, at)->parent == slot);
        ASXI_ASSERT(asxi_cell(rt, at)->prev == prev);
        ASXI_ASSERT(asxi_cell(rt, at)->state != ASX_TASK_COMPLETED);
        prev = at;
        count++;
    }
    ASXI_ASSERT(count == region->task_count && prev == region->task_tail);
    count = prev = 0;
    for (uint32_t at = region->child_head; at; at = asxi_cell(rt, at)->next) {
        ASXI_ASSERT(asxi_cell(rt, at)->kind == ASX_KIND_REGION);
        ASXI_ASSERT(asxi_cell(rt, at)->parent == slot);
        ASXI_ASSERT(asxi_cell(rt, at)->prev == prev);
        ASXI_ASSERT(asxi_cell(rt, at)->state != ASX_REGION_CLOSED);
        prev = at;
        count++;
    }
    ASXI_ASSERT(count == region->child_count && prev == region->child_tail);
}

/* Every waiter is parked on what it is linked to. */
static void check_waiters(const asx_runtime *rt, uint32_t slot)
{
    uint32_t prev = 0, at = asxi_cell(rt, slot)->waiters_head;

    for (; at; at = asxi_task(rt, at)->wait_next) {
        ASXI_ASSERT(asxi_task(rt, at)->wait_for == slot);
        ASXI_ASSERT(asxi_task(rt, at)->wait_prev == prev);
        ASXI_ASSERT(asxi_task(rt, at)->wait != ASX_WAIT_NONE);
        prev = at;
    }
    ASXI_ASSERT(prev == asxi_cell(rt, slot)->waiters_tail);
}

/* What a task holds and what it started beside itself name it back. */
static void check_held(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    uint32_t prev = 0;

    for (uint32_t at = task->obligation_head; at;
         at = asxi_cell(rt, at)->next) {
        ASXI_ASSERT(asxi_cell(rt, at)->kind == ASX_KIND_OBLIGATION);
        ASXI_ASSERT(asxi_obligation(rt, at)->holder == slot);
        ASXI_ASSERT(asxi_cell(rt, at)->parent == task->cell.parent);
        ASXI_ASSERT(asxi_cell(rt, at)->prev == prev);
        prev = at;
    }
    prev = 0;
    for (uint32_t at = task->implicit_head; at;
         at = asxi_task(rt, at)->implicit_next) {
        ASXI_ASSERT(asxi_task(rt, at)->owner == slot);
        ASXI_ASSERT(asxi_task(rt, at)->implicit_prev == prev);
        ASXI_ASSERT(asxi_cell(rt, at)->parent == task->cell.parent);
        prev = at;
    }
}

/* A region that was asked to stop has asked the tasks that live in it (rule
 * cancel.cascade). */
static void check_asked(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    const struct asxi_region *region = asxi_region(rt, task->cell.parent);

    if (task->cell.state == ASX_TASK_COMPLETED ||
        task->flags & ASXI_TASK_REGION_FINALIZER)
        return;
    /* Only what a cancelled task starts for its own cleanup is not asked. */
    ASXI_ASSERT(region->reason.kind == ASX_CANCEL_NONE ||
                task->reason.kind != ASX_CANCEL_NONE ||
                task->flags & ASX_TASK_IMPLICIT);
}

struct tally {
    uint32_t tasks;
    uint32_t regions;
    uint32_t obligations;
    uint32_t queued;
    uint32_t timers;
    uint32_t draining;
    uint32_t ledger; /* what regions say they wait for */
};

static void check_cell(const asx_runtime *rt, uint32_t slot,
                       struct tally *tally)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);

    if (cell->kind == ASX_KIND_FREE || cell->kind == ASX_KIND_RETIRED)
        return;
    check_waiters(rt, slot);
    tally->timers += cell->queue == ASX_QUEUE_TIMER;
    if (cell->kind == ASX_KIND_REGION) {
        asxi_region_check(rt, asxi_region(rt, slot));
        check_links(rt, slot);
        tally->ledger += asxi_region(rt, slot)->obligation_count;
        tally->regions += cell->state != ASX_REGION_CLOSED;
        tally->draining += cell->state == ASX_REGION_DRAINING;
    } else if (cell->kind == ASX_KIND_TASK) {
        asxi_task_check(rt, asxi_task(rt, slot));
        check_held(rt, slot);
        check_asked(rt, slot);
        tally->tasks += cell->state != ASX_TASK_COMPLETED;
        tally->queued += cell->queue == ASX_QUEUE_CANCEL ||
                         cell->queue == ASX_QUEUE_TIMED ||
                         cell->queue == ASX_QUEUE_READY;
    } else if (cell->kind == ASX_KIND_OBLIGATION) {
        ASXI_ASSERT(cell->state == ASX_OBLIGATION_RESERVED);
        ASXI_ASSERT(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        tally->obligations++;
    }
}

void asx_runtime_check(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    struct tally tally = {0};

    for (uint32_t slot = 1; slot <= arena->slots_used; slot++)
        check_cell(rt, slot, &tally);
    /* Dormant finalizer tasks are reserved, not live. */
    ASXI_ASSERT(tally.tasks >= arena->tasks_live);
    ASXI_ASSERT(tally.regions == arena->regions_live);
    ASXI_ASSERT(tally.obligations == arena->obligations_live);
    ASXI_ASSERT(tally.ledger == arena->obligations_live);
    ASXI_ASSERT(tally.timers == arena->timer_count);
    ASXI_ASSERT(tally.draining == arena->draining);
    ASXI_ASSERT(tally.queued ==
                arena->cancel_count + arena->timed_count + arena->ready_count);
    asxi_queues_check(rt);
    asxi_objects_check(rt);
    asxi_supervision_check(rt);
    asxi_ties_check(rt);
}
