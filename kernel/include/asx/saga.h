/* asx/saga.h -- several effects that are undone if not all of them happen.
 *
 * After Garcia-Molina and Salem, "Sagas" (1987). A pure state machine over
 * bytes that the caller gives, as asx/idempotency.h and for the same reason: a
 * log of what has to be undone is worth most after the runtime that wrote it
 * is gone. It has no clock and no pointer inside; the same calls give the same
 * bytes, and a copy of the bytes goes on where the original stood.
 *
 *   RUNNING --+--> COMPLETED
 *             +--> STOPPING ----> COMPENSATING --+--> COMPENSATED
 *                  a step is      in reverse     +--> BROKEN
 *                  under way                          a compensation failed
 *
 * True of every function here, so said once:
 *   - A step is written down before its effect is tried (reserve) and again
 *     when it has happened (complete) or has not (fail). One at a time.
 *   - A step that fails, or a cancel, makes the saga compensate: what is
 *     completed is undone, last first. A step that is under way at a cancel is
 *     waited for, since its effect may still happen; if it does it is undone.
 *   - A compensation is written down before it is tried, so it is begun at most
 *     once. One that fails is recorded, and the rest goes on.
 *   - On any error nothing has changed.
 */
#ifndef ASX_SAGA_H
#define ASX_SAGA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "asx/status.h"

#define ASX_SAGA_STEPS_MAX (1u << 20)

typedef enum asx_saga_state {
    ASX_SAGA_RUNNING = 0,
    ASX_SAGA_STOPPING = 1,
    ASX_SAGA_COMPENSATING = 2,
    ASX_SAGA_COMPLETED = 3,
    ASX_SAGA_COMPENSATED = 4,
    ASX_SAGA_BROKEN = 5, /* over, and somebody has to look at it */
} asx_saga_state;

typedef enum asx_saga_step_state {
    ASX_SAGA_STEP_RESERVED = 0,
    ASX_SAGA_STEP_COMPLETED = 1,
    ASX_SAGA_STEP_FAILED = 2,
    ASX_SAGA_STEP_UNDOING = 3,
    ASX_SAGA_STEP_UNDONE = 4,
    ASX_SAGA_STEP_UNDO_FAILED = 5,
} asx_saga_step_state;

typedef struct asx_saga_step {
    uint64_t token; /* what its compensation needs, for the host */
    uint32_t label; /* the host's name for it */
    uint32_t state; /* asx_saga_step_state */
} asx_saga_step;

/* The head of a saga; its steps follow it, in the order of their reservation.
 */
typedef struct asx_saga {
    uint32_t capacity;
    uint32_t count;
    uint32_t state;       /* asx_saga_state */
    uint32_t left;        /* steps before this one may still be completed */
    uint32_t undo_failed; /* how many */
    uint8_t finished;
    uint8_t failing;
    uint8_t pad[2];
} asx_saga;

/* How many bytes a saga of `capacity` steps takes; they have to be aligned to
 * eight. Zero: no such capacity. */
size_t asx_saga_bytes(uint32_t capacity);
ASX_CHECKED asx_status asx_saga_init(asx_saga *saga, uint32_t capacity);

/* A step is about to be tried: its index. ASX_E_STATE: not Running, or another
 * is under way. ASX_E_LIMIT: no room, so its effect must not be tried. */
ASX_CHECKED int32_t asx_saga_reserve(asx_saga *saga, uint32_t label);
/* The step that is under way took effect; `token` is what undoing it needs. */
ASX_CHECKED asx_status asx_saga_complete(asx_saga *saga, uint64_t token);
/* It did not take effect: the saga compensates. */
ASX_CHECKED asx_status asx_saga_fail(asx_saga *saga);
/* All steps are done: the saga is Completed. */
ASX_CHECKED asx_status asx_saga_finish(asx_saga *saga);
/* The saga compensates, once no step is under way. Again is allowed until it
 * is over. */
ASX_CHECKED asx_status asx_saga_cancel(asx_saga *saga);

/* The step to undo next, which is written down as begun: its index. ASX_E_STATE
 * if there is none now: not Compensating, or one is under way. */
ASX_CHECKED int32_t asx_saga_undo(asx_saga *saga);
/* The compensation that is under way has ended. */
ASX_CHECKED asx_status asx_saga_undone(asx_saga *saga, bool failed);
/* For who goes on with a copy after the first one died: nobody knows whether
 * what was under way took effect. A step is taken for one that did, so it is
 * undone; a compensation counts as failed, since it is begun at most once. The
 * saga compensates unless it is over. */
ASX_CHECKED asx_status asx_saga_resume(asx_saga *saga);

/* Null if there is no such step. Valid until the bytes move. */
const asx_saga_step *asx_saga_step_at(const asx_saga *saga, uint32_t index);
/* Asserts that the saga is whole; traps if not. */
void asx_saga_check(const asx_saga *saga);

#endif
