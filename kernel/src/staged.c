/* staged.c -- options waiting for the call that takes them. */
#include "internal.h"

enum {
    STAGED_BUDGET = 1,
    STAGED_BOUNDS = 2,
    STAGED_TIMEOUT = 4,
    STAGED_CLEANUP = 8,
};

asx_status asx_runtime_stage_budget(asx_runtime *rt, uint64_t deadline_us,
                                    uint32_t poll_quota, uint64_t cost_quota,
                                    uint32_t priority)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    if (priority >= ASXI_PRIORITIES)
        return ASX_E_ARGUMENT;
    staged->budget =
        (asx_budget){deadline_us, cost_quota, poll_quota, priority};
    staged->any |= STAGED_BUDGET;
    return ASX_OK;
}

asx_status asx_runtime_stage_limits(asx_runtime *rt, uint32_t children,
                                    uint32_t tasks, uint32_t obligations,
                                    uint32_t queue_bytes)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    staged->bounds =
        (struct asxi_bounds){children, tasks, obligations, queue_bytes};
    staged->any |= STAGED_BOUNDS;
    return ASX_OK;
}

asx_status asx_runtime_stage_timeout(asx_runtime *rt, uint64_t due_us)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    staged->timeout_us = due_us;
    staged->any |= STAGED_TIMEOUT;
    return ASX_OK;
}

asx_status asx_runtime_stage_cleanup(asx_runtime *rt, uint64_t time_us,
                                     uint32_t polls)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    staged->cleanup_us = time_us;
    staged->cleanup_polls = polls;
    staged->any |= STAGED_CLEANUP;
    return ASX_OK;
}

/* Answers whether `part` was staged, and forgets it. */
static bool take(struct asxi_staged *staged, uint32_t part)
{
    bool there = (staged->any & part) != 0;

    staged->any &= ~part;
    return there;
}

asx_budget asxi_staged_budget(asx_runtime *rt)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    if (staged->any == 0 || !take(staged, STAGED_BUDGET)) {
        return (asx_budget){ASX_TIME_NONE, ASX_COST_NONE, ASX_POLLS_NONE,
                            ASX_PRIORITY_DEFAULT};
    }
    return staged->budget;
}

/* False, and nothing filled in, if the region is to have no limits. */
bool asxi_staged_bounds(asx_runtime *rt, struct asxi_bounds *out)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    if (staged->any == 0 || !take(staged, STAGED_BOUNDS))
        return false;
    *out = staged->bounds;
    return true;
}

uint64_t asxi_staged_timeout(asx_runtime *rt)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    if (staged->any == 0 || !take(staged, STAGED_TIMEOUT))
        return ASX_TIME_NONE;
    return staged->timeout_us;
}

asx_cleanup asxi_staged_cleanup(asx_runtime *rt)
{
    struct asxi_staged *staged = &asxi_arena(rt)->staged;

    if (staged->any == 0 || !take(staged, STAGED_CLEANUP))
        return (asx_cleanup){UINT64_MAX, UINT32_MAX, 0};
    return (asx_cleanup){staged->cleanup_us, staged->cleanup_polls, 0};
}

/* What a call that opens a region takes, though it opens none. */
void asxi_staged_drop(asx_runtime *rt)
{
    asxi_arena(rt)->staged.any &=
        ~(uint32_t)(STAGED_BUDGET | STAGED_BOUNDS | STAGED_TIMEOUT);
}
