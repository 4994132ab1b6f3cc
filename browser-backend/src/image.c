/* image.c -- whether a snapshot from elsewhere may be used, capsules and pump
 * included. The kernel judges all the rest of it. */
#include "asx/image.h"

#include "internal.h"

static const char *check_pump(const asx_runtime *rt)
{
    const struct asxb_pump *pump = asx_runtime_extra(rt);

    if (pump->state > ASX_PUMP_RUNNING)
        return "the pump is in one of its states";
    if (pump->sample_us > ASX_TIME_MAX)
        return "the pump's clock sample is a time";
    return NULL;
}

static uint64_t handle_of(const asx_runtime *rt, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asxi_cell_at(rt, slot)->generation);
}

/* Its obligation is an IoOp about it, or has been aborted since. */
static const char *check_capsule(const asx_runtime *rt, uint32_t slot)
{
    const struct asxb_capsule *capsule = (const void *)asxi_cell_at(rt, slot);
    asx_obligation held = {capsule->obligation};

    if (capsule->kind >= ASX_CAPSULE_KIND_COUNT || capsule->progress > 1)
        return "a capsule is of a kind that there is";
    if (capsule->cell.state > ASX_CAPSULE_DRAINING)
        return "a capsule that has come to its end is gone";
    if (capsule->cell.state == ASX_CAPSULE_CREATED && held.bits != 0)
        return "a capsule has nothing to let go before it is submitted";
    if (asxi_resolve(rt, held.bits, ASX_KIND_OBLIGATION) != NULL &&
        asxi_io_subject(rt, held) != slot)
        return "a capsule's obligation is its own";
    return NULL;
}

static const char *check_slot(const asx_runtime *rt, uint32_t slot)
{
    asx_obligation held = {handle_of(rt, slot)};
    uint32_t subject;

    if (asxi_cell_at(rt, slot)->kind == ASX_KIND_CAPSULE)
        return check_capsule(rt, slot);
    subject = asxi_io_subject(rt, held);
    if (subject != 0 &&
        ((const struct asxb_capsule *)(const void *)asxi_cell_at(rt, subject))
                ->obligation != held.bits)
        return "an IoOp is known to its capsule";
    return NULL;
}

asx_status asx_image_check(const void *snapshot, size_t bytes,
                           uint32_t *scratch, asx_flaw *flaw)
{
    const asx_runtime rt = {.base = (unsigned char *)(uintptr_t)snapshot,
                            .bytes = bytes};
    asx_status status = asx_snapshot_check(snapshot, bytes, scratch, flaw);
    uint64_t slots;

    if (status != ASX_OK)
        return status;
    slots = asx_runtime_counter(&rt, ASX_COUNTER_SLOTS_USED);
    flaw->says = check_pump(&rt);
    for (uint32_t slot = 1; flaw->says == NULL && slot <= slots; slot++) {
        flaw->says = check_slot(&rt, slot);
        flaw->slot = slot;
        flaw->kind = asxi_cell_at(&rt, slot)->kind;
    }
    return flaw->says == NULL ? ASX_OK : ASX_E_ARGUMENT;
}
