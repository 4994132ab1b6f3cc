#include "asx/pump.h"
#include "random_inputs.h"

static uint64_t read_one(const uint8_t *bytes, size_t length, bool *failed)
{
    asxb_reader reader;
    uint64_t value;

    asxb_reader_init(&reader, bytes, length);
    value = asxb_read_u64(&reader);
    *failed = reader.failed;
    return value;
}

static void a_number_has_one_spelling(void **state)
{
    static const struct {
        uint8_t bytes[11];
        size_t length;
        bool is_good;
        uint64_t value;
    } rows[] = {
        {{0}, 1, true, 0},
        {{0x7f}, 1, true, 127},
        {{0x80, 0x01}, 2, true, 128},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
         10,
         true,
         UINT64_MAX},
        {{0}, 0, false, 0},
        {{0x80}, 1, false, 0},
        {{0x80, 0x00}, 2, false, 0},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02},
         10,
         false,
         0},
        {{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1},
         11,
         false,
         0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool failed;
        uint64_t value = read_one(rows[i].bytes, rows[i].length, &failed);

        assert_int_equal(failed, !rows[i].is_good);
        assert_int_equal(value, rows[i].value);
    }
}

static void refuses(struct world *world, const uint8_t *bytes, size_t length)
{
    asxb_reader reader;

    asxb_reader_init(&reader, bytes, length);
    world_remember(world);
    assert_int_equal(asxb_replay_one(&world->rt, &reader), ASX_E_ARGUMENT);
    assert_ptr_equal(reader.at, bytes);
    world_assert_unchanged(world);
}

static void malformed_records_are_refused_and_change_nothing(void **state)
{
    struct world *world = *state;
    static const struct {
        uint8_t bytes[8];
        size_t length;
    } rows[] = {
        {{0}, 0}, /* nothing */
        {{0}, 1}, /* no such opcode */
        {{255}, 1},
        {{ASXB_OP_MARK}, 1},                               /* no argument */
        {{ASXB_OP_MARK, 0xff, 0xff, 0xff, 0xff, 0x1f}, 6}, /* 33 bits */
        {{ASXB_OP_PUMP_END, 2}, 2},                        /* not a bool */
        {{ASXB_OP_REGION_CLOSE, 2}, 2},                    /* slot -1 */
        {{ASXB_OP_REGION_CLOSE, 5, 0}, 3}, /* differs by nothing */
        {{ASXB_OP_REGION_CLOSE, 5, 0xff, 0xff, 0xff, 0x7f},
         6},                            /* generation below 0 */
        {{ASXB_OP_REGION_CLOSE, 5}, 2}, /* cut */
        {{ASXB_OP_PUMP_BEGIN, 2}, 2},   /* time -1 */
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refuses(world, rows[i].bytes, rows[i].length);
}

static void every_record_cut_short_is_malformed(void **state)
{
    struct world *world = *state;
    uint64_t seed = 3;
    uint32_t i;

    for (i = 0; i < 2000; i++) {
        asxb_reader whole = random_input(&world->rt, &seed);
        const uint8_t *bytes = whole.at;
        size_t length = (size_t)(whole.end - whole.at);

        while (length-- > 0)
            refuses(world, bytes, length);
        assert_ok(asxb_replay_one(&world->rt, &whole));
    }
}

static void arbitrary_bytes_never_break_a_runtime(void **state)
{
    struct world *world = *state;
    uint64_t seed = 5;
    uint32_t i, j;

    for (i = 0; i < 50000; i++) {
        uint8_t bytes[24];
        asxb_reader reader;

        for (j = 0; j < sizeof bytes; j++)
            bytes[j] = (uint8_t)(test_random(&seed) & test_random(&seed));
        asxb_reader_init(&reader, bytes, sizeof bytes);
        while (asxb_replay_one(&world->rt, &reader) == ASX_OK)
            ;
    }
}

static int pump_setup(void **state)
{
    world_setup(state);
    asx_pump_create(&((struct world *)*state)->rt);
    return 0;
}

#define PUMP_TEST(test)                                                        \
    cmocka_unit_test_setup_teardown(test, pump_setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_one_spelling),
        PUMP_TEST(malformed_records_are_refused_and_change_nothing),
        PUMP_TEST(every_record_cut_short_is_malformed),
        PUMP_TEST(arbitrary_bytes_never_break_a_runtime),
    };

    return cmocka_run_group_tests_name("input_reader", tests, NULL, NULL);
}
