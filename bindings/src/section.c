/* The header of a section: written in one place, summed in one place. */
#include "section.h"

#include <string.h>

#include "crc32c.h"

uint32_t asxb_section_crc(const uint8_t *section)
{
    return asxb_crc32c(asxb_crc32c(0, section, 8),
                       section + ASXB_SECTION_HEADER_BYTES,
                       asxb_get_u32(section + 4));
}

void asxb_section_seal(uint8_t *section, uint16_t type, uint16_t flags,
                       uint32_t body_bytes)
{
    asxb_put_u16(section, type);
    asxb_put_u16(section + 2, flags);
    asxb_put_u32(section + 4, body_bytes);
    asxb_put_u32(section + 8, asxb_section_crc(section));
}

void asxb_checkpoint_seal(uint8_t *section, uint32_t input_count,
                          uint64_t digest, const uint8_t chain[32],
                          const uint8_t *image, uint32_t image_bytes)
{
    uint8_t *body = section + ASXB_SECTION_HEADER_BYTES;
    uint32_t sum;

    asxb_put_u16(section, ASXB_SECTION_CHECKPOINT);
    asxb_put_u16(section + 2, 0);
    asxb_put_u32(section + 4, ASXB_CHECKPOINT_HEADER_BYTES + image_bytes);
    asxb_put_u32(body, input_count);
    asxb_put_u64(body + 4, digest);
    memcpy(body + 12, chain, 32);
    sum = asxb_crc32c(0, section, 8);
    sum = asxb_crc32c(sum, body, ASXB_CHECKPOINT_HEADER_BYTES);
    asxb_put_u32(section + 8, asxb_crc32c(sum, image, image_bytes));
}

const uint8_t *asxb_head_find(const uint8_t *body, uint32_t body_bytes,
                              asxb_head_id id, uint32_t *length)
{
    uint32_t at = 0;

    while (body_bytes - at >= 4) {
        uint32_t bytes = asxb_get_u16(body + at + 2);

        if (bytes > body_bytes - at - 4)
            break;
        if (asxb_get_u16(body + at) == id) {
            *length = bytes;
            return body + at + 4;
        }
        at += 4 + bytes;
    }
    return NULL;
}
