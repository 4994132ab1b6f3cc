/* sample_artifact.h -- a small artifact, made by hand: HEAD, STRINGS, two
 * chunks with a digest each, TAIL. The records in it mean nothing. */
#ifndef ASXB_SAMPLE_ARTIFACT_H
#define ASXB_SAMPLE_ARTIFACT_H

#include "artifact_writer.h"
#include "cmocka_first.h"

#define SAMPLE_BYTES_MAX 2048
#define SAMPLE_INPUTS 5u

typedef struct sample {
    uint8_t bytes[SAMPLE_BYTES_MAX];
    uint32_t length;
    uint32_t section_at[16]; /* and one past the last */
    uint32_t section_count;
    uint8_t chain[ASXB_SHA256_BYTES];
} sample;

static asxb_head sample_head(void)
{
    static const uint64_t settings[2] = {16, 1024};

    return (asxb_head){
        .fingerprint = UINT64_C(0x1122334455667788),
        .seed = 42,
        .flags = 1,
        .tier = 2,
        .settings = settings,
        .setting_count = 2,
        .environment = (const uint8_t *)"native",
        .environment_bytes = 6,
    };
}

static void sample_mark(sample *s, const asxb_writer *w)
{
    s->section_at[++s->section_count] = w->used;
    s->length = w->used;
}

/* Seals `body`, already behind the header's place, and appends it. */
static void sample_append(asxb_writer *w, uint8_t *section, uint16_t type,
                          uint16_t flags, uint32_t body_bytes)
{
    asxb_section_seal(section, type, flags, body_bytes);
    assert_true(
        asxb_writer_append(w, section, ASXB_SECTION_HEADER_BYTES + body_bytes));
}

static void sample_chunk(asxb_writer *w, uint8_t chain[ASXB_SHA256_BYTES],
                         uint32_t first_input, const char *records)
{
    uint8_t section[256];
    uint8_t *body = section + ASXB_SECTION_HEADER_BYTES;
    uint32_t length = (uint32_t)strlen(records);

    asxb_put_u32(body, first_input);
    asxb_put_u32(body + 4, length);
    memcpy(body + 8, chain, ASXB_SHA256_BYTES);
    memcpy(body + ASXB_INPUT_HEADER_BYTES, records, length);
    asxb_sha256(chain, ASXB_SHA256_BYTES, (const uint8_t *)records, length,
                chain);
    memcpy(body + 40, chain, ASXB_SHA256_BYTES);
    sample_append(w, section, ASXB_SECTION_INPUT, ASXB_SECTION_CRITICAL,
                  ASXB_INPUT_HEADER_BYTES + length);
}

static void sample_digest(asxb_writer *w, uint32_t input)
{
    uint8_t section[256];
    uint8_t *body = section + ASXB_SECTION_HEADER_BYTES;

    asxb_put_u32(body, 1);
    asxb_put_u32(body + 4, input);
    asxb_put_u64(body + 8, 0x5555 + input);
    sample_append(w, section, ASXB_SECTION_DIGEST, 0, 16);
}

static void sample_tail(asxb_writer *w, const uint8_t *chain, uint32_t inputs,
                        bool complete)
{
    asxb_tail tail = {
        .input_count = inputs, .digest = 0x5555, .complete = complete};

    memcpy(tail.chain, chain, ASXB_SHA256_BYTES);
    assert_true(asxb_writer_tail(w, &tail));
}

static void sample_begin(sample *s, asxb_writer *w)
{
    asxb_head head = sample_head();

    memset(s, 0, sizeof *s);
    asxb_writer_init(w, s->bytes, sizeof s->bytes);
    s->section_at[0] = ASXB_FILE_HEADER_BYTES;
    assert_true(asxb_writer_head(w, &head, s->chain));
    sample_mark(s, w);
}

static void sample_make(sample *s)
{
    asxb_writer w;

    sample_begin(s, &w);
    assert_true(asxb_writer_strings_begin(&w));
    assert_true(asxb_writer_string(&w, 1, (const uint8_t *)"load", 4));
    assert_true(asxb_writer_string(&w, 2, (const uint8_t *)"\xc3\xa9t", 3));
    asxb_writer_strings_end(&w);
    sample_mark(s, &w);
    sample_chunk(&w, s->chain, 0, "abc");
    sample_mark(s, &w);
    sample_digest(&w, 3);
    sample_mark(s, &w);
    sample_chunk(&w, s->chain, 3, "de");
    sample_mark(s, &w);
    sample_digest(&w, 5);
    sample_mark(s, &w);
    sample_tail(&w, s->chain, SAMPLE_INPUTS, true);
    sample_mark(s, &w);
}

#endif
