/* invariant.c -- what is always true, written once.
 *
 * A check answers the first invariant that does not hold. asx_runtime_check and
 * the checks of one object, O(1) and at every step of the full-dev tier, assert
 * that there is none: it would be a bug of ours, so it traps. The check of an
 * image (image.c) hands the answer to whoever brought the image. Hence a check
 * must end and stay inside whatever it meets: a list is left where a link back
 * is wrong, so no walk can come by a cell twice.
 */
#include "invariant.h"

static const char *check_region(const asx_runtime *rt,
                                const struct asxi_region *region)
{
    const struct asxi_cell *cell = &region->cell;

    ASXI_HOLDS(cell->kind == ASX_KIND_REGION);
    ASXI_HOLDS((region->child_head == 0) == (region->child_count == 0));
    ASXI_HOLDS((region->task_head == 0) == (region->task_count == 0));
    ASXI_HOLDS(cell->state == ASX_REGION_OPEN || region->closing);
    ASXI_HOLDS(region->reason.kind == ASX_CANCEL_NONE || region->closing);
    if (cell->state == ASX_REGION_CLOSED) { /* rule region.close_complete */
        ASXI_HOLDS(region->task_count == 0 && region->child_count == 0);
        ASXI_HOLDS(region->obligation_count == 0);
        ASXI_HOLDS(region->finalizer_count == 0);
    }
    if (cell->parent && cell->state != ASX_REGION_CLOSED) {
        ASXI_HOLDS(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        ASXI_HOLDS(asxi_cell(rt, cell->parent)->state != ASX_REGION_CLOSED);
    }
    return NULL;
}

void asxi_region_check(const asx_runtime *rt, const struct asxi_region *region)
{
#if ASX_TIER >= 2
    ASXI_ASSERT(check_region(rt, region) == NULL);
#else
    (void)rt, (void)region;
#endif
}

static const char *check_task(const asx_runtime *rt,
                              const struct asxi_task *task)
{
    const struct asxi_cell *cell = &task->cell;
    asx_queue queue = (asx_queue)cell->queue;
    bool in_lane = queue == ASX_QUEUE_CANCEL || queue == ASX_QUEUE_TIMED ||
                   queue == ASX_QUEUE_READY;

    ASXI_HOLDS(cell->kind == ASX_KIND_TASK);
    ASXI_HOLDS(!in_lane || task->wait == ASX_WAIT_NONE);
    ASXI_HOLDS(task->mask_depth <= ASXI_MASK_DEPTH_MAX);
    ASXI_HOLDS(task->wait_for == 0 || task->wait != ASX_WAIT_NONE);
    ASXI_HOLDS(!(task->flags & ASXI_TASK_WAKE_KEPT) ||
               asxi_task_is_stepping(task));
    if (cell->state == ASX_TASK_COMPLETED) {
        ASXI_HOLDS(!in_lane && queue != ASX_QUEUE_TIMER);
        ASXI_HOLDS(task->obligation_head == 0 && task->implicit_head == 0);
        ASXI_HOLDS(task->wait == ASX_WAIT_NONE && task->owner == 0);
    } else {
        ASXI_HOLDS(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        ASXI_HOLDS(asxi_cell(rt, cell->parent)->state != ASX_REGION_CLOSED);
    }
    if (cell->state >= ASX_TASK_CANCEL_REQUESTED &&
        cell->state <= ASX_TASK_FINALIZING)
        ASXI_HOLDS(task->reason.kind != ASX_CANCEL_NONE);
    return NULL;
}

void asxi_task_check(const asx_runtime *rt, const struct asxi_task *task)
{
#if ASX_TIER >= 2
    ASXI_ASSERT(check_task(rt, task) == NULL);
#else
    (void)rt, (void)task;
#endif
}

/* Counts what is linked below one region and compares. */
static const char *check_links(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_region *region = asxi_region(rt, slot);
    uint32_t count = 0, prev = 0;

    for (uint32_t at = region->task_head; at; at = asxi_cell(rt, at)->next) {
        ASXI_HOLDS(asxi_cell(rt, at)->kind == ASX_KIND_TASK);
        ASXI_HOLDS(asxi_cell(rt, at)->parent == slot);
        ASXI_HOLDS(asxi_cell(rt, at)->prev == prev);
        ASXI_HOLDS(asxi_cell(rt, at)->state != ASX_TASK_COMPLETED);
        prev = at;
        count++;
    }
    ASXI_HOLDS(count == region->task_count && prev == region->task_tail);
    count = prev = 0;
    for (uint32_t at = region->child_head; at; at = asxi_cell(rt, at)->next) {
        ASXI_HOLDS(asxi_cell(rt, at)->kind == ASX_KIND_REGION);
        ASXI_HOLDS(asxi_cell(rt, at)->parent == slot);
        ASXI_HOLDS(asxi_cell(rt, at)->prev == prev);
        ASXI_HOLDS(asxi_cell(rt, at)->state != ASX_REGION_CLOSED);
        prev = at;
        count++;
    }
    ASXI_HOLDS(count == region->child_count && prev == region->child_tail);
    return NULL;
}

/* Every waiter is parked on what it is linked to. */
static const char *check_waiters(const asx_runtime *rt, uint32_t slot)
{
    uint32_t prev = 0, at = asxi_cell(rt, slot)->waiters_head;

    for (; at; at = asxi_task(rt, at)->wait_next) {
        ASXI_HOLDS(asxi_task(rt, at)->wait_for == slot);
        ASXI_HOLDS(asxi_task(rt, at)->wait_prev == prev);
        ASXI_HOLDS(asxi_task(rt, at)->wait != ASX_WAIT_NONE);
        prev = at;
    }
    ASXI_HOLDS(prev == asxi_cell(rt, slot)->waiters_tail);
    return NULL;
}

/* What a task holds and what it started beside itself name it back. */
static const char *check_held(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    uint32_t prev = 0;

    for (uint32_t at = task->obligation_head; at;
         at = asxi_cell(rt, at)->next) {
        ASXI_HOLDS(asxi_cell(rt, at)->kind == ASX_KIND_OBLIGATION);
        ASXI_HOLDS(asxi_obligation(rt, at)->holder == slot);
        ASXI_HOLDS(asxi_cell(rt, at)->parent == task->cell.parent);
        ASXI_HOLDS(asxi_cell(rt, at)->prev == prev);
        prev = at;
    }
    prev = 0;
    for (uint32_t at = task->implicit_head; at;
         at = asxi_task(rt, at)->implicit_next) {
        ASXI_HOLDS(asxi_task(rt, at)->owner == slot);
        ASXI_HOLDS(asxi_task(rt, at)->implicit_prev == prev);
        ASXI_HOLDS(asxi_cell(rt, at)->parent == task->cell.parent);
        prev = at;
    }
    return NULL;
}

/* A region that was asked to stop has asked the tasks that live in it (rule
 * cancel.cascade). */
static const char *check_asked(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    const struct asxi_region *region = asxi_region(rt, task->cell.parent);

    if (task->cell.state == ASX_TASK_COMPLETED ||
        task->flags & ASXI_TASK_REGION_FINALIZER)
        return NULL;
    /* Only what a cancelled task starts for its own cleanup is not asked. */
    ASXI_HOLDS(region->reason.kind == ASX_CANCEL_NONE ||
               task->reason.kind != ASX_CANCEL_NONE ||
               task->flags & ASX_TASK_IMPLICIT);
    return NULL;
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

static const char *check_cell(const asx_runtime *rt, uint32_t slot,
                              struct tally *tally)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);

    if (cell->kind == ASX_KIND_FREE || cell->kind == ASX_KIND_RETIRED)
        return NULL;
    ASXI_PASSES(check_waiters(rt, slot));
    tally->timers += cell->queue == ASX_QUEUE_TIMER;
    if (cell->kind == ASX_KIND_REGION) {
        ASXI_PASSES(check_region(rt, asxi_region(rt, slot)));
        ASXI_PASSES(check_links(rt, slot));
        tally->ledger += asxi_region(rt, slot)->obligation_count;
        tally->regions += cell->state != ASX_REGION_CLOSED;
        tally->draining += cell->state == ASX_REGION_DRAINING;
    } else if (cell->kind == ASX_KIND_TASK) {
        ASXI_PASSES(check_task(rt, asxi_task(rt, slot)));
        ASXI_PASSES(check_held(rt, slot));
        ASXI_PASSES(check_asked(rt, slot));
        tally->tasks += cell->state != ASX_TASK_COMPLETED;
        tally->queued += cell->queue == ASX_QUEUE_CANCEL ||
                         cell->queue == ASX_QUEUE_TIMED ||
                         cell->queue == ASX_QUEUE_READY;
    } else if (cell->kind == ASX_KIND_OBLIGATION) {
        ASXI_HOLDS(cell->state == ASX_OBLIGATION_RESERVED);
        ASXI_HOLDS(asxi_cell(rt, cell->parent)->kind == ASX_KIND_REGION);
        tally->obligations++;
    }
    return NULL;
}

const char *asxi_invariants_check(const asx_runtime *rt, uint32_t *at)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    struct tally tally = {0};

    for (uint32_t slot = 1; slot <= arena->slots_used; slot++)
        ASXI_PASSES(check_cell(rt, *at = slot, &tally));
    *at = 0;
    /* Dormant finalizer tasks are reserved, not live. */
    ASXI_HOLDS(tally.tasks >= arena->tasks_live);
    ASXI_HOLDS(tally.regions == arena->regions_live);
    ASXI_HOLDS(tally.obligations == arena->obligations_live);
    ASXI_HOLDS(tally.ledger == arena->obligations_live);
    ASXI_HOLDS(tally.timers == arena->timer_count);
    ASXI_HOLDS(tally.draining == arena->draining);
    ASXI_HOLDS(tally.queued ==
               arena->cancel_count + arena->timed_count + arena->ready_count);
    ASXI_PASSES(asxi_queues_check(rt, at));
    ASXI_PASSES(asxi_objects_check(rt, at));
    ASXI_PASSES(asxi_supervision_check(rt, at));
    ASXI_PASSES(asxi_ties_check(rt, at));
    return NULL;
}

void asx_runtime_check(const asx_runtime *rt)
{
    uint32_t at = 0;

    ASXI_ASSERT(asxi_invariants_check(rt, &at) == NULL);
}
