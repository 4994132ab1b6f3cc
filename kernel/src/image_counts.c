/* image_counts.c -- what an image says it has, counted object by object.
 *
 * The invariants add up over the whole state, which is enough against a bug. An
 * image from elsewhere may have two wrongs that make up for each other, so here
 * every owner is compared with those that name it: a pass counts into a word
 * for each slot, then each object says what it has. A list has passed the
 * invariants: its members are different ones and name its owner, so if as many
 * name it as it is long, nobody claims to be in it who is not.
 */
#include "asx/channel.h"
#include "invariant.h"
#include "lock.h"
#include "supervision.h"
#include "ties.h"

static bool is_dormant(const asx_runtime *rt, uint32_t slot)
{
    return asxi_region(rt, asxi_cell(rt, slot)->parent)->finalizer_task == slot;
}

static bool is_object(const struct asxi_cell *cell)
{
    return (cell->kind >= ASX_KIND_CHANNEL && cell->kind <= ASX_KIND_LOCK) ||
           cell->kind == ASX_KIND_SUPERVISOR || cell->kind == ASX_KIND_CHILD;
}

/* What it has of those that a region owns: its region, if it is in the list. */
static uint32_t owner_of(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);
    bool owned = is_object(cell);

    if (cell->kind == ASX_KIND_TASK)
        owned = cell->state != ASX_TASK_COMPLETED && !is_dormant(rt, slot);
    if (cell->kind == ASX_KIND_REGION)
        owned = cell->state != ASX_REGION_CLOSED;
    return owned ? cell->parent : 0;
}

static void add_owned(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    words[owner_of(rt, slot)]++;
}

static bool has_owned(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_region *region = asxi_region(rt, slot);

    return region->cell.kind != ASX_KIND_REGION ||
           (uint64_t)region->task_count + region->child_count +
                   region->object_count ==
               count;
}

static void add_ledger(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    if (asxi_cell(rt, slot)->kind == ASX_KIND_OBLIGATION)
        words[asxi_cell(rt, slot)->parent]++;
}

static bool has_ledger(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    return asxi_cell(rt, slot)->kind != ASX_KIND_REGION ||
           asxi_region(rt, slot)->obligation_count == count;
}

/* Obligations and second operations of a task. */
static void add_held(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    if (asxi_cell(rt, slot)->kind == ASX_KIND_OBLIGATION)
        words[asxi_obligation(rt, slot)->holder]++;
    if (asxi_cell(rt, slot)->kind == ASX_KIND_TASK)
        words[asxi_task(rt, slot)->owner]++;
}

static bool has_held(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    uint32_t at;

    if (task->cell.kind != ASX_KIND_TASK)
        return true;
    for (at = task->obligation_head; at; at = asxi_cell(rt, at)->next)
        count--;
    for (at = task->implicit_head; at; at = asxi_task(rt, at)->implicit_next)
        count--;
    return count == 0;
}

static void add_waiters(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    if (asxi_cell(rt, slot)->kind == ASX_KIND_TASK)
        words[asxi_task(rt, slot)->wait_for]++;
}

static bool has_waiters(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    uint32_t at = asxi_cell(rt, slot)->waiters_head;

    for (; at; at = asxi_task(rt, at)->wait_next)
        count--;
    at =
        is_object(asxi_cell(rt, slot)) ? asxi_object(rt, slot)->others_head : 0;
    for (; at; at = asxi_task(rt, at)->wait_next)
        count--;
    return count == 0;
}

static const struct asxi_queue *queue_of(const asx_runtime *rt, uint32_t slot)
{
    const void *cell = asxi_cell(rt, slot);
    uint8_t kind = asxi_cell(rt, slot)->kind;

    return kind == ASX_KIND_CHANNEL
               ? &((const struct asxi_channel *)cell)->queue
           : kind == ASX_KIND_LOCK ? &((const struct asxi_lock *)cell)->queue
                                   : NULL;
}

/* Each chunk is in one queue. */
static void add_chunks(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_queue *queue = queue_of(rt, slot);

    for (uint32_t at = queue ? queue->head : 0; at;
         at = asxi_cell(rt, at)->next) {
        words[at]++;
        if (words[at] > 1) /* it goes on as another queue does */
            return;
    }
}

