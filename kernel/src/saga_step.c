/* saga_step.c -- the state machine of one step of a saga (rule saga.states).
 *
 *   RESERVED --+--> COMPLETED --> UNDOING --+--> UNDONE
 *              +--> FAILED                  +--> UNDO_FAILED
 *
 * No state is entered twice, so a compensation is begun at most once.
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "effects.h"

#define TO(state) (1u << ASX_SAGA_STEP_##state)

static const uint8_t may_follow[] = {
    [ASX_SAGA_STEP_RESERVED] = TO(COMPLETED) | TO(FAILED),
    [ASX_SAGA_STEP_COMPLETED] = TO(UNDOING),
    [ASX_SAGA_STEP_FAILED] = 0,
    [ASX_SAGA_STEP_UNDOING] = TO(UNDONE) | TO(UNDO_FAILED),
    [ASX_SAGA_STEP_UNDONE] = 0,
    [ASX_SAGA_STEP_UNDO_FAILED] = 0,
};

bool asxi_saga_step_may_follow(asx_saga_step_state from, asx_saga_step_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing: each input leads from one state to another. */
uint8_t asxi_saga_step_next_state(asx_saga_step_state state,
                                  enum asxi_saga_step_input input)
{
    static const uint8_t from_to[ASXI_SAGA_STEP_INPUTS][2] = {
        [ASXI_SAGA_STEP_COMPLETE] = {ASX_SAGA_STEP_RESERVED,
                                     ASX_SAGA_STEP_COMPLETED},
        [ASXI_SAGA_STEP_FAIL] = {ASX_SAGA_STEP_RESERVED, ASX_SAGA_STEP_FAILED},
        [ASXI_SAGA_STEP_UNDO] = {ASX_SAGA_STEP_COMPLETED,
                                 ASX_SAGA_STEP_UNDOING},
        [ASXI_SAGA_STEP_UNDONE] = {ASX_SAGA_STEP_UNDOING, ASX_SAGA_STEP_UNDONE},
        [ASXI_SAGA_STEP_UNDO_FAIL] = {ASX_SAGA_STEP_UNDOING,
                                      ASX_SAGA_STEP_UNDO_FAILED},
    };

    return from_to[input][0] == state ? from_to[input][1] : ASXI_FORBIDDEN;
}

void asxi_saga_step_become(asx_saga_step *step, enum asxi_saga_step_input input)
{
    asx_saga_step_state from = (asx_saga_step_state)step->state;
    uint8_t next = asxi_saga_step_next_state(from, input);

    ASXI_ASSERT(next != ASXI_FORBIDDEN);
    ASXI_ASSERT(asxi_saga_step_may_follow(from, (asx_saga_step_state)next));
    step->state = next;
}
