/* lock.c -- owns locks: their state, what guards left behind, and the end.
 *
 *   OPEN <--> POISONED                mutex, rwlock
 *   OPEN <--> RUNNING --> DONE        once
 *
 * and CLOSED after any of them but DONE. A lock that is over, for now or for
 * good, has nobody waiting: whoever waited is told.
 */
#include "lock.h"

#define TO(state) (1u << ASX_LOCK_##state)

static const uint8_t may_follow[] = {
    [ASX_LOCK_OPEN] = TO(POISONED) | TO(RUNNING) | TO(CLOSED),
    [ASX_LOCK_POISONED] = TO(OPEN) | TO(CLOSED),
    [ASX_LOCK_RUNNING] = TO(OPEN) | TO(DONE) | TO(CLOSED),
    [ASX_LOCK_DONE] = 0,
    [ASX_LOCK_CLOSED] = 0,
};

/* The only writer of a lock's state. Done and Closed are absorbing: what guards
 * that are left come to changes nothing. */
void asxi_lock_become(asx_runtime *rt, struct asxi_lock *lock,
                      asx_lock_state next)
{
    struct asxi_cell *cell = &lock->object.cell;

    if (may_follow[cell->state] == 0)
        return;
    ASXI_ASSERT((may_follow[cell->state] & (1u << next)) != 0);
    asxi_emit(rt, ASX_EVENT_LOCK_STEP, cell, cell->state, next);
    cell->state = (uint8_t)next;
}

struct asxi_lock *asxi_lock_resolve(const asx_runtime *rt, asx_lock handle)
{
    return (struct asxi_lock *)(void *)asxi_object_resolve(rt, handle.bits,
                                                           ASX_KIND_LOCK);
}

/* A semaphore and a barrier begin with as many units as were asked for, a pool
 * and a notify with none. */
static uint32_t units_of(asx_lock_type type, uint32_t asked)
{
    switch (type) {
    case ASX_LOCK_MUTEX:
    case ASX_LOCK_ONCE:
        return 1;
    case ASX_LOCK_RWLOCK:
        return ASX_LOCK_UNITS_MAX;
    case ASX_LOCK_SEMAPHORE:
    case ASX_LOCK_BARRIER:
        return asked;
    case ASX_LOCK_NOTIFY:
    case ASX_LOCK_POOL:
        return 0;
    }
    ASXI_UNREACHABLE();
}

asx_status asx_lock_open(asx_runtime *rt, asx_region region, asx_lock_type type,
                         uint32_t units, uint32_t label, asx_lock *out)
{
    bool sized = type == ASX_LOCK_SEMAPHORE || type == ASX_LOCK_BARRIER ||
                 type == ASX_LOCK_POOL;
    struct asxi_object *object;
    struct asxi_lock *lock;
    asx_status status;

    if (type >= ASX_LOCK_TYPE_COUNT ||
        (sized && (units == 0 || units > ASX_LOCK_UNITS_MAX)))
        return ASX_E_ARGUMENT;
    status = asxi_object_create(rt, region, ASX_KIND_LOCK, label, &object);
    if (status != ASX_OK)
        return status;
    lock = (struct asxi_lock *)(void *)object;
    lock->type = type;
    lock->capacity = sized ? units : 0;
    lock->units = units_of(type, units);
    asxi_emit(rt, ASX_EVENT_LOCK_OPENED, &object->cell, type, lock->capacity);
    out->bits = asxi_handle(rt, &object->cell);
    return ASX_OK;
}

asx_status asx_lock_heal(asx_runtime *rt, asx_lock handle)
{
    struct asxi_lock *lock = asxi_lock_resolve(rt, handle);

    if (lock == NULL)
        return ASX_E_STALE;
    if (lock->object.cell.state == ASX_LOCK_POISONED)
        asxi_lock_become(rt, lock, ASX_LOCK_OPEN);
    return ASX_OK;
}

asx_status asx_lock_close(asx_runtime *rt, asx_lock handle)
{
    struct asxi_lock *lock = asxi_lock_resolve(rt, handle);

    if (lock == NULL)
        return ASX_E_STALE;
    asxi_lock_become(rt, lock, ASX_LOCK_CLOSED);
    asxi_lock_serve(rt, lock);
    return ASX_OK;
}

asx_status asx_lock_release(asx_runtime *rt, asx_lock handle)
{
    struct asxi_lock *lock = asxi_lock_resolve(rt, handle);

    if (lock == NULL)
        return ASX_E_STALE;
    asxi_object_close(rt, &lock->object);
    return ASX_OK;
}

/* Nobody has its handle any more. */
void asxi_lock_end(asx_runtime *rt, struct asxi_lock *lock)
{
    asxi_pool_end(rt, lock);
    asxi_lock_become(rt, lock, ASX_LOCK_CLOSED);
    asxi_lock_serve(rt, lock);
}

/* Rule mutex.poison: what the holder of all units changed may be half changed,
 * if it failed, left its guard behind or could not go on. */
static bool is_poison(const struct asxi_lock *lock,
                      const struct asxi_ending *ending)
{
    if (lock->type > ASX_LOCK_RWLOCK || ending->units != lock->units)
        return false;
    return ending->end == ASX_OBLIGATION_LEAKED ||
           (ending->end == ASX_OBLIGATION_ABORTED &&
            ending->why != ASX_ABORT_EXPLICIT &&
            ending->why != ASX_ABORT_CANCEL);
}

/* A guard is resolved. */
void asxi_lock_resolved(asx_runtime *rt, struct asxi_lock *lock,
                        const struct asxi_ending *ending)
{
    bool committed = ending->end == ASX_OBLIGATION_COMMITTED;

    lock->held -= ending->units;
    asxi_emit(rt, ASX_EVENT_LOCK_RELEASED, &lock->object.cell, ending->slot,
              ending->units);
    if (is_poison(lock, ending))
        asxi_lock_become(rt, lock, ASX_LOCK_POISONED);
    if (lock->type == ASX_LOCK_ONCE) /* rule once.retry */
        asxi_lock_become(rt, lock, committed ? ASX_LOCK_DONE : ASX_LOCK_OPEN);
    if (lock->type == ASX_LOCK_POOL)
        asxi_pool_resolved(rt, lock, ending);
    asxi_lock_serve(rt, lock);
}
