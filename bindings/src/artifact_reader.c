/* Reads sections one at a time. Each known type has one function that decides
 * whether its body can be what it says; state moves only after all of them
 * agreed, so a refused section leaves no trace. */
#include "artifact_reader.h"

#include <string.h>

/* A section under examination, and where a complaint about it belongs. */
struct look {
    asxb_artifact *artifact;
    asxb_section *section;
};

static bool fail(asxb_artifact *artifact, asxb_artifact_code code,
                 uint32_t type, uint32_t offset, uint64_t expected,
                 uint64_t found)
{
    artifact->error = (asxb_artifact_error){
        .code = code,
        .section_index = artifact->section_count,
        .section_type = type,
        .offset = offset,
        .expected = expected,
        .found = found,
    };
    return false;
}

/* `at` counts from the beginning of the body. */
static bool refuse(struct look look, asxb_artifact_code code, uint32_t at,
                   uint64_t expected, uint64_t found)
{
    return fail(look.artifact, code, look.section->type,
                look.section->offset + ASXB_SECTION_HEADER_BYTES + at, expected,
                found);
}

static bool is_utf8(const uint8_t *text, uint32_t length, uint32_t *bad_at)
{
    uint32_t at = 0;

    while (at < length) {
        uint8_t lead = text[at];
        uint32_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        uint32_t code = lead < 0x80 ? lead : lead & (0x3fu >> more);
        uint32_t i;

        *bad_at = at;
        if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 ||
            more > length - at - 1)
            return false;
        for (i = 1; i <= more; i++) {
            if ((text[at + i] & 0xc0) != 0x80)
                return false;
            code = code << 6 | (text[at + i] & 0x3f);
        }
        if ((more == 2 && (code < 0x800 || (code >> 11) == 0x1b)) ||
            (more == 3 && (code < 0x10000 || code > 0x10ffff)))
            return false;
        at += 1 + more;
    }
    return true;
}

/* The length that an entry of HEAD must have; zero if any will do. */
static uint32_t head_entry_bytes(uint32_t id)
{
    switch (id) {
    case ASXB_HEAD_FINGERPRINT:
    case ASXB_HEAD_SEED:
        return 8;
    case ASXB_HEAD_KERNEL:
        return ASXB_SHA256_BYTES;
    case ASXB_HEAD_FLAGS:
    case ASXB_HEAD_FORMAT:
        return 4;
    case ASXB_HEAD_TIER:
        return 1;
    default:
        return 0;
    }
}

static bool check_head_entry(struct look look, uint32_t at, uint32_t id,
                             uint32_t length)
{
    const uint8_t *value = look.section->body + at + 4;
    uint32_t needed = head_entry_bytes(id);
    uint32_t bad_at;

    if (needed != 0 && length != needed)
        return refuse(look, ASXB_ARTIFACT_LENGTH, at + 2, needed, length);
    if (id == ASXB_HEAD_SETTINGS && length % 8 != 0)
        return refuse(look, ASXB_ARTIFACT_LENGTH, at + 2, length / 8 * 8,
                      length);
    if (id >= ASXB_HEAD_BUILD && id <= ASXB_HEAD_REDACTION &&
        !is_utf8(value, length, &bad_at))
        return refuse(look, ASXB_ARTIFACT_VALUE, at + 4 + bad_at, 0,
                      value[bad_at]);
    if (id == ASXB_HEAD_FORMAT &&
        memcmp(value, look.artifact->bytes + 4, 4) != 0)
        return refuse(look, ASXB_ARTIFACT_VALUE, at + 4,
                      asxb_get_u32(look.artifact->bytes + 4),
                      asxb_get_u32(value));
    return true;
}

