/* Any bytes through the decoder. An input of the fuzzer rarely has a correct
 * checksum, so each one is read twice: as it is, and with every section sealed
 * again, which lets mutations through to the bodies. */
#include <stdlib.h>
#include <string.h>

#include "artifact_reader.h"

static void read_all(const uint8_t *bytes, size_t length)
{
    asxb_artifact artifact;
    asxb_section section;
    uint32_t sum = 0;

    asxb_artifact_open(&artifact, bytes, length);
    while (asxb_artifact_next(&artifact, &section)) {
        const uint8_t *utf8;
        uint32_t at = 4;
        uint32_t id;
        uint32_t bytes_of_label;

        if (section.length > 0)
            sum += section.body[section.length - 1];
        while (section.type == ASXB_SECTION_STRINGS &&
               asxb_strings_next(&section, &at, &id, &utf8, &bytes_of_label))
            sum += bytes_of_label > 0 ? utf8[bytes_of_label - 1] : id;
    }
    if (artifact.error.offset > length || artifact.at > length)
        abort();
    /* Keeps the reads from being optimised away. */
    if (sum == 0x12345678u && artifact.error.code == 99)
        abort();
}

static void seal_all(uint8_t *bytes, size_t length)
{
    size_t at = ASXB_FILE_HEADER_BYTES;

    while (at < length && length - at >= ASXB_SECTION_HEADER_BYTES) {
        uint8_t *section = bytes + at;
        uint32_t body_bytes = asxb_get_u32(section + 4);

        if (body_bytes > length - at - ASXB_SECTION_HEADER_BYTES)
            return;
        asxb_section_seal(section, asxb_get_u16(section),
                          asxb_get_u16(section + 2), body_bytes);
        at += ASXB_SECTION_HEADER_BYTES + body_bytes;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);

    if (copy == NULL)
        return 0;
    memcpy(copy + 1, data, size);
    read_all(copy + 1, size);
    seal_all(copy + 1, size);
    read_all(copy + 1, size);
    free(copy);
    return 0;
}
