/* oracle.c -- feeds events to the oracles, and keeps what they find.
 *
 * Who a subject is gets decided here, once for all: born before, not over, of
 * the kind that such an event is about. What fails that is told and goes no
 * further, so the parts below can rely on it.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

#define REGION (1u << ASX_KIND_REGION)
#define TASK (1u << ASX_KIND_TASK)
#define OBLIGATION (1u << ASX_KIND_OBLIGATION)
#define CAPSULE (1u << ASX_KIND_CAPSULE)
#define CHANNEL (1u << ASX_KIND_CHANNEL)
#define RECEIVER (1u << ASX_KIND_RECEIVER)
#define CALL (1u << ASX_KIND_CALL)
#define LOCK (1u << ASX_KIND_LOCK)
#define SUPERVISOR (1u << ASX_KIND_SUPERVISOR)
#define CHILD (1u << ASX_KIND_CHILD)
#define OBJECT (CHANNEL | RECEIVER | CALL | LOCK | SUPERVISOR | CHILD)
#define BIRTH 0x80000000u

/* Of which kinds the subject of an event may be; zero: it has none. */
static const uint32_t subjects[] = {
    [ASX_EVENT_REGION_OPENED] = REGION | BIRTH,
    [ASX_EVENT_REGION_STEP] = REGION,
    [ASX_EVENT_REGION_CANCEL] = REGION,
    [ASX_EVENT_REGION_CLOSED] = REGION,
    [ASX_EVENT_REGION_RELEASED] = REGION,
    [ASX_EVENT_TASK_SPAWNED] = TASK | BIRTH,
    [ASX_EVENT_TASK_STEP] = TASK,
    [ASX_EVENT_TASK_SCHEDULED] = TASK,
    [ASX_EVENT_TASK_WOKEN] = TASK,
    [ASX_EVENT_TASK_LATE_WAKE] = TASK,
    [ASX_EVENT_TASK_DISPATCHED] = TASK,
    [ASX_EVENT_TASK_PARKED] = TASK,
    [ASX_EVENT_TASK_CANCEL] = TASK,
    [ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED] = TASK,
    [ASX_EVENT_TASK_CANCEL_DEFERRED] = TASK,
    [ASX_EVENT_TASK_REFUSED] = TASK,
    [ASX_EVENT_TASK_FORCED] = TASK,
    [ASX_EVENT_TASK_COMPLETED] = TASK,
    [ASX_EVENT_TASK_MASKED] = TASK,
    [ASX_EVENT_TASK_UNMASKED] = TASK,
    [ASX_EVENT_MASK_EXHAUSTED] = TASK,
    [ASX_EVENT_BUDGET_EXHAUSTED] = TASK,
    [ASX_EVENT_FINALIZER_DEFERRED] = TASK | REGION,
    [ASX_EVENT_FINALIZER_STARTED] = TASK,
    [ASX_EVENT_FINALIZER_ENDED] = TASK,
    [ASX_EVENT_OBLIGATION_RESERVED] = OBLIGATION | BIRTH,
    [ASX_EVENT_OBLIGATION_COMMITTED] = OBLIGATION,
    [ASX_EVENT_OBLIGATION_ABORTED] = OBLIGATION,
    [ASX_EVENT_OBLIGATION_LEAKED] = OBLIGATION,
    [ASX_EVENT_OBLIGATION_TRANSFERRED] = OBLIGATION,
    [ASX_EVENT_TIMER_ARMED] = REGION | TASK | OBLIGATION | SUPERVISOR,
    [ASX_EVENT_TIMER_CANCELLED] = REGION | TASK | OBLIGATION | SUPERVISOR,
    [ASX_EVENT_TIMER_FIRED] = REGION | TASK | OBLIGATION | SUPERVISOR,
    [ASX_EVENT_CAPSULE_STEP] = CAPSULE,
    [ASX_EVENT_CAPSULE_OPENED] = CAPSULE | BIRTH,
    [ASX_EVENT_CAPSULE_PROGRESS] = CAPSULE,
    [ASX_EVENT_FUTURELOCK] = TASK,
    [ASX_EVENT_CAPSULE_STRANDED] = CAPSULE,
    [ASX_EVENT_CHANNEL_OPENED] = CHANNEL,
    [ASX_EVENT_CHANNEL_CLOSED] = CHANNEL,
    [ASX_EVENT_CHANNEL_RESERVED] = CHANNEL,
    [ASX_EVENT_CHANNEL_COMMITTED] = CHANNEL,
    [ASX_EVENT_CHANNEL_RECEIVED] = CHANNEL,
    [ASX_EVENT_CHANNEL_EVICTED] = CHANNEL,
    [ASX_EVENT_CHANNEL_RETURNED] = CHANNEL,
    [ASX_EVENT_RECEIVER_LAGGED] = RECEIVER,
    [ASX_EVENT_RECEIVER_OPENED] = RECEIVER,
    [ASX_EVENT_RECEIVER_SEEN] = RECEIVER,
    [ASX_EVENT_RECEIVER_CLOSED] = RECEIVER,
    [ASX_EVENT_CALL_STEP] = CALL,
    [ASX_EVENT_GRANTED] = CHANNEL | LOCK,
    [ASX_EVENT_GRANT_RETURNED] = CHANNEL | LOCK,
    [ASX_EVENT_LOCK_OPENED] = LOCK,
    [ASX_EVENT_LOCK_STEP] = LOCK,
    [ASX_EVENT_LOCK_ACQUIRED] = LOCK,
    [ASX_EVENT_LOCK_RELEASED] = LOCK,
    [ASX_EVENT_OBJECT_RELEASED] = OBJECT,
    [ASX_EVENT_CANCEL_REASON] = REGION | TASK,
    [ASX_EVENT_OBJECT_OPENED] = OBJECT | BIRTH,
    [ASX_EVENT_OBLIGATION_BOUND] = OBLIGATION,
    [ASX_EVENT_TASK_OWNED] = TASK,
    [ASX_EVENT_TASK_WAKE_KEPT] = TASK,
    [ASX_EVENT_SUPERVISOR_CONSTRUCTED] = SUPERVISOR,
    [ASX_EVENT_SUPERVISOR_STEP] = SUPERVISOR,
    [ASX_EVENT_SUPERVISOR_RESTARTING] = SUPERVISOR,
    [ASX_EVENT_SUPERVISOR_ESCALATED] = SUPERVISOR,
    [ASX_EVENT_CHILD_ADDED] = CHILD,
    [ASX_EVENT_CHILD_DEPENDS] = CHILD,
    [ASX_EVENT_CHILD_STEP] = CHILD,
    [ASX_EVENT_CHILD_STARTED] = CHILD,
    [ASX_EVENT_CHILD_REFUSED] = CHILD,
    [ASX_EVENT_CHILD_ENDED] = CHILD,
    [ASX_EVENT_CHILD_PERSISTED] = CHILD,
    [ASX_EVENT_NAME_RESERVED] = OBLIGATION,
    [ASX_EVENT_LEASE_STEP] = OBLIGATION,
};

