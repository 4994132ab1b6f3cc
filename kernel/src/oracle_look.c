/* oracle_look.c -- compares an object with what its events told of it.
 *
 * Reads through asx_describe, a bounded number of objects a call, in turn. Owns
 * what was seen last: deadlines, cleanup and the strongest reason, which only
 * ever go one way. Judges what no event carries: deadlines, policies, masks.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

/* What asx_describe answers in FLAGS besides the flags of asx_task_spawn. */
#define TASK_REGION_FINALIZER 0x100u
#define TASK_IN_FINALIZER 0x200u
#define TASK_WAKE_KEPT 0x2000u

struct view {
    double f[ASX_FIELD_COUNT];
    asx_kind kind;
};

static uint32_t number(const struct view *v, asx_field field)
{
    return (uint32_t)v->f[field];
}

static uint64_t time_of(const struct view *v, asx_field field)
{
    return v->f[field] < 0 ? ASX_TIME_NONE : (uint64_t)v->f[field];
}

static void expect(asx_oracle *o, asx_finding finding,
                   const struct asxi_watched *w, uint32_t expected,
                   uint32_t found)
{
    if (expected != found)
        asxi_oracle_tell(o, finding, w, w->stepped, expected, found);
}

/* Reserved at its registration, without an event until it is needed. */
static bool is_dormant(const struct view *v)
{
    return v->kind == ASX_KIND_TASK &&
           number(v, ASX_FIELD_STATE) == ASX_TASK_CREATED &&
           number(v, ASX_FIELD_FLAGS) & TASK_REGION_FINALIZER;
}

/* Is there something to compare? */
static bool meet(asx_oracle *o, struct asxi_watched *w, const struct view *v)
{
    bool live = w->kind != ASX_KIND_FREE && !(w->flags & ASXI_WATCHED_ENDED);

    if (v->kind == ASX_KIND_FREE) {
        if (live)
            expect(o, ASX_FINDING_STATE_DIFFERS, w, w->kind, v->kind);
        return false;
    }
    if (w->flags & ASXI_WATCHED_ASSUMED || v->kind == ASX_KIND_LIMITS ||
        v->kind == ASX_KIND_CHUNK || v->kind >= ASX_KIND_LINK)
        return false;
    if (!live && (o->flags & ASX_ORACLE_LATE || is_dormant(v) ||
                  number(v, ASX_FIELD_GENERATION) == w->generation))
        return false; /* over, and the host has not let go of it yet */
    if (!live || number(v, ASX_FIELD_GENERATION) != w->generation ||
        v->kind != w->kind) {
        asxi_oracle_tell(o, ASX_FINDING_STRANGER, w, w->stepped, w->generation,
                         number(v, ASX_FIELD_GENERATION));
        return false;
    }
    return true;
}

/* The reason as a whole: severity, then the earlier one. Which of two kinds of
 * one severity and time wins is the kernel's to say. */
static void look_at_reason(asx_oracle *o, struct asxi_watched *w,
                           const struct view *v)
{
    uint64_t reason_us = time_of(v, ASX_FIELD_CANCEL_TIME);
    uint64_t cleanup_us = time_of(v, ASX_FIELD_CLEANUP_DEADLINE);

    expect(o, ASX_FINDING_REASON_DIFFERS, w, w->cancel,
           number(v, ASX_FIELD_CANCEL_KIND));
    if (w->seen_cancel && w->seen_cancel == w->cancel &&
        reason_us > w->reason_us)
        asxi_oracle_tell(o, ASX_FINDING_WEAKENED, w, w->asked,
                         (uint32_t)w->reason_us, (uint32_t)reason_us);
    if (cleanup_us > w->cleanup_us)
        asxi_oracle_tell(o, ASX_FINDING_DEADLINE_EXTENDED, w, w->asked,
                         (uint32_t)w->cleanup_us, (uint32_t)cleanup_us);
    w->seen_cancel = w->cancel;
    w->reason_us = reason_us;
    w->cleanup_us = cleanup_us;
}

static void look_at_deadline(asx_oracle *o, const asx_runtime *rt,
                             struct asxi_watched *w, const struct view *v)
{
    uint64_t deadline_us = time_of(v, ASX_FIELD_DEADLINE);
    struct view parent;

    if (deadline_us > w->deadline_us)
        asxi_oracle_tell(o, ASX_FINDING_DEADLINE_EXTENDED, w, w->stepped,
                         (uint32_t)w->deadline_us, (uint32_t)deadline_us);
    w->deadline_us = deadline_us;
    parent.kind = asx_describe(rt, number(v, ASX_FIELD_PARENT), parent.f);
    if (parent.kind == ASX_KIND_REGION &&
        deadline_us > time_of(&parent, ASX_FIELD_DEADLINE))
        asxi_oracle_tell(o, ASX_FINDING_CHILD_LATER, w, w->born,
                         number(&parent, ASX_FIELD_DEADLINE),
                         (uint32_t)deadline_us);
}

