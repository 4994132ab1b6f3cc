/* Writes records and lays the log out as sections. Owns the two "previous"
 * values of a chunk, which the reader mirrors. */
#include "recorder.h"

#include <string.h>

#define RECORDS_AT (ASXB_SECTION_HEADER_BYTES + ASXB_INPUT_HEADER_BYTES)

static uint64_t zigzag(int64_t difference)
{
    return (uint64_t)difference << 1 ^ (uint64_t)(difference >> 63);
}

static void start_chunk(asxb_recorder *recorder)
{
    recorder->used = 0;
    recorder->first_input = asx_input_count(recorder->rt);
    recorder->digest_count = 0;
    recorder->digest_input = recorder->first_input;
    recorder->previous_slot = 0;
    recorder->previous_time_us = 0;
}

void asxb_recorder_start(asxb_recorder *recorder, const asx_runtime *rt,
                         const uint8_t chain[ASXB_SHA256_BYTES])
{
    recorder->rt = rt;
    recorder->regions_closed =
        asx_runtime_counter(rt, ASX_COUNTER_REGIONS_CLOSED);
    recorder->complete = asx_input_count(rt) == 0;
    memcpy(recorder->chain, chain, sizeof recorder->chain);
    start_chunk(recorder);
}

bool asxb_recorder_has_room(const asxb_recorder *recorder)
{
    return recorder->used <= ASXB_CHUNK_BYTES - ASXB_RECORD_BYTES_MAX &&
           recorder->digest_count < ASXB_DIGESTS_MAX;
}

bool asxb_record_open(asxb_recorder *recorder, asxb_opcode opcode)
{
    if (!asxb_recorder_has_room(recorder))
        return false;
    recorder->log[RECORDS_AT + recorder->used++] = (uint8_t)opcode;
    return true;
}

void asxb_record_u64(asxb_recorder *recorder, uint64_t value)
{
    uint8_t *start = recorder->log + RECORDS_AT + recorder->used;
    uint8_t *at = start;

    while (value > 0x7f) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    recorder->used += (uint32_t)(at - start);
}

/* The generation is left out when it is the one the slot has anyway: always,
 * unless the handle is stale. */
void asxb_record_handle(asxb_recorder *recorder, uint64_t bits)
{
    uint32_t slot = (uint32_t)bits;
    int64_t generation = (int64_t)(bits >> 32);
    int64_t expected = asx_generation(recorder->rt, slot);
    int64_t step = (int64_t)slot - (int64_t)recorder->previous_slot;
    bool differs = generation != expected;

    asxb_record_u64(recorder, zigzag(step) << 1 | differs);
    if (differs)
        asxb_record_u64(recorder, zigzag(generation - expected));
    recorder->previous_slot = slot;
}

void asxb_record_time(asxb_recorder *recorder, uint64_t time_us)
{
    if (time_us == ASX_TIME_NONE) {
        asxb_record_u64(recorder, 0);
        return;
    }
    asxb_record_u64(recorder, 1 + zigzag((int64_t)time_us -
                                         (int64_t)recorder->previous_time_us));
    recorder->previous_time_us = time_us;
}

static void add_digest(asxb_recorder *recorder)
{
    uint8_t *entry =
        recorder->digests + recorder->digest_count * ASXB_DIGEST_ENTRY_BYTES;

    recorder->digest_input = asx_input_count(recorder->rt);
    recorder->digest_count++;
    asxb_put_u32(entry, recorder->digest_input);
    asxb_put_u64(entry + 4, asx_digest(recorder->rt));
}

void asxb_record_close(asxb_recorder *recorder)
{
    const asx_runtime *rt = recorder->rt;
    uint64_t closed = asx_runtime_counter(rt, ASX_COUNTER_REGIONS_CLOSED);

    if (closed != recorder->regions_closed ||
        asx_input_count(rt) % ASXB_DIGEST_PERIOD == 0)
        add_digest(recorder);
    recorder->regions_closed = closed;
}

static uint32_t seal_inputs(asxb_recorder *recorder, uint32_t input_count)
{
    uint8_t *body = recorder->log + ASXB_SECTION_HEADER_BYTES;

    asxb_put_u32(body, recorder->first_input);
    asxb_put_u32(body + 4, input_count);
    memcpy(body + 8, recorder->chain, ASXB_SHA256_BYTES);
    asxb_sha256(recorder->chain, ASXB_SHA256_BYTES, recorder->log + RECORDS_AT,
                recorder->used, recorder->chain);
    memcpy(body + 8 + ASXB_SHA256_BYTES, recorder->chain, ASXB_SHA256_BYTES);
    asxb_section_seal(recorder->log, ASXB_SECTION_INPUT, ASXB_SECTION_CRITICAL,
                      ASXB_INPUT_HEADER_BYTES + recorder->used);
    return RECORDS_AT + recorder->used;
}

static uint32_t seal_digests(asxb_recorder *recorder, uint8_t *section)
{
    uint8_t *body = section + ASXB_SECTION_HEADER_BYTES;
    uint32_t bytes = recorder->digest_count * ASXB_DIGEST_ENTRY_BYTES;

    asxb_put_u32(body, recorder->digest_count);
    memcpy(body + ASXB_DIGEST_HEADER_BYTES, recorder->digests, bytes);
    asxb_section_seal(section, ASXB_SECTION_DIGEST, 0,
                      ASXB_DIGEST_HEADER_BYTES + bytes);
    return ASXB_SECTION_HEADER_BYTES + ASXB_DIGEST_HEADER_BYTES + bytes;
}

uint32_t asxb_recorder_seal(asxb_recorder *recorder)
{
    uint32_t count = asx_input_count(recorder->rt) - recorder->first_input;
    uint32_t bytes;

    if (recorder->used == 0)
        return 0;
    if (recorder->digest_input != asx_input_count(recorder->rt))
        add_digest(recorder);
    bytes = seal_inputs(recorder, count);
    bytes += seal_digests(recorder, recorder->log + bytes);
    start_chunk(recorder);
    return bytes;
}

asxb_tail asxb_recorder_tail(const asxb_recorder *recorder)
{
    asxb_tail tail = {
        .input_count = asx_input_count(recorder->rt),
        .digest = asx_digest(recorder->rt),
        .complete = recorder->complete,
    };

    memcpy(tail.chain, recorder->chain, sizeof tail.chain);
    return tail;
}
