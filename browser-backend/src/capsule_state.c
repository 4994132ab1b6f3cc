/* capsule_state.c -- the state machine of a capsule (rule capsule.states).
 *
 *   CREATED -> SUBMITTED -> CANCEL_REQUESTED -> DRAINING -> FINALIZING
 *                  |                                             |
 *                  +---- ended by itself ---> FINALIZING --> COMPLETED
 *
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "internal.h"

#define TO(state) (1u << ASX_CAPSULE_##state)

static const uint8_t may_follow[] = {
    [ASX_CAPSULE_CREATED] = TO(SUBMITTED) | TO(COMPLETED),
    [ASX_CAPSULE_SUBMITTED] = TO(CANCEL_REQUESTED) | TO(FINALIZING),
    [ASX_CAPSULE_CANCEL_REQUESTED] = TO(DRAINING),
    [ASX_CAPSULE_DRAINING] = TO(FINALIZING),
    [ASX_CAPSULE_FINALIZING] = TO(COMPLETED),
    [ASX_CAPSULE_COMPLETED] = 0,
};

bool asxb_capsule_may_follow(asx_capsule_state from, asx_capsule_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* One step towards the end. */
static uint8_t towards_end(asx_capsule_state state)
{
    switch (state) {
    case ASX_CAPSULE_CREATED: /* nothing had started */
        return ASX_CAPSULE_COMPLETED;
    case ASX_CAPSULE_CANCEL_REQUESTED: /* it ended before the abort got there */
        return ASX_CAPSULE_DRAINING;
    case ASX_CAPSULE_SUBMITTED:
    case ASX_CAPSULE_DRAINING:
        return ASX_CAPSULE_FINALIZING;
    case ASX_CAPSULE_FINALIZING:
    case ASX_CAPSULE_COMPLETED:
        return ASXB_FORBIDDEN;
    }
    ASXI_UNREACHABLE();
}

/* Decides, changes nothing. */
uint8_t asxb_capsule_next_state(asx_capsule_state state,
                                enum asxb_capsule_input input)
{
    switch (input) {
    case ASXB_CAPSULE_SUBMIT:
        return state == ASX_CAPSULE_CREATED ? ASX_CAPSULE_SUBMITTED
                                            : ASXB_FORBIDDEN;
    case ASXB_CAPSULE_ASK:
        return state == ASX_CAPSULE_SUBMITTED ? ASX_CAPSULE_CANCEL_REQUESTED
                                              : ASXB_FORBIDDEN;
    case ASXB_CAPSULE_ABORTED:
        return state == ASX_CAPSULE_CANCEL_REQUESTED ? ASX_CAPSULE_DRAINING
                                                     : ASXB_FORBIDDEN;
    case ASXB_CAPSULE_LET_GO:
        return towards_end(state);
    case ASXB_CAPSULE_END:
        return state == ASX_CAPSULE_FINALIZING ? ASX_CAPSULE_COMPLETED
                                               : ASXB_FORBIDDEN;
    }
    ASXI_UNREACHABLE();
}

void asxb_capsule_become(asx_runtime *rt, struct asxb_capsule *capsule,
                         enum asxb_capsule_input input)
{
    asx_capsule_state from = (asx_capsule_state)capsule->cell.state;
    uint8_t next = asxb_capsule_next_state(from, input);

    ASXI_ASSERT(next != ASXB_FORBIDDEN);
    ASXI_ASSERT(asxb_capsule_may_follow(from, (asx_capsule_state)next));
    asxi_emit(rt, ASX_EVENT_CAPSULE_STEP, &capsule->cell, from, next);
    capsule->cell.state = next;
}
