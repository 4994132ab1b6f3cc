/* Wakes: of a task that is parked, that steps, that is queued, that is over. */
#include "harness.h"

static const asx_task nobody = {0};

static void test_task_wake_dedup__many_wakes_queue_it_once(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    for (int times = 0; times < 5; times++)
        assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 1);
    expect_next(world, task, ASX_VERB_STEP);
    expect_idle(world);
    assert_int_equal(event_count(world, ASX_EVENT_TASK_WOKEN), 1);
    assert_int_equal(event_count(world, ASX_EVENT_TASK_LATE_WAKE), 4);
}

static void test_task_wake_dedup__a_task_is_in_one_lane_only(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    assert_ok(asx_task_wake(&world->rt, task, nobody));
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 1);
    expect_next(world, task, ASX_VERB_CANCEL);
    expect_idle(world);
}

/* Woken twice by `waker` while it steps, and it still does. */
static asx_task woken_in_its_step(struct world *world, asx_task waker)
{
    asx_task task = start(world, root_of(world), 0);

    assert_ok(asx_task_wake(&world->rt, task, waker));
    assert_ok(asx_task_wake(&world->rt, task, waker));
    assert_int_equal(event_count(world, ASX_EVENT_TASK_WAKE_KEPT), 1);
    assert_int_equal(event_count(world, ASX_EVENT_TASK_LATE_WAKE), 1);
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 0);
    return task;
}

static void expect_to_park(struct world *world, asx_task task)
{
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    expect_idle(world);
    assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT),
                     ASX_WAIT_EXTERNAL);
}

static void test_task_wake_dedup__a_wake_in_its_own_step_queues_it_once(
    void **state)
{
    struct world *world = *state;
    asx_task waker = start(world, root_of(world), 0);
    asx_task task = woken_in_its_step(world, waker);

    assert_int_equal(
        world->rt
            .events[event_find(world, 0, ASX_EVENT_TASK_WAKE_KEPT, task.bits)]
            .a,
        ASX_HANDLE_SLOT(waker));
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 1);
    /* Queued, so it hears of whatever happens now without being told. */
    assert_ok(asx_task_wake(&world->rt, task, waker));
    assert_int_equal(event_count(world, ASX_EVENT_TASK_WAKE_KEPT), 1);
    expect_next(world, task, ASX_VERB_STEP);
    expect_to_park(world, task);
}

static void test_task_wake_dedup__what_is_kept_ends_with_the_step(void **state)
{
    struct world *world = *state;
    asx_task task = woken_in_its_step(world, nobody);

    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    expect_next(world, task, ASX_VERB_STEP);
    expect_to_park(world, task);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    expect_next(world, task, ASX_VERB_STEP);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_int_equal(asx_task_sleep(&world->rt, task, 50), ASX_VERDICT_PARKED);
    expect_idle(world);
    advance(world, 50);
    expect_next(world, task, ASX_VERB_STEP);
    expect_to_park(world, task);
}

static void test_task_wake_dedup__what_is_kept_ends_with_the_body(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_defer(&world->rt, task), 0);
    assert_int_equal(asx_task_defer(&world->rt, task), 1);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_int_equal(finish_into_finalizer(world, task, ASX_OUTCOME_OK), 1);
    expect_to_park(world, task);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    expect_next(world, task, ASX_VERB_STEP);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_true(asx_task_finalized(&world->rt, task, false) &
                ASX_FINISH_FINALIZE);
    expect_to_park(world, task);
}

/* A checkpoint that throws does not end the step: what cleans up is woken. */
static void test_task_wake_dedup__what_is_kept_survives_a_cancel(void **state)
{
    struct world *world = *state;
    asx_task task = woken_in_its_step(world, nobody);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_CANCELLED);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    expect_next(world, task, ASX_VERB_STEP);
    expect_to_park(world, task);
}

static void test_task_wake_dedup__before_its_first_step_it_is_queued_anyway(
    void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_int_equal(event_count(world, ASX_EVENT_TASK_LATE_WAKE), 1);
    expect_next(world, task, ASX_VERB_START);
    expect_to_park(world, task);
}

static void test_task_late_wake__is_an_event_and_never_a_fault(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);
    asx_task forged = {ASX_HANDLE_BITS(900000, 3)};

    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    assert_ok(asx_task_wake(&world->rt, forged, forged));
    assert_ok(asx_task_wake(&world->rt, nobody, nobody));
    assert_int_equal(event_count(world, ASX_EVENT_TASK_LATE_WAKE), 3);
    expect_idle(world);
}

static void test_task_late_wake__does_not_end_another_wait(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_sleep(&world->rt, task, 50), ASX_VERDICT_PARKED);
    assert_ok(asx_task_wake(&world->rt, task, nobody));
    expect_idle(world);
    assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT), ASX_WAIT_SLEEP);
}

#define TEST(name) WORLD_TEST(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(task_wake_dedup__many_wakes_queue_it_once),
        TEST(task_wake_dedup__a_task_is_in_one_lane_only),
        TEST(task_wake_dedup__a_wake_in_its_own_step_queues_it_once),
        TEST(task_wake_dedup__what_is_kept_ends_with_the_step),
        TEST(task_wake_dedup__what_is_kept_ends_with_the_body),
        TEST(task_wake_dedup__what_is_kept_survives_a_cancel),
        TEST(task_wake_dedup__before_its_first_step_it_is_queued_anyway),
        TEST(task_late_wake__is_an_event_and_never_a_fault),
        TEST(task_late_wake__does_not_end_another_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