/* What a policy has decided shows in the outcome it took. */
static void look_at_policy(asx_oracle *o, const struct asxi_watched *w,
                           const struct view *v)
{
    uint32_t policy = number(v, ASX_FIELD_FLAGS) & ASX_REGION_POLICY_MASK;
    uint32_t outcome = number(v, ASX_FIELD_OUTCOME);

    if (w->cancel || number(v, ASX_FIELD_ADOPTED) == 0)
        return;
    if (policy == ASX_POLICY_FAIL_FAST &&
        (outcome == ASX_OUTCOME_ERR || outcome == ASX_OUTCOME_PANICKED))
        asxi_oracle_tell(o, ASX_FINDING_FAILED_ALONE, w, w->stepped,
                         ASX_CANCEL_FAIL_FAST, 0);
    if (policy == ASX_POLICY_RACE ||
        (policy == ASX_POLICY_FIRST_OK && outcome == ASX_OUTCOME_OK))
        asxi_oracle_tell(o, ASX_FINDING_RACE_UNSETTLED, w, w->stepped,
                         ASX_CANCEL_RACE_LOST, 0);
}

static bool is_stuck(const struct asxi_watched *w, const struct view *v)
{
    bool quiet = w->tasks + w->children + w->ledger == 0;

    if (w->state == ASX_REGION_OPEN)
        return w->cancel != ASX_CANCEL_NONE;
    if (w->state == ASX_REGION_FINALIZING)
        return quiet && number(v, ASX_FIELD_FINALIZERS) == 0;
    return quiet;
}

static void look_at_region(asx_oracle *o, const asx_runtime *rt,
                           struct asxi_watched *w, const struct view *v)
{
    if (o->unwatched == 0 && !(o->flags & ASX_ORACLE_LATE)) {
        expect(o, ASX_FINDING_COUNT_DIFFERS, w, w->tasks,
               number(v, ASX_FIELD_LIVE_TASKS));
        expect(o, ASX_FINDING_COUNT_DIFFERS, w, w->children,
               number(v, ASX_FIELD_LIVE_REGIONS));
        expect(o, ASX_FINDING_COUNT_DIFFERS, w, w->ledger,
               number(v, ASX_FIELD_OBLIGATIONS));
        if (is_stuck(w, v))
            asxi_oracle_tell(o, ASX_FINDING_STUCK, w, w->stepped, w->state + 1,
                             w->state);
    }
    look_at_reason(o, w, v);
    look_at_deadline(o, rt, w, v);
    look_at_policy(o, w, v);
}

static void look_at_place(asx_oracle *o, const struct asxi_watched *w,
                          const struct view *v)
{
    uint32_t queue = number(v, ASX_FIELD_QUEUE);
    uint32_t expected = ASX_QUEUE_NONE;

    if (w->place == ASXI_PLACE_QUEUED)
        expected = w->lane;
    else if (w->armed)
        expected = ASX_QUEUE_TIMER;
    expect(o, ASX_FINDING_PLACE_DIFFERS, w, expected, queue);
    expect(o, ASX_FINDING_PLACE_DIFFERS, w, w->kept != 0,
           (number(v, ASX_FIELD_FLAGS) & TASK_WAKE_KEPT) != 0);
    expect(o, ASX_FINDING_PLACE_DIFFERS, w, w->wait, number(v, ASX_FIELD_WAIT));
    expect(o, ASX_FINDING_PLACE_DIFFERS, w, w->wait_for,
           number(v, ASX_FIELD_WAIT_FOR));
    if (queue == ASX_QUEUE_TIMER && w->armed &&
        time_of(v, ASX_FIELD_DUE) != w->due_us)
        asxi_oracle_tell(o, ASX_FINDING_TIMER_UNARMED, w, w->armed,
                         (uint32_t)w->due_us,
                         (uint32_t)time_of(v, ASX_FIELD_DUE));
}

/* A task in a cancelled region was asked, and so was the second operation of a
 * task that is over. */
static void look_at_request(asx_oracle *o, const asx_runtime *rt,
                            const struct asxi_watched *w, const struct view *v)
{
    uint32_t flags = number(v, ASX_FIELD_FLAGS);
    struct view region;

    if (w->cancel || flags & TASK_REGION_FINALIZER)
        return;
    region.kind = asx_describe(rt, w->parent, region.f);
    if (flags & ASX_TASK_IMPLICIT ? number(v, ASX_FIELD_OWNER) == 0
                                  : region.kind == ASX_KIND_REGION &&
                                        number(&region, ASX_FIELD_CANCEL_KIND))
        asxi_oracle_tell(o, ASX_FINDING_NOT_ASKED, w, w->stepped, 1, 0);
}

