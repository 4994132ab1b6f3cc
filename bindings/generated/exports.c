/* exports.c -- the inputs as exports of the wasm module.
 * Written by bindings/generate.mjs; do not edit. */
#include "exports.h"

#include "calls.h"
#include "instance.h"

int32_t asxb_export_runtime_configure(
    uint32_t setting, double value)
{
    return asxb_call_runtime_configure(
        &asxb_instance.port,
        setting,
        asxb_u64_of(value));
}

int32_t asxb_export_stage_budget(
    double deadline, uint32_t polls, double cost, uint32_t priority)
{
    return asxb_call_stage_budget(
        &asxb_instance.port,
        asxb_u64_of(deadline),
        polls,
        asxb_u64_of(cost),
        priority);
}

int32_t asxb_export_stage_limits(
    uint32_t children, uint32_t tasks, uint32_t obligations, uint32_t queue_bytes)
{
    return asxb_call_stage_limits(
        &asxb_instance.port,
        children,
        tasks,
        obligations,
        queue_bytes);
}

int32_t asxb_export_stage_timeout(
    double due)
{
    return asxb_call_stage_timeout(
        &asxb_instance.port,
        asxb_u64_of(due));
}

int32_t asxb_export_stage_cleanup(
    double time, uint32_t polls)
{
    return asxb_call_stage_cleanup(
        &asxb_instance.port,
        asxb_u64_of(time),
        polls);
}

int32_t asxb_export_region_open(
    uint32_t parent_slot, uint32_t parent_generation, uint32_t flags, uint32_t label)
{
    return asxb_call_region_open(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(parent_slot, parent_generation)},
        flags,
        label);
}

int32_t asxb_export_region_close(
    uint32_t region_slot, uint32_t region_generation)
{
    return asxb_call_region_close(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)});
}

int32_t asxb_export_region_cancel(
    uint32_t region_slot, uint32_t region_generation, uint32_t kind, uint32_t message)
{
    return asxb_call_region_cancel(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        kind,
        message);
}

int32_t asxb_export_region_defer(
    uint32_t region_slot, uint32_t region_generation)
{
    return asxb_call_region_defer(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)});
}

int32_t asxb_export_region_release(
    uint32_t region_slot, uint32_t region_generation)
{
    return asxb_call_region_release(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)});
}

int32_t asxb_export_task_spawn(
    uint32_t region_slot, uint32_t region_generation, uint32_t flags, uint32_t label)
{
    return asxb_call_task_spawn(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        flags,
        label);
}

int32_t asxb_export_task_spawn_implicit(
    uint32_t owner_slot, uint32_t owner_generation, uint32_t label)
{
    return asxb_call_task_spawn_implicit(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(owner_slot, owner_generation)},
        label);
}

int32_t asxb_export_task_cancel(
    uint32_t task_slot, uint32_t task_generation, uint32_t kind, uint32_t message)
{
    return asxb_call_task_cancel(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        kind,
        message);
}

int32_t asxb_export_task_finish(
    uint32_t task_slot, uint32_t task_generation, uint32_t outcome)
{
    return asxb_call_task_finish(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        outcome);
}

int32_t asxb_export_task_finalized(
    uint32_t task_slot, uint32_t task_generation, int32_t failed)
{
    return asxb_call_task_finalized(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        failed != 0);
}

