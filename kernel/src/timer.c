/* timer.c -- owns time and what waits for it.
 *
 * A hierarchical wheel of nine levels with 64 slots each (Varghese and Lauck
 * 1987): level n holds what first differs from now in the n-th group of six
 * bits of the time. Arm and cancel are O(1) (rule timer.cost). Lists stay in
 * arm order when they move down a level, and level 0 is one microsecond a
 * slot, so timers fire in (deadline, arm sequence) order (rule timer.order).
 */
#include "aftermath.h"
#include "internal.h"

#define HORIZON ((UINT64_C(1) << 54) - 1) /* what nine levels can tell apart */
#define SCAN_MAX 64 /* how far asx_time_due looks into a coarse slot */

static void place(asx_runtime *rt, struct asxi_cell *cell, uint64_t due)
{
    struct asxi_wheel *wheel = &asxi_arena(rt)->wheel;
    uint64_t differs;
    uint32_t level, index, slot = asxi_slot(rt, cell), tail;

    differs = due ^ wheel->now;
    level = differs ? (63 - (uint32_t)__builtin_clzll(differs)) / 6 : 0;
    index = (uint32_t)(due >> 6 * level) % ASXI_WHEEL_SLOTS;
    tail = wheel->tail[level][index];
    cell->queue_child = level * ASXI_WHEEL_SLOTS + index;
    cell->queue_prev = tail;
    cell->queue_next = 0;
    if (tail)
        asxi_cell(rt, tail)->queue_next = slot;
    else
        wheel->head[level][index] = slot;
    wheel->tail[level][index] = slot;
    wheel->used[level] |= UINT64_C(1) << index;
}

static void displace(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_wheel *wheel = &asxi_arena(rt)->wheel;
    uint32_t level = cell->queue_child / ASXI_WHEEL_SLOTS;
    uint32_t index = cell->queue_child % ASXI_WHEEL_SLOTS;

    if (cell->queue_prev)
        asxi_cell(rt, cell->queue_prev)->queue_next = cell->queue_next;
    else
        wheel->head[level][index] = cell->queue_next;
    if (cell->queue_next)
        asxi_cell(rt, cell->queue_next)->queue_prev = cell->queue_prev;
    else
        wheel->tail[level][index] = cell->queue_prev;
    if (wheel->head[level][index] == 0)
        wheel->used[level] &= ~(UINT64_C(1) << index);
    cell->queue_prev = cell->queue_next = cell->queue_child = 0;
}

void asxi_timer_arm(asx_runtime *rt, struct asxi_cell *cell, uint64_t due_us)
{
    uint64_t soonest = asxi_arena(rt)->wheel.now + 1;

    ASXI_ASSERT(cell->queue == ASX_QUEUE_NONE);
    due_us = asxi_min64(due_us, HORIZON);
    cell->queue = ASX_QUEUE_TIMER;
    cell->due = due_us;
    /* Never into the slot that is firing now: an expiry that arms again must
     * not keep the clock from advancing. */
    place(rt, cell, due_us > soonest ? due_us : soonest);
    asxi_arena(rt)->timer_count++;
    asxi_emit(rt, ASX_EVENT_TIMER_ARMED, cell, (uint32_t)due_us,
              (uint32_t)(due_us >> 32));
}

static void disarm(asx_runtime *rt, struct asxi_cell *cell)
{
    displace(rt, cell);
    cell->queue = ASX_QUEUE_NONE;
    cell->due = 0;
    asxi_arena(rt)->timer_count--;
}

void asxi_timer_cancel(asx_runtime *rt, struct asxi_cell *cell)
{
    disarm(rt, cell);
    asxi_emit(rt, ASX_EVENT_TIMER_CANCELLED, cell, 0, 0);
}

static void fire(asx_runtime *rt, struct asxi_cell *cell)
{
    uint64_t due = cell->due;

    disarm(rt, cell);
    asxi_emit(rt, ASX_EVENT_TIMER_FIRED, cell, (uint32_t)due,
              (uint32_t)(due >> 32));
    if (cell->kind == ASX_KIND_TASK) {
        asxi_task_expire(rt, asxi_task(rt, asxi_slot(rt, cell)));
    } else if (cell->kind == ASX_KIND_OBLIGATION) {
        asxi_obligation_expire(rt, asxi_obligation(rt, asxi_slot(rt, cell)));
    } else if (cell->kind == ASX_KIND_SUPERVISOR) {
        asxi_aftermath_push(rt, cell);
    } else {
        struct asxi_region *region = asxi_region(rt, asxi_slot(rt, cell));
        asx_reason reason =
            asxi_reason(rt, ASX_CANCEL_TIMEOUT, 0, asxi_slot(rt, cell), 0);

        asxi_region_cascade(rt, region, &reason, asxi_bound_none());
    }
}

/* The earliest slot in use, and the time at which it begins; false if none. A
 * lower level is always earlier, and within one nothing lies behind now. */
static bool earliest(const struct asxi_wheel *wheel, uint32_t *level,
                     uint32_t *index, uint64_t *begins)
{
    for (uint32_t at = 0; at < ASXI_WHEEL_LEVELS; at++) {
        uint64_t above;

        if (wheel->used[at] == 0)
            continue;
        *level = at;
        *index = (uint32_t)__builtin_ctzll(wheel->used[at]);
        above = wheel->now >> 6 * (at + 1);
        *begins = (above << 6 | *index) << 6 * at;
        return true;
    }
    return false;
}

void asx_time_advance(asx_runtime *rt, uint64_t now_us)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_wheel *wheel = &arena->wheel;
    uint32_t level, index;
    uint64_t begins;

    now_us = asxi_min64(now_us, ASX_TIME_MAX);
    if (now_us <= arena->now_us) { /* rule time.monotone */
        if (now_us < arena->now_us)
            asxi_emit(rt, ASX_EVENT_TIME_CLAMPED, NULL, 0, 0);
        return;
    }
    arena->now_us = now_us;
    asxi_emit(rt, ASX_EVENT_TIME_ADVANCED, NULL, (uint32_t)now_us,
              (uint32_t)(now_us >> 32));
    while (earliest(wheel, &level, &index, &begins) && begins <= now_us) {
        uint32_t slot;

        ASXI_ASSERT(begins >= wheel->now); /* it never turns back */
        wheel->now = begins;
        while ((slot = wheel->head[level][index]) != 0) {
            struct asxi_cell *cell = asxi_cell(rt, slot);

            if (level == 0 && cell->due <= begins) {
                fire(rt, cell);
            } else {
                displace(rt, cell);
                place(rt, cell, cell->due > begins ? cell->due : begins);
            }
        }
    }
    wheel->now = now_us;
}

uint64_t asx_time_now(const asx_runtime *rt)
{
    return asxi_arena(rt)->now_us;
}

uint64_t asx_time_due(const asx_runtime *rt)
{
    const struct asxi_wheel *wheel = &asxi_arena(rt)->wheel;
    uint32_t level, index, slot;
    uint64_t begins, due = ASX_TIME_NONE;

    if (!earliest(wheel, &level, &index, &begins))
        return ASX_TIME_NONE;
    slot = wheel->head[level][index];
    for (int seen = 0; slot != 0 && seen < SCAN_MAX; seen++) {
        due = asxi_min64(due, asxi_cell(rt, slot)->due);
        slot = asxi_cell(rt, slot)->queue_next;
    }
    /* One that was armed too late fires in its slot, not when it was due. */
    return slot == 0 && due > begins ? due : begins;
}
