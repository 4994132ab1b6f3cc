/* Owns the static state of the module and its linear memory. */
#include "instance.h"

#include "asx/pump.h"
#include "exports.h"

#define PAGE_BYTES 65536u
#define ARENA_ALIGN 16u

/* The linker's: the first byte behind data and stack. */
extern unsigned char __heap_base;

asxb_instance_state asxb_instance;

#if ASX_TIER >= 2
#define EVENT_CAPACITY (8u * 1024 * 1024 / sizeof(asx_event))
static asx_event events[EVENT_CAPACITY];
#endif

static uintptr_t memory_bytes(void)
{
    return __builtin_wasm_memory_size(0) * PAGE_BYTES;
}

bool asxb_instance_reach(uintptr_t end)
{
    uintptr_t now = memory_bytes();

    if (end <= now)
        return true;
    return __builtin_wasm_memory_grow(0, (end - now - 1) / PAGE_BYTES + 1) !=
           SIZE_MAX;
}

/* Half as much again, since every growth detaches the host's views; but only
 * what is needed when memory runs short. */
static bool grow(asx_runtime *rt, size_t bytes)
{
    uintptr_t base = (uintptr_t)rt->base;
    size_t generous = rt->bytes + rt->bytes / 2;

    if (bytes > UINTPTR_MAX - base)
        return false;
    if (generous <= bytes || generous > UINTPTR_MAX - base ||
        !asxb_instance_reach(base + generous)) {
        if (!asxb_instance_reach(base + bytes))
            return false;
    }
    rt->bytes = memory_bytes() - base;
    return true;
}

int32_t asxb_export_runtime_open(uint32_t seed_lo, uint32_t seed_hi,
                                 uint32_t flags)
{
    asxb_instance_state *in = &asxb_instance;
    uintptr_t base =
        ((uintptr_t)&__heap_base + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    asx_status status;

    if (asxb_instance_is_open())
        return ASX_E_STATE;
    in->rt = (asx_runtime)
    {
        .base = (unsigned char *)base, .bytes = memory_bytes() - base,
        .grow = grow,
#if ASX_TIER >= 2
        .events = events, .event_capacity = EVENT_CAPACITY,
#endif
    };
    in->seed = (uint64_t)seed_hi << 32 | seed_lo;
    in->flags = flags;
    status = asx_runtime_create(&in->rt, in->seed, flags, ASX_PUMP_EXTRA_BYTES);
    if (status < 0)
        return status;
    asx_pump_create(&in->rt);
    in->port.rt = &in->rt;
    return ASX_OK;
}

uint32_t asxb_export_scratch_offset(void)
{
    return (uint32_t)(uintptr_t)asxb_instance.scratch;
}

uint32_t asxb_export_scratch_bytes(void)
{
    return ASXB_SCRATCH_BYTES;
}
