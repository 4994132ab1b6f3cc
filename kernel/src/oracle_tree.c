/* oracle_tree.c -- who is born where, and who is over.
 *
 * Owns: kind, generation, parent, born, the counts of a region, and the flag
 * ENDED. Invariants: single owner, tree, no orphan task, region close means
 * quiescence.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static struct asxi_watched *region_of(asx_oracle *o,
                                      const struct asxi_watched *w)
{
    return asxi_watched_live(o, w->parent, ASX_KIND_REGION);
}

/* Takes what was there out of every list and debt, so that a stream that makes
 * no sense cannot tie the shadow into a knot. */
static void bury(asx_oracle *o, struct asxi_watched *w)
{
    asxi_oracle_unpark(o, w);
    asxi_oracle_unawait(o, w);
    asxi_oracle_unqueue(o, w);
    asxi_oracle_unhold(o, w);
    asxi_oracle_unname(o, w);
    o->owed_cancels -= w->pending;
    o->owed_wakes -= w->owed;
    w->pending = w->owed = 0;
}

/* The slot was free and the generation is new. */
static void clear(asx_oracle *o, uint32_t generation, struct asxi_watched *w,
                  asx_kind kind)
{
    bool root = w->flags & ASXI_WATCHED_ASSUMED && w->kind == ASX_KIND_REGION;
    bool lived =
        w->kind != ASX_KIND_FREE && !(w->flags & ASXI_WATCHED_ENDED) && !root;
    uint32_t before = w->generation, bucket;
    /* A closed region keeps its slot until it is released. */
    bool kept = w->kind == ASX_KIND_REGION && w->flags & ASXI_WATCHED_ENDED;

    if (lived || kept)
        asxi_oracle_tell(o, ASX_FINDING_SLOT_TAKEN, w, w->born, w->kind, kind);
    else if (before != 0 && generation <= before)
        asxi_oracle_tell(o, ASX_FINDING_GENERATION_AGAIN, w, w->born,
                         before + 1, generation);
    bury(o, w);
    bucket = w->bucket; /* not its own */
    __builtin_memset(w, 0, sizeof *w);
    w->bucket = bucket;
    w->kind = (uint8_t)kind;
    w->generation = generation;
    w->born = w->stepped = w->asked = w->placed = o->events;
    w->deadline_us = w->cleanup_us = ASX_TIME_NONE;
}

static void missing(asx_oracle *o, const struct asxi_watched *w, uint32_t slot)
{
    const struct asxi_watched *at = asxi_watched_at(o, slot);

    if (!asxi_watched_is_hidden(o, slot))
        asxi_oracle_tell(o, ASX_FINDING_PARENT_MISSING, w, at ? at->stepped : 0,
                         slot, 0);
}

static void open_region(asx_oracle *o, const asx_event *e,
                        struct asxi_watched *w)
{
    struct asxi_watched *parent = asxi_watched_live(o, e->a, ASX_KIND_REGION);

    w->parent = e->a;
    if (e->a == 0) {
        if (e->subject != 1)
            asxi_oracle_tell(o, ASX_FINDING_SECOND_ROOT, w, o->at[1].born, 1,
                             e->subject);
        return;
    }
    if (parent == NULL) {
        missing(o, w, e->a);
        return;
    }
    if (parent->state >= ASX_REGION_FINALIZING)
        asxi_oracle_tell(o, ASX_FINDING_PARENT_MISSING, w, parent->stepped,
                         e->a, parent->state);
    parent->children++;
}

/* The task that runs a region's finalizers is the first one that is born once
 * everything else is over. Nothing is cancelled with it. */
static void spawn_late(asx_oracle *o, struct asxi_watched *region,
                       struct asxi_watched *w)
{
    if (region->deferred > 0 && region->finalizer == 0) {
        region->finalizer = w ? asxi_watched_slot(o, w) : UINT32_MAX;
        if (w)
            w->deferred = region->deferred;
        region->deferred = 0;
    } else if (w && region->tasks == 0) {
        asxi_oracle_tell(o, ASX_FINDING_SPAWNED_LATE, w, region->stepped,
                         ASX_REGION_OPEN, region->state);
    }
    if (w)
        w->flags |= ASXI_WATCHED_EXEMPT;
}

static void spawn(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *region = asxi_watched_live(o, e->a, ASX_KIND_REGION);

    if (w) {
        w->parent = e->a;
        w->allowance = o->allowance;
    }
    if (region == NULL) {
        if (w)
            missing(o, w, e->a);
        return;
    }
    if (region->state == ASX_REGION_FINALIZING)
        spawn_late(o, region, w);
    else if (w && region->state != ASX_REGION_OPEN && region->tasks == 0)
        asxi_oracle_tell(o, ASX_FINDING_SPAWNED_LATE, w, region->stepped,
                         ASX_REGION_OPEN, region->state);
    if (w)
        region->tasks++;
}

