/* The algebra of budgets, over a set with every kind of edge. */
#include "harness.h"
#include "internal.h"

static const uint64_t deadlines[] = {0, 1, 1000, ASX_TIME_MAX, ASX_TIME_NONE};
static const uint64_t costs[] = {0, 7, ASX_COST_NONE};
static const uint32_t polls[] = {0, 3, ASX_POLLS_NONE};
static const uint32_t priorities[] = {0, 128, 255};

#define SAMPLES (5 * 3 * 3 * 3)

static asx_budget sample(unsigned at)
{
    return (asx_budget){deadlines[at % 5], costs[at / 5 % 3],
                        polls[at / 15 % 3], priorities[at / 45 % 3]};
}

static void assert_same(asx_budget a, asx_budget b)
{
    assert_int_equal(a.deadline_us, b.deadline_us);
    assert_int_equal(a.cost_quota, b.cost_quota);
    assert_int_equal(a.poll_quota, b.poll_quota);
    assert_int_equal(a.priority, b.priority);
}

/* rule: budget.meet */
static void test_budget_meet__is_idempotent_with_a_unit(void **state)
{
    (void)state;
    for (unsigned at = 0; at < SAMPLES; at++) {
        asx_budget a = sample(at), unit = asx_budget_identity();

        assert_same(asx_budget_meet(a, a), a);
        assert_same(asx_budget_meet(a, unit), a);
        assert_same(asx_budget_meet(unit, a), a);
    }
}

/* rule: budget.meet */
static void test_budget_meet__is_commutative_and_tighter(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        for (unsigned j = 0; j < SAMPLES; j++) {
            asx_budget a = sample(i), b = sample(j);
            asx_budget met = asx_budget_meet(a, b);

            assert_same(met, asx_budget_meet(b, a));
            assert_true(met.deadline_us <= a.deadline_us);
            assert_true(met.cost_quota <= a.cost_quota);
            assert_true(met.poll_quota <= a.poll_quota);
            assert_true(met.priority >= a.priority);
        }
    }
}

/* rule: budget.meet */
static void test_budget_meet__is_associative(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        for (unsigned j = 0; j < SAMPLES; j++) {
            for (unsigned k = 0; k < SAMPLES; k++) {
                asx_budget a = sample(i), b = sample(j), c = sample(k);

                assert_same(asx_budget_meet(asx_budget_meet(a, b), c),
                            asx_budget_meet(a, asx_budget_meet(b, c)));
            }
        }
    }
}

/* rule: budget.child */
static void test_budget_child__a_child_never_outlives_its_parent(void **state)
{
    struct world *world = *state;
    asx_region outer, inner;
    asx_task task;

    stage_budget(world, 5000, 10, 130);
    outer = open_region(world, root_of(world), 0);
    stage_budget(world, 9000, 20, 1);
    inner = open_region(world, outer, 0);
    stage_budget(world, ASX_TIME_NONE, 4, 200);
    task = spawn(world, inner, 0);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_DEADLINE), 5000);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_POLLS), 10);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_PRIORITY), 130);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 5000);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 4);
    assert_int_equal(field(world, task.bits, ASX_FIELD_PRIORITY), 200);
}

/* rule: budget.child */
static void test_budget_child__a_new_budget_has_priority_128(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    assert_int_equal(field(world, task.bits, ASX_FIELD_PRIORITY),
                     ASX_PRIORITY_DEFAULT);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), UINT64_MAX);
}

/* Staged values are for one call: the next one has the defaults again. */
static void test_budget_child__a_staged_budget_is_used_once(void **state)
{
    struct world *world = *state;
    asx_task first, second;

    stage_budget(world, 100, 5, 7);
    first = spawn(world, root_of(world), 0);
    second = spawn(world, root_of(world), 0);
    assert_int_equal(field(world, first.bits, ASX_FIELD_DEADLINE), 100);
    assert_int_equal(field(world, second.bits, ASX_FIELD_DEADLINE), UINT64_MAX);
    assert_int_equal(asx_runtime_stage_budget(&world->rt, 1, 1, 1, 256),
                     ASX_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget_meet__is_idempotent_with_a_unit),
        cmocka_unit_test(test_budget_meet__is_commutative_and_tighter),
        cmocka_unit_test(test_budget_meet__is_associative),
        WORLD_TEST(test_budget_child__a_child_never_outlives_its_parent),
        WORLD_TEST(test_budget_child__a_new_budget_has_priority_128),
        WORLD_TEST(test_budget_child__a_staged_budget_is_used_once),
    };

    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
