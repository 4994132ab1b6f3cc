/* Owns both places. What no runtime was given is all zero, as a fresh arena
 * has to be, and poisoned. */
#include "arena.h"

#include <string.h>

#include "asx/pump.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
#endif

static _Alignas(64) unsigned char places[2][ASXF_ARENA_BYTES];

static bool is_poisoned;

static bool grow(asx_runtime *rt, size_t bytes)
{
    asxf_arena *arena = (asxf_arena *)rt;
    uint32_t which = arena->growth_count++ % 32;

    if (bytes > ASXF_ARENA_BYTES || (arena->refusals >> which & 1) != 0)
        return false;
    ASAN_UNPOISON_MEMORY_REGION(rt->base + rt->bytes, bytes - rt->bytes);
    rt->bytes = bytes;
    return true;
}

bool asxf_arena_open(asxf_arena *arena, uint32_t place, uint64_t seed,
                     uint32_t flags, uint32_t refusals)
{
    *arena = (asxf_arena){
        .rt = {.base = places[place], .grow = grow},
        .refusals = refusals,
    };
    if (!is_poisoned)
        ASAN_POISON_MEMORY_REGION(places, sizeof places);
    is_poisoned = true;
    if (asx_runtime_create(&arena->rt, seed, flags, ASX_PUMP_EXTRA_BYTES) !=
        ASX_OK) {
        asxf_arena_close(arena);
        return false;
    }
    asx_pump_create(&arena->rt);
    return true;
}

void asxf_arena_close(asxf_arena *arena)
{
    memset(arena->rt.base, 0, arena->rt.bytes);
    ASAN_POISON_MEMORY_REGION(arena->rt.base, arena->rt.bytes);
    arena->rt.bytes = 0;
}
