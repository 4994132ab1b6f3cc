/* A cleanup that does not end: refusals, force, and how long it takes. */
#include "harness.h"
#include "internal.h"

#define GRACE_US 250000u
#define CLEANUP_US 100000u

/* In `region`, at the throw, with this much cleanup. */
static asx_task start_cleanup(struct world *world, asx_region region,
                              uint32_t polls)
{
    asx_task task = start_parked(world, region, 0);

    stage_cleanup(world, CLEANUP_US, polls);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    return task;
}

static void expect_forced(struct world *world, asx_task task)
{
    assert_int_equal(field(world, task.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    assert_int_equal(event_count_of(world, ASX_EVENT_TASK_FORCED, task.bits),
                     1);
}

static void test_cancel_sticky__polls_spent_refuse_every_operation(void **state)
{
    struct world *world = *state;
    asx_task task = start_cleanup(world, root_of(world), 3);

    for (int step = 0; step < 2; step++) {
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        expect_next(world, task, ASX_VERB_STEP);
    }
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_REFUSED);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_REFUSED);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_REFUSED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_REFUSALS), 3);
    finish(world, task, ASX_OUTCOME_OK);
}

static void test_cancel_sticky__time_spent_throws_at_the_pending_operation(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_cleanup(world, root_of(world), 1000);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    advance(world, CLEANUP_US - 1);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(field(world, task.bits, ASX_FIELD_REFUSALS), 1);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_REFUSED);
    finish(world, task, ASX_OUTCOME_OK);
    expect_report(world, ASX_REPORT_SWALLOWED, task.bits);
}

static void test_cancel_sticky__sixteen_refusals_then_force(void **state)
{
    struct world *world = *state;
    asx_task task = start_cleanup(world, root_of(world), 1);

    for (int refusal = 1; refusal <= 16; refusal++)
        assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_REFUSED);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_FORCED);
    expect_forced(world, task);
    expect_report(world, ASX_REPORT_SWALLOWED, task.bits);
    expect_report(world, ASX_REPORT_TASK_FORCED, task.bits);
    expect_no_report(world);
}

static void test_cancel_force__refuses_every_later_operation(void **state)
{
    struct world *world = *state;
    asx_task task = start_cleanup(world, root_of(world), 1);
    asx_obligation obligation;

    advance(world, CLEANUP_US);
    expect_forced(world, task);
    world_remember(world);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_sleep(&world->rt, task, 9), ASX_E_STATE);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_mask(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_unmask(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_consume(&world->rt, task, 1), ASX_E_STATE);
    assert_int_equal(asx_task_charge(&world->rt, task, 1), ASX_E_STATE);
    assert_int_equal(asx_task_defer(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_finish(&world->rt, task, ASX_OUTCOME_OK),
                     ASX_E_STATE);
    assert_int_equal(asx_task_finalized(&world->rt, task, false), ASX_E_STATE);
    assert_int_equal(asx_obligation_reserve(&world->rt, task,
                                            ASX_OBLIGATION_ACK, 0, &obligation),
                     ASX_E_STATE);
    world_assert_unchanged(world);
    expect_idle(world);
}

static void test_cancel_force__a_body_that_never_comes_back(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);

    stage_cleanup(world, CLEANUP_US, 10);
    cancel_region(world, region, ASX_CANCEL_USER);
    advance(world, CLEANUP_US - 1);
    assert_int_equal(field(world, task.bits, ASX_FIELD_STATE),
                     ASX_TASK_CANCEL_REQUESTED);
    advance(world, 1);
    expect_forced(world, task);
    expect_report(world, ASX_REPORT_TASK_FORCED, task.bits);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
}

/* Cleanup hangs outside of the runtime, parked, or by asking again and again:
 * the region is closed within cleanup time and grace, and a report names it. */
