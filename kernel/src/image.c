/* image.c -- whether bytes from elsewhere may be used as a runtime.
 *
 * The kernel believes what it reads in its arena: a slot is an index, a list
 * ends. So whoever restores what it did not write asks here first. Three steps,
 * each of which makes the next one safe: every stored number names something
 * there is (asxi_image_edges), every list is closed and every invariant holds
 * (asxi_invariants_check), and what is counted is what there is, object by
 * object (asxi_image_counts). O(n), and nothing is changed.
 */
#include "asx/channel.h"
#include "invariant.h"
#include "lock.h"
#include "supervision.h"
#include "ties.h"

#define OF(kind) (1u << ASX_KIND_##kind)
#define NOTHING (1u << 31) /* zero is fine too */
#define OBJECTS                                                                \
    (OF(CHANNEL) | OF(RECEIVER) | OF(CALL) | OF(LOCK) | OF(SUPERVISOR) |       \
     OF(CHILD))
#define TIES (OF(LINK) | OF(MONITOR))

/* A field that holds a slot: in cells of `kinds`, at `at`, it names one of
 * `names`. */
struct edge {
    uint32_t kinds;
    uint32_t at;
    uint32_t names;
};
#define EDGE(kinds, type, field, names)                                        \
    {                                                                          \
        kinds, offsetof(struct type, field), (names) | NOTHING                 \
    }

