/* supervisor.c -- owns plans: opening a supervisor, its children, its limits,
 * and the calls that start and stop it. What follows from them is in
 * supervise.c, and happens at the next dispatch.
 */
#include "asx/supervisor.h"

#include "asx/region.h"
#include "supervision.h"

struct asxi_supervisor *asxi_supervisor_of(const asx_runtime *rt,
                                           const struct asxi_child *child)
{
    return asxi_supervisor(rt, child->supervisor);
}

static struct asxi_supervisor *resolve(const asx_runtime *rt,
                                       asx_supervisor handle)
{
    return (struct asxi_supervisor *)(void *)asxi_object_resolve(
        rt, handle.bits, ASX_KIND_SUPERVISOR);
}

static struct asxi_child *resolve_child(const asx_runtime *rt, asx_child handle)
{
    return (struct asxi_child *)(void *)asxi_object_resolve(rt, handle.bits,
                                                            ASX_KIND_CHILD);
}

/* As long as it is a plan. */
static asx_status plan_of(const asx_runtime *rt, asx_supervisor handle,
                          struct asxi_supervisor **out)
{
    struct asxi_supervisor *supervisor = resolve(rt, handle);

    if (supervisor == NULL)
        return ASX_E_STALE;
    if (supervisor->object.cell.state != ASX_SUPERVISOR_CONSTRUCTED)
        return ASX_E_STATE;
    *out = supervisor;
    return ASX_OK;
}

asx_status asx_supervisor_open(asx_runtime *rt, asx_region parent,
                               asx_strategy strategy, uint32_t flags,
                               uint32_t label, asx_supervisor *out)
{
    struct asxi_supervisor *supervisor;
    struct asxi_object *object;
    asx_region region;
    asx_status status;

    /* So many cells, and none is missing half way: its limits, its region,
     * itself, what it holds. */
    if (strategy >= ASX_STRATEGY_COUNT || flags & ~ASX_REGION_INSIDE)
        status = ASX_E_ARGUMENT;
    else
        status = asxi_cells_ensure(rt, 4) ? ASX_OK : ASX_E_MEMORY;
    if (status != ASX_OK) {
        asxi_staged_drop(rt);
        return status;
    }
    status = asx_region_open(rt, parent, flags | ASX_POLICY_COLLECT_ALL, label,
                             &region);
    if (status != ASX_OK)
        return status;
    asxi_region(rt, ASX_HANDLE_SLOT(region))->flags |= ASXI_REGION_SUPERVISOR;
    status =
        asxi_object_create(rt, region, ASX_KIND_SUPERVISOR, label, &object);
    ASXI_ASSERT(status == ASX_OK);
    supervisor = (struct asxi_supervisor *)(void *)object;
    supervisor->strategy = (uint8_t)strategy;
    supervisor->restarts.max = ASX_RESTARTS_DEFAULT;
    supervisor->restarts.window_us = ASX_RESTART_WINDOW_US;
    supervisor->restarts.backoff_us = ASX_RESTART_BACKOFF_US;
    supervisor->restarts.backoff_max_us = ASX_RESTART_BACKOFF_MAX_US;
    asxi_emit(rt, ASX_EVENT_SUPERVISOR_CONSTRUCTED, &object->cell, strategy,
              label);
    supervisor->hold = asxi_obligation_hold(rt, ASX_HANDLE_SLOT(region),
                                            ASX_OBLIGATION_LEASE, label);
    ASXI_ASSERT(supervisor->hold != 0);
    out->bits = asxi_handle(rt, &object->cell);
    return ASX_OK;
}

asx_status asx_supervisor_add(asx_runtime *rt, asx_supervisor handle,
                              uint32_t name, asx_child_policy policy,
                              uint32_t flags, asx_child *out)
{
    struct asxi_supervisor *supervisor;
    struct asxi_object *object;
    struct asxi_child *child;
    asx_status status = plan_of(rt, handle, &supervisor);
    uint32_t slot;

    if (status != ASX_OK)
        return status;
    if (name == 0 || policy >= ASX_CHILD_POLICY_COUNT ||
        flags > ASX_CHILD_FLAGS_ALL)
        return ASX_E_ARGUMENT;
    if (asxi_plan_count(rt, supervisor) >= ASX_PLAN_CHILDREN_MAX)
        return ASX_E_LIMIT;
    slot = supervisor->object.cell.parent;
    status = asxi_object_create(
        rt, (asx_region){asxi_handle(rt, asxi_cell(rt, slot))}, ASX_KIND_CHILD,
        name, &object);
    if (status != ASX_OK)
        return status;
    child = (struct asxi_child *)(void *)object;
    slot = asxi_slot(rt, &object->cell);
    child->supervisor = ASX_HANDLE_SLOT(handle);
    child->policy = (uint8_t)policy;
    child->flags = (uint8_t)flags;
    child->earlier = supervisor->child_tail;
    if (supervisor->child_tail)
        asxi_child(rt, supervisor->child_tail)->later = slot;
    else
        supervisor->child_head = slot;
    supervisor->child_tail = slot;
    asxi_emit(rt, ASX_EVENT_CHILD_ADDED, &object->cell, child->supervisor,
              policy);
    out->bits = asxi_handle(rt, &object->cell);
    return ASX_OK;
}

