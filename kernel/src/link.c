/* link.c -- owns links (rule link.exit).
 *
 * The other task is asked at the next dispatch, not while the one that ended is
 * still being taken out of its lists: links make chains as long as users like.
 */
#include "asx/tie.h"
#include "ties.h"

static struct asxi_tie *find(const asx_runtime *rt, const struct asxi_task *a,
                             const struct asxi_task *b)
{
    uint32_t from = asxi_slot(rt, &a->cell), to = asxi_slot(rt, &b->cell);
    uint32_t at = a->extension ? asxi_ties(rt, a)->head : 0;

    while (at) {
        struct asxi_tie *tie = asxi_tie(rt, at);
        uint32_t side = tie->ends[0].task == from ? 0 : 1;

        if (tie->cell.kind == ASX_KIND_LINK && tie->ends[1 - side].task == to)
            return tie;
        at = tie->ends[side].next;
    }
    return NULL;
}

asx_status asx_task_link(asx_runtime *rt, asx_task a, asx_task b)
{
    struct asxi_task *const tasks[2] = {asxi_task_resolve(rt, a),
                                        asxi_task_resolve(rt, b)};
    struct asxi_tie *link;
    asx_status status;

    if (tasks[0] == NULL || tasks[1] == NULL)
        return ASX_E_STALE;
    if (tasks[0] == tasks[1])
        return ASX_E_ARGUMENT;
    if (tasks[0]->cell.state == ASX_TASK_COMPLETED ||
        tasks[1]->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    if (find(rt, tasks[0], tasks[1]))
        return ASX_OK;
    status = asxi_tie_create(rt, ASX_KIND_LINK, tasks, &link);
    if (status != ASX_OK)
        return status;
    asxi_emit(rt, ASX_EVENT_LINKED, &link->cell, ASX_HANDLE_SLOT(a),
              ASX_HANDLE_SLOT(b));
    return ASX_OK;
}

asx_status asx_task_unlink(asx_runtime *rt, asx_task a_handle,
                           asx_task b_handle)
{
    const struct asxi_task *a = asxi_task_resolve(rt, a_handle);
    const struct asxi_task *b = asxi_task_resolve(rt, b_handle);
    struct asxi_tie *link;

    if (a == NULL || b == NULL)
        return ASX_E_STALE;
    link = find(rt, a, b);
    if (link == NULL)
        return ASX_OK;
    asxi_emit(rt, ASX_EVENT_UNLINKED, &link->cell, ASX_HANDLE_SLOT(a_handle),
              ASX_HANDLE_SLOT(b_handle));
    asxi_tie_destroy(rt, link);
    return ASX_OK;
}

void asxi_link_ended(asx_runtime *rt, struct asxi_tie *tie, uint32_t side,
                     const struct asxi_task *task)
{
    /* The other one may have ended first: then nobody is left to be asked. */
    if (task->outcome == ASX_OUTCOME_OK || tie->ends[1 - side].task == 0) {
        asxi_tie_destroy(rt, tie);
        return;
    }
    asxi_emit(rt, ASX_EVENT_LINK_BROKEN, &tie->cell, asxi_slot(rt, &task->cell),
              task->outcome);
    asxi_tie_leave(rt, tie, side);
    asxi_tie_record(rt, tie, task);
    tie->ended_in = asxi_handle(rt, asxi_cell(rt, task->cell.parent));
    asxi_aftermath_push(rt, &tie->cell);
}

void asxi_link_fire(asx_runtime *rt, struct asxi_tie *tie)
{
    uint32_t slot = tie->ends[0].task ? tie->ends[0].task : tie->ends[1].task;
    struct asxi_task *other = asxi_task(rt, slot);
    struct asxi_region *region = asxi_region(rt, other->cell.parent);
    asx_reason reason = {.time_us = tie->ended_us,
                         .origin_region = {tie->ended_in},
                         .origin_task = {tie->ended},
                         .kind = ASX_CANCEL_LINKED_EXIT};

    asxi_emit(rt, ASX_EVENT_LINK_EXIT, &tie->cell, slot, 0);
    asxi_tie_destroy(rt, tie);
    asxi_task_ask(rt, other, &reason, asxi_bound_none());
    asxi_region_advance(rt, region);
}
