/* canonical_object.c -- what is written about one object.
 *
 * Whoever adds a field to an object writes it here, unless asx/explore.h says
 * why no later call can tell.
 */
#include "canonical.h"
#include "object.h"

static uint64_t polls(const struct asxi_walk *w, uint32_t quota)
{
    return quota < w->polls_enough ? quota : UINT32_MAX;
}

static void put_reason(struct asxi_walk *w, const asx_reason *reason)
{
    asxi_walk_put(w, reason->kind);
    if (reason->kind != ASX_CANCEL_NONE)
        asxi_walk_put(w, asxi_walk_since(w, reason->time_us));
}

static void put_budget(struct asxi_walk *w, const asx_budget *budget,
                       uint64_t cleanup_deadline_us, uint32_t cleanup_polls)
{
    asxi_walk_put(w,
                  polls(w, budget->poll_quota) << 32 | polls(w, cleanup_polls));
    asxi_walk_put(w, asxi_walk_since(w, budget->deadline_us));
    asxi_walk_put(w, budget->cost_quota);
    asxi_walk_put(w, asxi_walk_since(w, cleanup_deadline_us));
}

/* Only a lane asks for it. */
static uint32_t rank_of(const struct asxi_cell *cell)
{
    return cell->queue == ASX_QUEUE_CANCEL || cell->queue == ASX_QUEUE_READY
               ? cell->rank
               : 0;
}

static void put_cell(struct asxi_walk *w, const struct asxi_cell *cell)
{
    asxi_walk_put(w, (uint64_t)cell->kind | (uint64_t)cell->state << 8 |
                         (uint64_t)cell->queue << 16 |
                         (uint64_t)rank_of(cell) << 24 |
                         asxi_walk_name(w, cell->parent) << 32 |
                         asxi_walk_name(w, cell->waiters_head) << 40 |
                         asxi_walk_name(w, cell->waiters_tail) << 48);
}

static void put_region(struct asxi_walk *w, const struct asxi_region *region)
{
    put_cell(w, &region->cell);
    asxi_walk_put(w, (uint64_t)region->flags | (uint64_t)region->outcome << 8 |
                         (uint64_t)region->settled << 16 |
                         (uint64_t)region->closing << 24 |
                         asxi_walk_name(w, region->finalizer_task) << 32 |
                         (uint64_t)region->budget.priority << 40 |
                         (uint64_t)(region->adopted != 0) << 48);
    asxi_walk_put(w, (uint64_t)region->obligation_count << 32 |
                         region->finalizer_count);
    put_reason(w, &region->reason);
    put_budget(w, &region->budget, region->cleanup_deadline_us,
               region->cleanup_polls);
    asxi_walk_put(w, asxi_walk_name(w, region->limits) << 8 |
                         asxi_walk_name(w, region->object_head));
}

static void put_task(struct asxi_walk *w, const struct asxi_task *task)
{
    put_cell(w, &task->cell);
    asxi_walk_put(w, (uint64_t)task->flags | (uint64_t)task->wait << 16 |
                         (uint64_t)task->mask_depth << 24 |
                         (uint64_t)task->mask_allowance << 32 |
                         (uint64_t)task->refusals << 48 |
                         (uint64_t)task->outcome << 56);
    asxi_walk_put(w, asxi_walk_name(w, task->wait_for) |
                         asxi_walk_name(w, task->wait_next) << 8 |
                         asxi_walk_name(w, task->owner) << 16 |
                         asxi_walk_name(w, task->implicit_head) << 24 |
                         asxi_walk_name(w, task->implicit_next) << 32 |
                         (uint64_t)task->budget.priority << 40);
    asxi_walk_put(w, task->finalizer_count);
    put_reason(w, &task->reason);
    put_budget(w, &task->budget, task->cleanup_deadline_us,
               task->cleanup_polls);
    ASXI_ASSERT(task->extension == 0);
    if (task->wait == ASX_WAIT_SLEEP)
        asxi_walk_put(w, asxi_walk_since(w, task->sleep_due_us));
    else if (task->grant.slot || task->grant.units)
        asxi_walk_put(w, asxi_walk_name(w, task->grant.slot) << 32 |
                             task->grant.units);
}

