/* The oracles of a step: every event follows from the state before and from
 * the events before it. */
#include <string.h>

#include "asx/describe.h"
#include "exhaustive_oracle.h"

#define REQUIRE(condition, complaint)                                          \
    do {                                                                       \
        if (!(condition))                                                      \
            return complaint;                                                  \
    } while (0)

struct step {
    asxn_client *c;
    const asxn_view *before;
    asxn_op op;
    asxn_view now; /* as far as the events have come */
    uint32_t forced, told_forced, leaked, told_leaked;
    bool is_forced[ASXN_SLOTS];
};

/* Rules task.states and region.states, once more. */
static const uint8_t task_states[] = {0x26, 0x24, 0x2c, 0x38, 0x30, 0};
static const uint8_t region_states[] = {0x02, 0x0c, 0x08, 0x10, 0};
/* Rule cancel.strengthen; by asx_cancel_kind, none first. */
static const int severities[] = {-1, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5};

static const char *check_phase(asxn_object *object, const asx_event *event,
                               const uint8_t *may_follow)
{
    REQUIRE(object->state == event->a, "a phase was left out");
    REQUIRE(may_follow[event->a] >> event->b & 1, "a phase may not follow");
    object->state = (uint8_t)event->b;
    return NULL;
}

/* Rule cancel.idempotent. Only the last request of a call can be compared: its
 * object is read afterwards. */
static const char *check_reason(const struct step *s, uint32_t slot)
{
    const asxn_object *was = &s->before->at[slot];
    double f[ASX_FIELD_COUNT];
    int kind;

    asx_describe(&s->c->rt, slot, f);
    if (asx_generation(&s->c->rt, slot) != (uint32_t)(was->handle >> 32))
        return NULL;
    kind = (int)f[ASX_FIELD_CANCEL_KIND];
    REQUIRE(severities[kind] >= severities[was->cancel_kind],
            "a reason became weaker");
    REQUIRE(severities[kind] > severities[was->cancel_kind] ||
                (int64_t)f[ASX_FIELD_CANCEL_TIME] <= was->cancel_time,
            "a reason became later");
    REQUIRE(was->cleanup_deadline < 0 || (f[ASX_FIELD_CLEANUP_DEADLINE] >= 0 &&
                                          f[ASX_FIELD_CLEANUP_DEADLINE] <=
                                              (double)was->cleanup_deadline),
            "a cleanup was given more time");
    return NULL;
}

static const char *check_obligation(struct step *s, const asx_event *event)
{
    asxn_object *object = &s->now.at[event->subject];

    if (event->kind == ASX_EVENT_OBLIGATION_RESERVED) {
        REQUIRE(object->kind == ASX_KIND_FREE, "an obligation took a slot");
        object->kind = ASX_KIND_OBLIGATION;
        return NULL;
    }
    REQUIRE(object->kind == ASX_KIND_OBLIGATION,
            "an obligation was resolved twice");
    if (event->kind == ASX_EVENT_OBLIGATION_TRANSFERRED)
        return NULL;
    object->kind = ASX_KIND_FREE;
    if (event->kind == ASX_EVENT_OBLIGATION_COMMITTED)
        REQUIRE(s->op == ASXN_OP_COMMIT, "a commit that nobody asked for");
    else if (event->kind == ASX_EVENT_OBLIGATION_LEAKED)
        s->leaked++;
    else
        REQUIRE(s->op == ASXN_OP_ABORT || s->forced > 0,
                "a cancel resolved an obligation (obligation.cancel_neutral)");
    return NULL;
}

/* Rule finalizer.order, and that all of them run. */
static const char *check_finalizer(struct step *s, const asx_event *event)
{
    asxn_object *task = &s->now.at[event->subject];

    if (task->kind == ASX_KIND_REGION) { /* deferred */
        REQUIRE(event->a == task->finalizers, "a finalizer is out of order");
        task->finalizers++;
        return NULL;
    }
    if (event->kind == ASX_EVENT_FINALIZER_DEFERRED) {
        REQUIRE(event->a == task->finalizers, "a finalizer is out of order");
        task->finalizers++;
    } else if (event->kind == ASX_EVENT_FINALIZER_STARTED) {
        REQUIRE(event->a + 1 == task->finalizers, "finalizers are not LIFO");
        task->finalizers--;
    } else {
        REQUIRE(event->a == task->finalizers, "two finalizers at a time");
    }
    return NULL;
}

/* Rule sched.fair: 1 here, and 2 while regions drain. */
static const char *check_dispatch(struct step *s, const asx_event *event)
{
    asxn_memory *memory = asxn_client_memory(s->c);
    bool waits = false, drains = false;

    REQUIRE(s->op == ASXN_OP_DISPATCH, "a dispatch that nobody asked for");
    for (uint32_t i = 1; i <= s->before->slots_used; i++) {
        const asxn_object *object = &s->before->at[i];

        waits |= object->queue == ASX_QUEUE_TIMED ||
                 object->queue == ASX_QUEUE_READY;
        drains |= object->kind == ASX_KIND_REGION &&
                  object->state == ASX_REGION_DRAINING;
    }
    /* What it takes first may turn out to be over, and wake another. */
    REQUIRE(s->now.at[event->subject].queue == event->a,
            "a task was dispatched from a lane it was not in");
    if (event->a != ASX_QUEUE_CANCEL || !waits)
        memory->unfair = 0;
    else
        memory->unfair++;
    REQUIRE(memory->unfair <= (drains ? 2 : 1), "due work waits for too long");
    return NULL;
}