asx_status asx_child_depend(asx_runtime *rt, asx_child handle, uint32_t name)
{
    struct asxi_child *child = resolve_child(rt, handle);

    if (child == NULL)
        return ASX_E_STALE;
    if (asxi_supervisor_of(rt, child)->object.cell.state !=
        ASX_SUPERVISOR_CONSTRUCTED)
        return ASX_E_STATE;
    if (name == 0)
        return ASX_E_ARGUMENT;
    if (child->depends_count >= ASX_PLAN_DEPENDS_MAX)
        return ASX_E_LIMIT;
    child->depends[child->depends_count++] = name;
    asxi_emit(rt, ASX_EVENT_CHILD_DEPENDS, &child->object.cell, name, 0);
    return ASX_OK;
}

asx_status asx_supervisor_intensity(asx_runtime *rt, asx_supervisor handle,
                                    uint32_t restarts, uint64_t window_us)
{
    struct asxi_supervisor *supervisor;
    asx_status status = plan_of(rt, handle, &supervisor);

    if (status != ASX_OK)
        return status;
    if (restarts > ASX_RESTARTS_MAX || window_us == 0 ||
        window_us > ASX_TIME_MAX / 4)
        return ASX_E_ARGUMENT;
    supervisor->restarts.max = restarts;
    supervisor->restarts.window_us = window_us;
    return ASX_OK;
}

asx_status asx_supervisor_backoff(asx_runtime *rt, asx_supervisor handle,
                                  uint64_t first_us, uint64_t most_us)
{
    struct asxi_supervisor *supervisor;
    asx_status status = plan_of(rt, handle, &supervisor);

    if (status != ASX_OK)
        return status;
    if (first_us == 0 || first_us > most_us || most_us > ASX_TIME_MAX / 4)
        return ASX_E_ARGUMENT;
    supervisor->restarts.backoff_us = first_us;
    supervisor->restarts.backoff_max_us = most_us;
    return ASX_OK;
}

asx_status asx_plan_culprits(const asx_runtime *rt, asx_supervisor handle,
                             uint32_t culprits[], uint32_t *count)
{
    const struct asxi_supervisor *supervisor = resolve(rt, handle);
    uint32_t order[ASX_PLAN_CHILDREN_MAX], found = 0;
    asx_status status;

    if (supervisor == NULL)
        return ASX_E_STALE;
    status = asxi_plan_order(rt, supervisor, order, &found);
    *count = status == ASX_OK ? 0 : found;
    for (uint32_t at = 0; at < *count; at++)
        culprits[at] = order[at];
    return status;
}

asx_status asx_supervisor_compile(asx_runtime *rt, asx_supervisor handle)
{
    uint32_t order[ASX_PLAN_CHILDREN_MAX], count = 0, before = 0;
    struct asxi_supervisor *supervisor;
    asx_status status = plan_of(rt, handle, &supervisor);

    if (status != ASX_OK)
        return status;
    status = asxi_plan_order(rt, supervisor, order, &count);
    if (status != ASX_OK)
        return status;
    for (uint32_t at = 0; at < count; at++) {
        struct asxi_child *child = asxi_child(rt, order[at]);

        child->object.cell.ordinal = at;
        child->earlier = before;
        child->later = at + 1 < count ? order[at + 1] : 0;
        before = order[at];
    }
    supervisor->child_head = count ? order[0] : 0;
    supervisor->child_tail = before;
    supervisor->flags |= ASXI_SUPERVISOR_COMPILED;
    asxi_supervisor_advance(rt, supervisor);
    return ASX_OK;
}

asx_status asx_supervisor_start(asx_runtime *rt, asx_supervisor handle)
{
    struct asxi_supervisor *supervisor = resolve(rt, handle);

    if (supervisor == NULL)
        return ASX_E_STALE;
    if (supervisor->object.cell.state != ASX_SUPERVISOR_COMPILED ||
        supervisor->flags & ASXI_SUPERVISOR_STARTED)
        return ASX_E_STATE;
    supervisor->flags |= ASXI_SUPERVISOR_STARTED;
    asxi_aftermath_push(rt, &supervisor->object.cell);
    return ASX_OK;
}

asx_status asx_supervisor_stop(asx_runtime *rt, asx_supervisor handle)
{
    struct asxi_supervisor *supervisor = resolve(rt, handle);

    if (supervisor == NULL)
        return ASX_E_STALE;
    if (supervisor->goal >= ASXI_GOAL_STOP)
        return ASX_OK;
    supervisor->goal = ASXI_GOAL_STOP;
    asxi_aftermath_push(rt, &supervisor->object.cell);
    return ASX_OK;
}

asx_status asx_child_persisted(asx_runtime *rt, asx_child handle)
{
    struct asxi_child *child = resolve_child(rt, handle);

    if (child == NULL)
        return ASX_E_STALE;
    if (child->object.cell.state != ASX_CHILD_PERSISTING ||
        child->marks & ASXI_CHILD_PERSISTED)
        return ASX_E_STATE;
    child->marks |= ASXI_CHILD_PERSISTED;
    asxi_aftermath_push(rt, &child->object.cell);
    return ASX_OK;
}
