/* pool.c -- tokens of which each guard has one (rule pool.return).
 *
 * A token counts against its region's queue bytes as long as the pool has it,
 * lent or not, and the queue has room for all that are lent: giving back cannot
 * fail.
 */
#include "lock.h"

#define TOKEN_BYTES 4

asx_status asx_pool_add(asx_runtime *rt, asx_lock handle, uint32_t token)
{
    struct asxi_lock *pool = asxi_lock_resolve(rt, handle);

    if (pool == NULL)
        return ASX_E_STALE;
    if (pool->type != ASX_LOCK_POOL)
        return ASX_E_STATE;
    if (token > ASX_ANSWER_MASK)
        return ASX_E_ARGUMENT;
    if (asxi_lock_is_over(pool))
        return ASX_E_DISCONNECTED;
    if (pool->units >= pool->capacity)
        return ASX_E_FULL;
    if (!asxi_limits_allow_queue(rt, pool->object.cell.parent, TOKEN_BYTES))
        return ASX_E_LIMIT;
    if (!asxi_queue_ensure(rt, &pool->queue, pool->held + 1))
        return ASX_E_MEMORY;
    asxi_limits_take_queue(rt, pool->object.cell.parent, TOKEN_BYTES);
    asxi_emit(rt, ASX_EVENT_LOCK_RELEASED, &pool->object.cell, 0, 1);
    asxi_queue_push(rt, &pool->queue, token);
    pool->units++;
    asxi_lock_serve(rt, pool);
    return ASX_OK;
}

/* The cells that this may need are there. */
void asxi_pool_lend(asx_runtime *rt, struct asxi_lock *pool,
                    struct asxi_obligation *guard)
{
    if (!asxi_queue_ensure(rt, &pool->queue, pool->held))
        ASXI_UNREACHABLE();
    guard->token = asxi_queue_pop(rt, &pool->queue);
}

/* Back it goes, unless it was found broken. */
void asxi_pool_resolved(asx_runtime *rt, struct asxi_lock *pool,
                        const struct asxi_ending *ending)
{
    bool broken =
        ending->end == ASX_OBLIGATION_ABORTED && ending->why == ASX_ABORT_ERROR;

    if (broken) {
        pool->units--;
        asxi_limits_give_queue(rt, pool->object.cell.parent, TOKEN_BYTES);
    } else {
        asxi_queue_push(rt, &pool->queue, ending->token);
    }
}

void asxi_pool_end(asx_runtime *rt, struct asxi_lock *pool)
{
    if (pool->type == ASX_LOCK_POOL)
        asxi_limits_give_queue(rt, pool->object.cell.parent,
                               TOKEN_BYTES * pool->units);
}
