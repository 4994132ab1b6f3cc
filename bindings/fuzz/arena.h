/* arena.h -- the memory of a fuzzed runtime.
 *
 * Two places of ASXF_ARENA_BYTES. A runtime in one of them grows by exactly
 * what it asks for, so every cell beyond the first asks, and what it has not
 * been given is poisoned: a step too far ends in AddressSanitizer's report.
 * Some growths are refused. Which ones is part of the input, so a second
 * runtime is refused the same.
 */
#ifndef ASXF_ARENA_H
#define ASXF_ARENA_H

#include "asx/asx.h"

#define ASXF_ARENA_BYTES ((size_t)4 << 20)

typedef struct asxf_arena {
    asx_runtime rt;    /* first: its grow finds the rest behind it */
    uint32_t refusals; /* bit n: growth n is refused, of each 32 */
    uint32_t growth_count;
} asxf_arena;

/* `place` is 0 or 1 and free. False if even the first cells were refused. */
bool asxf_arena_open(asxf_arena *arena, uint32_t place, uint64_t seed,
                     uint32_t flags, uint32_t refusals);
void asxf_arena_close(asxf_arena *arena);

#endif
