/* exports.h -- the functions of the wasm module.
 * Written by bindings/generate.mjs; do not edit. */
#ifndef ASXB_EXPORTS_H
#define ASXB_EXPORTS_H

#include <stdint.h>

#define ASXB_EXPORT(name)                                                     \
    __attribute__((used, visibility("default"), export_name(#name)))

/* Inputs */
ASXB_EXPORT(runtime_configure)
int32_t asxb_export_runtime_configure(
    uint32_t setting, double value);
ASXB_EXPORT(stage_budget)
int32_t asxb_export_stage_budget(
    double deadline, uint32_t polls, double cost, uint32_t priority);
ASXB_EXPORT(stage_limits)
int32_t asxb_export_stage_limits(
    uint32_t children, uint32_t tasks, uint32_t obligations, uint32_t queue_bytes);
ASXB_EXPORT(stage_timeout)
int32_t asxb_export_stage_timeout(
    double due);
ASXB_EXPORT(stage_cleanup)
int32_t asxb_export_stage_cleanup(
    double time, uint32_t polls);
ASXB_EXPORT(region_open)
int32_t asxb_export_region_open(
    uint32_t parent_slot, uint32_t parent_generation, uint32_t flags, uint32_t label);
ASXB_EXPORT(region_close)
int32_t asxb_export_region_close(
    uint32_t region_slot, uint32_t region_generation);
ASXB_EXPORT(region_cancel)
int32_t asxb_export_region_cancel(
    uint32_t region_slot, uint32_t region_generation, uint32_t kind, uint32_t message);
ASXB_EXPORT(region_defer)
int32_t asxb_export_region_defer(
    uint32_t region_slot, uint32_t region_generation);
ASXB_EXPORT(region_release)
int32_t asxb_export_region_release(
    uint32_t region_slot, uint32_t region_generation);
ASXB_EXPORT(task_spawn)
int32_t asxb_export_task_spawn(
    uint32_t region_slot, uint32_t region_generation, uint32_t flags, uint32_t label);
ASXB_EXPORT(task_spawn_implicit)
int32_t asxb_export_task_spawn_implicit(
    uint32_t owner_slot, uint32_t owner_generation, uint32_t label);
ASXB_EXPORT(task_cancel)
int32_t asxb_export_task_cancel(
    uint32_t task_slot, uint32_t task_generation, uint32_t kind, uint32_t message);
ASXB_EXPORT(task_finish)
int32_t asxb_export_task_finish(
    uint32_t task_slot, uint32_t task_generation, uint32_t outcome);
ASXB_EXPORT(task_finalized)
int32_t asxb_export_task_finalized(
    uint32_t task_slot, uint32_t task_generation, int32_t failed);
ASXB_EXPORT(task_defer)
int32_t asxb_export_task_defer(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_sleep)
int32_t asxb_export_task_sleep(
    uint32_t task_slot, uint32_t task_generation, double due);
ASXB_EXPORT(task_yield)
int32_t asxb_export_task_yield(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_join)
int32_t asxb_export_task_join(
    uint32_t task_slot, uint32_t task_generation, uint32_t target_slot, uint32_t target_generation);
ASXB_EXPORT(task_await_region)
int32_t asxb_export_task_await_region(
    uint32_t task_slot, uint32_t task_generation, uint32_t region_slot, uint32_t region_generation, int32_t owned);
ASXB_EXPORT(task_park)
int32_t asxb_export_task_park(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_wake)
int32_t asxb_export_task_wake(
    uint32_t task_slot, uint32_t task_generation, uint32_t waker_slot, uint32_t waker_generation);
ASXB_EXPORT(task_checkpoint)
int32_t asxb_export_task_checkpoint(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_charge)
int32_t asxb_export_task_charge(
    uint32_t task_slot, uint32_t task_generation, uint32_t steps);
ASXB_EXPORT(task_consume)
int32_t asxb_export_task_consume(
    uint32_t task_slot, uint32_t task_generation, double cost);
ASXB_EXPORT(task_mask)
int32_t asxb_export_task_mask(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_unmask)
int32_t asxb_export_task_unmask(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(task_release)
int32_t asxb_export_task_release(
    uint32_t task_slot, uint32_t task_generation);
ASXB_EXPORT(obligation_reserve)
int32_t asxb_export_obligation_reserve(
    uint32_t holder_slot, uint32_t holder_generation, uint32_t kind, uint32_t label);
ASXB_EXPORT(obligation_commit)
int32_t asxb_export_obligation_commit(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t holder_slot, uint32_t holder_generation);
ASXB_EXPORT(obligation_abort)
int32_t asxb_export_obligation_abort(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t holder_slot, uint32_t holder_generation, uint32_t why);
ASXB_EXPORT(obligation_transfer)
int32_t asxb_export_obligation_transfer(
    uint32_t obligation_slot, uint32_t obligation_generation, uint32_t from_slot, uint32_t from_generation, uint32_t to_slot, uint32_t to_generation);
ASXB_EXPORT(capsule_open)
int32_t asxb_export_capsule_open(
    uint32_t owner_slot, uint32_t owner_generation, uint32_t kind, uint32_t label);
ASXB_EXPORT(capsule_submit)
int32_t asxb_export_capsule_submit(
    uint32_t capsule_slot, uint32_t capsule_generation);
ASXB_EXPORT(capsule_progress)
int32_t asxb_export_capsule_progress(
    uint32_t capsule_slot, uint32_t capsule_generation);
ASXB_EXPORT(capsule_cancel)
int32_t asxb_export_capsule_cancel(
    uint32_t capsule_slot, uint32_t capsule_generation);
ASXB_EXPORT(capsule_aborted)
int32_t asxb_export_capsule_aborted(
    uint32_t capsule_slot, uint32_t capsule_generation);
ASXB_EXPORT(capsule_let_go)
int32_t asxb_export_capsule_let_go(
    uint32_t capsule_slot, uint32_t capsule_generation, uint32_t how);
ASXB_EXPORT(capsule_await)
int32_t asxb_export_capsule_await(
    uint32_t task_slot, uint32_t task_generation, uint32_t capsule_slot, uint32_t capsule_generation);
ASXB_EXPORT(pump_begin)
int32_t asxb_export_pump_begin(
    double sample);
ASXB_EXPORT(pump_next)
int32_t asxb_export_pump_next(
    void);
ASXB_EXPORT(pump_end)
int32_t asxb_export_pump_end(
    int32_t cut);
ASXB_EXPORT(pump_request)
int32_t asxb_export_pump_request(
    void);
ASXB_EXPORT(pump_visibility)
int32_t asxb_export_pump_visibility(
    int32_t hidden);
ASXB_EXPORT(action_next)
int32_t asxb_export_action_next(
    void);
ASXB_EXPORT(entropy_draw)
double asxb_export_entropy_draw(
    void);
ASXB_EXPORT(mark)
int32_t asxb_export_mark(
    uint32_t label);
ASXB_EXPORT(annotate)
int32_t asxb_export_annotate(
    uint32_t kind, uint32_t task_slot, uint32_t task_generation, uint32_t value);
ASXB_EXPORT(channel_open)
int32_t asxb_export_channel_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t type, uint32_t capacity, uint32_t label);
ASXB_EXPORT(channel_attach)
int32_t asxb_export_channel_attach(
    uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(channel_detach)
int32_t asxb_export_channel_detach(
    uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(channel_close)
int32_t asxb_export_channel_close(
    uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(channel_release)
int32_t asxb_export_channel_release(
    uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(channel_reserve)
int32_t asxb_export_channel_reserve(
    uint32_t task_slot, uint32_t task_generation, uint32_t channel_slot, uint32_t channel_generation, int32_t wait);
ASXB_EXPORT(channel_commit)
int32_t asxb_export_channel_commit(
    uint32_t permit_slot, uint32_t permit_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token);
ASXB_EXPORT(channel_receive)
int32_t asxb_export_channel_receive(
    uint32_t task_slot, uint32_t task_generation, uint32_t channel_slot, uint32_t channel_generation, int32_t wait);
ASXB_EXPORT(receiver_open)
int32_t asxb_export_receiver_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(receiver_release)
int32_t asxb_export_receiver_release(
    uint32_t receiver_slot, uint32_t receiver_generation);
ASXB_EXPORT(receiver_receive)
int32_t asxb_export_receiver_receive(
    uint32_t task_slot, uint32_t task_generation, uint32_t receiver_slot, uint32_t receiver_generation, int32_t wait);
ASXB_EXPORT(receiver_update)
int32_t asxb_export_receiver_update(
    uint32_t receiver_slot, uint32_t receiver_generation);
ASXB_EXPORT(channel_call)
int32_t asxb_export_channel_call(
    uint32_t permit_slot, uint32_t permit_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token);
ASXB_EXPORT(call_await)
int32_t asxb_export_call_await(
    uint32_t task_slot, uint32_t task_generation, uint32_t call_slot, uint32_t call_generation);
ASXB_EXPORT(call_reply)
int32_t asxb_export_call_reply(
    uint32_t owed_slot, uint32_t owed_generation, uint32_t task_slot, uint32_t task_generation, uint32_t token);
ASXB_EXPORT(call_release)
int32_t asxb_export_call_release(
    uint32_t call_slot, uint32_t call_generation);
ASXB_EXPORT(lock_open)
int32_t asxb_export_lock_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t type, uint32_t units, uint32_t label);
ASXB_EXPORT(lock_acquire)
int32_t asxb_export_lock_acquire(
    uint32_t task_slot, uint32_t task_generation, uint32_t lock_slot, uint32_t lock_generation, uint32_t units, int32_t wait);
ASXB_EXPORT(lock_signal)
int32_t asxb_export_lock_signal(
    uint32_t lock_slot, uint32_t lock_generation, int32_t all);
ASXB_EXPORT(pool_add)
int32_t asxb_export_pool_add(
    uint32_t pool_slot, uint32_t pool_generation, uint32_t token);
ASXB_EXPORT(lock_heal)
int32_t asxb_export_lock_heal(
    uint32_t lock_slot, uint32_t lock_generation);
ASXB_EXPORT(lock_close)
int32_t asxb_export_lock_close(
    uint32_t lock_slot, uint32_t lock_generation);
ASXB_EXPORT(lock_release)
int32_t asxb_export_lock_release(
    uint32_t lock_slot, uint32_t lock_generation);
ASXB_EXPORT(supervisor_open)
int32_t asxb_export_supervisor_open(
    uint32_t region_slot, uint32_t region_generation, uint32_t strategy, uint32_t flags, uint32_t label);
ASXB_EXPORT(supervisor_add)
int32_t asxb_export_supervisor_add(
    uint32_t supervisor_slot, uint32_t supervisor_generation, uint32_t name, uint32_t policy, uint32_t flags);
ASXB_EXPORT(child_depend)
int32_t asxb_export_child_depend(
    uint32_t child_slot, uint32_t child_generation, uint32_t name);
ASXB_EXPORT(supervisor_intensity)
int32_t asxb_export_supervisor_intensity(
    uint32_t supervisor_slot, uint32_t supervisor_generation, uint32_t restarts, double window);
ASXB_EXPORT(supervisor_backoff)
int32_t asxb_export_supervisor_backoff(
    uint32_t supervisor_slot, uint32_t supervisor_generation, double first, double most);
ASXB_EXPORT(supervisor_compile)
int32_t asxb_export_supervisor_compile(
    uint32_t supervisor_slot, uint32_t supervisor_generation);
ASXB_EXPORT(supervisor_start)
int32_t asxb_export_supervisor_start(
    uint32_t supervisor_slot, uint32_t supervisor_generation);
ASXB_EXPORT(supervisor_stop)
int32_t asxb_export_supervisor_stop(
    uint32_t supervisor_slot, uint32_t supervisor_generation);
ASXB_EXPORT(child_persisted)
int32_t asxb_export_child_persisted(
    uint32_t child_slot, uint32_t child_generation);
ASXB_EXPORT(name_reserve)
int32_t asxb_export_name_reserve(
    uint32_t holder_slot, uint32_t holder_generation, uint32_t name);
ASXB_EXPORT(name_activate)
int32_t asxb_export_name_activate(
    uint32_t lease_slot, uint32_t lease_generation, uint32_t holder_slot, uint32_t holder_generation);
ASXB_EXPORT(task_link)
int32_t asxb_export_task_link(
    uint32_t a_slot, uint32_t a_generation, uint32_t b_slot, uint32_t b_generation);
ASXB_EXPORT(task_unlink)
int32_t asxb_export_task_unlink(
    uint32_t a_slot, uint32_t a_generation, uint32_t b_slot, uint32_t b_generation);
ASXB_EXPORT(monitor_open)
int32_t asxb_export_monitor_open(
    uint32_t watcher_slot, uint32_t watcher_generation, uint32_t target_slot, uint32_t target_generation, uint32_t label);
ASXB_EXPORT(monitor_receive)
int32_t asxb_export_monitor_receive(
    uint32_t task_slot, uint32_t task_generation, int32_t wait);
ASXB_EXPORT(monitor_release)
int32_t asxb_export_monitor_release(
    uint32_t monitor_slot, uint32_t monitor_generation);
ASXB_EXPORT(report_next)
int32_t asxb_export_report_next(
    void);

/* Queries */
ASXB_EXPORT(abi_fingerprint_lo)
uint32_t asxb_export_abi_fingerprint_lo(
    void);
ASXB_EXPORT(abi_fingerprint_hi)
uint32_t asxb_export_abi_fingerprint_hi(
    void);
ASXB_EXPORT(tier)
uint32_t asxb_export_tier(
    void);
ASXB_EXPORT(runtime_open)
int32_t asxb_export_runtime_open(
    uint32_t seed_lo, uint32_t seed_hi, uint32_t flags);
ASXB_EXPORT(scratch_offset)
uint32_t asxb_export_scratch_offset(
    void);
ASXB_EXPORT(scratch_bytes)
uint32_t asxb_export_scratch_bytes(
    void);
ASXB_EXPORT(handle_generation)
uint32_t asxb_export_handle_generation(
    uint32_t slot);
ASXB_EXPORT(time_now)
double asxb_export_time_now(
    void);
ASXB_EXPORT(pump_due)
double asxb_export_pump_due(
    void);
ASXB_EXPORT(pump_state)
uint32_t asxb_export_pump_state(
    void);
ASXB_EXPORT(has_next)
int32_t asxb_export_has_next(
    void);
ASXB_EXPORT(notice_pending)
int32_t asxb_export_notice_pending(
    void);
ASXB_EXPORT(counter)
double asxb_export_counter(
    uint32_t which);
ASXB_EXPORT(setting)
double asxb_export_setting(
    uint32_t which);
ASXB_EXPORT(report_pending)
int32_t asxb_export_report_pending(
    void);
ASXB_EXPORT(reports_lost)
uint32_t asxb_export_reports_lost(
    void);
ASXB_EXPORT(channel_borrow)
int32_t asxb_export_channel_borrow(
    uint32_t channel_slot, uint32_t channel_generation);
ASXB_EXPORT(receiver_borrow)
int32_t asxb_export_receiver_borrow(
    uint32_t receiver_slot, uint32_t receiver_generation);
ASXB_EXPORT(receiver_is_closed)
int32_t asxb_export_receiver_is_closed(
    uint32_t receiver_slot, uint32_t receiver_generation);
ASXB_EXPORT(plan_culprit)
uint32_t asxb_export_plan_culprit(
    uint32_t supervisor_slot, uint32_t supervisor_generation, uint32_t index);
ASXB_EXPORT(name_lookup)
uint32_t asxb_export_name_lookup(
    uint32_t name);
ASXB_EXPORT(cancel_summary)
uint32_t asxb_export_cancel_summary(
    uint32_t slot);
ASXB_EXPORT(describe_field)
double asxb_export_describe_field(
    uint32_t slot, uint32_t field);
ASXB_EXPORT(describe)
uint32_t asxb_export_describe(
    uint32_t slot);
#if ASX_TIER >= 1
ASXB_EXPORT(input_count)
uint32_t asxb_export_input_count(
    void);
ASXB_EXPORT(digest_lo)
uint32_t asxb_export_digest_lo(
    void);
ASXB_EXPORT(digest_hi)
uint32_t asxb_export_digest_hi(
    void);
ASXB_EXPORT(trace_start)
int32_t asxb_export_trace_start(
    uint32_t bytes);
ASXB_EXPORT(trace_stop)
int32_t asxb_export_trace_stop(
    void);
ASXB_EXPORT(trace_tail)
int32_t asxb_export_trace_tail(
    void);
ASXB_EXPORT(log_take)
uint32_t asxb_export_log_take(
    void);
ASXB_EXPORT(log_offset)
uint32_t asxb_export_log_offset(
    void);
ASXB_EXPORT(log_pending)
uint32_t asxb_export_log_pending(
    void);
ASXB_EXPORT(arena_offset)
uint32_t asxb_export_arena_offset(
    void);
ASXB_EXPORT(snapshot_bytes)
uint32_t asxb_export_snapshot_bytes(
    void);
ASXB_EXPORT(checkpoint_head)
int32_t asxb_export_checkpoint_head(
    void);
ASXB_EXPORT(section_seal)
int32_t asxb_export_section_seal(
    uint32_t type, uint32_t flags, uint32_t bytes);
#endif
#if ASX_TIER >= 2
ASXB_EXPORT(state_hash_lo)
uint32_t asxb_export_state_hash_lo(
    void);
ASXB_EXPORT(state_hash_hi)
uint32_t asxb_export_state_hash_hi(
    void);
ASXB_EXPORT(runtime_check)
void asxb_export_runtime_check(
    void);
ASXB_EXPORT(snapshot_stage)
uint32_t asxb_export_snapshot_stage(
    uint32_t bytes);
ASXB_EXPORT(snapshot_restore)
int32_t asxb_export_snapshot_restore(
    uint32_t bytes);
ASXB_EXPORT(replay_offset)
uint32_t asxb_export_replay_offset(
    void);
ASXB_EXPORT(replay_load_chunk)
int32_t asxb_export_replay_load_chunk(
    uint32_t bytes);
ASXB_EXPORT(replay_run)
int32_t asxb_export_replay_run(
    uint32_t inputs_max);
ASXB_EXPORT(replay_position)
uint32_t asxb_export_replay_position(
    void);
ASXB_EXPORT(replay_slot)
uint32_t asxb_export_replay_slot(
    void);
ASXB_EXPORT(replay_time)
double asxb_export_replay_time(
    void);
ASXB_EXPORT(replay_resume)
int32_t asxb_export_replay_resume(
    uint32_t bytes, uint32_t position, uint32_t slot, double time);
ASXB_EXPORT(replay_opcode)
uint32_t asxb_export_replay_opcode(
    void);
ASXB_EXPORT(replay_result)
double asxb_export_replay_result(
    void);
ASXB_EXPORT(events_offset)
uint32_t asxb_export_events_offset(
    void);
ASXB_EXPORT(events_count)
uint32_t asxb_export_events_count(
    void);
ASXB_EXPORT(events_dropped)
uint32_t asxb_export_events_dropped(
    void);
ASXB_EXPORT(events_clear)
void asxb_export_events_clear(
    void);
ASXB_EXPORT(order_reserve)
uint32_t asxb_export_order_reserve(
    uint32_t count);
ASXB_EXPORT(order_build)
int32_t asxb_export_order_build(
    uint32_t count, int32_t clocks);
ASXB_EXPORT(order_summary)
void asxb_export_order_summary(
    void);
ASXB_EXPORT(order_layers_offset)
uint32_t asxb_export_order_layers_offset(
    void);
ASXB_EXPORT(order_form_offset)
uint32_t asxb_export_order_form_offset(
    void);
ASXB_EXPORT(order_actors_offset)
uint32_t asxb_export_order_actors_offset(
    void);
ASXB_EXPORT(order_before)
int32_t asxb_export_order_before(
    uint32_t i, uint32_t j);
ASXB_EXPORT(order_path)
int32_t asxb_export_order_path(
    uint32_t i, uint32_t j);
ASXB_EXPORT(order_conflict)
uint32_t asxb_export_order_conflict(
    uint32_t i, uint32_t j);
ASXB_EXPORT(order_subject)
uint32_t asxb_export_order_subject(
    uint32_t event);
ASXB_EXPORT(order_object)
int32_t asxb_export_order_object(
    uint32_t object);
ASXB_EXPORT(artifact_reserve)
uint32_t asxb_export_artifact_reserve(
    uint32_t bytes);
ASXB_EXPORT(artifact_open)
int32_t asxb_export_artifact_open(
    uint32_t bytes);
ASXB_EXPORT(artifact_next)
int32_t asxb_export_artifact_next(
    void);
ASXB_EXPORT(artifact_verdict)
uint32_t asxb_export_artifact_verdict(
    void);
#endif

#endif