static bool has_chunks(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    return asxi_cell(rt, slot)->kind != ASX_KIND_CHUNK || count == 1;
}

/* Calls in queues, which the invariants have seen to be calls. */
static void add_queued(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_queue *queue = queue_of(rt, slot);
    uint32_t seen = 0, from = queue ? queue->head_at : 0;

    for (uint32_t at = queue ? queue->head : 0; at;
         at = asxi_cell(rt, at)->next) {
        const uint32_t *tokens = (const void *)(asxi_cell(rt, at) + 1);

        for (; from < ASXI_CELL_BODY / 4 && seen < queue->count; from++, seen++)
            if (tokens[from] & ASXI_ITEM_CALL)
                words[tokens[from] & ~ASXI_ITEM_CALL]++;
        from = 0;
    }
}

static bool has_queued(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);

    return count ==
           (cell->kind == ASX_KIND_CALL && cell->state == ASX_CALL_QUEUED);
}

static uint32_t granted_by(const struct asxi_task *task)
{
    return task->cell.kind == ASX_KIND_TASK &&
                   task->cell.state != ASX_TASK_COMPLETED &&
                   task->wait == ASX_WAIT_NONE
               ? task->grant.slot
               : 0;
}

static void add_references(const asx_runtime *rt, uint32_t slot,
                           uint32_t *words)
{
    const struct asxi_obligation *held = asxi_obligation(rt, slot);
    const struct asxi_receiver *receiver = (const void *)held;

    words[granted_by(asxi_task(rt, slot))]++;
    if (held->cell.kind == ASX_KIND_OBLIGATION &&
        held->kind != ASX_OBLIGATION_IO_OP)
        words[held->tag]++;
    if (held->cell.kind == ASX_KIND_RECEIVER && !receiver->object.gone)
        words[receiver->channel]++;
    add_queued(rt, slot, words);
}

static bool has_references(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    return !is_object(asxi_cell(rt, slot)) ||
           asxi_object(rt, slot)->references == count;
}

/* What obligations have of an object. */
static void add_units(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_obligation *held = asxi_obligation(rt, slot);

    if (held->cell.kind == ASX_KIND_OBLIGATION)
        words[held->tag] +=
            asxi_cell(rt, held->tag)->kind == ASX_KIND_LOCK ? held->units : 1;
}

static bool has_units(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const void *cell = asxi_cell(rt, slot);
    uint8_t kind = asxi_cell(rt, slot)->kind;

    if (kind == ASX_KIND_CAPSULE)
        return count <= 1;
    if (kind == ASX_KIND_CALL)
        return count == (asxi_cell(rt, slot)->state == ASX_CALL_TAKEN);
    return kind == ASX_KIND_CHANNEL
               ? ((const struct asxi_channel *)cell)->permits == count
           : kind == ASX_KIND_LOCK
               ? ((const struct asxi_lock *)cell)->held == count
               : true;
}

/* What is set aside, in the unit that its object counts: values that wait to
 * be received in the upper half. */
static void add_aside(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    uint32_t by = granted_by(task);

    if (by && asxi_cell(rt, by)->kind == ASX_KIND_LOCK)
        words[by] += asxi_wait_units(task);
    else if (by && task->grant.units >> ASX_ANSWER_SHIFT == ASX_WAIT_SEND)
        words[by]++;
}

static bool has_aside(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const void *cell = asxi_cell(rt, slot);
    uint8_t kind = asxi_cell(rt, slot)->kind;

    return kind == ASX_KIND_CHANNEL
               ? ((const struct asxi_channel *)cell)->set_aside_send == count
           : kind == ASX_KIND_LOCK
               ? ((const struct asxi_lock *)cell)->set_aside == count
               : true;
}

static void add_received(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_task *task = asxi_task(rt, slot);
    uint32_t by = granted_by(task);

    if (by && asxi_cell(rt, by)->kind == ASX_KIND_CHANNEL &&
        task->grant.units >> ASX_ANSWER_SHIFT == ASX_WAIT_RECEIVE)
        words[by]++;
}

static bool has_received(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_channel *channel = (const void *)asxi_cell(rt, slot);

    return channel->object.cell.kind != ASX_KIND_CHANNEL ||
           channel->set_aside_receive == count;
}

