/* monitor.c -- owns monitors (rule monitor.down).
 *
 * The cell that tells is made when the monitor is, so nothing can keep it from
 * telling. A watcher's monitors that are down are in the order of the ends, and
 * those of one microsecond in the order of their tasks.
 */
#include "asx/tie.h"
#include "ties.h"

/* A second operation acts for its owner. */
static struct asxi_task *watcher_of(const asx_runtime *rt, asx_task handle)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);

    return task && task->owner ? asxi_task(rt, task->owner) : task;
}

static bool comes_before(const struct asxi_tie *a, const struct asxi_tie *b)
{
    if (a->ended_us != b->ended_us)
        return a->ended_us < b->ended_us;
    return (uint32_t)a->ended < (uint32_t)b->ended;
}

/* From the back, where it nearly always belongs: time goes on. */
static void put_down(asx_runtime *rt, struct asxi_tie *tie)
{
    struct asxi_tie_end *end = &tie->ends[0];
    uint32_t watcher = end->task, slot = asxi_slot(rt, &tie->cell), after;
    struct asxi_ties *ties = asxi_ties(rt, asxi_task(rt, watcher));

    asxi_tie_leave(rt, tie, 0);
    after = ties->down_tail;
    while (after && comes_before(tie, asxi_tie(rt, after)))
        after = asxi_tie(rt, after)->ends[0].prev;
    end->task = watcher;
    end->prev = after;
    end->next = after ? asxi_tie(rt, after)->ends[0].next : ties->down_head;
    if (after)
        asxi_tie(rt, after)->ends[0].next = slot;
    else
        ties->down_head = slot;
    if (end->next)
        asxi_tie(rt, end->next)->ends[0].prev = slot;
    else
        ties->down_tail = slot;
    tie->cell.state = ASX_MONITOR_DOWN;
    asxi_emit(rt, ASX_EVENT_MONITOR_DOWN, &tie->cell, (uint32_t)tie->ended,
              tie->outcome);
    asxi_ties_wake(rt, asxi_task(rt, watcher), (uint32_t)tie->ended);
}

asx_status asx_monitor_open(asx_runtime *rt, asx_task watcher, asx_task target,
                            uint32_t label, asx_monitor *out)
{
    struct asxi_task *const tasks[2] = {watcher_of(rt, watcher),
                                        asxi_task_resolve(rt, target)};
    struct asxi_tie *tie;
    asx_status status;

    if (tasks[0] == NULL || tasks[1] == NULL)
        return ASX_E_STALE;
    if (tasks[0] == tasks[1])
        return ASX_E_ARGUMENT;
    if (tasks[0]->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    status = asxi_tie_create(rt, ASX_KIND_MONITOR, tasks, &tie);
    if (status != ASX_OK)
        return status;
    tie->cell.label = label;
    asxi_ties(rt, tasks[0])->monitors++;
    asxi_emit(rt, ASX_EVENT_MONITOR_OPENED, &tie->cell, tie->ends[0].task,
              ASX_HANDLE_SLOT(target));
    if (tasks[1]->cell.state == ASX_TASK_COMPLETED) {
        asxi_tie_record(rt, tie, tasks[1]);
        put_down(rt, tie);
    }
    out->bits = asxi_handle(rt, &tie->cell);
    return ASX_OK;
}

void asxi_monitor_ended(asx_runtime *rt, struct asxi_tie *tie, uint32_t side,
                        const struct asxi_task *task)
{
    if (side == 0) { /* nobody is left to be told */
        asxi_tie_destroy(rt, tie);
        return;
    }
    asxi_tie_leave(rt, tie, side);
    asxi_tie_record(rt, tie, task);
    put_down(rt, tie);
}

int32_t asx_monitor_receive(asx_runtime *rt, asx_task handle, bool wait)
{
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    struct asxi_task *watcher = watcher_of(rt, handle);
    int32_t verdict = asxi_task_enter(rt, task);
    struct asxi_tie *tie;
    uint32_t slot, outcome;

    if (verdict < 0)
        return verdict;
    if (verdict != ASX_VERDICT_READY)
        return verdict << ASX_ANSWER_SHIFT;
    slot = watcher->extension ? asxi_ties(rt, watcher)->down_head : 0;
    if (slot == 0) {
        /* Without a monitor there is nothing that could ever come. */
        if (!watcher->extension || !asxi_ties(rt, watcher)->monitors)
            return ASX_E_DISCONNECTED;
        if (!wait)
            return ASX_E_FULL;
        return asxi_task_park_on(rt, task, ASX_WAIT_MONITOR, NULL, 0)
               << ASX_ANSWER_SHIFT;
    }
    tie = asxi_tie(rt, slot);
    outcome = tie->outcome;
    asxi_emit(rt, ASX_EVENT_MONITOR_TAKEN, &tie->cell,
              asxi_slot(rt, &watcher->cell), outcome);
    asxi_tie_destroy(rt, tie);
    return (int32_t)(slot | outcome << ASX_NOTICE_OUTCOME_SHIFT);
}

asx_status asx_monitor_release(asx_runtime *rt, asx_monitor handle)
{
    struct asxi_cell *cell = asxi_resolve(rt, handle.bits, ASX_KIND_MONITOR);

    if (cell == NULL)
        return ASX_E_STALE;
    asxi_emit(rt, ASX_EVENT_MONITOR_RELEASED, cell, 0, 0);
    asxi_tie_destroy(rt, asxi_tie(rt, ASX_HANDLE_SLOT(handle)));
    return ASX_OK;
}
