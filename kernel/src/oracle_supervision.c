/* oracle_supervision.c -- restarts are few, in order, and one life at a time.
 *
 * Owns: life, ordinal, and of a supervisor its restarts and what it did last.
 * Start order is learned from the first starts; that it agrees with the plan is
 * not in the events, which do not name children. Every later round has to
 * follow it, and stopping goes the other way, one after the other. How often a
 * supervisor may restart is known once it was looked at.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static struct asxi_watched *supervisor_of(asx_oracle *o,
                                          const struct asxi_watched *child)
{
    return asxi_watched_live(o, child->object, ASX_KIND_SUPERVISOR);
}

/* The first start of a restart comes when the backoff is over. A region that
 * closes ends a backoff too, but then nothing starts. */
static void expect_backoff(asx_oracle *o, struct asxi_watched *w)
{
    uint32_t last = (w->restarts - 1) % ASX_RESTARTS_MAX;

    if (w->restarting && o->now_us < w->restarts_us[last] + w->backoff_us)
        asxi_oracle_tell(o, ASX_FINDING_BACKOFF_CUT, w, w->stepped,
                         w->backoff_us,
                         (uint32_t)(o->now_us - w->restarts_us[last]));
    w->restarting = 0;
}

/* It is this one's turn to start. */
static void attempt(asx_oracle *o, struct asxi_watched *child)
{
    struct asxi_watched *supervisor = supervisor_of(o, child);

    if (supervisor == NULL)
        return;
    expect_backoff(o, supervisor);
    if (child->ordinal == 0)
        child->ordinal = ++supervisor->ordinal;
    if (child->ordinal <= supervisor->last_started)
        asxi_oracle_tell(o, ASX_FINDING_START_ORDER, child, supervisor->stepped,
                         supervisor->last_started, child->ordinal);
    supervisor->last_started = child->ordinal;
}

static void start(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *region =
        asxi_watched_live(o, e->a, ASX_KIND_REGION);
    const struct asxi_watched *supervisor = supervisor_of(o, w);

    if (w->life)
        asxi_oracle_tell(o, ASX_FINDING_LIFE_OVERLAPS, w, w->placed, w->life,
                         e->a);
    if (supervisor && !asxi_watched_is_hidden(o, e->a) &&
        (region == NULL || region->parent != supervisor->parent))
        asxi_oracle_tell(o, ASX_FINDING_LIFE_DIFFERS, w,
                         region ? region->born : 0, supervisor->parent, e->a);
    w->life = e->a;
    w->placed = o->events;
    attempt(o, w);
}

static void end(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *region = asxi_watched_at(o, e->a);

    if (w->life != e->a || (region && !asxi_watched_is_hidden(o, e->a) &&
                            !(region->flags & ASXI_WATCHED_ENDED)))
        asxi_oracle_tell(o, ASX_FINDING_LIFE_DIFFERS, w, w->placed, w->life,
                         e->a);
    w->life = 0;
    w->why = (uint8_t)e->b;
}

/* Rule super.window: so many in a window that slides. */
static void expect_rare(asx_oracle *o, const struct asxi_watched *w)
{
    uint32_t before = w->restarts - w->capacity;

    if (!w->limited || w->restarts < w->capacity)
        return;
    if (w->capacity == 0 ||
        o->now_us - w->restarts_us[before % ASX_RESTARTS_MAX] < w->window_us)
        asxi_oracle_tell(o, ASX_FINDING_RESTARTED_OFTEN, w, w->stepped,
                         w->capacity, w->restarts + 1);
}

static void restart(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *child =
        asxi_watched_live(o, e->a, ASX_KIND_CHILD);

    if (child && (child->subkind != ASX_CHILD_RESTART ||
                  child->why != ASX_OUTCOME_ERR || child->life))
        asxi_oracle_tell(o, ASX_FINDING_RESTART_UNCALLED, child, child->placed,
                         ASX_OUTCOME_ERR, child->why);
    expect_rare(o, w);
    w->restarts_us[w->restarts++ % ASX_RESTARTS_MAX] = o->now_us;
    w->restarting = e->a;
    w->backoff_us = e->b;
}

/* Later ones are gone before. */
static void drain(asx_oracle *o, struct asxi_watched *w)
{
    struct asxi_watched *supervisor = supervisor_of(o, w);
    const struct asxi_watched *last;

    if (supervisor == NULL)
        return;
    last = asxi_watched_live(o, supervisor->last_drained, ASX_KIND_CHILD);
    if (last && (last->ordinal <= w->ordinal || last->life))
        asxi_oracle_tell(o, ASX_FINDING_STOP_ORDER, w, last->stepped,
                         last->ordinal, w->ordinal);
    supervisor->last_drained = asxi_watched_slot(o, w);
    o->drained = asxi_watched_slot(o, w);
}

/* It was drained for a restart: is that what its strategy says? */
static void cancel_life(asx_oracle *o, const asx_event *e)
{
    const struct asxi_watched *child =
        asxi_watched_live(o, o->drained, ASX_KIND_CHILD);
    const struct asxi_watched *supervisor, *failed;

    if (child == NULL || child->life != e->subject ||
        e->a != ASX_CANCEL_LINKED_EXIT)
        return;
    supervisor = supervisor_of(o, child);
    failed = supervisor ? asxi_watched_at(o, supervisor->restarting) : NULL;
    if (failed == NULL)
        return;
    if (supervisor->subkind == ASX_ONE_FOR_ONE ||
        (supervisor->subkind == ASX_REST_FOR_ONE &&
         child->ordinal < failed->ordinal))
        asxi_oracle_tell(o, ASX_FINDING_BYSTANDER, child, supervisor->stepped,
                         failed->ordinal, child->ordinal);
}

static void step_supervisor(const asx_event *e, struct asxi_watched *w)
{
    if (e->b == ASX_SUPERVISOR_DRAINING)
        w->last_drained = 0;
    else if (e->b == ASX_SUPERVISOR_STARTING)
        w->last_started = 0;
    else if (e->b == ASX_SUPERVISOR_RUNNING)
        w->restarting = 0;
}

void asxi_oracle_supervision(asx_oracle *o, const asx_event *e,
                             struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_SUPERVISOR_CONSTRUCTED:
        w->subkind = (uint8_t)e->a;
        return;
    case ASX_EVENT_SUPERVISOR_STEP:
        step_supervisor(e, w);
        return;
    case ASX_EVENT_SUPERVISOR_RESTARTING:
        restart(o, e, w);
        return;
    case ASX_EVENT_CHILD_ADDED:
        w->object = e->a;
        w->subkind = (uint8_t)e->b;
        return;
    case ASX_EVENT_CHILD_STARTED:
        start(o, e, w);
        return;
    case ASX_EVENT_CHILD_REFUSED:
        w->why = ASX_OUTCOME_ERR;
        attempt(o, w);
        return;
    case ASX_EVENT_CHILD_ENDED:
        end(o, e, w);
        return;
    case ASX_EVENT_CHILD_STEP:
        if (e->b == ASX_CHILD_DRAINING)
            drain(o, w);
        return;
    case ASX_EVENT_REGION_CANCEL:
        cancel_life(o, e);
        return;
    default:
        return;
    }
}

#endif
