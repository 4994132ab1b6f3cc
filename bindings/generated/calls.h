/* calls.h -- every input: recorded, performed, journaled.
 * Written by bindings/generate.mjs; do not edit. */
#ifndef ASXB_CALLS_H
#define ASXB_CALLS_H

#include "asx/capsule.h"
#include "asx/pump.h"
#include "opcodes.h"
#include "port.h"

/* Sets one setting; defaults are semantics.md's. */
static inline int32_t asxb_call_runtime_configure(
    asxb_port *port, uint32_t setting, uint64_t value)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_RUNTIME_CONFIGURE, 5,
                         setting, value, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_runtime_configure(port->rt, setting, value);
    asxb_input_close(port, result);
    return result;
}

/* Budget for the next region_open or task_spawn. */
static inline int32_t asxb_call_stage_budget(
    asxb_port *port, uint64_t deadline, uint32_t polls, uint64_t cost, uint32_t priority)
{
    int32_t result;

    deadline = asxb_time_clean(deadline);
    if (!asxb_input_open(port, ASXB_OP_STAGE_BUDGET, 87,
                         deadline, polls, cost, priority))
        return ASX_E_LOG_FULL;
    result = asx_runtime_stage_budget(port->rt, deadline, polls, cost, priority);
    asxb_input_close(port, result);
    return result;
}

/* Limits for the next region_open; 2^32-1 is none. */
static inline int32_t asxb_call_stage_limits(
    asxb_port *port, uint32_t children, uint32_t tasks, uint32_t obligations, uint32_t queue_bytes)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_STAGE_LIMITS, 85,
                         children, tasks, obligations, queue_bytes))
        return ASX_E_LOG_FULL;
    result = asx_runtime_stage_limits(port->rt, children, tasks, obligations, queue_bytes);
    asxb_input_close(port, result);
    return result;
}

/* The next region_open is cancelled with Timeout at this time. */
static inline int32_t asxb_call_stage_timeout(
    asxb_port *port, uint64_t due)
{
    int32_t result;

    due = asxb_time_clean(due);
    if (!asxb_input_open(port, ASXB_OP_STAGE_TIMEOUT, 3,
                         due, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_runtime_stage_timeout(port->rt, due);
    asxb_input_close(port, result);
    return result;
}

/* Tightens the cleanup of the next cancel; time in microseconds from the request. */
static inline int32_t asxb_call_stage_cleanup(
    asxb_port *port, uint64_t time, uint32_t polls)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_STAGE_CLEANUP, 5,
                         time, polls, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_runtime_stage_cleanup(port->rt, time, polls);
    asxb_input_close(port, result);
    return result;
}

/* Opens a child region. */
static inline int32_t asxb_call_region_open(
    asxb_port *port, asx_region parent, uint32_t flags, uint32_t label)
{
    asx_region made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REGION_OPEN, 22,
                         parent.bits, flags, label, 0))
        return ASX_E_LOG_FULL;
    status = asx_region_open(port->rt, parent, flags, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Asks a region to close and wait. */
static inline int32_t asxb_call_region_close(
    asxb_port *port, asx_region region)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REGION_CLOSE, 2,
                         region.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_region_close(port->rt, region);
    asxb_input_close(port, result);
    return result;
}

/* Cancels everything in a region and closes it. */
static inline int32_t asxb_call_region_cancel(
    asxb_port *port, asx_region region, uint32_t kind, uint32_t message)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REGION_CANCEL, 22,
                         region.bits, kind, message, 0))
        return ASX_E_LOG_FULL;
    result = asx_region_cancel(port->rt, region, kind, message);
    asxb_input_close(port, result);
    return result;
}

/* Registers a finalizer of the region; answers its index. */
static inline int32_t asxb_call_region_defer(
    asxb_port *port, asx_region region)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REGION_DEFER, 2,
                         region.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_region_defer(port->rt, region);
    asxb_input_close(port, result);
    return result;
}

/* Lets go of a closed region. */
static inline int32_t asxb_call_region_release(
    asxb_port *port, asx_region region)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REGION_RELEASE, 2,
                         region.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_region_release(port->rt, region);
    asxb_input_close(port, result);
    return result;
}

