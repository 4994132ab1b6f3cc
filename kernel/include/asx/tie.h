/* asx/tie.h -- what the end of one task means to another (rules link.exit,
 * monitor.down).
 *
 * A link goes both ways: if one task does not end ok, the other is cancelled
 * with LinkedExit. A monitor goes one way and cancels nobody: its watcher is
 * told how the other ended, always, in the order of the ends. Both are gone
 * with either task, but for what a monitor has still to tell.
 */
#ifndef ASX_TIE_H
#define ASX_TIE_H

#include "asx/task.h"

typedef enum asx_monitor_state {
    ASX_MONITOR_WATCHING = 0,
    ASX_MONITOR_DOWN = 1, /* it has something to tell */
} asx_monitor_state;

/* Linking twice is linking once. ASX_E_ARGUMENT: a task with itself.
 * ASX_E_STATE: one of them has ended. */
ASX_CHECKED asx_status asx_task_link(asx_runtime *rt, asx_task a, asx_task b);
/* ASX_OK too if they are not linked. */
ASX_CHECKED asx_status asx_task_unlink(asx_runtime *rt, asx_task a, asx_task b);

/* `watcher` is told when `target` has ended. If it has already, it is told at
 * once. `label` is the host's, kept with it. A second operation of a task
 * (ASX_TASK_IMPLICIT) opens and receives for its owner. */
ASX_CHECKED asx_status asx_monitor_open(asx_runtime *rt, asx_task watcher,
                                        asx_task target, uint32_t label,
                                        asx_monitor *out);
/* Operation: waits until one of the task's monitors is Down, and takes the
 * first: its slot, and the outcome of its target from bit
 * ASX_NOTICE_OUTCOME_SHIFT up. It is gone then. Or asx_verdict <<
 * ASX_ANSWER_SHIFT; PARKED: call it again once the task is dispatched.
 * ASX_E_DISCONNECTED: the task has no monitor. `wait` false: ASX_E_FULL instead
 * of PARKED. */
ASX_CHECKED int32_t asx_monitor_receive(asx_runtime *rt, asx_task task,
                                        bool wait);
/* Ends one that was not received. */
ASX_CHECKED asx_status asx_monitor_release(asx_runtime *rt,
                                           asx_monitor monitor);

#endif
