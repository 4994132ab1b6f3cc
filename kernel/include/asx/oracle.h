/* asx/oracle.h -- judges a run by its events (semantics section 10).
 *
 * An engine that is fed the events of one run, in order, and says which
 * invariant they break. It keeps a shadow of its own and knows nothing of the
 * kernel's structures, so a bug of the kernel is not a bug of the judge. One
 * event costs O(1) amortised, so it works live, in the lab, and on a finished
 * trace alike.
 *
 *   asx_oracle_open(memory, bytes, 0, &oracle);
 *   for each event, or for what the sink holds after each call:
 *       asx_oracle_feed(oracle, &event);
 *       asx_oracle_look(oracle, &rt, 4);      live only, and optional
 *   asx_oracle_finish(oracle);
 *   while (asx_oracle_next(oracle, &violation))
 *       tell(violation);
 *
 * True of every function here, so said once:
 *   - Memory is the caller's: `bytes` at `memory`, which nothing outgrows.
 *   - Events are numbered from 1 in the order in which they are fed.
 *   - Full-dev tier (ASX_TIER >= 2): below it there are no events.
 */
#ifndef ASX_ORACLE_H
#define ASX_ORACLE_H

#include "asx/runtime.h"

/* One per invariant. The table in oracle_table.c says what each watches. */
typedef enum asx_oracle_id {
    ASX_ORACLE_NONE = 0,
    ASX_ORACLE_OWNER = 1,
    ASX_ORACLE_TREE = 2,
    ASX_ORACLE_ORPHAN = 3,
    ASX_ORACLE_QUIESCENCE = 4,
    ASX_ORACLE_PROPAGATION = 5,
    ASX_ORACLE_REASON = 6,
    ASX_ORACLE_PHASE = 7,
    ASX_ORACLE_MASK = 8,
    ASX_ORACLE_DEADLINE = 9,
    ASX_ORACLE_OBLIGATION = 10,
    ASX_ORACLE_LOSER = 11,
    ASX_ORACLE_FINALIZER = 12,
    ASX_ORACLE_LANE = 13,
    ASX_ORACLE_FAIRNESS = 14,
    ASX_ORACLE_CHANNEL = 15,
    ASX_ORACLE_PERMIT = 16,
    ASX_ORACLE_SUPERVISION = 17,
    ASX_ORACLE_NAME = 18,
    ASX_ORACLE_AUTHORITY = 19,
    ASX_ORACLE_CLOCK = 20,
    ASX_ORACLE_SAME_TRACE = 21,
} asx_oracle_id;

#define ASX_ORACLE_COUNT 22 /* NONE is one of them */

typedef struct asx_oracle_info {
    const char *name;
    const char *invariant; /* as section 10 words it */
    const char *rules;     /* rule ids, a space between two */
} asx_oracle_info;

/* What is wrong, one number a meaning. `oracle` and `says` of each are in the
 * table of oracle_table.c. */
