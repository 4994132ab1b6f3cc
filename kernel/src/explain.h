/* explain.h -- who waits for whom, as edges from slot to slot.
 *
 * A maze lies in the caller's working space: an array of a number a slot for
 * each purpose. What an object waits for are its edges; where there are none,
 * something outside of the maze has to happen.
 */
#ifndef ASXI_EXPLAIN_H
#define ASXI_EXPLAIN_H

#include "asx/explain.h"

struct asxi_maze {
    const asx_runtime *rt;
    uint32_t slots;
    uint32_t *head;  /* of an object: the first obligation that is about it; of
                        a region: the first one without a holder */
    uint32_t *next;  /* of an obligation: the next of those */
    uint32_t *from;  /* the walk's: where it came from, zero: not there yet */
    uint32_t *order; /* the walk's: when it got there */
    uint32_t *depth;
    uint32_t *work; /* the walk's: queue, or the edge taken last */
};

#define ASXI_MAZE_ARRAYS 6

/* False if the working space is too small. Reads every object once. */
bool asxi_maze_enter(struct asxi_maze *maze, const asx_runtime *rt,
                     void *memory, size_t bytes);
/* Forgets the walk, not the maze. */
void asxi_maze_restart(struct asxi_maze *maze);
/* The edge after `last`, of which zero is the one before the first. */
uint32_t asxi_maze_next(const struct asxi_maze *maze, uint32_t slot,
                        uint32_t last);
/* Somebody outside of a circle through `slot` may open it. */
bool asxi_maze_is_loose(const struct asxi_maze *maze, uint32_t slot);
/* Fills in what can be said of `slot`, reached from `before`. */
void asxi_maze_tell(const struct asxi_maze *maze, uint32_t slot,
                    uint32_t before, asx_link *link);

#endif
