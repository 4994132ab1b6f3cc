/* waiters.c -- tasks that wait for an object, first come first served.
 *
 * A task waits for one thing at a time, so its own links are enough. The links
 * live in the waiting task, the two ends in the object that is waited for.
 */
#include "asx/task.h"
#include "object.h"

/* Those that send, or lock to write, have a queue of their own. */
struct asxi_waiters asxi_waiters_of(struct asxi_cell *cell, uint8_t wait)
{
    struct asxi_object *object = (struct asxi_object *)(void *)cell;

    if (wait == ASX_WAIT_SEND || wait == ASX_WAIT_LOCK_EXCLUSIVE)
        return (struct asxi_waiters){&object->others_head,
                                     &object->others_tail};
    return (struct asxi_waiters){&cell->waiters_head, &cell->waiters_tail};
}

void asxi_waiters_join(asx_runtime *rt, struct asxi_task *task,
                       struct asxi_cell *cell)
{
    struct asxi_waiters queue = asxi_waiters_of(cell, task->wait);
    uint32_t slot = asxi_slot(rt, &task->cell);

    task->wait_for = asxi_slot(rt, cell);
    task->wait_prev = *queue.tail;
    task->wait_next = 0;
    if (*queue.tail)
        asxi_task(rt, *queue.tail)->wait_next = slot;
    else
        *queue.head = slot;
    *queue.tail = slot;
}

void asxi_waiters_leave(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_waiters queue;

    if (task->wait_for == 0)
        return;
    queue = asxi_waiters_of(asxi_cell(rt, task->wait_for), task->wait);
    if (task->wait_prev)
        asxi_task(rt, task->wait_prev)->wait_next = task->wait_next;
    else
        *queue.head = task->wait_next;
    if (task->wait_next)
        asxi_task(rt, task->wait_next)->wait_prev = task->wait_prev;
    else
        *queue.tail = task->wait_prev;
    task->wait_for = task->wait_prev = task->wait_next = 0;
}

/* They leave before they are woken: that they go is no news to the object. */
static void wake(asx_runtime *rt, struct asxi_cell *cell, const uint32_t *head)
{
    while (*head) {
        struct asxi_task *task = asxi_task(rt, *head);

        asxi_waiters_leave(rt, task);
        asxi_task_unpark(rt, task, asxi_slot(rt, cell));
    }
}

void asxi_waiters_wake(asx_runtime *rt, struct asxi_cell *cell)
{
    wake(rt, cell, &cell->waiters_head);
}

void asxi_others_wake(asx_runtime *rt, struct asxi_object *object)
{
    wake(rt, &object->cell, &object->others_head);
}
