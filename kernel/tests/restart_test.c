/* Restart intensity at its boundary and against a naive model, backoff, who is
 * affected, and what every policy makes of every outcome. */
#include "harness.h"

#include "supervision.h"

#define SECOND UINT64_C(1000000)

static struct asxi_restarts defaults(void)
{
    return (struct asxi_restarts){
        .window_us = ASX_RESTART_WINDOW_US,
        .backoff_us = ASX_RESTART_BACKOFF_US,
        .backoff_max_us = ASX_RESTART_BACKOFF_MAX_US,
        .max = ASX_RESTARTS_DEFAULT,
    };
}

static uint64_t take(struct asxi_restarts *restarts, uint64_t now_us)
{
    uint64_t delay = 0;

    assert_true(asxi_restarts_take(restarts, now_us, &delay));
    return delay;
}

static void refuse(struct asxi_restarts *restarts, uint64_t now_us)
{
    uint64_t delay = 77;

    assert_false(asxi_restarts_take(restarts, now_us, &delay));
    assert_int_equal(delay, 77);
}

/* rule: super.window */
static void test_super_window__three_in_sixty_seconds(void **state)
{
    struct asxi_restarts restarts = defaults();

    (void)state;
    take(&restarts, 0);
    take(&restarts, 10 * SECOND);
    take(&restarts, 20 * SECOND);
    refuse(&restarts, 20 * SECOND);
    refuse(&restarts, 59 * SECOND);
}

/* rule: super.window */
static void test_super_window__a_restart_counts_until_exactly_its_end(void **s)
{
    struct asxi_restarts restarts = defaults();

    (void)s;
    take(&restarts, 5);
    take(&restarts, 5);
    take(&restarts, 6);
    refuse(&restarts, 5 + ASX_RESTART_WINDOW_US - 1);
    take(&restarts, 5 + ASX_RESTART_WINDOW_US);
    take(&restarts, 5 + ASX_RESTART_WINDOW_US);
    refuse(&restarts, 5 + ASX_RESTART_WINDOW_US);
    take(&restarts, 6 + ASX_RESTART_WINDOW_US);
    refuse(&restarts, 6 + ASX_RESTART_WINDOW_US);
}

/* rule: super.window */
static void test_super_window__none_may_be_allowed(void **state)
{
    struct asxi_restarts restarts = defaults();

    (void)state;
    restarts.max = 0;
    refuse(&restarts, 0);
    refuse(&restarts, ASX_TIME_MAX);
}

/* rule: super.window */
static void test_super_window__the_backoff_doubles_up_to_its_end(void **state)
{
    static const uint64_t expected[ASX_RESTARTS_MAX] = {
        100000, 200000, 400000, 800000, 1600000, 3200000, 6400000, 10000000};
    struct asxi_restarts restarts = defaults();

    (void)state;
    restarts.max = ASX_RESTARTS_MAX;
    for (int at = 0; at < ASX_RESTARTS_MAX; at++)
        assert_int_equal(take(&restarts, SECOND), expected[at]);
    refuse(&restarts, SECOND);
    /* Once they have left the window it begins again. */
    assert_int_equal(take(&restarts, SECOND + ASX_RESTART_WINDOW_US), 100000);
}

/* rule: super.window */
static void test_super_window__does_what_a_naive_model_does(void **state)
{
    (void)state;
    for (uint64_t program = 1; program <= 200; program++) {
        uint64_t seed = program, now = 0, all[600], count = 0;
        struct asxi_restarts restarts = defaults();

        restarts.max = (uint32_t)(test_random(&seed) % (ASX_RESTARTS_MAX + 1));
        restarts.window_us = 1 + test_random(&seed) % 100;
        for (int step = 0; step < 600; step++) {
            uint64_t within = 0, delay = 0, expected = ASX_RESTART_BACKOFF_US;

            now += test_random(&seed) % 30;
            for (uint64_t at = 0; at < count; at++)
                within += all[at] + restarts.window_us > now;
            for (uint64_t at = 0; at < within; at++)
                expected *= 2;
            assert_int_equal(asxi_restarts_take(&restarts, now, &delay),
                             within < restarts.max);
            if (within >= restarts.max)
                continue;
            all[count++] = now;
            assert_int_equal(delay, expected < ASX_RESTART_BACKOFF_MAX_US
                                        ? expected
                                        : ASX_RESTART_BACKOFF_MAX_US);
        }
    }
}

/* rule: super.compile */
static void test_super_compile__a_strategy_says_who_restarts(void **state)
{
    (void)state;
    for (uint32_t failed = 0; failed < 4; failed++) {
        for (uint32_t other = 0; other < 4; other++) {
            assert_int_equal(
                asxi_restart_affects(ASX_ONE_FOR_ONE, failed, other),
                failed == other);
            assert_true(asxi_restart_affects(ASX_ONE_FOR_ALL, failed, other));
            assert_int_equal(
                asxi_restart_affects(ASX_REST_FOR_ONE, failed, other),
                other >= failed);
        }
    }
}

/* rule: super.phases */
static void test_super_phases__every_policy_and_outcome(void **state)
{
    enum {
        STOP = ASXI_JUDGED_STOP,
        RESTART = ASXI_JUDGED_RESTART,
        DISABLE = ASXI_JUDGED_DISABLE,
        FAIL = ASXI_JUDGED_FAIL,
    };
    static const uint8_t expected[ASX_CHILD_POLICY_COUNT][4] = {
        /*                         ok    err   cancelled panicked */
        [ASX_CHILD_RESTART] = {STOP, RESTART, STOP, STOP},
        [ASX_CHILD_STOP] = {STOP, STOP, STOP, STOP},
        [ASX_CHILD_ESCALATE] = {STOP, FAIL, STOP, FAIL},
        [ASX_CHILD_CRITICAL] = {STOP, FAIL, FAIL, FAIL},
        [ASX_CHILD_OPTIONAL] = {STOP, DISABLE, STOP, DISABLE},
    };

    (void)state;
    for (int policy = 0; policy < ASX_CHILD_POLICY_COUNT; policy++) {
        for (int outcome = 0; outcome < 4; outcome++) {
            asxi_judgement alone = asxi_child_judge(
                (asx_child_policy)policy, (asx_outcome)outcome, false);

            assert_int_equal(alone, expected[policy][outcome]);
            /* Drained for the sake of another, it starts again, whatever its
             * policy; but not if it broke. */
            assert_int_equal(asxi_child_judge((asx_child_policy)policy,
                                              (asx_outcome)outcome, true),
                             outcome == ASX_OUTCOME_PANICKED ? (int)alone
                                                             : RESTART);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_super_window__three_in_sixty_seconds),
        cmocka_unit_test(
            test_super_window__a_restart_counts_until_exactly_its_end),
        cmocka_unit_test(test_super_window__none_may_be_allowed),
        cmocka_unit_test(test_super_window__the_backoff_doubles_up_to_its_end),
        cmocka_unit_test(test_super_window__does_what_a_naive_model_does),
        cmocka_unit_test(test_super_compile__a_strategy_says_who_restarts),
        cmocka_unit_test(test_super_phases__every_policy_and_outcome),
    };

    return cmocka_run_group_tests_name("restart", tests, NULL, NULL);
}
