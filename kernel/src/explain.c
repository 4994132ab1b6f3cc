/* explain.c -- walks from a question to what is waited for in the end.
 *
 * Breadth first, so what is nearest is told; then depth first for circles. Both
 * are loops over the caller's arrays: chains are as long as users make them.
 */
#include "asx/explain.h"

#include "asx/region.h"
#include "asx/task.h"
#include "explain.h"
#include "internal.h"

#if ASX_TIER >= 2

/* What a walk in breadth found. */
struct survey {
    uint32_t count; /* objects it got to */
    uint32_t depth;
    uint32_t leaves;
    uint32_t leaf; /* the nearest */
};

/* Gets to everything behind `start`; tells into `out` what fits, if given. */
static struct survey walk_broad(struct asxi_maze *maze, uint32_t start,
                                asx_explanation *out)
{
    struct survey found = {.count = 1};
    uint32_t at = start, tail = start;

    maze->from[start] = start;
    maze->order[start] = 0;
    if (out)
        asxi_maze_tell(maze, start, 0, &out->links[0]);
    for (; at; at = maze->work[at]) {
        uint32_t edge = asxi_maze_next(maze, at, 0);

        if (edge == 0 && found.leaves++ == 0)
            found.leaf = at;
        for (; edge; edge = asxi_maze_next(maze, at, edge)) {
            if (maze->from[edge])
                continue;
            maze->from[edge] = at;
            maze->depth[edge] = maze->depth[at] + 1;
            found.depth = maze->depth[edge];
            maze->order[edge] = found.count++;
            maze->work[tail] = edge;
            tail = edge;
            if (out && maze->order[edge] < out->capacity) {
                asx_link *link = &out->links[maze->order[edge]];

                asxi_maze_tell(maze, edge, at, link);
                link->from = maze->order[at];
            }
        }
    }
    return found;
}

#define WALKING 1u
#define DONE 2u

/* Follows one edge after the other until it meets itself: answers the object
 * that closes a circle, with `*back` where it leads; zero if there is none. */
static uint32_t walk_deep(struct asxi_maze *maze, uint32_t start,
                          uint32_t *back)
{
    uint32_t at = start;

    asxi_maze_restart(maze);
    maze->order[start] = WALKING;
    while (at) {
        uint32_t edge = asxi_maze_next(maze, at, maze->work[at]);

        if (edge == 0) {
            maze->order[at] = DONE;
            at = maze->from[at];
            continue;
        }
        maze->work[at] = edge;
        if (maze->order[edge] == WALKING) {
            *back = edge;
            return at;
        }
        if (maze->order[edge] == DONE)
            continue;
        maze->order[edge] = WALKING;
        maze->from[edge] = at;
        at = edge;
    }
    return 0;
}

static asx_explained judge_circle(const struct asxi_maze *maze, uint32_t last,
                                  uint32_t back)
{
    for (uint32_t at = last;; at = maze->from[at]) {
        if (asxi_maze_is_loose(maze, at))
            return ASX_EXPLAINED_CIRCLE;
        if (at == back)
            return ASX_EXPLAINED_DEADLOCK;
    }
}

static uint32_t length_to(const struct asxi_maze *maze, uint32_t start,
                          uint32_t last)
{
    uint32_t length = 1;

    for (; last != start; last = maze->from[last])
        length++;
    return length;
}

/* Tells the way from `start` to `last`, its first links if not all fit; then
 * the last of them is `last`. */
static void tell_way(const struct asxi_maze *maze, uint32_t start,
                     uint32_t last, asx_explanation *out)
{
    uint32_t length = length_to(maze, start, last), at = last;

    out->count = asxi_min32(length, out->capacity);
    out->omitted = length - out->count;
    out->depth = length - 1;
    for (uint32_t index = length; index-- > 0; at = maze->from[at]) {
        uint32_t place = index;

        if (index == length - 1)
            place = out->count - 1;
        else if (index >= out->count - 1)
            continue;
        asxi_maze_tell(maze, at, index ? maze->from[at] : 0,
                       &out->links[place]);
        out->links[place].from = place ? place - 1 : 0;
    }
    if (out->omitted > 0)
        out->links[out->count - 1].from = ASX_LINK_APART;
}

static asx_status begin(struct asxi_maze *maze, const asx_runtime *rt,
                        uint32_t slot, asx_kind kind, void *memory,
                        size_t bytes, asx_explanation *out)
{
    if (out->capacity < 2)
        return ASX_E_ARGUMENT;
    if (asx_generation(rt, slot) == 0 || asxi_cell(rt, slot)->kind != kind)
        return ASX_E_STALE;
    if (!asxi_maze_enter(maze, rt, memory, bytes))
        return ASX_E_MEMORY;
    *out = (asx_explanation){.links = out->links, .capacity = out->capacity};
    return ASX_OK;
}

static asx_status end_over(const struct asxi_maze *maze, uint32_t slot,
                           asx_explanation *out)
{
    asxi_maze_tell(maze, slot, 0, &out->links[0]);
    out->links[0].leaf = ASX_LEAF_NONE;
    out->count = 1;
    out->verdict = ASX_EXPLAINED_OVER;
    return ASX_OK;
}

static bool has_leaf(const asx_explanation *out)
{
    for (uint32_t at = 0; at < out->count; at++)
        if (out->links[at].leaf != ASX_LEAF_NONE)
            return true;
    return false;
}

asx_status asx_explain_region(const asx_runtime *rt, uint32_t slot,
                              void *memory, size_t bytes, asx_explanation *out)
{
    struct asxi_maze maze;
    struct survey found;
    uint32_t last, back;
    asx_status status =
        begin(&maze, rt, slot, ASX_KIND_REGION, memory, bytes, out);

    if (status != ASX_OK)
        return status;
    if (asxi_cell(rt, slot)->state == ASX_REGION_CLOSED)
        return end_over(&maze, slot, out);
    found = walk_broad(&maze, slot, out);
    out->count = asxi_min32(found.count, out->capacity);
    out->omitted = found.count - out->count;
    out->depth = found.depth;
    out->leaves = found.leaves;
    if (out->omitted > 0 && found.leaf && !has_leaf(out)) {
        asx_link *link = &out->links[out->count - 1];

        asxi_maze_tell(&maze, found.leaf, maze.from[found.leaf], link);
        link->from = ASX_LINK_APART;
    }
    if ((last = walk_deep(&maze, slot, &back)) != 0)
        out->verdict = judge_circle(&maze, last, back);
    return ASX_OK;
}

asx_status asx_explain_task(const asx_runtime *rt, uint32_t slot, void *memory,
                            size_t bytes, asx_explanation *out)
{
    struct asxi_maze maze;
    struct survey found;
    uint32_t last, back;
    asx_status status =
        begin(&maze, rt, slot, ASX_KIND_TASK, memory, bytes, out);

    if (status != ASX_OK)
        return status;
    if (asxi_cell(rt, slot)->state == ASX_TASK_COMPLETED)
        return end_over(&maze, slot, out);
    found = walk_broad(&maze, slot, NULL);
    out->leaves = found.leaves;
    if (found.leaf)
        tell_way(&maze, slot, found.leaf, out);
    if ((last = walk_deep(&maze, slot, &back)) == 0)
        return ASX_OK;
    tell_way(&maze, slot, last, out);
    out->verdict = judge_circle(&maze, last, back);
    out->circle = length_to(&maze, slot, back) - 1;
    return ASX_OK;
}

#endif