static void look_at_task(asx_oracle *o, const asx_runtime *rt,
                         struct asxi_watched *w, const struct view *v)
{
    uint32_t flags = number(v, ASX_FIELD_FLAGS);

    expect(o, ASX_FINDING_DEPTH_JUMPED, w, w->depth,
           number(v, ASX_FIELD_MASK_DEPTH));
    if (!(flags & TASK_REGION_FINALIZER))
        expect(o, ASX_FINDING_ALLOWANCE_WRONG, w, w->allowance,
               number(v, ASX_FIELD_MASK_ALLOWANCE));
    look_at_place(o, w, v);
    look_at_reason(o, w, v);
    look_at_request(o, rt, w, v);
    /* Cleanup and finalizers have budgets of their own. */
    if (w->state <= ASX_TASK_RUNNING &&
        !(flags &
          (TASK_REGION_FINALIZER | TASK_IN_FINALIZER | ASX_TASK_IMPLICIT)))
        look_at_deadline(o, rt, w, v);
}

static void look_at_permits(asx_oracle *o, const struct asxi_watched *w,
                            const struct view *v)
{
    if (o->unwatched > 0 || o->flags & ASX_ORACLE_LATE)
        return;
    expect(o, ASX_FINDING_PERMITS_DIFFER, w,
           w->kind == ASX_KIND_LOCK ? w->held_units : w->permits,
           number(v, ASX_FIELD_PERMITS));
    if (w->flags & ASXI_WATCHED_MUTE || w->state != 0)
        return; /* what is over was claimed in silence, perhaps */
    expect(o, ASX_FINDING_PERMITS_DIFFER, w,
           w->aside[ASXI_TURN_PLAIN] + w->aside[ASXI_TURN_OTHER],
           number(v, ASX_FIELD_SET_ASIDE));
}

/* Once it is compiled they are what they are. */
static void look_at_limits(struct asxi_watched *w, const struct view *v)
{
    w->limited = w->state >= ASX_SUPERVISOR_COMPILED;
    w->capacity = number(v, ASX_FIELD_CAPACITY);
    w->window_us = time_of(v, ASX_FIELD_UNITS);
}

static void look_at(asx_oracle *o, const asx_runtime *rt, uint32_t slot)
{
    struct asxi_watched *w = asxi_watched_at(o, slot);
    struct view v;

    v.kind = asx_describe(rt, slot, v.f);
    if (!meet(o, w, &v))
        return;
    expect(o, ASX_FINDING_STATE_DIFFERS, w, w->state,
           number(&v, ASX_FIELD_STATE));
    if (w->kind == ASX_KIND_CHANNEL || w->kind == ASX_KIND_LOCK)
        look_at_permits(o, w, &v);
    if (w->kind == ASX_KIND_SUPERVISOR)
        look_at_limits(w, &v);
    if (w->kind > ASX_KIND_RETIRED)
        return; /* it has no parent once its region is gone */
    if (w->parent != 0 || w->kind == ASX_KIND_REGION)
        expect(o, ASX_FINDING_PARENT_DIFFERS, w, w->parent,
               number(&v, ASX_FIELD_PARENT));
    if (v.kind == ASX_KIND_REGION) {
        look_at_region(o, rt, w, &v);
    } else if (v.kind == ASX_KIND_TASK) {
        look_at_task(o, rt, w, &v);
    } else if (v.kind == ASX_KIND_OBLIGATION) {
        expect(o, ASX_FINDING_HOLDER_DIFFERS, w, w->holder,
               number(&v, ASX_FIELD_OWNER));
    }
    if (w->kind != ASX_KIND_CAPSULE && w->kind != ASX_KIND_TASK)
        expect(o, ASX_FINDING_TIMER_UNARMED, w,
               w->armed ? ASX_QUEUE_TIMER : ASX_QUEUE_NONE,
               number(&v, ASX_FIELD_QUEUE));
    expect(o, ASX_FINDING_NOT_RUN, w, w->deferred,
           number(&v, ASX_FIELD_FINALIZERS));
    w->looked = o->events;
}

void asx_oracle_look(asx_oracle *o, const asx_runtime *rt, uint32_t slots)
{
    uint64_t used = asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED);
    uint32_t all = used < o->slots ? (uint32_t)used : o->slots;

    for (; slots > 0; slots--) {
        o->cursor = o->cursor % all + 1;
        look_at(o, rt, o->cursor);
    }
}

#endif
