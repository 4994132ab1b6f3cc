/* recorder.h -- the log of inputs, written one chunk at a time.
 *
 * A chunk holds at most ASXB_CHUNK_BYTES of records and can be read alone.
 * Sealing lays it out as an INPUT and a DIGEST section, ready to be appended
 * to a file, and starts the next one. Nothing is allocated and nothing fails
 * but for room, which is asked for before a record is begun.
 *
 * A record is begun before its call and closed after it, so that a call which
 * traps is the last one in the log.
 */
#ifndef ASXB_RECORDER_H
#define ASXB_RECORDER_H

#include "artifact_writer.h"
#include "asx/asx.h"
#include "opcodes.h"

#define ASXB_CHUNK_BYTES 65536u
#define ASXB_RECORD_BYTES_MAX 64u
#define ASXB_DIGESTS_MAX 512u
#define ASXB_DIGEST_PERIOD 4096u

/* One more digest than may be open: the one at the end of the chunk. */
#define ASXB_LOG_BYTES                                                         \
    (ASXB_SECTION_HEADER_BYTES + ASXB_INPUT_HEADER_BYTES + ASXB_CHUNK_BYTES +  \
     ASXB_SECTION_HEADER_BYTES + ASXB_DIGEST_HEADER_BYTES +                    \
     (ASXB_DIGESTS_MAX + 1) * ASXB_DIGEST_ENTRY_BYTES)

typedef struct asxb_recorder {
    const asx_runtime *rt;
    uint32_t used; /* bytes of records in the open chunk */
    uint32_t first_input;
    uint32_t digest_count;
    uint32_t digest_input; /* of the last digest in this chunk */
    uint32_t previous_slot;
    uint64_t previous_time_us;
    uint64_t regions_closed;
    bool complete; /* nothing happened before the recording */
    uint8_t chain[ASXB_SHA256_BYTES];
    uint8_t digests[(ASXB_DIGESTS_MAX + 1) * ASXB_DIGEST_ENTRY_BYTES];
    uint8_t log[ASXB_LOG_BYTES];
} asxb_recorder;

/* `chain` is what asxb_writer_head answered. */
void asxb_recorder_start(asxb_recorder *recorder, const asx_runtime *rt,
                         const uint8_t chain[ASXB_SHA256_BYTES]);
bool asxb_recorder_has_room(const asxb_recorder *recorder);

/* Seals the open chunk at `recorder->log` and answers the length of its two
 * sections; zero if nothing was recorded. They are good until the next
 * record. */
uint32_t asxb_recorder_seal(asxb_recorder *recorder);
/* What a TAIL says now; the open chunk must be empty. */
asxb_tail asxb_recorder_tail(const asxb_recorder *recorder);

/* Begins a record; false if the chunk is full, and then nothing was written. */
bool asxb_record_open(asxb_recorder *recorder, asxb_opcode opcode);
void asxb_record_handle(asxb_recorder *recorder, uint64_t bits);
void asxb_record_u64(asxb_recorder *recorder, uint64_t value);
void asxb_record_time(asxb_recorder *recorder, uint64_t time_us);
void asxb_record_close(asxb_recorder *recorder);

static inline void asxb_record_u32(asxb_recorder *recorder, uint32_t value)
{
    asxb_record_u64(recorder, value);
}

static inline void asxb_record_bool(asxb_recorder *recorder, bool value)
{
    asxb_record_u64(recorder, value);
}

#endif