static void open_object(asx_oracle *o, const asx_event *e,
                        struct asxi_watched *w)
{
    const struct asxi_watched *region =
        asxi_watched_live(o, e->b, ASX_KIND_REGION);

    w->parent = e->b;
    if (region == NULL)
        missing(o, w, e->b);
    else if (region->state >= ASX_REGION_FINALIZING)
        asxi_oracle_tell(o, ASX_FINDING_PARENT_MISSING, w, region->stepped,
                         e->b, region->state);
}

/* A number that is no kind is a kind about which there are no events. */
static asx_kind kind_of(uint32_t number)
{
    return number < 31 ? (asx_kind)number : ASX_KIND_RETIRED;
}

struct asxi_watched *asxi_oracle_birth(asx_oracle *o, const asx_event *e)
{
    struct asxi_watched *w = asxi_watched_at(o, e->subject);

    if (e->kind == ASX_EVENT_REGION_OPENED && w) {
        clear(o, e->generation, w, ASX_KIND_REGION);
        open_region(o, e, w);
    } else if (e->kind == ASX_EVENT_TASK_SPAWNED) {
        if (w)
            clear(o, e->generation, w, ASX_KIND_TASK);
        spawn(o, e, w);
    } else if (e->kind == ASX_EVENT_OBLIGATION_RESERVED && w) {
        clear(o, e->generation, w, ASX_KIND_OBLIGATION);
    } else if (e->kind == ASX_EVENT_CAPSULE_OPENED && w) {
        clear(o, e->generation, w, ASX_KIND_CAPSULE);
        w->parent = e->b;
    } else if (e->kind == ASX_EVENT_OBJECT_OPENED && w) {
        clear(o, e->generation, w, kind_of(e->a));
        open_object(o, e, w);
    }
    return w;
}

static void end_task(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *region = region_of(o, w);

    if (e->b != w->parent)
        asxi_oracle_tell(o, ASX_FINDING_REGION_DIFFERS, w, w->born, w->parent,
                         e->b);
    if (region && region->tasks > 0)
        region->tasks--;
    w->flags |= ASXI_WATCHED_ENDED;
}

static void close_region(asx_oracle *o, struct asxi_watched *w)
{
    struct asxi_watched *parent = region_of(o, w);

    if (w->tasks > 0)
        asxi_oracle_tell(o,
                         w->cancel == ASX_CANCEL_RACE_LOST
                             ? ASX_FINDING_LOSER_ALIVE
                             : ASX_FINDING_CLOSED_OVER_TASK,
                         w, w->stepped, 0, w->tasks);
    if (w->children > 0)
        asxi_oracle_tell(o, ASX_FINDING_CLOSED_OVER_REGION, w, w->stepped, 0,
                         w->children);
    if (parent && parent->children > 0)
        parent->children--;
    w->flags |= ASXI_WATCHED_ENDED;
}

static void release(asx_oracle *o, struct asxi_watched *w)
{
    if (!(w->flags & ASXI_WATCHED_ENDED))
        asxi_oracle_tell(o, ASX_FINDING_RELEASED_ALIVE, w, w->stepped,
                         ASX_REGION_CLOSED, w->state);
    bury(o, w);
    w->flags |= ASXI_WATCHED_ENDED;
    w->kind = ASX_KIND_RETIRED; /* of this generation nothing is heard again */
}

void asxi_oracle_tree(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_TASK_COMPLETED:
        end_task(o, e, w);
        return;
    case ASX_EVENT_REGION_STEP:
        if (e->b == ASX_REGION_FINALIZING &&
            w->tasks + w->children + w->ledger > 0)
            asxi_oracle_tell(o, ASX_FINDING_FINALIZING_EARLY, w, w->born, 0,
                             w->tasks + w->children + w->ledger);
        return;
    case ASX_EVENT_REGION_CLOSED:
        close_region(o, w);
        return;
    case ASX_EVENT_REGION_RELEASED:
        release(o, w);
        return;
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_ABORTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
        w->flags |= ASXI_WATCHED_ENDED;
        return;
    case ASX_EVENT_OBJECT_RELEASED:
        w->flags |= ASXI_WATCHED_ENDED;
        return;
    case ASX_EVENT_CAPSULE_STEP:
        if (w->state == 5) /* Completed */
            w->flags |= ASXI_WATCHED_ENDED;
        return;
    default:
        return;
    }
}

#endif