static uint64_t mix(uint64_t weight, uint64_t word)
{
    weight = (weight ^ word) * UINT64_C(0x9fb21c651e98df25);
    return weight ^ weight >> 32;
}

/* All that put_task writes without a name in it, or equal tasks would be named
 * by birth. */
uint64_t asxi_canonical_weight(const struct asxi_walk *w, uint32_t slot)
{
    const struct asxi_task *task = asxi_task(w->rt, slot);
    const struct asxi_cell *cell = &task->cell;
    const asx_budget *budget = &task->budget;
    uint64_t weight = (uint64_t)cell->state << 56 |
                      (uint64_t)cell->queue << 48 | (uint64_t)task->wait << 40 |
                      (uint64_t)rank_of(cell) << 32 | task->flags;

    weight = mix(weight, (uint64_t)task->refusals << 48 |
                             (uint64_t)task->outcome << 40 |
                             (uint64_t)budget->priority << 32 |
                             (uint64_t)task->mask_depth << 24 |
                             (uint64_t)task->mask_allowance);
    weight = mix(weight, (uint64_t)task->finalizer_count << 8 |
                             (uint64_t)task->reason.kind);
    weight = mix(weight, (uint64_t)polls(w, budget->poll_quota) << 32 |
                             polls(w, task->cleanup_polls));
    weight = mix(weight, budget->cost_quota);
    weight = mix(weight, asxi_walk_since(w, budget->deadline_us));
    weight = mix(weight, asxi_walk_since(w, task->cleanup_deadline_us));
    if (task->reason.kind != ASX_CANCEL_NONE)
        weight = mix(weight, asxi_walk_since(w, task->reason.time_us));
    if (task->wait == ASX_WAIT_SLEEP)
        weight = mix(weight, asxi_walk_since(w, task->sleep_due_us));
    for (slot = task->obligation_head; slot;
         slot = asxi_cell(w->rt, slot)->next)
        weight = mix(weight, asxi_cell(w->rt, slot)->state + 1u);
    return weight;
}

static void put_obligation(struct asxi_walk *w,
                           const struct asxi_obligation *held)
{
    put_cell(w, &held->cell);
    asxi_walk_put(w, (uint64_t)held->kind << 32 |
                         asxi_walk_name(w, held->holder) << 8 |
                         asxi_walk_name(w, held->tag));
    asxi_walk_put(w, held->units);
}

static void put_limits(struct asxi_walk *w, const struct asxi_limits *limits)
{
    put_cell(w, &limits->cell);
    asxi_walk_put(w, (uint64_t)limits->bounds.children << 32 |
                         limits->bounds.tasks);
    asxi_walk_put(w, (uint64_t)limits->bounds.obligations << 32 |
                         limits->bounds.queue_bytes);
    asxi_walk_put(w, limits->queue_bytes);
}

static void put_common(struct asxi_walk *w, const struct asxi_object *object)
{
    put_cell(w, &object->cell);
    asxi_walk_put(w, asxi_walk_name(w, object->cell.next) |
                         asxi_walk_name(w, object->others_head) << 8 |
                         asxi_walk_name(w, object->others_tail) << 16 |
                         (uint64_t)object->gone << 24 |
                         (uint64_t)object->references << 32);
}

