/* Walks the sections as a reader does, but writes what it expects. */
#include "repair.h"

#include <string.h>

#include "section.h"
#include "sha256.h"

static bool has_header(size_t length, size_t at)
{
    return at <= length && length - at >= ASXB_SECTION_HEADER_BYTES;
}

static void repair_input(uint8_t *body, uint32_t bytes, uint8_t *chain)
{
    if (bytes < ASXB_INPUT_HEADER_BYTES)
        return;
    memcpy(body + 8, chain, ASXB_SHA256_BYTES);
    asxb_sha256(chain, ASXB_SHA256_BYTES, body + ASXB_INPUT_HEADER_BYTES,
                bytes - ASXB_INPUT_HEADER_BYTES, chain);
    memcpy(body + 8 + ASXB_SHA256_BYTES, chain, ASXB_SHA256_BYTES);
}

static void repair_links(uint16_t type, uint8_t *body, uint32_t bytes,
                         uint8_t *chain)
{
    if (type == ASXB_SECTION_HEAD)
        asxb_sha256(body, bytes, NULL, 0, chain);
    if (type == ASXB_SECTION_INPUT)
        repair_input(body, bytes, chain);
    if ((type == ASXB_SECTION_TAIL || type == ASXB_SECTION_CHECKPOINT) &&
        bytes >= 12 + ASXB_SHA256_BYTES)
        memcpy(body + 12, chain, ASXB_SHA256_BYTES);
}

uint32_t asxf_repair(uint8_t *bytes, size_t length)
{
    uint8_t chain[ASXB_SHA256_BYTES] = {0};
    size_t at = ASXB_FILE_HEADER_BYTES;
    uint32_t count = 0;

    if (length < ASXB_FILE_HEADER_BYTES)
        return 0;
    asxb_put_u32(bytes, ASXB_FILE_MAGIC);
    asxb_put_u16(bytes + 4, ASXB_FILE_MAJOR);
    for (; has_header(length, at); count++) {
        uint8_t *section = bytes + at;
        uint32_t left = (uint32_t)(length - at) - ASXB_SECTION_HEADER_BYTES;
        uint32_t body_bytes = asxb_get_u32(section + 4);

        if (body_bytes > left)
            body_bytes = left;
        repair_links(asxb_get_u16(section), section + ASXB_SECTION_HEADER_BYTES,
                     body_bytes, chain);
        asxb_section_seal(section, asxb_get_u16(section),
                          asxb_get_u16(section + 2), body_bytes);
        at += ASXB_SECTION_HEADER_BYTES + body_bytes;
    }
    return count;
}

size_t asxf_section_at(const uint8_t *bytes, size_t length, uint32_t index,
                       size_t *section_bytes)
{
    size_t at = ASXB_FILE_HEADER_BYTES;

    for (;;) {
        *section_bytes =
            ASXB_SECTION_HEADER_BYTES + asxb_get_u32(bytes + at + 4);
        if (index-- == 0 || !has_header(length, at + *section_bytes))
            return at;
        at += *section_bytes;
    }
}
