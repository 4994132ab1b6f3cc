/* plan.c -- the order of a plan, or what is wrong with it (rule super.compile).
 *
 * Decides, changes nothing. Names are resolved into ordinals once; then the
 * child that was added first among those whose dependencies are all placed is
 * placed next (Kahn 1962), so the order is the only one that keeps to the order
 * of adding wherever dependencies leave a choice.
 */
#include "supervision.h"

struct plan {
    uint32_t count;
    const struct asxi_child *children[ASX_PLAN_CHILDREN_MAX];
    uint8_t depends[ASX_PLAN_CHILDREN_MAX][ASX_PLAN_DEPENDS_MAX];
    bool placed[ASX_PLAN_CHILDREN_MAX];
};
_Static_assert(ASX_PLAN_CHILDREN_MAX <= 256, "an ordinal is a byte");

uint32_t asxi_plan_count(const asx_runtime *rt,
                         const struct asxi_supervisor *supervisor)
{
    uint32_t count = 0;

    for (uint32_t at = supervisor->child_head; at;
         at = asxi_child(rt, at)->later)
        count++;
    return count;
}

/* The ordinal of the first child with this name; `count` if there is none. */
static uint32_t find(const struct plan *plan, uint32_t name)
{
    uint32_t at = 0;

    while (at < plan->count && plan->children[at]->object.cell.label != name)
        at++;
    return at;
}

/* Reads the children and their names, or names the culprits. */
static asx_status read_plan(const asx_runtime *rt,
                            const struct asxi_supervisor *supervisor,
                            struct plan *plan, uint32_t *culprits,
                            uint32_t *culprit_count)
{
    plan->count = 0;
    for (uint32_t slot = supervisor->child_head; slot;
         slot = asxi_child(rt, slot)->later) {
        const struct asxi_child *child = asxi_child(rt, slot);
        uint32_t name = child->object.cell.label;

        if (find(plan, name) < plan->count) {
            culprits[0] = name;
            *culprit_count = 1;
            return ASX_E_PLAN_DUPLICATE;
        }
        plan->placed[plan->count] = false;
        plan->children[plan->count++] = child;
    }
    for (uint32_t at = 0; at < plan->count; at++) {
        const struct asxi_child *child = plan->children[at];

        for (uint32_t nth = 0; nth < child->depends_count; nth++) {
            uint32_t on = find(plan, child->depends[nth]);

            if (on == plan->count) {
                culprits[0] = child->object.cell.label;
                culprits[1] = child->depends[nth];
                *culprit_count = 2;
                return ASX_E_PLAN_UNKNOWN;
            }
            plan->depends[at][nth] = (uint8_t)on;
        }
    }
    return ASX_OK;
}

/* The first thing that the child at `at` still waits for; `count`: nothing. */
static uint32_t first_missing(const struct plan *plan, uint32_t at)
{
    for (uint32_t nth = 0; nth < plan->children[at]->depends_count; nth++) {
        if (!plan->placed[plan->depends[at][nth]])
            return plan->depends[at][nth];
    }
    return plan->count;
}

/* The child to place next; `count`: all are placed, or none can be. */
static uint32_t next_ready(const struct plan *plan)
{
    uint32_t at = 0;

    while (at < plan->count &&
           (plan->placed[at] || first_missing(plan, at) < plan->count))
        at++;
    return at;
}

/* Each child that is left waits for another that is left, so whoever follows
 * what is missing comes into a cycle within `count` steps. */
static void name_cycle(const struct plan *plan, uint32_t *culprits,
                       uint32_t *culprit_count)
{
    uint32_t at = 0, first, count = 0;

    while (plan->placed[at])
        at++;
    for (uint32_t step = 0; step < plan->count; step++)
        at = first_missing(plan, at);
    first = at;
    for (uint32_t on = first_missing(plan, at); on != at;
         on = first_missing(plan, on))
        first = on < first ? on : first;
    at = first;
    do {
        culprits[count++] = plan->children[at]->object.cell.label;
        at = first_missing(plan, at);
    } while (at != first);
    *culprit_count = count;
}

/* Start order as slots, or an ASX_E_PLAN_ and the names of the culprits. */
asx_status asxi_plan_order(const asx_runtime *rt,
                           const struct asxi_supervisor *supervisor,
                           uint32_t order[], uint32_t *count)
{
    struct plan plan;
    asx_status status = read_plan(rt, supervisor, &plan, order, count);
    uint32_t at, placed = 0;

    if (status != ASX_OK)
        return status;
    while ((at = next_ready(&plan)) < plan.count) {
        plan.placed[at] = true;
        order[placed++] = asxi_slot(rt, &plan.children[at]->object.cell);
    }
    if (placed < plan.count) {
        name_cycle(&plan, order, count);
        return ASX_E_PLAN_CYCLE;
    }
    *count = placed;
    return ASX_OK;
}