/* Creates and queues a task; runs nothing. */
static inline int32_t asxb_call_task_spawn(
    asxb_port *port, asx_region region, uint32_t flags, uint32_t label)
{
    asx_task made = {0};
    asx_status status;
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_SPAWN))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, region.bits);
        asxb_record_u32(port->recorder, flags);
        asxb_record_u32(port->recorder, label);
    }
    asxb_input_begin(port, ASXB_OP_TASK_SPAWN);
    status = asx_task_spawn(port->rt, region, flags, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_end(port, result);
    return result;
}

/* A second pending operation of a task. */
static inline int32_t asxb_call_task_spawn_implicit(
    asxb_port *port, asx_task owner, uint32_t label)
{
    asx_task made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_SPAWN_IMPLICIT, 6,
                         owner.bits, label, 0, 0))
        return ASX_E_LOG_FULL;
    status = asx_task_spawn_implicit(port->rt, owner, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Asks a task to stop. */
static inline int32_t asxb_call_task_cancel(
    asxb_port *port, asx_task task, uint32_t kind, uint32_t message)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_CANCEL, 22,
                         task.bits, kind, message, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_cancel(port->rt, task, kind, message);
    asxb_input_close(port, result);
    return result;
}

/* The body ended; answers FINISH flags. */
static inline int32_t asxb_call_task_finish(
    asxb_port *port, asx_task task, uint32_t outcome)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_FINISH))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
        asxb_record_u32(port->recorder, outcome);
    }
    asxb_input_begin(port, ASXB_OP_TASK_FINISH);
    result = asx_task_finish(port->rt, task, outcome);
    asxb_input_end(port, result);
    return result;
}

/* The finalizer named last has ended; answers FINISH flags. */
static inline int32_t asxb_call_task_finalized(
    asxb_port *port, asx_task task, bool failed)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_FINALIZED, 6,
                         task.bits, failed, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_finalized(port->rt, task, failed);
    asxb_input_close(port, result);
    return result;
}

/* Registers a finalizer; answers its index. */
static inline int32_t asxb_call_task_defer(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_DEFER, 2,
                         task.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_defer(port->rt, task);
    asxb_input_close(port, result);
    return result;
}

/* Waits until a time; a verdict. */
static inline int32_t asxb_call_task_sleep(
    asxb_port *port, asx_task task, uint64_t due)
{
    int32_t result;

    due = asxb_time_clean(due);
    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_SLEEP))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
        asxb_record_time(port->recorder, due);
    }
    asxb_input_begin(port, ASXB_OP_TASK_SLEEP);
    result = asx_task_sleep(port->rt, task, due);
    asxb_input_end(port, result);
    return result;
}

/* Goes to the back of its lane; a verdict. */
static inline int32_t asxb_call_task_yield(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_YIELD))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
    }
    asxb_input_begin(port, ASXB_OP_TASK_YIELD);
    result = asx_task_yield(port->rt, task);
    asxb_input_end(port, result);
    return result;
}

/* Waits for a task to end; a verdict. */
static inline int32_t asxb_call_task_join(
    asxb_port *port, asx_task task, asx_task target)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_JOIN))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
        asxb_record_handle(port->recorder, target.bits);
    }
    asxb_input_begin(port, ASXB_OP_TASK_JOIN);
    result = asx_task_join(port->rt, task, target);
    asxb_input_end(port, result);
    return result;
}

/* Waits for a region to close; if owned, a cancel goes to it first. A verdict. */
static inline int32_t asxb_call_task_await_region(
    asxb_port *port, asx_task task, asx_region region, bool owned)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_AWAIT_REGION, 26,
                         task.bits, region.bits, owned, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_await_region(port->rt, task, region, owned);
    asxb_input_close(port, result);
    return result;
}

/* Waits for task_wake; a verdict. */
static inline int32_t asxb_call_task_park(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_PARK))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
    }
    asxb_input_begin(port, ASXB_OP_TASK_PARK);
    result = asx_task_park(port->rt, task);
    asxb_input_end(port, result);
    return result;
}

/* Wakes what task_park parked; a late wake is an event. */
static inline int32_t asxb_call_task_wake(
    asxb_port *port, asx_task task, asx_task waker)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_TASK_WAKE))
            return ASX_E_LOG_FULL;
        asxb_record_handle(port->recorder, task.bits);
        asxb_record_handle(port->recorder, waker.bits);
    }
    asxb_input_begin(port, ASXB_OP_TASK_WAKE);
    result = asx_task_wake(port->rt, task, waker);
    asxb_input_end(port, result);
    return result;
}

