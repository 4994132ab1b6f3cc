/* pump.c -- owns the turn (rules pump.states, pump.wake, pump.storm).
 *
 *   IDLE --request--> SCHEDULED --begin--> RUNNING --end--> IDLE | SCHEDULED
 *     \__________________begin________________^
 */
#include "asx/pump.h"

#include "internal.h"

static struct asxb_pump *pump_of(const asx_runtime *rt)
{
    return asx_runtime_extra(rt);
}

#define TO(state) (1u << ASX_PUMP_##state)

static const uint8_t may_follow[] = {
    [ASX_PUMP_IDLE] = TO(SCHEDULED) | TO(RUNNING),
    [ASX_PUMP_SCHEDULED] = TO(RUNNING),
    [ASX_PUMP_RUNNING] = TO(IDLE) | TO(SCHEDULED),
};

static void become(asx_runtime *rt, asx_pump_state next)
{
    struct asxb_pump *pump = pump_of(rt);

    ASXI_ASSERT(may_follow[pump->state] & (1u << next));
    asxi_emit(rt, ASX_EVENT_PUMP_STEP, NULL, pump->state, next);
    pump->state = (uint8_t)next;
}

void asx_pump_create(asx_runtime *rt)
{
    *pump_of(rt) = (struct asxb_pump){.armed_us = ASX_TIME_NONE};
}

asx_status asx_pump_begin(asx_runtime *rt, uint64_t sample_us)
{
    struct asxb_pump *pump = pump_of(rt);
    struct asxb_tick tick;

    if (pump->state == ASX_PUMP_RUNNING)
        return ASX_E_STATE;
    if (sample_us > ASX_TIME_MAX)
        return ASX_E_ARGUMENT;
    become(rt, ASX_PUMP_RUNNING);
    if (sample_us > pump->sample_us)
        pump->sample_us = sample_us;
    tick = asxb_clock_next(asx_time_now(rt), pump->sample_us, asx_time_due(rt),
                           asx_runtime_setting(rt, ASX_SETTING_DEBT_STEP_US));
    pump->debt_us = tick.debt_us;
    pump->armed_us = ASX_TIME_NONE;
    if (tick.debt_us > 0)
        asxi_emit(rt, ASX_EVENT_TIME_DEBT, NULL, (uint32_t)tick.debt_us,
                  (uint32_t)(tick.debt_us >> 32));
    asx_time_advance(rt, tick.now_us);
    return ASX_OK;
}

int32_t asx_pump_next(asx_runtime *rt)
{
    struct asxb_pump *pump = pump_of(rt);
    int32_t next;

    if (pump->state != ASX_PUMP_RUNNING)
        return ASX_E_STATE;
    if (pump->burst >= asx_runtime_setting(rt, ASX_SETTING_BURST)) {
        pump->hop = 1;
        return 0;
    }
    next = asx_next(rt);
    if (next != 0)
        pump->burst++;
    return next;
}

static struct asxb_demand demand_of(const asx_runtime *rt)
{
    const struct asxb_pump *pump = pump_of(rt);

    return (struct asxb_demand){
        .work = asx_has_next(rt) || asx_notice_pending(rt),
        .hop = pump->hop != 0,
        .debt_us = pump->debt_us,
        .due_us = asx_time_due(rt),
    };
}

/* Answers the host and remembers what it was told. */
static int32_t answer(asx_runtime *rt, asx_wakeup wakeup)
{
    struct asxb_pump *pump = pump_of(rt);

    if (wakeup == ASX_WAKEUP_MACRO) {
        pump->hop = 0; /* the page has its turn before the next one begins */
        pump->burst = 0;
    }
    if (wakeup == ASX_WAKEUP_TIMER)
        pump->armed_us = asx_time_due(rt);
    return (int32_t)wakeup;
}

int32_t asx_pump_end(asx_runtime *rt, bool cut)
{
    struct asxb_pump *pump = pump_of(rt);
    struct asxb_demand demand;
    asx_wakeup wakeup;

    if (pump->state != ASX_PUMP_RUNNING)
        return ASX_E_STATE;
    if (cut)
        pump->hop = 1;
    demand = demand_of(rt);
    wakeup = asxb_wake_next(&demand);
    become(rt, wakeup == ASX_WAKEUP_MICRO || wakeup == ASX_WAKEUP_MACRO
                   ? ASX_PUMP_SCHEDULED
                   : ASX_PUMP_IDLE);
    return answer(rt, wakeup);
}

int32_t asx_pump_request(asx_runtime *rt)
{
    const struct asxb_pump *pump = pump_of(rt);
    struct asxb_demand demand;
    asx_wakeup wakeup;

    if (pump->state != ASX_PUMP_IDLE)
        return ASX_WAKEUP_NONE;
    demand = demand_of(rt);
    wakeup = asxb_wake_next(&demand);
    if (wakeup == ASX_WAKEUP_TIMER && demand.due_us >= pump->armed_us)
        return ASX_WAKEUP_NONE; /* the host's timer is early enough */
    if (wakeup == ASX_WAKEUP_MICRO || wakeup == ASX_WAKEUP_MACRO)
        become(rt, ASX_PUMP_SCHEDULED);
    return answer(rt, wakeup);
}

asx_status asx_pump_visibility(asx_runtime *rt, bool hidden)
{
    pump_of(rt)->hidden = hidden;
    asxi_emit(rt, ASX_EVENT_VISIBILITY, NULL, hidden, 0);
    return ASX_OK;
}

uint64_t asx_pump_due(const asx_runtime *rt)
{
    uint64_t due = asx_time_due(rt);

    return due == ASX_TIME_NONE ? due : due + pump_of(rt)->debt_us;
}

asx_pump_state asx_pump_state_now(const asx_runtime *rt)
{
    return (asx_pump_state)pump_of(rt)->state;
}
