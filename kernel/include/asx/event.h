/* asx/event.h -- what happened, derived by the kernel as it happens.
 *
 * Every transition folds into the running digest; in the full-dev tier it is
 * also written to the event sink. `a` and `b` are named per kind below.
 * An event is derived, never stored as truth: the inputs are (section 12).
 */
#ifndef ASX_EVENT_H
#define ASX_EVENT_H

#include <stdint.h>

typedef enum asx_event_kind {
    ASX_EVENT_REGION_OPENED = 1, /* a parent slot, b label */
    ASX_EVENT_REGION_STEP = 2,   /* a from state, b to state */
    ASX_EVENT_REGION_CANCEL = 3, /* a cancel kind, b origin task slot */
    ASX_EVENT_REGION_CLOSED = 4, /* a outcome, b cancel kind */
    ASX_EVENT_REGION_RELEASED = 5,
    ASX_EVENT_TASK_SPAWNED = 6,     /* a region slot, b label */
    ASX_EVENT_TASK_STEP = 7,        /* a from state, b to state */
    ASX_EVENT_TASK_SCHEDULED = 8,   /* a lane, b priority */
    ASX_EVENT_TASK_WOKEN = 9,       /* a waker slot (0: outside), b wait */
    ASX_EVENT_TASK_LATE_WAKE = 10,  /* a waker slot */
    ASX_EVENT_TASK_DISPATCHED = 11, /* a lane, b verb */
    ASX_EVENT_TASK_PARKED = 12,     /* a wait, b what it waits for */
    ASX_EVENT_TASK_CANCEL = 13,     /* a cancel kind, b origin task slot */
    ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED = 14, /* a cancel kind */
    ASX_EVENT_TASK_CANCEL_DEFERRED = 15,     /* a mask allowance left */
    ASX_EVENT_TASK_REFUSED = 16,             /* a refusals so far */
    ASX_EVENT_TASK_FORCED = 17,    /* a what it waited in, b for what */
    ASX_EVENT_TASK_COMPLETED = 18, /* a outcome, b region slot */
    ASX_EVENT_TASK_MASKED = 19,    /* a depth */
    ASX_EVENT_TASK_UNMASKED = 20,  /* a depth */
    ASX_EVENT_MASK_EXHAUSTED = 21,
    ASX_EVENT_BUDGET_EXHAUSTED = 22,   /* a cancel kind */
    ASX_EVENT_FINALIZER_DEFERRED = 23, /* a index */
    ASX_EVENT_FINALIZER_STARTED = 24,  /* a index */
    ASX_EVENT_FINALIZER_ENDED = 25, /* a index, b 0 ok, 1 failed, 2 overrun */
    ASX_EVENT_OBLIGATION_RESERVED = 26,    /* a kind, b holder slot, or its
                                              region if no task holds it */
    ASX_EVENT_OBLIGATION_COMMITTED = 27,   /* a kind, b holder slot */
    ASX_EVENT_OBLIGATION_ABORTED = 28,     /* a kind, b why */
    ASX_EVENT_OBLIGATION_LEAKED = 29,      /* a kind, b holder slot */
    ASX_EVENT_OBLIGATION_TRANSFERRED = 30, /* a from slot, b to slot */
    ASX_EVENT_TIMER_ARMED = 31,            /* a due us low, b due us high */
    ASX_EVENT_TIMER_CANCELLED = 32,
    ASX_EVENT_TIMER_FIRED = 33,   /* a due us low, b due us high */
    ASX_EVENT_TIME_ADVANCED = 34, /* a now us low, b now us high */
    ASX_EVENT_TIME_CLAMPED = 35,
    ASX_EVENT_TIME_DEBT = 36,        /* a debt us low, b debt us high */
    ASX_EVENT_CAPSULE_STEP = 37,     /* a from state, b to state */
    ASX_EVENT_CAPSULE_OPENED = 38,   /* a kind, b owner slot */
    ASX_EVENT_CAPSULE_PROGRESS = 39, /* a waiter slot or 0 */
    ASX_EVENT_PUMP_STEP = 40,        /* a from state, b to state */
    ASX_EVENT_ENTROPY_DRAWN = 41,
    ASX_EVENT_MARK = 42,              /* a label */
    ASX_EVENT_FUTURELOCK = 43,        /* a obligation slot */
    ASX_EVENT_VISIBILITY = 44,        /* a 1 hidden */
    ASX_EVENT_CONFIGURED = 45,        /* a setting */
    ASX_EVENT_CAPSULE_STRANDED = 46,  /* a owner slot: forced before let go */
    ASX_EVENT_CHANNEL_OPENED = 47,    /* a kind, b capacity */
    ASX_EVENT_CHANNEL_CLOSED = 48,    /* a asx_channel_end, b queued */
    ASX_EVENT_CHANNEL_RESERVED = 49,  /* a permit slot, b task slot */
    ASX_EVENT_CHANNEL_COMMITTED = 50, /* a permit slot, b token */
    ASX_EVENT_CHANNEL_RECEIVED = 51,  /* a token, b task slot */
    ASX_EVENT_CHANNEL_EVICTED = 52,   /* a token */
    ASX_EVENT_CHANNEL_RETURNED = 53,  /* a permit slot, b token: too late */
    ASX_EVENT_RECEIVER_LAGGED = 54,   /* a task slot, b how many */
    ASX_EVENT_RECEIVER_OPENED = 55,   /* a channel slot */
    ASX_EVENT_RECEIVER_SEEN = 56,     /* a task slot or 0, b version low */
    ASX_EVENT_RECEIVER_CLOSED = 57,   /* a channel slot */
    ASX_EVENT_CALL_STEP = 58,         /* a to state, b task or channel slot */
    ASX_EVENT_GRANTED = 59,        /* a task slot, b units: until it claims */
    ASX_EVENT_GRANT_RETURNED = 60, /* a task slot, b units: the baton goes on */
    ASX_EVENT_LOCK_OPENED = 61,    /* a kind, b units */
    ASX_EVENT_LOCK_STEP = 62,      /* a from state, b to state */
    ASX_EVENT_LOCK_ACQUIRED = 63,  /* a obligation slot or 0, b task slot */
    ASX_EVENT_LOCK_RELEASED = 64,  /* a obligation slot, b units */
    ASX_EVENT_OBJECT_RELEASED = 65,  /* a asx_kind: its slot is free again */
    ASX_EVENT_ANNOTATED = 66,        /* a asx_annotation, b value; by a task */
    ASX_EVENT_CANCEL_REASON = 67,    /* a message, b origin task slot */
    ASX_EVENT_OBJECT_OPENED = 68,    /* a asx_kind, b region slot */
    ASX_EVENT_OBLIGATION_BOUND = 69, /* a slot of its object, b units of that */
    ASX_EVENT_TASK_OWNED = 70,       /* a owner slot, of an implicit task */
    ASX_EVENT_TASK_WAKE_KEPT = 71,   /* a waker slot, b wait it will end */
    ASX_EVENT_SUPERVISOR_CONSTRUCTED = 90, /* a strategy, b label */
    ASX_EVENT_SUPERVISOR_STEP = 91,        /* a from state, b to state */
    ASX_EVENT_SUPERVISOR_RESTARTING = 92,  /* a failed child, b backoff us */
    ASX_EVENT_SUPERVISOR_ESCALATED = 93,   /* a failed child, b outcome */
    ASX_EVENT_CHILD_ADDED = 94,            /* a supervisor slot, b policy */
    ASX_EVENT_CHILD_DEPENDS = 95,          /* a name */
    ASX_EVENT_CHILD_STEP = 96,             /* a from state, b to state */
    ASX_EVENT_CHILD_STARTED = 97,          /* a region slot, b task slot */
    ASX_EVENT_CHILD_REFUSED = 98,          /* a -asx_status: could not start */
    ASX_EVENT_CHILD_ENDED = 99,            /* a region slot, b outcome */
    ASX_EVENT_CHILD_PERSISTED = 100,       /* a 1: it took too long */
    ASX_EVENT_NAME_RESERVED = 101,         /* of an obligation; a name */
    ASX_EVENT_LEASE_STEP = 102,            /* likewise; a from, b to state */
    ASX_EVENT_LINKED = 103,                /* a and b: the tasks */
    ASX_EVENT_UNLINKED = 104,
    ASX_EVENT_LINK_BROKEN = 105,    /* a who ended, b outcome */
    ASX_EVENT_LINK_EXIT = 106,      /* a the other, who is cancelled */
    ASX_EVENT_MONITOR_OPENED = 107, /* a watcher slot, b target slot */
    ASX_EVENT_MONITOR_DOWN = 108,   /* a target slot, b outcome */
    ASX_EVENT_MONITOR_TAKEN = 109,  /* a watcher slot, b outcome */
    ASX_EVENT_MONITOR_RELEASED = 110,
} asx_event_kind;

/* `input` counts the recorded inputs: the call during which it happened. */
typedef struct asx_event {
    uint64_t time_us;
    uint32_t input;
    uint32_t kind; /* asx_event_kind */
    uint32_t subject;
    uint32_t generation;
    uint32_t a;
    uint32_t b;
} asx_event;

#endif