static bool check_head(struct look look)
{
    const uint32_t required = 1u << ASXB_HEAD_FINGERPRINT |
                              1u << ASXB_HEAD_SEED | 1u << ASXB_HEAD_FLAGS |
                              1u << ASXB_HEAD_TIER | 1u << ASXB_HEAD_FORMAT;
    const asxb_section *section = look.section;
    uint32_t seen = 0;
    uint32_t last = 0;
    uint32_t at = 0;

    while (at < section->length) {
        uint32_t id;
        uint32_t length;

        if (section->length - at < 4)
            return refuse(look, ASXB_ARTIFACT_LENGTH, at, 4,
                          section->length - at);
        id = asxb_get_u16(section->body + at);
        length = asxb_get_u16(section->body + at + 2);
        if (length > section->length - at - 4)
            return refuse(look, ASXB_ARTIFACT_LENGTH, at + 2,
                          section->length - at - 4, length);
        if (id <= last)
            return refuse(look, ASXB_ARTIFACT_VALUE, at, last + 1, id);
        if (!check_head_entry(look, at, id, length))
            return false;
        if (id < 32)
            seen |= 1u << id;
        last = id;
        at += 4 + length;
    }
    if ((seen & required) != required)
        return refuse(look, ASXB_ARTIFACT_VALUE, at, required, seen & required);
    asxb_sha256(section->body, section->length, NULL, 0, look.artifact->chain);
    return true;
}

static bool check_strings(struct look look)
{
    asxb_section *section = look.section;
    uint32_t at = 4;
    uint32_t i;

    if (section->length < 4)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0, 4, section->length);
    section->count = asxb_get_u32(section->body);
    for (i = 0; i < section->count; i++) {
        uint32_t length;
        uint32_t bad_at;

        if (section->length - at < 8)
            return refuse(look, ASXB_ARTIFACT_LENGTH, at, 8,
                          section->length - at);
        length = asxb_get_u32(section->body + at + 4);
        if (length > section->length - at - 8)
            return refuse(look, ASXB_ARTIFACT_LENGTH, at + 4,
                          section->length - at - 8, length);
        if (!is_utf8(section->body + at + 8, length, &bad_at))
            return refuse(look, ASXB_ARTIFACT_VALUE, at + 8 + bad_at, 0,
                          section->body[at + 8 + bad_at]);
        at += 8 + length;
    }
    if (at != section->length)
        return refuse(look, ASXB_ARTIFACT_LENGTH, at, at, section->length);
    return true;
}

static bool check_link(struct look look, uint32_t at,
                       const uint8_t expected[ASXB_SHA256_BYTES])
{
    const uint8_t *found = look.section->body + at;

    if (memcmp(expected, found, ASXB_SHA256_BYTES) == 0)
        return true;
    return refuse(look, ASXB_ARTIFACT_CHAIN, at, asxb_get_u64(expected),
                  asxb_get_u64(found));
}

static bool check_input(struct look look)
{
    asxb_artifact *artifact = look.artifact;
    asxb_section *section = look.section;
    const uint8_t *body = section->body;
    uint8_t own[ASXB_SHA256_BYTES];
    uint32_t payload_bytes;

    if (section->length < ASXB_INPUT_HEADER_BYTES)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0, ASXB_INPUT_HEADER_BYTES,
                      section->length);
    payload_bytes = section->length - ASXB_INPUT_HEADER_BYTES;
    section->first_input = asxb_get_u32(body);
    section->count = asxb_get_u32(body + 4);
    if (section->first_input < artifact->input_count)
        return refuse(look, ASXB_ARTIFACT_SEQUENCE, 0, artifact->input_count,
                      section->first_input);
    /* A record is an opcode at least. */
    if (section->count > payload_bytes ||
        section->count > UINT32_MAX - section->first_input)
        return refuse(look, ASXB_ARTIFACT_VALUE, 4, payload_bytes,
                      section->count);
    if (!check_link(look, 8, artifact->chain))
        return false;
    asxb_sha256(body + 8, ASXB_SHA256_BYTES, body + ASXB_INPUT_HEADER_BYTES,
                payload_bytes, own);
    if (!check_link(look, 40, own))
        return false;
    if (section->first_input > artifact->input_count)
        artifact->warnings |=
            artifact->has_start ? ASXB_WARNING_GAP : ASXB_WARNING_LATE;
    artifact->input_count = section->first_input + section->count;
    artifact->recorded_count += section->count;
    artifact->has_start = true;
    memcpy(artifact->chain, own, sizeof own);
    return true;
}

