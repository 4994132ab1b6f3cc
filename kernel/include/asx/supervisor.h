/* asx/supervisor.h -- children that are started, restarted and stopped in
 * order (semantics section 9, super.*).
 *
 * A supervisor is opened with a region of its own below the caller's. It is a
 * plan first: children with names, policies and dependencies. Compiled, it
 * cannot change any more; started, it opens a region for each child with one
 * main task in it, in start order. What ends is judged by its policy; a restart
 * drains all that are affected, in stop order, waits, and starts them again.
 *
 * Starting, restarting and stopping are the kernel's decisions. They are taken
 * by asx_next before it dispatches, never inside the call that caused them. The
 * host is told of each start by ASX_NOTICE_CHILD_START, which comes before the
 * dispatch of the task: a host that is to start a task it does not know drains
 * its notices first.
 *
 * The outcome is that of the supervisor's region: `ok` once nothing is left to
 * supervise or it was stopped, `err` or `panicked` if it failed, `cancelled` if
 * its region was. Supervisor and children are gone once it has closed.
 */
#ifndef ASX_SUPERVISOR_H
#define ASX_SUPERVISOR_H

#include "asx/outcome.h"
#include "asx/runtime.h"

/* What else restarts with a child that does. */
typedef enum asx_strategy {
    ASX_ONE_FOR_ONE = 0,  /* nobody */
    ASX_ONE_FOR_ALL = 1,  /* all that are not over */
    ASX_REST_FOR_ONE = 2, /* those after it in start order */
} asx_strategy;

#define ASX_STRATEGY_COUNT 3

/* What the end of a child means. Whatever ends ok has stopped. */
typedef enum asx_child_policy {
    ASX_CHILD_RESTART = 0,  /* err: starts again; else it has stopped */
    ASX_CHILD_STOP = 1,     /* it has stopped */
    ASX_CHILD_ESCALATE = 2, /* err, panicked: the supervisor fails */
    ASX_CHILD_CRITICAL = 3, /* not ok: the supervisor fails */
    ASX_CHILD_OPTIONAL = 4, /* err, panicked: it is disabled */
} asx_child_policy;

#define ASX_CHILD_POLICY_COUNT 5

typedef enum asx_supervisor_state {
    ASX_SUPERVISOR_CONSTRUCTED = 0,
    ASX_SUPERVISOR_COMPILED = 1,
    ASX_SUPERVISOR_STARTING = 2,
    ASX_SUPERVISOR_RUNNING = 3,
    ASX_SUPERVISOR_DRAINING = 4, /* to restart or to stop; backoff included */
    ASX_SUPERVISOR_STOPPED = 5,
    ASX_SUPERVISOR_FAILED = 6,
} asx_supervisor_state;

typedef enum asx_child_state {
    ASX_CHILD_WAITING = 0, /* to be started */
    ASX_CHILD_RUNNING = 1,
    ASX_CHILD_DRAINING = 2, /* it was asked to end */
    ASX_CHILD_ENDED = 3,    /* and not judged yet */
    ASX_CHILD_PERSISTING = 4,
    ASX_CHILD_STOPPED = 5,
    ASX_CHILD_DISABLED = 6,
} asx_child_state;

/* Flags of a child. */
#define ASX_CHILD_PERSISTS 1u /* told after its drain, and waited for */
#define ASX_CHILD_NAMED 2u    /* holds its name, over restarts too */
#define ASX_CHILD_FLAGS_ALL 3u

#define ASX_PLAN_CHILDREN_MAX 256
#define ASX_PLAN_DEPENDS_MAX 16 /* of one child */

/* Restart intensity: at most this many restarts in a window, which slides. */
#define ASX_RESTARTS_MAX 8 /* that can be allowed */
#define ASX_RESTARTS_DEFAULT 3
#define ASX_RESTART_WINDOW_US 60000000
#define ASX_RESTART_BACKOFF_US 100000 /* doubled with each in the window */
#define ASX_RESTART_BACKOFF_MAX_US 10000000
#define ASX_PERSIST_US 5000000 /* then it is reported, and no longer awaited */

/* Opens a region below `region` and an empty plan in it. `flags` may be
 * ASX_REGION_INSIDE. Takes what asx_region_open takes; the region is the
 * supervisor's ASX_FIELD_PARENT. */
ASX_CHECKED asx_status asx_supervisor_open(asx_runtime *rt, asx_region region,
                                           asx_strategy strategy,
                                           uint32_t flags, uint32_t label,
                                           asx_supervisor *out);

/* Making the plan. All of these answer ASX_E_STATE once it is compiled. */

/* One child more. `name` is a label, not zero; dependencies name it so, and it
 * is the label of its region and task. ASX_E_LIMIT: too many. */
ASX_CHECKED asx_status asx_supervisor_add(asx_runtime *rt,
                                          asx_supervisor supervisor,
                                          uint32_t name,
                                          asx_child_policy policy,
                                          uint32_t flags, asx_child *out);
/* Starts after the child of this name, and is stopped before it. */
ASX_CHECKED asx_status asx_child_depend(asx_runtime *rt, asx_child child,
                                        uint32_t name);
/* At most `restarts` of them in `window_us` (rule super.window). */
ASX_CHECKED asx_status asx_supervisor_intensity(asx_runtime *rt,
                                                asx_supervisor supervisor,
                                                uint32_t restarts,
                                                uint64_t window_us);
ASX_CHECKED asx_status asx_supervisor_backoff(asx_runtime *rt,
                                              asx_supervisor supervisor,
                                              uint64_t first_us,
                                              uint64_t most_us);
/* Start order: dependencies first, else in order of adding; stop order is its
 * reverse (rule super.compile). ASX_E_PLAN_*: see asx_plan_culprits. */
ASX_CHECKED asx_status asx_supervisor_compile(asx_runtime *rt,
                                              asx_supervisor supervisor);

/* What is wrong with a plan: the status that compiling answers, and names. A
 * duplicate: that name. An unknown dependency: the child and what it names. A
 * cycle: all of it, each depending on the next and the last on the first; it
 * begins with the one that was added first. Changes nothing. */
ASX_CHECKED asx_status asx_plan_culprits(const asx_runtime *rt,
                                         asx_supervisor supervisor,
                                         uint32_t culprits[], uint32_t *count);

ASX_CHECKED asx_status asx_supervisor_start(asx_runtime *rt,
                                            asx_supervisor supervisor);
/* Stops the children one by one, in stop order. Of each: it is drained, has
 * persisted, has released its name, and has stopped. Asking again is allowed.
 */
ASX_CHECKED asx_status asx_supervisor_stop(asx_runtime *rt,
                                           asx_supervisor supervisor);
/* The answer to ASX_NOTICE_CHILD_PERSIST. */
ASX_CHECKED asx_status asx_child_persisted(asx_runtime *rt, asx_child child);

#endif
