/* The oracles of a state. */
#include "exhaustive_oracle.h"

#include <string.h>

#include "asx/describe.h"

#define REQUIRE(condition, complaint)                                          \
    do {                                                                       \
        if (!(condition))                                                      \
            return complaint;                                                  \
    } while (0)

static bool is_region(const asxn_view *view, uint32_t slot)
{
    return slot > 0 && slot <= view->slots_used &&
           view->at[slot].kind == ASX_KIND_REGION &&
           view->at[slot].state != ASX_REGION_CLOSED;
}

static bool is_task(const asxn_view *view, uint32_t slot)
{
    return slot > 0 && slot <= view->slots_used &&
           view->at[slot].kind == ASX_KIND_TASK &&
           view->at[slot].state != ASX_TASK_COMPLETED;
}

static bool is_in_lane(const asxn_object *object)
{
    return object->queue == ASX_QUEUE_CANCEL ||
           object->queue == ASX_QUEUE_TIMED || object->queue == ASX_QUEUE_READY;
}

/* Kept by its region for its finalizers, and not among its tasks yet. */
static bool is_dormant(const asxn_object *task)
{
    return task->state == ASX_TASK_CREATED && task->queue == ASX_QUEUE_NONE;
}

static bool is_root_above(const asxn_view *view, uint32_t slot)
{
    for (uint32_t steps = 0; slot != 1; steps++) {
        if (steps > view->slots_used || !is_region(view, slot))
            return false;
        slot = view->at[slot].parent;
    }
    return true;
}

static const char *check_region(const asxn_view *view, uint32_t slot)
{
    const asxn_object *region = &view->at[slot];
    uint32_t tasks = 0, regions = 0, obligations = 0;

    for (uint32_t i = 1; i <= view->slots_used; i++) {
        const asxn_object *other = &view->at[i];

        if (i == slot || other->parent != slot)
            continue;
        tasks += is_task(view, i) && !is_dormant(other);
        regions += is_region(view, i);
        obligations += other->kind == ASX_KIND_OBLIGATION;
    }
    if (region->state == ASX_REGION_CLOSED)
        return NULL; /* its slot may be in others' past */
    REQUIRE(tasks == region->live_tasks, "a task has no owner, or two");
    REQUIRE(regions == region->live_regions, "a region has no parent, or two");
    REQUIRE(obligations == region->obligations, "the ledger does not add up");
    REQUIRE((slot == 1) == (region->parent == 0), "there are two roots");
    REQUIRE(is_root_above(view, slot), "a region hangs in the air");
    /* At rest: nobody but the region itself would move it on. */
    if (region->state > ASX_REGION_OPEN)
        REQUIRE(tasks + regions + obligations + region->finalizers > 0,
                "a region has nothing left to wait for and is not closed");
    if (region->state == ASX_REGION_FINALIZING)
        REQUIRE(regions == 0, "finalizers run before what is below has closed");
    REQUIRE(region->cancel_kind == ASX_CANCEL_NONE ||
                region->state > ASX_REGION_OPEN,
            "a cancelled region is still open");
    if (slot != 1 && view->at[region->parent].deadline >= 0)
        REQUIRE(region->deadline >= 0 &&
                    region->deadline <= view->at[region->parent].deadline,
                "a region outlives the deadline of its parent");
    return NULL;
}

/* What a task waits for will happen: no wake was lost. */
static const char *check_wait(const asxn_view *view, const asxn_object *task)
{
    switch (task->wait) {
    case ASX_WAIT_NONE:
        return NULL; /* in a lane, or its body runs */
    case ASX_WAIT_SLEEP:
        REQUIRE(task->queue == ASX_QUEUE_TIMER, "a sleeper has no timer");
        break;
    case ASX_WAIT_TASK:
        REQUIRE(is_task(view, task->wait_for), "a join outlived its target");
        break;
    case ASX_WAIT_REGION:
    case ASX_WAIT_SUBTREE:
        REQUIRE(is_region(view, task->wait_for),
                "an await outlived its region");
        break;
    default: /* whoever wakes it is not the kernel */
        break;
    }
    REQUIRE(!is_in_lane(task), "a parked task is in a lane");
    if (task->deadline >= 0 && task->state < ASX_TASK_CANCEL_REQUESTED)
        REQUIRE(task->queue == ASX_QUEUE_TIMER,
                "a parked task does not hear of its deadline");
    return NULL;
}

