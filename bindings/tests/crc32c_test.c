#include "cmocka_first.h"
#include "crc32c.h"

static void matches_the_published_vectors(void **state)
{
    uint8_t bytes[32];
    unsigned i;

    (void)state;
    assert_int_equal(asxb_crc32c(0, (const uint8_t *)"123456789", 9),
                     0xe3069283u);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(asxb_crc32c(0, bytes, 32), 0x8a9136aau);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(asxb_crc32c(0, bytes, 32), 0x62a8ab43u);
    for (i = 0; i < 32; i++)
        bytes[i] = (uint8_t)i;
    assert_int_equal(asxb_crc32c(0, bytes, 32), 0x46dd794eu);
}

static void goes_on_where_it_stopped(void **state)
{
    const uint8_t *text = (const uint8_t *)"123456789";
    unsigned i;

    (void)state;
    for (i = 0; i <= 9; i++)
        assert_int_equal(asxb_crc32c(asxb_crc32c(0, text, i), text + i, 9 - i),
                         0xe3069283u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_the_published_vectors),
        cmocka_unit_test(goes_on_where_it_stopped),
    };

    return cmocka_run_group_tests_name("crc32c", tests, NULL, NULL);
}
