/* task_state.c -- the state machine of a task (rule task.states).
 *
 *   CREATED --> RUNNING --> CANCEL_REQUESTED --> CANCELLING --> FINALIZING
 *      |           |               |                 |              |
 *      +-----------+---------------+-----------------+--------------+
 *                                                                   v
 *                                                               COMPLETED
 *
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "internal.h"

#define TO(state) (1u << ASX_TASK_##state)

static const uint8_t may_follow[] = {
    [ASX_TASK_CREATED] = TO(RUNNING) | TO(CANCEL_REQUESTED) | TO(COMPLETED),
    [ASX_TASK_RUNNING] = TO(CANCEL_REQUESTED) | TO(COMPLETED),
    [ASX_TASK_CANCEL_REQUESTED] =
        TO(CANCEL_REQUESTED) | TO(CANCELLING) | TO(COMPLETED),
    [ASX_TASK_CANCELLING] = TO(CANCELLING) | TO(FINALIZING) | TO(COMPLETED),
    [ASX_TASK_FINALIZING] = TO(FINALIZING) | TO(COMPLETED),
    [ASX_TASK_COMPLETED] = 0,
};

bool asxi_task_may_follow(asx_task_state from, asx_task_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing: the tests enumerate every input. The switches have
 * no default, so a new state does not compile until it is decided here. */
uint8_t asxi_task_next_state(asx_task_state state, enum asxi_task_input input)
{
    switch (input) {
    case ASXI_TASK_START:
        return state == ASX_TASK_CREATED ? ASX_TASK_RUNNING : ASXI_FORBIDDEN;
    case ASXI_TASK_ASK: /* a later phase is not left, only strengthened */
        switch (state) {
        case ASX_TASK_CREATED:
            return ASX_TASK_COMPLETED; /* rule cancel.never_started */
        case ASX_TASK_RUNNING:
            return ASX_TASK_CANCEL_REQUESTED;
        case ASX_TASK_CANCEL_REQUESTED:
        case ASX_TASK_CANCELLING:
        case ASX_TASK_FINALIZING:
            return (uint8_t)state;
        case ASX_TASK_COMPLETED:
            return ASXI_FORBIDDEN;
        }
        break;
    case ASXI_TASK_ACKNOWLEDGE:
        return state == ASX_TASK_CANCEL_REQUESTED ? ASX_TASK_CANCELLING
                                                  : ASXI_FORBIDDEN;
    case ASXI_TASK_FINALIZE:
        return state == ASX_TASK_CANCELLING ? ASX_TASK_FINALIZING
                                            : ASXI_FORBIDDEN;
    case ASXI_TASK_COMPLETE:
        return state == ASX_TASK_COMPLETED ? ASXI_FORBIDDEN
                                           : ASX_TASK_COMPLETED;
    }
    ASXI_UNREACHABLE();
}

/* The only writer of a task's state. A forbidden step is a bug of ours, so it
 * traps. The event goes first: should the step trap, the log still shows it. */
void asxi_task_become(asx_runtime *rt, struct asxi_task *task,
                      enum asxi_task_input input)
{
    uint8_t next =
        asxi_task_next_state((asx_task_state)task->cell.state, input);

    ASXI_ASSERT(next != ASXI_FORBIDDEN);
    ASXI_ASSERT(asxi_task_may_follow((asx_task_state)task->cell.state,
                                     (asx_task_state)next));
    asxi_emit(rt, ASX_EVENT_TASK_STEP, &task->cell, task->cell.state, next);
    task->cell.state = next;
}