static void add_receivers(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    const struct asxi_receiver *receiver = (const void *)asxi_cell(rt, slot);

    if (receiver->object.cell.kind == ASX_KIND_RECEIVER &&
        !receiver->object.gone)
        words[receiver->channel]++;
}

static bool has_receivers(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_channel *channel = (const void *)asxi_cell(rt, slot);

    return channel->object.cell.kind != ASX_KIND_CHANNEL ||
           channel->receivers == count;
}

/* What belongs to one: limits to a region, an extension to a task, the life of
 * a child to it, what a supervisor holds to it. */
static void add_own(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    uint8_t kind = asxi_cell(rt, slot)->kind;

    if (kind == ASX_KIND_REGION)
        words[asxi_region(rt, slot)->limits]++;
    if (kind == ASX_KIND_TASK)
        words[asxi_task(rt, slot)->extension]++;
    if (kind == ASX_KIND_SUPERVISOR)
        words[asxi_supervisor(rt, slot)->hold]++;
    if (kind == ASX_KIND_CHILD) {
        words[asxi_child(rt, slot)->region]++;
        words[asxi_child(rt, slot)->lease]++;
    }
}

static bool has_own(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);
    const struct asxi_lease *lease = asxi_lease(rt, slot);

    switch ((asx_kind)cell->kind) {
    case ASX_KIND_LIMITS:
        return count == 1 && asxi_region(rt, cell->parent)->limits == slot;
    case ASX_KIND_TIES:
        return count == 1 && asxi_task(rt, cell->parent)->extension == slot;
    case ASX_KIND_REGION:
        return count == (cell->state != ASX_REGION_CLOSED &&
                         asxi_region(rt, slot)->flags & ASXI_REGION_CHILD);
    case ASX_KIND_OBLIGATION:
        return count <= 1 && (count == 0 || lease->obligation.holder == 0) &&
               (lease->child == 0 ||
                asxi_child(rt, lease->child)->lease == slot) &&
               (count == 0 || lease->obligation.kind == ASX_OBLIGATION_LEASE);
    case ASX_KIND_FREE:
    case ASX_KIND_TASK:
    case ASX_KIND_CAPSULE:
    case ASX_KIND_RETIRED:
    case ASX_KIND_CHUNK:
    case ASX_KIND_CHANNEL:
    case ASX_KIND_RECEIVER:
    case ASX_KIND_CALL:
    case ASX_KIND_LOCK:
    case ASX_KIND_SUPERVISOR:
    case ASX_KIND_CHILD:
    case ASX_KIND_LINK:
    case ASX_KIND_MONITOR:
        break;
    }
    return true;
}

/* Its supervisor, of a region that is one's own. */
static void add_rulers(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    if (asxi_cell(rt, slot)->kind == ASX_KIND_SUPERVISOR)
        words[asxi_cell(rt, slot)->parent]++;
}

static bool has_rulers(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_region *region = asxi_region(rt, slot);

    return region->cell.kind != ASX_KIND_REGION ||
           count == (region->cell.state != ASX_REGION_CLOSED &&
                     region->flags & ASXI_REGION_SUPERVISOR);
}

/* Children of a supervisor, and monitors of a task. */
static void add_kept(const asx_runtime *rt, uint32_t slot, uint32_t *words)
{
    uint32_t watcher = asxi_tie(rt, slot)->ends[0].task;

    if (asxi_cell(rt, slot)->kind == ASX_KIND_CHILD)
        words[asxi_child(rt, slot)->supervisor]++;
    if (asxi_cell(rt, slot)->kind == ASX_KIND_MONITOR)
        words[asxi_task(rt, watcher)->extension]++;
}

static bool has_kept(const asx_runtime *rt, uint32_t slot, uint32_t count)
{
    const struct asxi_ties *ties = (const void *)asxi_cell(rt, slot);
    uint32_t at;

    if (ties->cell.kind == ASX_KIND_TIES)
        return ties->monitors == count;
    if (ties->cell.kind != ASX_KIND_SUPERVISOR)
        return true;
    if (count > ASX_PLAN_CHILDREN_MAX)
        return false;
    for (at = asxi_supervisor(rt, slot)->child_head; at;
         at = asxi_child(rt, at)->later)
        count--;
    return count == 0;
}

