/* cascade.c -- cancel of a whole region (rule cancel.cascade).
 *
 * Walks the tree of regions in pre-order by its links: no stack, no recursion,
 * O(regions + tasks). Parents before children, creation order among siblings.
 */
#include "internal.h"

struct asxi_bound asxi_bound_none(void)
{
    return (struct asxi_bound){ASX_TIME_NONE, ASX_POLLS_NONE};
}

asx_reason asxi_reason(const asx_runtime *rt, asx_cancel_kind kind,
                       uint32_t message, uint32_t region, uint32_t task)
{
    return (asx_reason){
        .time_us = asxi_arena(rt)->now_us,
        .origin_region = {asxi_handle(rt, asxi_cell(rt, region))},
        .origin_task = {task ? asxi_handle(rt, asxi_cell(rt, task)) : 0},
        .message = message,
        .kind = kind,
    };
}

/* `reason` is the stronger one: `cell` has it from now on. Only now is its
 * origin sure to be there still, so here the trace learns of it. */
void asxi_reason_take(asx_runtime *rt, const struct asxi_cell *cell,
                      asx_reason *held, const asx_reason *reason)
{
    *held = *reason;
    asxi_emit(rt, ASX_EVENT_CANCEL_REASON, cell, reason->message,
              ASX_HANDLE_SLOT(reason->origin_task));
}

/* The region after `slot` in pre-order below `root`; zero at the end. */
static uint32_t next_in_tree(const asx_runtime *rt, uint32_t slot,
                             uint32_t root)
{
    const struct asxi_region *region = asxi_region(rt, slot);

    if (region->child_head)
        return region->child_head;
    while (slot != root) {
        if (region->cell.next)
            return region->cell.next;
        slot = region->cell.parent;
        region = asxi_region(rt, slot);
    }
    return 0;
}

/* The first task at or after `slot` that nobody owns. */
static uint32_t skip_owned(const asx_runtime *rt, uint32_t slot)
{
    while (slot && asxi_task(rt, slot)->owner)
        slot = asxi_cell(rt, slot)->next;
    return slot;
}

/* Owners ask what they own. Asking one task can end it and those it owns, so
 * the next one is found among the others, and before. */
static void ask_tasks(asx_runtime *rt, struct asxi_region *region)
{
    struct asxi_bound bound = {region->cleanup_deadline_us,
                               region->cleanup_polls};
    uint32_t slot = skip_owned(rt, region->task_head);

    while (slot) {
        uint32_t next = skip_owned(rt, asxi_cell(rt, slot)->next);

        asxi_task_ask(rt, asxi_task(rt, slot), &region->reason, bound);
        slot = next;
    }
}

/* Strengthens the reason of one region and tightens its cleanup. */
static void ask_region(asx_runtime *rt, struct asxi_region *region,
                       const asx_reason *reason, struct asxi_bound bound)
{
    asx_cleanup row;

    if (region->reason.kind == ASX_CANCEL_NONE)
        asxi_arena(rt)->cancel_epoch++;
    if (asx_reason_compare(reason, &region->reason) > 0)
        asxi_reason_take(rt, &region->cell, &region->reason, reason);
    row = asx_cancel_cleanup((asx_cancel_kind)region->reason.kind);
    region->cleanup_deadline_us =
        asxi_min64(asxi_min64(region->cleanup_deadline_us, bound.deadline_us),
                   reason->time_us + row.time_us);
    region->cleanup_polls =
        asxi_min32(asxi_min32(region->cleanup_polls, bound.polls), row.polls);
    region->closing = 1;
    asxi_emit(rt, ASX_EVENT_REGION_CANCEL, &region->cell, region->reason.kind,
              ASX_HANDLE_SLOT(region->reason.origin_task));
    asxi_queue_remove(rt, &region->cell); /* a timeout has no purpose now */
}

void asxi_region_cascade(asx_runtime *rt, struct asxi_region *region,
                         const asx_reason *reason, struct asxi_bound bound)
{
    uint32_t root = asxi_slot(rt, &region->cell), slot = root, next;

    while (slot) {
        region = asxi_region(rt, slot);
        if (slot == root) {
            ask_region(rt, region, reason, bound);
        } else {
            const struct asxi_region *parent =
                asxi_region(rt, region->cell.parent);
            asx_reason below =
                asxi_reason(rt, ASX_CANCEL_PARENT_CANCELLED,
                            parent->reason.message, region->cell.parent, 0);

            below.time_us = parent->reason.time_us;
            ask_region(rt, region, &below,
                       (struct asxi_bound){parent->cleanup_deadline_us,
                                           parent->cleanup_polls});
        }
        ask_tasks(rt, region);
        /* Found before advancing: a leaf may close, and with it those above
         * it that have no other child left. The next one still has a parent
         * that waits for it. */
        next = next_in_tree(rt, slot, root);
        asxi_region_advance(rt, region);
        slot = next;
    }
}
