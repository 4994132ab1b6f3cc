/* dispatch.c -- an input by its number.
 * Written by bindings/generate.mjs; do not edit. */
#include "dispatch.h"

#include "calls.h"

int64_t asxb_dispatch(asxb_port *port, uint32_t opcode,
                      const uint64_t *arguments)
{
    asx_report report;

    switch (opcode) {
    case ASXB_OP_RUNTIME_CONFIGURE:
        return asxb_call_runtime_configure(port, (uint32_t)arguments[0], arguments[1]);
    case ASXB_OP_STAGE_BUDGET:
        return asxb_call_stage_budget(port, arguments[0], (uint32_t)arguments[1], arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_STAGE_LIMITS:
        return asxb_call_stage_limits(port, (uint32_t)arguments[0], (uint32_t)arguments[1], (uint32_t)arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_STAGE_TIMEOUT:
        return asxb_call_stage_timeout(port, arguments[0]);
    case ASXB_OP_STAGE_CLEANUP:
        return asxb_call_stage_cleanup(port, arguments[0], (uint32_t)arguments[1]);
    case ASXB_OP_REGION_OPEN:
        return asxb_call_region_open(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_REGION_CLOSE:
        return asxb_call_region_close(port, (asx_region){arguments[0]});
    case ASXB_OP_REGION_CANCEL:
        return asxb_call_region_cancel(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_REGION_DEFER:
        return asxb_call_region_defer(port, (asx_region){arguments[0]});
    case ASXB_OP_REGION_RELEASE:
        return asxb_call_region_release(port, (asx_region){arguments[0]});
    case ASXB_OP_TASK_SPAWN:
        return asxb_call_task_spawn(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_TASK_SPAWN_IMPLICIT:
        return asxb_call_task_spawn_implicit(port, (asx_task){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_TASK_CANCEL:
        return asxb_call_task_cancel(port, (asx_task){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_TASK_FINISH:
        return asxb_call_task_finish(port, (asx_task){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_TASK_FINALIZED:
        return asxb_call_task_finalized(port, (asx_task){arguments[0]}, arguments[1] != 0);
    case ASXB_OP_TASK_DEFER:
        return asxb_call_task_defer(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_SLEEP:
        return asxb_call_task_sleep(port, (asx_task){arguments[0]}, arguments[1]);
    case ASXB_OP_TASK_YIELD:
        return asxb_call_task_yield(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_JOIN:
        return asxb_call_task_join(port, (asx_task){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_TASK_AWAIT_REGION:
        return asxb_call_task_await_region(port, (asx_task){arguments[0]}, (asx_region){arguments[1]}, arguments[2] != 0);
    case ASXB_OP_TASK_PARK:
        return asxb_call_task_park(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_WAKE:
        return asxb_call_task_wake(port, (asx_task){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_TASK_CHECKPOINT:
        return asxb_call_task_checkpoint(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_CHARGE:
        return asxb_call_task_charge(port, (asx_task){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_TASK_CONSUME:
        return asxb_call_task_consume(port, (asx_task){arguments[0]}, arguments[1]);
    case ASXB_OP_TASK_MASK:
        return asxb_call_task_mask(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_UNMASK:
        return asxb_call_task_unmask(port, (asx_task){arguments[0]});
    case ASXB_OP_TASK_RELEASE:
        return asxb_call_task_release(port, (asx_task){arguments[0]});
    case ASXB_OP_OBLIGATION_RESERVE:
        return asxb_call_obligation_reserve(port, (asx_task){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_OBLIGATION_COMMIT:
        return asxb_call_obligation_commit(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_OBLIGATION_ABORT:
        return asxb_call_obligation_abort(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_OBLIGATION_TRANSFER:
        return asxb_call_obligation_transfer(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]}, (asx_task){arguments[2]});
    case ASXB_OP_CAPSULE_OPEN:
        return asxb_call_capsule_open(port, (asx_task){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2]);
    case ASXB_OP_CAPSULE_SUBMIT:
        return asxb_call_capsule_submit(port, (asx_capsule){arguments[0]});
    case ASXB_OP_CAPSULE_PROGRESS:
        return asxb_call_capsule_progress(port, (asx_capsule){arguments[0]});
    case ASXB_OP_CAPSULE_CANCEL:
        return asxb_call_capsule_cancel(port, (asx_capsule){arguments[0]});
    case ASXB_OP_CAPSULE_ABORTED:
        return asxb_call_capsule_aborted(port, (asx_capsule){arguments[0]});
    case ASXB_OP_CAPSULE_LET_GO:
        return asxb_call_capsule_let_go(port, (asx_capsule){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_CAPSULE_AWAIT:
        return asxb_call_capsule_await(port, (asx_task){arguments[0]}, (asx_capsule){arguments[1]});
    case ASXB_OP_PUMP_BEGIN:
        return asxb_call_pump_begin(port, arguments[0]);
    case ASXB_OP_PUMP_NEXT:
        return asxb_call_pump_next(port);
    case ASXB_OP_PUMP_END:
        return asxb_call_pump_end(port, arguments[0] != 0);
    case ASXB_OP_PUMP_REQUEST:
        return asxb_call_pump_request(port);
    case ASXB_OP_PUMP_VISIBILITY:
        return asxb_call_pump_visibility(port, arguments[0] != 0);
    case ASXB_OP_ACTION_NEXT:
        return asxb_call_action_next(port);
    case ASXB_OP_ENTROPY_DRAW:
        return asxb_call_entropy_draw(port);
    case ASXB_OP_MARK:
        return asxb_call_mark(port, (uint32_t)arguments[0]);
    case ASXB_OP_ANNOTATE:
        return asxb_call_annotate(port, (uint32_t)arguments[0], (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_CHANNEL_OPEN:
        return asxb_call_channel_open(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_CHANNEL_ATTACH:
        return asxb_call_channel_attach(port, (asx_channel){arguments[0]});
    case ASXB_OP_CHANNEL_DETACH:
        return asxb_call_channel_detach(port, (asx_channel){arguments[0]});
    case ASXB_OP_CHANNEL_CLOSE:
        return asxb_call_channel_close(port, (asx_channel){arguments[0]});
    case ASXB_OP_CHANNEL_RELEASE:
        return asxb_call_channel_release(port, (asx_channel){arguments[0]});
    case ASXB_OP_CHANNEL_RESERVE:
        return asxb_call_channel_reserve(port, (asx_task){arguments[0]}, (asx_channel){arguments[1]}, arguments[2] != 0);
    case ASXB_OP_CHANNEL_COMMIT:
        return asxb_call_channel_commit(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_CHANNEL_RECEIVE:
        return asxb_call_channel_receive(port, (asx_task){arguments[0]}, (asx_channel){arguments[1]}, arguments[2] != 0);
    case ASXB_OP_RECEIVER_OPEN:
        return asxb_call_receiver_open(port, (asx_region){arguments[0]}, (asx_channel){arguments[1]});
    case ASXB_OP_RECEIVER_RELEASE:
        return asxb_call_receiver_release(port, (asx_receiver){arguments[0]});
    case ASXB_OP_RECEIVER_RECEIVE:
        return asxb_call_receiver_receive(port, (asx_task){arguments[0]}, (asx_receiver){arguments[1]}, arguments[2] != 0);
    case ASXB_OP_RECEIVER_UPDATE:
        return asxb_call_receiver_update(port, (asx_receiver){arguments[0]});
    case ASXB_OP_CHANNEL_CALL:
        return asxb_call_channel_call(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_CALL_AWAIT:
        return asxb_call_call_await(port, (asx_task){arguments[0]}, (asx_call){arguments[1]});
    case ASXB_OP_CALL_REPLY:
        return asxb_call_call_reply(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_CALL_RELEASE:
        return asxb_call_call_release(port, (asx_call){arguments[0]});
    case ASXB_OP_LOCK_OPEN:
        return asxb_call_lock_open(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_LOCK_ACQUIRE:
        return asxb_call_lock_acquire(port, (asx_task){arguments[0]}, (asx_lock){arguments[1]}, (uint32_t)arguments[2], arguments[3] != 0);
    case ASXB_OP_LOCK_SIGNAL:
        return asxb_call_lock_signal(port, (asx_lock){arguments[0]}, arguments[1] != 0);
    case ASXB_OP_POOL_ADD:
        return asxb_call_pool_add(port, (asx_lock){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_LOCK_HEAL:
        return asxb_call_lock_heal(port, (asx_lock){arguments[0]});
    case ASXB_OP_LOCK_CLOSE:
        return asxb_call_lock_close(port, (asx_lock){arguments[0]});
    case ASXB_OP_LOCK_RELEASE:
        return asxb_call_lock_release(port, (asx_lock){arguments[0]});
    case ASXB_OP_SUPERVISOR_OPEN:
        return asxb_call_supervisor_open(port, (asx_region){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_SUPERVISOR_ADD:
        return asxb_call_supervisor_add(port, (asx_supervisor){arguments[0]}, (uint32_t)arguments[1], (uint32_t)arguments[2], (uint32_t)arguments[3]);
    case ASXB_OP_CHILD_DEPEND:
        return asxb_call_child_depend(port, (asx_child){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_SUPERVISOR_INTENSITY:
        return asxb_call_supervisor_intensity(port, (asx_supervisor){arguments[0]}, (uint32_t)arguments[1], arguments[2]);
    case ASXB_OP_SUPERVISOR_BACKOFF:
        return asxb_call_supervisor_backoff(port, (asx_supervisor){arguments[0]}, arguments[1], arguments[2]);
    case ASXB_OP_SUPERVISOR_COMPILE:
        return asxb_call_supervisor_compile(port, (asx_supervisor){arguments[0]});
    case ASXB_OP_SUPERVISOR_START:
        return asxb_call_supervisor_start(port, (asx_supervisor){arguments[0]});
    case ASXB_OP_SUPERVISOR_STOP:
        return asxb_call_supervisor_stop(port, (asx_supervisor){arguments[0]});
    case ASXB_OP_CHILD_PERSISTED:
        return asxb_call_child_persisted(port, (asx_child){arguments[0]});
    case ASXB_OP_NAME_RESERVE:
        return asxb_call_name_reserve(port, (asx_task){arguments[0]}, (uint32_t)arguments[1]);
    case ASXB_OP_NAME_ACTIVATE:
        return asxb_call_name_activate(port, (asx_obligation){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_TASK_LINK:
        return asxb_call_task_link(port, (asx_task){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_TASK_UNLINK:
        return asxb_call_task_unlink(port, (asx_task){arguments[0]}, (asx_task){arguments[1]});
    case ASXB_OP_MONITOR_OPEN:
        return asxb_call_monitor_open(port, (asx_task){arguments[0]}, (asx_task){arguments[1]}, (uint32_t)arguments[2]);
    case ASXB_OP_MONITOR_RECEIVE:
        return asxb_call_monitor_receive(port, (asx_task){arguments[0]}, arguments[1] != 0);
    case ASXB_OP_MONITOR_RELEASE:
        return asxb_call_monitor_release(port, (asx_monitor){arguments[0]});
    case ASXB_OP_REPORT_NEXT:
        return asxb_call_report_next(port, &report);
    default:
        return ASX_E_ARGUMENT;
    }
}
