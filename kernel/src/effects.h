/* effects.h -- the decisions of the machines for effects: done once (see
 * asx/idempotency.h), or undone (see asx/saga.h). Shared with their tests.
 */
#ifndef ASXI_EFFECTS_H
#define ASXI_EFFECTS_H

#include "asx/idempotency.h"
#include "asx/saga.h"
#include "internal.h"

enum asxi_idempotency_input {
    ASXI_IDEMPOTENCY_ADMIT,
    ASXI_IDEMPOTENCY_COMPLETE,
    ASXI_IDEMPOTENCY_ABANDON,
    ASXI_IDEMPOTENCY_EXPIRE,
};
#define ASXI_IDEMPOTENCY_INPUTS 4
bool asxi_idempotency_may_follow(asx_idempotency_state from,
                                 asx_idempotency_state to);
uint8_t asxi_idempotency_next_state(asx_idempotency_state state,
                                    enum asxi_idempotency_input input);

/* What the state of a saga follows from. */
struct asxi_saga_facts {
    bool finished;  /* asx_saga_finish */
    bool failing;   /* a step failed, or asx_saga_cancel */
    bool reserved;  /* a step is under way */
    bool undoing;   /* so is a compensation */
    bool completed; /* steps whose compensation has not begun are left */
    bool broken;    /* a compensation failed */
};
bool asxi_saga_may_follow(asx_saga_state from, asx_saga_state to);
asx_saga_state asxi_saga_next_state(asx_saga_state state,
                                    struct asxi_saga_facts facts);

enum asxi_saga_step_input {
    ASXI_SAGA_STEP_COMPLETE,
    ASXI_SAGA_STEP_FAIL,
    ASXI_SAGA_STEP_UNDO,
    ASXI_SAGA_STEP_UNDONE,
    ASXI_SAGA_STEP_UNDO_FAIL,
};
#define ASXI_SAGA_STEP_INPUTS 5
bool asxi_saga_step_may_follow(asx_saga_step_state from,
                               asx_saga_step_state to);
uint8_t asxi_saga_step_next_state(asx_saga_step_state state,
                                  enum asxi_saga_step_input input);
/* The only writer of a step's state. */
void asxi_saga_step_become(asx_saga_step *step,
                           enum asxi_saga_step_input input);

#endif
