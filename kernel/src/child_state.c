/* child_state.c -- the state machine of a supervised child (rule super.states).
 *
 *   WAITING <--> RUNNING, DRAINING --> ENDED --+--> PERSISTING --> STOPPED
 *                                              +--> DISABLED
 *
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "supervision.h"

#define TO(state) (1u << ASX_CHILD_##state)

static const uint8_t may_follow[] = {
    [ASX_CHILD_WAITING] = TO(RUNNING) | TO(ENDED) | TO(STOPPED),
    [ASX_CHILD_RUNNING] = TO(DRAINING) | TO(ENDED),
    [ASX_CHILD_DRAINING] = TO(ENDED),
    [ASX_CHILD_ENDED] =
        TO(WAITING) | TO(PERSISTING) | TO(STOPPED) | TO(DISABLED),
    [ASX_CHILD_PERSISTING] = TO(STOPPED),
    [ASX_CHILD_STOPPED] = 0,
    [ASX_CHILD_DISABLED] = 0,
};

bool asxi_child_may_follow(asx_child_state from, asx_child_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing. What `input` leads to, and from where. */
uint8_t asxi_child_next_state(asx_child_state state,
                              enum asxi_child_input input)
{
    static const struct {
        uint8_t from; /* set of states */
        uint8_t to;
    } steps[ASXI_CHILD_INPUTS] = {
        [ASXI_CHILD_START] = {TO(WAITING), ASX_CHILD_RUNNING},
        [ASXI_CHILD_REFUSE] = {TO(WAITING), ASX_CHILD_ENDED},
        [ASXI_CHILD_DRAIN] = {TO(RUNNING), ASX_CHILD_DRAINING},
        [ASXI_CHILD_END] = {TO(RUNNING) | TO(DRAINING), ASX_CHILD_ENDED},
        [ASXI_CHILD_AGAIN] = {TO(ENDED), ASX_CHILD_WAITING},
        [ASXI_CHILD_PERSIST] = {TO(ENDED), ASX_CHILD_PERSISTING},
        [ASXI_CHILD_STOP] = {TO(WAITING) | TO(ENDED) | TO(PERSISTING),
                             ASX_CHILD_STOPPED},
        [ASXI_CHILD_DISABLE] = {TO(ENDED), ASX_CHILD_DISABLED},
    };

    return steps[input].from & (1u << state) ? steps[input].to : ASXI_FORBIDDEN;
}