static const struct edge edges[] = {
    EDGE(OF(REGION), asxi_cell, prev, OF(REGION)),
    EDGE(OF(REGION), asxi_cell, next, OF(REGION)),
    EDGE(OF(TASK), asxi_cell, prev, OF(TASK)),
    EDGE(OF(TASK), asxi_cell, next, OF(TASK)),
    EDGE(OF(OBLIGATION), asxi_cell, prev, OF(OBLIGATION)),
    EDGE(OF(OBLIGATION), asxi_cell, next, OF(OBLIGATION)),
    EDGE(OBJECTS, asxi_cell, prev, OBJECTS),
    EDGE(OBJECTS, asxi_cell, next, OBJECTS),
    EDGE(OBJECTS | OF(OBLIGATION), asxi_cell, parent, OF(REGION)),
    EDGE(OF(LIMITS), asxi_cell, parent, OF(REGION)),
    EDGE(OF(TIES), asxi_cell, parent, OF(TASK)),
    EDGE(OF(CHUNK), asxi_cell, next, OF(CHUNK)),
    EDGE(~0u, asxi_cell, waiters_head, OF(TASK)),
    EDGE(~0u, asxi_cell, waiters_tail, OF(TASK)),
    EDGE(OF(REGION), asxi_region, child_head, OF(REGION)),
    EDGE(OF(REGION), asxi_region, child_tail, OF(REGION)),
    EDGE(OF(REGION), asxi_region, task_head, OF(TASK)),
    EDGE(OF(REGION), asxi_region, task_tail, OF(TASK)),
    EDGE(OF(REGION), asxi_region, finalizer_task, OF(TASK)),
    EDGE(OF(REGION), asxi_region, limits, OF(LIMITS)),
    EDGE(OF(REGION), asxi_region, object_head, OBJECTS),
    EDGE(OF(TASK), asxi_task, wait_prev, OF(TASK)),
    EDGE(OF(TASK), asxi_task, wait_next, OF(TASK)),
    EDGE(OF(TASK), asxi_task, obligation_head, OF(OBLIGATION)),
    EDGE(OF(TASK), asxi_task, extension, OF(TIES)),
    EDGE(OF(TASK), asxi_task, owner, OF(TASK)),
    EDGE(OF(TASK), asxi_task, implicit_head, OF(TASK)),
    EDGE(OF(TASK), asxi_task, implicit_prev, OF(TASK)),
    EDGE(OF(TASK), asxi_task, implicit_next, OF(TASK)),
    EDGE(OF(OBLIGATION), asxi_obligation, holder, OF(TASK)),
    EDGE(OF(OBLIGATION), asxi_obligation, tag,
         OF(CAPSULE) | OF(CHANNEL) | OF(CALL) | OF(LOCK)),
    EDGE(OF(OBLIGATION), asxi_lease, chain_prev, OF(OBLIGATION)),
    EDGE(OF(OBLIGATION), asxi_lease, chain_next, OF(OBLIGATION)),
    EDGE(OF(OBLIGATION), asxi_lease, child, OF(CHILD)),
    EDGE(OBJECTS, asxi_object, others_head, OF(TASK)),
    EDGE(OBJECTS, asxi_object, others_tail, OF(TASK)),
    EDGE(OF(CHANNEL), asxi_channel, queue.head, OF(CHUNK)),
    EDGE(OF(CHANNEL), asxi_channel, queue.tail, OF(CHUNK)),
    EDGE(OF(CHANNEL), asxi_channel, queue.last, OF(CHUNK)),
    EDGE(OF(LOCK), asxi_lock, queue.head, OF(CHUNK)),
    EDGE(OF(LOCK), asxi_lock, queue.tail, OF(CHUNK)),
    EDGE(OF(LOCK), asxi_lock, queue.last, OF(CHUNK)),
    EDGE(OF(RECEIVER), asxi_receiver, channel, OF(CHANNEL)),
    EDGE(OF(SUPERVISOR), asxi_supervisor, child_head, OF(CHILD)),
    EDGE(OF(SUPERVISOR), asxi_supervisor, child_tail, OF(CHILD)),
    EDGE(OF(SUPERVISOR), asxi_supervisor, hold, OF(OBLIGATION)),
    EDGE(OF(CHILD), asxi_child, supervisor, OF(SUPERVISOR)),
    EDGE(OF(CHILD), asxi_child, earlier, OF(CHILD)),
    EDGE(OF(CHILD), asxi_child, later, OF(CHILD)),
    EDGE(OF(CHILD), asxi_child, region, OF(REGION)),
    EDGE(OF(CHILD), asxi_child, lease, OF(OBLIGATION)),
    EDGE(OF(TIES), asxi_ties, head, TIES),
    EDGE(OF(TIES), asxi_ties, down_head, TIES),
    EDGE(OF(TIES), asxi_ties, down_tail, TIES),
    EDGE(TIES, asxi_tie, ends[0].task, OF(TASK)),
    EDGE(TIES, asxi_tie, ends[0].prev, TIES),
    EDGE(TIES, asxi_tie, ends[0].next, TIES),
    EDGE(TIES, asxi_tie, ends[1].task, OF(TASK)),
    EDGE(TIES, asxi_tie, ends[1].prev, TIES),
    EDGE(TIES, asxi_tie, ends[1].next, TIES),
};

/* Of each kind: how many states it has, and which queues it may be in. */
#define IN(queue) (1u << ASX_QUEUE_##queue)
static const struct {
    uint8_t states;
    uint8_t queues;
} kinds[] = {
    [ASX_KIND_REGION] = {ASX_REGION_CLOSED + 1, IN(TIMER) | IN(NOTICE)},
    [ASX_KIND_TASK] = {ASX_TASK_COMPLETED + 1, IN(CANCEL) | IN(TIMED) |
                                                   IN(READY) | IN(TIMER) |
                                                   IN(NOTICE)},
    [ASX_KIND_OBLIGATION] = {1, IN(TIMER)},
    [ASX_KIND_CAPSULE] = {6, IN(NOTICE)},
    [ASX_KIND_LIMITS] = {1, 0},
    [ASX_KIND_CHUNK] = {1, 0},
    [ASX_KIND_CHANNEL] = {ASX_CHANNEL_CLOSED + 1, 0},
    [ASX_KIND_RECEIVER] = {1, 0},
    [ASX_KIND_CALL] = {ASX_CALL_ABANDONED + 1, 0},
    [ASX_KIND_LOCK] = {ASX_LOCK_CLOSED + 1, 0},
    [ASX_KIND_SUPERVISOR] = {ASX_SUPERVISOR_FAILED + 1,
                             IN(TIMER) | IN(AFTERMATH)},
    [ASX_KIND_CHILD] = {ASX_CHILD_DISABLED + 1, IN(NOTICE) | IN(AFTERMATH)},
    [ASX_KIND_LINK] = {1, IN(AFTERMATH)},
    [ASX_KIND_MONITOR] = {ASX_MONITOR_DOWN + 1, 0},
    [ASX_KIND_TIES] = {1, 0},
};

