/* scheduler.c -- which task runs next (rules sched.lanes, sched.fair).
 *
 * Cancel before timed before ready, but neither cancel nor timed work keeps
 * the rest waiting for more than a bounded number of dispatches in a row.
 */
#include "aftermath.h"
#include "asx/task.h"
#include "internal.h"

/* Rule sched.fair: twice the bound while regions or obligations drain. */
static uint32_t streak_max(const struct asxi_arena *arena)
{
    uint32_t limit = (uint32_t)arena->settings[ASX_SETTING_CANCEL_STREAK];

    return arena->draining > 0 ? 2 * limit : limit;
}

/* Decides, changes nothing. */
asx_queue asxi_next_lane(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    bool other = arena->timed_count > 0 || arena->ready_count > 0;

    if (arena->cancel_count > 0 &&
        (!other || arena->cancel_streak < streak_max(arena)))
        return ASX_QUEUE_CANCEL;
    if (arena->timed_count > 0 &&
        (arena->ready_count == 0 ||
         arena->timed_streak < arena->settings[ASX_SETTING_CANCEL_STREAK]))
        return ASX_QUEUE_TIMED;
    return arena->ready_count > 0 ? ASX_QUEUE_READY : ASX_QUEUE_NONE;
}

static void count_streak(struct asxi_arena *arena, asx_queue lane)
{
    if (lane == ASX_QUEUE_CANCEL) {
        arena->cancel_streak++;
        return;
    }
    arena->cancel_streak = 0;
    arena->timed_streak = lane == ASX_QUEUE_TIMED ? arena->timed_streak + 1 : 0;
}

static asx_verb start(asx_runtime *rt, struct asxi_task *task)
{
    asxi_task_become(rt, task, ASXI_TASK_START);
    if (task->reason.kind != ASX_CANCEL_NONE) /* its owner's mask covers it */
        asxi_task_become(rt, task, ASXI_TASK_ASK);
    return task->flags & ASXI_TASK_REGION_FINALIZER ? ASX_VERB_FINALIZE
                                                    : ASX_VERB_START;
}

/* What the host does with a task whose wait is over. Zero: nothing, it was
 * forced meanwhile. */
static uint32_t resume(asx_runtime *rt, struct asxi_task *task)
{
    asx_cancel_kind kind;

    if (task->flags & ASXI_TASK_IN_FINALIZER) {
        if (!asxi_task_is_spent(rt, task) || !asxi_task_overrun(rt, task))
            return ASX_VERB_STEP;
        /* However long it was queued: the host hears of it only now. */
        task->budget.deadline_us =
            asxi_arena(rt)->now_us +
            asxi_arena(rt)->settings[ASX_SETTING_FORCE_GRACE_US];
        return ASX_VERB_CANCEL;
    }
    if (task->cell.state == ASX_TASK_RUNNING &&
        asxi_task_exhausted(rt, task, &kind))
        asxi_task_ask_self(rt, task, kind);
    if (task->cell.state == ASX_TASK_CANCEL_REQUESTED &&
        !asxi_task_is_protected(rt, task)) {
        asxi_task_acknowledge(rt, task);
        if (!asxi_task_is_spent(rt, task))
            return ASX_VERB_CANCEL;
    }
    if (!asxi_task_is_spent(rt, task))
        return ASX_VERB_STEP;
    return asxi_task_refuse(rt, task) == ASX_VERDICT_FORCED ? 0
                                                            : ASX_VERB_CANCEL;
}

/* A Created task whose budget is gone before it ran (rule budget.exhaust). */
static bool is_over_before_start(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_region *region = asxi_region(rt, task->cell.parent);
    asx_cancel_kind kind;

    if (task->cell.state != ASX_TASK_CREATED ||
        !asxi_task_exhausted(rt, task, &kind) ||
        asxi_task_is_protected(rt, task))
        return false;
    asxi_task_ask_self(rt, task, kind);
    asxi_region_advance(rt, region);
    return true;
}

bool asx_has_next(const asx_runtime *rt)
{
    return asxi_arena(rt)->aftermath_head != 0 ||
           asxi_next_lane(rt) != ASX_QUEUE_NONE;
}

/* Takes one task; zero if it is over before the host hears of it. */
static int32_t dispatch(asx_runtime *rt, asx_queue lane)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_task *task = asxi_lane_take(rt, lane);
    uint32_t slot = asxi_slot(rt, &task->cell), verb;

    count_streak(arena, lane);
    arena->dispatches++;
    task->last_dispatch = (uint32_t)arena->dispatches;
    if (arena->obligations_live > 0)
        asxi_futurelock_scan(rt);
    if (is_over_before_start(rt, task))
        return 0;
    verb = task->cell.state == ASX_TASK_CREATED ? start(rt, task)
                                                : resume(rt, task);
    if (verb == 0)
        return 0;
    if (verb == ASX_VERB_CANCEL)
        asxi_grant_return(rt, task);
    if (task->budget.poll_quota != ASX_POLLS_NONE &&
        task->budget.poll_quota > 0)
        task->budget.poll_quota--;
    asxi_task_arm_limit(rt, task);
    asxi_emit(rt, ASX_EVENT_TASK_DISPATCHED, &task->cell, lane, verb);
    asxi_task_check(rt, task);
    return (int32_t)(slot | verb << ASX_SLOT_BITS);
}

int32_t asx_next(asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);
    asx_queue lane;

    for (;;) {
        int32_t next;

        if (arena->aftermath_head)
            asxi_aftermath_run(rt);
        lane = asxi_next_lane(rt);
        if (lane == ASX_QUEUE_NONE)
            return 0;
        next = dispatch(rt, lane);
        if (next != 0 || arena->flags & ASX_RUNTIME_EXPLORE)
            return next;
    }
}

/* Rule obligation.futurelock: looks at one slot per dispatch, in turn, so that
 * it is found within slots_used dispatches of being due, at O(1) each. */
void asxi_futurelock_scan(asx_runtime *rt)
{
    struct asxi_arena *arena = asxi_arena(rt);
    const struct asxi_obligation *obligation;
    struct asxi_task *holder;

    arena->futurelock_cursor = arena->futurelock_cursor % arena->slots_used + 1;
    obligation = asxi_obligation(rt, arena->futurelock_cursor);
    if (obligation->cell.kind != ASX_KIND_OBLIGATION || !obligation->holder)
        return;
    holder = asxi_task(rt, obligation->holder);
    if (holder->flags & ASXI_TASK_FUTURELOCK ||
        (uint32_t)arena->dispatches - holder->last_dispatch <
            arena->settings[ASX_SETTING_FUTURELOCK_DISPATCHES])
        return;
    holder->flags |= ASXI_TASK_FUTURELOCK;
    asxi_emit(rt, ASX_EVENT_FUTURELOCK, &holder->cell, arena->futurelock_cursor,
              0);
    asxi_report(rt, ASX_REPORT_FUTURELOCK, &holder->cell,
                arena->futurelock_cursor, holder->wait);
}
