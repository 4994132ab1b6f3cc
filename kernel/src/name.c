/* name.c -- owns the names of the arena: leases in buckets by label.
 *
 *   RESERVED --+--> ACTIVE --+--> RELEASED
 *              |             |
 *              +-------------+--> ABORTED
 *
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "asx/name.h"

#include "asx/task.h"
#include "invariant.h"
#include "supervision.h"

#define TO(state) (1u << ASX_LEASE_##state)

static const uint8_t may_follow[] = {
    [ASX_LEASE_RESERVED] = TO(ACTIVE) | TO(ABORTED),
    [ASX_LEASE_ACTIVE] = TO(RELEASED) | TO(ABORTED),
    [ASX_LEASE_RELEASED] = 0,
    [ASX_LEASE_ABORTED] = 0,
};

bool asxi_lease_may_follow(asx_lease_state from, asx_lease_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing. */
uint8_t asxi_lease_next_state(asx_lease_state state,
                              enum asxi_lease_input input)
{
    switch (input) {
    case ASXI_LEASE_ACTIVATE:
        return state == ASX_LEASE_RESERVED ? ASX_LEASE_ACTIVE : ASXI_FORBIDDEN;
    case ASXI_LEASE_COMMIT:
        return state == ASX_LEASE_ACTIVE ? ASX_LEASE_RELEASED : ASXI_FORBIDDEN;
    case ASXI_LEASE_ABORT:
        return state <= ASX_LEASE_ACTIVE ? ASX_LEASE_ABORTED : ASXI_FORBIDDEN;
    }
    ASXI_UNREACHABLE();
}

/* The only writer of a lease's state. */
static void become(asx_runtime *rt, struct asxi_lease *lease,
                   enum asxi_lease_input input)
{
    asx_lease_state from = (asx_lease_state)lease->state;
    uint8_t next = asxi_lease_next_state(from, input);

    ASXI_ASSERT(next != ASXI_FORBIDDEN);
    ASXI_ASSERT(asxi_lease_may_follow(from, (asx_lease_state)next));
    asxi_emit(rt, ASX_EVENT_LEASE_STEP, &lease->obligation.cell, from, next);
    lease->state = next;
}

uint32_t asxi_name_bucket(uint32_t name)
{
    return name * 0x9e3779b1u >> (32 - 6);
}

static uint32_t *bucket_of(const asx_runtime *rt, uint32_t name)
{
    return &asxi_arena(rt)->names[asxi_name_bucket(name)];
}
_Static_assert(ASXI_NAME_BUCKETS == 1 << 6, "as many as the shift leaves");

static uint32_t find(const asx_runtime *rt, uint32_t name)
{
    uint32_t at = *bucket_of(rt, name);

    while (at && asxi_cell(rt, at)->label != name)
        at = asxi_lease(rt, at)->chain_next;
    return at;
}

static void enter(asx_runtime *rt, struct asxi_lease *lease)
{
    uint32_t slot = asxi_slot(rt, &lease->obligation.cell);
    uint32_t *bucket = bucket_of(rt, lease->obligation.cell.label);

    lease->named = 1;
    asxi_emit(rt, ASX_EVENT_NAME_RESERVED, &lease->obligation.cell,
              lease->obligation.cell.label, 0);
    lease->chain_next = *bucket;
    if (*bucket)
        asxi_lease(rt, *bucket)->chain_prev = slot;
    *bucket = slot;
}

asx_status asx_name_reserve(asx_runtime *rt, asx_task holder, uint32_t name,
                            asx_obligation *out)
{
    asx_obligation lease;
    asx_status status;

    if (asxi_task_resolve(rt, holder) == NULL)
        return ASX_E_STALE;
    if (name == 0)
        return ASX_E_ARGUMENT;
    if (find(rt, name))
        return ASX_E_NAME_TAKEN;
    status =
        asx_obligation_reserve(rt, holder, ASX_OBLIGATION_LEASE, name, &lease);
    if (status != ASX_OK)
        return status;
    enter(rt, asxi_lease(rt, ASX_HANDLE_SLOT(lease)));
    *out = lease;
    return ASX_OK;
}

asx_status asx_name_activate(asx_runtime *rt, asx_obligation handle,
                             asx_task holder)
{
    struct asxi_obligation *obligation;
    asx_status status = asxi_obligation_held(rt, handle, holder, &obligation);
    struct asxi_lease *lease = asxi_lease(rt, ASX_HANDLE_SLOT(handle));

    if (status != ASX_OK)
        return status;
    if (!lease->named || lease->state != ASX_LEASE_RESERVED)
        return ASX_E_STATE;
    become(rt, lease, ASXI_LEASE_ACTIVATE);
    return ASX_OK;
}

/* The name of a child is its own over restarts, so no task holds the lease; the
 * supervisor's region has it in its ledger. */
asx_status asxi_name_hold(asx_runtime *rt, struct asxi_child *child)
{
    uint32_t name = child->object.cell.label, slot;
    struct asxi_lease *lease;

    if (find(rt, name))
        return ASX_E_NAME_TAKEN;
    slot = asxi_obligation_hold(rt, child->object.cell.parent,
                                ASX_OBLIGATION_LEASE, name);
    if (slot == 0)
        return ASX_E_MEMORY;
    lease = asxi_lease(rt, slot);
    lease->child = asxi_slot(rt, &child->object.cell);
    child->lease = slot;
    enter(rt, lease);
    become(rt, lease, ASXI_LEASE_ACTIVATE);
    return ASX_OK;
}

bool asxi_lease_is_reserved(const struct asxi_obligation *obligation)
{
    const struct asxi_lease *lease = (const void *)obligation;

    return obligation->kind == ASX_OBLIGATION_LEASE && lease->named &&
           lease->state == ASX_LEASE_RESERVED;
}

/* The obligation is resolved, by whomever: nobody finds the name any more. */
void asxi_lease_ended(asx_runtime *rt, struct asxi_obligation *obligation,
                      asx_obligation_state end)
{
    struct asxi_lease *lease = (void *)obligation;

    if (!lease->named)
        return;
    become(rt, lease,
           end == ASX_OBLIGATION_COMMITTED ? ASXI_LEASE_COMMIT
                                           : ASXI_LEASE_ABORT);
    if (lease->chain_prev)
        asxi_lease(rt, lease->chain_prev)->chain_next = lease->chain_next;
    else
        *bucket_of(rt, obligation->cell.label) = lease->chain_next;
    if (lease->chain_next)
        asxi_lease(rt, lease->chain_next)->chain_prev = lease->chain_prev;
    lease->named = 0;
}

asx_task asx_name_lookup(const asx_runtime *rt, uint32_t name)
{
    uint32_t slot = name ? find(rt, name) : 0;
    const struct asxi_lease *lease;
    asx_task task = {0};

    if (slot == 0)
        return task;
    lease = asxi_lease(rt, slot);
    if (lease->state != ASX_LEASE_ACTIVE)
        return task;
    if (lease->child)
        task.bits = asxi_child(rt, lease->child)->task;
    else
        task.bits = asxi_handle(rt, asxi_cell(rt, lease->obligation.holder));
    /* A child's task may be over while the rest of the child drains. */
    if (asxi_task_resolve(rt, task) == NULL ||
        asxi_task_resolve(rt, task)->cell.state == ASX_TASK_COMPLETED)
        task.bits = 0;
    return task;
}
