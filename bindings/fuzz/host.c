/* Obeys notices first, since what they name is waited for. */
#include "host.h"

#include "asx/capsule.h"
#include "asx/pump.h"

/* Far more than any input can make necessary. */
#define STEPS_MAX 20000u
#define IDLE_STEP_US 1000000u

static uint64_t handle_of(const asxf_program *p, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asx_generation(&p->arena.rt, slot));
}

static void obey(asxf_program *p)
{
    uint32_t notice = (uint32_t)asxf_program_call(p, ASXB_OP_ACTION_NEXT, 0, 0);
    uint64_t subject = handle_of(p, notice & ASX_SLOT_MAX);

    switch (notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) {
    case ASX_NOTICE_TASK_ENDED:
        asxf_program_call(p, ASXB_OP_TASK_RELEASE, subject, 0);
        break;
    case ASX_NOTICE_REGION_CLOSED:
        asxf_program_call(p, ASXB_OP_REGION_RELEASE, subject, 0);
        break;
    case ASX_NOTICE_CAPSULE_ABORT:
        asxf_program_call(p, ASXB_OP_CAPSULE_ABORTED, subject, 0);
        asxf_program_call(p, ASXB_OP_CAPSULE_LET_GO, subject, ASX_LET_GO_DONE);
        break;
    case ASX_NOTICE_CHILD_PERSIST:
        asxf_program_call(p, ASXB_OP_CHILD_PERSISTED, subject, 0);
        break;
    default:
        break;
    }
}

static void finish(asxf_program *p, uint64_t task)
{
    int64_t answer =
        asxf_program_call(p, ASXB_OP_TASK_FINISH, task, ASX_OUTCOME_OK);

    while (answer > 0 && answer & ASX_FINISH_FINALIZE)
        answer = asxf_program_call(p, ASXB_OP_TASK_FINALIZED, task, false);
}

/* The next timer, or a while later: whoever does not come back is given up
 * after some time. */
static uint64_t next_sample(const asxf_program *p)
{
    uint64_t due_us = asx_pump_due(&p->arena.rt);

    if (due_us != ASX_TIME_NONE && due_us > p->clock_us)
        return due_us;
    return p->clock_us + IDLE_STEP_US;
}

void asxf_host_step(asxf_program *p, bool finishes)
{
    const asx_runtime *rt = &p->arena.rt;

    if (asx_notice_pending(rt)) {
        obey(p);
    } else if (asx_pump_state_now(rt) != ASX_PUMP_RUNNING) {
        p->clock_us = next_sample(p);
        asxf_program_call(p, ASXB_OP_PUMP_BEGIN, p->clock_us, 0);
    } else if (finishes && p->current != 0) {
        finish(p, p->current);
        p->current = 0;
    } else if (asxf_program_call(p, ASXB_OP_PUMP_NEXT, 0, 0) == 0) {
        asxf_program_call(p, ASXB_OP_PUMP_END, false, 0);
    }
}

static bool is_over(const asx_runtime *rt)
{
    return asx_runtime_counter(rt, ASX_COUNTER_TASKS_LIVE) == 0 &&
           asx_runtime_counter(rt, ASX_COUNTER_OBLIGATIONS_LIVE) == 0 &&
           asx_runtime_counter(rt, ASX_COUNTER_REGIONS_LIVE) == 0;
}

void asxf_host_shut_down(asxf_program *p)
{
    const asx_runtime *rt = &p->arena.rt;
    uint32_t step;

    /* Near the end of time a deadline cannot pass any more. */
    if (asx_time_now(rt) > ASX_TIME_MAX / 8 || p->clock_us > ASX_TIME_MAX / 8)
        return;
    /* So that a timer is at most one turn away, however far the clock jumps,
     * and whoever does not come back is given up soon. */
    asxf_program_call(p, ASXB_OP_RUNTIME_CONFIGURE, ASX_SETTING_DEBT_STEP_US,
                      ASX_TIME_MAX / 4);
    asxf_program_call(p, ASXB_OP_RUNTIME_CONFIGURE, ASX_SETTING_FORCE_GRACE_US,
                      1);
    asxf_program_call(p, ASXB_OP_REGION_CANCEL, asx_region_root(rt).bits,
                      ASX_CANCEL_SHUTDOWN);
    /* A body may stay away, and is given up. Ending a region's own task is the
     * host's duty, for which the kernel waits. */
    for (step = 0; step < p->owed.live_count; step++)
        finish(p, p->owed.live[step]);
    /* Unless waiting for one leads there. */
    for (step = 0; !is_over(rt) && next_sample(p) < ASX_TIME_MAX / 2; step++) {
        if (step == STEPS_MAX)
            __builtin_trap();
        asxf_host_step(p, true);
    }
}