/* Is a cancel pending? A verdict. */
static inline int32_t asxb_call_task_checkpoint(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_CHECKPOINT, 2,
                         task.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_checkpoint(port->rt, task);
    asxb_input_close(port, result);
    return result;
}

/* Reports operations that never entered the kernel. */
static inline int32_t asxb_call_task_charge(
    asxb_port *port, asx_task task, uint32_t steps)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_CHARGE, 6,
                         task.bits, steps, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_charge(port->rt, task, steps);
    asxb_input_close(port, result);
    return result;
}

/* Takes from the cost quota, all or nothing. */
static inline int32_t asxb_call_task_consume(
    asxb_port *port, asx_task task, uint64_t cost)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_CONSUME, 6,
                         task.bits, cost, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_consume(port->rt, task, cost);
    asxb_input_close(port, result);
    return result;
}

/* Defers cancellation; nests. */
static inline int32_t asxb_call_task_mask(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_MASK, 2,
                         task.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_mask(port->rt, task);
    asxb_input_close(port, result);
    return result;
}

/* Ends one mask. */
static inline int32_t asxb_call_task_unmask(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_UNMASK, 2,
                         task.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_unmask(port->rt, task);
    asxb_input_close(port, result);
    return result;
}

/* Lets go of a task whose end was an action. */
static inline int32_t asxb_call_task_release(
    asxb_port *port, asx_task task)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_RELEASE, 2,
                         task.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_release(port->rt, task);
    asxb_input_close(port, result);
    return result;
}

/* Promises an effect. */
static inline int32_t asxb_call_obligation_reserve(
    asxb_port *port, asx_task holder, uint32_t kind, uint32_t label)
{
    asx_obligation made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_OBLIGATION_RESERVE, 22,
                         holder.bits, kind, label, 0))
        return ASX_E_LOG_FULL;
    status = asx_obligation_reserve(port->rt, holder, kind, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Takes effect. */
static inline int32_t asxb_call_obligation_commit(
    asxb_port *port, asx_obligation obligation, asx_task holder)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_OBLIGATION_COMMIT, 10,
                         obligation.bits, holder.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_obligation_commit(port->rt, obligation, holder);
    asxb_input_close(port, result);
    return result;
}

/* Takes no effect. */
static inline int32_t asxb_call_obligation_abort(
    asxb_port *port, asx_obligation obligation, asx_task holder, uint32_t why)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_OBLIGATION_ABORT, 26,
                         obligation.bits, holder.bits, why, 0))
        return ASX_E_LOG_FULL;
    result = asx_obligation_abort(port->rt, obligation, holder, why);
    asxb_input_close(port, result);
    return result;
}

/* Hands it over. */
static inline int32_t asxb_call_obligation_transfer(
    asxb_port *port, asx_obligation obligation, asx_task from, asx_task to)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_OBLIGATION_TRANSFER, 42,
                         obligation.bits, from.bits, to.bits, 0))
        return ASX_E_LOG_FULL;
    result = asx_obligation_transfer(port->rt, obligation, from, to);
    asxb_input_close(port, result);
    return result;
}

/* A foreign operation that has not started. */
static inline int32_t asxb_call_capsule_open(
    asxb_port *port, asx_task owner, uint32_t kind, uint32_t label)
{
    asx_capsule made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_OPEN, 22,
                         owner.bits, kind, label, 0))
        return ASX_E_LOG_FULL;
    status = asx_capsule_open(port->rt, owner, kind, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* It starts: reserves its IoOp. */
static inline int32_t asxb_call_capsule_submit(
    asxb_port *port, asx_capsule capsule)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_SUBMIT, 2,
                         capsule.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_submit(port->rt, capsule);
    asxb_input_close(port, result);
    return result;
}

/* Something arrived; wakes the waiter. */
static inline int32_t asxb_call_capsule_progress(
    asxb_port *port, asx_capsule capsule)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_PROGRESS, 2,
                         capsule.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_progress(port->rt, capsule);
    asxb_input_close(port, result);
    return result;
}

/* Asks for its end; the owner goes on. */
static inline int32_t asxb_call_capsule_cancel(
    asxb_port *port, asx_capsule capsule)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_CANCEL, 2,
                         capsule.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_cancel(port->rt, capsule);
    asxb_input_close(port, result);
    return result;
}

/* The host passed the abort on. */
static inline int32_t asxb_call_capsule_aborted(
    asxb_port *port, asx_capsule capsule)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_ABORTED, 2,
                         capsule.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_aborted(port->rt, capsule);
    asxb_input_close(port, result);
    return result;
}

