/* asx/region.h -- lifetimes for tasks (semantics section 5).
 *
 * A region owns tasks, obligations and child regions, and nothing it owns
 * outlives it. A closing region waits for what still runs, or cancels it
 * first, runs its finalizers, and only then is Closed.
 *
 * True of every function here, so said once:
 *   - It neither blocks nor calls out. What the host has to do leaves as a
 *     notice that the host drains; user code never runs inside a call.
 *   - A stale handle gives ASX_E_STALE and never names a newer region.
 *   - On any error nothing has changed and out parameters are untouched.
 */
#ifndef ASX_REGION_H
#define ASX_REGION_H

#include "asx/cancel.h"
#include "asx/runtime.h"

typedef enum asx_region_state {
    ASX_REGION_OPEN = 0,
    ASX_REGION_CLOSING = 1,
    ASX_REGION_DRAINING = 2,
    ASX_REGION_FINALIZING = 3,
    ASX_REGION_CLOSED = 4,
} asx_region_state;

/* What the failure or the end of one task means for its siblings. */
typedef enum asx_region_policy {
    ASX_POLICY_FAIL_FAST = 0,   /* the first err or panic cancels the rest */
    ASX_POLICY_COLLECT_ALL = 1, /* nobody is cancelled; outcomes aggregate */
    ASX_POLICY_RACE = 2,        /* the first end wins, losers get RaceLost */
    ASX_POLICY_FIRST_OK = 3,    /* the first ok wins, losers get RaceLost */
} asx_region_policy;

/* Flags of asx_region_open: a policy in the low two bits, and: */
#define ASX_REGION_POLICY_MASK 3u
#define ASX_REGION_CANCEL_ON_EXIT 4u /* the main task's end cancels the rest */
#define ASX_REGION_INSIDE 8u /* asked for by a live task of the parent */
#define ASX_REGION_FLAGS_ALL 15u

/* The region of everything, open from the start. Never released. */
asx_region asx_region_root(const asx_runtime *rt);

/* Opens a child of `parent`, which must be Open; with ASX_REGION_INSIDE it may
 * also be Closing or Draining, since it waits for the task that asks, and that
 * task for the child (docs/adr, admission from inside). Takes what
 * asx_runtime_stage_* staged: a budget (met with the parent's, rule
 * budget.child), limits and a timeout. `label` is the host's name for it, kept
 * for traces. */
ASX_CHECKED asx_status asx_region_open(asx_runtime *rt, asx_region parent,
                                       uint32_t flags, uint32_t label,
                                       asx_region *out);

/* Asks `region` to close: no more admissions, waits for what lives in it.
 * Closing twice is allowed (rule region.close). */
ASX_CHECKED asx_status asx_region_close(asx_runtime *rt, asx_region region);

/* Closes `region` and cancels everything in it: the region gets this reason,
 * its tasks too, regions below get ParentCancelled (rule cancel.cascade).
 * Takes the staged cleanup. Asking again only strengthens. */
ASX_CHECKED asx_status asx_region_cancel(asx_runtime *rt, asx_region region,
                                         asx_cancel_kind kind,
                                         uint32_t message);

/* Registers one more finalizer of the region and answers its index. They run
 * last in, first out, masked, in a task of the region's own that
 * asx_region_open's caller never sees until then (rule finalizer.order). */
ASX_CHECKED int32_t asx_region_defer(asx_runtime *rt, asx_region region);

/* Lets go of a Closed region; its handle is stale from then on. */
ASX_CHECKED asx_status asx_region_release(asx_runtime *rt, asx_region region);

#endif
