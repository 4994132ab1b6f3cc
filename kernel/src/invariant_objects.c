/* invariant_objects.c -- what is always true of channels and locks, answered.
 *
 * Permits and grants are recounted from those who hold them, so one that is
 * lost or counted twice does not go unnoticed (permits conserved, channel
 * atomicity). O(objects + tasks + obligations), for asx_runtime_check.
 */
#include "asx/channel.h"
#include "invariant.h"
#include "lock.h"

#define TOKENS (uint32_t)(ASXI_CELL_BODY / 4) /* of a chunk */

struct tally {
    uint64_t references; /* what objects say refers to them */
    uint64_t permits;    /* of channels */
    uint64_t set_aside;
    uint64_t receivers;
    uint64_t granted; /* to tasks that have not claimed it */
    uint64_t granted_channel;
    uint64_t units_set_aside; /* of locks, as they say */
    uint64_t units_granted;   /* as tasks say */
    uint64_t units_held;
    uint64_t units_guarded; /* as guards say */
    uint64_t promised;      /* obligations to or by an object */
    uint64_t send_permits;
    uint64_t open_receivers;
    uint64_t queued_calls;
    uint64_t waiting_calls; /* calls that say they are queued */
};

static bool is_queued_call(const asx_runtime *rt, uint32_t slot)
{
    return slot <= asxi_arena(rt)->slots_used &&
           asxi_cell(rt, slot)->kind == ASX_KIND_CALL &&
           asxi_cell(rt, slot)->state == ASX_CALL_QUEUED;
}

/* Chunks have no link back, so their number bounds the walk. */
static const char *check_queue(const asx_runtime *rt,
                               const struct asxi_queue *queue, uint32_t type,
                               struct tally *tally)
{
    uint32_t chunks = 0, last = 0, seen = 0, from = queue->head_at;
    uint64_t ends = (uint64_t)queue->head_at + queue->count, tail = 0;

    ASXI_HOLDS(queue->head_at < TOKENS && queue->tail_at <= TOKENS);
    for (uint32_t at = queue->head; at; at = asxi_cell(rt, at)->next) {
        const uint32_t *tokens = (const void *)(asxi_cell(rt, at) + 1);

        ASXI_HOLDS(asxi_cell(rt, at)->kind == ASX_KIND_CHUNK);
        ASXI_HOLDS(chunks < asxi_arena(rt)->slots_used);
        if (at == queue->tail)
            tail = (uint64_t)chunks * TOKENS + queue->tail_at + 1;
        for (; from < TOKENS && seen < queue->count; from++, seen++) {
            bool is_call = (tokens[from] & ASXI_ITEM_CALL) != 0;

            ASXI_HOLDS(!is_call ||
                       (type == ASX_CHANNEL_SESSION &&
                        is_queued_call(rt, tokens[from] & ~ASXI_ITEM_CALL)));
            tally->queued_calls += is_call;
        }
        from = 0;
        chunks++;
        last = at;
    }
    ASXI_HOLDS(last == queue->last);
    ASXI_HOLDS((uint64_t)chunks * TOKENS == ends + queue->room);
    ASXI_HOLDS(tail == (chunks ? ends + 1 : 0));
    return NULL;
}

static const char *check_channel(const asx_runtime *rt,
                                 const struct asxi_channel *channel,
                                 struct tally *tally)
{
    const struct asxi_object *object = &channel->object;
    bool shared = channel->type == ASX_CHANNEL_BROADCAST ||
                  channel->type == ASX_CHANNEL_WATCH;

