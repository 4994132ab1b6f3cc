/* event.c -- what leaves a trace: the digest, the event sink, reports, notices.
 *
 * The digest folds each event with two multiplications. It is not meant to
 * withstand an adversary (the input log's hash chain is), only to differ as
 * soon as two runs do.
 */
#include "asx/supervisor.h"
#include "internal.h"

#if ASX_TIER >= 1
static void fold(struct asxi_arena *arena, uint64_t word)
{
    uint64_t x = (arena->digest ^ word) * 0x9fb21c651e98df25u;

    arena->digest = (x << 29 | x >> 35) ^ word;
}
#endif

void asxi_emit(asx_runtime *rt, asx_event_kind kind,
               const struct asxi_cell *subject, uint32_t a, uint32_t b)
{
#if ASX_TIER >= 1
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t slot = subject ? asxi_slot(rt, subject) : 0;

    fold(arena, (uint64_t)kind << 32 | slot);
    fold(arena, (uint64_t)b << 32 | a);
    arena->event_count++;
#if ASX_TIER >= 2
    if (rt->events == NULL)
        return;
    if (rt->event_count >= rt->event_capacity) {
        rt->event_dropped++;
        return;
    }
    rt->events[rt->event_count++] = (asx_event){
        .time_us = arena->now_us,
        .input = arena->input_count,
        .kind = kind,
        .subject = slot,
        .generation = subject ? subject->generation : 0,
        .a = a,
        .b = b,
    };
#endif
#else
    (void)rt, (void)kind, (void)subject, (void)a, (void)b;
#endif
}

void asx_mark(asx_runtime *rt, uint32_t label)
{
    asxi_emit(rt, ASX_EVENT_MARK, NULL, label, 0);
}

asx_status asx_annotate(asx_runtime *rt, asx_annotation kind, asx_task task,
                        uint32_t value)
{
    struct asxi_cell *cell = asxi_resolve(rt, task.bits, ASX_KIND_TASK);

    if (cell == NULL && task.bits != 0)
        return ASX_E_STALE;
    if (kind >= ASX_ANNOTATION_COUNT)
        return ASX_E_ARGUMENT;
    asxi_emit(rt, ASX_EVENT_ANNOTATED, cell, kind, value);
    return ASX_OK;
}

void asx_input_begin(asx_runtime *rt, uint32_t opcode)
{
#if ASX_TIER >= 1
    asxi_arena(rt)->input_count++;
    fold(asxi_arena(rt), opcode);
#else
    (void)rt, (void)opcode;
#endif
}

void asx_input_end(asx_runtime *rt, int64_t result)
{
#if ASX_TIER >= 1
    fold(asxi_arena(rt), (uint64_t)result);
#else
    (void)rt, (void)result;
#endif
}

uint32_t asx_input_count(const asx_runtime *rt)
{
    return asxi_arena(rt)->input_count;
}

uint64_t asx_digest(const asx_runtime *rt)
{
    return asxi_arena(rt)->digest;
}

void asxi_report(asx_runtime *rt, asx_report_kind kind,
                 const struct asxi_cell *subject, uint32_t a, uint32_t b)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t at;

    if (arena->report_count == ASXI_REPORTS) {
        arena->report_lost++;
        return;
    }
    at = (arena->report_head + arena->report_count++) % ASXI_REPORTS;
    arena->reports[at] = (asx_report){
        kind, asxi_slot(rt, subject), subject->generation, subject->label, a,
        b};
}

bool asx_report_next(asx_runtime *rt, asx_report *out)
{
    struct asxi_arena *arena = asxi_arena(rt);

    if (arena->report_count == 0)
        return false;
    *out = arena->reports[arena->report_head];
    arena->reports[arena->report_head] = (asx_report){0};
    arena->report_head = (arena->report_head + 1) % ASXI_REPORTS;
    arena->report_count--;
    return true;
}

bool asx_report_pending(const asx_runtime *rt)
{
    return asxi_arena(rt)->report_count > 0;
}

uint32_t asx_report_lost(const asx_runtime *rt)
{
    return asxi_arena(rt)->report_lost;
}

void asxi_notice_push(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t slot = asxi_slot(rt, cell);

    if (cell->queue == ASX_QUEUE_NOTICE)
        return;
    ASXI_ASSERT(cell->queue == ASX_QUEUE_NONE);
    cell->queue = ASX_QUEUE_NOTICE;
    cell->queue_prev = arena->notice_tail;
    if (arena->notice_tail)
        asxi_cell(rt, arena->notice_tail)->queue_next = slot;
    else
        arena->notice_head = slot;
    arena->notice_tail = slot;
}

void asxi_notice_remove(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);

    if (cell->queue != ASX_QUEUE_NOTICE)
        return;
    if (cell->queue_prev)
        asxi_cell(rt, cell->queue_prev)->queue_next = cell->queue_next;
    else
        arena->notice_head = cell->queue_next;
    if (cell->queue_next)
        asxi_cell(rt, cell->queue_next)->queue_prev = cell->queue_prev;
    else
        arena->notice_tail = cell->queue_prev;
    cell->queue = ASX_QUEUE_NONE;
    cell->queue_prev = cell->queue_next = 0;
}

int32_t asx_notice_next(asx_runtime *rt)
{
    uint32_t slot = asxi_arena(rt)->notice_head;
    struct asxi_cell *cell;
    uint32_t notice, outcome = 0;

    if (slot == 0)
        return 0;
    cell = asxi_cell(rt, slot);
    asxi_notice_remove(rt, cell);
    if (cell->kind == ASX_KIND_TASK) {
        notice = ASX_NOTICE_TASK_ENDED;
        outcome = asxi_task(rt, slot)->outcome;
    } else if (cell->kind == ASX_KIND_REGION) {
        notice = ASX_NOTICE_REGION_CLOSED;
        outcome = asxi_region(rt, slot)->outcome;
    } else if (cell->kind == ASX_KIND_CHILD) {
        notice = cell->state == ASX_CHILD_PERSISTING ? ASX_NOTICE_CHILD_PERSIST
                                                     : ASX_NOTICE_CHILD_START;
    } else {
        notice = ASX_NOTICE_CAPSULE_ABORT;
    }
    return (int32_t)(slot | notice << ASX_NOTICE_SHIFT |
                     outcome << ASX_NOTICE_OUTCOME_SHIFT);
}

bool asx_notice_pending(const asx_runtime *rt)
{
    return asxi_arena(rt)->notice_head != 0;
}
