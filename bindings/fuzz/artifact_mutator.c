/* How a recording is changed: mostly one section, or their order, and then
 * repaired, since a file with a wrong checksum is refused before anybody looks
 * at what is in it. Now and then it is left as it is. */
#include <stdlib.h>
#include <string.h>

#include "repair.h"
#include "section.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned int seed);

/* Moves what lies behind `at + before` so that it lies behind `at + after`. */
static size_t resize(uint8_t *data, size_t size, size_t at, size_t before,
                     size_t after)
{
    memmove(data + at + after, data + at + before, size - at - before);
    return size - before + after;
}

static size_t mutate_body(uint8_t *data, size_t size, size_t max_size,
                          size_t at, size_t bytes)
{
    size_t body = at + ASXB_SECTION_HEADER_BYTES;
    size_t before = bytes - ASXB_SECTION_HEADER_BYTES;
    size_t most = before + (max_size - size);
    uint8_t *copy = malloc(most + 1);
    size_t after;

    if (copy == NULL || most == 0) {
        free(copy);
        return size;
    }
    memcpy(copy, data + body, before);
    after = LLVMFuzzerMutate(copy, before, most);
    size = resize(data, size, body, before, after);
    memcpy(data + body, copy, after);
    asxb_put_u32(data + at + 4, (uint32_t)after);
    free(copy);
    return size;
}

static size_t duplicate(uint8_t *data, size_t size, size_t max_size, size_t at,
                        size_t bytes)
{
    if (bytes > max_size - size)
        return size;
    memmove(data + at + bytes, data + at, size - at);
    return size + bytes;
}

static size_t insert(uint8_t *data, size_t size, size_t max_size, size_t at,
                     uint32_t draw)
{
    if (ASXB_SECTION_HEADER_BYTES > max_size - size)
        return size;
    size = resize(data, size, at, 0, ASXB_SECTION_HEADER_BYTES);
    memset(data + at, 0, ASXB_SECTION_HEADER_BYTES);
    asxb_put_u16(data + at, (uint16_t)(draw % (ASXB_SECTION_TAIL + 2)));
    asxb_put_u16(data + at + 2, draw >> 8 & 7 ? 0 : ASXB_SECTION_CRITICAL);
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned int seed)
{
    uint32_t draw = seed * 0x9e3779b1u;
    uint32_t count;
    size_t bytes;
    size_t at;

    if (draw >> 29 == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    count = asxf_repair(data, size);
    if (count == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    at = asxf_section_at(data, size, (draw >> 8 & 0xffff) % count, &bytes);
    switch (draw >> 25 & 15) {
    case 0:
        size = resize(data, size, at, bytes, 0);
        break;
    case 1:
        size = duplicate(data, size, max_size, at, bytes);
        break;
    case 2:
        size = insert(data, size, max_size, at, draw);
        break;
    case 3:
        LLVMFuzzerMutate(data + at, ASXB_SECTION_HEADER_BYTES,
                         ASXB_SECTION_HEADER_BYTES);
        break;
    default:
        size = mutate_body(data, size, max_size, at, bytes);
        break;
    }
    asxf_repair(data, size);
    return size;
}