static bool is_slot(const asx_runtime *rt, uint32_t slot)
{
    return slot <= asxi_arena(rt)->slots_used;
}

static bool is_named(const asx_runtime *rt, uint32_t slot, uint32_t names)
{
    if (slot == 0)
        return (names & NOTHING) != 0;
    return is_slot(rt, slot) && asxi_cell(rt, slot)->kind <= ASX_KIND_TIES &&
           (names >> asxi_cell(rt, slot)->kind & 1) != 0;
}

static const char *check_queue_edges(const asx_runtime *rt,
                                     const struct asxi_cell *cell)
{
    uint32_t names = NOTHING | ((OF(TIES) << 1) - 1); /* of any kind */

    ASXI_HOLDS(cell->queue <= ASX_QUEUE_AFTERMATH);
    if (cell->queue == ASX_QUEUE_NONE) {
        ASXI_HOLDS(!cell->queue_prev && !cell->queue_next &&
                   !cell->queue_child);
        return NULL;
    }
    ASXI_HOLDS(kinds[cell->kind].queues >> cell->queue & 1);
    ASXI_HOLDS(is_named(rt, cell->queue_prev, names));
    ASXI_HOLDS(is_named(rt, cell->queue_next, names));
    if (cell->queue == ASX_QUEUE_TIMED)
        ASXI_HOLDS(is_named(rt, cell->queue_child, OF(TASK) | NOTHING));
    else if (cell->queue == ASX_QUEUE_TIMER)
        ASXI_HOLDS(cell->queue_child < ASXI_WHEEL_LEVELS * ASXI_WHEEL_SLOTS &&
                   cell->due >> 6 * ASXI_WHEEL_LEVELS == 0);
    else
        ASXI_HOLDS(cell->queue_child == 0);
    return NULL;
}

/* What tasks in each kind of wait have in `wait_for`. */
static uint32_t waited_for(uint8_t wait)
{
    switch ((asx_wait)wait) {
    case ASX_WAIT_NONE:
    case ASX_WAIT_SLEEP:
    case ASX_WAIT_EXTERNAL:
    case ASX_WAIT_MONITOR:
        return NOTHING;
    case ASX_WAIT_TASK:
        return OF(TASK);
    case ASX_WAIT_REGION:
    case ASX_WAIT_SUBTREE:
        return OF(REGION);
    case ASX_WAIT_CAPSULE:
        return OF(CAPSULE);
    case ASX_WAIT_SEND:
        return OF(CHANNEL);
    case ASX_WAIT_RECEIVE:
        return OF(CHANNEL) | OF(RECEIVER);
    case ASX_WAIT_LOCK:
    case ASX_WAIT_LOCK_EXCLUSIVE:
        return OF(LOCK);
    case ASX_WAIT_CALL:
        return OF(CALL);
    }
    return 0;
}