static const struct pass {
    void (*add)(const asx_runtime *rt, uint32_t slot, uint32_t *words);
    bool (*has)(const asx_runtime *rt, uint32_t slot, uint32_t count);
    const char *says;
} passes[] = {
    {add_owned, has_owned, "a region lists what it owns"},
    {add_ledger, has_ledger, "a region counts its obligations"},
    {add_held, has_held, "a task lists what it holds"},
    {add_waiters, has_waiters, "what is waited for lists who waits"},
    {add_chunks, has_chunks, "a chunk is in one queue"},
    {add_queued, has_queued, "a queued call is in one queue"},
    {add_references, has_references, "an object counts its references"},
    {add_units, has_units, "an object counts what is held of it"},
    {add_aside, has_aside, "an object counts what it has set aside"},
    {add_received, has_received, "a channel counts what it has set aside"},
    {add_receivers, has_receivers, "a channel counts its receivers"},
    {add_own, has_own, "what belongs to one is named once"},
    {add_rulers, has_rulers, "a supervisor has a region of its own"},
    {add_kept, has_kept, "children and monitors are all listed"},
};

/* The free list has no links back. */
static const char *check_free(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    uint32_t count = 0;

    for (uint32_t at = arena->free_head; at; at = asxi_cell(rt, at)->queue_next)
        ASXI_HOLDS(++count <= arena->slots_used);
    for (uint32_t slot = 1; slot <= arena->slots_used; slot++)
        count -= asxi_cell(rt, slot)->kind == ASX_KIND_FREE;
    ASXI_HOLDS(count == 0);
    return NULL;
}

/* Whoever says that it is in a queue is. */
static const char *check_queued(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    uint32_t counts[ASX_QUEUE_AFTERMATH + 1] = {0}, at;

    for (uint32_t slot = 1; slot <= arena->slots_used; slot++)
        counts[asxi_cell(rt, slot)->queue]++;
    for (at = arena->notice_head; at; at = asxi_cell(rt, at)->queue_next)
        counts[ASX_QUEUE_NOTICE]--;
    for (at = arena->aftermath_head; at; at = asxi_cell(rt, at)->queue_next)
        counts[ASX_QUEUE_AFTERMATH]--;
    ASXI_HOLDS(counts[ASX_QUEUE_CANCEL] == arena->cancel_count);
    ASXI_HOLDS(counts[ASX_QUEUE_TIMED] == arena->timed_count);
    ASXI_HOLDS(counts[ASX_QUEUE_READY] == arena->ready_count);
    ASXI_HOLDS(counts[ASX_QUEUE_TIMER] == arena->timer_count);
    ASXI_HOLDS(counts[ASX_QUEUE_NOTICE] == 0);
    ASXI_HOLDS(counts[ASX_QUEUE_AFTERMATH] == 0);
    return NULL;
}

/* Every open region is below the root. */
static const char *check_tree(const asx_runtime *rt)
{
    uint32_t count = 0, tasks = 0,
             at = asxi_cell(rt, 1)->state != ASX_REGION_CLOSED;

    while (at) {
        count++;
        tasks += asxi_region(rt, at)->task_count;
        if (asxi_region(rt, at)->child_head) {
            at = asxi_region(rt, at)->child_head;
            continue;
        }
        while (at && (at == 1 || asxi_cell(rt, at)->next == 0))
            at = at == 1 ? 0 : asxi_cell(rt, at)->parent;
        if (at)
            at = asxi_cell(rt, at)->next;
    }
    ASXI_HOLDS(count == asxi_arena(rt)->regions_live);
    ASXI_HOLDS(tasks == asxi_arena(rt)->tasks_live);
    return NULL;
}

const char *asxi_image_counts(const asx_runtime *rt, uint32_t *scratch,
                              uint32_t *at)
{
    uint32_t slots = asxi_arena(rt)->slots_used;

    *at = 0;
    ASXI_PASSES(check_free(rt));
    ASXI_PASSES(check_queued(rt));
    ASXI_PASSES(check_tree(rt));
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        __builtin_memset(scratch, 0, (slots + 1) * sizeof *scratch);
        for (uint32_t slot = 1; slot <= slots; slot++)
            passes[i].add(rt, slot, scratch);
        for (*at = 1; *at <= slots; ++*at)
            if (!passes[i].has(rt, *at, scratch[*at]))
                return passes[i].says;
    }
    return NULL;
}
