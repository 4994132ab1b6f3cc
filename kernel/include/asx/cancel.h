/* asx/cancel.h -- why something has to stop (semantics section 3).
 *
 * A reason is a value. Reasons are totally ordered, strengthening takes the
 * greater one, so it is associative, commutative and idempotent whatever order
 * requests arrive in (rule cancel.strengthen).
 */
#ifndef ASX_CANCEL_H
#define ASX_CANCEL_H

#include "asx/budget.h"
#include "asx/handle.h"

typedef enum asx_cancel_kind {
    ASX_CANCEL_NONE = 0, /* no cancel was asked for */
    ASX_CANCEL_USER = 1,
    ASX_CANCEL_TIMEOUT = 2,
    ASX_CANCEL_DEADLINE = 3,
    ASX_CANCEL_POLL_QUOTA = 4,
    ASX_CANCEL_COST_BUDGET = 5,
    ASX_CANCEL_FAIL_FAST = 6,
    ASX_CANCEL_RACE_LOST = 7,
    ASX_CANCEL_LINKED_EXIT = 8,
    ASX_CANCEL_PARENT_CANCELLED = 9,
    ASX_CANCEL_RESOURCE_UNAVAILABLE = 10,
    ASX_CANCEL_SHUTDOWN = 11,
} asx_cancel_kind;

#define ASX_CANCEL_KIND_COUNT 12

/* A chain of causes is told to at most this many links (rule cancel.chain). */
#define ASX_CANCEL_CHAIN_MAX 16

typedef struct asx_reason {
    uint64_t time_us;
    asx_region origin_region;
    asx_task origin_task; /* zero: none */
    uint32_t message;     /* a label the host keeps; zero: none */
    uint32_t kind;        /* asx_cancel_kind */
} asx_reason;

/* The cleanup a cancel grants. `polls` and `time_us` are upper bounds that the
 * caller may tighten, never widen; time counts from the request. */
typedef struct asx_cleanup {
    uint64_t time_us;
    uint32_t polls;
    uint32_t priority;
} asx_cleanup;

/* Severity 0 to 5; the row of the table in semantics section 3. */
uint32_t asx_cancel_severity(asx_cancel_kind kind);
asx_cleanup asx_cancel_cleanup(asx_cancel_kind kind);

/* Less than, equal to or greater than zero, as `a` is weaker than, the same as
 * or stronger than `b`. NONE is weaker than everything. */
int asx_reason_compare(const asx_reason *a, const asx_reason *b);
asx_reason asx_reason_strengthen(asx_reason a, asx_reason b);

#endif
