/* oracle_mask.c -- masks nest within a bound and wear out.
 *
 * Owns: depth, allowance.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

#define DEPTH_MAX 64 /* rule mask.defer, fixed */

static void enter(asx_oracle *o, const asx_event *e, struct asxi_watched *w,
                  uint32_t expected)
{
    if (e->a != expected)
        asxi_oracle_tell(o, ASX_FINDING_DEPTH_JUMPED, w, w->placed, expected,
                         e->a);
    if (e->a > DEPTH_MAX)
        asxi_oracle_tell(o, ASX_FINDING_DEPTH_OVER, w, w->placed, DEPTH_MAX,
                         e->a);
    w->depth = (uint8_t)e->a;
}

static void spend(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (e->a + 1 != w->allowance)
        asxi_oracle_tell(o, ASX_FINDING_ALLOWANCE_WRONG, w, w->asked,
                         w->allowance - 1, e->a);
    w->allowance = e->a;
    if (e->a == 0)
        asxi_oracle_require(o, ASX_EVENT_MASK_EXHAUSTED, e->subject,
                            ASX_FINDING_EXHAUSTION_SILENT);
}

/* A mask protects while its allowance and the time for cleanup last. When that
 * ends is not in the events, so only what was looked at since it was asked can
 * be judged. */
static void acknowledge(asx_oracle *o, const struct asxi_watched *w)
{
    if (w->depth > 0 && w->allowance > 0 && w->looked > w->asked &&
        o->now_us < w->cleanup_us)
        asxi_oracle_tell(o, ASX_FINDING_MASK_IGNORED, w, w->asked, 0, w->depth);
}

void asxi_oracle_mask(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_TASK_MASKED:
        enter(o, e, w, w->depth + 1u);
        return;
    case ASX_EVENT_TASK_UNMASKED:
        enter(o, e, w, w->depth - 1u);
        return;
    case ASX_EVENT_TASK_CANCEL_DEFERRED:
        spend(o, e, w);
        return;
    case ASX_EVENT_MASK_EXHAUSTED:
        if (w->allowance != 0)
            asxi_oracle_tell(o, ASX_FINDING_ALLOWANCE_WRONG, w, w->asked, 0,
                             w->allowance);
        return;
    case ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED:
        acknowledge(o, w);
        return;
    case ASX_EVENT_FINALIZER_STARTED:
    case ASX_EVENT_FINALIZER_ENDED:
        w->depth = 0; /* the body, or that finalizer, is over */
        return;
    case ASX_EVENT_CONFIGURED:
        if (e->a == ASX_SETTING_MASK_ALLOWANCE)
            o->allowance = e->b;
        return;
    default:
        return;
    }
}

#endif
