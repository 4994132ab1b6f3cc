/* capsule.c -- owns foreign operations from open to let go. */
#include "asx/capsule.h"

#include "internal.h"

static struct asxb_capsule *resolve(const asx_runtime *rt, asx_capsule handle)
{
    return (struct asxb_capsule *)(void *)asxi_resolve(rt, handle.bits,
                                                       ASX_KIND_CAPSULE);
}

asx_status asx_capsule_open(asx_runtime *rt, asx_task owner,
                            asx_capsule_kind kind, uint32_t label,
                            asx_capsule *out)
{
    const struct asxi_cell *task = asxi_resolve(rt, owner.bits, ASX_KIND_TASK);
    struct asxb_capsule *capsule;

    if (task == NULL)
        return ASX_E_STALE;
    if (kind >= ASX_CAPSULE_KIND_COUNT)
        return ASX_E_ARGUMENT;
    if (task->state == ASX_TASK_CREATED || task->state == ASX_TASK_COMPLETED)
        return ASX_E_STATE;
    capsule =
        (struct asxb_capsule *)(void *)asxi_cell_create(rt, ASX_KIND_CAPSULE);
    if (capsule == NULL)
        return ASX_E_MEMORY;
    capsule->owner = owner.bits;
    capsule->kind = kind;
    capsule->cell.label = label;
    capsule->cell.parent = ASX_HANDLE_SLOT(owner);
    asxi_emit(rt, ASX_EVENT_CAPSULE_OPENED, &capsule->cell, kind,
              capsule->cell.parent);
    out->bits = ASX_HANDLE_BITS(asxi_slot(rt, &capsule->cell),
                                capsule->cell.generation);
    return ASX_OK;
}

asx_status asx_capsule_submit(asx_runtime *rt, asx_capsule handle)
{
    struct asxb_capsule *capsule = resolve(rt, handle);
    asx_obligation obligation;
    asx_status status;

    if (capsule == NULL)
        return ASX_E_STALE;
    if (capsule->cell.state != ASX_CAPSULE_CREATED)
        return ASX_E_STATE;
    status = asxi_io_reserve(rt, (asx_task){capsule->owner}, &capsule->cell,
                             &obligation);
    if (status != ASX_OK)
        return status;
    capsule->obligation = obligation.bits;
    asxb_capsule_become(rt, capsule, ASXB_CAPSULE_SUBMIT);
    return ASX_OK;
}

asx_status asx_capsule_progress(asx_runtime *rt, asx_capsule handle)
{
    struct asxb_capsule *capsule = resolve(rt, handle);

    if (capsule == NULL)
        return ASX_E_STALE;
    if (capsule->cell.state == ASX_CAPSULE_CREATED)
        return ASX_E_STATE;
    capsule->progress = capsule->cell.waiters_head == 0;
    asxi_emit(rt, ASX_EVENT_CAPSULE_PROGRESS, &capsule->cell,
              capsule->cell.waiters_head, 0);
    asxi_waiters_wake(rt, &capsule->cell);
    return ASX_OK;
}

asx_status asx_capsule_cancel(asx_runtime *rt, asx_capsule handle)
{
    struct asxb_capsule *capsule = resolve(rt, handle);

    if (capsule == NULL)
        return ASX_E_STALE;
    if (capsule->cell.state == ASX_CAPSULE_CREATED)
        return ASX_E_STATE;
    if (capsule->cell.state == ASX_CAPSULE_SUBMITTED)
        asxi_notice_push(rt, &capsule->cell);
    return ASX_OK;
}

/* The oldest action. A notice of the kernel for a capsule that has gone on
 * meanwhile has no purpose any more (rule capsule.abort_once). */
int32_t asx_action_next(asx_runtime *rt)
{
    int32_t notice;

    while ((notice = asx_notice_next(rt)) != 0) {
        uint32_t slot = (uint32_t)notice & ASX_SLOT_MAX;
        struct asxi_cell *cell = asxi_cell_at(rt, slot);

        if (cell->kind != ASX_KIND_CAPSULE)
            return notice;
        if (cell->state == ASX_CAPSULE_SUBMITTED) {
            asxb_capsule_become(rt, (struct asxb_capsule *)(void *)cell,
                                ASXB_CAPSULE_ASK);
            return notice;
        }
    }
    return 0;
}

asx_status asx_capsule_aborted(asx_runtime *rt, asx_capsule handle)
{
    struct asxb_capsule *capsule = resolve(rt, handle);

    if (capsule == NULL)
        return ASX_E_STALE;
    if (capsule->cell.state != ASX_CAPSULE_CANCEL_REQUESTED)
        return ASX_E_STATE;
    asxb_capsule_become(rt, capsule, ASXB_CAPSULE_ABORTED);
    return ASX_OK;
}

asx_status asx_capsule_let_go(asx_runtime *rt, asx_capsule handle,
                              asx_let_go how)
{
    struct asxb_capsule *capsule = resolve(rt, handle);
    asx_obligation obligation;
    bool asked;

    if (capsule == NULL)
        return ASX_E_STALE;
    if (how > ASX_LET_GO_FAILED)
        return ASX_E_ARGUMENT;
    asked = capsule->cell.state == ASX_CAPSULE_CANCEL_REQUESTED ||
            capsule->cell.state == ASX_CAPSULE_DRAINING;
    while (capsule->cell.state != ASX_CAPSULE_FINALIZING &&
           capsule->cell.state != ASX_CAPSULE_COMPLETED)
        asxb_capsule_become(rt, capsule, ASXB_CAPSULE_LET_GO);
    if (capsule->cell.state == ASX_CAPSULE_FINALIZING)
        asxb_capsule_become(rt, capsule, ASXB_CAPSULE_END);
    obligation.bits = capsule->obligation;
    asxi_notice_remove(rt, &capsule->cell);
    asxi_waiters_wake(rt, &capsule->cell);
    asxi_cell_destroy(rt, &capsule->cell);
    /* Last, since it may close the region that waited for this. */
    if (asked)
        asxi_io_resolve(rt, obligation, ASX_OBLIGATION_ABORTED,
                        ASX_ABORT_CANCEL);
    else if (how == ASX_LET_GO_FAILED)
        asxi_io_resolve(rt, obligation, ASX_OBLIGATION_ABORTED,
                        ASX_ABORT_ERROR);
    else
        asxi_io_resolve(rt, obligation, ASX_OBLIGATION_COMMITTED, 0);
    return ASX_OK;
}

int32_t asx_capsule_await(asx_runtime *rt, asx_task task, asx_capsule handle)
{
    struct asxb_capsule *capsule = resolve(rt, handle);

    if (capsule == NULL)
        return ASX_E_STALE;
    if (capsule->progress) {
        int32_t verdict = asxi_task_pass(rt, task);

        if (verdict == ASX_VERDICT_READY)
            capsule->progress = 0;
        return verdict;
    }
    return asxi_task_wait(rt, task, ASX_WAIT_CAPSULE, &capsule->cell);
}

asx_capsule_state asx_capsule_state_of(const asx_runtime *rt, uint32_t slot)
{
    return (asx_capsule_state)asxi_cell_at(rt, slot)->state;
}
