/* random_program.h -- calls that a host might make, and many it must not.
 *
 * Deterministic from the seed and from what the kernel answers. Follows the
 * protocol just often enough to get deep into it: a dispatched task is worked
 * with, a notice is obeyed, and in between come stale, forged and foreign
 * handles, numbers out of range, and calls in the wrong order.
 */
#ifndef ASXN_RANDOM_PROGRAM_H
#define ASXN_RANDOM_PROGRAM_H

#include "machine.h"
#include "random_profile.h"

#define ASXN_POOL_MAX 48

/* A pool for each kind of handle, by its letter in opcodes.h. */
#define ASXN_POOLS 26

/* Handles of one kind: those that were alive when last used, and others. */
typedef struct asxn_pool {
    uint64_t live[ASXN_POOL_MAX];
    uint32_t live_count;
    uint64_t dead[ASXN_POOL_MAX];
    uint32_t dead_count; /* ever; a ring */
} asxn_pool;

typedef struct asxn_random_program {
    asxn_machine *machine;
    const asxn_profile *profile;
    uint64_t state; /* of the generator */
    uint32_t weight_total;
    uint8_t weights[ASXN_OPCODE_MAX + 1];
    asxn_pool pools[ASXN_POOLS];
    uint64_t clock_us;
    uint64_t current;  /* the task that was dispatched last, or zero */
    int64_t answer;    /* of the last call */
    uint32_t followup; /* the opcode that the last answer asked for, or zero */
    uint64_t followup_handle;
} asxn_random_program;

void asxn_random_program_begin(asxn_random_program *p, asxn_machine *machine,
                               uint64_t seed, const asxn_profile *profile);
/* Makes one call and answers its opcode. */
uint32_t asxn_random_program_step(asxn_random_program *p);

#endif