int32_t asxb_export_task_defer(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_defer(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_sleep(
    uint32_t task_slot, uint32_t task_generation, double due)
{
    return asxb_call_task_sleep(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        asxb_u64_of(due));
}

int32_t asxb_export_task_yield(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_yield(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_join(
    uint32_t task_slot, uint32_t task_generation, uint32_t target_slot, uint32_t target_generation)
{
    return asxb_call_task_join(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_task){ASX_HANDLE_BITS(target_slot, target_generation)});
}

int32_t asxb_export_task_await_region(
    uint32_t task_slot, uint32_t task_generation, uint32_t region_slot, uint32_t region_generation, int32_t owned)
{
    return asxb_call_task_await_region(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        owned != 0);
}

int32_t asxb_export_task_park(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_park(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_wake(
    uint32_t task_slot, uint32_t task_generation, uint32_t waker_slot, uint32_t waker_generation)
{
    return asxb_call_task_wake(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_task){ASX_HANDLE_BITS(waker_slot, waker_generation)});
}

int32_t asxb_export_task_checkpoint(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_checkpoint(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_charge(
    uint32_t task_slot, uint32_t task_generation, uint32_t steps)
{
    return asxb_call_task_charge(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        steps);
}

int32_t asxb_export_task_consume(
    uint32_t task_slot, uint32_t task_generation, double cost)
{
    return asxb_call_task_consume(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        asxb_u64_of(cost));
}

int32_t asxb_export_task_mask(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_mask(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_unmask(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_unmask(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_task_release(
    uint32_t task_slot, uint32_t task_generation)
{
    return asxb_call_task_release(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)});
}

int32_t asxb_export_obligation_reserve(
    uint32_t holder_slot, uint32_t holder_generation, uint32_t kind, uint32_t label)
{
    return asxb_call_obligation_reserve(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(holder_slot, holder_generation)},
        kind,
        label);
}

int32_t asxb_export_obligation_commit(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t holder_slot, uint32_t holder_generation)
{
    return asxb_call_obligation_commit(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(obligation_slot, obligation_generation)},
        (asx_task){ASX_HANDLE_BITS(holder_slot, holder_generation)});
}

int32_t asxb_export_obligation_abort(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t holder_slot, uint32_t holder_generation, uint32_t why)
{
    return asxb_call_obligation_abort(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(obligation_slot, obligation_generation)},
        (asx_task){ASX_HANDLE_BITS(holder_slot, holder_generation)},
        why);
}

int32_t asxb_export_obligation_transfer(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t from_slot, uint32_t from_generation, uint32_t to_slot, uint32_t to_generation)
{
    return asxb_call_obligation_transfer(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(obligation_slot, obligation_generation)},
        (asx_task){ASX_HANDLE_BITS(from_slot, from_generation)},
        (asx_task){ASX_HANDLE_BITS(to_slot, to_generation)});
}

int32_t asxb_export_capsule_open(
    uint32_t owner_slot, uint32_t owner_generation, uint32_t kind, uint32_t label)
{
    return asxb_call_capsule_open(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(owner_slot, owner_generation)},
        kind,
        label);
}

int32_t asxb_export_capsule_submit(
    uint32_t capsule_slot, uint32_t capsule_generation)
{
    return asxb_call_capsule_submit(
        &asxb_instance.port,
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)});
}

int32_t asxb_export_capsule_progress(
    uint32_t capsule_slot, uint32_t capsule_generation)
{
    return asxb_call_capsule_progress(
        &asxb_instance.port,
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)});
}

int32_t asxb_export_capsule_cancel(
    uint32_t capsule_slot, uint32_t capsule_generation)
{
    return asxb_call_capsule_cancel(
        &asxb_instance.port,
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)});
}

int32_t asxb_export_capsule_aborted(
    uint32_t capsule_slot, uint32_t capsule_generation)
{
    return asxb_call_capsule_aborted(
        &asxb_instance.port,
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)});
}

int32_t asxb_export_capsule_let_go(
    uint32_t capsule_slot, uint32_t capsule_generation, uint32_t how)
{
    return asxb_call_capsule_let_go(
        &asxb_instance.port,
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)},
        how);
}

int32_t asxb_export_capsule_await(
    uint32_t task_slot, uint32_t task_generation, uint32_t capsule_slot, uint32_t capsule_generation)
{
    return asxb_call_capsule_await(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_capsule){ASX_HANDLE_BITS(capsule_slot, capsule_generation)});
}

