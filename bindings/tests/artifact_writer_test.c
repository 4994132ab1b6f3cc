#include "sample_artifact.h"

static void fits_exactly_or_not_at_all(void **state)
{
    sample s;
    asxb_head head = sample_head();
    uint32_t needed;
    uint32_t capacity;

    (void)state;
    sample_make(&s);
    needed = s.section_at[1];
    for (capacity = 0; capacity <= needed; capacity++) {
        uint8_t bytes[SAMPLE_BYTES_MAX];
        uint8_t chain[ASXB_SHA256_BYTES];
        asxb_writer w;

        memset(bytes, 0xee, sizeof bytes);
        asxb_writer_init(&w, bytes, capacity);
        assert_int_equal(asxb_writer_head(&w, &head, chain),
                         capacity == needed);
        assert_int_equal(w.used, capacity == needed ? needed : 0);
        assert_int_equal(bytes[capacity], 0xee);
    }
}

static void refuses_a_label_that_does_not_fit(void **state)
{
    uint8_t bytes[40];
    asxb_writer w;
    uint32_t used;

    (void)state;
    asxb_writer_init(&w, bytes, sizeof bytes);
    assert_true(asxb_writer_strings_begin(&w));
    used = w.used;
    assert_false(asxb_writer_string(&w, 1, bytes, 17));
    assert_false(asxb_writer_string(&w, 1, bytes, UINT32_MAX));
    assert_int_equal(w.used, used);
    assert_true(asxb_writer_string(&w, 1, bytes, 16));
}

static void finds_every_entry_of_head(void **state)
{
    sample s;
    const uint8_t *body;
    const uint8_t *found;
    uint32_t body_bytes;
    uint32_t length;

    (void)state;
    sample_make(&s);
    body = s.bytes + ASXB_FILE_HEADER_BYTES + ASXB_SECTION_HEADER_BYTES;
    body_bytes =
        s.section_at[1] - ASXB_FILE_HEADER_BYTES - ASXB_SECTION_HEADER_BYTES;
    found = asxb_head_find(body, body_bytes, ASXB_HEAD_SEED, &length);
    assert_int_equal(length, 8);
    assert_int_equal(asxb_get_u64(found), 42);
    found = asxb_head_find(body, body_bytes, ASXB_HEAD_ENVIRONMENT, &length);
    assert_int_equal(length, 6);
    assert_memory_equal(found, "native", 6);
    assert_null(asxb_head_find(body, body_bytes, ASXB_HEAD_BUILD, &length));
    assert_non_null(
        asxb_head_find(body, body_bytes, ASXB_HEAD_FORMAT, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_exactly_or_not_at_all),
        cmocka_unit_test(refuses_a_label_that_does_not_fit),
        cmocka_unit_test(finds_every_entry_of_head),
    };

    return cmocka_run_group_tests_name("artifact_writer", tests, NULL, NULL);
}
