/* waiters.c -- tasks that wait for an object, first come first served.
 *
 * A task waits for one thing at a time, so its own links are enough. The links
 * live in the waiting task, the two ends in the object that is waited for.
 */
#include "internal.h"

void asxi_waiters_join(asx_runtime *rt, struct asxi_task *task,
                       struct asxi_cell *cell)
{
    uint32_t slot = asxi_slot(rt, &task->cell);

    task->wait_for = asxi_slot(rt, cell);
    task->wait_prev = cell->waiters_tail;
    task->wait_next = 0;
    if (cell->waiters_tail)
        asxi_task(rt, cell->waiters_tail)->wait_next = slot;
    else
        cell->waiters_head = slot;
    cell->waiters_tail = slot;
}

void asxi_waiters_leave(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_cell *cell;

    if (task->wait_for == 0)
        return;
    cell = asxi_cell(rt, task->wait_for);
    if (task->wait_prev)
        asxi_task(rt, task->wait_prev)->wait_next = task->wait_next;
    else
        cell->waiters_head = task->wait_next;
    if (task->wait_next)
        asxi_task(rt, task->wait_next)->wait_prev = task->wait_prev;
    else
        cell->waiters_tail = task->wait_prev;
    task->wait_for = task->wait_prev = task->wait_next = 0;
}

void asxi_waiters_wake(asx_runtime *rt, struct asxi_cell *cell)
{
    uint32_t waker = asxi_slot(rt, cell);

    while (cell->waiters_head)
        asxi_task_unpark(rt, asxi_task(rt, cell->waiters_head), waker);
}