static bool check_digest(struct look look)
{
    asxb_section *section = look.section;
    uint32_t last = 0;
    uint32_t i;

    if (section->length < ASXB_DIGEST_HEADER_BYTES)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0, ASXB_DIGEST_HEADER_BYTES,
                      section->length);
    section->count = asxb_get_u32(section->body);
    if (section->count != (section->length - ASXB_DIGEST_HEADER_BYTES) /
                              ASXB_DIGEST_ENTRY_BYTES ||
        (section->length - ASXB_DIGEST_HEADER_BYTES) %
                ASXB_DIGEST_ENTRY_BYTES !=
            0)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0,
                      (section->length - ASXB_DIGEST_HEADER_BYTES) /
                          ASXB_DIGEST_ENTRY_BYTES,
                      section->count);
    for (i = 0; i < section->count; i++) {
        uint32_t at = ASXB_DIGEST_HEADER_BYTES + i * ASXB_DIGEST_ENTRY_BYTES;
        uint32_t input = asxb_get_u32(section->body + at);

        if (input < last || input > look.artifact->input_count)
            return refuse(look, ASXB_ARTIFACT_SEQUENCE, at,
                          input < last ? last : look.artifact->input_count,
                          input);
        last = input;
    }
    return true;
}

/* Where a recording that lost its beginning starts; the chain goes on. */
static bool check_checkpoint(struct look look)
{
    asxb_artifact *artifact = look.artifact;
    asxb_section *section = look.section;

    if (section->length < ASXB_CHECKPOINT_HEADER_BYTES)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0,
                      ASXB_CHECKPOINT_HEADER_BYTES, section->length);
    section->first_input = asxb_get_u32(section->body);
    if (artifact->has_start) {
        if (section->first_input != artifact->input_count)
            return refuse(look, ASXB_ARTIFACT_SEQUENCE, 0,
                          artifact->input_count, section->first_input);
        return check_link(look, 12, artifact->chain);
    }
    artifact->has_start = true;
    artifact->input_count = section->first_input;
    memcpy(artifact->chain, section->body + 12, ASXB_SHA256_BYTES);
    return true;
}

static bool check_tail(struct look look)
{
    asxb_artifact *artifact = look.artifact;
    const asxb_section *section = look.section;

    if (section->length != ASXB_TAIL_BYTES)
        return refuse(look, ASXB_ARTIFACT_LENGTH, 0, ASXB_TAIL_BYTES,
                      section->length);
    if (section->body[44] > 1)
        return refuse(look, ASXB_ARTIFACT_VALUE, 44, 1, section->body[44]);
    if (!check_link(look, 12, artifact->chain))
        return false;
    /* What was not recorded may have gone on after the last chunk. */
    if (asxb_get_u32(section->body) < artifact->input_count ||
        (section->body[44] == 1 &&
         asxb_get_u32(section->body) != artifact->input_count))
        return refuse(look, ASXB_ARTIFACT_COUNT, 0, asxb_get_u32(section->body),
                      artifact->input_count);
    if (section->body[44] == 0)
        artifact->warnings |= ASXB_WARNING_PARTIAL;
    artifact->has_tail = true;
    return true;
}

static bool check_body(struct look look)
{
    look.section->is_known = true;
    switch (look.section->type) {
    case ASXB_SECTION_HEAD:
        return check_head(look);
    case ASXB_SECTION_STRINGS:
        return check_strings(look);
    case ASXB_SECTION_INPUT:
        return check_input(look);
    case ASXB_SECTION_DIGEST:
        return check_digest(look);
    case ASXB_SECTION_CHECKPOINT:
        return check_checkpoint(look);
    case ASXB_SECTION_TAIL:
        return check_tail(look);
    case ASXB_SECTION_EVENTS:
    case ASXB_SECTION_PAYLOAD:
    case ASXB_SECTION_INDEX:
        return true;
    default:
        look.section->is_known = false;
        if (look.section->flags & ASXB_SECTION_CRITICAL)
            return fail(look.artifact, ASXB_ARTIFACT_UNKNOWN,
                        look.section->type, look.section->offset,
                        (uint32_t)asxb_get_u16(look.artifact->bytes + 4) << 16 |
                            asxb_get_u16(look.artifact->bytes + 6),
                        look.section->type);
        look.artifact->skipped_count++;
        look.artifact->warnings |= ASXB_WARNING_SKIPPED;
        return true;
    }
}

