/* Lays sections out in a caller's buffer. Writes no chunk: that is the
 * recorder's, which knows where a record ends. */
#include "artifact_writer.h"

#include <string.h>

static uint8_t *reserve(asxb_writer *w, uint32_t length)
{
    uint8_t *at = w->bytes + w->used;

    if (length > w->capacity - w->used)
        return NULL;
    w->used += length;
    return at;
}

void asxb_writer_init(asxb_writer *w, uint8_t *bytes, uint32_t capacity)
{
    w->bytes = bytes;
    w->capacity = capacity;
    w->used = 0;
    w->open = 0;
}

/* Adds one entry at `at` and answers where the next one goes. */
static uint8_t *entry(uint8_t *at, asxb_head_id id, const uint8_t *bytes,
                      uint32_t length)
{
    if (length == 0)
        return at;
    asxb_put_u16(at, (uint16_t)id);
    asxb_put_u16(at + 2, (uint16_t)length);
    memcpy(at + 4, bytes, length);
    return at + 4 + length;
}

/* What `entry` takes for a text: nothing if there is none. */
static uint32_t text_bytes(uint32_t length)
{
    return length == 0 ? 0 : 4 + length;
}

static uint32_t head_bytes(const asxb_head *head)
{
    return (4 + 8) + (4 + 32) + (4 + 8) + (4 + 4) + (4 + 1) +
           text_bytes(8 * head->setting_count) + text_bytes(head->build_bytes) +
           text_bytes(head->environment_bytes) +
           text_bytes(head->redaction_bytes) + (4 + 4);
}

static void write_head_body(uint8_t *at, const asxb_head *head)
{
    uint8_t number[8];
    uint32_t i;

    asxb_put_u64(number, head->fingerprint);
    at = entry(at, ASXB_HEAD_FINGERPRINT, number, 8);
    at = entry(at, ASXB_HEAD_KERNEL, head->kernel, sizeof head->kernel);
    asxb_put_u64(number, head->seed);
    at = entry(at, ASXB_HEAD_SEED, number, 8);
    asxb_put_u32(number, head->flags);
    at = entry(at, ASXB_HEAD_FLAGS, number, 4);
    at = entry(at, ASXB_HEAD_TIER, &head->tier, 1);
    if (head->setting_count > 0) {
        asxb_put_u16(at, ASXB_HEAD_SETTINGS);
        asxb_put_u16(at + 2, (uint16_t)(8 * head->setting_count));
        for (i = 0, at += 4; i < head->setting_count; i++, at += 8)
            asxb_put_u64(at, head->settings[i]);
    }
    at = entry(at, ASXB_HEAD_BUILD, head->build, head->build_bytes);
    at = entry(at, ASXB_HEAD_ENVIRONMENT, head->environment,
               head->environment_bytes);
    at = entry(at, ASXB_HEAD_REDACTION, head->redaction, head->redaction_bytes);
    asxb_put_u16(number, ASXB_FILE_MAJOR);
    asxb_put_u16(number + 2, ASXB_FILE_MINOR);
    entry(at, ASXB_HEAD_FORMAT, number, 4);
}

bool asxb_writer_head(asxb_writer *w, const asxb_head *head,
                      uint8_t chain[ASXB_SHA256_BYTES])
{
    uint32_t body_bytes = head_bytes(head);
    uint8_t *file = reserve(w, ASXB_FILE_HEADER_BYTES +
                                   ASXB_SECTION_HEADER_BYTES + body_bytes);
    uint8_t *section;

    if (file == NULL)
        return false;
    asxb_put_u32(file, ASXB_FILE_MAGIC);
    asxb_put_u16(file + 4, ASXB_FILE_MAJOR);
    asxb_put_u16(file + 6, ASXB_FILE_MINOR);
    section = file + ASXB_FILE_HEADER_BYTES;
    write_head_body(section + ASXB_SECTION_HEADER_BYTES, head);
    asxb_section_seal(section, ASXB_SECTION_HEAD, ASXB_SECTION_CRITICAL,
                      body_bytes);
    asxb_sha256(section + ASXB_SECTION_HEADER_BYTES, body_bytes, NULL, 0,
                chain);
    return true;
}

bool asxb_writer_strings_begin(asxb_writer *w)
{
    uint8_t *section = reserve(w, ASXB_SECTION_HEADER_BYTES + 4);

    if (section == NULL)
        return false;
    w->open = (uint32_t)(section - w->bytes);
    asxb_put_u32(section + ASXB_SECTION_HEADER_BYTES, 0);
    return true;
}

bool asxb_writer_string(asxb_writer *w, uint32_t id, const uint8_t *utf8,
                        uint32_t length)
{
    uint8_t *count = w->bytes + w->open + ASXB_SECTION_HEADER_BYTES;
    uint8_t *at;

    if (length > UINT32_MAX - 8)
        return false;
    at = reserve(w, 8 + length);
    if (at == NULL)
        return false;
    asxb_put_u32(at, id);
    asxb_put_u32(at + 4, length);
    if (length > 0)
        memcpy(at + 8, utf8, length);
    asxb_put_u32(count, asxb_get_u32(count) + 1);
    return true;
}

void asxb_writer_strings_end(asxb_writer *w)
{
    asxb_section_seal(w->bytes + w->open, ASXB_SECTION_STRINGS, 0,
                      w->used - w->open - ASXB_SECTION_HEADER_BYTES);
}

bool asxb_writer_append(asxb_writer *w, const uint8_t *sections,
                        uint32_t length)
{
    uint8_t *at = reserve(w, length);

    if (at == NULL)
        return false;
    if (length > 0)
        memcpy(at, sections, length);
    return true;
}

bool asxb_writer_tail(asxb_writer *w, const asxb_tail *tail)
{
    uint8_t *section = reserve(w, ASXB_SECTION_HEADER_BYTES + ASXB_TAIL_BYTES);
    uint8_t *body;

    if (section == NULL)
        return false;
    body = section + ASXB_SECTION_HEADER_BYTES;
    asxb_put_u32(body, tail->input_count);
    asxb_put_u64(body + 4, tail->digest);
    memcpy(body + 12, tail->chain, ASXB_SHA256_BYTES);
    body[44] = tail->complete;
    asxb_section_seal(section, ASXB_SECTION_TAIL, ASXB_SECTION_CRITICAL,
                      ASXB_TAIL_BYTES);
    return true;
}