    ASXI_PASSES(check_queue(rt, &channel->queue, channel->type, tally));
    ASXI_HOLDS(channel->queue.room >= channel->permits ||
               channel->type == ASX_CHANNEL_WATCH);
    /* Whoever was granted a value of a channel that has gone comes in vain. */
    ASXI_HOLDS(object->gone ||
               channel->set_aside_receive <= channel->queue.count);
    ASXI_HOLDS(channel->queue.count <= channel->capacity);
    if (channel->type == ASX_CHANNEL_MPSC ||
        channel->type == ASX_CHANNEL_SESSION)
        ASXI_HOLDS((uint64_t)channel->queue.count + channel->permits +
                       channel->set_aside_send <=
                   channel->capacity);
    /* Nobody waits for what is there. */
    ASXI_HOLDS(shared || object->cell.waiters_head == 0 ||
               channel->queue.count == channel->set_aside_receive);
    ASXI_HOLDS(object->cell.waiters_head == 0 ||
               !asxi_channel_is_ended(channel));
    ASXI_HOLDS(object->others_head == 0 ||
               (!asxi_channel_is_ended(channel) && channel->senders > 0));
    tally->permits += channel->permits;
    tally->set_aside += channel->set_aside_send + channel->set_aside_receive;
    tally->receivers += channel->receivers;
    return NULL;
}

static const char *check_lock(const asx_runtime *rt,
                              const struct asxi_lock *lock, struct tally *tally)
{
    const struct asxi_object *object = &lock->object;
    uint32_t head = object->cell.waiters_head, waiting = 0;

    ASXI_PASSES(check_queue(rt, &lock->queue, ASX_CHANNEL_MPSC, tally));
    ASXI_HOLDS((uint64_t)lock->held + lock->set_aside <= lock->units);
    if (lock->type == ASX_LOCK_POOL && !object->gone) {
        ASXI_HOLDS(lock->queue.count + lock->held == lock->units);
        ASXI_HOLDS(lock->queue.room >= lock->held);
        ASXI_HOLDS(lock->units <= lock->capacity);
    }
    if (lock->type == ASX_LOCK_NOTIFY)
        ASXI_HOLDS(!asxi_lock_has(lock, 2));
    if (lock->type == ASX_LOCK_ONCE)
        ASXI_HOLDS((object->cell.state == ASX_LOCK_RUNNING) ==
                       (lock->held == 1) ||
                   object->cell.state == ASX_LOCK_CLOSED);
    if (asxi_lock_is_over(lock))
        ASXI_HOLDS(head == 0 && object->others_head == 0);
    /* Nobody waits for what is there. */
    else if (lock->type == ASX_LOCK_BARRIER)
        ASXI_HOLDS(lock->arrived < lock->units);
    else if (asxi_lock_writes_next(lock))
        ASXI_HOLDS(!asxi_lock_has(lock, lock->units));
    else if (head)
        ASXI_HOLDS(!asxi_lock_has(lock, asxi_wait_units(asxi_task(rt, head))));
    for (; head; head = asxi_task(rt, head)->wait_next)
        waiting++;
    ASXI_HOLDS(lock->arrived == (lock->type == ASX_LOCK_BARRIER ? waiting : 0));
    tally->units_held += lock->held;
    tally->units_set_aside += lock->set_aside;
    return NULL;
}

static bool is_object(const struct asxi_cell *cell)
{
    return cell->kind == ASX_KIND_CHANNEL || cell->kind == ASX_KIND_RECEIVER ||
           cell->kind == ASX_KIND_CALL || cell->kind == ASX_KIND_LOCK ||
           cell->kind == ASX_KIND_SUPERVISOR || cell->kind == ASX_KIND_CHILD;
}

/* Those that wait to send or to write, in their own queue. */
static const char *check_others(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_object *object = asxi_object(rt, slot);
    uint32_t prev = 0, at = object->others_head;

    for (; at; at = asxi_task(rt, at)->wait_next) {
        const struct asxi_task *task = asxi_task(rt, at);

        ASXI_HOLDS(task->wait == ASX_WAIT_SEND ||
                   task->wait == ASX_WAIT_LOCK_EXCLUSIVE);
        ASXI_HOLDS(task->wait_for == slot && task->wait_prev == prev);
        prev = at;
    }
    ASXI_HOLDS(prev == object->others_tail);
    return NULL;
}