/* The host has really let go. */
static inline int32_t asxb_call_capsule_let_go(
    asxb_port *port, asx_capsule capsule, uint32_t how)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_LET_GO, 6,
                         capsule.bits, how, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_let_go(port->rt, capsule, how);
    asxb_input_close(port, result);
    return result;
}

/* Waits for progress or the end; a verdict. */
static inline int32_t asxb_call_capsule_await(
    asxb_port *port, asx_task task, asx_capsule capsule)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CAPSULE_AWAIT, 10,
                         task.bits, capsule.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_capsule_await(port->rt, task, capsule);
    asxb_input_close(port, result);
    return result;
}

/* Starts a turn with one clock sample. */
static inline int32_t asxb_call_pump_begin(
    asxb_port *port, uint64_t sample)
{
    int32_t result;

    sample = asxb_time_clean(sample);
    if (!asxb_input_open(port, ASXB_OP_PUMP_BEGIN, 3,
                         sample, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_pump_begin(port->rt, sample);
    asxb_input_close(port, result);
    return result;
}

/* Slot and verb of the next dispatch; 0 ends the turn. */
static inline int32_t asxb_call_pump_next(
    asxb_port *port)
{
    int32_t result;

    if (asxb_is_recording(port)) {
        if (!asxb_record_open(port->recorder, ASXB_OP_PUMP_NEXT))
            return ASX_E_LOG_FULL;
    }
    asxb_input_begin(port, ASXB_OP_PUMP_NEXT);
    result = asx_pump_next(port->rt);
    asxb_input_end(port, result);
    return result;
}

/* Ends a turn; answers a wakeup. */
static inline int32_t asxb_call_pump_end(
    asxb_port *port, bool cut)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_PUMP_END, 1,
                         cut, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_pump_end(port->rt, cut);
    asxb_input_close(port, result);
    return result;
}

/* Asks for a turn; answers a wakeup. */
static inline int32_t asxb_call_pump_request(
    asxb_port *port)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_PUMP_REQUEST, 0,
                         0, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_pump_request(port->rt);
    asxb_input_close(port, result);
    return result;
}

/* The page was hidden or shown. */
static inline int32_t asxb_call_pump_visibility(
    asxb_port *port, bool hidden)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_PUMP_VISIBILITY, 1,
                         hidden, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_pump_visibility(port->rt, hidden);
    asxb_input_close(port, result);
    return result;
}

/* Slot, notice and outcome of the oldest action; 0 if none. */
static inline int32_t asxb_call_action_next(
    asxb_port *port)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_ACTION_NEXT, 0,
                         0, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_action_next(port->rt);
    asxb_input_close(port, result);
    return result;
}

/* 53 random bits of the runtime's own stream. */
static inline int64_t asxb_call_entropy_draw(
    asxb_port *port)
{
    int64_t result;

    if (!asxb_input_open(port, ASXB_OP_ENTROPY_DRAW, 0,
                         0, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = (int64_t)(asx_entropy_draw(port->rt) >> 11);
    asxb_input_close(port, result);
    return result;
}

/* A user mark in the trace. */
static inline int32_t asxb_call_mark(
    asxb_port *port, uint32_t label)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_MARK, 1,
                         label, 0, 0, 0))
        return ASX_E_LOG_FULL;
    asx_mark(port->rt, label);
    result = 0;
    asxb_input_close(port, result);
    return result;
}

/* What the host did or saw, for the trace: an asx_annotation. */
static inline int32_t asxb_call_annotate(
    asxb_port *port, uint32_t kind, asx_task task, uint32_t value)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_ANNOTATE, 25,
                         kind, task.bits, value, 0))
        return ASX_E_LOG_FULL;
    result = asx_annotate(port->rt, kind, task, value);
    asxb_input_close(port, result);
    return result;
}

/* Opens a channel with one sender attached. */
static inline int32_t asxb_call_channel_open(
    asxb_port *port, asx_region region, uint32_t type, uint32_t capacity, uint32_t label)
{
    asx_channel made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_OPEN, 86,
                         region.bits, type, capacity, label))
        return ASX_E_LOG_FULL;
    status = asx_channel_open(port->rt, region, type, capacity, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* One sender more. */
static inline int32_t asxb_call_channel_attach(
    asxb_port *port, asx_channel channel)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_ATTACH, 2,
                         channel.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_attach(port->rt, channel);
    asxb_input_close(port, result);
    return result;
}

