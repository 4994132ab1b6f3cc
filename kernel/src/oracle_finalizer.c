/* oracle_finalizer.c -- finalizers all run, last in first out, one at a time.
 *
 * Owns: running, and deferred but for the moment in which a region hands its
 * own to the task that runs them.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static void defer(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (e->a != w->deferred)
        asxi_oracle_tell(o, ASX_FINDING_NOT_LAST_FIRST, w, w->stepped,
                         w->deferred, e->a);
    w->deferred = e->a + 1;
}

static void start(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->running != 0)
        asxi_oracle_tell(o, ASX_FINDING_TWO_AT_ONCE, w, w->placed,
                         w->running - 1, e->a);
    if (e->a + 1 != w->deferred)
        asxi_oracle_tell(o, ASX_FINDING_NOT_LAST_FIRST, w, w->stepped,
                         w->deferred - 1, e->a);
    w->deferred = e->a;
    w->running = e->a + 1;
}

static void end(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->running != e->a + 1)
        asxi_oracle_tell(o, ASX_FINDING_ENDED_ANOTHER, w, w->placed,
                         w->running - 1, e->a);
    w->running = 0;
}

/* A body that never ran registered nothing to undo, and what is forced is
 * never resumed (rules cancel.never_started, cancel.force). */
static void expect_none(asx_oracle *o, const struct asxi_watched *w)
{
    if (w->kind == ASX_KIND_TASK &&
        (w->flags & ASXI_WATCHED_FORCED || !(w->flags & ASXI_WATCHED_STARTED)))
        return;
    if (w->deferred > 0 || w->running != 0)
        asxi_oracle_tell(o, ASX_FINDING_NOT_RUN, w, w->stepped, 0,
                         w->deferred + (w->running != 0));
}

void asxi_oracle_finalizer(asx_oracle *o, const asx_event *e,
                           struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_FINALIZER_DEFERRED:
        defer(o, e, w);
        return;
    case ASX_EVENT_FINALIZER_STARTED:
        start(o, e, w);
        return;
    case ASX_EVENT_FINALIZER_ENDED:
        end(o, e, w);
        return;
    case ASX_EVENT_TASK_COMPLETED:
    case ASX_EVENT_REGION_CLOSED:
        expect_none(o, w);
        return;
    default:
        return;
    }
}

#endif
