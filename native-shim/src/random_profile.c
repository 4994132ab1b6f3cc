/* The profiles as data: what they share first, then each one's own. */
#include "random_profile.h"

#include <string.h>

#include "opcodes.h"

#define WEIGHT 4 /* of an input that is in no list */
#define W(opcode, weight)                                                      \
    {                                                                          \
        ASXB_OP_##opcode, weight                                               \
    }

static const asxn_weight shared[] = {
    W(RUNTIME_CONFIGURE, 1), W(STAGE_BUDGET, 3),
    W(STAGE_LIMITS, 1),      W(STAGE_TIMEOUT, 2),
    W(STAGE_CLEANUP, 2),     W(REGION_OPEN, 14),
    W(REGION_CANCEL, 2),     W(REGION_CLOSE, 3),
    W(TASK_SPAWN, 48),       W(TASK_CANCEL, 5),
    W(TASK_FINISH, 14),      W(TASK_SLEEP, 8),
    W(TASK_YIELD, 8),        W(PUMP_BEGIN, 12),
    W(PUMP_NEXT, 60),        W(PUMP_END, 8),
    W(ACTION_NEXT, 14),      W(CAPSULE_OPEN, 8),
    W(CAPSULE_SUBMIT, 8),    W(CAPSULE_LET_GO, 8),
    W(PUMP_VISIBILITY, 1),   W(MARK, 1),
    W(ENTROPY_DRAW, 1),      W(REPORT_NEXT, 2),
    W(ANNOTATE, 1),          W(SUPERVISOR_STOP, 1),
    W(CHILD_DEPEND, 1),      {0, 0},
};

