/* runtime.c -- creating a runtime, its settings and counters. */
#include "invariant.h"

static const uint64_t defaults[ASX_SETTING_COUNT] = {
    [ASX_SETTING_CANCEL_STREAK] = 16,
    [ASX_SETTING_MASK_ALLOWANCE] = 1024,
    [ASX_SETTING_REFUSALS_MAX] = 16,
    [ASX_SETTING_FORCE_GRACE_US] = 250000,
    [ASX_SETTING_FINALIZER_POLLS] = 100,
    [ASX_SETTING_FINALIZER_TIME_US] = 5000000,
    [ASX_SETTING_FUTURELOCK_DISPATCHES] = 10000,
    [ASX_SETTING_BURST] = 2048,
    [ASX_SETTING_DEBT_STEP_US] = 250000,
    [ASX_SETTING_FINALIZER_POLICY] = ASX_OVERRUN_GIVE_UP,
};

/* The smallest and largest value that keeps every rule true. */
static const struct {
    uint64_t least;
    uint64_t most;
} ranges[ASX_SETTING_COUNT] = {
    [ASX_SETTING_CANCEL_STREAK] = {1, 1 << 20},
    [ASX_SETTING_MASK_ALLOWANCE] = {0, UINT16_MAX},
    [ASX_SETTING_REFUSALS_MAX] = {1, UINT8_MAX - 1},
    [ASX_SETTING_FORCE_GRACE_US] = {1, ASX_TIME_MAX / 4},
    [ASX_SETTING_FINALIZER_POLLS] = {1, UINT32_MAX - 1},
    [ASX_SETTING_FINALIZER_TIME_US] = {1, ASX_TIME_MAX / 4},
    [ASX_SETTING_FUTURELOCK_DISPATCHES] = {1, UINT32_MAX},
    [ASX_SETTING_BURST] = {1, UINT32_MAX},
    [ASX_SETTING_DEBT_STEP_US] = {1, ASX_TIME_MAX / 4},
    [ASX_SETTING_FINALIZER_POLICY] = {ASX_OVERRUN_WAIT, ASX_OVERRUN_PANIC},
};

/* Leaves a slot fifteen sixteenths of its generations. */
#define FIRST_GENERATION_MASK ((1u << 24) - 1)

/* The root collects: what fails in one scope of an app dooms no other. */
static asx_status open_root(asx_runtime *rt)
{
    struct asxi_region *root =
        (struct asxi_region *)(void *)asxi_cell_create(rt, ASX_KIND_REGION);

    if (root == NULL)
        return ASX_E_MEMORY;
    root->flags = ASX_POLICY_COLLECT_ALL;
    root->budget = asx_budget_identity();
    root->cleanup_deadline_us = ASX_TIME_NONE;
    root->cleanup_polls = ASX_POLLS_NONE;
    asxi_arena(rt)->regions_live = 1;
    asxi_emit(rt, ASX_EVENT_REGION_OPENED, &root->cell, 0, 0);
    return ASX_OK;
}

asx_status asx_runtime_create(asx_runtime *rt, uint64_t seed, uint32_t flags,
                              uint32_t extra_bytes)
{
    struct asxi_arena *arena;
    uint64_t mixed = seed;

    if (flags > ASX_RUNTIME_EXPLORE || extra_bytes > ASXI_EXTRA_BYTES)
        return ASX_E_ARGUMENT;
    if (rt->bytes < ASXI_CELLS_AT + 2 * ASXI_CELL_BYTES &&
        !rt->grow(rt, ASXI_CELLS_AT + 2 * ASXI_CELL_BYTES))
        return ASX_E_MEMORY;
    arena = asxi_arena(rt);
    __builtin_memset(arena, 0, ASXI_CELLS_AT);
    __builtin_memcpy(arena->settings, defaults, sizeof defaults);
    arena->flags = flags;
    arena->entropy = asxi_random_next(&mixed);
    arena->tiebreak = asxi_random_next(&mixed);
    arena->digest = asxi_random_next(&mixed);
    /* A handle of another runtime is stale here, not somebody else's. */
    arena->first_generation =
        1 + (uint32_t)(asxi_random_next(&mixed) & FIRST_GENERATION_MASK);
    return open_root(rt);
}

void *asx_runtime_extra(const asx_runtime *rt)
{
    return asxi_arena(rt)->extra;
}

bool asxi_setting_allows(asx_setting setting, uint64_t value)
{
    return value >= ranges[setting].least && value <= ranges[setting].most;
}

asx_status asx_runtime_configure(asx_runtime *rt, asx_setting setting,
                                 uint64_t value)
{
    if (setting >= ASX_SETTING_COUNT || !asxi_setting_allows(setting, value))
        return ASX_E_ARGUMENT;
    asxi_arena(rt)->settings[setting] = value;
    asxi_emit(rt, ASX_EVENT_CONFIGURED, NULL, setting, (uint32_t)value);
    return ASX_OK;
}

uint64_t asx_runtime_setting(const asx_runtime *rt, asx_setting setting)
{
    return setting < ASX_SETTING_COUNT ? asxi_arena(rt)->settings[setting] : 0;
}

uint64_t asx_runtime_counter(const asx_runtime *rt, asx_counter counter)
{
    const struct asxi_arena *arena = asxi_arena(rt);

    switch (counter) {
    case ASX_COUNTER_REGIONS_LIVE:
        return arena->regions_live;
    case ASX_COUNTER_TASKS_LIVE:
        return arena->tasks_live;
    case ASX_COUNTER_OBLIGATIONS_LIVE:
        return arena->obligations_live;
    case ASX_COUNTER_SLOTS_USED:
        return arena->slots_used;
    case ASX_COUNTER_DISPATCHES:
        return arena->dispatches;
    case ASX_COUNTER_BYTES_USED:
        return asxi_used_bytes(rt);
    case ASX_COUNTER_CANCEL_EPOCH:
        return arena->cancel_epoch;
    case ASX_COUNTER_QUEUED:
        return arena->cancel_count + arena->timed_count + arena->ready_count;
    case ASX_COUNTER_TIMERS:
        return arena->timer_count;
    case ASX_COUNTER_REGIONS_CLOSED:
        return arena->regions_closed;
    case ASX_COUNTER_EVENTS:
        return arena->event_count;
    }
    return 0;
}
