/* lock.h -- locks among the objects. */
#ifndef ASXI_LOCK_H
#define ASXI_LOCK_H

#include "asx/lock.h"
#include "object.h"

struct asxi_lock {
    struct asxi_object object;
    struct asxi_queue queue; /* of a pool: tokens that nobody has */
    uint32_t type;           /* asx_lock_type */
    uint32_t capacity;       /* as opened */
    uint32_t units;          /* there are; a writer takes them all */
    uint32_t held;           /* by guards */
    uint32_t set_aside;      /* granted and not claimed */
    uint32_t arrived;        /* at a barrier */
    uint32_t writers;        /* in a row, ahead of readers that wait */
    uint32_t pad;
};

_Static_assert(sizeof(struct asxi_lock) <= ASXI_CELL_BYTES, "fits");

/* lock.c */
void asxi_lock_become(asx_runtime *rt, struct asxi_lock *lock,
                      asx_lock_state next);
struct asxi_lock *asxi_lock_resolve(const asx_runtime *rt, asx_lock handle);
void asxi_lock_end(asx_runtime *rt, struct asxi_lock *lock);
void asxi_lock_resolved(asx_runtime *rt, struct asxi_lock *lock,
                        const struct asxi_ending *ending);

/* turn.c */
bool asxi_lock_is_over(const struct asxi_lock *lock);
bool asxi_lock_has(const struct asxi_lock *lock, uint32_t units);
bool asxi_lock_writes_next(const struct asxi_lock *lock);
void asxi_lock_serve(asx_runtime *rt, struct asxi_lock *lock);
void asxi_lock_let_go(asx_runtime *rt, struct asxi_lock *lock);
void asxi_lock_ungrant(asx_runtime *rt, struct asxi_lock *lock, uint32_t units);

/* pool.c */
void asxi_pool_lend(asx_runtime *rt, struct asxi_lock *pool,
                    struct asxi_obligation *guard);
void asxi_pool_resolved(asx_runtime *rt, struct asxi_lock *pool,
                        const struct asxi_ending *ending);
void asxi_pool_end(asx_runtime *rt, struct asxi_lock *pool);

#endif
