/* Which actions there are in a state: by name, so that two states with the
 * same canonical form offer the same ones in the same order. */
#include "exhaustive_client.h"

#include "asx/describe.h"

#define TASK_WAKE_KEPT 0x2000u /* in ASX_FIELD_FLAGS */

struct list {
    const asxn_client *c;
    const asxn_view *view;
    const asx_canonical *form;
    asxn_action *actions;
    uint32_t count;
};

static bool is_left(const struct list *l, asxn_use what)
{
    return asxn_client_memory(l->c)->used[what] < l->c->bounds->most[what];
}

static void add(struct list *l, asxn_op op, uint32_t a, uint32_t b)
{
    if ((l->c->bounds->without >> op & 1) == 0 && l->count < ASXN_ACTIONS_MAX)
        l->actions[l->count++] = ASXN_ACTION(op, a, b);
}

static void add_variants(struct list *l, asxn_op op, uint32_t a, uint32_t set)
{
    for (uint32_t variant = 0; set >> variant; variant++)
        if (set >> variant & 1)
            add(l, op, a, variant);
}

static bool is_live(const asxn_object *object, asx_kind kind)
{
    return object->kind == kind &&
           object->state != (kind == ASX_KIND_TASK ? (int)ASX_TASK_COMPLETED
                                                   : (int)ASX_REGION_CLOSED);
}

/* A task that its region keeps for its finalizers is nobody's to name. */
static bool is_known_task(const asxn_object *object)
{
    return is_live(object, ASX_KIND_TASK) &&
           (object->state != ASX_TASK_CREATED ||
            object->queue != ASX_QUEUE_NONE);
}

/* A timeout or a deadline takes a timer. */
static uint32_t timed(const struct list *l, uint32_t set, uint32_t variant)
{
    uint32_t without = 0;

    if (is_left(l, ASXN_USE_TIMERS))
        return set;
    for (uint32_t i = 0; i < 32; i++)
        without |= i & variant ? 1u << i : 0;
    return set & ~without;
}

static void list_region(struct list *l, uint32_t slot)
{
    const asxn_object *region = &l->view->at[slot];
    const asxn_bounds *bounds = l->c->bounds;

    if (is_left(l, ASXN_USE_REGIONS) && region->state == ASX_REGION_OPEN)
        add_variants(l, ASXN_OP_OPEN, slot, timed(l, bounds->opens, 8));
    if (is_left(l, ASXN_USE_TASKS) && region->state < ASX_REGION_FINALIZING)
        add_variants(l, ASXN_OP_SPAWN, slot, timed(l, bounds->spawns, 4));
    if (region->state == ASX_REGION_OPEN)
        add(l, ASXN_OP_CLOSE, slot, 0);
    if (region->state == ASX_REGION_OPEN && is_left(l, ASXN_USE_DEFERS))
        add(l, ASXN_OP_DEFER_REGION, slot, 0);
    if (is_left(l, ASXN_USE_CANCELS))
        add_variants(l, ASXN_OP_CANCEL_REGION, slot, bounds->cancels);
}

/* Other objects that an operation of `slot` may name. */
static void list_waits(struct list *l, uint32_t slot)
{
    for (uint32_t n = 1; n <= l->form->object_count; n++) {
        uint32_t other = l->form->slot_of[n];
        const asxn_object *object = &l->view->at[other];

        if (is_known_task(object) && other != slot)
            add(l, ASXN_OP_JOIN, slot, other);
        if (!is_live(object, ASX_KIND_REGION))
            continue;
        add(l, ASXN_OP_AWAIT, slot, other);
        if (object->parent == l->view->at[slot].parent)
            add(l, ASXN_OP_AWAIT_OWNED, slot, other);
    }
    add(l, ASXN_OP_PARK, slot, 0);
}

static void list_ends(struct list *l, uint32_t slot)
{
    const asxn_object *task = &l->view->at[slot];

    if (asxn_client_memory(l->c)->finalizing >> slot & 1) {
        add(l, ASXN_OP_FINALIZED, slot, 0);
        return;
    }
    /* Acknowledged: it ends cancelled, whatever it says. */
    add_variants(l, ASXN_OP_FINISH, slot,
                 task->state == ASX_TASK_CANCELLING ? 1u
                                                    : l->c->bounds->outcomes);
    if (is_left(l, ASXN_USE_DEFERS))
        add(l, ASXN_OP_DEFER, slot, 0);
}