static const char *check_completed(struct step *s, const asx_event *event)
{
    const asxn_object *task = &s->now.at[event->subject];

    if (!s->is_forced[event->subject] &&
        s->before->at[event->subject].state != ASX_TASK_CREATED)
        REQUIRE(task->finalizers == 0, "a finalizer did not run");
    return NULL;
}

static const char *check_event(struct step *s, const asx_event *event)
{
    asxn_object *object = &s->now.at[event->subject];

    REQUIRE(event->subject < ASXN_SLOTS, "an event of a slot out of range");
    switch (event->kind) {
    case ASX_EVENT_TASK_STEP:
        return check_phase(object, event, task_states);
    case ASX_EVENT_REGION_STEP:
        return check_phase(object, event, region_states);
    case ASX_EVENT_REGION_OPENED:
        *object = (asxn_object){.kind = ASX_KIND_REGION};
        return NULL;
    case ASX_EVENT_TASK_SPAWNED: /* a region's own begins here, too */
        if (object->kind != ASX_KIND_TASK)
            *object = (asxn_object){.kind = ASX_KIND_TASK};
        return NULL;
    case ASX_EVENT_TASK_CANCEL:
    case ASX_EVENT_REGION_CANCEL:
        return check_reason(s, event->subject);
    case ASX_EVENT_OBLIGATION_RESERVED:
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_ABORTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
    case ASX_EVENT_OBLIGATION_TRANSFERRED:
        return check_obligation(s, event);
    case ASX_EVENT_FINALIZER_DEFERRED:
    case ASX_EVENT_FINALIZER_STARTED:
    case ASX_EVENT_FINALIZER_ENDED:
        return check_finalizer(s, event);
    case ASX_EVENT_TASK_SCHEDULED:
        object->queue = (uint8_t)event->a;
        return NULL;
    case ASX_EVENT_TASK_DISPATCHED:
        return check_dispatch(s, event);
    case ASX_EVENT_TASK_FORCED:
        s->forced++;
        s->is_forced[event->subject] = true;
        return NULL;
    case ASX_EVENT_TASK_COMPLETED:
        return check_completed(s, event);
    case ASX_EVENT_TASK_CANCEL_DEFERRED:
        REQUIRE(event->a + 1u == object->mask_allowance,
                "a mask was given more (mask.monotone)");
        object->mask_allowance--;
        return NULL;
    default:
        return NULL;
    }
}

/* The region after `slot` in pre-order below `root`, by what is described;
 * siblings are created in the order of their slots or not: so any order. */
static bool is_below(const asxn_view *view, uint32_t slot, uint32_t root)
{
    while (slot != root && slot != 0)
        slot = view->at[slot].parent;
    return slot == root;
}

/* Rule cancel.cascade: everything below is asked, parents before children. */
static const char *check_cascade(const struct step *s, uint32_t root)
{
    uint32_t first[ASXN_SLOTS] = {0};
    const asx_event *events = s->c->rt.events;

    for (uint32_t i = s->c->rt.event_count; i-- > 0;)
        if (events[i].kind == ASX_EVENT_REGION_CANCEL ||
            events[i].kind == ASX_EVENT_TASK_CANCEL)
            first[events[i].subject] = i + 1;
    for (uint32_t slot = 1; slot <= s->before->slots_used; slot++) {
        const asxn_object *object = &s->before->at[slot];
        bool is_open = object->kind == ASX_KIND_REGION &&
                       object->state != ASX_REGION_CLOSED;
        bool is_asked = object->kind == ASX_KIND_TASK &&
                        object->state != ASX_TASK_COMPLETED &&
                        !(object->state == ASX_TASK_CREATED &&
                          object->queue == ASX_QUEUE_NONE);

        if ((!is_open && !is_asked) || !is_below(s->before, slot, root))
            continue;
        /* A region's own task is not asked: nobody but it runs finalizers. */
        if (is_asked &&
            s->before->at[object->parent].state == ASX_REGION_FINALIZING)
            continue;
        REQUIRE(first[slot] != 0, "a cascade left somebody out");
        REQUIRE(slot == root || first[object->parent] < first[slot],
                "a child was cancelled before its parent");
    }
    return NULL;
}

/* Nothing is forced or leaked silently. */
static const char *check_reports(struct step *s)
{
    asx_report report;

    while (asx_report_next(&s->c->rt, &report)) {
        s->told_forced += report.kind == ASX_REPORT_TASK_FORCED;
        s->told_leaked += report.kind == ASX_REPORT_OBLIGATION_LEAKED;
    }
    REQUIRE(s->told_forced == s->forced, "a task was forced silently");
    REQUIRE(s->told_leaked == s->leaked, "an obligation leaked silently");
    return NULL;
}

const char *asxn_oracle_step(asxn_client *c, const asxn_view *before,
                             asxn_action action)
{
    struct step s = {.c = c, .before = before};
    const char *broken = c->broken;
    uint32_t op = ASXN_ACTION_OP(action), a = ASXN_ACTION_A(action);

    c->broken = NULL;
    s.op = (asxn_op)op;
    memcpy(&s.now, before, sizeof s.now);
    for (uint32_t i = 0; i < c->rt.event_count && !broken; i++)
        broken = check_event(&s, &c->rt.events[i]);
    if (!broken && op == ASXN_OP_CANCEL_REGION)
        broken = check_cascade(&s, a);
    if (!broken)
        broken = check_reports(&s);
    if (!broken && asx_time_now(&c->rt) < before->now)
        broken = "the clock went back";
    if (!broken && c->rt.event_dropped > 0)
        broken = "more events than the explorer keeps";
    return broken;
}
