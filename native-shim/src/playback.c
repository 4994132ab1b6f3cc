/* Drives the decoder of the file and the decoder of the records. */
#include "playback.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "asx/image.h"
#include "commands.h"
#include "names.h"

static bool stop(asxn_playback *p, asxn_end_kind kind)
{
    p->end.kind = kind;
    return false;
}

static bool stop_foreign(asxn_playback *p, const char *why)
{
    p->end.why = why;
    return stop(p, ASXN_END_FOREIGN);
}

static bool stop_digest(asxn_playback *p, uint64_t expected)
{
    p->end.expected = expected;
    p->end.found = asx_digest(&p->machine.rt);
    return stop(p, ASXN_END_DIGEST);
}

static uint64_t head_u64(const asxn_playback *p, asxb_head_id id)
{
    uint32_t length = 0;
    const uint8_t *entry =
        asxb_head_find(p->head.body, p->head.length, id, &length);

    return length == 8   ? asxb_get_u64(entry)
           : length == 4 ? asxb_get_u32(entry)
                         : 0;
}

void asxn_playback_open(asxn_playback *p, const uint8_t *bytes, size_t length,
                        size_t memory_limit)
{
    memset(p, 0, sizeof *p);
    asxb_artifact_open(&p->artifact, bytes, length);
    if (!asxb_artifact_next(&p->artifact, &p->head)) {
        stop(p, ASXN_END_BROKEN);
        return;
    }
    asxn_machine_open(&p->machine, head_u64(p, ASXB_HEAD_SEED),
                      (uint32_t)head_u64(p, ASXB_HEAD_FLAGS), memory_limit);
    if (head_u64(p, ASXB_HEAD_FINGERPRINT) !=
        ((uint64_t)ASXB_FINGERPRINT_HI << 32 | ASXB_FINGERPRINT_LO))
        stop_foreign(p, "recorded through another version of the ABI");
}

void asxn_playback_close(asxn_playback *p)
{
    if (p->machine.rt.base != NULL)
        asxn_machine_close(&p->machine);
}

/* The digests of a chunk stand behind it; looks ahead without moving on. */
static void find_digests(asxn_playback *p)
{
    asxb_artifact ahead = p->artifact;

    p->digest_at = 0;
    if (!asxb_artifact_next(&ahead, &p->digests) ||
        p->digests.type != ASXB_SECTION_DIGEST)
        p->digests.count = 0;
}

static bool begin_chunk(asxn_playback *p, const asxb_section *section)
{
    if (section->first_input != asx_input_count(&p->machine.rt))
        return stop_foreign(p, "inputs are missing before this chunk");
    asxb_reader_init(&p->reader, section->body + ASXB_INPUT_HEADER_BYTES,
                     section->length - ASXB_INPUT_HEADER_BYTES);
    p->chunk_left = section->count;
    p->chunk_count++;
    find_digests(p);
    return true;
}

/* Its bytes are whoever's made the file, so they are judged before any of them
 * is used, and the machine stays as it is if they are not good. */
static bool restore(asxn_playback *p, const asxb_section *section)
{
    size_t bytes = section->length - ASXB_CHECKPOINT_HEADER_BYTES;
    uint32_t *scratch;
    asx_status status;
    void *image;

    if (asx_input_count(&p->machine.rt) == section->first_input)
        return true;
    image = malloc(bytes + 1);
    scratch = malloc(bytes / 32 + sizeof *scratch);
    if (image == NULL || scratch == NULL) {
        free(image);
        free(scratch);
        return stop_foreign(p, "no memory for its checkpoint");
    }
    memcpy(image, section->body + ASXB_CHECKPOINT_HEADER_BYTES, bytes);
    p->end.input = section->first_input;
    status = asx_image_check(image, bytes, scratch, &p->end.flaw);
    if (status != ASX_OK)
        stop(p, ASXN_END_IMAGE);
    else if (asx_snapshot_restore(&p->machine.rt, image, bytes) != ASX_OK)
        stop_foreign(p, "its checkpoint is larger than the memory limit");
    else if (asx_input_count(&p->machine.rt) != section->first_input)
        stop_foreign(p, "its checkpoint is of another input");
    free(image);
    free(scratch);
    return p->end.kind == ASXN_END_NONE;
}

static bool check_tail(asxn_playback *p, const asxb_section *section)
{
    if (asxb_get_u32(section->body) != asx_input_count(&p->machine.rt))
        return true; /* it went on after the recording */
    if (asxb_get_u64(section->body + 4) != asx_digest(&p->machine.rt))
        return stop_digest(p, asxb_get_u64(section->body + 4));
    p->end.last_common = asx_input_count(&p->machine.rt);
    return true;
}

bool asxn_playback_ready(asxn_playback *p)
{
    while (p->end.kind == ASXN_END_NONE && p->chunk_left == 0) {
        asxb_section section;

        if (!asxb_reader_at_end(&p->reader))
            return stop(p, ASXN_END_RECORD);
        if (!asxb_artifact_next(&p->artifact, &section))
            return stop(p, p->artifact.error.code == ASXB_ARTIFACT_OK
                               ? ASXN_END_OK
                               : ASXN_END_BROKEN);
        if (section.type == ASXB_SECTION_INPUT && !begin_chunk(p, &section))
            return false;
        if (section.type == ASXB_SECTION_CHECKPOINT && !restore(p, &section))
            return false;
        if (section.type == ASXB_SECTION_TAIL && !check_tail(p, &section))
            return false;
    }
    return p->end.kind == ASXN_END_NONE;
}