#define SUBJECTS (sizeof subjects / sizeof subjects[0])

static asxi_oracle_part *const parts[] = {
    asxi_oracle_authority,   asxi_oracle_phase,
    asxi_oracle_cancel,      asxi_oracle_mask,
    asxi_oracle_clock,       asxi_oracle_finalizer,
    asxi_oracle_grant,       asxi_oracle_channel,
    asxi_oracle_lock,        asxi_oracle_name,
    asxi_oracle_supervision, asxi_oracle_obligation,
    asxi_oracle_waits,       asxi_oracle_schedule,
    asxi_oracle_tree, /* last: it says who is over */
};

#define PARTS (sizeof parts / sizeof parts[0])

size_t asx_oracle_bytes(uint32_t slots)
{
    return sizeof(asx_oracle) +
           ((size_t)slots + 1) * sizeof(struct asxi_watched);
}

asx_status asx_oracle_open(void *memory, size_t bytes, uint32_t flags,
                           asx_oracle **out)
{
    asx_oracle *o = memory;
    size_t slots;

    if ((uintptr_t)memory % 8 != 0 ||
        flags & ~(ASX_ORACLE_LAB | ASX_ORACLE_LATE))
        return ASX_E_ARGUMENT;
    if (bytes < asx_oracle_bytes(1))
        return ASX_E_MEMORY;
    slots = (bytes - sizeof *o) / sizeof(struct asxi_watched) - 1;
    if (slots > ASX_SLOT_MAX)
        slots = ASX_SLOT_MAX;
    __builtin_memset(o, 0, asx_oracle_bytes((uint32_t)slots));
    o->flags = flags;
    o->slots = (uint32_t)slots;
    o->streak_max = 16;
    o->allowance = 1024;
    o->pump = flags & ASX_ORACLE_LATE ? ASXI_ORACLE_UNKNOWN : 0;
    o->at[1].kind = ASX_KIND_REGION;
    o->at[1].flags = ASXI_WATCHED_ASSUMED;
    o->at[1].deadline_us = o->at[1].cleanup_us = ASX_TIME_NONE;
    *out = o;
    return ASX_OK;
}