static bool check_order(const asxb_artifact *artifact, uint16_t type)
{
    if (artifact->has_tail)
        return false;
    return (type == ASXB_SECTION_HEAD) == (artifact->section_count == 0);
}

static bool read_file_header(asxb_artifact *artifact)
{
    uint32_t major;

    if (artifact->length < ASXB_FILE_HEADER_BYTES)
        return fail(artifact, ASXB_ARTIFACT_CUT, 0, artifact->length,
                    ASXB_FILE_HEADER_BYTES, artifact->length);
    if (asxb_get_u32(artifact->bytes) != ASXB_FILE_MAGIC)
        return fail(artifact, ASXB_ARTIFACT_MAGIC, 0, 0, ASXB_FILE_MAGIC,
                    asxb_get_u32(artifact->bytes));
    major = asxb_get_u16(artifact->bytes + 4);
    if (major != ASXB_FILE_MAJOR)
        return fail(artifact, ASXB_ARTIFACT_VERSION, 0, 4, ASXB_FILE_MAJOR,
                    major);
    if (asxb_get_u16(artifact->bytes + 6) > ASXB_FILE_MINOR)
        artifact->warnings |= ASXB_WARNING_NEWER;
    artifact->at = ASXB_FILE_HEADER_BYTES;
    return true;
}

void asxb_artifact_open(asxb_artifact *artifact, const uint8_t *bytes,
                        size_t length)
{
    memset(artifact, 0, sizeof *artifact);
    artifact->bytes = bytes;
    if (length > UINT32_MAX) {
        fail(artifact, ASXB_ARTIFACT_LENGTH, 0, 0, UINT32_MAX, length);
        return;
    }
    artifact->length = (uint32_t)length;
}

bool asxb_artifact_next(asxb_artifact *artifact, asxb_section *section)
{
    uint32_t left;
    uint32_t sum;
    const uint8_t *header;

    if (artifact->error.code != ASXB_ARTIFACT_OK)
        return false;
    if (artifact->at == 0 && !read_file_header(artifact))
        return false;
    left = artifact->length - artifact->at;
    if (artifact->has_tail && left == 0)
        return false;
    header = artifact->bytes + artifact->at;
    if (left < ASXB_SECTION_HEADER_BYTES)
        return fail(artifact, ASXB_ARTIFACT_CUT, 0, artifact->at,
                    ASXB_SECTION_HEADER_BYTES, left);
    *section = (asxb_section){
        .body = header + ASXB_SECTION_HEADER_BYTES,
        .length = asxb_get_u32(header + 4),
        .offset = artifact->at,
        .type = asxb_get_u16(header),
        .flags = asxb_get_u16(header + 2),
    };
    left -= ASXB_SECTION_HEADER_BYTES;
    if (section->length > left)
        return fail(artifact, ASXB_ARTIFACT_CUT, section->type, artifact->at,
                    section->length, left);
    sum = asxb_section_crc(header);
    if (sum != asxb_get_u32(header + 8))
        return fail(artifact, ASXB_ARTIFACT_CHECKSUM, section->type,
                    artifact->at, asxb_get_u32(header + 8), sum);
    if (!check_order(artifact, section->type))
        return fail(artifact, ASXB_ARTIFACT_ORDER, section->type, artifact->at,
                    artifact->has_tail ? 0 : ASXB_SECTION_HEAD, section->type);
    if (!check_body((struct look){artifact, section}))
        return false;
    artifact->at += ASXB_SECTION_HEADER_BYTES + section->length;
    artifact->section_count++;
    return true;
}

bool asxb_strings_next(const asxb_section *section, uint32_t *at, uint32_t *id,
                       const uint8_t **utf8, uint32_t *length)
{
    if (*at >= section->length)
        return false;
    *id = asxb_get_u32(section->body + *at);
    *length = asxb_get_u32(section->body + *at + 4);
    *utf8 = section->body + *at + 8;
    *at += 8 + *length;
    return true;
}
