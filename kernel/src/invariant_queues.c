/* invariant_queues.c -- what is always true of queues, answered.
 *
 * Every lane, the heap of the timed lane, the timer wheel and the list of
 * notices: each holds exactly the cells that say so, once, in their order.
 * O(n), for asx_runtime_check.
 */
#include "invariant.h"

/* One list; adds its length. `queue` is what its members have to say. */
static const char *check_list(const asx_runtime *rt, uint32_t head,
                              uint32_t tail, asx_queue queue, uint32_t *count)
{
    uint32_t prev = 0;

    for (uint32_t at = head; at; at = asxi_cell(rt, at)->queue_next) {
        ASXI_HOLDS(asxi_cell(rt, at)->queue == queue);
        ASXI_HOLDS(asxi_cell(rt, at)->queue_prev == prev);
        prev = at;
        ++*count;
    }
    ASXI_HOLDS(prev == tail);
    return NULL;
}

static const char *check_lane(const asx_runtime *rt,
                              const struct asxi_lane *lane, asx_queue queue,
                              uint32_t said)
{
    uint32_t count = 0;

    for (uint32_t rank = 0; rank < ASXI_PRIORITIES; rank++) {
        bool used = (lane->used[rank / 32] >> rank % 32 & 1) != 0;

        ASXI_HOLDS(used == (lane->head[rank] != 0));
        ASXI_PASSES(
            check_list(rt, lane->head[rank], lane->tail[rank], queue, &count));
        for (uint32_t at = lane->head[rank]; at;
             at = asxi_cell(rt, at)->queue_next) {
            const struct asxi_cell *cell = asxi_cell(rt, at);

            ASXI_HOLDS(cell->kind == ASX_KIND_TASK && cell->rank == rank);
            /* Rule sched.order; in the lab the seed chooses, not the order. */
            ASXI_HOLDS(cell->queue_next == 0 ||
                       cell->order < asxi_cell(rt, cell->queue_next)->order);
        }
    }
    ASXI_HOLDS(count == said);
    return NULL;
}

static bool is_before(const struct asxi_cell *a, const struct asxi_cell *b)
{
    if (a->due != b->due)
        return a->due < b->due;
    return a->rank > b->rank || (a->rank == b->rank && a->order <= b->order);
}

/* The heap below `arena->timed_root`, by its links; no recursion. */
static const char *check_heap(const asx_runtime *rt, uint32_t root,
                              uint32_t said)
{
    uint32_t count = 0, at = root;

    while (at) {
        const struct asxi_cell *cell = asxi_cell(rt, at);

        ASXI_HOLDS(cell->queue == ASX_QUEUE_TIMED);
        ASXI_HOLDS(at != root || (!cell->queue_prev && !cell->queue_next));
        ASXI_HOLDS(++count <= said);
        ASXI_HOLDS(!cell->queue_child || cell->queue_child != cell->queue_next);
        if (cell->queue_child) {
            ASXI_HOLDS(asxi_cell(rt, cell->queue_child)->queue_prev == at);
            ASXI_HOLDS(is_before(cell, asxi_cell(rt, cell->queue_child)));
            at = cell->queue_child;
            continue;
        }
        while (at && asxi_cell(rt, at)->queue_next == 0) {
            uint32_t prev = asxi_cell(rt, at)->queue_prev;

            while (prev && asxi_cell(rt, prev)->queue_child != at) {
                at = prev;
                prev = asxi_cell(rt, at)->queue_prev;
            }
            at = prev; /* the parent, or none above the root */
        }
        if (at) {
            ASXI_HOLDS(
                asxi_cell(rt, asxi_cell(rt, at)->queue_next)->queue_prev == at);
            at = asxi_cell(rt, at)->queue_next;
        }
    }
    ASXI_HOLDS(count == said);
    return NULL;
}

/* What lies on a level differs from now in the level's digit first, and comes
 * later: a slot at or behind the digit of now would never fire. */
static const char *check_wheel_slot(const asx_runtime *rt, uint32_t level,
                                    uint32_t index, uint32_t *count)
{
    const struct asxi_wheel *wheel = &asxi_arena(rt)->wheel;
    uint32_t head = wheel->head[level][index];

    ASXI_HOLDS((wheel->used[level] >> index & 1) == (head != 0));
    ASXI_HOLDS(!head ||
               index > (uint32_t)(wheel->now >> 6 * level) % ASXI_WHEEL_SLOTS);
    ASXI_PASSES(check_list(rt, head, wheel->tail[level][index], ASX_QUEUE_TIMER,
                           count));
    for (uint32_t at = head; at; at = asxi_cell(rt, at)->queue_next)
        ASXI_HOLDS(asxi_cell(rt, at)->queue_child ==
                   level * ASXI_WHEEL_SLOTS + index);
    return NULL;
}

static const char *check_wheel(const asx_runtime *rt)
{
    uint32_t count = 0;

    for (uint32_t level = 0; level < ASXI_WHEEL_LEVELS; level++)
        for (uint32_t index = 0; index < ASXI_WHEEL_SLOTS; index++)
            ASXI_PASSES(check_wheel_slot(rt, level, index, &count));
    ASXI_HOLDS(count == asxi_arena(rt)->timer_count);
    return NULL;
}

const char *asxi_queues_check(const asx_runtime *rt, uint32_t *at)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    uint32_t count = 0;

    *at = 0;
    ASXI_PASSES(
        check_lane(rt, &arena->cancel, ASX_QUEUE_CANCEL, arena->cancel_count));
    ASXI_PASSES(
        check_lane(rt, &arena->ready, ASX_QUEUE_READY, arena->ready_count));
    ASXI_PASSES(check_heap(rt, arena->timed_root, arena->timed_count));
    ASXI_PASSES(check_wheel(rt));
    ASXI_PASSES(check_list(rt, arena->notice_head, arena->notice_tail,
                           ASX_QUEUE_NOTICE, &count));
    ASXI_PASSES(check_list(rt, arena->aftermath_head, arena->aftermath_tail,
                           ASX_QUEUE_AFTERMATH, &count));
    ASXI_HOLDS(arena->wheel.now <= arena->now_us);
    return NULL;
}
