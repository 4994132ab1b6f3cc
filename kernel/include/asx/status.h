/* asx/status.h -- what a call answers.
 *
 * Calls that can be refused return an asx_status: zero or more is success,
 * less than zero says why nothing happened. One code per meaning. On any error
 * nothing has changed and out parameters are untouched.
 */
#ifndef ASX_STATUS_H
#define ASX_STATUS_H

#define ASX_CHECKED __attribute__((warn_unused_result))

typedef enum asx_status {
    ASX_OK = 0,
    ASX_E_STALE = -1,    /* the handle names nothing that is alive */
    ASX_E_STATE = -2,    /* the object is alive but not in a state for this */
    ASX_E_CLOSED = -3,   /* the region no longer admits work */
    ASX_E_LIMIT = -4,    /* a limit of the region was reached */
    ASX_E_MEMORY = -5,   /* the arena could not grow: ResourceUnavailable */
    ASX_E_ARGUMENT = -6, /* a value is out of its range */
    ASX_E_HOLDER = -7,   /* only the holder may resolve an obligation */
    ASX_E_BUDGET = -8,   /* the cost quota does not cover it */
    ASX_E_LOG_FULL = -9, /* take the input log, then call again */
    ASX_E_DISCONNECTED = -10,   /* nobody is left on the other side */
    ASX_E_FULL = -11,           /* it would have to wait, and was told not to */
    ASX_E_POISONED = -12,       /* a holder failed half way through */
    ASX_E_PLAN_DUPLICATE = -20, /* see asx_plan_culprits for whom */
    ASX_E_PLAN_UNKNOWN = -21,
    ASX_E_PLAN_CYCLE = -22,
    ASX_E_NAME_TAKEN = -23, /* a lease of this name is held */
} asx_status;

/* FULL, DISCONNECTED and POISONED are what an operation came to, so the task
 * has met its cancel before, and a permit or a grant may be used up. */

/* What an operation of a task came to. A verdict is what a body must do next;
 * the calls that return one return a negative asx_status otherwise. */
typedef enum asx_verdict {
    ASX_VERDICT_READY = 0,     /* already over: go on */
    ASX_VERDICT_PARKED = 1,    /* wait until asx_pump_next names the task */
    ASX_VERDICT_CANCELLED = 2, /* throw Cancelled here; acknowledged */
    ASX_VERDICT_REFUSED = 3,   /* cleanup budget spent: throw it again */
    ASX_VERDICT_FORCED = 4,    /* never resume this body again */
    ASX_VERDICT_LAGGED = 5,    /* of a receive: missed as many, goes on */
    ASX_VERDICT_CALL = 6,      /* of a receive: a call, and what owes a reply */
} asx_verdict;

/* Operations that bring something answer it in the low 24 bits, and the verdict
 * above: a READY one is just the number. */
#define ASX_ANSWER_SHIFT 24
#define ASX_ANSWER_MASK 16777215

#endif
