/* Mirrors the recorder, and refuses what the recorder would not have
 * written, so that a log has one spelling. */
#include "input_reader.h"

#define VARINT_BYTES_MAX 10

static uint64_t fail(asxb_reader *reader)
{
    reader->failed = true;
    return 0;
}

/* No difference that the recorder writes has more than 54 bits, so none of
 * the sums below can overflow once this was asked. */
static bool is_difference(uint64_t zigzagged)
{
    return zigzagged < UINT64_C(1) << 55;
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

void asxb_reader_init(asxb_reader *reader, const uint8_t *records, size_t bytes)
{
    *reader = (asxb_reader){.at = records, .end = records + bytes};
}

uint32_t asxb_read_opcode(asxb_reader *reader)
{
    if (reader->at == reader->end)
        return (uint32_t)fail(reader);
    return *reader->at++;
}

uint64_t asxb_read_u64(asxb_reader *reader)
{
    uint64_t value = 0;
    uint32_t i;

    for (i = 0; i < VARINT_BYTES_MAX && reader->at < reader->end; i++) {
        uint64_t byte = *reader->at++;

        value |= (byte & 0x7f) << 7 * i;
        if (byte & 0x80)
            continue;
        /* A last byte of zero is not the shortest form; the tenth byte has
         * room for one bit. */
        if ((byte == 0 && i > 0) || (i == VARINT_BYTES_MAX - 1 && byte > 1))
            return fail(reader);
        return reader->failed ? 0 : value;
    }
    return fail(reader);
}

uint32_t asxb_read_u32(asxb_reader *reader)
{
    uint64_t value = asxb_read_u64(reader);

    return (uint32_t)(value <= UINT32_MAX ? value : fail(reader));
}

bool asxb_read_bool(asxb_reader *reader)
{
    uint64_t value = asxb_read_u64(reader);

    return (value <= 1 ? value : fail(reader)) != 0;
}

static uint64_t read_generation(asxb_reader *reader, uint32_t expected)
{
    uint64_t difference = asxb_read_u64(reader);
    int64_t generation;

    if (difference == 0 || !is_difference(difference))
        return fail(reader);
    generation = expected + unzigzag(difference);
    if (generation < 0 || generation > UINT32_MAX)
        return fail(reader);
    return (uint64_t)generation;
}

uint64_t asxb_read_handle(asxb_reader *reader, const asx_runtime *rt)
{
    uint64_t code = asxb_read_u64(reader);
    int64_t slot;
    uint64_t generation;

    if (!is_difference(code >> 1))
        return fail(reader);
    slot = reader->previous_slot + unzigzag(code >> 1);
    if (slot < 0 || slot > UINT32_MAX)
        return fail(reader);
    generation = asx_generation(rt, (uint32_t)slot);
    if (code & 1)
        generation = read_generation(reader, (uint32_t)generation);
    reader->previous_slot = (uint32_t)slot;
    return generation << 32 | (uint64_t)slot;
}

uint64_t asxb_read_time(asxb_reader *reader)
{
    uint64_t code = asxb_read_u64(reader);
    int64_t time_us;

    if (code == 0)
        return ASX_TIME_NONE;
    if (!is_difference(code - 1))
        return fail(reader);
    time_us = (int64_t)reader->previous_time_us + unzigzag(code - 1);
    if (time_us < 0 || (uint64_t)time_us > ASX_TIME_MAX)
        return fail(reader);
    reader->previous_time_us = (uint64_t)time_us;
    return (uint64_t)time_us;
}
