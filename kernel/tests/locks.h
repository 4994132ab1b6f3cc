/* locks.h -- locks for kernel tests, see harness.h. */
#ifndef ASX_TEST_LOCKS_H
#define ASX_TEST_LOCKS_H

#include "harness.h"

#define PARKED ((int32_t)ASX_VERDICT_PARKED << ASX_ANSWER_SHIFT)
#define CANCELLED ((int32_t)ASX_VERDICT_CANCELLED << ASX_ANSWER_SHIFT)

asx_lock open_lock(struct world *world, asx_lock_type type, uint32_t units);
/* What the call answers; it waits if it has to. */
int32_t acquire(struct world *world, asx_task task, asx_lock lock,
                uint32_t units);
/* It has to be the task's turn. */
asx_obligation take(struct world *world, asx_task task, asx_lock lock,
                    uint32_t units);
/* A task of the root region that waits for `lock` already. */
asx_task start_waiting(struct world *world, asx_lock lock, uint32_t units);
/* `task` has to be dispatched next, and to have got what it waited for. */
asx_obligation claim(struct world *world, asx_task task, asx_lock lock,
                     uint32_t units);
void give_back(struct world *world, asx_obligation guard, asx_task task);
void give_up(struct world *world, asx_obligation guard, asx_task task,
             asx_abort why);
/* Until memory is refused at once; what is opened for that is not released. */
void use_up_memory(struct world *world);

#endif
