/* input_reader.h -- the records of one chunk, read back.
 *
 * Total: every byte string is either a record in its only form or malformed.
 * After the first malformed value everything reads as zero and `failed` stays
 * set; a caller looks at it once per record.
 */
#ifndef ASXB_INPUT_READER_H
#define ASXB_INPUT_READER_H

#include "asx/asx.h"

typedef struct asxb_reader {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t previous_slot;
    uint64_t previous_time_us;
    bool failed;
    uint32_t opcode; /* of the record read last */
    int64_t result;  /* what performing it answered */
} asxb_reader;

void asxb_reader_init(asxb_reader *reader, const uint8_t *records,
                      size_t bytes);

static inline bool asxb_reader_at_end(const asxb_reader *reader)
{
    return reader->at == reader->end;
}

uint32_t asxb_read_opcode(asxb_reader *reader);
/* The bits of a handle; needs the state that the record was written in. */
uint64_t asxb_read_handle(asxb_reader *reader, const asx_runtime *rt);
uint32_t asxb_read_u32(asxb_reader *reader);
uint64_t asxb_read_u64(asxb_reader *reader);
bool asxb_read_bool(asxb_reader *reader);
uint64_t asxb_read_time(asxb_reader *reader);

#endif