/* One sender less. */
static inline int32_t asxb_call_channel_detach(
    asxb_port *port, asx_channel channel)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_DETACH, 2,
                         channel.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_detach(port->rt, channel);
    asxb_input_close(port, result);
    return result;
}

/* Admits no more; what is queued stays. */
static inline int32_t asxb_call_channel_close(
    asxb_port *port, asx_channel channel)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_CLOSE, 2,
                         channel.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_close(port->rt, channel);
    asxb_input_close(port, result);
    return result;
}

/* Lets go of a channel before its region ends. */
static inline int32_t asxb_call_channel_release(
    asxb_port *port, asx_channel channel)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_RELEASE, 2,
                         channel.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_release(port->rt, channel);
    asxb_input_close(port, result);
    return result;
}

/* Waits for room; the slot of a permit, or a verdict above. */
static inline int32_t asxb_call_channel_reserve(
    asxb_port *port, asx_task task, asx_channel channel, bool wait)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_RESERVE, 26,
                         task.bits, channel.bits, wait, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_reserve(port->rt, task, channel, wait);
    asxb_input_close(port, result);
    return result;
}

/* Sends a token with a permit; COMMIT_EVICTED and a token if one was pushed out. */
static inline int32_t asxb_call_channel_commit(
    asxb_port *port, asx_obligation permit, asx_task task, uint32_t token)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_COMMIT, 26,
                         permit.bits, task.bits, token, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_commit(port->rt, permit, task, token);
    asxb_input_close(port, result);
    return result;
}

/* Takes the oldest token, or a call; or a verdict above. */
static inline int32_t asxb_call_channel_receive(
    asxb_port *port, asx_task task, asx_channel channel, bool wait)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_RECEIVE, 26,
                         task.bits, channel.bits, wait, 0))
        return ASX_E_LOG_FULL;
    result = asx_channel_receive(port->rt, task, channel, wait);
    asxb_input_close(port, result);
    return result;
}

/* A receiver of a broadcast or watch channel. */
static inline int32_t asxb_call_receiver_open(
    asxb_port *port, asx_region region, asx_channel channel)
{
    asx_receiver made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_RECEIVER_OPEN, 10,
                         region.bits, channel.bits, 0, 0))
        return ASX_E_LOG_FULL;
    status = asx_receiver_open(port->rt, region, channel, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Lets go of a receiver. */
static inline int32_t asxb_call_receiver_release(
    asxb_port *port, asx_receiver receiver)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_RECEIVER_RELEASE, 2,
                         receiver.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_receiver_release(port->rt, receiver);
    asxb_input_close(port, result);
    return result;
}

/* The next token, LAGGED and how many were missed, or a verdict above. */
static inline int32_t asxb_call_receiver_receive(
    asxb_port *port, asx_task task, asx_receiver receiver, bool wait)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_RECEIVER_RECEIVE, 26,
                         task.bits, receiver.bits, wait, 0))
        return ASX_E_LOG_FULL;
    result = asx_receiver_receive(port->rt, task, receiver, wait);
    asxb_input_close(port, result);
    return result;
}

/* Watch: sees the latest token and answers it. */
static inline int32_t asxb_call_receiver_update(
    asxb_port *port, asx_receiver receiver)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_RECEIVER_UPDATE, 2,
                         receiver.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_receiver_update(port->rt, receiver);
    asxb_input_close(port, result);
    return result;
}

/* Sends a token as a call. */
static inline int32_t asxb_call_channel_call(
    asxb_port *port, asx_obligation permit, asx_task task, uint32_t token)
{
    asx_call made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHANNEL_CALL, 26,
                         permit.bits, task.bits, token, 0))
        return ASX_E_LOG_FULL;
    status = asx_channel_call(port->rt, permit, task, token, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Waits for the reply: its token, or a verdict above. */
static inline int32_t asxb_call_call_await(
    asxb_port *port, asx_task task, asx_call call)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CALL_AWAIT, 10,
                         task.bits, call.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_call_await(port->rt, task, call);
    asxb_input_close(port, result);
    return result;
}

/* Replies to a call that was received. */
static inline int32_t asxb_call_call_reply(
    asxb_port *port, asx_obligation owed, asx_task task, uint32_t token)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CALL_REPLY, 26,
                         owed.bits, task.bits, token, 0))
        return ASX_E_LOG_FULL;
    result = asx_call_reply(port->rt, owed, task, token);
    asxb_input_close(port, result);
    return result;
}

