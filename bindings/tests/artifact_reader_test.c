#include "artifact_reader.h"
#include "sample_artifact.h"

/* Reads to the end from an exact heap copy, so that a sanitizer sees every
 * byte read beyond it. */
static asxb_artifact read_all(const uint8_t *bytes, uint32_t length)
{
    uint8_t *copy = test_malloc(length + 1);
    asxb_artifact artifact;
    asxb_section section;

    memcpy(copy + 1, bytes, length);
    asxb_artifact_open(&artifact, copy + 1, length);
    while (asxb_artifact_next(&artifact, &section))
        assert_true(section.offset + section.length <= length);
    assert_false(asxb_artifact_next(&artifact, &section));
    test_free(copy);
    return artifact;
}

static uint32_t section_of(const sample *s, uint32_t at)
{
    uint32_t i = 0;

    while (i < s->section_count && s->section_at[i + 1] <= at)
        i++;
    return i;
}

static void reads_a_whole_artifact(void **state)
{
    sample s;
    asxb_artifact artifact;

    (void)state;
    sample_make(&s);
    artifact = read_all(s.bytes, s.length);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_OK);
    assert_int_equal(artifact.section_count, s.section_count);
    assert_int_equal(artifact.input_count, SAMPLE_INPUTS);
    assert_int_equal(artifact.recorded_count, SAMPLE_INPUTS);
    assert_int_equal(artifact.warnings, 0);
}

static void hands_out_labels(void **state)
{
    sample s;
    asxb_artifact artifact;
    asxb_section section;
    const uint8_t *utf8;
    uint32_t at = 4;
    uint32_t id;
    uint32_t length;

    (void)state;
    sample_make(&s);
    asxb_artifact_open(&artifact, s.bytes, s.length);
    assert_true(asxb_artifact_next(&artifact, &section));
    assert_true(asxb_artifact_next(&artifact, &section));
    assert_int_equal(section.count, 2);
    assert_true(asxb_strings_next(&section, &at, &id, &utf8, &length));
    assert_int_equal(id, 1);
    assert_memory_equal(utf8, "load", 4);
    assert_true(asxb_strings_next(&section, &at, &id, &utf8, &length));
    assert_int_equal(length, 3);
    assert_false(asxb_strings_next(&section, &at, &id, &utf8, &length));
}

static void yields_the_longest_prefix_when_cut_at_any_byte(void **state)
{
    sample s;
    uint32_t length;

    (void)state;
    sample_make(&s);
    for (length = 0; length < s.length; length++) {
        asxb_artifact artifact = read_all(s.bytes, length);
        uint32_t whole = section_of(&s, length);

        assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CUT);
        assert_int_equal(artifact.section_count,
                         length < ASXB_FILE_HEADER_BYTES ? 0 : whole);
        assert_int_equal(artifact.error.offset, length < ASXB_FILE_HEADER_BYTES
                                                    ? length
                                                    : s.section_at[whole]);
        assert_true(artifact.error.found < artifact.error.expected);
    }
}

static void finds_and_locates_every_flipped_bit(void **state)
{
    sample s;
    uint32_t bit;

    (void)state;
    sample_make(&s);
    for (bit = 0; bit < 8 * s.length; bit++) {
        asxb_artifact artifact;
        uint32_t at = bit / 8;

        s.bytes[at] ^= (uint8_t)(1u << bit % 8);
        artifact = read_all(s.bytes, s.length);
        s.bytes[at] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(artifact.error.code, ASXB_ARTIFACT_OK);
        assert_int_equal(artifact.error.section_index,
                         at < ASXB_FILE_HEADER_BYTES ? 0 : section_of(&s, at));
        assert_int_equal(artifact.section_count, artifact.error.section_index);
    }
}

/* Seals section `index` again after an edit of its body. */
static void reseal(sample *s, uint32_t index)
{
    uint8_t *section = s->bytes + s->section_at[index];

    asxb_section_seal(section, asxb_get_u16(section), asxb_get_u16(section + 2),
                      asxb_get_u32(section + 4));
}

static asxb_artifact edit(uint32_t index, uint32_t body_at, uint8_t value)
{
    sample s;

    sample_make(&s);
    s.bytes[s.section_at[index] + ASXB_SECTION_HEADER_BYTES + body_at] = value;
    reseal(&s, index);
    return read_all(s.bytes, s.length);
}