static void test_cancel_force__a_hung_cleanup_is_bounded(void **state)
{
    struct world *world = *state;

    for (int way = 0; way < 3; way++) {
        asx_region region = open_region(world, root_of(world), 0);
        asx_task task = start_parked(world, region, 0);
        uint64_t asked = asx_time_now(&world->rt);

        stage_cleanup(world, CLEANUP_US, 40);
        cancel_region(world, region, ASX_CANCEL_USER);
        expect_next(world, task, ASX_VERB_CANCEL);
        if (way == 0)
            assert_int_equal(asx_task_park(&world->rt, task),
                             ASX_VERDICT_PARKED);
        while (field(world, region.bits, ASX_FIELD_STATE) !=
               ASX_REGION_CLOSED) {
            int32_t next = asx_next(&world->rt);

            if (way == 2)
                (void)!asx_task_yield(&world->rt, task);
            if (next == 0 && !asx_has_next(&world->rt))
                asx_time_advance(&world->rt, asx_time_due(&world->rt));
        }
        assert_true(asx_time_now(&world->rt) - asked <= CLEANUP_US + GRACE_US);
        expect_forced(world, task);
        expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                      ASX_OUTCOME_CANCELLED);
        assert_ok(asx_task_release(&world->rt, task));
        while (asx_report_next(&world->rt, &(asx_report){0}))
            ;
    }
}

static void test_cancel_force__what_it_holds_is_aborted(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);
    asx_obligation one = reserve(world, task), two = reserve(world, task);

    stage_cleanup(world, CLEANUP_US, 40);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    advance(world, CLEANUP_US);
    expect_forced(world, task);
    assert_false(is_alive(world, one.bits) || is_alive(world, two.bits));
    assert_int_equal(event_count(world, ASX_EVENT_OBLIGATION_ABORTED), 2);
    assert_int_equal(event_count(world, ASX_EVENT_OBLIGATION_LEAKED), 0);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

static void test_cancel_force__wakes_who_waited_for_it(void **state)
{
    struct world *world = *state;
    asx_task waiter = start(world, root_of(world), 0);
    asx_task task = start_parked(world, root_of(world), 0);

    assert_int_equal(asx_task_join(&world->rt, waiter, task),
                     ASX_VERDICT_PARKED);
    stage_cleanup(world, CLEANUP_US, 40);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    advance(world, CLEANUP_US);
    expect_next(world, waiter, ASX_VERB_STEP);
}

/* The second request shortens what is left: now plus its own row at most. */
static void test_cancel_force__a_second_request_shortens_the_wait(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL); /* and hangs */
    advance(world, 1000000);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    advance(world, 999999);
    assert_int_equal(field(world, task.bits, ASX_FIELD_STATE),
                     ASX_TASK_CANCELLING);
    advance(world, 1);
    expect_forced(world, task);
}

/* Polls spent and hung afterwards: the grace counts, not the cleanup time. */
static void test_cancel_force__polls_spent_leave_only_the_grace(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    stage_cleanup(world, 5000000, 1);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_REFUSED);
    advance(world, GRACE_US);
    expect_forced(world, task);
}

static void test_cancel_sticky__a_cleanup_of_nothing_is_refused_at_once(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    stage_cleanup(world, 0, 0);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_REFUSED);
    advance(world, GRACE_US);
    expect_forced(world, task);
}

static void test_cancel_sticky__a_spent_task_does_not_wait_for_a_scope(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_cleanup(world, root_of(world), 1);
    asx_region scope = open_region(world, root_of(world), 0);
    asx_task inside = spawn(world, scope, 0);

    assert_int_equal(asx_task_await_region(&world->rt, task, scope, true),
                     ASX_VERDICT_REFUSED);
    assert_int_equal(field(world, inside.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    finish(world, task, ASX_OUTCOME_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(cancel_sticky__polls_spent_refuse_every_operation),
        TEST(cancel_sticky__time_spent_throws_at_the_pending_operation),
        TEST(cancel_sticky__sixteen_refusals_then_force),
        TEST(cancel_sticky__a_cleanup_of_nothing_is_refused_at_once),
        TEST(cancel_force__refuses_every_later_operation),
        TEST(cancel_force__a_body_that_never_comes_back),
        TEST(cancel_force__a_hung_cleanup_is_bounded),
        TEST(cancel_force__what_it_holds_is_aborted),
        TEST(cancel_force__wakes_who_waited_for_it),
        TEST(cancel_force__a_second_request_shortens_the_wait),
        TEST(cancel_force__polls_spent_leave_only_the_grace),
        TEST(cancel_sticky__a_spent_task_does_not_wait_for_a_scope),
    };

    return cmocka_run_group_tests_name("cancel_force", tests, NULL, NULL);
}
