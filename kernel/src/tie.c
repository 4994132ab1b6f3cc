/* tie.c -- owns the lists of links and monitors that a task has.
 *
 * They hang on a cell of its own, its extension, since few tasks have any. A
 * tie is in the list of both its tasks; a monitor that is down has left the one
 * of the task that ended, and is in the other list of its watcher.
 */
#include "asx/tie.h"

#include "ties.h"

/* Which end of `tie` is `task`'s. */
static uint32_t side_of(const struct asxi_tie *tie, uint32_t task)
{
    return tie->ends[0].task == task ? 0 : 1;
}

static struct asxi_tie_end *end_of(const asx_runtime *rt, uint32_t slot,
                                   uint32_t task)
{
    struct asxi_tie *tie = asxi_tie(rt, slot);

    return &tie->ends[side_of(tie, task)];
}

static void join(asx_runtime *rt, struct asxi_tie *tie, uint32_t side,
                 const struct asxi_task *task)
{
    struct asxi_ties *ties = asxi_ties(rt, task);
    uint32_t slot = asxi_slot(rt, &tie->cell);
    struct asxi_tie_end *end = &tie->ends[side];

    end->task = asxi_slot(rt, &task->cell);
    end->next = ties->head;
    if (ties->head)
        end_of(rt, ties->head, end->task)->prev = slot;
    ties->head = slot;
}

/* Leaves the list of the task at `side`; either list, if it is a monitor's. */
void asxi_tie_leave(asx_runtime *rt, struct asxi_tie *tie, uint32_t side)
{
    struct asxi_tie_end *end = &tie->ends[side];
    uint32_t slot = asxi_slot(rt, &tie->cell);
    struct asxi_ties *ties;

    if (end->task == 0)
        return;
    ties = asxi_ties(rt, asxi_task(rt, end->task));
    if (end->prev)
        end_of(rt, end->prev, end->task)->next = end->next;
    else if (ties->head == slot)
        ties->head = end->next;
    else if (ties->down_head == slot)
        ties->down_head = end->next;
    if (end->next)
        end_of(rt, end->next, end->task)->prev = end->prev;
    else if (ties->down_tail == slot)
        ties->down_tail = end->prev;
    *end = (struct asxi_tie_end){0, 0, 0};
}

static void wake(asx_runtime *rt, struct asxi_task *task, uint32_t waker)
{
    if (task->wait == ASX_WAIT_MONITOR)
        asxi_task_unpark(rt, task, waker);
}

/* Those that wait to be told: the watcher, or second operations of it. `waker`:
 * the task that ended, or nobody. */
void asxi_ties_wake(asx_runtime *rt, struct asxi_task *watcher, uint32_t waker)
{
    uint32_t slot = watcher->implicit_head;

    wake(rt, watcher, waker);
    for (; slot; slot = asxi_task(rt, slot)->implicit_next)
        wake(rt, asxi_task(rt, slot), waker);
}

void asxi_tie_destroy(asx_runtime *rt, struct asxi_tie *tie)
{
    if (tie->cell.kind == ASX_KIND_MONITOR && tie->ends[0].task) {
        struct asxi_task *watcher = asxi_task(rt, tie->ends[0].task);

        if (--asxi_ties(rt, watcher)->monitors == 0)
            asxi_ties_wake(rt, watcher, 0); /* nothing will come any more */
    }
    asxi_tie_leave(rt, tie, 0);
    asxi_tie_leave(rt, tie, 1);
    asxi_queue_remove(rt, &tie->cell);
    asxi_cell_destroy(rt, &tie->cell);
}

/* The caller has made sure of the memory. */
static void extend(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_cell *cell;

    if (task->extension)
        return;
    cell = asxi_cell_create(rt, ASX_KIND_TIES);
    ASXI_ASSERT(cell != NULL);
    cell->parent = asxi_slot(rt, &task->cell);
    task->extension = asxi_slot(rt, cell);
}

/* Between these two; one that has ended joins nothing. */
asx_status asxi_tie_create(asx_runtime *rt, asx_kind kind,
                           struct asxi_task *const tasks[2],
                           struct asxi_tie **out)
{
    struct asxi_tie *tie;

    if (!asxi_cells_ensure(rt, 3))
        return ASX_E_MEMORY;
    tie = (struct asxi_tie *)(void *)asxi_cell_create(rt, kind);
    ASXI_ASSERT(tie != NULL);
    for (uint32_t side = 0; side < 2; side++) {
        if (tasks[side]->cell.state == ASX_TASK_COMPLETED)
            continue;
        extend(rt, tasks[side]);
        join(rt, tie, side, tasks[side]);
    }
    *out = tie;
    return ASX_OK;
}

/* Who ended, when and how: it may be gone when that is read. */
void asxi_tie_record(const asx_runtime *rt, struct asxi_tie *tie,
                     const struct asxi_task *ended)
{
    tie->ended = asxi_handle(rt, &ended->cell);
    tie->ended_us = ended->ended_us;
    tie->outcome = ended->outcome;
}

/* `task` is Completed: tells those it is tied to, and its extension goes. */
void asxi_ties_end(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_ties *ties = asxi_ties(rt, task);
    uint32_t slot = asxi_slot(rt, &task->cell);

    while (ties->down_head)
        asxi_tie_destroy(rt, asxi_tie(rt, ties->down_head));
    while (ties->head) {
        struct asxi_tie *tie = asxi_tie(rt, ties->head);

        if (tie->cell.kind == ASX_KIND_LINK)
            asxi_link_ended(rt, tie, side_of(tie, slot), task);
        else
            asxi_monitor_ended(rt, tie, side_of(tie, slot), task);
    }
    asxi_cell_destroy(rt, &ties->cell);
    task->extension = 0;
}
