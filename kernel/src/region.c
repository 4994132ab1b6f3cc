/* region.c -- opening and closing regions, and what the end of a task means to
 * the region it lived in (rules policy.fail_fast, policy.collect_all). */
#include "asx/region.h"

#include "asx/task.h"
#include "object.h"

static struct asxi_region *resolve(const asx_runtime *rt, asx_region handle)
{
    struct asxi_cell *cell = asxi_resolve(rt, handle.bits, ASX_KIND_REGION);

    return cell ? asxi_region(rt, ASX_HANDLE_SLOT(handle)) : NULL;
}

asx_region asx_region_root(const asx_runtime *rt)
{
    return (asx_region){asxi_handle(rt, asxi_cell(rt, 1))};
}

static bool is_admitting(const struct asxi_region *region)
{
    return region->cell.state == ASX_REGION_OPEN && !region->closing;
}

/* Admission from inside: the region waits for the task that asks, so it cannot
 * close meanwhile. A region that is cancelled still admits the scopes of its
 * cleanup, which their tasks own and bound. */
static bool is_admitting_inside(const struct asxi_region *region)
{
    return region->task_count > 0 && region->cell.state < ASX_REGION_FINALIZING;
}

asx_status asx_region_open(asx_runtime *rt, asx_region parent_handle,
                           uint32_t flags, uint32_t label, asx_region *out)
{
    struct asxi_region *parent = resolve(rt, parent_handle), *region;
    asx_budget own = asxi_staged_budget(rt);
    struct asxi_bounds bounds;
    bool limited = asxi_staged_bounds(rt, &bounds);
    uint64_t timeout_us = asxi_staged_timeout(rt);
    uint32_t slot;

    if (parent == NULL)
        return ASX_E_STALE;
    if (flags > ASX_REGION_FLAGS_ALL)
        return ASX_E_ARGUMENT;
    if (!is_admitting(parent) &&
        !(flags & ASX_REGION_INSIDE && is_admitting_inside(parent)))
        return ASX_E_CLOSED;
    if (!asxi_limits_allow_child(rt, parent))
        return ASX_E_LIMIT;
    if (limited && !asxi_cells_ensure(rt, 2))
        return ASX_E_MEMORY;
    region =
        (struct asxi_region *)(void *)asxi_cell_create(rt, ASX_KIND_REGION);
    if (region == NULL)
        return ASX_E_MEMORY;
    slot = asxi_slot(rt, &region->cell);
    region->flags = (uint8_t)(flags & ~ASX_REGION_INSIDE);
    region->budget = asx_budget_meet(parent->budget, own);
    if (limited)
        asxi_limits_set(rt, region, &bounds);
    region->cleanup_deadline_us = ASX_TIME_NONE;
    region->cleanup_polls = ASX_POLLS_NONE;
    region->cell.label = label;
    region->cell.ordinal = parent->ordinals++;
    region->cell.parent = ASX_HANDLE_SLOT(parent_handle);
    region->cell.prev = parent->child_tail;
    if (parent->child_tail)
        asxi_cell(rt, parent->child_tail)->next = slot;
    else
        parent->child_head = slot;
    parent->child_tail = slot;
    parent->child_count++;
    asxi_arena(rt)->regions_live++;
    asxi_emit(rt, ASX_EVENT_REGION_OPENED, &region->cell, region->cell.parent,
              label);
    if (timeout_us != ASX_TIME_NONE)
        asxi_timer_arm(rt, &region->cell, timeout_us);
    asxi_region_check(rt, region);
    out->bits = asxi_handle(rt, &region->cell);
    return ASX_OK;
}

asx_status asx_region_close(asx_runtime *rt, asx_region handle)
{
    struct asxi_region *region = resolve(rt, handle);

    if (region == NULL)
        return ASX_E_STALE;
    region->closing = 1;
    asxi_region_advance(rt, region);
    return ASX_OK;
}

asx_status asx_region_cancel(asx_runtime *rt, asx_region handle,
                             asx_cancel_kind kind, uint32_t message)
{
    struct asxi_region *region = resolve(rt, handle);
    asx_cleanup staged = asxi_staged_cleanup(rt);
    struct asxi_bound bound = {ASX_TIME_NONE, staged.polls};
    asx_reason reason;

    if (region == NULL)
        return ASX_E_STALE;
    if (kind == ASX_CANCEL_NONE || kind >= ASX_CANCEL_KIND_COUNT)
        return ASX_E_ARGUMENT;
    if (region->cell.state == ASX_REGION_CLOSED)
        return ASX_OK;
    if (staged.time_us < ASX_TIME_MAX)
        bound.deadline_us = asxi_arena(rt)->now_us + staged.time_us;
    reason = asxi_reason(rt, kind, message, ASX_HANDLE_SLOT(handle), 0);
    asxi_region_cascade(rt, region, &reason, bound);
    return ASX_OK;
}

int32_t asx_region_defer(asx_runtime *rt, asx_region handle)
{
    struct asxi_region *region = resolve(rt, handle);

    if (region == NULL)
        return ASX_E_STALE;
    if (!is_admitting(region))
        return ASX_E_CLOSED;
    if (region->finalizer_task == 0) {
        /* Reserved now, so that closing can never run out of memory. */
        struct asxi_task *task = asxi_task_create(
            rt, region, ASXI_TASK_REGION_FINALIZER, region->cell.label);

        if (task == NULL)
            return ASX_E_MEMORY;
        task->budget = asx_budget_identity();
        task->budget.priority = 255;
        region->finalizer_task = asxi_slot(rt, &task->cell);
    }
    asxi_emit(rt, ASX_EVENT_FINALIZER_DEFERRED, &region->cell,
              region->finalizer_count, 0);
    return (int32_t)region->finalizer_count++;
}

