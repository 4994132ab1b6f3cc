/* obligation.c -- owns obligations and the ledgers of regions and tasks.
 *
 *   RESERVED --> COMMITTED | ABORTED | LEAKED     each absorbing
 *
 * Resolving frees the cell, so a second resolve is stale, never a second
 * effect (rule obligation.states).
 */
#include "asx/obligation.h"

#include "aftermath.h"
#include "asx/task.h"
#include "object.h"

static void link_holder(asx_runtime *rt, struct asxi_obligation *obligation,
                        struct asxi_task *holder)
{
    uint32_t slot = asxi_slot(rt, &obligation->cell);

    obligation->holder = asxi_slot(rt, &holder->cell);
    obligation->cell.prev = 0;
    obligation->cell.next = holder->obligation_head;
    if (holder->obligation_head)
        asxi_cell(rt, holder->obligation_head)->prev = slot;
    holder->obligation_head = slot;
}

static void unlink_holder(asx_runtime *rt, struct asxi_obligation *obligation)
{
    struct asxi_cell *cell = &obligation->cell;

    if (obligation->holder == 0)
        return;
    if (cell->prev)
        asxi_cell(rt, cell->prev)->next = cell->next;
    else
        asxi_task(rt, obligation->holder)->obligation_head = cell->next;
    if (cell->next)
        asxi_cell(rt, cell->next)->prev = cell->prev;
    cell->prev = cell->next = 0;
    obligation->holder = 0;
}

