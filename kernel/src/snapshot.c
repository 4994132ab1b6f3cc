/* snapshot.c -- the whole state as bytes. */
#include "invariant.h"

size_t asx_snapshot_bytes(const asx_runtime *rt)
{
    return asxi_used_bytes(rt);
}

bool asxi_snapshot_fits(const void *snapshot, size_t bytes)
{
    const struct asxi_arena *from = snapshot;
    uint32_t slots;

    if (bytes < ASXI_CELLS_AT + 2 * ASXI_CELL_BYTES)
        return false;
    __builtin_memcpy(&slots, &from->slots_used, sizeof slots);
    return slots > 0 && slots <= ASX_SLOT_MAX &&
           bytes == ASXI_CELLS_AT + ((size_t)slots + 1) * ASXI_CELL_BYTES;
}

asx_status asx_snapshot_restore(asx_runtime *rt, const void *snapshot,
                                size_t bytes)
{
    size_t used = asxi_used_bytes(rt);

    if (!asxi_snapshot_fits(snapshot, bytes))
        return ASX_E_ARGUMENT;
    if (bytes > rt->bytes && !rt->grow(rt, bytes))
        return ASX_E_MEMORY;
    __builtin_memmove(rt->base, snapshot, bytes);
    if (used > bytes) /* fresh cells are all zero */
        __builtin_memset(rt->base + bytes, 0, used - bytes);
    return ASX_OK;
}

/* FNV-1a over words, with a final mix: fast, and the same on every host. */
uint64_t asx_state_hash(const asx_runtime *rt)
{
    size_t bytes = asxi_used_bytes(rt);
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t at = 0; at + 8 <= bytes; at += 8) {
        uint64_t word;

        __builtin_memcpy(&word, rt->base + at, sizeof word);
        hash = (hash ^ word) * 0x9fb21c651e98df25u;
        hash ^= hash >> 32;
    }
    return hash;
}
