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

static void test_budget_exhaust__reported_steps_count(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, ASX_TIME_NONE, 10, 0);
    task = start(world, root_of(world), 0);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 9);
    assert_ok(asx_task_charge(&world->rt, task, 4));
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 5);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    assert_ok(asx_task_charge(&world->rt, task, 4000));
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 0);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_POLL_QUOTA);
    finish(world, task, ASX_OUTCOME_OK);
    /* Without a quota there is nothing to take them from. */
    task = start(world, root_of(world), 0);
    assert_ok(asx_task_charge(&world->rt, task, 4000));
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
}

static void test_budget_exhaust__a_cost_is_all_or_nothing(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_task limited;

    assert_ok(asx_task_consume(&world->rt, task, UINT64_MAX - 1));
    finish(world, task, ASX_OUTCOME_OK);
    assert_ok(asx_runtime_stage_budget(&world->rt, ASX_TIME_NONE,
                                       ASX_POLLS_NONE, 10, 128));
    limited = start(world, root_of(world), 0);
    assert_ok(asx_task_consume(&world->rt, limited, 7));
    cancel_task(world, limited, ASX_CANCEL_USER);
    /* It was asked already, so nobody asks for the cost. */
    assert_int_equal(asx_task_consume(&world->rt, limited, 4), ASX_E_BUDGET);
    assert_int_equal(event_count(world, ASX_EVENT_BUDGET_EXHAUSTED), 0);
    assert_int_equal(field(world, limited.bits, ASX_FIELD_COST), 3);
    assert_ok(asx_task_consume(&world->rt, limited, 3));
}

/* Its timer waits only while it is parked: whoever is queued learns when it is
 * dispatched that its time is over. */
static void test_budget_exhaust__is_seen_at_dispatch(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, 1000, ASX_POLLS_NONE, 128);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    advance(world, 2000);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_DEADLINE);
}

static void test_budget_exhaust__a_deadline_ends_a_longer_sleep(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, 1000, ASX_POLLS_NONE, 128);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_sleep(&world->rt, task, 5000),
                     ASX_VERDICT_PARKED);
    advance(world, 999);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_DEADLINE);
}

/* A waiter's deadline goes to what it waits in first, as any cancel does. */
static void test_budget_exhaust__of_a_waiter_cancels_what_it_owns(void **state)
{
    struct world *world = *state;
    asx_region scope;
    asx_task waiter, inside;

    stage_budget(world, 1000, ASX_POLLS_NONE, 128);
    waiter = start(world, root_of(world), 0);
    scope = open_region(world, root_of(world), 0);
    assert_int_equal(asx_task_await_region(&world->rt, waiter, scope, true),
                     ASX_VERDICT_PARKED);
    inside = start_parked(world, scope, 0);
    advance(world, 1000);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_idle(world);
    finish(world, inside, ASX_OUTCOME_OK);
    close_region(world, scope);
    expect_next(world, waiter, ASX_VERB_CANCEL);
    assert_int_equal(field(world, waiter.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_DEADLINE);
}

/* Its polls are used up in the step in which it waits for what it owns. */
static void test_budget_exhaust__is_seen_where_it_would_wait_for_a_scope(
    void **state)
{
    struct world *world = *state;
    asx_region scope;
    asx_task waiter, inside;

    stage_budget(world, ASX_TIME_NONE, 1, 128);
    waiter = start(world, root_of(world), 0);
    scope = open_region(world, root_of(world), 0);
    inside = spawn(world, scope, 0);
    assert_int_equal(asx_task_await_region(&world->rt, waiter, scope, true),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(field(world, waiter.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_POLL_QUOTA);
    assert_int_equal(field(world, inside.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
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
        WORLD_TEST(test_budget_exhaust__reported_steps_count),
        WORLD_TEST(test_budget_exhaust__a_cost_is_all_or_nothing),
        WORLD_TEST(test_budget_exhaust__is_seen_at_dispatch),
        WORLD_TEST(test_budget_exhaust__a_deadline_ends_a_longer_sleep),
        WORLD_TEST(test_budget_exhaust__of_a_waiter_cancels_what_it_owns),
        WORLD_TEST(
            test_budget_exhaust__is_seen_where_it_would_wait_for_a_scope),
    };

    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