int32_t asxb_export_pump_begin(
    double sample)
{
    return asxb_call_pump_begin(
        &asxb_instance.port,
        asxb_u64_of(sample));
}

int32_t asxb_export_pump_next(
    void)
{
    return asxb_call_pump_next(
        &asxb_instance.port);
}

int32_t asxb_export_pump_end(
    int32_t cut)
{
    return asxb_call_pump_end(
        &asxb_instance.port,
        cut != 0);
}

int32_t asxb_export_pump_request(
    void)
{
    return asxb_call_pump_request(
        &asxb_instance.port);
}

int32_t asxb_export_pump_visibility(
    int32_t hidden)
{
    return asxb_call_pump_visibility(
        &asxb_instance.port,
        hidden != 0);
}

int32_t asxb_export_action_next(
    void)
{
    return asxb_call_action_next(
        &asxb_instance.port);
}

double asxb_export_entropy_draw(
    void)
{
    return (double)asxb_call_entropy_draw(
        &asxb_instance.port);
}

int32_t asxb_export_mark(
    uint32_t label)
{
    return asxb_call_mark(
        &asxb_instance.port,
        label);
}

int32_t asxb_export_annotate(
    uint32_t kind, uint32_t task_slot, uint32_t task_generation, uint32_t value)
{
    return asxb_call_annotate(
        &asxb_instance.port,
        kind,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        value);
}

int32_t asxb_export_channel_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t type, uint32_t capacity, uint32_t label)
{
    return asxb_call_channel_open(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        type,
        capacity,
        label);
}

int32_t asxb_export_channel_attach(
    uint32_t channel_slot, uint32_t channel_generation)
{
    return asxb_call_channel_attach(
        &asxb_instance.port,
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)});
}

int32_t asxb_export_channel_detach(
    uint32_t channel_slot, uint32_t channel_generation)
{
    return asxb_call_channel_detach(
        &asxb_instance.port,
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)});
}

int32_t asxb_export_channel_close(
    uint32_t channel_slot, uint32_t channel_generation)
{
    return asxb_call_channel_close(
        &asxb_instance.port,
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)});
}

int32_t asxb_export_channel_release(
    uint32_t channel_slot, uint32_t channel_generation)
{
    return asxb_call_channel_release(
        &asxb_instance.port,
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)});
}

int32_t asxb_export_channel_reserve(
    uint32_t task_slot, uint32_t task_generation, uint32_t channel_slot, uint32_t channel_generation, int32_t wait)
{
    return asxb_call_channel_reserve(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)},
        wait != 0);
}

int32_t asxb_export_channel_commit(
    uint32_t permit_slot, uint32_t permit_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token)
{
    return asxb_call_channel_commit(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(permit_slot, permit_generation)},
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        token);
}

int32_t asxb_export_channel_receive(
    uint32_t task_slot, uint32_t task_generation, uint32_t channel_slot, uint32_t channel_generation, int32_t wait)
{
    return asxb_call_channel_receive(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)},
        wait != 0);
}

int32_t asxb_export_receiver_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t channel_slot, uint32_t channel_generation)
{
    return asxb_call_receiver_open(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        (asx_channel){ASX_HANDLE_BITS(channel_slot, channel_generation)});
}

int32_t asxb_export_receiver_release(
    uint32_t receiver_slot, uint32_t receiver_generation)
{
    return asxb_call_receiver_release(
        &asxb_instance.port,
        (asx_receiver){ASX_HANDLE_BITS(receiver_slot, receiver_generation)});
}

int32_t asxb_export_receiver_receive(
    uint32_t task_slot, uint32_t task_generation, uint32_t receiver_slot, uint32_t receiver_generation, int32_t wait)
{
    return asxb_call_receiver_receive(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_receiver){ASX_HANDLE_BITS(receiver_slot, receiver_generation)},
        wait != 0);
}