/* How many commits there were only matters beside what receivers have seen. */
static void put_channel(struct asxi_walk *w, const struct asxi_channel *channel)
{
    put_common(w, &channel->object);
    asxi_walk_put(w, (uint64_t)channel->type << 32 | channel->capacity);
    asxi_walk_put(w, (uint64_t)channel->permits << 32 | channel->senders);
    asxi_walk_put(w, (uint64_t)channel->set_aside_send << 32 |
                         channel->set_aside_receive);
    asxi_walk_put(w, (uint64_t)channel->receivers << 32 | channel->value);
    asxi_walk_put(w, channel->queue.count);
    for (uint32_t i = 0; i < channel->queue.count; i++) {
        uint32_t item = asxi_queue_at(w->rt, &channel->queue, i);

        asxi_walk_put(w, item & ASXI_ITEM_CALL
                             ? ASXI_ITEM_CALL |
                                   asxi_walk_name(w, item & ~ASXI_ITEM_CALL)
                             : item);
    }
}

static void put_receiver(struct asxi_walk *w,
                         const struct asxi_receiver *receiver)
{
    const struct asxi_channel *channel =
        (const struct asxi_channel *)(const void *)asxi_cell(w->rt,
                                                             receiver->channel);

    put_common(w, &receiver->object);
    asxi_walk_put(w, asxi_walk_name(w, receiver->channel));
    asxi_walk_put(w, channel->version - receiver->seen);
}

static void put_call(struct asxi_walk *w, const struct asxi_call *call)
{
    put_common(w, &call->object);
    asxi_walk_put(w, (uint64_t)call->request << 32 | call->reply);
}

/* Over, and only its outcome and its reason can still be asked for. What it
 * names may be gone, and another's by now. */
static bool is_over(const struct asxi_cell *cell)
{
    return (cell->kind == ASX_KIND_TASK && cell->state == ASX_TASK_COMPLETED) ||
           (cell->kind == ASX_KIND_REGION && cell->state == ASX_REGION_CLOSED);
}

static void put_over(struct asxi_walk *w, const struct asxi_cell *cell)
{
    uint32_t slot = asxi_slot(w->rt, cell);
    bool is_task = cell->kind == ASX_KIND_TASK;

    asxi_walk_put(w, (uint64_t)cell->kind | (uint64_t)cell->state << 8 |
                         (uint64_t)cell->queue << 16 |
                         (uint64_t)(is_task ? asxi_task(w->rt, slot)->outcome
                                            : asxi_region(w->rt, slot)->outcome)
                             << 24 |
                         (uint64_t)(is_task
                                        ? asxi_task(w->rt, slot)->reason.kind
                                        : asxi_region(w->rt, slot)->reason.kind)
                             << 32);
}

void asxi_canonical_object(struct asxi_walk *w, uint32_t slot)
{
    const struct asxi_cell *cell = asxi_cell(w->rt, slot);
    const void *body = cell;

    if (is_over(cell)) {
        put_over(w, cell);
        return;
    }
    switch ((asx_kind)cell->kind) {
    case ASX_KIND_REGION:
        put_region(w, body);
        return;
    case ASX_KIND_TASK:
        put_task(w, body);
        return;
    case ASX_KIND_OBLIGATION:
        put_obligation(w, body);
        return;
    case ASX_KIND_LIMITS:
        put_limits(w, body);
        return;
    case ASX_KIND_CHANNEL:
        put_channel(w, body);
        return;
    case ASX_KIND_RECEIVER:
        put_receiver(w, body);
        return;
    case ASX_KIND_CALL:
        put_call(w, body);
        return;
    case ASX_KIND_CHUNK: /* its channel tells what is queued */
        return;
    case ASX_KIND_FREE:
    case ASX_KIND_RETIRED:
    case ASX_KIND_CAPSULE: /* of the layer above */
    case ASX_KIND_LOCK:
    case ASX_KIND_SUPERVISOR:
    case ASX_KIND_CHILD:
    case ASX_KIND_LINK:
    case ASX_KIND_MONITOR:
    case ASX_KIND_TIES:
        break;
    }
    ASXI_UNREACHABLE(); /* asx_canonical_read has refused */
}
