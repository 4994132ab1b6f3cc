/* asx/describe.h -- reading an object, for inspection and replay.
 *
 * Numbers only, in a fixed order, so that every tool reads the same thing.
 * A field that an object does not have is zero. Times are microseconds, -1 for
 * none; objects are named by slot.
 */
#ifndef ASX_DESCRIBE_H
#define ASX_DESCRIBE_H

#include "asx/runtime.h"

typedef enum asx_field {
    ASX_FIELD_KIND = 0, /* asx_kind */
    ASX_FIELD_STATE = 1,
    ASX_FIELD_GENERATION = 2,
    ASX_FIELD_LABEL = 3,
    ASX_FIELD_PARENT = 4,  /* its region; of a capsule: the owner task */
    ASX_FIELD_ORDINAL = 5, /* how manyeth of its parent */
    ASX_FIELD_FLAGS = 6,
    ASX_FIELD_OUTCOME = 7,
    ASX_FIELD_PRIORITY = 8,
    ASX_FIELD_DEADLINE = 9,
    ASX_FIELD_POLLS = 10,
    ASX_FIELD_COST = 11,
    ASX_FIELD_CANCEL_KIND = 12, /* asx_cancel_kind, 0: none */
    ASX_FIELD_CANCEL_TIME = 13,
    ASX_FIELD_CANCEL_MESSAGE = 14,
    ASX_FIELD_CANCEL_REGION = 15, /* origin */
    ASX_FIELD_CANCEL_TASK = 16,   /* origin */
    ASX_FIELD_CLEANUP_DEADLINE = 17,
    ASX_FIELD_LIVE_TASKS = 18,
    ASX_FIELD_LIVE_REGIONS = 19,
    ASX_FIELD_OBLIGATIONS = 20,
    ASX_FIELD_FINALIZERS = 21, /* not yet run */
    ASX_FIELD_WAIT = 22,       /* asx_wait */
    ASX_FIELD_WAIT_FOR = 23,   /* slot */
    ASX_FIELD_QUEUE = 24,      /* asx_queue */
    ASX_FIELD_DUE = 25,        /* of its timer */
    ASX_FIELD_MASK_DEPTH = 26,
    ASX_FIELD_MASK_ALLOWANCE = 27,
    ASX_FIELD_REFUSALS = 28,
    ASX_FIELD_SUBKIND = 29,   /* of an obligation, a channel, a lock */
    ASX_FIELD_OWNER = 30,     /* of an implicit task; holder of an obligation */
    ASX_FIELD_ADOPTED = 31,   /* region: task whose outcome it took */
    ASX_FIELD_OBJECT = 32,    /* obligation: to or by; receiver: its channel */
    ASX_FIELD_TOKEN = 33,     /* call: asked with; watch; guard of a pool */
    ASX_FIELD_QUEUED = 34,    /* tokens; barrier: tasks that have come */
    ASX_FIELD_CAPACITY = 35,  /* -1: none; lock: as opened; supervisor: how
                                 many restarts its window has */
    ASX_FIELD_PERMITS = 36,   /* channel, lock: held */
    ASX_FIELD_SET_ASIDE = 37, /* granted and not claimed */
    ASX_FIELD_SENDERS = 38,
    ASX_FIELD_RECEIVERS = 39,
    ASX_FIELD_VERSION = 40, /* channel: commits; receiver: seen */
    ASX_FIELD_UNITS = 41,   /* obligation: of a lock; lock: free ones;
                               supervisor: us in its window */
    ASX_FIELD_REGION = 42,  /* supervisor: its own; child: of its life */
    ASX_FIELD_TASK = 43,    /* child: its main task; monitor: its target */
    ASX_FIELD_STARTS = 44,  /* child: so far; supervisor: in the window */
    ASX_FIELD_LIMIT_CHILDREN = 45, /* of a region; -1: none, as the others */
    ASX_FIELD_LIMIT_TASKS = 46,
    ASX_FIELD_LIMIT_OBLIGATIONS = 47,
    ASX_FIELD_LIMIT_QUEUE_BYTES = 48,
    ASX_FIELD_QUEUE_BYTES = 49, /* of a region that has a limit for them */
} asx_field;

#define ASX_FIELD_COUNT 50

/* Where an object is queued. */
typedef enum asx_queue {
    ASX_QUEUE_NONE = 0,
    ASX_QUEUE_CANCEL = 1,
    ASX_QUEUE_TIMED = 2,
    ASX_QUEUE_READY = 3,
    ASX_QUEUE_TIMER = 4,
    ASX_QUEUE_NOTICE = 5,
    ASX_QUEUE_AFTERMATH = 6, /* the next dispatch looks at it first */
} asx_queue;

/* Fills `fields` and answers the kind; ASX_KIND_FREE for a slot with nothing
 * in it, and then `fields` is all zero. */
asx_kind asx_describe(const asx_runtime *rt, uint32_t slot,
                      double fields[ASX_FIELD_COUNT]);

#define ASX_CANCEL_SUMMARY_KIND 255u
#define ASX_CANCEL_SUMMARY_SHARED 256u /* exactly its region's reason */

/* Why a region or task is to stop, in one number for the hot path: the
 * asx_cancel_kind, and for a task whether it is its region's reason. */
uint32_t asx_cancel_summary(const asx_runtime *rt, uint32_t slot);

/* The generation that a handle for `slot` has now; zero if it holds nothing. */
uint32_t asx_generation(const asx_runtime *rt, uint32_t slot);

#endif