static const char *check_task_edges(const asx_runtime *rt,
                                    const struct asxi_task *task)
{
    const struct asxi_cell *cell = &task->cell;

    ASXI_HOLDS(is_slot(rt, cell->parent));
    ASXI_HOLDS(cell->state == ASX_TASK_COMPLETED ||
               is_named(rt, cell->parent, OF(REGION)));
    ASXI_HOLDS(task->outcome <= ASX_OUTCOME_PANICKED);
    ASXI_HOLDS(task->reason.kind <= ASX_CANCEL_SHUTDOWN);
    ASXI_HOLDS(task->budget.priority < ASXI_PRIORITIES);
    ASXI_HOLDS(is_named(rt, task->wait_for, waited_for(task->wait)));
    if (task->wait == ASX_WAIT_NONE && cell->state != ASX_TASK_COMPLETED)
        ASXI_HOLDS(
            is_named(rt, task->grant.slot, OF(CHANNEL) | OF(LOCK) | NOTHING));
    return NULL;
}

static const char *check_obligation_edges(const asx_runtime *rt,
                                          const struct asxi_obligation *held)
{
    const struct asxi_lease *lease = (const void *)held;
    uint8_t tagged = held->tag ? asxi_cell(rt, held->tag)->kind : 0;
    uint32_t kind = held->kind;

    ASXI_HOLDS(kind < ASX_OBLIGATION_KIND_COUNT && held->cell.parent);
    ASXI_HOLDS(held->holder == 0 ||
               asxi_cell(rt, held->holder)->parent == held->cell.parent);
    ASXI_HOLDS((tagged == ASX_KIND_CAPSULE) == (kind == ASX_OBLIGATION_IO_OP));
    ASXI_HOLDS((tagged == ASX_KIND_CHANNEL) ==
               (kind == ASX_OBLIGATION_SEND_PERMIT && held->tag));
    ASXI_HOLDS(tagged != ASX_KIND_CALL || kind == ASX_OBLIGATION_ACK);
    ASXI_HOLDS(lease->named <= (kind == ASX_OBLIGATION_LEASE));
    ASXI_HOLDS(lease->named || !(lease->chain_prev | lease->chain_next));
    ASXI_HOLDS(lease->child == 0 ||
               (lease->named && lease->state == ASX_LEASE_ACTIVE));
    return NULL;
}

static const char *check_object_edges(const void *cell)
{
    const struct asxi_object *object = cell;
    const struct asxi_channel *channel = cell;
    const struct asxi_lock *lock = cell;
    const struct asxi_supervisor *supervisor = cell;
    const struct asxi_child *child = cell;

    ASXI_HOLDS(object->gone <= 1 && !object->gone == (object->cell.parent > 0));
    if (object->cell.kind == ASX_KIND_CHANNEL)
        ASXI_HOLDS(channel->type < ASX_CHANNEL_TYPE_COUNT);
    if (object->cell.kind == ASX_KIND_LOCK)
        ASXI_HOLDS(lock->type < ASX_LOCK_TYPE_COUNT &&
                   lock->units <= ASX_LOCK_UNITS_MAX);
    if (object->cell.kind == ASX_KIND_SUPERVISOR) {
        ASXI_HOLDS(supervisor->strategy < ASX_STRATEGY_COUNT);
        ASXI_HOLDS(supervisor->goal <= ASXI_GOAL_FAIL);
        ASXI_HOLDS(supervisor->outcome <= ASX_OUTCOME_PANICKED);
    }
    if (object->cell.kind == ASX_KIND_CHILD) {
        ASXI_HOLDS(child->supervisor);
        ASXI_HOLDS(child->policy < ASX_CHILD_POLICY_COUNT);
        ASXI_HOLDS(child->depends_count <= ASX_PLAN_DEPENDS_MAX);
        ASXI_HOLDS(child->outcome <= ASX_OUTCOME_PANICKED);
    }
    return NULL;
}

