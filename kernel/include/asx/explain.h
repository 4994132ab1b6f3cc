/* asx/explain.h -- why something has not ended, and how a cancel came about.
 *
 * Answers as numbers, in the caller's buffer: links, each of which says what
 * object it is about and which link it explains. What does not fit is counted.
 * Reads the state as it is, changes nothing, and costs O(objects) at most,
 * however deep a tree is. Full-dev tier (ASX_TIER >= 2).
 *
 *   asx_link links[32];
 *   asx_explanation why = {.links = links, .capacity = 32};
 *   status = asx_explain_region(&rt, region, memory, bytes, &why);
 *
 * True of every function here, so said once:
 *   - `memory` is working space, 4-byte aligned; what is in it before and after
 *     means nothing. ASX_E_MEMORY: less than asx_explain_bytes.
 *   - Objects are named by slot, as asx_describe does. ASX_E_STALE: there is
 *     nothing of that kind in the slot.
 *   - ASX_E_ARGUMENT: a capacity of less than two.
 */
#ifndef ASX_EXPLAIN_H
#define ASX_EXPLAIN_H

#include "asx/runtime.h"

/* How a link explains the one that it came from. */
typedef enum asx_relation {
    ASX_RELATION_ASKED = 0,  /* what the question was about */
    ASX_RELATION_CHILD = 1,  /* a region that has to close first */
    ASX_RELATION_TASK = 2,   /* a task that has to end first */
    ASX_RELATION_LEDGER = 3, /* an obligation without a holder */
    ASX_RELATION_WAITS = 4,  /* what the task waits for */
    ASX_RELATION_HELD = 5,   /* a permit, guard or reply that is owed */
    ASX_RELATION_HOLDER = 6, /* who holds it */
    ASX_RELATION_HOST = 7,   /* what the host has to let go of */
    ASX_RELATION_CAUSE = 8,  /* whose cancel was passed on */
    ASX_RELATION_ORIGIN = 9, /* whose end, or wish, it was */
} asx_relation;

/* Why nothing comes after a link. */
typedef enum asx_leaf {
    ASX_LEAF_NONE = 0,       /* something does */
    ASX_LEAF_RUNNABLE = 1,   /* it is queued: the next turns */
    ASX_LEAF_RUNNING = 2,    /* its body runs, or waits for something foreign */
    ASX_LEAF_SLEEPING = 3,   /* a timer; `b` milliseconds from now */
    ASX_LEAF_EXTERNAL = 4,   /* asx_task_wake */
    ASX_LEAF_HOST = 5,       /* the host lets go, or closes it */
    ASX_LEAF_ANYBODY = 6,    /* whoever sends, receives or signals */
    ASX_LEAF_FINALIZERS = 7, /* they run; `b` are left */
} asx_leaf;

#define ASX_LINK_APART UINT32_MAX /* links between are left out */

typedef struct asx_link {
    uint32_t from; /* index of the link it explains; its own if ASKED */
    uint32_t relation;
    uint32_t leaf;
    uint32_t kind; /* asx_kind */
    uint32_t slot;
    uint32_t generation;
    uint32_t label;
    uint32_t state;
    uint32_t
        a; /* task: asx_wait; obligation: its kind; of a cancel: its kind */
    uint32_t b; /* see asx_leaf; of a cancel: its message */
} asx_link;

typedef enum asx_explained {
    ASX_EXPLAINED_LEAVES = 0,   /* what is waited for in the end is told */
    ASX_EXPLAINED_OVER = 1,     /* it has ended: there is nothing to explain */
    ASX_EXPLAINED_DEADLOCK = 2, /* a circle that nothing but a cancel opens */
    ASX_EXPLAINED_CIRCLE = 3,   /* a circle that somebody else may open */
    ASX_EXPLAINED_GONE = 4,     /* of a cancel: who began it is not there now */
} asx_explained;

typedef struct asx_explanation {
    asx_link *links; /* the caller's */
    uint32_t capacity;
    uint32_t count;
    uint32_t verdict; /* asx_explained */
    uint32_t depth;   /* links from the question to the furthest, told or not */
    uint32_t omitted; /* links that found no room */
    uint32_t leaves;  /* all there are */
    uint32_t circle;  /* index of the link that the last one leads back to */
} asx_explanation;

size_t asx_explain_bytes(const asx_runtime *rt);

/* Why is this region not closed? A tree, nearest blockers first; if there are
 * more than fit, the last link is a leaf that is APART. */
ASX_CHECKED asx_status asx_explain_region(const asx_runtime *rt,
                                          uint32_t region, void *memory,
                                          size_t bytes, asx_explanation *out);
/* What does this task wait for, and who could wake it? One chain, to the
 * nearest leaf. A circle anywhere behind the task is told instead: from the
 * task into it and once around. */
ASX_CHECKED asx_status asx_explain_task(const asx_runtime *rt, uint32_t task,
                                        void *memory, size_t bytes,
                                        asx_explanation *out);
/* How did the cancel of this region or task get there? From it to the origin,
 * at most ASX_CANCEL_CHAIN_MAX links, however deep (rule cancel.chain). */
ASX_CHECKED asx_status asx_explain_cancel(const asx_runtime *rt, uint32_t slot,
                                          asx_explanation *out);

/* What leaked, and where it was reserved: indices into a log of events. */
typedef struct asx_leak {
    uint32_t leaked;
    uint32_t reserved; /* == leaked: the log does not reach back so far */
    uint32_t handed;   /* over how often since */
    uint32_t slot;
    uint32_t generation;
    uint32_t kind;     /* asx_obligation_kind */
    uint32_t holder;   /* slot of the task that left it behind */
    uint32_t reserver; /* slot of the task that reserved it */
} asx_leak;

/* The first leak at or after `from`; false if there is none. */
bool asx_explain_leak(const asx_event *events, uint32_t count, uint32_t from,
                      asx_leak *out);

#endif