int32_t asxb_export_receiver_update(
    uint32_t receiver_slot, uint32_t receiver_generation)
{
    return asxb_call_receiver_update(
        &asxb_instance.port,
        (asx_receiver){ASX_HANDLE_BITS(receiver_slot, receiver_generation)});
}

int32_t asxb_export_channel_call(
    uint32_t permit_slot, uint32_t permit_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token)
{
    return asxb_call_channel_call(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(permit_slot, permit_generation)},
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        token);
}

int32_t asxb_export_call_await(
    uint32_t task_slot, uint32_t task_generation, uint32_t call_slot, uint32_t call_generation)
{
    return asxb_call_call_await(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_call){ASX_HANDLE_BITS(call_slot, call_generation)});
}

int32_t asxb_export_call_reply(
    uint32_t owed_slot, uint32_t owed_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token)
{
    return asxb_call_call_reply(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(owed_slot, owed_generation)},
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        token);
}

int32_t asxb_export_call_release(
    uint32_t call_slot, uint32_t call_generation)
{
    return asxb_call_call_release(
        &asxb_instance.port,
        (asx_call){ASX_HANDLE_BITS(call_slot, call_generation)});
}

int32_t asxb_export_lock_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t type, uint32_t units, uint32_t label)
{
    return asxb_call_lock_open(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        type,
        units,
        label);
}

int32_t asxb_export_lock_acquire(
    uint32_t task_slot, uint32_t task_generation, uint32_t lock_slot, uint32_t lock_generation, uint32_t units, int32_t wait)
{
    return asxb_call_lock_acquire(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        (asx_lock){ASX_HANDLE_BITS(lock_slot, lock_generation)},
        units,
        wait != 0);
}

int32_t asxb_export_lock_signal(
    uint32_t lock_slot, uint32_t lock_generation, int32_t all)
{
    return asxb_call_lock_signal(
        &asxb_instance.port,
        (asx_lock){ASX_HANDLE_BITS(lock_slot, lock_generation)},
        all != 0);
}

int32_t asxb_export_pool_add(
    uint32_t pool_slot, uint32_t pool_generation, uint32_t token)
{
    return asxb_call_pool_add(
        &asxb_instance.port,
        (asx_lock){ASX_HANDLE_BITS(pool_slot, pool_generation)},
        token);
}

int32_t asxb_export_lock_heal(
    uint32_t lock_slot, uint32_t lock_generation)
{
    return asxb_call_lock_heal(
        &asxb_instance.port,
        (asx_lock){ASX_HANDLE_BITS(lock_slot, lock_generation)});
}

int32_t asxb_export_lock_close(
    uint32_t lock_slot, uint32_t lock_generation)
{
    return asxb_call_lock_close(
        &asxb_instance.port,
        (asx_lock){ASX_HANDLE_BITS(lock_slot, lock_generation)});
}

int32_t asxb_export_lock_release(
    uint32_t lock_slot, uint32_t lock_generation)
{
    return asxb_call_lock_release(
        &asxb_instance.port,
        (asx_lock){ASX_HANDLE_BITS(lock_slot, lock_generation)});
}

int32_t asxb_export_supervisor_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t strategy, uint32_t flags, uint32_t label)
{
    return asxb_call_supervisor_open(
        &asxb_instance.port,
        (asx_region){ASX_HANDLE_BITS(region_slot, region_generation)},
        strategy,
        flags,
        label);
}

int32_t asxb_export_supervisor_add(
    uint32_t supervisor_slot, uint32_t supervisor_generation, uint32_t name, uint32_t policy, uint32_t flags)
{
    return asxb_call_supervisor_add(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)},
        name,
        policy,
        flags);
}

int32_t asxb_export_child_depend(
    uint32_t child_slot, uint32_t child_generation, uint32_t name)
{
    return asxb_call_child_depend(
        &asxb_instance.port,
        (asx_child){ASX_HANDLE_BITS(child_slot, child_generation)},
        name);
}

