/* acquire.c -- taking one's turn at a lock, and what that brings.
 *
 * All that can be refused is looked at before the task meets its cancel and
 * claims what was set aside for it, so that a refusal changes nothing.
 */
#include "lock.h"

#define ANSWER(verdict) ((verdict) * (1 << ASX_ANSWER_SHIFT))

static bool is_granted(const asx_runtime *rt, const struct asxi_task *task,
                       const struct asxi_lock *lock)
{
    return task->grant.slot == asxi_slot(rt, &lock->object.cell);
}

/* How many units `asked` means; UINT32_MAX if it means nothing. */
static uint32_t units_asked(const asx_runtime *rt, const struct asxi_task *task,
                            const struct asxi_lock *lock, uint32_t asked)
{
    switch ((asx_lock_type)lock->type) {
    case ASX_LOCK_MUTEX:
    case ASX_LOCK_ONCE:
    case ASX_LOCK_POOL:
        return 1;
    case ASX_LOCK_RWLOCK:
        if (asked > ASX_LOCK_READ)
            return UINT32_MAX;
        return asked == ASX_LOCK_READ ? 1 : lock->units;
    case ASX_LOCK_SEMAPHORE:
        return asked == 0 || asked > lock->units ? UINT32_MAX : asked;
    case ASX_LOCK_BARRIER:
        return 0;
    case ASX_LOCK_NOTIFY:
        return is_granted(rt, task, lock) ? asxi_wait_units(task) : 1;
    }
    ASXI_UNREACHABLE();
}

/* Whether a guard could be given, memory included. Changes nothing that can be
 * seen. What a lock that has gone let go before is still let go. */
static asx_status check(asx_runtime *rt, const struct asxi_task *task,
                        const struct asxi_lock *lock)
{
    asx_status status;

    if (task == NULL || lock == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    if (lock->object.gone && !is_granted(rt, task, lock))
        return ASX_E_STALE;
    if (lock->type == ASX_LOCK_BARRIER || lock->type == ASX_LOCK_NOTIFY ||
        asxi_lock_is_over(lock))
        return ASX_OK;
    status = asxi_obligation_admit(rt, task);
    if (status != ASX_OK)
        return status;
    return asxi_cells_ensure(rt, 2) ? ASX_OK : ASX_E_MEMORY;
}

static int32_t answer(asx_runtime *rt, const struct asxi_task *task,
                      const struct asxi_lock *lock, uint32_t guard,
                      int32_t answer)
{
    asxi_emit(rt, ASX_EVENT_LOCK_ACQUIRED, &lock->object.cell, guard,
              asxi_slot(rt, &task->cell));
    return answer;
}

static int32_t give_guard(asx_runtime *rt, struct asxi_task *task,
                          struct asxi_lock *lock, uint32_t units)
{
    asx_obligation guard;
    asx_status status = asxi_obligation_create(
        rt, task,
        lock->type == ASX_LOCK_SEMAPHORE ? ASX_OBLIGATION_SEMAPHORE_PERMIT
                                         : ASX_OBLIGATION_LEASE,
        &lock->object, units, &guard);
    uint32_t slot = ASX_HANDLE_SLOT(guard);

    ASXI_ASSERT(status == ASX_OK); /* checked before */
    lock->held += units;
    if (lock->type == ASX_LOCK_ONCE)
        asxi_lock_become(rt, lock, ASX_LOCK_RUNNING);
    if (lock->type == ASX_LOCK_POOL)
        asxi_pool_lend(rt, lock, asxi_obligation(rt, slot));
    lock->writers = units == lock->units && lock->object.cell.waiters_head != 0
                        ? lock->writers + 1
                        : 0;
    return answer(rt, task, lock, slot, (int32_t)slot);
}

/* Rule barrier.leader: the last to come is it, and lets the others go. */
static int32_t arrive(asx_runtime *rt, struct asxi_task *task,
                      struct asxi_lock *lock, bool wait)
{
    if (lock->arrived + 1 == lock->units) {
        lock->arrived = 0;
        asxi_lock_let_go(rt, lock);
        return answer(rt, task, lock, 0, 1);
    }
    if (!wait)
        return ASX_E_FULL;
    lock->arrived++;
    return ANSWER(asxi_object_wait(rt, task, &lock->object, ASX_WAIT_LOCK, 0));
}

/* The task has met its cancel, and what was set aside for it is its own. */
static int32_t enter(asx_runtime *rt, struct asxi_task *task,
                     struct asxi_lock *lock, asx_wait kind, uint32_t units,
                     bool granted, bool wait)
{
    const struct asxi_object *object = &lock->object;
    bool guarded =
        lock->type != ASX_LOCK_BARRIER && lock->type != ASX_LOCK_NOTIFY;

    if (granted && !guarded) {
        lock->units -= units;
        return answer(rt, task, lock, 0, 0);
    }
    switch ((asx_lock_state)object->cell.state) {
    case ASX_LOCK_DONE:
        return answer(rt, task, lock, 0, 0);
    case ASX_LOCK_POISONED:
        return ASX_E_POISONED;
    case ASX_LOCK_CLOSED:
        return ASX_E_DISCONNECTED;
    case ASX_LOCK_OPEN:
    case ASX_LOCK_RUNNING:
        break;
    }
    if (lock->type == ASX_LOCK_BARRIER)
        return arrive(rt, task, lock, wait);
    if (!granted && (object->others_head || object->cell.waiters_head ||
                     !asxi_lock_has(lock, units))) {
        if (!wait)
            return ASX_E_FULL;
        return ANSWER(asxi_object_wait(rt, task, &lock->object, kind, units));
    }
    if (guarded)
        return give_guard(rt, task, lock, units);
    lock->units--;
    return answer(rt, task, lock, 0, 0);
}

int32_t asx_lock_acquire(asx_runtime *rt, asx_task handle, asx_lock lock_handle,
                         uint32_t asked, bool wait)
{
    struct asxi_lock *lock = (struct asxi_lock *)(void *)asxi_resolve(
        rt, lock_handle.bits, ASX_KIND_LOCK);
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = check(rt, task, lock);
    uint32_t units;
    asx_wait kind = ASX_WAIT_LOCK;
    bool granted;

    if (verdict != ASX_OK)
        return verdict;
    units = units_asked(rt, task, lock, asked);
    if (units == UINT32_MAX)
        return ASX_E_ARGUMENT;
    if (lock->type == ASX_LOCK_RWLOCK && asked == ASX_LOCK_WRITE)
        kind = ASX_WAIT_LOCK_EXCLUSIVE;
    asxi_object_refer(&lock->object); /* it may have gone but for the grant */
    verdict = asxi_grant_enter(rt, task, &lock->object, kind, units, &granted);
    if (verdict == ASX_VERDICT_READY) {
        if (granted)
            lock->set_aside -= units;
        verdict = enter(rt, task, lock, kind, units, granted, wait);
    } else {
        verdict = ANSWER(verdict);
    }
    asxi_object_unrefer(rt, &lock->object);
    return verdict;
}