/* Whether `holder` may promise one more. */
asx_status asxi_obligation_admit(const asx_runtime *rt,
                                 const struct asxi_task *holder)
{
    const struct asxi_region *region = asxi_region(rt, holder->cell.parent);

    if (holder->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    /* Cleanup may still need effects: a holder that is draining is admitted,
     * since its region waits for it anyway (rule region.admission). */
    if (region->cell.state == ASX_REGION_CLOSED ||
        ((region->closing || region->cell.state != ASX_REGION_OPEN) &&
         holder->cell.state == ASX_TASK_CREATED))
        return ASX_E_CLOSED;
    return asxi_limits_allow_obligation(rt, region) ? ASX_OK : ASX_E_LIMIT;
}

/* Into the ledgers of its region and of its holder, if it has one. */
static struct asxi_obligation *enter(asx_runtime *rt, uint32_t region,
                                     struct asxi_task *holder,
                                     asx_obligation_kind kind, uint32_t label)
{
    struct asxi_obligation *obligation =
        (struct asxi_obligation *)(void *)asxi_cell_create(rt,
                                                           ASX_KIND_OBLIGATION);

    if (obligation == NULL)
        return NULL;
    obligation->kind = kind;
    obligation->cell.label = label;
    obligation->cell.parent = region;
    if (holder)
        link_holder(rt, obligation, holder);
    asxi_region(rt, region)->obligation_count++;
    asxi_arena(rt)->obligations_live++;
    asxi_emit(rt, ASX_EVENT_OBLIGATION_RESERVED, &obligation->cell, kind,
              holder ? obligation->holder : region);
    return obligation;
}

static asx_status reserve(asx_runtime *rt, struct asxi_task *holder,
                          asx_obligation_kind kind, uint32_t label,
                          uint32_t tag, struct asxi_obligation **out)
{
    struct asxi_obligation *obligation;
    asx_status status = asxi_obligation_admit(rt, holder);

    if (status != ASX_OK)
        return status;
    obligation = enter(rt, holder->cell.parent, holder, kind, label);
    if (obligation == NULL)
        return ASX_E_MEMORY;
    obligation->tag = tag;
    *out = obligation;
    return ASX_OK;
}

/* Held by none of its tasks: it keeps `region` from closing until somebody in
 * the kernel resolves it. Zero: no memory. */
uint32_t asxi_obligation_hold(asx_runtime *rt, uint32_t region,
                              asx_obligation_kind kind, uint32_t label)
{
    const struct asxi_obligation *obligation =
        enter(rt, region, NULL, kind, label);

    return obligation ? asxi_slot(rt, &obligation->cell) : 0;
}

/* The only way out of Reserved. The region is not advanced here: callers do
 * it once they are done with their lists. */
static struct asxi_region *resolve(asx_runtime *rt,
                                   struct asxi_obligation *obligation,
                                   asx_obligation_state end, asx_abort why)
{
    struct asxi_region *region = asxi_region(rt, obligation->cell.parent);
    struct asxi_cell *cell = &obligation->cell;
    struct asxi_ending ending = {
        .slot = asxi_slot(rt, cell),
        .object =
            obligation->kind == ASX_OBLIGATION_IO_OP ? 0 : obligation->tag,
        .units = obligation->units,
        .token = obligation->token,
        .end = end,
        .why = why,
    };

    ASXI_ASSERT(cell->state == ASX_OBLIGATION_RESERVED);
    ASXI_ASSERT(end != ASX_OBLIGATION_RESERVED);
    ASXI_ASSERT(region->obligation_count > 0);
    if (obligation->kind == ASX_OBLIGATION_LEASE)
        asxi_lease_ended(rt, obligation, end);
    if (end == ASX_OBLIGATION_COMMITTED)
        asxi_emit(rt, ASX_EVENT_OBLIGATION_COMMITTED, cell, obligation->kind,
                  obligation->holder);
    else if (end == ASX_OBLIGATION_LEAKED)
        asxi_emit(rt, ASX_EVENT_OBLIGATION_LEAKED, cell, obligation->kind,
                  obligation->holder);
    else
        asxi_emit(rt, ASX_EVENT_OBLIGATION_ABORTED, cell, obligation->kind,
                  why);
    cell->state = (uint8_t)end;
    asxi_queue_remove(rt, cell); /* its drain deadline */
    unlink_holder(rt, obligation);
    region->obligation_count--;
    asxi_arena(rt)->obligations_live--;
    asxi_cell_destroy(rt, cell);
    if (ending.object)
        asxi_object_resolved(rt, &ending);
    return region;
}

asx_status asx_obligation_reserve(asx_runtime *rt, asx_task holder_handle,
                                  asx_obligation_kind kind, uint32_t label,
                                  asx_obligation *out)
{
    struct asxi_task *holder = asxi_task_resolve(rt, holder_handle);
    struct asxi_obligation *obligation;
    asx_status status;

    if (holder == NULL)
        return ASX_E_STALE;
    if (kind >= ASX_OBLIGATION_KIND_COUNT || kind == ASX_OBLIGATION_IO_OP)
        return ASX_E_ARGUMENT;
    status = reserve(rt, holder, kind, label, 0, &obligation);
    if (status == ASX_OK)
        out->bits = asxi_handle(rt, &obligation->cell);
    return status;
}

/* A promise to or by an object, which is told how it ended. */
asx_status asxi_obligation_create(asx_runtime *rt, struct asxi_task *holder,
                                  asx_obligation_kind kind,
                                  struct asxi_object *object, uint32_t units,
                                  asx_obligation *out)
{
    struct asxi_obligation *obligation;
    asx_status status = reserve(rt, holder, kind, object->cell.label,
                                asxi_slot(rt, &object->cell), &obligation);

    if (status != ASX_OK)
        return status;
    obligation->units = units;
    asxi_object_refer(object);
    asxi_emit(rt, ASX_EVENT_OBLIGATION_BOUND, &obligation->cell,
              asxi_slot(rt, &object->cell), units);
    out->bits = asxi_handle(rt, &obligation->cell);
    return ASX_OK;
}

/* Rule obligation.holder: finds it and checks who asks. */
asx_status asxi_obligation_held(const asx_runtime *rt, asx_obligation handle,
                                asx_task holder, struct asxi_obligation **out)
{
    const struct asxi_cell *cell =
        asxi_resolve(rt, handle.bits, ASX_KIND_OBLIGATION);
    struct asxi_obligation *obligation;

    if (cell == NULL || asxi_task_resolve(rt, holder) == NULL)
        return ASX_E_STALE;
    obligation = asxi_obligation(rt, ASX_HANDLE_SLOT(handle));
    if (obligation->holder != ASX_HANDLE_SLOT(holder) ||
        obligation->kind == ASX_OBLIGATION_IO_OP)
        return ASX_E_HOLDER;
    *out = obligation;
    return ASX_OK;
}

void asxi_obligation_resolve(asx_runtime *rt,
                             struct asxi_obligation *obligation,
                             asx_obligation_state end, asx_abort why)
{
    asxi_region_advance(rt, resolve(rt, obligation, end, why));
}

asx_status asx_obligation_commit(asx_runtime *rt, asx_obligation handle,
                                 asx_task holder)
{
    struct asxi_obligation *obligation;
    asx_status status = asxi_obligation_held(rt, handle, holder, &obligation);

    if (status != ASX_OK)
        return status;
    /* A message or a reply goes with these: asx_channel_commit. */
    if (obligation->tag && (obligation->kind == ASX_OBLIGATION_SEND_PERMIT ||
                            obligation->kind == ASX_OBLIGATION_ACK))
        return ASX_E_STATE;
    if (asxi_lease_is_reserved(obligation))
        return ASX_E_STATE;
    asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_COMMITTED, 0);
    return ASX_OK;
}

