/* replay.c -- performs recorded inputs again.
 * Written by bindings/generate.mjs; do not edit. */
#include "replay.h"

#include "calls.h"

/* False if the bytes are malformed; then nothing was performed. */
static bool perform(asxb_port *port, asxb_reader *in)
{
    switch (in->opcode) {
    case ASXB_OP_RUNTIME_CONFIGURE: {
        uint32_t setting = asxb_read_u32(in);
        uint64_t value = asxb_read_u64(in);

        if (in->failed)
            return false;
        in->result = asxb_call_runtime_configure(port, setting, value);
        return true;
    }
    case ASXB_OP_STAGE_BUDGET: {
        uint64_t deadline = asxb_read_time(in);
        uint32_t polls = asxb_read_u32(in);
        uint64_t cost = asxb_read_u64(in);
        uint32_t priority = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_stage_budget(port, deadline, polls, cost, priority);
        return true;
    }
    case ASXB_OP_STAGE_LIMITS: {
        uint32_t children = asxb_read_u32(in);
        uint32_t tasks = asxb_read_u32(in);
        uint32_t obligations = asxb_read_u32(in);
        uint32_t queue_bytes = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_stage_limits(port, children, tasks, obligations, queue_bytes);
        return true;
    }
    case ASXB_OP_STAGE_TIMEOUT: {
        uint64_t due = asxb_read_time(in);

        if (in->failed)
            return false;
        in->result = asxb_call_stage_timeout(port, due);
        return true;
    }
    case ASXB_OP_STAGE_CLEANUP: {
        uint64_t time = asxb_read_u64(in);
        uint32_t polls = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_stage_cleanup(port, time, polls);
        return true;
    }
    case ASXB_OP_REGION_OPEN: {
        asx_region parent = {asxb_read_handle(in, port->rt)};
        uint32_t flags = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_region_open(port, parent, flags, label);
        return true;
    }
    case ASXB_OP_REGION_CLOSE: {
        asx_region region = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_region_close(port, region);
        return true;
    }
    case ASXB_OP_REGION_CANCEL: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        uint32_t kind = asxb_read_u32(in);
        uint32_t message = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_region_cancel(port, region, kind, message);
        return true;
    }
    case ASXB_OP_REGION_DEFER: {
        asx_region region = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_region_defer(port, region);
        return true;
    }
    case ASXB_OP_REGION_RELEASE: {
        asx_region region = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_region_release(port, region);
        return true;
    }
    case ASXB_OP_TASK_SPAWN: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        uint32_t flags = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_spawn(port, region, flags, label);
        return true;
    }
    case ASXB_OP_TASK_SPAWN_IMPLICIT: {
        asx_task owner = {asxb_read_handle(in, port->rt)};
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_spawn_implicit(port, owner, label);
        return true;
    }
    case ASXB_OP_TASK_CANCEL: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t kind = asxb_read_u32(in);
        uint32_t message = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_cancel(port, task, kind, message);
        return true;
    }
    case ASXB_OP_TASK_FINISH: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t outcome = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_finish(port, task, outcome);
        return true;
    }
    case ASXB_OP_TASK_FINALIZED: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        bool failed = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_finalized(port, task, failed);
        return true;
    }
    case ASXB_OP_TASK_DEFER: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_defer(port, task);
        return true;
    }
    case ASXB_OP_TASK_SLEEP: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint64_t due = asxb_read_time(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_sleep(port, task, due);
        return true;
    }
    case ASXB_OP_TASK_YIELD: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_yield(port, task);
        return true;
    }
    case ASXB_OP_TASK_JOIN: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_task target = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_join(port, task, target);
        return true;
    }
    case ASXB_OP_TASK_AWAIT_REGION: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_region region = {asxb_read_handle(in, port->rt)};
        bool owned = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_await_region(port, task, region, owned);
        return true;
    }
    case ASXB_OP_TASK_PARK: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_park(port, task);
        return true;
    }
    case ASXB_OP_TASK_WAKE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_task waker = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_wake(port, task, waker);
        return true;
    }
    case ASXB_OP_TASK_CHECKPOINT: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_checkpoint(port, task);
        return true;
    }
    case ASXB_OP_TASK_CHARGE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t steps = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_charge(port, task, steps);
        return true;
    }
    case ASXB_OP_TASK_CONSUME: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint64_t cost = asxb_read_u64(in);

        if (in->failed)
            return false;
        in->result = asxb_call_task_consume(port, task, cost);
        return true;
    }
    case ASXB_OP_TASK_MASK: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_mask(port, task);
        return true;
    }
    case ASXB_OP_TASK_UNMASK: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_unmask(port, task);
        return true;
    }
    case ASXB_OP_TASK_RELEASE: {
        asx_task task = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_release(port, task);
        return true;
    }
    case ASXB_OP_OBLIGATION_RESERVE: {
        asx_task holder = {asxb_read_handle(in, port->rt)};
        uint32_t kind = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_obligation_reserve(port, holder, kind, label);
        return true;
    }
    case ASXB_OP_OBLIGATION_COMMIT: {
        asx_obligation obligation = {asxb_read_handle(in, port->rt)};
        asx_task holder = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_obligation_commit(port, obligation, holder);
        return true;
    }
    case ASXB_OP_OBLIGATION_ABORT: {
        asx_obligation obligation = {asxb_read_handle(in, port->rt)};
        asx_task holder = {asxb_read_handle(in, port->rt)};
        uint32_t why = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_obligation_abort(port, obligation, holder, why);
        return true;
    }
    case ASXB_OP_OBLIGATION_TRANSFER: {
        asx_obligation obligation = {asxb_read_handle(in, port->rt)};
        asx_task from = {asxb_read_handle(in, port->rt)};
        asx_task to = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_obligation_transfer(port, obligation, from, to);
        return true;
    }
    case ASXB_OP_CAPSULE_OPEN: {
        asx_task owner = {asxb_read_handle(in, port->rt)};
        uint32_t kind = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_open(port, owner, kind, label);
        return true;
    }
    case ASXB_OP_CAPSULE_SUBMIT: {
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_submit(port, capsule);
        return true;
    }
    case ASXB_OP_CAPSULE_PROGRESS: {
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_progress(port, capsule);
        return true;
    }
    case ASXB_OP_CAPSULE_CANCEL: {
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_cancel(port, capsule);
        return true;
    }
    case ASXB_OP_CAPSULE_ABORTED: {
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_aborted(port, capsule);
        return true;
    }
    case ASXB_OP_CAPSULE_LET_GO: {
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};
        uint32_t how = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_let_go(port, capsule, how);
        return true;
    }
    case ASXB_OP_CAPSULE_AWAIT: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_capsule capsule = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_capsule_await(port, task, capsule);
        return true;
    }
    case ASXB_OP_PUMP_BEGIN: {
        uint64_t sample = asxb_read_time(in);

        if (in->failed)
            return false;
        in->result = asxb_call_pump_begin(port, sample);
        return true;
    }
    case ASXB_OP_PUMP_NEXT: {
        if (in->failed)
            return false;
        in->result = asxb_call_pump_next(port);
        return true;
    }
    case ASXB_OP_PUMP_END: {
        bool cut = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_pump_end(port, cut);
        return true;
    }
    case ASXB_OP_PUMP_REQUEST: {
        if (in->failed)
            return false;
        in->result = asxb_call_pump_request(port);
        return true;
    }
    case ASXB_OP_PUMP_VISIBILITY: {
        bool hidden = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_pump_visibility(port, hidden);
        return true;
    }
    case ASXB_OP_ACTION_NEXT: {
        if (in->failed)
            return false;
        in->result = asxb_call_action_next(port);
        return true;
    }
    case ASXB_OP_ENTROPY_DRAW: {
        if (in->failed)
            return false;
        in->result = asxb_call_entropy_draw(port);
        return true;
    }
    case ASXB_OP_MARK: {
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_mark(port, label);
        return true;
    }
    case ASXB_OP_ANNOTATE: {
        uint32_t kind = asxb_read_u32(in);
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t value = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_annotate(port, kind, task, value);
        return true;
    }
    case ASXB_OP_CHANNEL_OPEN: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        uint32_t type = asxb_read_u32(in);
        uint32_t capacity = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_channel_open(port, region, type, capacity, label);
        return true;
    }
    case ASXB_OP_CHANNEL_ATTACH: {
        asx_channel channel = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_channel_attach(port, channel);
        return true;
    }
    case ASXB_OP_CHANNEL_DETACH: {
        asx_channel channel = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_channel_detach(port, channel);
        return true;
    }
    case ASXB_OP_CHANNEL_CLOSE: {
        asx_channel channel = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_channel_close(port, channel);
        return true;
    }
    case ASXB_OP_CHANNEL_RELEASE: {
        asx_channel channel = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_channel_release(port, channel);
        return true;
    }
    case ASXB_OP_CHANNEL_RESERVE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_channel channel = {asxb_read_handle(in, port->rt)};
        bool wait = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_channel_reserve(port, task, channel, wait);
        return true;
    }
    case ASXB_OP_CHANNEL_COMMIT: {
        asx_obligation permit = {asxb_read_handle(in, port->rt)};
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t token = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_channel_commit(port, permit, task, token);
        return true;
    }
    case ASXB_OP_CHANNEL_RECEIVE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_channel channel = {asxb_read_handle(in, port->rt)};
        bool wait = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_channel_receive(port, task, channel, wait);
        return true;
    }
    case ASXB_OP_RECEIVER_OPEN: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        asx_channel channel = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_receiver_open(port, region, channel);
        return true;
    }
    case ASXB_OP_RECEIVER_RELEASE: {
        asx_receiver receiver = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_receiver_release(port, receiver);
        return true;
    }
    case ASXB_OP_RECEIVER_RECEIVE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_receiver receiver = {asxb_read_handle(in, port->rt)};
        bool wait = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_receiver_receive(port, task, receiver, wait);
        return true;
    }
    case ASXB_OP_RECEIVER_UPDATE: {
        asx_receiver receiver = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_receiver_update(port, receiver);
        return true;
    }
    case ASXB_OP_CHANNEL_CALL: {
        asx_obligation permit = {asxb_read_handle(in, port->rt)};
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t token = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_channel_call(port, permit, task, token);
        return true;
    }
    case ASXB_OP_CALL_AWAIT: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_call call = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_call_await(port, task, call);
        return true;
    }
    case ASXB_OP_CALL_REPLY: {
        asx_obligation owed = {asxb_read_handle(in, port->rt)};
        asx_task task = {asxb_read_handle(in, port->rt)};
        uint32_t token = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_call_reply(port, owed, task, token);
        return true;
    }
    case ASXB_OP_CALL_RELEASE: {
        asx_call call = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_call_release(port, call);
        return true;
    }
    case ASXB_OP_LOCK_OPEN: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        uint32_t type = asxb_read_u32(in);
        uint32_t units = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_lock_open(port, region, type, units, label);
        return true;
    }
    case ASXB_OP_LOCK_ACQUIRE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        asx_lock lock = {asxb_read_handle(in, port->rt)};
        uint32_t units = asxb_read_u32(in);
        bool wait = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_lock_acquire(port, task, lock, units, wait);
        return true;
    }
    case ASXB_OP_LOCK_SIGNAL: {
        asx_lock lock = {asxb_read_handle(in, port->rt)};
        bool all = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_lock_signal(port, lock, all);
        return true;
    }
    case ASXB_OP_POOL_ADD: {
        asx_lock pool = {asxb_read_handle(in, port->rt)};
        uint32_t token = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_pool_add(port, pool, token);
        return true;
    }
    case ASXB_OP_LOCK_HEAL: {
        asx_lock lock = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_lock_heal(port, lock);
        return true;
    }
    case ASXB_OP_LOCK_CLOSE: {
        asx_lock lock = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_lock_close(port, lock);
        return true;
    }
    case ASXB_OP_LOCK_RELEASE: {
        asx_lock lock = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_lock_release(port, lock);
        return true;
    }
    case ASXB_OP_SUPERVISOR_OPEN: {
        asx_region region = {asxb_read_handle(in, port->rt)};
        uint32_t strategy = asxb_read_u32(in);
        uint32_t flags = asxb_read_u32(in);
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_open(port, region, strategy, flags, label);
        return true;
    }
    case ASXB_OP_SUPERVISOR_ADD: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};
        uint32_t name = asxb_read_u32(in);
        uint32_t policy = asxb_read_u32(in);
        uint32_t flags = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_add(port, supervisor, name, policy, flags);
        return true;
    }
    case ASXB_OP_CHILD_DEPEND: {
        asx_child child = {asxb_read_handle(in, port->rt)};
        uint32_t name = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_child_depend(port, child, name);
        return true;
    }
    case ASXB_OP_SUPERVISOR_INTENSITY: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};
        uint32_t restarts = asxb_read_u32(in);
        uint64_t window = asxb_read_u64(in);

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_intensity(port, supervisor, restarts, window);
        return true;
    }
    case ASXB_OP_SUPERVISOR_BACKOFF: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};
        uint64_t first = asxb_read_u64(in);
        uint64_t most = asxb_read_u64(in);

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_backoff(port, supervisor, first, most);
        return true;
    }
    case ASXB_OP_SUPERVISOR_COMPILE: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_compile(port, supervisor);
        return true;
    }
    case ASXB_OP_SUPERVISOR_START: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_start(port, supervisor);
        return true;
    }
    case ASXB_OP_SUPERVISOR_STOP: {
        asx_supervisor supervisor = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_supervisor_stop(port, supervisor);
        return true;
    }
    case ASXB_OP_CHILD_PERSISTED: {
        asx_child child = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_child_persisted(port, child);
        return true;
    }
    case ASXB_OP_NAME_RESERVE: {
        asx_task holder = {asxb_read_handle(in, port->rt)};
        uint32_t name = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_name_reserve(port, holder, name);
        return true;
    }
    case ASXB_OP_NAME_ACTIVATE: {
        asx_obligation lease = {asxb_read_handle(in, port->rt)};
        asx_task holder = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_name_activate(port, lease, holder);
        return true;
    }
    case ASXB_OP_TASK_LINK: {
        asx_task a = {asxb_read_handle(in, port->rt)};
        asx_task b = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_link(port, a, b);
        return true;
    }
    case ASXB_OP_TASK_UNLINK: {
        asx_task a = {asxb_read_handle(in, port->rt)};
        asx_task b = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_task_unlink(port, a, b);
        return true;
    }
    case ASXB_OP_MONITOR_OPEN: {
        asx_task watcher = {asxb_read_handle(in, port->rt)};
        asx_task target = {asxb_read_handle(in, port->rt)};
        uint32_t label = asxb_read_u32(in);

        if (in->failed)
            return false;
        in->result = asxb_call_monitor_open(port, watcher, target, label);
        return true;
    }
    case ASXB_OP_MONITOR_RECEIVE: {
        asx_task task = {asxb_read_handle(in, port->rt)};
        bool wait = asxb_read_bool(in);

        if (in->failed)
            return false;
        in->result = asxb_call_monitor_receive(port, task, wait);
        return true;
    }
    case ASXB_OP_MONITOR_RELEASE: {
        asx_monitor monitor = {asxb_read_handle(in, port->rt)};

        if (in->failed)
            return false;
        in->result = asxb_call_monitor_release(port, monitor);
        return true;
    }
    case ASXB_OP_REPORT_NEXT: {
        asx_report out;

        if (in->failed)
            return false;
        in->result = asxb_call_report_next(port, &out);
        return true;
    }
    default:
        return false;
    }
}

int asxb_replay_into(asxb_port *port, asxb_reader *reader)
{
    asxb_reader before = *reader;

    if (asxb_is_recording(port) && !asxb_recorder_has_room(port->recorder))
        return ASX_E_LOG_FULL;
    reader->opcode = asxb_read_opcode(reader);
    if (!perform(port, reader)) {
        *reader = before;
        return ASX_E_ARGUMENT;
    }
    return ASX_OK;
}

int asxb_replay_one(asx_runtime *rt, asxb_reader *reader)
{
    asxb_port port = {.rt = rt};

    return asxb_replay_into(&port, reader);
}
