/* invariant_ties.c -- what is always true of links and monitors, answered: both
 * ends of a tie have it in their lists, and what a monitor has to tell is in
 * order. O(n), for asx_runtime_check.
 */
#include "invariant.h"
#include "ties.h"

/* One list of `task`; adds its length. */
static const char *check_list(const asx_runtime *rt, uint32_t task,
                              uint32_t head, bool down, uint32_t *count)
{
    uint32_t prev = 0;

    for (uint32_t at = head; at;) {
        const struct asxi_tie *tie = asxi_tie(rt, at);
        const struct asxi_tie_end *end =
            &tie->ends[tie->ends[0].task == task ? 0 : 1];

        ASXI_HOLDS(end->task == task && end->prev == prev);
        ASXI_HOLDS(!down || end == &tie->ends[0]);
        ASXI_HOLDS((tie->cell.kind == ASX_KIND_MONITOR &&
                    tie->cell.state == ASX_MONITOR_DOWN) == down);
        if (down && prev) /* rule monitor.down */
            ASXI_HOLDS(
                asxi_tie(rt, prev)->ended_us < tie->ended_us ||
                (asxi_tie(rt, prev)->ended_us == tie->ended_us &&
                 (uint32_t)asxi_tie(rt, prev)->ended <= (uint32_t)tie->ended));
        prev = at;
        at = end->next;
        ++*count;
    }
    return NULL;
}

/* Adds how many ends of ties hang on it. */
static const char *check_extension(const asx_runtime *rt, uint32_t slot,
                                   uint32_t *listed)
{
    const struct asxi_ties *ties =
        (const struct asxi_ties *)(const void *)asxi_cell(rt, slot);
    uint32_t task = ties->cell.parent, tail = ties->down_head;

    ASXI_HOLDS(asxi_cell(rt, task)->kind == ASX_KIND_TASK);
    ASXI_HOLDS(asxi_cell(rt, task)->state != ASX_TASK_COMPLETED);
    ASXI_HOLDS(asxi_task(rt, task)->extension == slot);
    /* Nobody waits for what cannot come; a second operation listens for its
     * owner, whatever hangs on itself. */
    ASXI_HOLDS(ties->monitors > 0 || asxi_task(rt, task)->owner != 0 ||
               asxi_task(rt, task)->wait != ASX_WAIT_MONITOR);
    ASXI_PASSES(check_list(rt, task, ties->head, false, listed));
    ASXI_PASSES(check_list(rt, task, ties->down_head, true, listed));
    while (tail && asxi_tie(rt, tail)->ends[0].next)
        tail = asxi_tie(rt, tail)->ends[0].next;
    ASXI_HOLDS(tail == ties->down_tail);
    return NULL;
}

static const char *check_tie(const asx_runtime *rt, uint32_t slot,
                             uint32_t *count)
{
    const struct asxi_tie *tie = asxi_tie(rt, slot);
    uint32_t ends = (tie->ends[0].task != 0) + (tie->ends[1].task != 0);

    ASXI_HOLDS(tie->ends[0].task != tie->ends[1].task);
    if (tie->cell.kind == ASX_KIND_LINK) {
        ASXI_HOLDS(ends == (tie->cell.queue == ASX_QUEUE_AFTERMATH ? 1 : 2));
    } else {
        ASXI_HOLDS(tie->ends[0].task != 0);
        ASXI_HOLDS((ends == 1) == (tie->cell.state == ASX_MONITOR_DOWN));
    }
    *count += ends;
    return NULL;
}

const char *asxi_ties_check(const asx_runtime *rt, uint32_t *at)
{
    uint32_t listed = 0, ends = 0, counted = 0, monitors = 0;

    for (uint32_t slot = 1; slot <= asxi_arena(rt)->slots_used; slot++) {
        uint8_t kind = asxi_cell(rt, slot)->kind;

        *at = slot;
        if (kind == ASX_KIND_TIES) {
            ASXI_PASSES(check_extension(rt, slot, &listed));
            counted +=
                ((const struct asxi_ties *)(const void *)asxi_cell(rt, slot))
                    ->monitors;
        } else if (kind == ASX_KIND_LINK || kind == ASX_KIND_MONITOR) {
            ASXI_PASSES(check_tie(rt, slot, &ends));
            monitors += kind == ASX_KIND_MONITOR;
        }
    }
    *at = 0;
    ASXI_HOLDS(listed == ends && counted == monitors);
    return NULL;
}
