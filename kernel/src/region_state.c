/* region_state.c -- the state machine of a region (rule region.states).
 *
 *   OPEN -----> CLOSING --+--> DRAINING --+--> FINALIZING --> CLOSED
 *                         |               |
 *                         +---------------+  nothing was alive
 *
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "aftermath.h"
#include "internal.h"

#define TO(state) (1u << ASX_REGION_##state)

static const uint8_t may_follow[] = {
    [ASX_REGION_OPEN] = TO(CLOSING),
    [ASX_REGION_CLOSING] = TO(DRAINING) | TO(FINALIZING),
    [ASX_REGION_DRAINING] = TO(FINALIZING),
    [ASX_REGION_FINALIZING] = TO(CLOSED),
    [ASX_REGION_CLOSED] = 0,
};

bool asxi_region_may_follow(asx_region_state from, asx_region_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

static bool has_live(const struct asxi_region *region)
{
    return region->task_count > 0 || region->child_count > 0 ||
           region->obligation_count > 0;
}

/* Decides, changes nothing (rule region.close_complete). */
asx_region_state asxi_region_next_state(const struct asxi_region *region)
{
    switch ((asx_region_state)region->cell.state) {
    case ASX_REGION_OPEN:
        return region->closing ? ASX_REGION_CLOSING : ASX_REGION_OPEN;
    case ASX_REGION_CLOSING:
    case ASX_REGION_DRAINING:
        return has_live(region) ? ASX_REGION_DRAINING : ASX_REGION_FINALIZING;
    case ASX_REGION_FINALIZING:
        return region->finalizer_count > 0 || has_live(region)
                   ? ASX_REGION_FINALIZING
                   : ASX_REGION_CLOSED;
    case ASX_REGION_CLOSED:
        return ASX_REGION_CLOSED;
    }
    ASXI_UNREACHABLE();
}

/* Leaves its parent and tells whoever waits. */
static void conclude(asx_runtime *rt, struct asxi_region *region)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_region *parent = asxi_region(rt, region->cell.parent);

    asxi_queue_remove(rt, &region->cell); /* its timeout */
    if (region->settled != ASXI_SETTLED &&
        region->reason.kind != ASX_CANCEL_NONE &&
        region->outcome < ASX_OUTCOME_CANCELLED)
        region->outcome = ASX_OUTCOME_CANCELLED; /* rule outcome.aggregate */
    asxi_emit(rt, ASX_EVENT_REGION_CLOSED, &region->cell, region->outcome,
              region->reason.kind);
    arena->regions_closed++;
    arena->regions_live--;
    asxi_objects_end(rt, region);
    if (region->flags & ASXI_REGION_CHILD)
        asxi_child_closed(rt, region);
    asxi_waiters_wake(rt, &region->cell);
    asxi_notice_push(rt, &region->cell);
    if (region->cell.parent == 0)
        return;
    if (region->cell.prev)
        asxi_cell(rt, region->cell.prev)->next = region->cell.next;
    else
        parent->child_head = region->cell.next;
    if (region->cell.next)
        asxi_cell(rt, region->cell.next)->prev = region->cell.prev;
    else
        parent->child_tail = region->cell.prev;
    region->cell.prev = region->cell.next = 0;
    parent->child_count--;
}

static void step(asx_runtime *rt, struct asxi_region *region,
                 asx_region_state next)
{
    struct asxi_arena *arena = asxi_arena(rt);
    asx_region_state from = (asx_region_state)region->cell.state;

    ASXI_ASSERT(asxi_region_may_follow(from, next));
    asxi_emit(rt, ASX_EVENT_REGION_STEP, &region->cell, from, next);
    region->cell.state = (uint8_t)next;
    if (next == ASX_REGION_DRAINING)
        arena->draining++;
    if (from == ASX_REGION_DRAINING)
        arena->draining--;
    if (next == ASX_REGION_CLOSING && region->flags & ASXI_REGION_SUPERVISOR)
        asxi_supervisor_closing(rt, region);
    if (next == ASX_REGION_FINALIZING && region->finalizer_count > 0)
        asxi_region_wake_finalizer(rt, region);
    asxi_region_check(rt, region);
}

/* Moves `region` as far as it can go now, and then those above it that only
 * waited for it. The only writer of a region's state. A loop, not a recursion:
 * trees are as deep as users make them. */
void asxi_region_advance(asx_runtime *rt, struct asxi_region *region)
{
    for (;;) {
        asx_region_state next;
        uint32_t parent = region->cell.parent;

        if (region->cell.state == ASX_REGION_CLOSED)
            return;
        while ((next = asxi_region_next_state(region)) != region->cell.state)
            step(rt, region, next);
        if (region->cell.state != ASX_REGION_CLOSED)
            return;
        conclude(rt, region);
        if (parent == 0)
            return;
        region = asxi_region(rt, parent);
    }
}
