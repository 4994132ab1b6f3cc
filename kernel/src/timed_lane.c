/* timed_lane.c -- the lane of tasks with a deadline, earliest first.
 *
 * An intrusive pairing heap (Fredman, Sedgewick, Sleator and Tarjan 1986), two
 * passes, without recursion. Order: deadline, then priority, then enqueue
 * sequence, which the lab leaves to the seed. A node's queue_child is
 * its first child, queue_next its next sibling, queue_prev its previous sibling
 * or, for a first child, its parent.
 */
#include "internal.h"

static bool before(const struct asxi_cell *a, const struct asxi_cell *b)
{
    if (a->due != b->due)
        return a->due < b->due;
    if (a->rank != b->rank)
        return a->rank > b->rank;
    return a->order < b->order;
}

/* Makes the later of two roots the first child of the other. */
static uint32_t meld(asx_runtime *rt, uint32_t left, uint32_t right)
{
    struct asxi_cell *parent, *child;
    uint32_t swap;

    if (left == 0 || right == 0)
        return left | right;
    if (before(asxi_cell(rt, right), asxi_cell(rt, left))) {
        swap = left;
        left = right;
        right = swap;
    }
    parent = asxi_cell(rt, left);
    child = asxi_cell(rt, right);
    child->queue_prev = left;
    child->queue_next = parent->queue_child;
    if (parent->queue_child)
        asxi_cell(rt, parent->queue_child)->queue_prev = right;
    parent->queue_child = right;
    return left;
}

static uint32_t detach(asx_runtime *rt, uint32_t slot)
{
    struct asxi_cell *cell = asxi_cell(rt, slot);
    uint32_t next = cell->queue_next;

    cell->queue_prev = cell->queue_next = 0;
    return next;
}

/* Merges a list of siblings: in pairs left to right, then right to left. */
static uint32_t merge(asx_runtime *rt, uint32_t first)
{
    uint32_t pairs = 0, root = 0;

    while (first) {
        uint32_t left = first, right = detach(rt, left);

        first = right ? detach(rt, right) : 0;
        left = meld(rt, left, right);
        asxi_cell(rt, left)->queue_next = pairs;
        pairs = left;
    }
    while (pairs) {
        uint32_t next = detach(rt, pairs);

        root = meld(rt, root, pairs);
        pairs = next;
    }
    return root;
}

void asxi_timed_insert(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);

    arena->timed_root = meld(rt, arena->timed_root, asxi_slot(rt, cell));
}

/* What is equal to the root but for its enqueue sequence lies together at the
 * top: below anything else there is only what comes later. */
uint32_t asxi_timed_equals(const asx_runtime *rt,
                           uint32_t slots[ASXI_TIE_WINDOW])
{
    uint32_t count = 0, root = asxi_arena(rt)->timed_root;
    const struct asxi_cell *first = asxi_cell(rt, root);

    slots[count++] = root;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = asxi_cell(rt, slots[i])->queue_child;

        for (; at != 0 && count < ASXI_TIE_WINDOW;
             at = asxi_cell(rt, at)->queue_next) {
            const struct asxi_cell *cell = asxi_cell(rt, at);

            if (cell->due == first->due && cell->rank == first->rank)
                slots[count++] = at;
        }
    }
    return count;
}

void asxi_timed_remove(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t slot = asxi_slot(rt, cell);
    uint32_t children = merge(rt, cell->queue_child);

    if (arena->timed_root == slot) {
        arena->timed_root = children;
    } else {
        struct asxi_cell *prev = asxi_cell(rt, cell->queue_prev);

        if (prev->queue_child == slot)
            prev->queue_child = cell->queue_next;
        else
            prev->queue_next = cell->queue_next;
        if (cell->queue_next)
            asxi_cell(rt, cell->queue_next)->queue_prev = cell->queue_prev;
        arena->timed_root = meld(rt, arena->timed_root, children);
    }
    cell->queue_child = 0;
}
