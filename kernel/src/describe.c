/* describe.c -- objects as numbers, for inspection. Changes nothing. */
#include "asx/describe.h"

#include "lock.h"
#include "supervision.h"
#include "ties.h"

static double time_or_none(uint64_t us)
{
    return us == ASX_TIME_NONE ? -1 : (double)us;
}

static double count_or_none(uint32_t count)
{
    return count == UINT32_MAX ? -1 : (double)count;
}

static void describe_budget(const asx_budget *budget, double *fields)
{
    fields[ASX_FIELD_PRIORITY] = budget->priority;
    fields[ASX_FIELD_DEADLINE] = time_or_none(budget->deadline_us);
    fields[ASX_FIELD_POLLS] = count_or_none(budget->poll_quota);
    fields[ASX_FIELD_COST] = time_or_none(budget->cost_quota);
}

/* The slot of an origin that is still there: another may live in it now. */
static uint32_t origin_slot(const asx_runtime *rt, uint64_t bits, asx_kind kind)
{
    return asxi_resolve(rt, bits, kind) ? (uint32_t)bits : 0;
}

static void describe_reason(const asx_runtime *rt, const asx_reason *reason,
                            double *fields)
{
    fields[ASX_FIELD_CANCEL_KIND] = reason->kind;
    fields[ASX_FIELD_CANCEL_TIME] = (double)reason->time_us;
    fields[ASX_FIELD_CANCEL_MESSAGE] = reason->message;
    fields[ASX_FIELD_CANCEL_REGION] =
        origin_slot(rt, reason->origin_region.bits, ASX_KIND_REGION);
    fields[ASX_FIELD_CANCEL_TASK] =
        origin_slot(rt, reason->origin_task.bits, ASX_KIND_TASK);
}

static void describe_limits(const asx_runtime *rt,
                            const struct asxi_region *region, double *fields)
{
    struct asxi_bounds none = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    const struct asxi_limits *limits =
        region->limits ? (const void *)asxi_cell(rt, region->limits) : NULL;
    const struct asxi_bounds *bounds = limits ? &limits->bounds : &none;

    fields[ASX_FIELD_LIMIT_CHILDREN] = count_or_none(bounds->children);
    fields[ASX_FIELD_LIMIT_TASKS] = count_or_none(bounds->tasks);
    fields[ASX_FIELD_LIMIT_OBLIGATIONS] = count_or_none(bounds->obligations);
    fields[ASX_FIELD_LIMIT_QUEUE_BYTES] = count_or_none(bounds->queue_bytes);
    fields[ASX_FIELD_QUEUE_BYTES] = limits ? limits->queue_bytes : 0;
}

static void describe_region(const asx_runtime *rt,
                            const struct asxi_region *region, double *fields)
{
    fields[ASX_FIELD_FLAGS] = region->flags;
    fields[ASX_FIELD_OUTCOME] = region->outcome;
    describe_budget(&region->budget, fields);
    describe_reason(rt, &region->reason, fields);
    fields[ASX_FIELD_CLEANUP_DEADLINE] =
        time_or_none(region->cleanup_deadline_us);
    fields[ASX_FIELD_LIVE_TASKS] = region->task_count;
    fields[ASX_FIELD_LIVE_REGIONS] = region->child_count;
    fields[ASX_FIELD_OBLIGATIONS] = region->obligation_count;
    fields[ASX_FIELD_FINALIZERS] = region->finalizer_count;
    fields[ASX_FIELD_ADOPTED] = region->adopted;
    describe_limits(rt, region, fields);
}

static void describe_task(const asx_runtime *rt, const struct asxi_task *task,
                          double *fields)
{
    uint32_t slot = task->obligation_head;

    fields[ASX_FIELD_FLAGS] = task->flags;
    fields[ASX_FIELD_OUTCOME] = task->outcome;
    describe_budget(&task->budget, fields);
    describe_reason(rt, &task->reason, fields);
    fields[ASX_FIELD_CLEANUP_DEADLINE] =
        time_or_none(task->cleanup_deadline_us);
    fields[ASX_FIELD_FINALIZERS] = task->finalizer_count;
    fields[ASX_FIELD_WAIT] = task->wait;
    fields[ASX_FIELD_WAIT_FOR] = task->wait_for;
    fields[ASX_FIELD_MASK_DEPTH] = task->mask_depth;
    fields[ASX_FIELD_MASK_ALLOWANCE] = task->mask_allowance;
    fields[ASX_FIELD_REFUSALS] = task->refusals;
    fields[ASX_FIELD_OWNER] = task->owner;
    for (; slot; slot = asxi_cell(rt, slot)->next)
        fields[ASX_FIELD_OBLIGATIONS]++;
}

static void describe_channel(const struct asxi_channel *channel, double *fields)
{
    fields[ASX_FIELD_SUBKIND] = channel->type;
    fields[ASX_FIELD_TOKEN] = channel->value;
    fields[ASX_FIELD_QUEUED] = channel->queue.count;
    fields[ASX_FIELD_CAPACITY] = count_or_none(channel->capacity);
    fields[ASX_FIELD_PERMITS] = channel->permits;
    fields[ASX_FIELD_SET_ASIDE] =
        channel->set_aside_send + channel->set_aside_receive;
    fields[ASX_FIELD_SENDERS] = channel->senders;
    fields[ASX_FIELD_RECEIVERS] = channel->receivers;
    fields[ASX_FIELD_VERSION] = (double)channel->version;
}

