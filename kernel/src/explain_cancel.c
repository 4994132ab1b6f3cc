/* explain_cancel.c -- how a cancel got where it is, link by link.
 *
 * A task has its region's reason, or one of its own; ParentCancelled names whom
 * it came from. Everything else is an origin. One cause each, so a loop.
 */
#include "asx/explain.h"

#include "asx/task.h"
#include "internal.h"

#if ASX_TIER >= 2

static const asx_reason *reason_of(const asx_runtime *rt, uint32_t slot)
{
    return asxi_cell(rt, slot)->kind == ASX_KIND_REGION
               ? &asxi_region(rt, slot)->reason
               : &asxi_task(rt, slot)->reason;
}

/* A step back. `slot` zero: there is nobody, and `verdict` says why. */
struct step {
    uint32_t slot;
    asx_relation relation;
    asx_explained verdict;
};

static struct step to(const asx_runtime *rt, uint32_t from, uint64_t bits,
                      asx_kind kind, asx_relation relation)
{
    struct step step = {(uint32_t)bits, relation, ASX_EXPLAINED_LEAVES};

    if (asxi_resolve(rt, bits, kind) == NULL)
        return (struct step){0, relation, ASX_EXPLAINED_GONE};
    if (step.slot == from) /* it was asked from outside, or asked itself */
        step.slot = 0;
    return step;
}

static struct step step_back(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);
    const asx_reason *reason = reason_of(rt, slot);
    bool passed_on = reason->kind == ASX_CANCEL_PARENT_CANCELLED;

    if (cell->kind == ASX_KIND_TASK && cell->state != ASX_TASK_COMPLETED &&
        asx_reason_compare(reason, reason_of(rt, cell->parent)) == 0)
        return (struct step){cell->parent, ASX_RELATION_CAUSE, 0};
    if (reason->origin_task.bits)
        return to(rt, slot, reason->origin_task.bits, ASX_KIND_TASK,
                  passed_on ? ASX_RELATION_CAUSE : ASX_RELATION_ORIGIN);
    if (passed_on)
        return to(rt, slot, reason->origin_region.bits, ASX_KIND_REGION,
                  ASX_RELATION_CAUSE);
    return (struct step){0, ASX_RELATION_ORIGIN, ASX_EXPLAINED_LEAVES};
}

static void tell(const asx_runtime *rt, uint32_t slot, asx_relation relation,
                 asx_link *link)
{
    const struct asxi_cell *cell = asxi_cell(rt, slot);

    *link = (asx_link){
        .relation = relation,
        .kind = cell->kind,
        .slot = slot,
        .generation = cell->generation,
        .label = cell->label,
        .state = cell->state,
        .a = reason_of(rt, slot)->kind,
        .b = reason_of(rt, slot)->message,
    };
}

/* The next link, in its place, or in the last place if that is taken. */
static void add(const asx_runtime *rt, const struct step *step, uint32_t most,
                asx_explanation *out)
{
    uint32_t place = asxi_min32(out->depth, most - 1);

    tell(rt, step->slot, step->relation, &out->links[place]);
    out->links[place].from = place ? place - 1 : 0;
    if (out->depth >= most) {
        out->links[place].from = ASX_LINK_APART;
        out->omitted++;
    }
    out->count = place + 1;
}

asx_status asx_explain_cancel(const asx_runtime *rt, uint32_t slot,
                              asx_explanation *out)
{
    struct step step = {slot, ASX_RELATION_ASKED, ASX_EXPLAINED_LEAVES};
    uint32_t most = asxi_min32(out->capacity, ASX_CANCEL_CHAIN_MAX);
    asx_kind kind;

    if (out->capacity < 2)
        return ASX_E_ARGUMENT;
    kind = asx_generation(rt, slot) ? (asx_kind)asxi_cell(rt, slot)->kind
                                    : ASX_KIND_FREE;
    if (kind != ASX_KIND_REGION && kind != ASX_KIND_TASK)
        return ASX_E_STALE;
    *out = (asx_explanation){.links = out->links, .capacity = out->capacity};
    add(rt, &step, most, out);
    if (reason_of(rt, slot)->kind == ASX_CANCEL_NONE) {
        out->verdict = ASX_EXPLAINED_OVER; /* nobody has cancelled it */
        return ASX_OK;
    }
    for (;;) {
        uint32_t at = step.slot;

        step = step_back(rt, at);
        if (step.slot == 0) {
            if (step.verdict == ASX_EXPLAINED_LEAVES)
                out->links[out->count - 1].leaf = ASX_LEAF_HOST;
            out->verdict = step.verdict;
            return ASX_OK;
        }
        out->depth++;
        add(rt, &step, most, out);
        if (step.relation == ASX_RELATION_ORIGIN)
            return ASX_OK;
        if (out->depth > asxi_arena(rt)->slots_used) {
            out->verdict = ASX_EXPLAINED_CIRCLE;
            return ASX_OK;
        }
    }
}

#endif
