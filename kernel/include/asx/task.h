/* asx/task.h -- one thread of work (semantics section 4).
 *
 * The kernel knows when a task may run and what it owes; the host runs its
 * body. A body's operations are calls here that return an asx_verdict, or a
 * negative asx_status. The rules said once in asx/region.h hold here too.
 */
#ifndef ASX_TASK_H
#define ASX_TASK_H

#include "asx/cancel.h"
#include "asx/outcome.h"
#include "asx/runtime.h"

typedef enum asx_task_state {
    ASX_TASK_CREATED = 0,
    ASX_TASK_RUNNING = 1,
    ASX_TASK_CANCEL_REQUESTED = 2,
    ASX_TASK_CANCELLING = 3,
    ASX_TASK_FINALIZING = 4,
    ASX_TASK_COMPLETED = 5,
} asx_task_state;

/* What a parked task waits for. */
typedef enum asx_wait {
    ASX_WAIT_NONE = 0, /* it is queued, or its body is running */
    ASX_WAIT_SLEEP = 1,
    ASX_WAIT_TASK = 2,
    ASX_WAIT_REGION = 3,  /* a region somebody else owns */
    ASX_WAIT_SUBTREE = 4, /* a region it owns: cancel goes there first */
    ASX_WAIT_CAPSULE = 5,
    ASX_WAIT_EXTERNAL = 6, /* asx_task_wake */
    ASX_WAIT_SEND = 7,     /* room in a channel */
    ASX_WAIT_RECEIVE = 8,
    ASX_WAIT_LOCK = 9,
    ASX_WAIT_LOCK_EXCLUSIVE = 10, /* to write */
    ASX_WAIT_CALL = 11,           /* a reply */
    ASX_WAIT_MONITOR = 20,        /* the end of another task */
} asx_wait;

/* Flags of asx_task_spawn. */
#define ASX_TASK_MAIN 1u     /* its end closes the region (one per region) */
#define ASX_TASK_IMPLICIT 2u /* a second operation of the running task */
#define ASX_TASK_INSIDE 4u   /* asked for by a live task of the region */
#define ASX_TASK_FLAGS_ALL 7u

/* Flags that asx_task_finish and asx_task_finalized answer. The low two bits
 * are the final outcome once ASX_FINISH_COMPLETED is set. */
#define ASX_FINISH_OUTCOME_MASK 3
#define ASX_FINISH_COMPLETED 4 /* over; the handle is stale now */
#define ASX_FINISH_FINALIZE 8  /* run the finalizer whose index is >> 8 */
#define ASX_FINISH_ADOPTED 16  /* its outcome became the region's */
#define ASX_FINISH_INDEX_SHIFT 8

/* Creates a task in an Open region and queues it; never runs a body. With
 * ASX_TASK_INSIDE the region may also be waiting to close, but not cancelled:
 * what a live task of it starts is waited for as well. Takes the staged budget,
 * met with the region's (rules task.spawn, budget.child). */
ASX_CHECKED asx_status asx_task_spawn(asx_runtime *rt, asx_region region,
                                      uint32_t flags, uint32_t label,
                                      asx_task *out);

/* As asx_task_spawn with ASX_TASK_IMPLICIT, owned by `owner` besides: it is
 * cancelled with its owner and its failure dooms nobody. */
ASX_CHECKED asx_status asx_task_spawn_implicit(asx_runtime *rt, asx_task owner,
                                               uint32_t label, asx_task *out);

/* Asks `task` to stop. Takes the staged cleanup (rules cancel.request,
 * cancel.idempotent, cancel.never_started). */
ASX_CHECKED asx_status asx_task_cancel(asx_runtime *rt, asx_task task,
                                       asx_cancel_kind kind, uint32_t message);

/* The body came to its end. Answers ASX_FINISH_* flags. */
ASX_CHECKED int32_t asx_task_finish(asx_runtime *rt, asx_task task,
                                    asx_outcome outcome);
/* The finalizer that was named last has ended. Answers as asx_task_finish. */
ASX_CHECKED int32_t asx_task_finalized(asx_runtime *rt, asx_task task,
                                       bool failed);
/* Registers a finalizer of a task that has started; answers its index. Last in,
 * first out. */
ASX_CHECKED int32_t asx_task_defer(asx_runtime *rt, asx_task task);

/* Operations: each is a checkpoint, then waits. */
ASX_CHECKED int32_t asx_task_sleep(asx_runtime *rt, asx_task task,
                                   uint64_t due_us);
ASX_CHECKED int32_t asx_task_yield(asx_runtime *rt, asx_task task);
ASX_CHECKED int32_t asx_task_join(asx_runtime *rt, asx_task task,
                                  asx_task target);
ASX_CHECKED int32_t asx_task_await_region(asx_runtime *rt, asx_task task,
                                          asx_region region, bool owned);
ASX_CHECKED int32_t asx_task_park(asx_runtime *rt, asx_task task);
/* Wakes what asx_task_park parked. While `task` steps, one wake is kept: if the
 * step ends with asx_task_park, that queues the task instead of parking it; if
 * it ends otherwise, the wake is forgotten (rule task.wake_dedup). Any other is
 * late, which is an event, never a fault: ASX_OK whatever became of it (rule
 * task.late_wake). `waker` may be zero. */
ASX_CHECKED asx_status asx_task_wake(asx_runtime *rt, asx_task task,
                                     asx_task waker);

/* READY, or CANCELLED every time it is asked while a cancel is pending and the
 * task is not masked (rules cancel.drain, mask.defer). */
ASX_CHECKED int32_t asx_task_checkpoint(asx_runtime *rt, asx_task task);
/* Reports `steps` operations that were already complete, so that budgets stay
 * honest. */
ASX_CHECKED asx_status asx_task_charge(asx_runtime *rt, asx_task task,
                                       uint32_t steps);
/* All or nothing (rule budget.exhaust): ASX_E_BUDGET cancels the task. */
ASX_CHECKED asx_status asx_task_consume(asx_runtime *rt, asx_task task,
                                        uint64_t cost);
ASX_CHECKED asx_status asx_task_mask(asx_runtime *rt, asx_task task);
ASX_CHECKED asx_status asx_task_unmask(asx_runtime *rt, asx_task task);

/* Lets go of a Completed task that left as a notice; its handle is stale from
 * then on. Tasks that the host finished itself need none. */
ASX_CHECKED asx_status asx_task_release(asx_runtime *rt, asx_task task);

#endif
