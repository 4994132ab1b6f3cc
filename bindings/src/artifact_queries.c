/* artifact_queries.c -- the decoder as exports, in full-dev.
 *
 * For an instance that has no runtime and never gets one: the file lies where
 * the arena would. What the host reads comes back as u32 words in the scratch
 * area; packages/browser-core/src/trace-reader.ts is their only reader.
 */
#include "artifact_reader.h"
#include "exports.h"
#include "instance.h"

#if ASX_TIER >= 2

#include <string.h>

/* The linker's: the first byte behind data and stack. */
extern unsigned char __heap_base;

static asxb_artifact artifact;

static void put_words(const uint32_t *words, uint32_t bytes)
{
    memcpy(asxb_instance.scratch, words, bytes);
}

uint32_t asxb_export_artifact_reserve(uint32_t bytes)
{
    uintptr_t base = (uintptr_t)&__heap_base;

    if (asxb_instance_is_open() || bytes > UINTPTR_MAX - base ||
        !asxb_instance_reach(base + bytes))
        return 0;
    return (uint32_t)base;
}

int32_t asxb_export_artifact_open(uint32_t bytes)
{
    if (asxb_export_artifact_reserve(bytes) == 0)
        return ASX_E_STATE;
    asxb_artifact_open(&artifact, &__heap_base, bytes);
    return ASX_OK;
}

int32_t asxb_export_artifact_next(void)
{
    asxb_section section;

    if (artifact.bytes == NULL || !asxb_artifact_next(&artifact, &section))
        return 0;
    const uint32_t words[] = {
        section.type,     section.flags,       section.offset, section.length,
        section.is_known, section.first_input, section.count,
    };
    put_words(words, sizeof words);
    return 1;
}

uint32_t asxb_export_artifact_verdict(void)
{
    const asxb_artifact_error *error = &artifact.error;
    const uint32_t words[] = {
        error->code,
        error->section_index,
        error->section_type,
        error->offset,
        (uint32_t)error->expected,
        (uint32_t)(error->expected >> 32),
        (uint32_t)error->found,
        (uint32_t)(error->found >> 32),
        artifact.at,
        artifact.skipped_count,
        artifact.input_count,
        artifact.recorded_count,
        artifact.warnings,
        artifact.has_tail,
    };

    put_words(words, sizeof words);
    return error->code;
}

#endif