static bool compare_digest(asxn_playback *p)
{
    uint32_t input = asx_input_count(&p->machine.rt);

    while (p->digest_at < p->digests.count) {
        const uint8_t *entry = p->digests.body + ASXB_DIGEST_HEADER_BYTES +
                               p->digest_at * ASXB_DIGEST_ENTRY_BYTES;

        if (asxb_get_u32(entry) > input)
            return true;
        if (asxb_get_u32(entry) == input &&
            asxb_get_u64(entry + 4) != asx_digest(&p->machine.rt))
            return stop_digest(p, asxb_get_u64(entry + 4));
        p->end.last_common = input;
        p->digest_at++;
        p->digest_count++;
    }
    return true;
}

bool asxn_playback_step(asxn_playback *p)
{
    if (!asxn_playback_ready(p))
        return false;
    if (asxb_replay_one(&p->machine.rt, &p->reader) != ASX_OK)
        return stop(p, ASXN_END_RECORD);
    p->chunk_left--;
    return compare_digest(p);
}

const char *asxn_playback_text(const asxn_playback *p, asxb_head_id id)
{
    static char text[256];
    uint32_t length = 0;
    const uint8_t *entry =
        p->head.body == NULL
            ? NULL
            : asxb_head_find(p->head.body, p->head.length, id, &length);
    uint32_t i;

    for (i = 0; entry != NULL && i < length && i < sizeof text - 1; i++)
        text[i] = (char)(entry[i] < ' ' || entry[i] > '~' ? '.' : entry[i]);
    text[i] = '\0';
    return text;
}

int asxn_playback_exit(const asxn_playback *p)
{
    switch (p->end.kind) {
    case ASXN_END_NONE:
    case ASXN_END_OK:
        return ASXN_EXIT_OK;
    case ASXN_END_BROKEN:
    case ASXN_END_RECORD:
    case ASXN_END_IMAGE:
        return ASXN_EXIT_BROKEN;
    case ASXN_END_FOREIGN:
        return ASXN_EXIT_FOREIGN;
    case ASXN_END_DIGEST:
        return ASXN_EXIT_DIFFERS;
    }
    return ASXN_EXIT_USAGE;
}

static void print_flaw(const asxn_playback *p, uint32_t inputs, FILE *out)
{
    const asx_flaw *flaw = &p->end.flaw;

    fprintf(out, "broken: the image in the checkpoint of input %" PRIu32,
            p->end.input);
    if (flaw->slot != 0)
        fprintf(out, ", %s in slot %" PRIu32,
                asxb_name_of("kind", (int32_t)flaw->kind), flaw->slot);
    fprintf(out,
            ", does not keep this rule: %s; the %" PRIu32
            " inputs before are good, and to go on take a recording that"
            " has its beginning\n",
            flaw->says, inputs);
}

void asxn_playback_print(const asxn_playback *p, FILE *out)
{
    const asxb_artifact_error *error = &p->artifact.error;
    uint32_t inputs =
        p->machine.rt.base == NULL ? 0 : asx_input_count(&p->machine.rt);

    switch (p->end.kind) {
    case ASXN_END_NONE:
        fprintf(out, "stopped after %" PRIu32 " inputs\n", inputs);
        break;
    case ASXN_END_OK:
        fprintf(out, "ok: %" PRIu32 " inputs, %" PRIu32 " digests agree\n",
                inputs, p->digest_count);
        break;
    case ASXN_END_BROKEN:
        fprintf(out,
                "broken: %s in section %" PRIu32 " (%s) at byte %" PRIu32
                ": expected %" PRIu64 ", found %" PRIu64 "; the %" PRIu32
                " inputs before are good\n",
                asxb_name_of("artifact_code", error->code),
                error->section_index,
                asxb_name_of("section_type", error->section_type),
                error->offset, error->expected, error->found, inputs);
        break;
    case ASXN_END_FOREIGN:
        fprintf(out, "foreign: %s (input %" PRIu32 ")\n", p->end.why, inputs);
        break;
    case ASXN_END_IMAGE:
        print_flaw(p, inputs, out);
        break;
    case ASXN_END_RECORD:
        fprintf(out, "broken: unreadable record after input %" PRIu32 "\n",
                inputs);
        break;
    case ASXN_END_DIGEST:
        fprintf(out,
                "differs: at input %" PRIu32 " the digest is %016" PRIx64
                ", recorded was %016" PRIx64
                "; they last agreed at input %" PRIu32 "\n",
                inputs, p->end.found, p->end.expected, p->end.last_common);
        break;
    }
}

static void print_argument(const asx_runtime *rt, asxb_reader *reader,
                           char letter, FILE *out)
{
    uint64_t value;

    switch (letter) {
    case 'd':
        value = asxb_read_time(reader);
        break;
    case 'q':
        value = asxb_read_u64(reader);
        break;
    case 'u':
        value = asxb_read_u32(reader);
        break;
    case 'b':
        value = asxb_read_bool(reader);
        break;
    default:
        value = asxb_read_handle(reader, rt);
        fprintf(out, " %c%" PRIu32 ":%" PRIu32, letter, (uint32_t)value,
                (uint32_t)(value >> 32));
        return;
    }
    if (value == UINT64_MAX)
        fputs(" none", out);
    else
        fprintf(out, " %" PRIu64, value);
}

void asxn_record_print(const asx_runtime *rt, asxb_reader reader, FILE *out)
{
    const asxb_input_shape *shape =
        asxb_input_shape_of(asxb_read_opcode(&reader));
    const char *letter;

    if (shape == NULL) {
        fputs("?", out);
        return;
    }
    fputs(shape->name, out);
    for (letter = shape->arguments; *letter != '\0'; letter++)
        print_argument(rt, &reader, *letter, out);
}
