/* instance.h -- the one runtime of a wasm module.
 *
 * Its arena begins behind the module's own data and grows with linear memory;
 * everything else is static. The scratch area is where bulk data crosses: the
 * host reads or writes it between two calls, and any call may overwrite it.
 */
#ifndef ASXB_INSTANCE_H
#define ASXB_INSTANCE_H

#include "input_reader.h"
#include "port.h"

#if ASX_TIER >= 1
#define ASXB_SCRATCH_BYTES 65536u
#else
#define ASXB_SCRATCH_BYTES 1024u
#endif

typedef struct asxb_instance_state {
    asx_runtime rt;
    asxb_port port;
    uint64_t seed;
    uint32_t flags;
    _Alignas(8) unsigned char scratch[ASXB_SCRATCH_BYTES];
} asxb_instance_state;

extern asxb_instance_state asxb_instance;

/* False until runtime_open has succeeded. */
static inline bool asxb_instance_is_open(void)
{
    return asxb_instance.port.rt != NULL;
}

/* Makes linear memory end at `end` or later; false if it refuses. */
bool asxb_instance_reach(uintptr_t end);

#endif