typedef enum asx_finding {
    ASX_FINDING_NONE = 0,
    /* single owner */
    ASX_FINDING_SLOT_TAKEN = 1,
    ASX_FINDING_GENERATION_AGAIN = 2,
    ASX_FINDING_HOLDER_DIFFERS = 3,
    ASX_FINDING_REGION_DIFFERS = 4,
    /* tree */
    ASX_FINDING_SECOND_ROOT = 5,
    ASX_FINDING_PARENT_MISSING = 6,
    ASX_FINDING_STRANGER = 7,
    ASX_FINDING_RELEASED_ALIVE = 8,
    ASX_FINDING_COUNT_DIFFERS = 9,
    ASX_FINDING_PARENT_DIFFERS = 10,
    /* no orphan task */
    ASX_FINDING_SPAWNED_LATE = 11,
    ASX_FINDING_CLOSED_OVER_TASK = 12,
    /* region close means quiescence */
    ASX_FINDING_CLOSED_OVER_REGION = 13,
    ASX_FINDING_FINALIZING_EARLY = 14,
    ASX_FINDING_STUCK = 15,
    /* cancel propagates down, parents first */
    ASX_FINDING_NOT_ASKED = 16,
    ASX_FINDING_CHILD_FIRST = 17,
    ASX_FINDING_ASKED_WEAKLY = 18,
    ASX_FINDING_EXHAUSTED_UNASKED = 19,
    ASX_FINDING_FAILED_ALONE = 20,
    /* reasons only strengthen */
    ASX_FINDING_WEAKENED = 21,
    ASX_FINDING_REASON_DIFFERS = 22,
    /* phases only advance */
    ASX_FINDING_STEP_FORBIDDEN = 23,
    ASX_FINDING_STEP_FROM_ELSEWHERE = 24,
    ASX_FINDING_END_WITHOUT_STEP = 25,
    ASX_FINDING_AFTER_END = 26,
    ASX_FINDING_STARTED_TWICE = 27,
    ASX_FINDING_STATE_DIFFERS = 28,
    /* mask bounded */
    ASX_FINDING_DEPTH_JUMPED = 29,
    ASX_FINDING_DEPTH_OVER = 30,
    ASX_FINDING_ALLOWANCE_WRONG = 31,
    ASX_FINDING_EXHAUSTION_SILENT = 32,
    ASX_FINDING_MASK_IGNORED = 33,
    /* deadlines monotone */
    ASX_FINDING_CHILD_LATER = 34,
    ASX_FINDING_DEADLINE_EXTENDED = 35,
    /* obligations linear, bounded, ledger empty on close */
    ASX_FINDING_RESOLVED_TWICE = 36,
    ASX_FINDING_OUTLIVES_HOLDER = 37,
    ASX_FINDING_LEAKED_UNENDED = 38,
    ASX_FINDING_LEDGER_NOT_EMPTY = 39,
    ASX_FINDING_RESERVED_FOR_NOBODY = 40,
    /* losers drained */
    ASX_FINDING_LOSER_NOT_ASKED = 41,
    ASX_FINDING_LOSER_ALIVE = 42,
    ASX_FINDING_RACE_UNSETTLED = 43,
    ASX_FINDING_OUTCOME_NOT_CANCELLED = 44,
    ASX_FINDING_CANCELLED_UNASKED = 45,
    /* finalizers all ran, LIFO */
    ASX_FINDING_NOT_LAST_FIRST = 46,
    ASX_FINDING_TWO_AT_ONCE = 47,
    ASX_FINDING_ENDED_ANOTHER = 48,
    ASX_FINDING_NOT_RUN = 49,
    /* lane consistency, no lost or duplicate wake */
    ASX_FINDING_QUEUED_TWICE = 50,
    ASX_FINDING_WRONG_LANE = 51,
    ASX_FINDING_DISPATCHED_UNQUEUED = 52,
    ASX_FINDING_OUT_OF_ORDER = 53,
    ASX_FINDING_WOKEN_UNPARKED = 54,
    ASX_FINDING_WAKE_LOST = 55,
    ASX_FINDING_WAITER_FORGOTTEN = 56,
    ASX_FINDING_SLEEPER_FORGOTTEN = 57,
    ASX_FINDING_PLACE_DIFFERS = 58,
    /* fairness bound */
    ASX_FINDING_CANCEL_STREAK = 59,
    ASX_FINDING_TIMED_STREAK = 60,
    /* no ambient authority */
    ASX_FINDING_NOT_STEPPING = 61,
    ASX_FINDING_ORIGIN_UNKNOWN = 62,
    ASX_FINDING_WAKER_UNKNOWN = 63,
    ASX_FINDING_OWNER_NOT_STARTED = 64,
    /* clock monotone */
    ASX_FINDING_TIME_BACK = 65,
    ASX_FINDING_TIMER_TWICE = 66,
    ASX_FINDING_TIMER_UNARMED = 67,
    ASX_FINDING_TIMER_EARLY = 68,
    ASX_FINDING_TIMER_LATE = 69,
    ASX_FINDING_TIMER_ORDER = 70,
    ASX_FINDING_TIMER_LEFT = 71,
    /* same inputs, same trace */
    ASX_FINDING_TRACE_DIFFERS = 72,
    /* channel atomicity */
    ASX_FINDING_NO_PERMIT = 73,
    ASX_FINDING_COMMIT_AND_ABORT = 74,
    ASX_FINDING_TAKEN_TWICE = 75,
    ASX_FINDING_TAKEN_OUT_OF_TURN = 76,
    ASX_FINDING_OVER_CAPACITY = 77,
    ASX_FINDING_SENT_AFTER_END = 78,
    ASX_FINDING_VERSION_WRONG = 79,
    ASX_FINDING_CALL_UNANSWERED = 80,
    /* permits conserved */
    ASX_FINDING_BARGED = 81,
    ASX_FINDING_BATON_DROPPED = 82,
    ASX_FINDING_RETURNED_UNGRANTED = 83,
    ASX_FINDING_PERMITS_DIFFER = 84,
    ASX_FINDING_HELD_TOO_MUCH = 85,
    ASX_FINDING_NO_GUARD = 86,
    /* supervision limits and order */
    ASX_FINDING_LIFE_OVERLAPS = 87,
    ASX_FINDING_LIFE_DIFFERS = 88,
    ASX_FINDING_START_ORDER = 89,
    ASX_FINDING_STOP_ORDER = 90,
    ASX_FINDING_RESTART_UNCALLED = 91,
    ASX_FINDING_RESTARTED_OFTEN = 92,
    ASX_FINDING_BACKOFF_CUT = 93,
    ASX_FINDING_BYSTANDER = 94,
    /* name leases */
    ASX_FINDING_NAME_TAKEN = 95,
    ASX_FINDING_LEASE_WRONG = 96,
    ASX_FINDING_NAME_OUTLIVES = 97,
} asx_finding;

