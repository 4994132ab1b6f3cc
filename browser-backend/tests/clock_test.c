/* From the host's clock to the runtime's: jumps are released in steps. */
#include "harness.h"
#include "internal.h"

#define STEP_US 250000u
#define MINUTE_US 60000000u

static struct asxb_tick tick(uint64_t now_us, uint64_t sample_us,
                             uint64_t due_us)
{
    return asxb_clock_next(now_us, sample_us, due_us, STEP_US);
}

/* rule: time.monotone */
static void test_time_monotone__a_sample_of_the_past_is_now(void **state)
{
    struct asxb_tick t = tick(1000, 10, ASX_TIME_NONE);

    (void)state;
    assert_int_equal(t.now_us, 1000);
    assert_int_equal(t.debt_us, 0);
}

static void test_time_debt__a_step_is_no_jump(void **state)
{
    struct asxb_tick t = tick(1000, 1000 + STEP_US, 1500);

    (void)state;
    assert_int_equal(t.now_us, 1000 + STEP_US);
    assert_int_equal(t.debt_us, 0);
}

/* An idle wait for a timer is not a jump, however long it is. */
static void test_time_debt__waiting_for_a_timer_is_no_jump(void **state)
{
    uint64_t due = 30 * (uint64_t)MINUTE_US;
    struct asxb_tick t = tick(0, due + 3000, due);

    (void)state;
    assert_int_equal(t.now_us, due + 3000);
    assert_int_equal(t.debt_us, 0);
}

static void test_time_debt__without_deadlines_nothing_can_explode(void **state)
{
    struct asxb_tick t = tick(5, 10 * (uint64_t)MINUTE_US, ASX_TIME_NONE);

    (void)state;
    assert_int_equal(t.now_us, 10 * (uint64_t)MINUTE_US);
    assert_int_equal(t.debt_us, 0);
}

static void test_time_debt__a_jump_is_released_step_by_step(void **state)
{
    uint64_t now = 1000, sample = now + 10 * (uint64_t)MINUTE_US, turns = 0;

    (void)state;
    for (;;) { /* with something due at every turn */
        struct asxb_tick t = tick(now, sample, now);

        assert_true(t.now_us - now <= STEP_US);
        assert_int_equal(t.now_us + t.debt_us, sample);
        now = t.now_us;
        turns++;
        if (t.debt_us == 0)
            break;
    }
    assert_int_equal(now, sample);
    assert_int_equal(turns, 10 * (uint64_t)MINUTE_US / STEP_US);
}

/* Everywhere: never back, never past the sample, nothing lost. */
static void test_time_debt__time_is_conserved(void **state)
{
    uint64_t draws = 5;

    (void)state;
    for (int times = 0; times < 200000; times++) {
        uint64_t now = test_random(&draws) >> (12 + test_random(&draws) % 50);
        uint64_t sample =
            test_random(&draws) >> (12 + test_random(&draws) % 50);
        uint64_t due = test_random(&draws) >> (12 + test_random(&draws) % 50);
        struct asxb_tick t = tick(now, sample, times % 5 ? due : ASX_TIME_NONE);

        assert_true(t.now_us >= now);
        if (sample < now) {
            assert_int_equal(t.now_us, now);
            continue;
        }
        assert_true(t.now_us <= sample);
        assert_int_equal(t.now_us + t.debt_us, sample);
        if (t.debt_us > 0 && due <= now)
            assert_int_equal(t.now_us, now + STEP_US);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_##name)
        TEST(time_monotone__a_sample_of_the_past_is_now),
        TEST(time_debt__a_step_is_no_jump),
        TEST(time_debt__waiting_for_a_timer_is_no_jump),
        TEST(time_debt__without_deadlines_nothing_can_explode),
        TEST(time_debt__a_jump_is_released_step_by_step),
        TEST(time_debt__time_is_conserved),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