struct asxi_watched *asxi_watched_at(asx_oracle *o, uint32_t slot)
{
    return slot == 0 || slot > o->slots ? NULL : &o->at[slot];
}

struct asxi_watched *asxi_watched_live(asx_oracle *o, uint32_t slot,
                                       asx_kind kind)
{
    struct asxi_watched *w = asxi_watched_at(o, slot);

    return w && w->kind == kind && !(w->flags & ASXI_WATCHED_ENDED) ? w : NULL;
}

bool asxi_watched_is_hidden(asx_oracle *o, uint32_t slot)
{
    return slot > o->slots ||
           (o->flags & ASX_ORACLE_LATE && o->at[slot].kind == ASX_KIND_FREE);
}

uint32_t asxi_watched_slot(const asx_oracle *o, const struct asxi_watched *w)
{
    return (uint32_t)(w - o->at);
}

void asxi_oracle_tell(asx_oracle *o, asx_finding finding,
                      const struct asxi_watched *w, uint32_t evidence,
                      uint32_t expected, uint32_t found)
{
    uint32_t at = (o->kept_head + o->kept_count) % ASXI_ORACLE_KEPT;

    o->violations++;
    if (o->kept_count == ASXI_ORACLE_KEPT)
        return; /* the first ones say more than the last */
    o->kept_count++;
    o->kept[at] = (asx_violation){
        .finding = finding,
        .event = o->events,
        .subject = w ? asxi_watched_slot(o, w) : 0,
        .generation = w ? w->generation : 0,
        .evidence = {evidence, w ? w->born : 0},
        .a = expected,
        .b = found,
    };
}

void asxi_oracle_require(asx_oracle *o, asx_event_kind kind, uint32_t subject,
                         asx_finding finding)
{
    o->must = (struct asxi_must){kind, subject, finding, o->events};
}

/* What the event before asked for; `e` null: nothing more comes. */
static void check_required(asx_oracle *o, const asx_event *e)
{
    struct asxi_must must = o->must;

    /* Why it is cancelled is told before that it is. */
    if (e && e->kind == ASX_EVENT_CANCEL_REASON && e->subject == must.subject)
        return;
    o->must.kind = 0;
    if (must.kind == 0 ||
        (e && e->kind == must.kind && e->subject == must.subject))
        return;
    asxi_oracle_tell(o, (asx_finding)must.finding,
                     asxi_watched_at(o, must.subject), must.since, must.kind,
                     e ? e->kind : 0);
}