asx_status asx_obligation_abort(asx_runtime *rt, asx_obligation handle,
                                asx_task holder, asx_abort why)
{
    struct asxi_obligation *obligation;
    asx_status status = asxi_obligation_held(rt, handle, holder, &obligation);

    if (status == ASX_OK && why > ASX_ABORT_CANCEL)
        return ASX_E_ARGUMENT;
    if (status == ASX_OK)
        asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_ABORTED, why);
    return status;
}

asx_status asx_obligation_transfer(asx_runtime *rt, asx_obligation handle,
                                   asx_task from, asx_task to_handle)
{
    struct asxi_obligation *obligation;
    struct asxi_task *to = asxi_task_resolve(rt, to_handle);
    struct asxi_region *old, *new;
    asx_status status = asxi_obligation_held(rt, handle, from, &obligation);

    if (status != ASX_OK)
        return status;
    if (to == NULL)
        return ASX_E_STALE;
    if (to->cell.state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    old = asxi_region(rt, obligation->cell.parent);
    new = asxi_region(rt, to->cell.parent);
    if (old != new && !asxi_limits_allow_obligation(rt, new))
        return ASX_E_LIMIT;
    unlink_holder(rt, obligation);
    link_holder(rt, obligation, to);
    obligation->cell.parent = to->cell.parent;
    old->obligation_count--;
    new->obligation_count++;
    asxi_emit(rt, ASX_EVENT_OBLIGATION_TRANSFERRED, &obligation->cell,
              ASX_HANDLE_SLOT(from), ASX_HANDLE_SLOT(to_handle));
    asxi_region_advance(rt, old);
    return ASX_OK;
}

asx_status asxi_io_reserve(asx_runtime *rt, asx_task holder_handle,
                           const struct asxi_cell *cell, asx_obligation *out)
{
    struct asxi_task *holder = asxi_task_resolve(rt, holder_handle);
    uint32_t tag = asxi_slot(rt, cell), label = cell->label;
    struct asxi_obligation *obligation;
    asx_status status;

    if (holder == NULL)
        return ASX_E_STALE;
    status = reserve(rt, holder, ASX_OBLIGATION_IO_OP, label, tag, &obligation);
    if (status == ASX_OK)
        out->bits = asxi_handle(rt, &obligation->cell);
    return status;
}

uint32_t asxi_io_subject(const asx_runtime *rt, asx_obligation handle)
{
    const struct asxi_obligation *obligation =
        (const void *)asxi_resolve(rt, handle.bits, ASX_KIND_OBLIGATION);

    return obligation && obligation->kind == ASX_OBLIGATION_IO_OP
               ? obligation->tag
               : 0;
}

void asxi_io_resolve(asx_runtime *rt, asx_obligation handle,
                     asx_obligation_state end, asx_abort why)
{
    if (asxi_resolve(rt, handle.bits, ASX_KIND_OBLIGATION) == NULL)
        return; /* its holder was forced: it was aborted then */
    asxi_region_advance(
        rt,
        resolve(rt, asxi_obligation(rt, ASX_HANDLE_SLOT(handle)), end, why));
}

/* How long the host may take to let go after it was asked: what the cancel
 * grants for cleanup, or as much as a plain one would. */
static uint64_t drain_deadline(const asx_runtime *rt,
                               const struct asxi_task *holder)
{
    if (holder->cleanup_deadline_us != ASX_TIME_NONE)
        return holder->cleanup_deadline_us;
    return asxi_arena(rt)->now_us + asx_cancel_cleanup(ASX_CANCEL_USER).time_us;
}

/* The host gets no more time than the latest request grants. */
static void tighten(asx_runtime *rt, struct asxi_obligation *obligation,
                    uint64_t deadline_us)
{
    if (obligation->cell.queue == ASX_QUEUE_TIMER) {
        if (obligation->cell.due <= deadline_us)
            return;
        asxi_timer_cancel(rt, &obligation->cell);
    }
    asxi_timer_arm(rt, &obligation->cell, deadline_us);
}

/* Asked again while it cleans up: what it started since goes on. */
void asxi_obligations_tighten(asx_runtime *rt, struct asxi_task *holder)
{
    uint32_t slot = holder->obligation_head;

    for (; slot; slot = asxi_cell(rt, slot)->next) {
        if (asxi_cell(rt, slot)->queue == ASX_QUEUE_TIMER)
            tighten(rt, asxi_obligation(rt, slot), holder->cleanup_deadline_us);
    }
}

/* The holder is asked to stop: what it has in flight is asked too. */
void asxi_obligations_ask(asx_runtime *rt, struct asxi_task *holder)
{
    uint32_t slot = holder->obligation_head;

    for (; slot; slot = asxi_cell(rt, slot)->next) {
        struct asxi_obligation *obligation = asxi_obligation(rt, slot);

        if (obligation->kind != ASX_OBLIGATION_IO_OP)
            continue;
        asxi_notice_push(rt, asxi_cell(rt, obligation->tag));
        tighten(rt, obligation, drain_deadline(rt, holder));
    }
}

/* Left behind: the region no longer waits for the host to let go. */
static struct asxi_region *strand(asx_runtime *rt,
                                  struct asxi_obligation *obligation)
{
    const struct asxi_cell *left = asxi_cell(rt, obligation->tag);
    uint32_t holder = obligation->holder;

    asxi_emit(rt, ASX_EVENT_CAPSULE_STRANDED, left, holder, 0);
    asxi_report(rt, ASX_REPORT_CAPSULE_STRANDED, left, holder, 0);
    return resolve(rt, obligation, ASX_OBLIGATION_ABORTED, ASX_ABORT_CANCEL);
}

/* The host was asked and did not let go in time: nothing waits for ever. */
void asxi_obligation_expire(asx_runtime *rt, struct asxi_obligation *obligation)
{
    asxi_region_advance(rt, strand(rt, obligation));
}

/* The holder is ending (rules obligation.leak, capsule.drain, cancel.force).
 * Foreign operations stay in the region's ledger until the host lets go. */
void asxi_obligations_end(asx_runtime *rt, struct asxi_task *holder,
                          bool forced)
{
    asxi_obligations_ask(rt, holder);
    while (holder->obligation_head) {
        struct asxi_obligation *obligation =
            asxi_obligation(rt, holder->obligation_head);
        uint32_t slot = obligation->holder;

        if (obligation->kind == ASX_OBLIGATION_IO_OP && !forced) {
            unlink_holder(rt, obligation);
        } else if (obligation->kind == ASX_OBLIGATION_IO_OP) {
            strand(rt, obligation);
        } else if (forced) {
            resolve(rt, obligation, ASX_OBLIGATION_ABORTED, ASX_ABORT_FORCED);
        } else {
            asxi_report(rt, ASX_REPORT_OBLIGATION_LEAKED, &obligation->cell,
                        slot, obligation->kind);
            resolve(rt, obligation, ASX_OBLIGATION_LEAKED,
                    holder->outcome == ASX_OUTCOME_PANICKED ? ASX_ABORT_PANIC
                                                            : ASX_ABORT_ERROR);
        }
    }
}