/* Masked, or in a finalizer, or started beside a task that is. */
static bool is_covered(const asxn_client *c, const asxn_view *view,
                       uint32_t slot)
{
    const asxn_object *task = &view->at[slot];

    if (task->mask_depth > 0 || asxn_client_memory(c)->finalizing >> slot & 1)
        return true;
    return task->owner && is_covered(c, view, task->owner);
}

/* A request that nothing defers has reached the task. */
static const char *check_request(const asxn_client *c, const asxn_view *view,
                                 uint32_t slot)
{
    const asxn_object *task = &view->at[slot];

    if (task->state < ASX_TASK_CANCEL_REQUESTED)
        return NULL;
    REQUIRE(task->cancel_kind != ASX_CANCEL_NONE, "a cancel has no reason");
    if (asxn_object_is_stepping(task) || task->wait == ASX_WAIT_SUBTREE)
        REQUIRE(task->queue == ASX_QUEUE_TIMER ||
                    task->wait == ASX_WAIT_SUBTREE,
                "a cleanup that hangs has no limit");
    else if (task->state == ASX_TASK_CANCEL_REQUESTED &&
             !is_covered(c, view, slot))
        REQUIRE(task->queue == ASX_QUEUE_CANCEL,
                "a cancelled task was not woken");
    return NULL;
}

static const char *check_task(const asxn_client *c, const asxn_view *view,
                              uint32_t slot)
{
    const asxn_object *task = &view->at[slot];
    const asxn_object *region = &view->at[task->parent];
    const char *broken;

    if (task->state == ASX_TASK_COMPLETED) {
        REQUIRE(!is_in_lane(task) && task->wait == ASX_WAIT_NONE,
                "a completed task may still run");
        return NULL;
    }
    REQUIRE(is_region(view, task->parent), "a task is an orphan");
    REQUIRE(task->mask_depth <= 64, "masks nest too deep");
    REQUIRE(task->state > ASX_TASK_CREATED || task->wait == ASX_WAIT_NONE,
            "a task waits that never ran");
    REQUIRE(task->owner == 0 || (is_task(view, task->owner) &&
                                 view->at[task->owner].parent == task->parent),
            "a second operation outlived its task");
    if (region->deadline >= 0 && task->state < ASX_TASK_CANCELLING &&
        !is_dormant(task) && !(asxn_client_memory(c)->finalizing >> slot & 1))
        REQUIRE(task->deadline >= 0 && task->deadline <= region->deadline,
                "a task outlives the deadline of its region");
    broken = check_wait(view, task);
    return broken ? broken : check_request(c, view, slot);
}

const char *asxn_oracle_state(const asxn_client *c, const asxn_view *view)
{
    const char *broken = NULL;

    asx_runtime_check(&c->rt);
    for (uint32_t slot = 1; slot <= view->slots_used && !broken; slot++) {
        const asxn_object *object = &view->at[slot];

        switch (object->kind) {
        case ASX_KIND_REGION:
            broken = check_region(view, slot);
            break;
        case ASX_KIND_TASK:
            broken = check_task(c, view, slot);
            break;
        case ASX_KIND_OBLIGATION:
            if (!is_task(view, object->owner))
                broken = "nobody holds an obligation";
            else if (view->at[object->owner].parent != object->parent)
                broken = "an obligation is not in its holder's region";
            break;
        default:
            break;
        }
    }
    return broken;
}