/* The caller lets go of a call. */
static inline int32_t asxb_call_call_release(
    asxb_port *port, asx_call call)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CALL_RELEASE, 2,
                         call.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_call_release(port->rt, call);
    asxb_input_close(port, result);
    return result;
}

/* Opens a lock. */
static inline int32_t asxb_call_lock_open(
    asxb_port *port, asx_region region, uint32_t type, uint32_t units, uint32_t label)
{
    asx_lock made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_OPEN, 86,
                         region.bits, type, units, label))
        return ASX_E_LOG_FULL;
    status = asx_lock_open(port->rt, region, type, units, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Waits for its turn; the slot of a guard, what the lock answers instead, or a verdict above. */
static inline int32_t asxb_call_lock_acquire(
    asxb_port *port, asx_task task, asx_lock lock, uint32_t units, bool wait)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_ACQUIRE, 90,
                         task.bits, lock.bits, units, wait))
        return ASX_E_LOG_FULL;
    result = asx_lock_acquire(port->rt, task, lock, units, wait);
    asxb_input_close(port, result);
    return result;
}

/* Lets go one that waits for a notify, or all. */
static inline int32_t asxb_call_lock_signal(
    asxb_port *port, asx_lock lock, bool all)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_SIGNAL, 6,
                         lock.bits, all, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_lock_signal(port->rt, lock, all);
    asxb_input_close(port, result);
    return result;
}

/* Gives a token to a pool. */
static inline int32_t asxb_call_pool_add(
    asxb_port *port, asx_lock pool, uint32_t token)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_POOL_ADD, 6,
                         pool.bits, token, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_pool_add(port->rt, pool, token);
    asxb_input_close(port, result);
    return result;
}

/* What a poisoned lock protects is whole again. */
static inline int32_t asxb_call_lock_heal(
    asxb_port *port, asx_lock lock)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_HEAL, 2,
                         lock.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_lock_heal(port->rt, lock);
    asxb_input_close(port, result);
    return result;
}

/* Hands out nothing more; guards stay valid. */
static inline int32_t asxb_call_lock_close(
    asxb_port *port, asx_lock lock)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_CLOSE, 2,
                         lock.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_lock_close(port->rt, lock);
    asxb_input_close(port, result);
    return result;
}

/* Lets go of a lock before its region ends. */
static inline int32_t asxb_call_lock_release(
    asxb_port *port, asx_lock lock)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_LOCK_RELEASE, 2,
                         lock.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_lock_release(port->rt, lock);
    asxb_input_close(port, result);
    return result;
}

/* A plan without children, in a region of its own; takes what region_open takes. */
static inline int32_t asxb_call_supervisor_open(
    asxb_port *port, asx_region region, uint32_t strategy, uint32_t flags, uint32_t label)
{
    asx_supervisor made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_OPEN, 86,
                         region.bits, strategy, flags, label))
        return ASX_E_LOG_FULL;
    status = asx_supervisor_open(port->rt, region, strategy, flags, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* One child more in a plan. */
static inline int32_t asxb_call_supervisor_add(
    asxb_port *port, asx_supervisor supervisor, uint32_t name, uint32_t policy, uint32_t flags)
{
    asx_child made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_ADD, 86,
                         supervisor.bits, name, policy, flags))
        return ASX_E_LOG_FULL;
    status = asx_supervisor_add(port->rt, supervisor, name, policy, flags, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* It starts after the child of this name. */
static inline int32_t asxb_call_child_depend(
    asxb_port *port, asx_child child, uint32_t name)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHILD_DEPEND, 6,
                         child.bits, name, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_child_depend(port->rt, child, name);
    asxb_input_close(port, result);
    return result;
}

/* So many restarts in so many microseconds. */
static inline int32_t asxb_call_supervisor_intensity(
    asxb_port *port, asx_supervisor supervisor, uint32_t restarts, uint64_t window)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_INTENSITY, 22,
                         supervisor.bits, restarts, window, 0))
        return ASX_E_LOG_FULL;
    result = asx_supervisor_intensity(port->rt, supervisor, restarts, window);
    asxb_input_close(port, result);
    return result;
}

