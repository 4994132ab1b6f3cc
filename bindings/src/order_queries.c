/* order_queries.c -- the order of a log of events as exports, in full-dev.
 *
 * For an instance that has no runtime and never gets one: the events lie where
 * the arena would, and the workspace behind them. What does not fit an answer
 * comes back as u32 words in the scratch area;
 * packages/browser-core/src/event-order.ts is their only reader.
 */
#include "asx/order.h"

#include "exports.h"
#include "instance.h"

#if ASX_TIER >= 2

#include <string.h>

#define ALIGN 16u

/* The linker's: the first byte behind data and stack. */
extern unsigned char __heap_base;

static asx_order order;

static uintptr_t events_at(void)
{
    return ((uintptr_t)&__heap_base + ALIGN - 1) / ALIGN * ALIGN;
}

/* Makes room for `count` events and `bytes` of workspace. */
static bool reach(uint32_t count, size_t bytes)
{
    uint64_t end = events_at() + (uint64_t)count * sizeof(asx_event) + bytes;

    return end <= UINTPTR_MAX && asxb_instance_reach((uintptr_t)end);
}

uint32_t asxb_export_order_reserve(uint32_t count)
{
    if (asxb_instance_is_open() || count > ASX_ORDER_EVENTS_MAX ||
        !reach(count, 0))
        return 0;
    return (uint32_t)events_at();
}

static asx_status build(uint32_t count, uint32_t actors)
{
    size_t bytes = asx_order_bytes(count, actors);
    unsigned char *events = (unsigned char *)events_at();

    if (!reach(count, bytes))
        return ASX_E_MEMORY;
    return asx_order_build(&order, (asx_event *)(void *)events, count, actors,
                           events + (size_t)count * sizeof(asx_event), bytes);
}

int32_t asxb_export_order_build(uint32_t count, int32_t clocks)
{
    asx_status status;

    if (asxb_export_order_reserve(count) == 0)
        return ASX_E_STATE;
    status = build(count, 0);
    if (status == ASX_OK && clocks && order.actors > 0)
        status = build(count, order.actors);
    return status;
}

void asxb_export_order_summary(void)
{
    const uint32_t words[] = {
        (uint32_t)order.fingerprint,
        (uint32_t)(order.fingerprint >> 32),
        order.layers,
        order.form_count,
        order.actors,
        order.objects,
    };

    memcpy(asxb_instance.scratch, words, sizeof words);
}

uint32_t asxb_export_order_layers_offset(void)
{
    return (uint32_t)(uintptr_t)order.layer;
}

uint32_t asxb_export_order_form_offset(void)
{
    return (uint32_t)(uintptr_t)order.form;
}

uint32_t asxb_export_order_actors_offset(void)
{
    return (uint32_t)(uintptr_t)order.actor;
}

int32_t asxb_export_order_before(uint32_t i, uint32_t j)
{
    return asx_order_before(&order, i, j);
}

int32_t asxb_export_order_path(uint32_t i, uint32_t j)
{
    return asx_order_path(&order, i, j,
                          (uint32_t *)(void *)asxb_instance.scratch,
                          ASXB_SCRATCH_BYTES / sizeof(uint32_t));
}

uint32_t asxb_export_order_conflict(uint32_t i, uint32_t j)
{
    return asx_order_conflict(&order, i, j);
}

uint32_t asxb_export_order_subject(uint32_t event)
{
    return asx_order_subject(&order, event);
}

int32_t asxb_export_order_object(uint32_t index)
{
    asx_order_object object;

    if (!asx_order_object_at(&order, index, &object))
        return 0;
    const uint32_t words[] = {
        object.sort,    object.kind, object.parent,
        object.ordinal, object.slot, object.generation,
    };
    memcpy(asxb_instance.scratch, words, sizeof words);
    return 1;
}

#endif