static void describe_lock(const struct asxi_lock *lock, double *fields)
{
    fields[ASX_FIELD_SUBKIND] = lock->type;
    fields[ASX_FIELD_QUEUED] = lock->arrived + lock->queue.count;
    fields[ASX_FIELD_CAPACITY] = lock->capacity;
    fields[ASX_FIELD_PERMITS] = lock->held;
    fields[ASX_FIELD_SET_ASIDE] = lock->set_aside;
    fields[ASX_FIELD_UNITS] = lock->units - lock->held - lock->set_aside;
}

static void describe_supervisor(const struct asxi_supervisor *supervisor,
                                double *fields)
{
    fields[ASX_FIELD_SUBKIND] = supervisor->strategy;
    fields[ASX_FIELD_OUTCOME] = supervisor->outcome;
    fields[ASX_FIELD_REGION] = supervisor->object.cell.parent;
    fields[ASX_FIELD_STARTS] = supervisor->restarts.count;
    fields[ASX_FIELD_CAPACITY] = supervisor->restarts.max;
    fields[ASX_FIELD_UNITS] = (double)supervisor->restarts.window_us;
}

static void describe_child(const struct asxi_child *child, double *fields)
{
    fields[ASX_FIELD_SUBKIND] = child->policy;
    fields[ASX_FIELD_FLAGS] = child->flags;
    fields[ASX_FIELD_OUTCOME] = child->outcome;
    fields[ASX_FIELD_OBJECT] = child->supervisor;
    fields[ASX_FIELD_REGION] = child->region;
    fields[ASX_FIELD_TASK] = (uint32_t)child->task;
    fields[ASX_FIELD_STARTS] = child->starts;
}

static void describe_monitor(const struct asxi_tie *monitor, double *fields)
{
    fields[ASX_FIELD_OUTCOME] = monitor->outcome;
    fields[ASX_FIELD_OWNER] = monitor->ends[0].task;
    fields[ASX_FIELD_TASK] = monitor->ends[1].task;
}

static void describe_kind(const asx_runtime *rt, uint32_t slot, double *fields)
{
    void *cell = asxi_cell(rt, slot);

    switch ((asx_kind)asxi_cell(rt, slot)->kind) {
    case ASX_KIND_REGION:
        describe_region(rt, cell, fields);
        return;
    case ASX_KIND_TASK:
        describe_task(rt, cell, fields);
        return;
    case ASX_KIND_OBLIGATION: {
        const struct asxi_obligation *obligation = cell;

        fields[ASX_FIELD_SUBKIND] = obligation->kind;
        fields[ASX_FIELD_OWNER] = obligation->holder;
        fields[ASX_FIELD_OBJECT] = obligation->tag;
        fields[ASX_FIELD_UNITS] = obligation->units;
        fields[ASX_FIELD_TOKEN] = obligation->token;
        return;
    }
    case ASX_KIND_CHANNEL:
        describe_channel(cell, fields);
        return;
    case ASX_KIND_RECEIVER: {
        const struct asxi_receiver *receiver = cell;

        fields[ASX_FIELD_OBJECT] = receiver->channel;
        fields[ASX_FIELD_VERSION] = (double)receiver->seen;
        return;
    }
    case ASX_KIND_CALL: {
        const struct asxi_call *call = cell;

        fields[ASX_FIELD_TOKEN] = call->request;
        return;
    }
    case ASX_KIND_SUPERVISOR:
        describe_supervisor(cell, fields);
        return;
    case ASX_KIND_CHILD:
        describe_child(cell, fields);
        return;
    case ASX_KIND_MONITOR:
        describe_monitor(cell, fields);
        return;
    case ASX_KIND_LOCK:
        describe_lock(cell, fields);
        return;
    case ASX_KIND_LINK:
    case ASX_KIND_TIES:
    case ASX_KIND_CAPSULE:
    case ASX_KIND_LIMITS:
    case ASX_KIND_CHUNK:
    case ASX_KIND_FREE:
    case ASX_KIND_RETIRED:
        return;
    }
}

uint32_t asx_cancel_summary(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_cell *cell;
    const struct asxi_task *task;

    if (asx_generation(rt, slot) == 0)
        return ASX_CANCEL_NONE;
    cell = asxi_cell(rt, slot);
    if (cell->kind == ASX_KIND_REGION)
        return asxi_region(rt, slot)->reason.kind;
    if (cell->kind != ASX_KIND_TASK)
        return ASX_CANCEL_NONE;
    task = asxi_task(rt, slot);
    if (cell->state != ASX_TASK_COMPLETED &&
        asx_reason_compare(&task->reason,
                           &asxi_region(rt, cell->parent)->reason) == 0)
        return task->reason.kind | ASX_CANCEL_SUMMARY_SHARED;
    return task->reason.kind;
}

asx_kind asx_describe(const asx_runtime *rt, uint32_t slot,
                      double fields[ASX_FIELD_COUNT])
{
    const struct asxi_cell *cell;

    for (int at = 0; at < ASX_FIELD_COUNT; at++)
        fields[at] = 0;
    if (asx_generation(rt, slot) == 0)
        return ASX_KIND_FREE;
    cell = asxi_cell(rt, slot);
    fields[ASX_FIELD_KIND] = cell->kind;
    fields[ASX_FIELD_STATE] = cell->state;
    fields[ASX_FIELD_GENERATION] = cell->generation;
    fields[ASX_FIELD_LABEL] = cell->label;
    fields[ASX_FIELD_PARENT] = cell->parent;
    fields[ASX_FIELD_ORDINAL] = cell->ordinal;
    fields[ASX_FIELD_QUEUE] = cell->queue;
    fields[ASX_FIELD_DUE] = (double)cell->due;
    describe_kind(rt, slot, fields);
    return (asx_kind)cell->kind;
}
