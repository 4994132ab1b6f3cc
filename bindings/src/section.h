/* section.h -- the container: one header and one body after another.
 *
 *   file     "ASXT" | major u16 | minor u16 | section...
 *   section  type u16 | flags u16 | length u32 | crc32c u32 | body
 *
 * Little endian, nothing aligned. The checksum covers the first eight bytes of
 * the header and the body, so that no bit of a section can flip unnoticed.
 */
#ifndef ASXB_SECTION_H
#define ASXB_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ASXB_FILE_MAGIC 0x54585341u /* "ASXT" */
#define ASXB_FILE_MAJOR 1
#define ASXB_FILE_MINOR 0

#define ASXB_FILE_HEADER_BYTES 8
#define ASXB_SECTION_HEADER_BYTES 12

typedef enum asxb_section_type {
    ASXB_SECTION_HEAD = 1,
    ASXB_SECTION_STRINGS = 2,
    ASXB_SECTION_INPUT = 3,
    ASXB_SECTION_DIGEST = 4,
    ASXB_SECTION_CHECKPOINT = 5,
    ASXB_SECTION_EVENTS = 6,
    ASXB_SECTION_PAYLOAD = 7,
    ASXB_SECTION_INDEX = 8,
    ASXB_SECTION_TAIL = 9,
} asxb_section_type;

/* A reader that does not know the type must refuse the file. */
#define ASXB_SECTION_CRITICAL 1u

/* INPUT body: first input u32 | count u32 | previous chain | own chain |
 * records. The own chain is sha256(previous chain || records). */
#define ASXB_INPUT_HEADER_BYTES 72
/* DIGEST body: count u32 | count x { inputs done u32 | digest u64 }. */
#define ASXB_DIGEST_HEADER_BYTES 4
#define ASXB_DIGEST_ENTRY_BYTES 12
/* CHECKPOINT body: inputs done u32 | digest u64 | chain so far | image. */
#define ASXB_CHECKPOINT_HEADER_BYTES 44
/* TAIL body: inputs u32 | digest u64 | chain | complete u8. */
#define ASXB_TAIL_BYTES 45

/* HEAD body: { id u16 | length u16 | bytes }, ids ascending, unknown ids are
 * skipped. FORMAT repeats the version of the file header under the checksum. */
typedef enum asxb_head_id {
    ASXB_HEAD_FINGERPRINT = 1, /* 8 bytes: of the ABI */
    ASXB_HEAD_KERNEL = 2,   /* 32 bytes: SHA-256 of the wasm; zero: unknown */
    ASXB_HEAD_SEED = 3,     /* u64 */
    ASXB_HEAD_FLAGS = 4,    /* u32: of asx_runtime_create */
    ASXB_HEAD_TIER = 5,     /* u8 */
    ASXB_HEAD_SETTINGS = 6, /* u64 each, in the order of asx_setting */
    ASXB_HEAD_BUILD = 7,    /* utf-8: build id of the program */
    ASXB_HEAD_ENVIRONMENT = 8, /* utf-8: browser, worker, node or native */
    ASXB_HEAD_REDACTION = 9,   /* utf-8: what was left out */
    ASXB_HEAD_FORMAT = 10,     /* major u16 | minor u16 */
} asxb_head_id;

static inline uint16_t asxb_get_u16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t asxb_get_u32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static inline uint64_t asxb_get_u64(const uint8_t *p)
{
    return asxb_get_u32(p) | (uint64_t)asxb_get_u32(p + 4) << 32;
}

static inline void asxb_put_u16(uint8_t *p, uint16_t x)
{
    p[0] = (uint8_t)x;
    p[1] = (uint8_t)(x >> 8);
}

static inline void asxb_put_u32(uint8_t *p, uint32_t x)
{
    asxb_put_u16(p, (uint16_t)x);
    asxb_put_u16(p + 2, (uint16_t)(x >> 16));
}

static inline void asxb_put_u64(uint8_t *p, uint64_t x)
{
    asxb_put_u32(p, (uint32_t)x);
    asxb_put_u32(p + 4, (uint32_t)(x >> 32));
}

/* Fills the twelve bytes in front of a body that is already in place. */
void asxb_section_seal(uint8_t *section, uint16_t type, uint16_t flags,
                       uint32_t body_bytes);
/* Writes the beginning of a CHECKPOINT section, up to its image, which follows
 * from somewhere else. */
void asxb_checkpoint_seal(uint8_t *section, uint32_t input_count,
                          uint64_t digest, const uint8_t chain[32],
                          const uint8_t *image, uint32_t image_bytes);
/* The checksum that a sealed section must carry; its length is trusted. */
uint32_t asxb_section_crc(const uint8_t *section);

/* One entry of a HEAD body, or null and `*length` untouched. */
const uint8_t *asxb_head_find(const uint8_t *body, uint32_t body_bytes,
                              asxb_head_id id, uint32_t *length);

#endif
