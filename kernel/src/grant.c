/* grant.c -- owns what is set aside for a task that waited (channel.fifo).
 *
 * Whoever waits longest is granted what has come free, and nobody else can take
 * it meanwhile: no barging. The task claims it by calling its operation again
 * once it is dispatched. If it is cancelled before, or does something else, the
 * grant is returned and goes to the next (asxi_grant_return, in object.c).
 */
#include "asx/task.h"
#include "object.h"

uint32_t asxi_wait_units(const struct asxi_task *task)
{
    return task->grant.units & ASX_ANSWER_MASK;
}

/* Sets aside for `task`, which waits for `object`, what it waits for. */
void asxi_grant(asx_runtime *rt, struct asxi_object *object,
                struct asxi_task *task)
{
    uint32_t slot = asxi_slot(rt, &object->cell), units = task->grant.units;

    asxi_emit(rt, ASX_EVENT_GRANTED, &object->cell, asxi_slot(rt, &task->cell),
              asxi_wait_units(task));
    asxi_waiters_leave(rt, task);
    asxi_task_unpark(rt, task, slot);
    task->grant.slot = slot;
    task->grant.units = units;
    asxi_object_refer(object);
}

/* Begins an operation on `object`: a checkpoint, then `*granted` says whether
 * something was set aside for it; that is claimed now. */
int32_t asxi_grant_enter(asx_runtime *rt, struct asxi_task *task,
                         struct asxi_object *object, asx_wait wait,
                         uint32_t units, bool *granted)
{
    int32_t verdict = asxi_task_meet(rt, task);

    if (verdict != ASX_VERDICT_READY)
        return verdict;
    *granted =
        task->grant.slot == asxi_slot(rt, &object->cell) &&
        task->grant.units == ((uint32_t)wait << ASX_ANSWER_SHIFT | units);
    if (*granted) {
        task->sleep_due_us = 0;
        asxi_object_unrefer(rt, object);
    } else {
        asxi_grant_return(rt, task);
    }
    return ASX_VERDICT_READY;
}

/* Waits for `object` until it is granted `units`. */
int32_t asxi_object_wait(asx_runtime *rt, struct asxi_task *task,
                         struct asxi_object *object, asx_wait wait,
                         uint32_t units)
{
    int32_t verdict = asxi_task_park_on(rt, task, wait, &object->cell, 0);

    task->grant.units = (uint32_t)wait << ASX_ANSWER_SHIFT | units;
    return verdict;
}