/* Reserved until the region finalizes, and in no list before. */
static const char *check_dormant(const struct asxi_task *task, uint32_t region)
{
    ASXI_HOLDS(task->cell.parent == region);
    ASXI_HOLDS(task->flags & ASXI_TASK_REGION_FINALIZER);
    ASXI_HOLDS(task->cell.state == ASX_TASK_CREATED);
    ASXI_HOLDS(task->cell.queue == ASX_QUEUE_NONE);
    ASXI_HOLDS(task->wait == ASX_WAIT_NONE);
    ASXI_HOLDS(!(task->cell.prev | task->cell.next | task->owner));
    return NULL;
}

static const char *check_region_edges(const asx_runtime *rt,
                                      const struct asxi_region *region)
{
    uint32_t slot = asxi_slot(rt, &region->cell);

    ASXI_HOLDS(!region->finalizer_task == !region->finalizer_count);
    if (region->finalizer_task)
        ASXI_PASSES(check_dormant(asxi_task(rt, region->finalizer_task), slot));
    ASXI_HOLDS(is_slot(rt, region->cell.parent));
    ASXI_HOLDS(region->outcome <= ASX_OUTCOME_PANICKED);
    ASXI_HOLDS(region->reason.kind <= ASX_CANCEL_SHUTDOWN);
    ASXI_HOLDS(region->budget.priority < ASXI_PRIORITIES);
    return NULL;
}

/* A free cell is handed out as it is. */
static const char *check_blank(const struct asxi_cell *cell)
{
    const unsigned char *bytes = (const void *)cell;

    for (size_t at = 1; at < ASXI_CELL_BYTES; at++) {
        bool told = (at >= offsetof(struct asxi_cell, generation) &&
                     at < offsetof(struct asxi_cell, order)) ||
                    (at >= offsetof(struct asxi_cell, queue_next) &&
                     at < offsetof(struct asxi_cell, queue_child) &&
                     cell->kind == ASX_KIND_FREE);

        ASXI_HOLDS(told || bytes[at] == 0);
    }
    return NULL;
}

static const char *check_cell_edges(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);
    const void *any = cell;

    ASXI_HOLDS(cell->generation > 0 && cell->generation <= ASX_GENERATION_MAX);
    if (cell->kind == ASX_KIND_FREE || cell->kind == ASX_KIND_RETIRED) {
        ASXI_PASSES(check_blank(cell));
        ASXI_HOLDS(is_named(rt, cell->queue_next, OF(FREE) | NOTHING));
        return NULL;
    }
    ASXI_HOLDS(cell->kind <= ASX_KIND_TIES);
    ASXI_HOLDS(cell->state < kinds[cell->kind].states);
    ASXI_PASSES(check_queue_edges(rt, cell));
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        uint32_t value;

        if ((edges[i].kinds >> cell->kind & 1) == 0)
            continue;
        __builtin_memcpy(&value, (const unsigned char *)any + edges[i].at,
                         sizeof value);
        ASXI_HOLDS(is_named(rt, value, edges[i].names));
    }
    if (cell->kind == ASX_KIND_TASK)
        return check_task_edges(rt, any);
    if (cell->kind == ASX_KIND_REGION)
        return check_region_edges(rt, any);
    if (cell->kind == ASX_KIND_OBLIGATION)
        return check_obligation_edges(rt, any);
    if (OBJECTS >> cell->kind & 1)
        return check_object_edges(any);
    return NULL;
}

static const char *check_lane_edges(const asx_runtime *rt,
                                    const struct asxi_lane *lane)
{
    for (uint32_t rank = 0; rank < ASXI_PRIORITIES; rank++) {
        ASXI_HOLDS(is_named(rt, lane->head[rank], OF(TASK) | NOTHING));
        ASXI_HOLDS(is_named(rt, lane->tail[rank], OF(TASK) | NOTHING));
    }
    return NULL;
}

static const char *check_wheel_edges(const asx_runtime *rt,
                                     const struct asxi_wheel *wheel)
{
    for (uint32_t level = 0; level < ASXI_WHEEL_LEVELS; level++) {
        for (uint32_t index = 0; index < ASXI_WHEEL_SLOTS; index++) {
            ASXI_HOLDS(is_slot(rt, wheel->head[level][index]));
            ASXI_HOLDS(is_slot(rt, wheel->tail[level][index]));
        }
    }
    return NULL;
}