static void finds_an_edit_with_a_repaired_checksum(void **state)
{
    asxb_artifact artifact;

    (void)state;
    artifact = edit(2, ASXB_INPUT_HEADER_BYTES, 'x');
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CHAIN);
    assert_int_equal(artifact.error.section_index, 2);
    artifact = edit(0, 4, 0); /* HEAD: the first chunk names its hash */
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CHAIN);
    assert_int_equal(artifact.error.section_index, 2);
    artifact = edit(6, 20, 0x77); /* TAIL's own copy of the chain */
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CHAIN);
    artifact = edit(6, 0, 4);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_COUNT);
    assert_int_equal(artifact.error.expected, 4);
}

static void finds_a_chunk_that_was_taken_out(void **state)
{
    sample s;
    asxb_artifact artifact;
    uint32_t bytes;

    (void)state;
    sample_make(&s);
    bytes = s.section_at[4] - s.section_at[2];
    memmove(s.bytes + s.section_at[2], s.bytes + s.section_at[4],
            s.length - s.section_at[4]);
    artifact = read_all(s.bytes, s.length - bytes);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CHAIN);
    assert_int_equal(artifact.error.section_index, 2);
}

static void refuses_hostile_lengths(void **state)
{
    static const uint32_t lengths[] = {0xffffffffu, 0x80000000u, 0x7fffffffu,
                                       0xfffffff4u, 0x10000u};
    sample s;
    uint32_t index;
    uint32_t i;

    (void)state;
    for (index = 0; index < 7; index++) {
        for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            asxb_artifact artifact;

            sample_make(&s);
            asxb_put_u32(s.bytes + s.section_at[index] + 4, lengths[i]);
            artifact = read_all(s.bytes, s.length);
            assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CUT);
            assert_int_equal(artifact.error.expected, lengths[i]);
            assert_int_equal(artifact.section_count, index);
        }
    }
}

/* Every 32-bit field of every body, with the numbers that break readers. */
static void survives_hostile_numbers_in_every_body(void **state)
{
    static const uint32_t numbers[] = {0,           1,           0x7fffffffu,
                                       0x80000000u, 0xffffffffu, 0xfffffff0u};
    sample s;
    uint32_t index;
    uint32_t at;
    uint32_t i;

    (void)state;
    for (index = 0; index < 7; index++) {
        sample_make(&s);
        for (at = s.section_at[index] + ASXB_SECTION_HEADER_BYTES;
             at + 4 <= s.section_at[index + 1]; at++) {
            for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
                sample_make(&s);
                asxb_put_u32(s.bytes + at, numbers[i]);
                reseal(&s, index);
                read_all(s.bytes, s.length);
            }
        }
    }
}

static void skips_unknown_sections_unless_they_are_critical(void **state)
{
    sample s;
    asxb_writer w;
    asxb_artifact artifact;
    uint8_t section[ASXB_SECTION_HEADER_BYTES + 4] = {0};
    uint16_t flags;

    (void)state;
    for (flags = 0; flags <= ASXB_SECTION_CRITICAL; flags++) {
        sample_begin(&s, &w);
        sample_append(&w, section, 77, flags, 4);
        sample_tail(&w, s.chain, 0, true);
        artifact = read_all(s.bytes, w.used);
        if (flags == 0) {
            assert_int_equal(artifact.error.code, ASXB_ARTIFACT_OK);
            assert_int_equal(artifact.skipped_count, 1);
            assert_int_equal(artifact.warnings, ASXB_WARNING_SKIPPED);
        } else {
            assert_int_equal(artifact.error.code, ASXB_ARTIFACT_UNKNOWN);
            assert_int_equal(artifact.error.found, 77);
            assert_int_equal(artifact.error.expected, 1u << 16);
        }
    }
}

static void refuses_a_higher_major_and_names_it(void **state)
{
    sample s;
    asxb_artifact artifact;

    (void)state;
    sample_make(&s);
    s.bytes[4] = 2;
    artifact = read_all(s.bytes, s.length);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_VERSION);
    assert_int_equal(artifact.error.found, 2);
    assert_int_equal(artifact.error.expected, 1);
}