static const char *check_object(const asx_runtime *rt, uint32_t slot,
                                struct tally *tally)
{
    const struct asxi_object *object = asxi_object(rt, slot);
    const void *cell = object;

    ASXI_HOLDS(object->gone <= 1 && (object->gone || object->cell.parent));
    ASXI_HOLDS(!object->gone || object->references > 0);
    ASXI_PASSES(check_others(rt, slot));
    tally->references += object->references;
    if (object->cell.kind == ASX_KIND_CHANNEL)
        ASXI_PASSES(check_channel(rt, cell, tally));
    if (object->cell.kind == ASX_KIND_LOCK)
        ASXI_PASSES(check_lock(rt, cell, tally));
    if (object->cell.kind == ASX_KIND_RECEIVER && !object->gone)
        tally->open_receivers++;
    if (object->cell.kind == ASX_KIND_CALL)
        tally->waiting_calls += object->cell.state == ASX_CALL_QUEUED;
    return NULL;
}

/* What a region owns names it back. */
static const char *check_owned(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_region *region = asxi_region(rt, slot);
    uint32_t count = 0, prev = 0;

    for (uint32_t at = region->object_head; at; at = asxi_cell(rt, at)->next) {
        ASXI_HOLDS(is_object(asxi_cell(rt, at)));
        ASXI_HOLDS(asxi_cell(rt, at)->parent == slot);
        ASXI_HOLDS(asxi_cell(rt, at)->prev == prev);
        ASXI_HOLDS(!asxi_object(rt, at)->gone);
        prev = at;
        count++;
    }
    ASXI_HOLDS(count == region->object_count);
    ASXI_HOLDS(count == 0 || region->cell.state != ASX_REGION_CLOSED);
    return NULL;
}

static void count_holder(const asx_runtime *rt, uint32_t slot,
                         struct tally *tally)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);

    if (cell->kind == ASX_KIND_TASK) {
        const struct asxi_task *task = asxi_task(rt, slot);

        if (cell->state == ASX_TASK_COMPLETED || task->wait != ASX_WAIT_NONE ||
            task->grant.slot == 0)
            return;
        tally->granted++;
        if (asxi_cell(rt, task->grant.slot)->kind == ASX_KIND_CHANNEL)
            tally->granted_channel++;
        else
            tally->units_granted += asxi_wait_units(task);
    } else if (cell->kind == ASX_KIND_OBLIGATION) {
        const struct asxi_obligation *obligation = asxi_obligation(rt, slot);

        if (obligation->kind == ASX_OBLIGATION_IO_OP || !obligation->tag)
            return;
        tally->promised++;
        tally->send_permits += obligation->kind == ASX_OBLIGATION_SEND_PERMIT;
        if (asxi_cell(rt, obligation->tag)->kind == ASX_KIND_LOCK)
            tally->units_guarded += obligation->units;
    }
}

const char *asxi_objects_check(const asx_runtime *rt, uint32_t *at)
{
    struct tally tally = {0};

    for (uint32_t slot = 1; slot <= asxi_arena(rt)->slots_used; slot++) {
        *at = slot;
        if (is_object(asxi_cell(rt, slot)))
            ASXI_PASSES(check_object(rt, slot, &tally));
        else if (asxi_cell(rt, slot)->kind == ASX_KIND_REGION)
            ASXI_PASSES(check_owned(rt, slot));
        else
            count_holder(rt, slot, &tally);
    }
    *at = 0;
    ASXI_HOLDS(tally.permits == tally.send_permits);
    ASXI_HOLDS(tally.set_aside == tally.granted_channel);
    ASXI_HOLDS(tally.units_set_aside == tally.units_granted);
    ASXI_HOLDS(tally.units_held == tally.units_guarded);
    ASXI_HOLDS(tally.receivers == tally.open_receivers);
    ASXI_HOLDS(tally.queued_calls == tally.waiting_calls);
    ASXI_HOLDS(tally.references == tally.promised + tally.granted +
                                       tally.open_receivers +
                                       tally.queued_calls);
    return NULL;
}
