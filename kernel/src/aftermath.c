/* aftermath.c -- owns what an end entails for others.
 *
 * A task or region may end in the middle of a walk over a tree or a list. What
 * its supervisor or its links make of that would change those lists, so it
 * waits here, in the order of the ends, until asx_next has nobody's list in its
 * hands. Nothing runs in between, so no body notices.
 */
#include "supervision.h"
#include "ties.h"

void asxi_aftermath_push(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t slot = asxi_slot(rt, cell);

    if (cell->queue == ASX_QUEUE_AFTERMATH)
        return;
    asxi_queue_remove(rt, cell); /* a timer, or a notice that is outdated */
    cell->queue = ASX_QUEUE_AFTERMATH;
    cell->queue_prev = arena->aftermath_tail;
    if (arena->aftermath_tail)
        asxi_cell(rt, arena->aftermath_tail)->queue_next = slot;
    else
        arena->aftermath_head = slot;
    arena->aftermath_tail = slot;
}

void asxi_aftermath_remove(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);

    if (cell->queue_prev)
        asxi_cell(rt, cell->queue_prev)->queue_next = cell->queue_next;
    else
        arena->aftermath_head = cell->queue_next;
    if (cell->queue_next)
        asxi_cell(rt, cell->queue_next)->queue_prev = cell->queue_prev;
    else
        arena->aftermath_tail = cell->queue_prev;
    cell->queue = ASX_QUEUE_NONE;
    cell->queue_prev = cell->queue_next = 0;
}

/* Bounded: a supervisor that goes on waits for a timer or for a child, and a
 * link fires once. */
void asxi_aftermath_run(asx_runtime *rt)
{
    uint32_t slot;

    while ((slot = asxi_arena(rt)->aftermath_head) != 0) {
        struct asxi_cell *cell = asxi_cell(rt, slot);

        asxi_aftermath_remove(rt, cell);
        if (cell->kind == ASX_KIND_LINK)
            asxi_link_fire(rt, asxi_tie(rt, slot));
        else if (cell->kind == ASX_KIND_CHILD)
            asxi_supervisor_advance(
                rt, asxi_supervisor_of(rt, asxi_child(rt, slot)));
        else
            asxi_supervisor_advance(rt, asxi_supervisor(rt, slot));
    }
}