static void tells_a_gap_from_a_late_start(void **state)
{
    sample s;
    asxb_writer w;
    asxb_artifact artifact;

    (void)state;
    sample_begin(&s, &w);
    sample_chunk(&w, s.chain, 10, "ab");
    sample_chunk(&w, s.chain, 20, "cd");
    sample_tail(&w, s.chain, 22, false);
    artifact = read_all(s.bytes, w.used);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_OK);
    assert_int_equal(artifact.warnings, ASXB_WARNING_LATE | ASXB_WARNING_GAP |
                                            ASXB_WARNING_PARTIAL);
    assert_int_equal(artifact.recorded_count, 4);
    assert_int_equal(artifact.input_count, 22);
}

static void begins_again_at_a_checkpoint(void **state)
{
    sample s;
    asxb_writer w;
    asxb_artifact artifact;
    uint8_t section[ASXB_SECTION_HEADER_BYTES + ASXB_CHECKPOINT_HEADER_BYTES];

    (void)state;
    sample_begin(&s, &w);
    memset(section, 9, sizeof section);
    asxb_put_u32(section + ASXB_SECTION_HEADER_BYTES, 1000);
    sample_append(&w, section, ASXB_SECTION_CHECKPOINT, 0,
                  ASXB_CHECKPOINT_HEADER_BYTES);
    memset(s.chain, 9, sizeof s.chain);
    sample_chunk(&w, s.chain, 1000, "ab");
    sample_tail(&w, s.chain, 1002, false);
    artifact = read_all(s.bytes, w.used);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_OK);
    assert_int_equal(artifact.warnings, ASXB_WARNING_PARTIAL);
    assert_int_equal(artifact.input_count, 1002);
}

static void refuses_what_follows_the_tail(void **state)
{
    sample s;
    asxb_artifact artifact;

    (void)state;
    sample_make(&s);
    artifact = read_all(s.bytes, s.length + 1);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_CUT);
    memcpy(s.bytes + s.length, s.bytes + s.section_at[5],
           s.section_at[6] - s.section_at[5]);
    artifact = read_all(s.bytes, s.length + s.section_at[6] - s.section_at[5]);
    assert_int_equal(artifact.error.code, ASXB_ARTIFACT_ORDER);
    assert_int_equal(artifact.section_count, s.section_count);
}

static void refuses_text_that_is_not_utf8(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xc0\x80",         "\xc3",
        "\xe0\x80\x80", "\xed\xa0\x80",     "\xf4\x90\x80\x80",
        "\xff",         "\xf0\x80\x80\x80", "ok\xe2\x82",
    };
    static const char *const good[] = {
        "",     "plain",        "\xc3\xa9",         "\xe2\x82\xac",
        "\x7f", "\xed\x9f\xbf", "\xf0\x9f\x92\xa9", "\xf4\x8f\xbf\xbf",
    };
    sample s;
    asxb_writer w;
    uint32_t i;

    (void)state;
    for (i = 0; i < 17; i++) {
        const char *text = i < 9 ? bad[i] : good[i - 9];

        sample_begin(&s, &w);
        assert_true(asxb_writer_strings_begin(&w));
        assert_true(asxb_writer_string(&w, 1, (const uint8_t *)text,
                                       (uint32_t)strlen(text)));
        asxb_writer_strings_end(&w);
        sample_tail(&w, s.chain, 0, true);
        assert_int_equal(read_all(s.bytes, w.used).error.code,
                         i < 9 ? ASXB_ARTIFACT_VALUE : ASXB_ARTIFACT_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_whole_artifact),
        cmocka_unit_test(hands_out_labels),
        cmocka_unit_test(yields_the_longest_prefix_when_cut_at_any_byte),
        cmocka_unit_test(finds_and_locates_every_flipped_bit),
        cmocka_unit_test(finds_an_edit_with_a_repaired_checksum),
        cmocka_unit_test(finds_a_chunk_that_was_taken_out),
        cmocka_unit_test(refuses_hostile_lengths),
        cmocka_unit_test(survives_hostile_numbers_in_every_body),
        cmocka_unit_test(skips_unknown_sections_unless_they_are_critical),
        cmocka_unit_test(refuses_a_higher_major_and_names_it),
        cmocka_unit_test(tells_a_gap_from_a_late_start),
        cmocka_unit_test(begins_again_at_a_checkpoint),
        cmocka_unit_test(refuses_what_follows_the_tail),
        cmocka_unit_test(refuses_text_that_is_not_utf8),
    };

    return cmocka_run_group_tests_name("artifact_reader", tests, NULL, NULL);
}
