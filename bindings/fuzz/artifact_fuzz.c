/* Any bytes as a recording. Whatever they are,
 *
 *   - the reader ends, inside the file, and says where and why;
 *   - cut anywhere, it hands out the sections that are whole, and no other;
 *   - a file that it accepts, with one bit flipped, it does not accept;
 *   - records that can be performed leave every invariant true, and recorded
 *     again they are the same bytes: a log has one spelling;
 *   - the image of a CHECKPOINT is refused, or as good as one's own: so are
 *     those of what the records lead to, edited (image.h). */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "artifact_reader.h"
#include "image.h"
#include "replay.h"

/* Checking is linear in what lives, so not after every input. */
#define INPUTS_PER_CHECK 16
#define FNV_PRIME 0x01000193u

static void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* Reads every byte that a section says it has. */
static uint32_t sum_section(const asxb_section *section)
{
    const uint8_t *utf8;
    uint32_t bytes;
    uint32_t at = 4;
    uint32_t sum = 0;
    uint32_t id;
    uint32_t i;

    for (i = 0; i < section->length; i++)
        sum = (sum ^ section->body[i]) * FNV_PRIME;
    while (section->type == ASXB_SECTION_STRINGS &&
           asxb_strings_next(section, &at, &id, &utf8, &bytes))
        for (i = 0; i < bytes; i++)
            sum = (sum ^ utf8[i]) * FNV_PRIME;
    return sum;
}

/* Answers what all sections sum up to. */
static uint32_t read_all(asxb_artifact *artifact, const uint8_t *bytes,
                         size_t length)
{
    asxb_section section;
    uint32_t end = ASXB_FILE_HEADER_BYTES;
    uint32_t sum = 0;

    asxb_artifact_open(artifact, bytes, length);
    while (asxb_artifact_next(artifact, &section)) {
        require(section.offset == end);
        end += ASXB_SECTION_HEADER_BYTES + section.length;
        sum = (sum ^ sum_section(&section)) * FNV_PRIME;
    }
    require(artifact->error.offset <= length && artifact->at <= length);
    /* No second opinion, once it has given one. */
    require(!asxb_artifact_next(artifact, &section));
    return sum;
}

/* How many of the sections end at or before `end`. */
static uint32_t count_whole(const uint8_t *bytes, uint32_t section_count,
                            uint32_t end)
{
    uint32_t at = ASXB_FILE_HEADER_BYTES;
    uint32_t count;

    for (count = 0; count < section_count; count++) {
        at += ASXB_SECTION_HEADER_BYTES + asxb_get_u32(bytes + at + 4);
        if (at > end)
            break;
    }
    return count;
}

/* In memory of exactly that length, so that a read beyond it is seen. */
static void check_cut(const asxb_artifact *whole, uint32_t length)
{
    uint8_t *copy = malloc(length);
    asxb_artifact cut;

    if (copy == NULL)
        return;
    if (length > 0)
        memcpy(copy, whole->bytes, length);
    read_all(&cut, copy, length);
    require(cut.section_count ==
            count_whole(whole->bytes, whole->section_count, length));
    free(copy);
}

static void check_flip(const asxb_artifact *whole, uint8_t *bytes, uint32_t at,
                       uint32_t bit)
{
    asxb_artifact flipped;

    bytes[at] ^= (uint8_t)(1u << bit);
    read_all(&flipped, bytes, whole->length);
    require(flipped.error.code != ASXB_ARTIFACT_OK);
    require(flipped.section_count >=
            count_whole(whole->bytes, whole->section_count, at));
    bytes[at] ^= (uint8_t)(1u << bit);
}

static uint64_t head_number(const asxb_section *head, asxb_head_id id)
{
    uint32_t length;
    const uint8_t *entry =
        asxb_head_find(head->body, head->length, id, &length);

    return length == 8 ? asxb_get_u64(entry) : asxb_get_u32(entry);
}

/* False if some of it could not be performed. */
static bool perform(asxb_port *port, const asxb_section *section)
{
    uint32_t done = 0;
    asxb_reader reader;
    uint32_t bytes;

    asxb_reader_init(&reader, section->body + ASXB_INPUT_HEADER_BYTES,
                     section->length - ASXB_INPUT_HEADER_BYTES);
    while (!asxb_reader_at_end(&reader)) {
        const uint8_t *before = reader.at;
        int status = asxb_replay_into(port, &reader);

        if (status != ASX_OK) {
            require(status == ASX_E_LOG_FULL || reader.at == before);
            return false;
        }
        if (++done % INPUTS_PER_CHECK == 0)
            asx_runtime_check(port->rt);
    }
    asx_runtime_check(port->rt);
    bytes = port->recorder->used;
    require(bytes == section->length - ASXB_INPUT_HEADER_BYTES);
    require(memcmp(section->body + ASXB_INPUT_HEADER_BYTES,
                   port->recorder->log + ASXB_SECTION_HEADER_BYTES +
                       ASXB_INPUT_HEADER_BYTES,
                   bytes) == 0);
    return true;
}

/* A recording that lost its beginning goes on from here. */
static bool begin_at(asxf_arena *arena, const asxb_section *section)
{
    if (section->first_input == asx_input_count(&arena->rt))
        return true;
    if (!asxf_image_restore(arena, section->body + ASXB_CHECKPOINT_HEADER_BYTES,
                            section->length - ASXB_CHECKPOINT_HEADER_BYTES))
        return false;
    asx_runtime_check(&arena->rt);
    return section->first_input == asx_input_count(&arena->rt);
}

static void replay(const uint8_t *bytes, size_t length, uint64_t draws)
{
    static asxb_recorder recorder;
    asxb_artifact artifact;
    asxb_section section;
    asxf_arena arena;
    asxb_port port = {&arena.rt, &recorder};

    asxb_artifact_open(&artifact, bytes, length);
    if (!asxb_artifact_next(&artifact, &section) ||
        !asxf_arena_open(&arena, 0, head_number(&section, ASXB_HEAD_SEED),
                         (uint32_t)head_number(&section, ASXB_HEAD_FLAGS), 0))
        return;
    asxb_recorder_start(&recorder, &arena.rt, artifact.chain);
    while (asxb_artifact_next(&artifact, &section)) {
        if (section.type == ASXB_SECTION_CHECKPOINT) {
            if (!begin_at(&arena, &section))
                break;
            asxb_recorder_start(&recorder, &arena.rt, artifact.chain);
        }
        if (section.type != ASXB_SECTION_INPUT)
            continue;
        if (section.first_input != asx_input_count(&arena.rt) ||
            !perform(&port, &section))
            break;
        asxb_recorder_seal(&recorder);
    }
    asxf_image_try(&arena, draws);
    asxf_arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    asxb_artifact whole;
    uint32_t draw;

    if (copy == NULL)
        return 0;
    /* An odd address: nothing may rely on alignment. */
    memcpy(copy + 1, data, size);
    draw = read_all(&whole, copy + 1, size);
    if (size > 0) {
        check_cut(&whole, draw % (uint32_t)size);
        if (whole.error.code == ASXB_ARTIFACT_OK)
            check_flip(&whole, copy + 1, draw % (uint32_t)size, draw >> 29);
    }
    replay(copy + 1, size, draw);
    free(copy);
    return 0;
}