static void list_body(struct list *l, uint32_t slot)
{
    const asxn_object *task = &l->view->at[slot];

    list_ends(l, slot);
    if (is_left(l, ASXN_USE_TIMERS))
        add_variants(l, ASXN_OP_SLEEP, slot, l->c->bounds->sleeps);
    if (is_left(l, ASXN_USE_YIELDS))
        add(l, ASXN_OP_YIELD, slot, 0);
    if (is_left(l, ASXN_USE_WAITS))
        list_waits(l, slot);
    if (task->state > ASX_TASK_RUNNING)
        add(l, ASXN_OP_CHECKPOINT, slot, 0);
    if (is_left(l, ASXN_USE_MASKS))
        add(l, ASXN_OP_MASK, slot, 0);
    if (task->mask_depth > 0)
        add(l, ASXN_OP_UNMASK, slot, 0);
    if (is_left(l, ASXN_USE_OBLIGATIONS))
        add(l, ASXN_OP_RESERVE, slot, 0);
    if (is_left(l, ASXN_USE_TASKS) && !(task->flags & ASX_TASK_IMPLICIT))
        add(l, ASXN_OP_IMPLICIT, slot, 0);
}

/* One wake in a step, if a park may still heed it. */
static bool may_keep_wake(const struct list *l, const asxn_object *task)
{
    return asxn_object_is_stepping(task) && is_left(l, ASXN_USE_WAITS) &&
           !(task->flags & TASK_WAKE_KEPT);
}

static void list_task(struct list *l, uint32_t slot)
{
    const asxn_object *task = &l->view->at[slot];

    if (is_left(l, ASXN_USE_CANCELS) && is_known_task(task))
        add_variants(l, ASXN_OP_CANCEL_TASK, slot, l->c->bounds->cancels);
    if (task->wait == ASX_WAIT_EXTERNAL || may_keep_wake(l, task))
        add(l, ASXN_OP_WAKE, slot, 0);
    if (asxn_object_is_stepping(task))
        list_body(l, slot);
}

static void list_obligation(struct list *l, uint32_t slot)
{
    uint32_t holder = l->view->at[slot].owner;

    if (!asxn_object_is_stepping(&l->view->at[holder]))
        return;
    add(l, ASXN_OP_COMMIT, slot, 0);
    add(l, ASXN_OP_ABORT, slot, 0);
    if (!is_left(l, ASXN_USE_TRANSFERS))
        return;
    for (uint32_t n = 1; n <= l->form->object_count; n++) {
        uint32_t other = l->form->slot_of[n];

        if (other != holder && is_known_task(&l->view->at[other]))
            add(l, ASXN_OP_TRANSFER, slot, other);
    }
}

/* Their order in the lane is no part of the form, so by name. */
static void list_dispatches(struct list *l)
{
    uint32_t equals = asx_choice_count(&l->c->rt);

    for (uint32_t n = 1; n <= l->form->object_count && equals > 0; n++)
        for (uint32_t i = 0; i < equals; i++)
            if (asx_choice_at(&l->c->rt, i) == l->form->slot_of[n])
                add(l, ASXN_OP_DISPATCH, i, 0);
}

static void list_whole(struct list *l)
{
    bool is_timed = asx_runtime_counter(&l->c->rt, ASX_COUNTER_TIMERS) > 0;

    list_dispatches(l);
    if (asx_notice_pending(&l->c->rt))
        add(l, ASXN_OP_NOTICE, 0, 0);
    if (is_timed)
        add(l, ASXN_OP_TIME, 0, 0);
    if (is_left(l, ASXN_USE_TICKS))
        add(l, ASXN_OP_TICK, 0, 0);
}

uint32_t asxn_client_actions(const asxn_client *c, const asxn_view *view,
                             const asx_canonical *form,
                             asxn_action actions[ASXN_ACTIONS_MAX])
{
    struct list l = {c, view, form, actions, 0};

    list_whole(&l);
    for (uint32_t n = 1; n <= form->object_count; n++) {
        uint32_t slot = form->slot_of[n];
        const asxn_object *object = &view->at[slot];

        if (is_live(object, ASX_KIND_REGION))
            list_region(&l, slot);
        else if (is_live(object, ASX_KIND_TASK))
            list_task(&l, slot);
        else if (object->kind == ASX_KIND_OBLIGATION)
            list_obligation(&l, slot);
    }
    return l.count;
}