/* Hands the finalizers to the task that was reserved for them. */
void asxi_region_wake_finalizer(asx_runtime *rt, struct asxi_region *region)
{
    struct asxi_task *task = asxi_task(rt, region->finalizer_task);

    task->finalizer_count = region->finalizer_count;
    region->finalizer_count = 0;
    region->finalizer_task = 0;
    asxi_task_link(rt, task, region);
    asxi_lane_enqueue(rt, task);
}

asx_status asx_region_release(asx_runtime *rt, asx_region handle)
{
    struct asxi_region *region = resolve(rt, handle);

    if (region == NULL)
        return ASX_E_STALE;
    if (region->cell.state != ASX_REGION_CLOSED || region->cell.parent == 0)
        return ASX_E_STATE;
    asxi_notice_remove(rt, &region->cell);
    asxi_limits_drop(rt, region);
    asxi_emit(rt, ASX_EVENT_REGION_RELEASED, &region->cell, 0, 0);
    asxi_cell_destroy(rt, &region->cell);
    return ASX_OK;
}

/* How much a cancelled outcome weighs against another (rule outcome.aggregate:
 * the strongest cancel). */
static uint8_t weight(const struct asxi_task *task)
{
    if (task->outcome != ASX_OUTCOME_CANCELLED)
        return 0;
    return (uint8_t)(1 +
                     asx_cancel_severity((asx_cancel_kind)task->reason.kind));
}

static bool prevails(const struct asxi_region *region,
                     const struct asxi_task *task)
{
    asx_outcome held = (asx_outcome)region->outcome;
    asx_outcome next = (asx_outcome)task->outcome;

    return asx_outcome_replaces(held, next) ||
           (held == next && weight(task) > region->settled);
}

static void adopt(struct asxi_region *region, const struct asxi_task *task)
{
    region->outcome = task->outcome;
    region->adopted = task->cell.ordinal + 1;
    region->settled = weight(task);
}

/* The outcome of `task` stands for the region; the others are cancelled. */
static void settle(asx_runtime *rt, struct asxi_region *region,
                   const struct asxi_task *task, asx_cancel_kind kind)
{
    asx_reason reason = asxi_reason(rt, kind, 0, asxi_slot(rt, &region->cell),
                                    asxi_slot(rt, &task->cell));

    adopt(region, task);
    region->settled = ASXI_SETTLED;
    region->closing = 1;
    /* Already being cancelled: its tasks have been asked with that reason. */
    if (region->reason.kind == ASX_CANCEL_NONE)
        asxi_region_cascade(rt, region, &reason, asxi_bound_none());
}

static void apply_policy(asx_runtime *rt, struct asxi_region *region,
                         const struct asxi_task *task)
{
    asx_outcome outcome = (asx_outcome)task->outcome;
    bool failed = outcome == ASX_OUTCOME_ERR || outcome == ASX_OUTCOME_PANICKED;
    bool worse = prevails(region, task);

    switch ((asx_region_policy)(region->flags & ASX_REGION_POLICY_MASK)) {
    case ASX_POLICY_FAIL_FAST:
        if (failed && region->reason.kind == ASX_CANCEL_NONE)
            settle(rt, region, task, ASX_CANCEL_FAIL_FAST);
        else if (worse && (failed || task->flags & ASX_TASK_MAIN))
            adopt(region, task);
        return;
    case ASX_POLICY_COLLECT_ALL:
        if (worse)
            adopt(region, task);
        return;
    case ASX_POLICY_RACE:
        settle(rt, region, task, ASX_CANCEL_RACE_LOST);
        return;
    case ASX_POLICY_FIRST_OK:
        if (outcome == ASX_OUTCOME_OK)
            settle(rt, region, task, ASX_CANCEL_RACE_LOST);
        else if (worse)
            adopt(region, task);
        return;
    }
    ASXI_UNREACHABLE();
}

/* `task` is Completed and still linked. Decides what that means for its region
 * and answers whether its outcome became the region's; the caller unlinks it
 * and advances the region. */
bool asxi_region_child_ended(asx_runtime *rt, struct asxi_region *region,
                             const struct asxi_task *task)
{
    bool main = (task->flags & ASX_TASK_MAIN) != 0;

    if (task->flags & ASXI_TASK_REGION_FINALIZER &&
        task->outcome == ASX_OUTCOME_PANICKED) { /* rule finalizer.budget */
        region->outcome = ASX_OUTCOME_PANICKED;
        region->adopted = 0;
        region->settled = ASXI_SETTLED;
    }
    if (task->flags & (ASX_TASK_IMPLICIT | ASXI_TASK_REGION_FINALIZER))
        return false;
    if (region->settled != ASXI_SETTLED)
        apply_policy(rt, region, task);
    if (main) {
        region->closing = 1;
        if (region->flags & ASX_REGION_CANCEL_ON_EXIT &&
            region->reason.kind == ASX_CANCEL_NONE &&
            region->settled != ASXI_SETTLED)
            settle(rt, region, task, ASX_CANCEL_PARENT_CANCELLED);
    }
    return region->adopted == task->cell.ordinal + 1;
}
