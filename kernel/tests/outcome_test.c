/* The order of outcomes: every pair and triple. */
#include "asx/outcome.h"

#include "harness.h"

#define OUTCOMES 4

/* rule: outcome.order */
static void test_outcome_order__ok_err_cancelled_panicked(void **state)
{
    (void)state;
    assert_true(ASX_OUTCOME_OK < ASX_OUTCOME_ERR);
    assert_true(ASX_OUTCOME_ERR < ASX_OUTCOME_CANCELLED);
    assert_true(ASX_OUTCOME_CANCELLED < ASX_OUTCOME_PANICKED);
}

/* rule: outcome.join */
static void test_outcome_join__is_the_worse_of_the_two(void **state)
{
    (void)state;
    for (int a = 0; a < OUTCOMES; a++) {
        assert_int_equal(asx_outcome_join((asx_outcome)a, (asx_outcome)a), a);
        assert_int_equal(asx_outcome_join(ASX_OUTCOME_OK, (asx_outcome)a), a);
        for (int b = 0; b < OUTCOMES; b++) {
            assert_int_equal(asx_outcome_join((asx_outcome)a, (asx_outcome)b),
                             a > b ? a : b);
            assert_int_equal(asx_outcome_join((asx_outcome)a, (asx_outcome)b),
                             asx_outcome_join((asx_outcome)b, (asx_outcome)a));
        }
    }
}

/* rule: outcome.join */
static void test_outcome_join__is_associative(void **state)
{
    (void)state;
    for (int a = 0; a < OUTCOMES; a++) {
        for (int b = 0; b < OUTCOMES; b++) {
            for (int c = 0; c < OUTCOMES; c++) {
                asx_outcome ab =
                    asx_outcome_join((asx_outcome)a, (asx_outcome)b);
                asx_outcome bc =
                    asx_outcome_join((asx_outcome)b, (asx_outcome)c);

                assert_int_equal(asx_outcome_join(ab, (asx_outcome)c),
                                 asx_outcome_join((asx_outcome)a, bc));
            }
        }
    }
}

/* rule: outcome.aggregate */
static void test_outcome_aggregate__only_what_is_worse_replaces(void **state)
{
    (void)state;
    for (int held = 0; held < OUTCOMES; held++) {
        for (int next = 0; next < OUTCOMES; next++)
            assert_int_equal(
                asx_outcome_replaces((asx_outcome)held, (asx_outcome)next) != 0,
                next > held);
    }
}

/* Runs a collect-all region whose tasks end like this; answers its outcome. */
static uint64_t aggregate(struct world *world, const asx_outcome *ends,
                          uint32_t count, uint64_t *adopted)
{
    asx_region region =
        open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
    uint64_t outcome;

    for (uint32_t at = 0; at < count; at++) {
        asx_task task = start(world, region, 0);

        if (ends[at] == ASX_OUTCOME_CANCELLED) {
            cancel_task(world, task, ASX_CANCEL_USER);
            assert_int_equal(asx_task_checkpoint(&world->rt, task),
                             ASX_VERDICT_CANCELLED);
        }
        finish(world, task, ends[at]);
    }
    close_region(world, region);
    outcome = field(world, region.bits, ASX_FIELD_OUTCOME);
    *adopted = field(world, region.bits, ASX_FIELD_ADOPTED);
    assert_ok(asx_region_release(&world->rt, region));
    return outcome;
}

/* rule: outcome.aggregate -- every sequence of three ends: the worst, and of
 * several that are equally bad the first. */
static void test_outcome_aggregate__takes_the_first_of_the_worst(void **state)
{
    for (int code = 0; code < OUTCOMES * OUTCOMES * OUTCOMES; code++) {
        asx_outcome ends[3] = {(asx_outcome)(code % 4),
                               (asx_outcome)(code / 4 % 4),
                               (asx_outcome)(code / 16)};
        uint64_t adopted, worst = 0, first = 0;

        for (uint32_t at = 0; at < 3; at++) {
            if (ends[at] > worst) {
                worst = ends[at];
                first = at + 1;
            }
        }
        assert_int_equal(aggregate(*state, ends, 3, &adopted), worst);
        assert_int_equal(adopted, first);
    }
}

/* rule: outcome.aggregate */
static void test_outcome_aggregate__cancelled_while_empty_is_cancelled(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    cancel_region(world, region, ASX_CANCEL_USER);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcome_order__ok_err_cancelled_panicked),
        cmocka_unit_test(test_outcome_join__is_the_worse_of_the_two),
        cmocka_unit_test(test_outcome_join__is_associative),
        cmocka_unit_test(test_outcome_aggregate__only_what_is_worse_replaces),
        WORLD_TEST(test_outcome_aggregate__takes_the_first_of_the_worst),
        WORLD_TEST(test_outcome_aggregate__cancelled_while_empty_is_cancelled),
    };

    return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