static const char *check_arena_edges(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);

    ASXI_HOLDS(arena->now_us <= ASX_TIME_MAX);
    ASXI_HOLDS(arena->wheel.now == arena->now_us);
    ASXI_HOLDS(arena->flags <= ASX_RUNTIME_EXPLORE);
    ASXI_HOLDS(arena->first_generation > 0 &&
               arena->first_generation <= ASX_GENERATION_MAX);
    ASXI_HOLDS(arena->report_head < ASXI_REPORTS);
    ASXI_HOLDS(arena->report_count <= ASXI_REPORTS);
    ASXI_HOLDS(is_slot(rt, arena->futurelock_cursor));
    ASXI_HOLDS(is_named(rt, arena->free_head, OF(FREE) | NOTHING));
    ASXI_HOLDS(is_slot(rt, arena->notice_head));
    ASXI_HOLDS(is_slot(rt, arena->notice_tail));
    ASXI_HOLDS(is_slot(rt, arena->aftermath_head));
    ASXI_HOLDS(is_slot(rt, arena->aftermath_tail));
    ASXI_HOLDS(is_named(rt, arena->timed_root, OF(TASK) | NOTHING));
    ASXI_PASSES(check_blank(asxi_cell(rt, 0)));
    ASXI_HOLDS(asxi_cell(rt, 0)->kind == ASX_KIND_FREE);
    ASXI_HOLDS(asxi_cell(rt, 0)->queue_next == 0);
    ASXI_HOLDS(asxi_cell(rt, 1)->kind == ASX_KIND_REGION);
    ASXI_HOLDS(asxi_cell(rt, 1)->parent == 0);
    ASXI_HOLDS(!(asxi_cell(rt, 1)->prev | asxi_cell(rt, 1)->next));
    for (uint32_t at = 0; at < ASXI_NAME_BUCKETS; at++)
        ASXI_HOLDS(is_named(rt, arena->names[at], OF(OBLIGATION) | NOTHING));
    for (uint32_t at = 0; at < ASX_SETTING_COUNT; at++)
        ASXI_HOLDS(asxi_setting_allows((asx_setting)at, arena->settings[at]));
    ASXI_PASSES(check_lane_edges(rt, &arena->cancel));
    ASXI_PASSES(check_lane_edges(rt, &arena->ready));
    return check_wheel_edges(rt, &arena->wheel);
}

const char *asxi_image_edges(const asx_runtime *rt, uint32_t *at)
{
    *at = 0;
    ASXI_PASSES(check_arena_edges(rt));
    for (*at = 1; is_slot(rt, *at); ++*at)
        ASXI_PASSES(check_cell_edges(rt, *at));
    return NULL;
}

asx_status asx_snapshot_check(const void *snapshot, size_t bytes,
                              uint32_t *scratch, asx_flaw *flaw)
{
    asx_runtime rt = {.base = (unsigned char *)(uintptr_t)snapshot,
                      .bytes = bytes};
    uint32_t at = 0;

    *flaw = (asx_flaw){.says = "its length is that of its slots"};
    if (!asxi_snapshot_fits(snapshot, bytes))
        return ASX_E_ARGUMENT;
    flaw->says = asxi_image_edges(&rt, &at);
    if (flaw->says == NULL)
        flaw->says = asxi_invariants_check(&rt, &at);
    if (flaw->says == NULL)
        flaw->says = asxi_image_counts(&rt, scratch, &at);
    if (flaw->says == NULL)
        return ASX_OK;
    flaw->slot = at;
    flaw->kind = at ? asxi_cell(&rt, at)->kind : 0;
    return ASX_E_ARGUMENT;
}