static const asxn_profile profiles[] = {
    {.name = "mixed",
     .newest = 0,
     .wrong = 12,
     .follow = 75,
     .turn = 40,
     .finish = 4},
    {.name = "deep",
     .newest = 85,
     .wrong = 4,
     .follow = 75,
     .turn = 25,
     .finish = 6,
     .weights = {W(REGION_OPEN, 120), W(TASK_SPAWN, 30), W(REGION_DEFER, 12),
                 W(TASK_AWAIT_REGION, 20), W(REGION_CANCEL, 1),
                 W(REGION_CLOSE, 2)}},
    {.name = "wide",
     .newest = 5,
     .wrong = 4,
     .follow = 80,
     .turn = 30,
     .finish = 14,
     .weights = {W(TASK_SPAWN, 200), W(REGION_OPEN, 6), W(REGION_CANCEL, 1),
                 W(REGION_CLOSE, 1), W(TASK_JOIN, 20), W(TASK_PARK, 12),
                 W(TASK_WAKE, 16)}},
    {.name = "cancels",
     .newest = 20,
     .wrong = 6,
     .follow = 60,
     .turn = 45,
     .finish = 10,
     .weights = {W(TASK_CANCEL, 60), W(REGION_CANCEL, 12), W(STAGE_CLEANUP, 20),
                 W(TASK_MASK, 16), W(TASK_UNMASK, 10), W(TASK_CHECKPOINT, 24),
                 W(TASK_DEFER, 12), W(TASK_PARK, 20), W(TASK_FINALIZED, 8)}},
    {.name = "timers",
     .newest = 5,
     .wrong = 4,
     .follow = 80,
     .turn = 70,
     .finish = 8,
     .weights = {W(TASK_SLEEP, 120), W(STAGE_TIMEOUT, 24), W(STAGE_BUDGET, 24),
                 W(PUMP_VISIBILITY, 6), W(TASK_SPAWN, 80), W(REGION_OPEN, 20)}},
    {.name = "obligations",
     .newest = 40,
     .wrong = 8,
     .follow = 75,
     .turn = 40,
     .finish = 8,
     .weights = {W(OBLIGATION_RESERVE, 80), W(OBLIGATION_COMMIT, 24),
                 W(OBLIGATION_ABORT, 12), W(OBLIGATION_TRANSFER, 40),
                 W(STAGE_LIMITS, 12), W(TASK_FINISH, 20)}},
    {.name = "capsules",
     .newest = 40,
     .wrong = 8,
     .follow = 70,
     .turn = 45,
     .finish = 6,
     .weights = {W(CAPSULE_OPEN, 60), W(CAPSULE_SUBMIT, 40),
                 W(CAPSULE_PROGRESS, 24), W(CAPSULE_AWAIT, 40),
                 W(CAPSULE_CANCEL, 8), W(CAPSULE_ABORTED, 8),
                 W(CAPSULE_LET_GO, 16), W(ACTION_NEXT, 30)}},
    {.name = "channels",
     .newest = 50,
     .wrong = 5,
     .follow = 85,
     .turn = 40,
     .finish = 8,
     .weights = {W(CHANNEL_OPEN, 16), W(CHANNEL_RESERVE, 80),
                 W(CHANNEL_COMMIT, 30), W(CHANNEL_RECEIVE, 80),
                 W(CHANNEL_CALL, 16), W(CALL_AWAIT, 24), W(CALL_REPLY, 16),
                 W(RECEIVER_OPEN, 16), W(RECEIVER_RECEIVE, 50),
                 W(RECEIVER_UPDATE, 12), W(CHANNEL_CLOSE, 2),
                 W(CHANNEL_DETACH, 3), W(CHANNEL_RELEASE, 2),
                 W(TASK_CANCEL, 10)}},
    {.name = "locks",
     .newest = 40,
     .wrong = 5,
     .follow = 60,
     .turn = 40,
     .finish = 8,
     .weights = {W(LOCK_OPEN, 24), W(LOCK_ACQUIRE, 120), W(LOCK_SIGNAL, 16),
                 W(POOL_ADD, 20), W(LOCK_HEAL, 6), W(LOCK_CLOSE, 2),
                 W(LOCK_RELEASE, 2), W(OBLIGATION_COMMIT, 30),
                 W(OBLIGATION_ABORT, 12), W(OBLIGATION_TRANSFER, 6),
                 W(TASK_CANCEL, 12)}},
    {.name = "supervisors",
     .newest = 30,
     .wrong = 4,
     .follow = 85,
     .turn = 45,
     .finish = 14,
     .weights = {W(SUPERVISOR_OPEN, 40), W(SUPERVISOR_ADD, 16),
                 W(SUPERVISOR_START, 8), W(SUPERVISOR_INTENSITY, 4),
                 W(CHILD_PERSISTED, 12), W(NAME_RESERVE, 24), W(TASK_LINK, 30),
                 W(MONITOR_OPEN, 40), W(MONITOR_RECEIVE, 40), W(TASK_SPAWN, 24),
                 W(TASK_PARK, 20), W(TASK_WAKE, 24), W(TASK_CANCEL, 8),
                 W(ACTION_NEXT, 30)}},
    {.name = "budgets",
     .newest = 10,
     .wrong = 6,
     .follow = 75,
     .turn = 45,
     .finish = 8,
     .weights = {W(STAGE_BUDGET, 60), W(TASK_CONSUME, 40), W(TASK_CHARGE, 30),
                 W(RUNTIME_CONFIGURE, 8), W(STAGE_LIMITS, 30),
                 W(REGION_OPEN, 30), W(TASK_YIELD, 30)}},
    {.name = "hostile",
     .newest = 10,
     .wrong = 55,
     .follow = 25,
     .turn = 15,
     .finish = 4,
     .weights = {W(TASK_SPAWN, 24), W(REGION_RELEASE, 12), W(TASK_RELEASE, 12),
                 W(TASK_SPAWN_IMPLICIT, 16)}},
};

uint32_t asxn_profile_count(void)
{
    return sizeof profiles / sizeof profiles[0];
}

const asxn_profile *asxn_profile_at(uint32_t index)
{
    return index < asxn_profile_count() ? &profiles[index] : NULL;
}

const asxn_profile *asxn_profile_find(const char *name)
{
    uint32_t i;

    for (i = 0; i < asxn_profile_count(); i++)
        if (strcmp(profiles[i].name, name) == 0)
            return &profiles[i];
    return NULL;
}

static uint32_t weight_in(const asxn_weight *list, uint32_t opcode)
{
    for (; list->opcode != 0; list++)
        if (list->opcode == opcode)
            return list->weight;
    return 0;
}

uint32_t asxn_profile_weight(const asxn_profile *profile, uint32_t opcode)
{
    uint32_t own = weight_in(profile->weights, opcode);
    uint32_t common = weight_in(shared, opcode);

    if (asxb_input_shape_of(opcode) == NULL)
        return 0;
    return own != 0 ? own : common != 0 ? common : WEIGHT;
}
