/* restart.c -- whether, when and with whom a child starts again; pure.
 *
 * The window slides: a restart at t counts until t + window, exclusive. So of
 * three restarts at 0, the fourth is allowed at exactly 60 s and not a
 * microsecond before (rule super.window).
 */
#include "supervision.h"

/* Forgets what has left the window. */
static void slide(struct asxi_restarts *restarts, uint64_t now_us)
{
    uint32_t past = 0;

    while (past < restarts->count &&
           now_us - restarts->at_us[past] >= restarts->window_us)
        past++;
    for (uint32_t at = 0; at < restarts->count; at++)
        restarts->at_us[at] =
            at + past < restarts->count ? restarts->at_us[at + past] : 0;
    restarts->count -= past;
}

/* One more restart at `now_us`: false if the window is full. The backoff
 * doubles with each that is still in it. */
bool asxi_restarts_take(struct asxi_restarts *restarts, uint64_t now_us,
                        uint64_t *delay_us)
{
    uint64_t delay = restarts->backoff_us;

    slide(restarts, now_us);
    if (restarts->count >= restarts->max)
        return false;
    for (uint32_t at = 0;
         at < restarts->count && delay < restarts->backoff_max_us; at++)
        delay *= 2;
    restarts->at_us[restarts->count++] = now_us;
    *delay_us = asxi_min64(delay, restarts->backoff_max_us);
    return true;
}

/* Does a restart of the child at `failed` in start order take the one at
 * `other` with it? */
bool asxi_restart_affects(asx_strategy strategy, uint32_t failed,
                          uint32_t other)
{
    switch (strategy) {
    case ASX_ONE_FOR_ONE:
        return other == failed;
    case ASX_ONE_FOR_ALL:
        return true;
    case ASX_REST_FOR_ONE:
        return other >= failed;
    }
    ASXI_UNREACHABLE();
}

/* `asked`: the supervisor had it drained for a restart, so it starts again
 * unless it broke meanwhile. Only err restarts (rule super.phases). */
asxi_judgement asxi_child_judge(asx_child_policy policy, asx_outcome outcome,
                                bool asked)
{
    bool failed = outcome == ASX_OUTCOME_ERR || outcome == ASX_OUTCOME_PANICKED;

    if (asked && outcome != ASX_OUTCOME_PANICKED)
        return ASXI_JUDGED_RESTART;
    switch (policy) {
    case ASX_CHILD_RESTART:
        return outcome == ASX_OUTCOME_ERR ? ASXI_JUDGED_RESTART
                                          : ASXI_JUDGED_STOP;
    case ASX_CHILD_STOP:
        return ASXI_JUDGED_STOP;
    case ASX_CHILD_ESCALATE:
        return failed ? ASXI_JUDGED_FAIL : ASXI_JUDGED_STOP;
    case ASX_CHILD_CRITICAL:
        return outcome == ASX_OUTCOME_OK ? ASXI_JUDGED_STOP : ASXI_JUDGED_FAIL;
    case ASX_CHILD_OPTIONAL:
        return failed ? ASXI_JUDGED_DISABLE : ASXI_JUDGED_STOP;
    }
    ASXI_UNREACHABLE();
}
