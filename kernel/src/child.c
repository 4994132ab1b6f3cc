/* child.c -- owns one supervised child: its region, its end, its name.
 *
 * Each start opens a region below the supervisor's and spawns the main task in
 * it; the child has ended when that region has closed, so nothing of one life
 * is left when the next begins. asxi_child_become is the only writer of its
 * state.
 */
#include "asx/region.h"
#include "asx/task.h"
#include "supervision.h"

void asxi_child_become(asx_runtime *rt, struct asxi_child *child,
                       enum asxi_child_input input)
{
    struct asxi_cell *cell = &child->object.cell;
    asx_child_state from = (asx_child_state)cell->state;
    uint8_t next = asxi_child_next_state(from, input);

    ASXI_ASSERT(next != ASXI_FORBIDDEN);
    ASXI_ASSERT(asxi_child_may_follow(from, (asx_child_state)next));
    asxi_emit(rt, ASX_EVENT_CHILD_STEP, cell, from, next);
    cell->state = next;
}

/* Rule region.admission and the memory for all of it, or nothing. */
static asx_status open_life(asx_runtime *rt, struct asxi_child *child)
{
    struct asxi_cell *cell = &child->object.cell;
    asx_region own = {asxi_handle(rt, asxi_cell(rt, cell->parent))}, region;
    asx_task task;
    asx_status status;

    if (!asxi_cells_ensure(rt, 3))
        return ASX_E_MEMORY;
    status =
        asx_region_open(rt, own, ASX_POLICY_FAIL_FAST, cell->label, &region);
    if (status != ASX_OK)
        return status;
    asxi_region(rt, ASX_HANDLE_SLOT(region))->flags |= ASXI_REGION_CHILD;
    status = asx_task_spawn(rt, region, ASX_TASK_MAIN, cell->label, &task);
    ASXI_ASSERT(status == ASX_OK);
    child->region = ASX_HANDLE_SLOT(region);
    child->task = task.bits;
    return ASX_OK;
}

/* Starts it, or says what refused that: then it has ended with err, and is
 * judged like any other that has (ResourceUnavailable). */
void asxi_child_start(asx_runtime *rt, struct asxi_child *child)
{
    struct asxi_cell *cell = &child->object.cell;
    struct asxi_staged staged = asxi_arena(rt)->staged;
    asx_status status = ASX_OK;

    /* What the host has staged is for the host's next call, not for this. */
    asxi_arena(rt)->staged.any = 0;
    if (child->flags & ASX_CHILD_NAMED && child->lease == 0)
        status = asxi_name_hold(rt, child);
    if (status == ASX_OK)
        status = open_life(rt, child);
    asxi_arena(rt)->staged = staged;
    child->marks = 0;
    if (status != ASX_OK) {
        child->outcome = ASX_OUTCOME_ERR;
        asxi_emit(rt, ASX_EVENT_CHILD_REFUSED, cell, (uint32_t)-status, 0);
        asxi_report(rt, ASX_REPORT_CHILD_REFUSED, cell, (uint32_t)-status, 0);
        asxi_child_become(rt, child, ASXI_CHILD_REFUSE);
        return;
    }
    child->outcome = ASX_OUTCOME_OK;
    child->starts++;
    asxi_child_become(rt, child, ASXI_CHILD_START);
    asxi_emit(rt, ASX_EVENT_CHILD_STARTED, cell, child->region,
              (uint32_t)child->task);
    asxi_queue_remove(rt, cell);
    asxi_notice_push(rt, cell);
}

/* Asks its region to end, unless that was asked from above already: then its
 * tasks know, and the reason from above stands. */
void asxi_child_drain(asx_runtime *rt, struct asxi_child *child,
                      asx_cancel_kind kind)
{
    uint32_t own = child->object.cell.parent;
    asx_reason reason = asxi_reason(rt, kind, 0, own, 0);

    child->marks |= ASXI_CHILD_ASKED;
    asxi_child_become(rt, child, ASXI_CHILD_DRAIN);
    if (asxi_region(rt, own)->reason.kind == ASX_CANCEL_NONE)
        asxi_region_cascade(rt, asxi_region(rt, child->region), &reason,
                            asxi_bound_none());
}

/* Its region has closed: the next dispatch looks at what that means. */
void asxi_child_closed(asx_runtime *rt, const struct asxi_region *region)
{
    uint32_t slot = asxi_slot(rt, &region->cell);
    uint32_t at = asxi_region(rt, region->cell.parent)->object_head;
    struct asxi_child *child;

    while (asxi_cell(rt, at)->kind != ASX_KIND_CHILD ||
           asxi_child(rt, at)->region != slot)
        at = asxi_cell(rt, at)->next;
    child = asxi_child(rt, at);
    child->outcome = region->outcome;
    child->region = 0;
    child->task = 0;
    asxi_emit(rt, ASX_EVENT_CHILD_ENDED, &child->object.cell, slot,
              child->outcome);
    asxi_child_become(rt, child, ASXI_CHILD_END);
    asxi_aftermath_push(rt, &child->object.cell);
}

/* The host is told, and answers with asx_child_persisted. */
void asxi_child_persist(asx_runtime *rt, struct asxi_child *child)
{
    asxi_child_become(rt, child, ASXI_CHILD_PERSIST);
    asxi_queue_remove(rt, &child->object.cell);
    asxi_notice_push(rt, &child->object.cell);
}

/* It is over for good: releases its name, then stops. */
void asxi_child_conclude(asx_runtime *rt, struct asxi_child *child,
                         enum asxi_child_input input)
{
    uint32_t lease = child->lease;

    child->lease = 0;
    if (lease)
        asxi_obligation_resolve(rt, asxi_obligation(rt, lease),
                                ASX_OBLIGATION_COMMITTED, 0);
    asxi_child_become(rt, child, input);
    asxi_queue_remove(rt, &child->object.cell); /* a notice nobody took */
}
