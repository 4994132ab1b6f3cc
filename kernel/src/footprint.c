/* footprint.c -- what each kind of event reads and writes; pure.
 *
 * Invariants, which footprint_test.c checks for every kind:
 *   - An event about an object writes that object. So the events of one
 *     object are in order, and no place is needed for its timer.
 *   - A birth writes its parent. So how manyeth child an object is does not
 *     depend on the schedule, and names it (docs/adr/0013).
 *   - What depends on the runtime's time reads the clock, so nothing of the
 *     kind commutes with an advance of it.
 *   - A witness writes nothing.
 *
 * That a region waits for what it owns is a read of the region: what ends in
 * it comes before its next step, and the ends of two children commute. The end
 * of a task writes its region, since which of two outcomes it takes may depend
 * on which came first.
 */
#include "asx/footprint.h"

#include "asx/task.h"
#include "internal.h"

#if ASX_TIER >= 2

#define READS(where)                                                           \
    {                                                                          \
        ASX_PLACE_##where, false                                               \
    }
#define WRITES(where)                                                          \
    {                                                                          \
        ASX_PLACE_##where, true                                                \
    }
#define SLOT(field) .field = ASX_OPERAND_SLOT
#define NOTHING(field) .field = ASX_OPERAND_NOTHING
#define ROLE(what) .role = ASX_ROLE_##what
#define BORN(what, of)                                                         \
    ROLE(BIRTH), .kind = ASX_KIND_##what, .parent = ASX_PLACE_##of

/* Ends a case. */
#define FOOTPRINT(...)                                                         \
    do {                                                                       \
        static const asx_footprint it = {__VA_ARGS__};                         \
        return &it;                                                            \
    } while (0)

/* Where all are woken together, who came first is the schedule's; where one is
 * served after the other, it is not. */
static const asx_footprint *of_parked(asx_wait wait)
{
    switch (wait) {
    case ASX_WAIT_NONE:
    case ASX_WAIT_SLEEP:
    case ASX_WAIT_TASK:
    case ASX_WAIT_REGION:
    case ASX_WAIT_SUBTREE:
    case ASX_WAIT_CAPSULE:
    case ASX_WAIT_EXTERNAL:
    case ASX_WAIT_CALL:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(B)}, SLOT(b));
    case ASX_WAIT_MONITOR:
        FOOTPRINT(.access = {WRITES(SUBJECT)}, NOTHING(b));
    case ASX_WAIT_SEND:
    case ASX_WAIT_RECEIVE:
    case ASX_WAIT_LOCK:
    case ASX_WAIT_LOCK_EXCLUSIVE:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B)}, SLOT(b));
    }
    return NULL;
}

/* Those of section 9's supervision. What a supervisor decides follows from the
 * states of all its children, so all of one supervisor writes its region. */
static const asx_footprint *of_supervision(const asx_event *event)
{
    switch (event->kind) {
    case ASX_EVENT_SUPERVISOR_CONSTRUCTED:
    case ASX_EVENT_CHILD_DEPENDS:
        FOOTPRINT(.access = {WRITES(SUBJECT)});
    case ASX_EVENT_SUPERVISOR_STEP:
    case ASX_EVENT_CHILD_STEP:
    case ASX_EVENT_CHILD_REFUSED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER)});
    case ASX_EVENT_SUPERVISOR_RESTARTING:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), READS(A),
                             READS(CLOCK)},
                  SLOT(a));
    case ASX_EVENT_SUPERVISOR_ESCALATED:
    case ASX_EVENT_CHILD_ENDED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), READS(A)},
                  SLOT(a));
    case ASX_EVENT_CHILD_ADDED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, SLOT(a));
    case ASX_EVENT_CHILD_STARTED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), READS(A),
                             READS(B)},
                  SLOT(a), SLOT(b));
    case ASX_EVENT_CHILD_PERSISTED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), READS(CLOCK)});
    case ASX_EVENT_NAME_RESERVED:
    case ASX_EVENT_LEASE_STEP:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), WRITES(NAMES)});
    case ASX_EVENT_LINKED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(B)},
                  BORN(LINK, A), SLOT(a), SLOT(b));
    case ASX_EVENT_UNLINKED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(B)}, SLOT(a),
                  SLOT(b));
    case ASX_EVENT_LINK_BROKEN:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(A)}, SLOT(a));
    case ASX_EVENT_LINK_EXIT:
    case ASX_EVENT_MONITOR_TAKEN:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, SLOT(a));
    case ASX_EVENT_MONITOR_OPENED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), READS(B)},
                  BORN(MONITOR, A), SLOT(a), SLOT(b));
    case ASX_EVENT_MONITOR_DOWN: /* their order is told, so it counts */
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), READS(A),
                             READS(CLOCK)},
                  SLOT(a));
    case ASX_EVENT_MONITOR_RELEASED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER)});
    default:
        return NULL;
    }
}