/* What may still be heard of something that is over. */
static bool may_follow_end(const asx_event *e, const struct asxi_watched *w)
{
    return e->kind == ASX_EVENT_TASK_LATE_WAKE ||
           e->kind == ASX_EVENT_REGION_RELEASED ||
           (e->kind == ASX_EVENT_TIMER_CANCELLED &&
            w->kind == ASX_KIND_OBLIGATION);
}

/* The live object that `e` is about; null if there is none to judge. */
static struct asxi_watched *resolve(asx_oracle *o, const asx_event *e)
{
    struct asxi_watched *w = asxi_watched_at(o, e->subject);

    if (w == NULL || asxi_watched_is_hidden(o, e->subject))
        return NULL;
    if (w->flags & ASXI_WATCHED_ASSUMED && subjects[e->kind] & 1u << w->kind) {
        w->flags &= (uint16_t)~ASXI_WATCHED_ASSUMED;
        w->generation = e->generation;
    }
    if (w->generation != e->generation ||
        !(subjects[e->kind] & 1u << w->kind)) {
        if (e->kind != ASX_EVENT_TASK_LATE_WAKE)
            asxi_oracle_tell(o, ASX_FINDING_STRANGER, w, w->stepped,
                             w->generation, e->generation);
        return NULL;
    }
    if (w->flags & ASXI_WATCHED_ENDED && !may_follow_end(e, w)) {
        asxi_oracle_tell(o,
                         w->kind == ASX_KIND_OBLIGATION
                             ? ASX_FINDING_RESOLVED_TWICE
                             : ASX_FINDING_AFTER_END,
                         w, w->stepped, 0, e->kind);
        return NULL;
    }
    return w;
}

static asx_status judge(asx_oracle *o, const asx_event *e, uint32_t subject)
{
    struct asxi_watched *w = NULL;

    if (subject & BIRTH)
        w = asxi_oracle_birth(o, e);
    else if (subject != 0 && e->subject != 0)
        w = resolve(o, e);
    if (subject != 0 && w == NULL) {
        if (e->subject <= o->slots)
            return ASX_OK; /* told, or let pass */
        o->unwatched++;
        return ASX_E_LIMIT;
    }
    if (w && asxi_oracle_is_take(e) && w->place == ASXI_PLACE_QUEUED)
        asxi_oracle_take(o, w);
    for (size_t i = 0; i < PARTS; i++)
        parts[i](o, e, w);
    return ASX_OK;
}

asx_status asx_oracle_feed(asx_oracle *o, const asx_event *e)
{
    if (e->input != o->input) {
        check_required(o, NULL);
        asxi_oracle_settle(o);
        o->input = e->input;
    }
    o->events++;
    check_required(o, e);
    if (e->kind == ASX_EVENT_TIME_ADVANCED || e->kind == ASX_EVENT_TIMER_FIRED)
        asxi_oracle_settle(o);
    asxi_oracle_fairness(o, e);
    return judge(o, e, e->kind < SUBJECTS ? subjects[e->kind] : 0);
}

void asx_oracle_finish(asx_oracle *o)
{
    check_required(o, NULL);
    asxi_oracle_settle(o);
}

void asx_oracle_compare(asx_oracle *o, uint64_t expected, uint64_t found)
{
    if (expected != found)
        asxi_oracle_tell(o, ASX_FINDING_TRACE_DIFFERS, NULL, o->events,
                         (uint32_t)expected, (uint32_t)found);
}

bool asx_oracle_next(asx_oracle *o, asx_violation *out)
{
    if (o->kept_count == 0)
        return false;
    *out = o->kept[o->kept_head];
    o->kept_head = (o->kept_head + 1) % ASXI_ORACLE_KEPT;
    o->kept_count--;
    return true;
}

uint32_t asx_oracle_violations(const asx_oracle *o)
{
    return o->violations;
}

uint32_t asx_oracle_events(const asx_oracle *o)
{
    return o->events;
}

uint32_t asx_oracle_unwatched(const asx_oracle *o)
{
    return o->unwatched;
}

#endif
