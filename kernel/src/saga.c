/* saga.c -- owns the bytes of a saga: head and steps (rule saga.states).
 *
 * One step is under way at most, and it is the last one. Compensation walks
 * down from there: steps at or after `left` are over, and the one at `left` is
 * the one that is being undone, if any is. docs/STATE_MACHINES.md is printed
 * from the table below.
 */
#include "asx/saga.h"

#include "effects.h"

#define TO(state) (1u << ASX_SAGA_##state)

static const uint8_t may_follow[] = {
    [ASX_SAGA_RUNNING] = TO(STOPPING) | TO(COMPENSATING) | TO(COMPLETED),
    [ASX_SAGA_STOPPING] = TO(COMPENSATING),
    [ASX_SAGA_COMPENSATING] = TO(COMPENSATED) | TO(BROKEN),
    [ASX_SAGA_COMPLETED] = 0,
    [ASX_SAGA_COMPENSATED] = 0,
    [ASX_SAGA_BROKEN] = 0,
};

_Static_assert(sizeof(asx_saga) == 24, "layout of a saga");
_Static_assert(sizeof(asx_saga_step) == 16, "layout of a step");

bool asxi_saga_may_follow(asx_saga_state from, asx_saga_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing. */
asx_saga_state asxi_saga_next_state(asx_saga_state state,
                                    struct asxi_saga_facts facts)
{
    switch (state) {
    case ASX_SAGA_RUNNING:
        if (facts.failing)
            return facts.reserved ? ASX_SAGA_STOPPING : ASX_SAGA_COMPENSATING;
        return facts.finished && !facts.reserved ? ASX_SAGA_COMPLETED : state;
    case ASX_SAGA_STOPPING:
        return facts.reserved ? state : ASX_SAGA_COMPENSATING;
    case ASX_SAGA_COMPENSATING:
        if (facts.completed || facts.undoing)
            return state;
        return facts.broken ? ASX_SAGA_BROKEN : ASX_SAGA_COMPENSATED;
    case ASX_SAGA_COMPLETED:
    case ASX_SAGA_COMPENSATED:
    case ASX_SAGA_BROKEN:
        return state;
    }
    ASXI_UNREACHABLE();
}

static asx_saga_step *step_at(const asx_saga *saga, uint32_t index)
{
    unsigned char *base = (unsigned char *)(uintptr_t)saga;

    return (asx_saga_step *)(void *)(base + sizeof(asx_saga)) + index;
}

static bool is_at(const asx_saga *saga, uint32_t index,
                  asx_saga_step_state state)
{
    return index < saga->count && step_at(saga, index)->state == state;
}

static bool is_reserved(const asx_saga *saga)
{
    return is_at(saga, saga->count - 1, ASX_SAGA_STEP_RESERVED);
}

/* Moves `saga` as far as it can go. The only writer of its state. */
static void advance(asx_saga *saga)
{
    for (;;) {
        asx_saga_state from = (asx_saga_state)saga->state, next;

        next = asxi_saga_next_state(
            from, (struct asxi_saga_facts){
                      .finished = saga->finished,
                      .failing = saga->failing,
                      .reserved = is_reserved(saga),
                      .undoing = is_at(saga, saga->left, ASX_SAGA_STEP_UNDOING),
                      .completed = saga->left > 0,
                      .broken = saga->undo_failed > 0,
                  });
        if (next == from)
            return;
        ASXI_ASSERT(asxi_saga_may_follow(from, next));
        saga->state = next;
        if (next == ASX_SAGA_COMPENSATING) {
            saga->left = saga->count;
            /* Of those that ended, only the last may have failed. */
            if (is_at(saga, saga->count - 1, ASX_SAGA_STEP_FAILED))
                saga->left--;
        }
    }
}

size_t asx_saga_bytes(uint32_t capacity)
{
    if (capacity == 0 || capacity > ASX_SAGA_STEPS_MAX)
        return 0;
    return sizeof(asx_saga) + capacity * sizeof(asx_saga_step);
}

asx_status asx_saga_init(asx_saga *saga, uint32_t capacity)
{
    size_t bytes = asx_saga_bytes(capacity);

    if (bytes == 0)
        return ASX_E_ARGUMENT;
    __builtin_memset(saga, 0, bytes);
    saga->capacity = capacity;
    return ASX_OK;
}

int32_t asx_saga_reserve(asx_saga *saga, uint32_t label)
{
    if (saga->state != ASX_SAGA_RUNNING || is_reserved(saga))
        return ASX_E_STATE;
    if (saga->count == saga->capacity)
        return ASX_E_LIMIT;
    step_at(saga, saga->count)->label = label;
    return (int32_t)saga->count++;
}

asx_status asx_saga_complete(asx_saga *saga, uint64_t token)
{
    asx_saga_step *step;

    if (!is_reserved(saga))
        return ASX_E_STATE;
    step = step_at(saga, saga->count - 1);
    step->token = token;
    asxi_saga_step_become(step, ASXI_SAGA_STEP_COMPLETE);
    advance(saga);
    return ASX_OK;
}

asx_status asx_saga_fail(asx_saga *saga)
{
    if (!is_reserved(saga))
        return ASX_E_STATE;
    asxi_saga_step_become(step_at(saga, saga->count - 1), ASXI_SAGA_STEP_FAIL);
    saga->failing = 1;
    advance(saga);
    return ASX_OK;
}

asx_status asx_saga_finish(asx_saga *saga)
{
    if (saga->state != ASX_SAGA_RUNNING || is_reserved(saga))
        return ASX_E_STATE;
    saga->finished = 1;
    advance(saga);
    return ASX_OK;
}

asx_status asx_saga_cancel(asx_saga *saga)
{
    if (saga->state > ASX_SAGA_COMPENSATING)
        return ASX_E_STATE;
    saga->failing = 1;
    advance(saga);
    return ASX_OK;
}

int32_t asx_saga_undo(asx_saga *saga)
{
    if (saga->state != ASX_SAGA_COMPENSATING || saga->left == 0 ||
        is_at(saga, saga->left, ASX_SAGA_STEP_UNDOING))
        return ASX_E_STATE;
    saga->left--;
    asxi_saga_step_become(step_at(saga, saga->left), ASXI_SAGA_STEP_UNDO);
    return (int32_t)saga->left;
}

asx_status asx_saga_undone(asx_saga *saga, bool failed)
{
    if (!is_at(saga, saga->left, ASX_SAGA_STEP_UNDOING))
        return ASX_E_STATE;
    asxi_saga_step_become(step_at(saga, saga->left),
                          failed ? ASXI_SAGA_STEP_UNDO_FAIL
                                 : ASXI_SAGA_STEP_UNDONE);
    saga->undo_failed += failed;
    advance(saga);
    return ASX_OK;
}

asx_status asx_saga_resume(asx_saga *saga)
{
    if (saga->state > ASX_SAGA_COMPENSATING)
        return ASX_E_STATE;
    saga->failing = 1;
    if (is_reserved(saga))
        return asx_saga_complete(saga, 0);
    if (is_at(saga, saga->left, ASX_SAGA_STEP_UNDOING))
        return asx_saga_undone(saga, true);
    advance(saga);
    return ASX_OK;
}

const asx_saga_step *asx_saga_step_at(const asx_saga *saga, uint32_t index)
{
    return index < saga->count ? step_at(saga, index) : NULL;
}

/* What the state of the saga says about one of its steps. */
static bool is_expected(const asx_saga *saga, uint32_t index)
{
    uint32_t state = step_at(saga, index)->state;
    bool last = index + 1 == saga->count;

    switch ((asx_saga_state)saga->state) {
    case ASX_SAGA_RUNNING:
        return state == ASX_SAGA_STEP_COMPLETED ||
               (last && state == ASX_SAGA_STEP_RESERVED);
    case ASX_SAGA_STOPPING:
        return state ==
               (last ? ASX_SAGA_STEP_RESERVED : ASX_SAGA_STEP_COMPLETED);
    case ASX_SAGA_COMPENSATING:
    case ASX_SAGA_COMPENSATED:
    case ASX_SAGA_BROKEN:
        if (index < saga->left)
            return state == ASX_SAGA_STEP_COMPLETED;
        if (index == saga->left && state == ASX_SAGA_STEP_UNDOING)
            return saga->state == ASX_SAGA_COMPENSATING;
        return state == ASX_SAGA_STEP_UNDONE ||
               state == ASX_SAGA_STEP_UNDO_FAILED ||
               (last && state == ASX_SAGA_STEP_FAILED);
    case ASX_SAGA_COMPLETED:
        return state == ASX_SAGA_STEP_COMPLETED;
    }
    ASXI_UNREACHABLE();
}

void asx_saga_check(const asx_saga *saga)
{
    uint32_t undo_failed = 0;

    ASXI_ASSERT(saga->count <= saga->capacity && saga->left <= saga->count);
    for (uint32_t index = 0; index < saga->count; index++) {
        ASXI_ASSERT(is_expected(saga, index));
        undo_failed += step_at(saga, index)->state == ASX_SAGA_STEP_UNDO_FAILED;
    }
    ASXI_ASSERT(undo_failed == saga->undo_failed);
    ASXI_ASSERT(saga->left == 0 || saga->state == ASX_SAGA_COMPENSATING);
    ASXI_ASSERT((undo_failed > 0) == (saga->state == ASX_SAGA_BROKEN) ||
                saga->state == ASX_SAGA_COMPENSATING);
}