#define ASX_FINDING_COUNT 98

typedef struct asx_finding_info {
    asx_oracle_id oracle;
    const char *says;
} asx_finding_info;

typedef struct asx_violation {
    uint32_t finding; /* asx_finding; its oracle by asx_finding_about */
    uint32_t event;   /* where it showed */
    uint32_t subject;
    uint32_t generation;
    uint32_t evidence[2]; /* events that tell why; zero: none */
    uint32_t a;           /* what was expected */
    uint32_t b;           /* what was found */
} asx_violation;

typedef struct asx_oracle asx_oracle;

/* Flags of asx_oracle_open. */
#define ASX_ORACLE_LAB 1u  /* ties come from the seed: no order among equals */
#define ASX_ORACLE_LATE 2u /* the run began before: strangers are let pass */

/* What watching objects in slots 0 to `slots` needs. */
size_t asx_oracle_bytes(uint32_t slots);
/* Begins a run in which only the root exists. `memory` is 8-byte aligned.
 * ASX_E_MEMORY: less than asx_oracle_bytes(1). */
ASX_CHECKED asx_status asx_oracle_open(void *memory, size_t bytes,
                                       uint32_t flags, asx_oracle **out);

/* The next event. ASX_E_LIMIT: of an object in a slot for which there is no
 * memory, so it is not judged; what is about other objects still is. */
asx_status asx_oracle_feed(asx_oracle *oracle, const asx_event *event);
/* Compares the next `slots` objects with what was seen of them, in turn: what
 * events do not carry, such as deadlines and policies. Every event up to now
 * has to be fed before. */
void asx_oracle_look(asx_oracle *oracle, const asx_runtime *rt, uint32_t slots);
/* The run is over, or pauses between two calls: what was due has to be done. */
void asx_oracle_finish(asx_oracle *oracle);
/* The same inputs were run again and gave `found` instead of `expected`. A
 * driver that runs a recording twice tells here; equal digests are nothing. */
void asx_oracle_compare(asx_oracle *oracle, uint64_t expected, uint64_t found);

/* Takes the oldest violation; false if there is none. */
bool asx_oracle_next(asx_oracle *oracle, asx_violation *out);
uint32_t asx_oracle_violations(const asx_oracle *oracle); /* ever */
uint32_t asx_oracle_events(const asx_oracle *oracle);     /* fed */
uint32_t asx_oracle_unwatched(const asx_oracle *oracle);  /* E_LIMIT, ever */

/* Never null; what is not in the table is NONE. */
const asx_oracle_info *asx_oracle_about(asx_oracle_id id);
const asx_finding_info *asx_finding_about(uint32_t finding);

#endif
