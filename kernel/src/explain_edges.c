/* explain_edges.c -- what each kind of object waits for, and why not.
 *
 * A region waits for its children, its tasks and the foreign operations that
 * lost their holder; a task for one thing at a time; a channel, lock or call
 * for whoever holds a permit, guard or reply of it.
 */
#include "asx/region.h"
#include "explain.h"
#include "lock.h"

#if ASX_TIER >= 2

size_t asx_explain_bytes(const asx_runtime *rt)
{
    return ((size_t)asxi_arena(rt)->slots_used + 1) * ASXI_MAZE_ARRAYS *
           sizeof(uint32_t);
}

/* An obligation is told where it is looked for: by what it is about. */
static void file(struct asxi_maze *maze, uint32_t slot)
{
    const struct asxi_obligation *obligation = asxi_obligation(maze->rt, slot);
    uint32_t about = obligation->tag;

    if (obligation->kind == ASX_OBLIGATION_IO_OP)
        about = obligation->holder ? 0 : obligation->cell.parent;
    if (about == 0)
        return;
    maze->next[slot] = maze->head[about];
    maze->head[about] = slot;
}

bool asxi_maze_enter(struct asxi_maze *maze, const asx_runtime *rt,
                     void *memory, size_t bytes)
{
    uint32_t *at = memory;
    size_t stride;

    if (bytes < asx_explain_bytes(rt))
        return false;
    __builtin_memset(memory, 0, asx_explain_bytes(rt));
    stride = (size_t)asxi_arena(rt)->slots_used + 1;
    *maze = (struct asxi_maze){
        .rt = rt,
        .slots = asxi_arena(rt)->slots_used,
        .head = at,
        .next = at + stride,
        .from = at + 2 * stride,
        .order = at + 3 * stride,
        .depth = at + 4 * stride,
        .work = at + 5 * stride,
    };
    for (uint32_t slot = maze->slots; slot > 0; slot--)
        if (asxi_cell(rt, slot)->kind == ASX_KIND_OBLIGATION)
            file(maze, slot);
    return true;
}

void asxi_maze_restart(struct asxi_maze *maze)
{
    size_t stride = (size_t)maze->slots + 1;

    __builtin_memset(maze->from, 0, 4 * stride * sizeof(uint32_t));
}

static uint32_t next_of_region(const struct asxi_maze *maze, uint32_t slot,
                               uint32_t last)
{
    const struct asxi_region *region = asxi_region(maze->rt, slot);
    asx_kind kind =
        last ? (asx_kind)asxi_cell(maze->rt, last)->kind : ASX_KIND_FREE;
    uint32_t next = region->child_head;

    if (kind == ASX_KIND_OBLIGATION)
        return maze->next[last];
    if (last)
        next = asxi_cell(maze->rt, last)->next;
    if (next == 0 && kind != ASX_KIND_TASK)
        next = region->task_head;
    return next ? next : maze->head[slot];
}

static uint32_t next_of_obligation(const struct asxi_obligation *obligation,
                                   uint32_t last)
{
    if (last)
        return 0;
    return obligation->holder ? obligation->holder : obligation->tag;
}

uint32_t asxi_maze_next(const struct asxi_maze *maze, uint32_t slot,
                        uint32_t last)
{
    asx_kind kind = (asx_kind)asxi_cell(maze->rt, slot)->kind;

    if (kind == ASX_KIND_REGION)
        return next_of_region(maze, slot, last);
    if (kind == ASX_KIND_TASK)
        return last ? 0 : asxi_task(maze->rt, slot)->wait_for;
    if (kind == ASX_KIND_OBLIGATION)
        return next_of_obligation(asxi_obligation(maze->rt, slot), last);
    if (kind == ASX_KIND_CHANNEL || kind == ASX_KIND_LOCK ||
        kind == ASX_KIND_CALL) /* which has none before somebody took it */
        return last ? maze->next[last] : maze->head[slot];
    return 0;
}

bool asxi_maze_is_loose(const struct asxi_maze *maze, uint32_t slot)
{
    asx_kind kind = (asx_kind)asxi_cell(maze->rt, slot)->kind;

    return kind == ASX_KIND_CHANNEL ||
           (kind == ASX_KIND_LOCK && maze->next[maze->head[slot]] != 0);
}

static asx_relation relation_of(asx_kind before, asx_kind kind)
{
    if (before == ASX_KIND_REGION)
        return kind == ASX_KIND_REGION ? ASX_RELATION_CHILD
               : kind == ASX_KIND_TASK ? ASX_RELATION_TASK
                                       : ASX_RELATION_LEDGER;
    if (before == ASX_KIND_OBLIGATION)
        return kind == ASX_KIND_TASK ? ASX_RELATION_HOLDER : ASX_RELATION_HOST;
    return kind == ASX_KIND_OBLIGATION ? ASX_RELATION_HELD : ASX_RELATION_WAITS;
}

static asx_leaf leaf_of_task(const asx_runtime *rt,
                             const struct asxi_task *task, uint32_t *b)
{
    uint64_t now_us = asxi_arena(rt)->now_us;
    uint64_t left_ms;

    if (task->wait == ASX_WAIT_NONE)
        return asxi_task_is_stepping(task) ? ASX_LEAF_RUNNING
                                           : ASX_LEAF_RUNNABLE;
    if (task->wait != ASX_WAIT_SLEEP)
        return ASX_LEAF_EXTERNAL;
    left_ms = task->sleep_due_us > now_us ? task->sleep_due_us - now_us : 0;
    left_ms = (left_ms + 999) / 1000;
    *b = left_ms < UINT32_MAX ? (uint32_t)left_ms : UINT32_MAX;
    return ASX_LEAF_SLEEPING;
}

/* Nothing in the maze has to happen first. */
static asx_leaf leaf_of(const struct asxi_maze *maze, uint32_t slot,
                        uint32_t *b)
{
    asx_kind kind = (asx_kind)asxi_cell(maze->rt, slot)->kind;

    if (kind == ASX_KIND_TASK)
        return leaf_of_task(maze->rt, asxi_task(maze->rt, slot), b);
    if (kind == ASX_KIND_REGION && asxi_region(maze->rt, slot)->closing) {
        *b = asxi_region(maze->rt, slot)->finalizer_count;
        return ASX_LEAF_FINALIZERS;
    }
    return kind == ASX_KIND_CHANNEL || kind == ASX_KIND_LOCK ||
                   kind == ASX_KIND_CALL
               ? ASX_LEAF_ANYBODY
               : ASX_LEAF_HOST;
}

void asxi_maze_tell(const struct asxi_maze *maze, uint32_t slot,
                    uint32_t before, asx_link *link)
{
    const struct asxi_cell *cell = asxi_cell(maze->rt, slot);

    *link = (asx_link){
        .relation =
            before ? relation_of((asx_kind)asxi_cell(maze->rt, before)->kind,
                                 (asx_kind)cell->kind)
                   : ASX_RELATION_ASKED,
        .kind = cell->kind,
        .slot = slot,
        .generation = cell->generation,
        .label = cell->label,
        .state = cell->state,
    };
    if (cell->kind == ASX_KIND_TASK)
        link->a = asxi_task(maze->rt, slot)->wait;
    if (cell->kind == ASX_KIND_OBLIGATION)
        link->a = asxi_obligation(maze->rt, slot)->kind;
    if (asxi_maze_next(maze, slot, 0) == 0)
        link->leaf = leaf_of(maze, slot, &link->b);
}

#endif