/* No default: a new kind does not compile until it is decided here. */
static const asx_footprint *of(const asx_event *event)
{
    switch ((asx_event_kind)event->kind) {
    case ASX_EVENT_REGION_OPENED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, BORN(REGION, A),
                  SLOT(a));
    case ASX_EVENT_TASK_SPAWNED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, BORN(TASK, A),
                  SLOT(a));
    case ASX_EVENT_OBLIGATION_RESERVED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B), READS(REGION)},
                  BORN(OBLIGATION, B), SLOT(b));
    case ASX_EVENT_OBJECT_OPENED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B)}, BORN(FREE, B),
                  SLOT(b));
    case ASX_EVENT_CAPSULE_OPENED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B), READS(REGION)},
                  BORN(CAPSULE, B), SLOT(b));
    case ASX_EVENT_REGION_STEP:
    case ASX_EVENT_REGION_RELEASED:
    case ASX_EVENT_TASK_STEP:
    case ASX_EVENT_TASK_SCHEDULED:
    case ASX_EVENT_TASK_DISPATCHED:
    case ASX_EVENT_TASK_MASKED:
    case ASX_EVENT_TASK_UNMASKED:
    case ASX_EVENT_MASK_EXHAUSTED:
    case ASX_EVENT_FINALIZER_DEFERRED:
    case ASX_EVENT_FINALIZER_ENDED:
    case ASX_EVENT_CHANNEL_OPENED:
    case ASX_EVENT_LOCK_OPENED:
    case ASX_EVENT_LOCK_STEP:
    case ASX_EVENT_ANNOTATED:
        FOOTPRINT(.access = {WRITES(SUBJECT)});
    case ASX_EVENT_CHANNEL_EVICTED:
        FOOTPRINT(.access = {WRITES(SUBJECT)}, NOTHING(a));
    case ASX_EVENT_REGION_CLOSED:
    case ASX_EVENT_CAPSULE_STEP:
    case ASX_EVENT_CHANNEL_CLOSED:
    case ASX_EVENT_OBJECT_RELEASED:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(OWNER)});
    case ASX_EVENT_REGION_CANCEL:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(OWNER), READS(CLOCK)},
                  ROLE(CANCEL), NOTHING(b));
    case ASX_EVENT_TASK_CANCEL:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(OWNER), READS(CLOCK),
                             READS(BOUND)},
                  ROLE(CANCEL), NOTHING(b));
    case ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED:
    case ASX_EVENT_TASK_CANCEL_DEFERRED:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(BOUND)});
    case ASX_EVENT_CANCEL_REASON:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(B), READS(CLOCK)},
                  ROLE(REASON), SLOT(b));
    case ASX_EVENT_TASK_WOKEN:
    case ASX_EVENT_TASK_WAKE_KEPT:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(A)}, SLOT(a));
    case ASX_EVENT_TASK_PARKED:
        return of_parked((asx_wait)event->a);
    case ASX_EVENT_TASK_FORCED:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(B), READS(CLOCK)}, SLOT(b));
    case ASX_EVENT_TASK_COMPLETED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B)}, SLOT(b));
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), WRITES(BOUND),
                             READS(REGION)},
                  SLOT(b));
    case ASX_EVENT_OBLIGATION_ABORTED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(OWNER), WRITES(BOUND),
                             READS(REGION)});
    case ASX_EVENT_OBLIGATION_BOUND:
    case ASX_EVENT_RECEIVER_OPENED:
    case ASX_EVENT_TASK_OWNED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, ROLE(BIND), SLOT(a));
    case ASX_EVENT_OBLIGATION_TRANSFERRED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(B),
                             READS(REGION_OF_A), READS(REGION_OF_B)},
                  ROLE(MOVE), SLOT(a), SLOT(b));
    case ASX_EVENT_TASK_REFUSED:
    case ASX_EVENT_BUDGET_EXHAUSTED:
    case ASX_EVENT_FINALIZER_STARTED:
    case ASX_EVENT_TIMER_ARMED:
    case ASX_EVENT_TIMER_CANCELLED:
    case ASX_EVENT_TIMER_FIRED:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(CLOCK)});
    case ASX_EVENT_TIME_ADVANCED:
    case ASX_EVENT_TIME_DEBT:
        FOOTPRINT(.access = {WRITES(CLOCK)});
    case ASX_EVENT_TIME_CLAMPED:
        FOOTPRINT(.access = {READS(CLOCK)});
    case ASX_EVENT_CAPSULE_PROGRESS:
    case ASX_EVENT_CAPSULE_STRANDED:
        FOOTPRINT(.access = {WRITES(SUBJECT), READS(A)}, SLOT(a));
    case ASX_EVENT_CHANNEL_RESERVED:
    case ASX_EVENT_LOCK_ACQUIRED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(B)}, SLOT(a),
                  SLOT(b));
    case ASX_EVENT_CHANNEL_COMMITTED:
    case ASX_EVENT_CHANNEL_RETURNED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(OWNER_OF_A)},
                  SLOT(a), NOTHING(b));
    case ASX_EVENT_LOCK_RELEASED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), WRITES(OWNER_OF_A)},
                  SLOT(a));
    case ASX_EVENT_CHANNEL_RECEIVED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B)}, NOTHING(a), SLOT(b));
    case ASX_EVENT_CALL_STEP:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(B)}, SLOT(b));
    case ASX_EVENT_RECEIVER_CLOSED:
    case ASX_EVENT_GRANTED:
    case ASX_EVENT_GRANT_RETURNED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A)}, SLOT(a));
    case ASX_EVENT_RECEIVER_SEEN:
    case ASX_EVENT_RECEIVER_LAGGED:
        FOOTPRINT(.access = {WRITES(SUBJECT), WRITES(A), READS(BOUND)},
                  SLOT(a));
    case ASX_EVENT_ENTROPY_DRAWN:
        FOOTPRINT(.access = {WRITES(ENTROPY)});
    case ASX_EVENT_MARK:
        FOOTPRINT(.access = {{ASX_PLACE_NONE, false}});
    case ASX_EVENT_CONFIGURED:
        FOOTPRINT(.access = {WRITES(SETTINGS)});
    case ASX_EVENT_TASK_LATE_WAKE:
        FOOTPRINT(.access = {READS(SUBJECT), READS(A)}, ROLE(WITNESS));
    case ASX_EVENT_FUTURELOCK:
        FOOTPRINT(.access = {READS(SUBJECT), READS(A)}, ROLE(WITNESS));
    case ASX_EVENT_PUMP_STEP:
    case ASX_EVENT_VISIBILITY:
        FOOTPRINT(.access = {READS(CLOCK)}, ROLE(WITNESS));
    case ASX_EVENT_SUPERVISOR_CONSTRUCTED:
    case ASX_EVENT_SUPERVISOR_STEP:
    case ASX_EVENT_SUPERVISOR_RESTARTING:
    case ASX_EVENT_SUPERVISOR_ESCALATED:
    case ASX_EVENT_CHILD_ADDED:
    case ASX_EVENT_CHILD_DEPENDS:
    case ASX_EVENT_CHILD_STEP:
    case ASX_EVENT_CHILD_STARTED:
    case ASX_EVENT_CHILD_REFUSED:
    case ASX_EVENT_CHILD_ENDED:
    case ASX_EVENT_CHILD_PERSISTED:
    case ASX_EVENT_NAME_RESERVED:
    case ASX_EVENT_LEASE_STEP:
    case ASX_EVENT_LINKED:
    case ASX_EVENT_UNLINKED:
    case ASX_EVENT_LINK_BROKEN:
    case ASX_EVENT_LINK_EXIT:
    case ASX_EVENT_MONITOR_OPENED:
    case ASX_EVENT_MONITOR_DOWN:
    case ASX_EVENT_MONITOR_TAKEN:
    case ASX_EVENT_MONITOR_RELEASED:
        return of_supervision(event);
    }
    return NULL;
}

bool asx_event_footprint(const asx_event *event, asx_footprint *out)
{
    const asx_footprint *found = of(event);

    if (found == NULL)
        return false;
    *out = *found;
    return true;
}

#endif
