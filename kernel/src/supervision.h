/* supervision.h -- supervisors and children in the arena, and the decisions
 * about them, shared with their tests.
 */
#ifndef ASXI_SUPERVISION_H
#define ASXI_SUPERVISION_H

#include "aftermath.h"
#include "asx/name.h"
#include "asx/supervisor.h"
#include "object.h"

/* restart.c: pure */
struct asxi_restarts {
    uint64_t at_us[ASX_RESTARTS_MAX]; /* oldest first; those past are dropped */
    uint64_t window_us;
    uint64_t backoff_us;
    uint64_t backoff_max_us;
    uint32_t max;
    uint32_t count;
};
bool asxi_restarts_take(struct asxi_restarts *restarts, uint64_t now_us,
                        uint64_t *delay_us);
bool asxi_restart_affects(asx_strategy strategy, uint32_t failed,
                          uint32_t other);

struct asxi_supervisor {
    struct asxi_object object; /* parent: its own region */
    struct asxi_restarts restarts;
    uint8_t strategy;
    uint8_t goal;    /* enum asxi_goal */
    uint8_t outcome; /* if it failed */
    uint8_t flags;
    uint32_t child_head; /* as added; once compiled, in start order */
    uint32_t child_tail;
    uint32_t hold; /* obligation that keeps its region from closing */
};

/* Flags of a supervisor. */
#define ASXI_SUPERVISOR_COMPILED 1u
#define ASXI_SUPERVISOR_STARTED 2u

struct asxi_child {
    struct asxi_object object; /* parent: the supervisor's region */
    uint32_t depends[ASX_PLAN_DEPENDS_MAX]; /* names */
    uint32_t depends_count;
    uint32_t supervisor;
    uint32_t earlier; /* its siblings in the supervisor's order */
    uint32_t later;
    uint64_t task;   /* handle of its main task, which may be over already */
    uint32_t region; /* while it is Running or Draining */
    uint32_t lease;  /* of its name */
    uint32_t starts;
    uint8_t policy;
    uint8_t flags;
    uint8_t outcome; /* of its last end */
    uint8_t marks;
};

/* Marks of a child. */
#define ASXI_CHILD_AFFECTED 1u  /* by the restart that is under way */
#define ASXI_CHILD_ASKED 2u     /* the supervisor drained it */
#define ASXI_CHILD_PERSISTED 4u /* acknowledged */
_Static_assert(sizeof(struct asxi_supervisor) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_child) <= ASXI_CELL_BYTES, "fits");

/* A lease may carry a name: then it is in the names of the arena. */
struct asxi_lease {
    struct asxi_obligation obligation;
    uint32_t chain_prev;
    uint32_t chain_next;
    uint32_t child; /* if a child holds it, for its task */
    uint8_t named;
    uint8_t state; /* asx_lease_state, of a named one */
    uint8_t pad[2];
};
_Static_assert(sizeof(struct asxi_lease) <= ASXI_CELL_BYTES, "fits");

static inline struct asxi_supervisor *asxi_supervisor(const asx_runtime *rt,
                                                      uint32_t slot)
{
    return (struct asxi_supervisor *)(void *)asxi_cell(rt, slot);
}

static inline struct asxi_child *asxi_child(const asx_runtime *rt,
                                            uint32_t slot)
{
    return (struct asxi_child *)(void *)asxi_cell(rt, slot);
}

static inline struct asxi_lease *asxi_lease(const asx_runtime *rt,
                                            uint32_t slot)
{
    return (struct asxi_lease *)(void *)asxi_cell(rt, slot);
}

/* plan.c */
uint32_t asxi_plan_count(const asx_runtime *rt,
                         const struct asxi_supervisor *supervisor);
asx_status asxi_plan_order(const asx_runtime *rt,
                           const struct asxi_supervisor *supervisor,
                           uint32_t order[], uint32_t *count);

/* supervisor.c */
struct asxi_supervisor *asxi_supervisor_of(const asx_runtime *rt,
                                           const struct asxi_child *child);

/* supervise.c: the only caller of what decides */
void asxi_supervisor_advance(asx_runtime *rt,
                             struct asxi_supervisor *supervisor);

/* child_state.c */
enum asxi_child_input {
    ASXI_CHILD_START,
    ASXI_CHILD_REFUSE, /* there was no memory, or its name is taken */
    ASXI_CHILD_DRAIN,
    ASXI_CHILD_END,
    ASXI_CHILD_AGAIN,
    ASXI_CHILD_PERSIST,
    ASXI_CHILD_STOP,
    ASXI_CHILD_DISABLE,
};
#define ASXI_CHILD_INPUTS 8
bool asxi_child_may_follow(asx_child_state from, asx_child_state to);
uint8_t asxi_child_next_state(asx_child_state state,
                              enum asxi_child_input input);

/* child.c: the only writer of a child's state */
void asxi_child_become(asx_runtime *rt, struct asxi_child *child,
                       enum asxi_child_input input);
void asxi_child_start(asx_runtime *rt, struct asxi_child *child);
void asxi_child_drain(asx_runtime *rt, struct asxi_child *child,
                      asx_cancel_kind kind);
void asxi_child_persist(asx_runtime *rt, struct asxi_child *child);
void asxi_child_conclude(asx_runtime *rt, struct asxi_child *child,
                         enum asxi_child_input input);

/* name.c */
enum asxi_lease_input {
    ASXI_LEASE_ACTIVATE,
    ASXI_LEASE_COMMIT,
    ASXI_LEASE_ABORT,
};
#define ASXI_LEASE_INPUTS 3
bool asxi_lease_may_follow(asx_lease_state from, asx_lease_state to);
uint8_t asxi_lease_next_state(asx_lease_state state,
                              enum asxi_lease_input input);
asx_status asxi_name_hold(asx_runtime *rt, struct asxi_child *child);

/* What the end of one child asks for. */
typedef enum asxi_judgement {
    ASXI_JUDGED_STOP = 0, /* it is over, the others go on */
    ASXI_JUDGED_RESTART = 1,
    ASXI_JUDGED_DISABLE = 2,
    ASXI_JUDGED_FAIL = 3,
} asxi_judgement;
asxi_judgement asxi_child_judge(asx_child_policy policy, asx_outcome outcome,
                                bool asked);

/* supervisor_state.c */
enum asxi_goal { /* the greater one wins */
                 ASXI_GOAL_RUN,
                 ASXI_GOAL_RESTART,
                 ASXI_GOAL_STOP,
                 ASXI_GOAL_FAIL,
};
struct asxi_supervisor_facts {
    enum asxi_goal goal;
    bool compiled;
    bool started;
    bool unstarted; /* a child waits to be started */
    bool undrained; /* a child that has to be drained is not */
    bool backing_off;
};
bool asxi_supervisor_may_follow(asx_supervisor_state from,
                                asx_supervisor_state to);
asx_supervisor_state asxi_supervisor_next_state(
    asx_supervisor_state state, struct asxi_supervisor_facts facts);

#endif
