/* machine.h -- a runtime on this host, with its memory and its recording.
 *
 * The arena is a reservation of address space of which only the used part gets
 * memory, so that it can grow without moving. What a page calls through the
 * exports of the module is called here through asxn_machine_call, one opcode
 * and its arguments as numbers, which goes through the same generated code.
 */
#ifndef ASXN_MACHINE_H
#define ASXN_MACHINE_H

#include "dispatch.h"
#include "file.h"
#include "recorder.h"
#include "replay.h"

#define ASXN_MEMORY_DEFAULT ((size_t)1 << 32)

typedef struct asxn_machine {
    asx_runtime rt; /* first: its grow finds the limit behind it */
    size_t memory_limit;
    size_t reserved;
    uint64_t seed;
    uint32_t flags;
    asxb_port port;
    asxb_recorder recorder;
    asxn_bytes artifact; /* file header, HEAD and the chunks so far */
} asxn_machine;

/* `memory_limit`: of the arena in bytes; growth beyond it is refused. */
void asxn_machine_open(asxn_machine *m, uint64_t seed, uint32_t flags,
                       size_t memory_limit);
void asxn_machine_close(asxn_machine *m);

/* Records from here on. `kernel`: SHA-256 of the module, or null. */
void asxn_machine_record(asxn_machine *m, const uint8_t *kernel);
/* Ends the recording; `artifact` is then a whole file. */
void asxn_machine_seal(asxn_machine *m);

/* Makes one call: handles as their bits, times and numbers as they are. What
 * it answers is what the export would answer. */
int64_t asxn_machine_call(asxn_machine *m, uint32_t opcode,
                          const uint64_t *arguments);
/* The handle that names `slot` now; zero if it holds nothing. */
uint64_t asxn_machine_handle(const asxn_machine *m, uint32_t slot);

#endif