int32_t asxb_export_supervisor_intensity(
    uint32_t supervisor_slot, uint32_t supervisor_generation, uint32_t restarts, double window)
{
    return asxb_call_supervisor_intensity(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)},
        restarts,
        asxb_u64_of(window));
}

int32_t asxb_export_supervisor_backoff(
    uint32_t supervisor_slot, uint32_t supervisor_generation, double first, double most)
{
    return asxb_call_supervisor_backoff(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)},
        asxb_u64_of(first),
        asxb_u64_of(most));
}

int32_t asxb_export_supervisor_compile(
    uint32_t supervisor_slot, uint32_t supervisor_generation)
{
    return asxb_call_supervisor_compile(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)});
}

int32_t asxb_export_supervisor_start(
    uint32_t supervisor_slot, uint32_t supervisor_generation)
{
    return asxb_call_supervisor_start(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)});
}

int32_t asxb_export_supervisor_stop(
    uint32_t supervisor_slot, uint32_t supervisor_generation)
{
    return asxb_call_supervisor_stop(
        &asxb_instance.port,
        (asx_supervisor){ASX_HANDLE_BITS(supervisor_slot, supervisor_generation)});
}

int32_t asxb_export_child_persisted(
    uint32_t child_slot, uint32_t child_generation)
{
    return asxb_call_child_persisted(
        &asxb_instance.port,
        (asx_child){ASX_HANDLE_BITS(child_slot, child_generation)});
}

int32_t asxb_export_name_reserve(
    uint32_t holder_slot, uint32_t holder_generation, uint32_t name)
{
    return asxb_call_name_reserve(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(holder_slot, holder_generation)},
        name);
}

int32_t asxb_export_name_activate(
    uint32_t lease_slot, uint32_t lease_generation, uint32_t holder_slot, uint32_t holder_generation)
{
    return asxb_call_name_activate(
        &asxb_instance.port,
        (asx_obligation){ASX_HANDLE_BITS(lease_slot, lease_generation)},
        (asx_task){ASX_HANDLE_BITS(holder_slot, holder_generation)});
}

int32_t asxb_export_task_link(
    uint32_t a_slot, uint32_t a_generation, uint32_t b_slot, uint32_t b_generation)
{
    return asxb_call_task_link(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(a_slot, a_generation)},
        (asx_task){ASX_HANDLE_BITS(b_slot, b_generation)});
}

int32_t asxb_export_task_unlink(
    uint32_t a_slot, uint32_t a_generation, uint32_t b_slot, uint32_t b_generation)
{
    return asxb_call_task_unlink(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(a_slot, a_generation)},
        (asx_task){ASX_HANDLE_BITS(b_slot, b_generation)});
}

int32_t asxb_export_monitor_open(
    uint32_t watcher_slot, uint32_t watcher_generation, uint32_t target_slot, uint32_t target_generation, uint32_t label)
{
    return asxb_call_monitor_open(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(watcher_slot, watcher_generation)},
        (asx_task){ASX_HANDLE_BITS(target_slot, target_generation)},
        label);
}

int32_t asxb_export_monitor_receive(
    uint32_t task_slot, uint32_t task_generation, int32_t wait)
{
    return asxb_call_monitor_receive(
        &asxb_instance.port,
        (asx_task){ASX_HANDLE_BITS(task_slot, task_generation)},
        wait != 0);
}

int32_t asxb_export_monitor_release(
    uint32_t monitor_slot, uint32_t monitor_generation)
{
    return asxb_call_monitor_release(
        &asxb_instance.port,
        (asx_monitor){ASX_HANDLE_BITS(monitor_slot, monitor_generation)});
}

int32_t asxb_export_report_next(
    void)
{
    return asxb_call_report_next(
        &asxb_instance.port,
        (asx_report *)(void *)asxb_instance.scratch);
}
