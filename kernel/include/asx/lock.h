/* asx/lock.h -- waiting for one's turn (semantics section 9).
 *
 * A lock hands out units. What a task holds of it is a guard: an obligation of
 * the task, so it is given back exactly once, by committing or aborting it, or
 * with the task that leaves it behind.
 *
 * True of every function here, besides what asx/region.h and asx/channel.h say
 * of operations: FIFO, no barging, a waiter that is cancelled or does something
 * else passes the baton on (rules channel.fifo, channel.baton).
 *   - A lock belongs to a region and is gone with it. Guards that are left can
 *     still be resolved, to no effect.
 */
#ifndef ASX_LOCK_H
#define ASX_LOCK_H

#include "asx/obligation.h"
#include "asx/task.h"

typedef enum asx_lock_type {
    ASX_LOCK_MUTEX = 0,     /* one guard at a time (mutex.fifo) */
    ASX_LOCK_RWLOCK = 1,    /* many that read or one that writes */
    ASX_LOCK_SEMAPHORE = 2, /* of so many units (semaphore.permits) */
    ASX_LOCK_BARRIER = 3,   /* lets so many tasks go at once */
    ASX_LOCK_NOTIFY = 4,    /* waits for asx_lock_signal (notify.one) */
    ASX_LOCK_ONCE = 5,      /* its first guard that is committed is the last */
    ASX_LOCK_POOL = 6,      /* of so many tokens at most (pool.return) */
} asx_lock_type;

#define ASX_LOCK_TYPE_COUNT 7
#define ASX_LOCK_UNITS_MAX 16777215

/* `units` of asx_lock_acquire, of a rwlock. */
#define ASX_LOCK_WRITE 0
#define ASX_LOCK_READ 1

/* Writers that may go ahead of readers that wait (rule rwlock.batch). */
#define ASX_LOCK_WRITERS_MAX 16

typedef enum asx_lock_state {
    ASX_LOCK_OPEN = 0,     /* once: nobody has initialised it */
    ASX_LOCK_POISONED = 1, /* mutex, rwlock: a holder failed half way through */
    ASX_LOCK_RUNNING = 2,  /* once: somebody initialises it */
    ASX_LOCK_DONE = 3,     /* once: it is initialised */
    ASX_LOCK_CLOSED = 4,   /* hands out nothing more; guards stay valid */
} asx_lock_state;

/* `units` of a semaphore: its permits; of a barrier: how many it waits for; of
 * a pool: how many tokens it may have; the others have no use for it. */
ASX_CHECKED asx_status asx_lock_open(asx_runtime *rt, asx_region region,
                                     asx_lock_type type, uint32_t units,
                                     uint32_t label, asx_lock *out);
/* Operation: the slot of a guard, a SemaphorePermit of a semaphore and a Lease
 * of the others. Without one: zero of a once that is done, and of a notify; of
 * a barrier one if it is the leader, the last to come, else zero.
 *
 * `units`: how many permits of a semaphore, all or none; READ or WRITE of a
 * rwlock; the others have no use for it. ASX_FIELD_TOKEN of a pool's guard is
 * the token it got.
 *
 * ASX_E_POISONED until asx_lock_heal; ASX_E_DISCONNECTED once it is closed. */
ASX_CHECKED int32_t asx_lock_acquire(asx_runtime *rt, asx_task task,
                                     asx_lock lock, uint32_t units, bool wait);
/* Notify: lets the one go that waits longest, or else the next that comes; of
 * that it remembers one. `all`: lets all go that wait now. */
ASX_CHECKED asx_status asx_lock_signal(asx_runtime *rt, asx_lock lock,
                                       bool all);
/* Gives a token to a pool. ASX_E_FULL if it has as many as it may have. A guard
 * that is aborted with ASX_ABORT_ERROR discards its token. */
ASX_CHECKED asx_status asx_pool_add(asx_runtime *rt, asx_lock pool,
                                    uint32_t token);
/* What it protects is whole again (rule mutex.poison). */
ASX_CHECKED asx_status asx_lock_heal(asx_runtime *rt, asx_lock lock);
/* Hands out nothing more. A once that is done stays so. */
ASX_CHECKED asx_status asx_lock_close(asx_runtime *rt, asx_lock lock);
/* Lets go of it before its region ends. */
ASX_CHECKED asx_status asx_lock_release(asx_runtime *rt, asx_lock lock);

#endif
