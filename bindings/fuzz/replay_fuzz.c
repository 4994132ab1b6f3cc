/* Any bytes as the records of a log: whatever is asked of the kernel, in
 * whatever order, every invariant holds afterwards. */
#include <string.h>

#include "asx/pump.h"
#include "replay.h"

#define ARENA_BYTES (1u << 20)
/* Checking is linear in what lives, so not after every input. */
#define INPUTS_PER_CHECK 16

static _Alignas(64) unsigned char arena[ARENA_BYTES];
static size_t arena_used = ARENA_BYTES;

static bool grow(asx_runtime *rt, size_t bytes)
{
    if (bytes > ARENA_BYTES)
        return false;
    rt->bytes = bytes;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    asx_runtime rt = {.base = arena, .bytes = 65536, .grow = grow};
    asxb_reader reader;
    uint32_t done = 0;

    memset(arena, 0, arena_used);
    if (size < 1 || asx_runtime_create(&rt, data[0], data[0] & 1,
                                       ASX_PUMP_EXTRA_BYTES) != ASX_OK)
        return 0;
    asx_pump_create(&rt);
    asxb_reader_init(&reader, data + 1, size - 1);
    while (!asxb_reader_at_end(&reader) &&
           asxb_replay_one(&rt, &reader) == ASX_OK) {
        if (++done % INPUTS_PER_CHECK == 0)
            asx_runtime_check(&rt);
    }
    asx_runtime_check(&rt);
    arena_used = asx_snapshot_bytes(&rt);
    return 0;
}
