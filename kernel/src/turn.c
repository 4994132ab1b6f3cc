/* turn.c -- owns whose turn it is at a lock.
 *
 *   held + set aside <= units         of a barrier: arrived < units
 *
 * asxi_lock_serve makes that as tight as it can be after every change, so
 * nobody waits for what is there. The one that waits longest is served first
 * even if there is enough for those behind it: no barging, and nobody starves.
 */
#include "lock.h"

/* Nobody waits for it, now or for good. */
bool asxi_lock_is_over(const struct asxi_lock *lock)
{
    return lock->object.cell.state != ASX_LOCK_OPEN &&
           lock->object.cell.state != ASX_LOCK_RUNNING;
}

bool asxi_lock_has(const struct asxi_lock *lock, uint32_t units)
{
    return units <= lock->units - lock->held - lock->set_aside;
}

/* Rule rwlock.batch: writers first, but after so many in a row all readers that
 * wait by then. */
bool asxi_lock_writes_next(const struct asxi_lock *lock)
{
    return lock->object.others_head != 0 &&
           (lock->object.cell.waiters_head == 0 ||
            lock->writers < ASX_LOCK_WRITERS_MAX);
}

static void grant(asx_runtime *rt, struct asxi_lock *lock, uint32_t slot)
{
    lock->set_aside += asxi_wait_units(asxi_task(rt, slot));
    asxi_grant(rt, &lock->object, asxi_task(rt, slot));
}

void asxi_lock_serve(asx_runtime *rt, struct asxi_lock *lock)
{
    const struct asxi_cell *cell = &lock->object.cell;

    if (asxi_lock_is_over(lock)) {
        lock->arrived = 0;
        asxi_waiters_wake(rt, &lock->object.cell);
        asxi_others_wake(rt, &lock->object);
        return;
    }
    if (lock->type == ASX_LOCK_BARRIER)
        return;
    if (asxi_lock_writes_next(lock)) {
        if (asxi_lock_has(lock, lock->units))
            grant(rt, lock, lock->object.others_head);
        return;
    }
    while (cell->waiters_head &&
           asxi_lock_has(lock,
                         asxi_wait_units(asxi_task(rt, cell->waiters_head)))) {
        lock->writers = 0;
        grant(rt, lock, cell->waiters_head);
    }
}

/* Lets all go that wait now, with nothing in hand: if one of them does not use
 * it, nobody else can. */
void asxi_lock_let_go(asx_runtime *rt, struct asxi_lock *lock)
{
    const struct asxi_cell *cell = &lock->object.cell;

    while (cell->waiters_head) {
        struct asxi_task *task = asxi_task(rt, cell->waiters_head);

        task->grant.units -= asxi_wait_units(task);
        asxi_grant(rt, &lock->object, task);
    }
}

asx_status asx_lock_signal(asx_runtime *rt, asx_lock handle, bool all)
{
    struct asxi_lock *lock = asxi_lock_resolve(rt, handle);

    if (lock == NULL)
        return ASX_E_STALE;
    if (lock->type != ASX_LOCK_NOTIFY)
        return ASX_E_STATE;
    if (asxi_lock_is_over(lock))
        return ASX_E_DISCONNECTED;
    asxi_emit(rt, ASX_EVENT_LOCK_RELEASED, &lock->object.cell, 0, !all);
    if (all) {
        asxi_lock_let_go(rt, lock);
    } else if (!asxi_lock_has(lock, 1)) { /* rule notify.one */
        lock->units++;
        asxi_lock_serve(rt, lock);
    }
    return ASX_OK;
}

/* What was set aside is free again. */
void asxi_lock_ungrant(asx_runtime *rt, struct asxi_lock *lock, uint32_t units)
{
    lock->set_aside -= units;
    if (lock->type == ASX_LOCK_NOTIFY && asxi_lock_has(lock, 2))
        lock->units--; /* it remembers one */
    asxi_lock_serve(rt, lock);
}

/* A waiter has left by itself. Who waits behind it may be next. */
void asxi_lock_left(asx_runtime *rt, uint32_t slot)
{
    struct asxi_lock *lock = (struct asxi_lock *)(void *)asxi_cell(rt, slot);

    if (lock->type == ASX_LOCK_BARRIER)
        lock->arrived--; /* rule barrier.leader */
    asxi_lock_serve(rt, lock);
}