/* Microseconds before the first restart in a window, and at most. */
static inline int32_t asxb_call_supervisor_backoff(
    asxb_port *port, asx_supervisor supervisor, uint64_t first, uint64_t most)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_BACKOFF, 22,
                         supervisor.bits, first, most, 0))
        return ASX_E_LOG_FULL;
    result = asx_supervisor_backoff(port->rt, supervisor, first, most);
    asxb_input_close(port, result);
    return result;
}

/* Fixes start and stop order, or refuses; plan_culprits says why. */
static inline int32_t asxb_call_supervisor_compile(
    asxb_port *port, asx_supervisor supervisor)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_COMPILE, 2,
                         supervisor.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_supervisor_compile(port->rt, supervisor);
    asxb_input_close(port, result);
    return result;
}

/* Children start at the next dispatch, each with an action. */
static inline int32_t asxb_call_supervisor_start(
    asxb_port *port, asx_supervisor supervisor)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_START, 2,
                         supervisor.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_supervisor_start(port->rt, supervisor);
    asxb_input_close(port, result);
    return result;
}

/* Stops the children one by one. */
static inline int32_t asxb_call_supervisor_stop(
    asxb_port *port, asx_supervisor supervisor)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_SUPERVISOR_STOP, 2,
                         supervisor.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_supervisor_stop(port->rt, supervisor);
    asxb_input_close(port, result);
    return result;
}

/* The answer to the action that asked for it. */
static inline int32_t asxb_call_child_persisted(
    asxb_port *port, asx_child child)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_CHILD_PERSISTED, 2,
                         child.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_child_persisted(port->rt, child);
    asxb_input_close(port, result);
    return result;
}

/* A lease of a name that nobody has. */
static inline int32_t asxb_call_name_reserve(
    asxb_port *port, asx_task holder, uint32_t name)
{
    asx_obligation made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_NAME_RESERVE, 6,
                         holder.bits, name, 0, 0))
        return ASX_E_LOG_FULL;
    status = asx_name_reserve(port->rt, holder, name, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* From now on it is found. */
static inline int32_t asxb_call_name_activate(
    asxb_port *port, asx_obligation lease, asx_task holder)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_NAME_ACTIVATE, 10,
                         lease.bits, holder.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_name_activate(port->rt, lease, holder);
    asxb_input_close(port, result);
    return result;
}

/* If one does not end ok the other is cancelled. */
static inline int32_t asxb_call_task_link(
    asxb_port *port, asx_task a, asx_task b)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_LINK, 10,
                         a.bits, b.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_link(port->rt, a, b);
    asxb_input_close(port, result);
    return result;
}

/* Not any more. */
static inline int32_t asxb_call_task_unlink(
    asxb_port *port, asx_task a, asx_task b)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_TASK_UNLINK, 10,
                         a.bits, b.bits, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_task_unlink(port->rt, a, b);
    asxb_input_close(port, result);
    return result;
}

/* The watcher will be told how the target ended. */
static inline int32_t asxb_call_monitor_open(
    asxb_port *port, asx_task watcher, asx_task target, uint32_t label)
{
    asx_monitor made = {0};
    asx_status status;
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_MONITOR_OPEN, 26,
                         watcher.bits, target.bits, label, 0))
        return ASX_E_LOG_FULL;
    status = asx_monitor_open(port->rt, watcher, target, label, &made);
    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);
    asxb_input_close(port, result);
    return result;
}

/* Takes the first that is down: slot, and outcome above as in an action; or a verdict above. */
static inline int32_t asxb_call_monitor_receive(
    asxb_port *port, asx_task task, bool wait)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_MONITOR_RECEIVE, 6,
                         task.bits, wait, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_monitor_receive(port->rt, task, wait);
    asxb_input_close(port, result);
    return result;
}

/* Ends one that was not received. */
static inline int32_t asxb_call_monitor_release(
    asxb_port *port, asx_monitor monitor)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_MONITOR_RELEASE, 2,
                         monitor.bits, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_monitor_release(port->rt, monitor);
    asxb_input_close(port, result);
    return result;
}

/* 1 and the oldest report in the scratch area, or 0. */
static inline int32_t asxb_call_report_next(
    asxb_port *port, asx_report *out)
{
    int32_t result;

    if (!asxb_input_open(port, ASXB_OP_REPORT_NEXT, 0,
                         0, 0, 0, 0))
        return ASX_E_LOG_FULL;
    result = asx_report_next(port->rt, out) ? 1 : 0;
    asxb_input_close(port, result);
    return result;
}

#endif
