/* invariant_supervision.c -- what is always true of supervisors, children and
 * names, answered (supervision limits and order, name leases). O(n), for
 * asx_runtime_check.
 */
#include "invariant.h"
#include "supervision.h"

static bool is_live(const struct asxi_child *child)
{
    return child->object.cell.state == ASX_CHILD_RUNNING ||
           child->object.cell.state == ASX_CHILD_DRAINING;
}

static const char *check_child(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_child *child = asxi_child(rt, slot);
    const struct asxi_cell *cell = &child->object.cell;

    ASXI_HOLDS(asxi_cell(rt, child->supervisor)->kind == ASX_KIND_SUPERVISOR);
    ASXI_HOLDS(asxi_cell(rt, child->supervisor)->parent == cell->parent);
    ASXI_HOLDS(is_live(child) == (child->region != 0));
    ASXI_HOLDS(!(child->marks & ASXI_CHILD_PERSISTED) ||
               cell->state >= ASX_CHILD_PERSISTING);
    ASXI_HOLDS(cell->queue != ASX_QUEUE_TIMER);
    if (child->region) {
        const struct asxi_region *region = asxi_region(rt, child->region);

        ASXI_HOLDS(region->cell.kind == ASX_KIND_REGION);
        ASXI_HOLDS(region->cell.state != ASX_REGION_CLOSED);
        ASXI_HOLDS(region->flags & ASXI_REGION_CHILD);
        ASXI_HOLDS(region->cell.parent == cell->parent);
    }
    if (child->lease) { /* no stale name: it goes when the child has stopped */
        ASXI_HOLDS(asxi_lease(rt, child->lease)->child == slot);
        ASXI_HOLDS(asxi_lease(rt, child->lease)->named);
        ASXI_HOLDS(cell->state < ASX_CHILD_STOPPED);
    }
    return NULL;
}

/* One child at a time is drained or persists, and of those that have to go
 * nothing that comes after it in start order is still alive. */
static const char *check_order(const asx_runtime *rt,
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
            ASXI_HOLDS(!later_lives);
            going++;
        }
        later_lives |= is_live(child) && going == 0 && (stopping || affected);
    }
    ASXI_HOLDS(going <= 1);
    ASXI_HOLDS(going == 0 ||
               supervisor->object.cell.state == ASX_SUPERVISOR_DRAINING);
    return NULL;
}

static const char *check_supervisor(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_supervisor *supervisor = asxi_supervisor(rt, slot);
    const struct asxi_restarts *restarts = &supervisor->restarts;
    const struct asxi_cell *cell = &supervisor->object.cell;
    uint32_t before = 0;

    ASXI_HOLDS(asxi_region(rt, cell->parent)->flags & ASXI_REGION_SUPERVISOR);
    ASXI_HOLDS((cell->state >= ASX_SUPERVISOR_STOPPED) ==
               (supervisor->hold == 0));
    ASXI_HOLDS((cell->state >= ASX_SUPERVISOR_COMPILED &&
                cell->state < ASX_SUPERVISOR_STOPPED) <=
               ((supervisor->flags & ASXI_SUPERVISOR_COMPILED) != 0));
    for (uint32_t at = supervisor->child_head; at;
         at = asxi_child(rt, at)->later) {
        ASXI_HOLDS(asxi_child(rt, at)->earlier == before);
        ASXI_HOLDS(asxi_child(rt, at)->supervisor == slot);
        ASXI_HOLDS(!(supervisor->flags & ASXI_SUPERVISOR_COMPILED) ||
                   before == 0 ||
                   asxi_cell(rt, before)->ordinal < asxi_cell(rt, at)->ordinal);
        before = at;
    }
    ASXI_HOLDS(before == supervisor->child_tail);
    ASXI_HOLDS(restarts->max <= ASX_RESTARTS_MAX);
    ASXI_HOLDS(restarts->count <= restarts->max); /* rule super.window */
    for (uint32_t at = 1; at < restarts->count; at++) {
        ASXI_HOLDS(restarts->at_us[at - 1] <= restarts->at_us[at]);
        ASXI_HOLDS(restarts->at_us[at] - restarts->at_us[0] <
                   restarts->window_us);
    }
    ASXI_PASSES(check_order(rt, supervisor));
    return NULL;
}

static const char *check_unique(const asx_runtime *rt, uint32_t lease)
{
    for (uint32_t other = asxi_lease(rt, lease)->chain_next; other;
         other = asxi_lease(rt, other)->chain_next)
        ASXI_HOLDS(asxi_cell(rt, other)->label != asxi_cell(rt, lease)->label);
    return NULL;
}

/* Every lease with a name is in its bucket once, and no two have one name. */
static const char *check_names(const asx_runtime *rt, uint32_t named)
{
    for (uint32_t bucket = 0; bucket < ASXI_NAME_BUCKETS; bucket++) {
        uint32_t prev = 0, at = asxi_arena(rt)->names[bucket];

        for (; at; at = asxi_lease(rt, at)->chain_next) {
            const struct asxi_lease *lease = asxi_lease(rt, at);

            ASXI_HOLDS(lease->obligation.cell.kind == ASX_KIND_OBLIGATION);
            ASXI_HOLDS(lease->obligation.kind == ASX_OBLIGATION_LEASE);
            ASXI_HOLDS(lease->named && lease->chain_prev == prev);
            ASXI_HOLDS(lease->state <= ASX_LEASE_ACTIVE);
            ASXI_HOLDS(asxi_name_bucket(lease->obligation.cell.label) ==
                       bucket);
            ASXI_HOLDS((lease->child != 0) == (lease->obligation.holder == 0));
            prev = at;
            named--;
        }
        for (at = asxi_arena(rt)->names[bucket]; at;
             at = asxi_lease(rt, at)->chain_next)
            ASXI_PASSES(check_unique(rt, at));
    }
    ASXI_HOLDS(named == 0);
    return NULL;
}

const char *asxi_supervision_check(const asx_runtime *rt, uint32_t *at)
{
    uint32_t named = 0;

    for (uint32_t slot = 1; slot <= asxi_arena(rt)->slots_used; slot++) {
        const struct asxi_cell *cell = asxi_cell(rt, slot);

        *at = slot;
        if (cell->kind == ASX_KIND_SUPERVISOR)
            ASXI_PASSES(check_supervisor(rt, slot));
        else if (cell->kind == ASX_KIND_CHILD)
            ASXI_PASSES(check_child(rt, slot));
        else if (cell->kind == ASX_KIND_OBLIGATION &&
                 asxi_obligation(rt, slot)->kind == ASX_OBLIGATION_LEASE)
            named += asxi_lease(rt, slot)->named;
    }
    *at = 0;
    ASXI_PASSES(check_names(rt, named));
    return NULL;
}
