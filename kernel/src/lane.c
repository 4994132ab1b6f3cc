/* lane.c -- owns the cancel and ready lanes: what may run next.
 *
 * A list per priority and a bit per list that is not empty, so enqueue, remove
 * and take are O(1). A task is in at most one lane, at most once (rule
 * task.wake_dedup); its `queue` field says which.
 */
#include "aftermath.h"
#include "asx/explore.h"
#include "internal.h"

static struct asxi_lane *lane_of(const asx_runtime *rt, uint8_t queue)
{
    struct asxi_arena *arena = asxi_arena(rt);

    return queue == ASX_QUEUE_CANCEL ? &arena->cancel : &arena->ready;
}

static uint32_t *count_of(const asx_runtime *rt, uint8_t queue)
{
    struct asxi_arena *arena = asxi_arena(rt);

    return queue == ASX_QUEUE_CANCEL  ? &arena->cancel_count
           : queue == ASX_QUEUE_TIMED ? &arena->timed_count
                                      : &arena->ready_count;
}

static void append(asx_runtime *rt, struct asxi_lane *lane,
                   struct asxi_cell *cell)
{
    uint32_t slot = asxi_slot(rt, cell), rank = cell->rank;
    uint32_t tail = lane->tail[rank];

    cell->queue_prev = tail;
    cell->queue_next = 0;
    if (tail)
        asxi_cell(rt, tail)->queue_next = slot;
    else
        lane->head[rank] = slot;
    lane->tail[rank] = slot;
    lane->used[rank / 32] |= 1u << rank % 32;
}

static void unlink_cell(asx_runtime *rt, struct asxi_lane *lane,
                        struct asxi_cell *cell)
{
    uint32_t rank = cell->rank;

    if (cell->queue_prev)
        asxi_cell(rt, cell->queue_prev)->queue_next = cell->queue_next;
    else
        lane->head[rank] = cell->queue_next;
    if (cell->queue_next)
        asxi_cell(rt, cell->queue_next)->queue_prev = cell->queue_prev;
    else
        lane->tail[rank] = cell->queue_prev;
    if (lane->head[rank] == 0)
        lane->used[rank / 32] &= ~(1u << rank % 32);
}

/* Which lane a task belongs in, and with what priority. */
static asx_queue choose(const struct asxi_task *task, uint32_t *rank)
{
    if (task->cell.state >= ASX_TASK_CANCEL_REQUESTED &&
        task->reason.kind != ASX_CANCEL_NONE) {
        *rank = asx_cancel_cleanup(task->reason.kind).priority;
        return ASX_QUEUE_CANCEL;
    }
    *rank = task->budget.priority;
    return task->budget.deadline_us == ASX_TIME_NONE ? ASX_QUEUE_READY
                                                     : ASX_QUEUE_TIMED;
}

void asxi_lane_enqueue(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_cell *cell = &task->cell;
    uint32_t rank;
    asx_queue queue = choose(task, &rank);

    ASXI_ASSERT(cell->queue == ASX_QUEUE_NONE);
    cell->queue = (uint8_t)queue;
    cell->rank = (uint8_t)rank;
    cell->order = arena->order++;
    ++*count_of(rt, cell->queue);
    if (queue == ASX_QUEUE_TIMED) {
        cell->due = task->budget.deadline_us;
        asxi_timed_insert(rt, cell);
    } else {
        append(rt, lane_of(rt, cell->queue), cell);
    }
    asxi_emit(rt, ASX_EVENT_TASK_SCHEDULED, cell, queue, rank);
}

void asxi_queue_remove(asx_runtime *rt, struct asxi_cell *cell)
{
    switch ((asx_queue)cell->queue) {
    case ASX_QUEUE_NONE:
        return;
    case ASX_QUEUE_TIMER:
        asxi_timer_cancel(rt, cell);
        return;
    case ASX_QUEUE_NOTICE:
        asxi_notice_remove(rt, cell);
        return;
    case ASX_QUEUE_AFTERMATH:
        asxi_aftermath_remove(rt, cell);
        return;
    case ASX_QUEUE_TIMED:
        asxi_timed_remove(rt, cell);
        break;
    case ASX_QUEUE_CANCEL:
    case ASX_QUEUE_READY:
        unlink_cell(rt, lane_of(rt, cell->queue), cell);
        break;
    }
    --*count_of(rt, cell->queue);
    cell->queue = ASX_QUEUE_NONE;
    cell->queue_prev = cell->queue_next = 0;
    cell->order = cell->due = 0;
    cell->rank = 0;
}

static uint32_t highest(const struct asxi_lane *lane)
{
    for (uint32_t word = ASXI_PRIORITIES / 32; word-- > 0;) {
        if (lane->used[word] != 0) {
            uint32_t top = 31 - (uint32_t)__builtin_clz(lane->used[word]);
            return lane->head[word * 32 + top];
        }
    }
    ASXI_UNREACHABLE();
}

/* What the next one is chosen from; `queue` is not empty. */
static uint32_t equals(const asx_runtime *rt, asx_queue queue,
                       uint32_t slots[ASXI_TIE_WINDOW])
{
    uint32_t slot, count = 0;

    if (queue == ASX_QUEUE_TIMED)
        return asxi_timed_equals(rt, slots);
    slot = highest(lane_of(rt, (uint8_t)queue));
    for (; slot != 0 && count < ASXI_TIE_WINDOW;
         slot = asxi_cell(rt, slot)->queue_next)
        slots[count++] = slot;
    return count;
}

/* Rule sched.seed: among equals the seed chooses, or the explorer. */
static uint32_t draw(const asx_runtime *rt, asx_queue queue)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t slots[ASXI_TIE_WINDOW];
    uint32_t count = equals(rt, queue, slots);

    if (count == 1)
        return slots[0];
    if (arena->flags & ASX_RUNTIME_EXPLORE)
        return slots[arena->tiebreak % count];
    return slots[asxi_random_next(&arena->tiebreak) % count];
}

static uint32_t first(const asx_runtime *rt, asx_queue queue)
{
    return queue == ASX_QUEUE_TIMED ? asxi_arena(rt)->timed_root
                                    : highest(lane_of(rt, (uint8_t)queue));
}

uint32_t asx_choice_count(const asx_runtime *rt)
{
    uint32_t slots[ASXI_TIE_WINDOW];
    asx_queue queue = asxi_next_lane(rt);

    if (queue == ASX_QUEUE_NONE)
        return 0;
    return asxi_arena(rt)->flags ? equals(rt, queue, slots) : 1;
}

uint32_t asx_choice_at(const asx_runtime *rt, uint32_t index)
{
    uint32_t slots[ASXI_TIE_WINDOW];
    asx_queue queue = asxi_next_lane(rt);

    ASXI_ASSERT(index < asx_choice_count(rt));
    if (asxi_arena(rt)->flags == 0)
        return first(rt, queue);
    equals(rt, queue, slots);
    return slots[index];
}

void asx_choice_set(asx_runtime *rt, uint32_t index)
{
    ASXI_ASSERT(asxi_arena(rt)->flags & ASX_RUNTIME_EXPLORE);
    asxi_arena(rt)->tiebreak = index;
}

struct asxi_task *asxi_lane_take(asx_runtime *rt, asx_queue queue)
{
    uint32_t slot = asxi_arena(rt)->flags ? draw(rt, queue) : first(rt, queue);

    asxi_queue_remove(rt, asxi_cell(rt, slot));
    return asxi_task(rt, slot);
}
