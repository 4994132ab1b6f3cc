/* program.h -- bytes as the calls of a host.
 *
 * One byte is an opcode, and each of its arguments takes one byte more, or a
 * few where that byte says so. A handle is picked from those of its kind that
 * were made so far: live, stale, of another kind, forged. An opcode that no
 * input has is a step of a host that follows the protocol, so that programs
 * get deep into it. Inputs and kinds are read from the table of the ABI: a
 * new one takes part by itself.
 *
 * The program is recorded. After every call a refusal must have changed no
 * object and derived no event; now and then every invariant is asserted.
 */
#ifndef ASXF_PROGRAM_H
#define ASXF_PROGRAM_H

#include "arena.h"
#include "port.h"

#define ASXF_POOL_MAX 64u
#define ASXF_ARTIFACT_BYTES ((size_t)4 << 20)

/* Handles of one kind. */
typedef struct asxf_pool {
    uint64_t live[ASXF_POOL_MAX];
    uint64_t dead[ASXF_POOL_MAX];
    uint32_t live_count;
    uint32_t dead_count; /* ever; a ring */
} asxf_pool;

typedef struct asxf_program {
    asxf_arena arena;
    asxb_port port;
    asxb_recorder recorder;
    const uint8_t *at; /* what is left of the input */
    const uint8_t *end;
    asxf_pool pools[26]; /* by letter of the kind */
    uint64_t seed;
    uint64_t clock_us; /* the host's */
    uint64_t current;  /* the task that was dispatched last, or zero */
    asxf_pool owed;    /* regions' own tasks that were dispatched to be ended */
    uint32_t flags;
    uint32_t call_count;
    bool prints;
    size_t artifact_bytes;
    uint8_t artifact[ASXF_ARTIFACT_BYTES];
} asxf_program;

/* Opens a runtime in place 0 as the first bytes say; false if that is refused.
 */
bool asxf_program_open(asxf_program *p, const uint8_t *data, size_t size);
/* The next call of the input; false at its end. */
bool asxf_program_step(asxf_program *p);
/* A call, recorded and checked. */
int64_t asxf_program_call(asxf_program *p, uint32_t opcode, uint64_t a,
                          uint64_t b);
/* Ends the recording: `artifact` is then a whole file. */
void asxf_program_seal(asxf_program *p);

#endif
