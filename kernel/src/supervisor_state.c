/* supervisor_state.c -- the state machine of a supervisor (rule super.states).
 *
 *   CONSTRUCTED --> COMPILED --> STARTING --> RUNNING
 *        |             |          |  ^           |
 *        |             |          v  |  restart  |
 *        |             |         DRAINING <------+
 *        v             v          |    |
 *        +--> STOPPED <-----------+    +--> FAILED
 *
 * A restart goes back to STARTING only through DRAINING, so it never overlaps
 * with what it replaces (rule super.phases). docs/STATE_MACHINES.md is printed
 * from the table below.
 */
#include "supervision.h"

#define TO(state) (1u << ASX_SUPERVISOR_##state)

static const uint8_t may_follow[] = {
    [ASX_SUPERVISOR_CONSTRUCTED] = TO(COMPILED) | TO(STOPPED),
    [ASX_SUPERVISOR_COMPILED] = TO(STARTING) | TO(STOPPED),
    [ASX_SUPERVISOR_STARTING] = TO(RUNNING) | TO(DRAINING),
    [ASX_SUPERVISOR_RUNNING] = TO(DRAINING),
    [ASX_SUPERVISOR_DRAINING] = TO(STARTING) | TO(STOPPED) | TO(FAILED),
    [ASX_SUPERVISOR_STOPPED] = 0,
    [ASX_SUPERVISOR_FAILED] = 0,
};

bool asxi_supervisor_may_follow(asx_supervisor_state from,
                                asx_supervisor_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing. */
asx_supervisor_state asxi_supervisor_next_state(
    asx_supervisor_state state, struct asxi_supervisor_facts facts)
{
    switch (state) {
    case ASX_SUPERVISOR_CONSTRUCTED:
        if (facts.goal >= ASXI_GOAL_STOP)
            return ASX_SUPERVISOR_STOPPED;
        return facts.compiled ? ASX_SUPERVISOR_COMPILED : state;
    case ASX_SUPERVISOR_COMPILED:
        if (facts.goal >= ASXI_GOAL_STOP)
            return ASX_SUPERVISOR_STOPPED;
        return facts.started ? ASX_SUPERVISOR_STARTING : state;
    case ASX_SUPERVISOR_STARTING:
        if (facts.goal != ASXI_GOAL_RUN)
            return ASX_SUPERVISOR_DRAINING;
        return facts.unstarted ? state : ASX_SUPERVISOR_RUNNING;
    case ASX_SUPERVISOR_RUNNING:
        return facts.goal == ASXI_GOAL_RUN ? state : ASX_SUPERVISOR_DRAINING;
    case ASX_SUPERVISOR_DRAINING:
        if (facts.undrained)
            return state;
        if (facts.goal == ASXI_GOAL_STOP)
            return ASX_SUPERVISOR_STOPPED;
        if (facts.goal == ASXI_GOAL_FAIL)
            return ASX_SUPERVISOR_FAILED;
        return facts.backing_off ? state : ASX_SUPERVISOR_STARTING;
    case ASX_SUPERVISOR_STOPPED:
    case ASX_SUPERVISOR_FAILED:
        return state;
    }
    ASXI_UNREACHABLE();
}
