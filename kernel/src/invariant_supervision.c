/* invariant_supervision.c -- what is always true of supervisors, children and
 * names, asserted (supervision limits and order, name leases). O(n), for
 * asx_runtime_check.
 */
#include "supervision.h"

static bool is_live(const struct asxi_child *child)
{
    return child->object.cell.state == ASX_CHILD_RUNNING ||
           child->object.cell.state == ASX_CHILD_DRAINING;
}

static void check_child(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_child *child = asxi_child(rt, slot);
    const struct asxi_cell *cell = &child->object.cell;

    ASXI_ASSERT(asxi_cell(rt, child->supervisor)->kind == ASX_KIND_SUPERVISOR);
    ASXI_ASSERT(asxi_cell(rt, child->supervisor)->parent == cell->parent);
    ASXI_ASSERT(is_live(child) == (child->region != 0));
    ASXI_ASSERT(!(child->marks & ASXI_CHILD_PERSISTED) ||
                cell->state >= ASX_CHILD_PERSISTING);
    ASXI_ASSERT(cell->queue != ASX_QUEUE_TIMER);
    if (child->region) {
        const struct asxi_region *region = asxi_region(rt, child->region);

        ASXI_ASSERT(region->cell.kind == ASX_KIND_REGION);
        ASXI_ASSERT(region->cell.state != ASX_REGION_CLOSED);
        ASXI_ASSERT(region->flags & ASXI_REGION_CHILD);
        ASXI_ASSERT(region->cell.parent == cell->parent);
    }
    if (child->lease) { /* no stale name: it goes when the child has stopped */
        ASXI_ASSERT(asxi_lease(rt, child->lease)->child == slot);
        ASXI_ASSERT(asxi_lease(rt, child->lease)->named);
        ASXI_ASSERT(cell->state < ASX_CHILD_STOPPED);
    }
}

/* One child at a time is drained or persists, and of those that have to go
 * nothing that comes after it in start order is still alive. */
static void check_order(const asx_runtime *rt,
                        const struct asxi_supervisor *supervisor)
{
    bool stopping = supervisor->goal >= ASXI_GOAL_STOP &&
                    supervisor->object.cell.state == ASX_SUPERVISOR_DRAINING;
    uint32_t going = 0, at = supervisor->child_tail;
    bool later_lives = false;

    for (; at; at = asxi_child(rt, at)->earlier) {
        const struct asxi_child *child = asxi_child(rt, at);
        bool affected = (child->marks & ASXI_CHILD_AFFECTED) != 0;

        if (child->object.cell.state == ASX_CHILD_DRAINING ||
            child->object.cell.state == ASX_CHILD_PERSISTING) {
            ASXI_ASSERT(!later_lives);
            going++;
        }
        later_lives |= is_live(child) && going == 0 && (stopping || affected);
    }
    ASXI_ASSERT(going <= 1);
    ASXI_ASSERT(going == 0 ||
                supervisor->object.cell.state == ASX_SUPERVISOR_DRAINING);
}

static void check_supervisor(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_supervisor *supervisor = asxi_supervisor(rt, slot);
    const struct asxi_restarts *restarts = &supervisor->restarts;
    const struct asxi_cell *cell = &supervisor->object.cell;
    uint32_t before = 0;

    ASXI_ASSERT(asxi_region(rt, cell->parent)->flags & ASXI_REGION_SUPERVISOR);
    ASXI_ASSERT((cell->state >= ASX_SUPERVISOR_STOPPED) ==
                (supervisor->hold == 0));
    ASXI_ASSERT((cell->state >= ASX_SUPERVISOR_COMPILED &&
                 cell->state < ASX_SUPERVISOR_STOPPED) <=
                ((supervisor->flags & ASXI_SUPERVISOR_COMPILED) != 0));
    for (uint32_t at = supervisor->child_head; at;
         at = asxi_child(rt, at)->later) {
        ASXI_ASSERT(asxi_child(rt, at)->earlier == before);
        ASXI_ASSERT(asxi_child(rt, at)->supervisor == slot);
        ASXI_ASSERT(
            !(supervisor->flags & ASXI_SUPERVISOR_COMPILED) || before == 0 ||
            asxi_cell(rt, before)->ordinal < asxi_cell(rt, at)->ordinal);
        before = at;
    }
    ASXI_ASSERT(before == supervisor->child_tail);
    ASXI_ASSERT(restarts->count <= restarts->max); /* rule super.window */
    for (uint32_t at = 1; at < restarts->count; at++) {
        ASXI_ASSERT(restarts->at_us[at - 1] <= restarts->at_us[at]);
        ASXI_ASSERT(restarts->at_us[at] - restarts->at_us[0] <
                    restarts->window_us);
    }
    check_order(rt, supervisor);
}

/* Every lease with a name is in its bucket once, and no two have one name. */
static void check_names(const asx_runtime *rt, uint32_t named)
{
    for (uint32_t bucket = 0; bucket < ASXI_NAME_BUCKETS; bucket++) {
        uint32_t prev = 0, at = asxi_arena(rt)->names[bucket];

        for (; at; at = asxi_lease(rt, at)->chain_next) {
            const struct asxi_lease *lease = asxi_lease(rt, at);

            ASXI_ASSERT(lease->obligation.cell.kind == ASX_KIND_OBLIGATION);
            ASXI_ASSERT(lease->obligation.kind == ASX_OBLIGATION_LEASE);
            ASXI_ASSERT(lease->named && lease->chain_prev == prev);
            ASXI_ASSERT(lease->state <= ASX_LEASE_ACTIVE);
            ASXI_ASSERT((lease->child != 0) == (lease->obligation.holder == 0));
            for (uint32_t other = lease->chain_next; other;
                 other = asxi_lease(rt, other)->chain_next)
                ASXI_ASSERT(asxi_cell(rt, other)->label !=
                            lease->obligation.cell.label);
            prev = at;
            named--;
        }
    }
    ASXI_ASSERT(named == 0);
}

void asxi_supervision_check(const asx_runtime *rt)
{
    uint32_t named = 0;

    for (uint32_t slot = 1; slot <= asxi_arena(rt)->slots_used; slot++) {
        const struct asxi_cell *cell = asxi_cell(rt, slot);

        if (cell->kind == ASX_KIND_SUPERVISOR)
            check_supervisor(rt, slot);
        else if (cell->kind == ASX_KIND_CHILD)
            check_child(rt, slot);
        else if (cell->kind == ASX_KIND_OBLIGATION &&
                 asxi_obligation(rt, slot)->kind == ASX_OBLIGATION_LEASE)
            named += asxi_lease(rt, slot)->named;
    }
    check_names(rt, named);
}
