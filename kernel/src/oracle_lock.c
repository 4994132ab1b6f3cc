/* oracle_lock.c -- what a lock hands out comes back, and is never too much.
 *
 * Owns: held_units; of a pool also put and taken: tokens it got and lost. A
 * guard is bound to its lock with its units, then acquired; it is given back
 * once, when the obligation is over, with as many units.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static bool is_guarded(const struct asxi_watched *lock)
{
    return lock->subkind != ASX_LOCK_BARRIER &&
           lock->subkind != ASX_LOCK_NOTIFY;
}

static uint32_t units_of(const struct asxi_watched *lock)
{
    switch ((asx_lock_type)lock->subkind) {
    case ASX_LOCK_MUTEX:
    case ASX_LOCK_ONCE:
        return 1;
    case ASX_LOCK_RWLOCK:
        return ASX_LOCK_UNITS_MAX;
    case ASX_LOCK_SEMAPHORE:
        return lock->capacity;
    case ASX_LOCK_POOL:
        return lock->put - lock->taken;
    case ASX_LOCK_BARRIER:
    case ASX_LOCK_NOTIFY:
        break;
    }
    return 0;
}

static void expect_enough(asx_oracle *o, const struct asxi_watched *lock,
                          uint32_t evidence)
{
    uint64_t used = (uint64_t)lock->held_units + lock->aside[ASXI_TURN_PLAIN] +
                    lock->aside[ASXI_TURN_OTHER];

    if (is_guarded(lock) && used > units_of(lock))
        asxi_oracle_tell(o, ASX_FINDING_HELD_TOO_MUCH, lock, evidence,
                         units_of(lock), (uint32_t)used);
}

static void bind(asx_oracle *o, const asx_event *e,
                 const struct asxi_watched *guard)
{
    struct asxi_watched *lock = asxi_watched_live(o, e->a, ASX_KIND_LOCK);

    if (lock)
        lock->held_units += guard->units;
}

/* It was bound just before. What it was granted is claimed by now. */
static void acquire(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *guard =
        asxi_watched_live(o, e->a, ASX_KIND_OBLIGATION);

    if (asxi_watched_is_hidden(o, e->a))
        return;
    if (e->a != 0 && (guard == NULL || guard->holder != e->b ||
                      guard->object != asxi_watched_slot(o, w)))
        asxi_oracle_tell(o, ASX_FINDING_NO_GUARD, w, guard ? guard->born : 0,
                         e->a, e->b);
    if (e->a == 0 && is_guarded(w) && w->state != ASX_LOCK_DONE)
        asxi_oracle_tell(o, ASX_FINDING_NO_GUARD, w, w->stepped, 1, 0);
    expect_enough(o, w, guard ? guard->born : 0);
}

/* The obligation is over already. One that failed with its token has lost it.
 */
static void release(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *guard = asxi_watched_at(o, e->a);

    if (e->a == 0) { /* a token for a pool, or a signal */
        w->put += w->subkind == ASX_LOCK_POOL ? e->b : 0;
        return;
    }
    if (asxi_watched_is_hidden(o, e->a))
        return;
    if (guard->object != asxi_watched_slot(o, w) ||
        !(guard->flags & ASXI_WATCHED_ENDED) || guard->units != e->b) {
        asxi_oracle_tell(o, ASX_FINDING_NO_GUARD, w, guard->born, guard->units,
                         e->b);
        return;
    }
    w->held_units -= w->held_units < e->b ? w->held_units : e->b;
    if (w->subkind == ASX_LOCK_POOL && guard->why == ASX_ABORT_ERROR)
        w->taken++;
    guard->object = 0; /* a second time it is none */
}

void asxi_oracle_lock(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_LOCK_OPENED:
        w->subkind = (uint8_t)e->a;
        w->capacity = e->b;
        return;
    case ASX_EVENT_OBLIGATION_BOUND:
        bind(o, e, w);
        return;
    case ASX_EVENT_LOCK_ACQUIRED:
        acquire(o, e, w);
        return;
    case ASX_EVENT_LOCK_RELEASED:
        release(o, e, w);
        return;
    case ASX_EVENT_GRANTED:
        if (w->kind == ASX_KIND_LOCK)
            expect_enough(o, w, w->stepped);
        return;
    default:
        return;
    }
}

#endif
