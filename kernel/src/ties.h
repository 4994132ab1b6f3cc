/* ties.h -- links and monitors of tasks in the arena. */
#ifndef ASXI_TIES_H
#define ASXI_TIES_H

#include "aftermath.h"
#include "asx/tie.h"

struct asxi_ties { /* a task's extension */
    struct asxi_cell cell;
    uint32_t head;      /* of its ties; those that are down are elsewhere */
    uint32_t down_head; /* its monitors that have something to tell, in order */
    uint32_t down_tail;
    uint32_t monitors; /* of this task on others */
};
struct asxi_tie_end {
    uint32_t task; /* zero: nobody any more */
    uint32_t prev;
    uint32_t next;
};
struct asxi_tie { /* a link, or a monitor: of end 0 on end 1 */
    struct asxi_cell cell;
    struct asxi_tie_end ends[2];
    uint64_t ended; /* handle of the task that has ended */
    uint64_t ended_in;
    uint64_t ended_us;
    uint32_t outcome;
    uint32_t pad;
};
_Static_assert(sizeof(struct asxi_ties) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_tie) <= ASXI_CELL_BYTES, "fits");

static inline struct asxi_tie *asxi_tie(const asx_runtime *rt, uint32_t slot)
{
    return (struct asxi_tie *)(void *)asxi_cell(rt, slot);
}

static inline struct asxi_ties *asxi_ties(const asx_runtime *rt,
                                          const struct asxi_task *task)
{
    return (struct asxi_ties *)(void *)asxi_cell(rt, task->extension);
}

asx_status asxi_tie_create(asx_runtime *rt, asx_kind kind,
                           struct asxi_task *const tasks[2],
                           struct asxi_tie **out);
void asxi_tie_leave(asx_runtime *rt, struct asxi_tie *tie, uint32_t side);
void asxi_ties_wake(asx_runtime *rt, struct asxi_task *watcher, uint32_t waker);
void asxi_tie_destroy(asx_runtime *rt, struct asxi_tie *tie);
void asxi_tie_record(const asx_runtime *rt, struct asxi_tie *tie,
                     const struct asxi_task *ended);

/* link.c, monitor.c: a task at `side` has ended */
void asxi_link_ended(asx_runtime *rt, struct asxi_tie *tie, uint32_t side,
                     const struct asxi_task *task);
void asxi_monitor_ended(asx_runtime *rt, struct asxi_tie *tie, uint32_t side,
                        const struct asxi_task *task);
void asxi_link_fire(asx_runtime *rt, struct asxi_tie *tie);

#endif
