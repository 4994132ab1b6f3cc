/* Finalizers of tasks and regions: order, masks, budgets, overrun. */
#include "harness.h"
#include "internal.h"

static asx_task start_with_finalizers(struct world *world, asx_region region,
                                      uint32_t count)
{
    asx_task task = start(world, region, 0);

    for (uint32_t at = 0; at < count; at++)
        assert_int_equal(asx_task_defer(&world->rt, task), at);
    return task;
}

/* The finalizer that runs has ended; answers the next one's index. */
static uint32_t finalized(struct world *world, asx_task task)
{
    int32_t flags = asx_task_finalized(&world->rt, task, false);

    assert_true(flags >= 0 && flags & ASX_FINISH_FINALIZE);
    return (uint32_t)flags >> ASX_FINISH_INDEX_SHIFT;
}

static void end_last(struct world *world, asx_task task, asx_outcome outcome)
{
    int32_t flags = asx_task_finalized(&world->rt, task, false);

    assert_true(flags & ASX_FINISH_COMPLETED);
    assert_int_equal(flags & ASX_FINISH_OUTCOME_MASK, outcome);
    assert_false(is_alive(world, task.bits));
}

static void test_finalizer_order__last_in_first_out(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 4);

    assert_int_equal(finish_into_finalizer(world, task, ASX_OUTCOME_ERR), 3);
    for (uint32_t index = 3; index-- > 0;)
        assert_int_equal(finalized(world, task), index);
    end_last(world, task, ASX_OUTCOME_ERR);
    assert_int_equal(event_count(world, ASX_EVENT_FINALIZER_STARTED), 4);
    assert_int_equal(event_count(world, ASX_EVENT_FINALIZER_ENDED), 4);
}

static void test_finalizer_order__none_can_be_added_while_they_run(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 1);

    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    world_remember(world);
    assert_int_equal(asx_task_defer(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_finish(&world->rt, task, ASX_OUTCOME_OK),
                     ASX_E_STATE);
    world_assert_unchanged(world);
    end_last(world, task, ASX_OUTCOME_OK);
}

static void test_finalizer_order__a_cancel_waits_until_they_are_over(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    assert_int_equal(asx_task_sleep(&world->rt, task, 10), ASX_VERDICT_PARKED);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    expect_idle(world);
    advance(world, 10);
    expect_next(world, task, ASX_VERB_STEP);
    finalized(world, task);
    end_last(world, task, ASX_OUTCOME_OK); /* it was over before */
}

static void test_cancel_finalize__after_the_cleanup_of_a_cancelled_task(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(finish_into_finalizer(world, task, ASX_OUTCOME_OK), 1);
    assert_int_equal(field(world, task.bits, ASX_FIELD_STATE),
                     ASX_TASK_FINALIZING);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    assert_int_equal(finalized(world, task), 0);
    end_last(world, task, ASX_OUTCOME_CANCELLED);
}

/* What cleanup used up, finalizers get anew: each has its own budget. */
static void test_finalizer_budget__each_has_its_own(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    stage_cleanup(world, 1000, 1);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    advance(world, 900);
    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 100);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 5000900);
    advance(world, 4999999);
    finalized(world, task);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 10000899);
    end_last(world, task, ASX_OUTCOME_CANCELLED);
    expect_no_report(world);
}

static void test_finalizer_budget__time_over_is_told_and_the_next_one_runs(
    void **state)
{
    struct world *world = *state;

    for (int parked = 0; parked < 2; parked++) {
        asx_task task = start_with_finalizers(world, root_of(world), 2);

        finish_into_finalizer(world, task, ASX_OUTCOME_OK);
        if (parked)
            assert_int_equal(asx_task_park(&world->rt, task),
                             ASX_VERDICT_PARKED);
        advance(world, 5000000);
        expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
        expect_next(world, task, ASX_VERB_CANCEL);
        assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_REFUSED);
        assert_int_equal(finalized(world, task), 0);
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
        end_last(world, task, ASX_OUTCOME_OK);
        expect_no_report(world);
    }
}

static void test_finalizer_budget__polls_over_is_told_too(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    for (int poll = 0; poll < 100; poll++) {
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        expect_next(world, task, ASX_VERB_STEP);
    }
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_REFUSED);
    expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
    finalized(world, task);
    end_last(world, task, ASX_OUTCOME_OK);
}

/* Told late, because others ran first: it still gets its grace from then. */
static void test_finalizer_budget__the_grace_counts_from_the_telling(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    advance(world, 5000000);
    advance(world, 400000); /* queued meanwhile */
    expect_next(world, task, ASX_VERB_CANCEL);
    advance(world, 1);
    assert_int_equal(finalized(world, task), 0);
    end_last(world, task, ASX_OUTCOME_OK);
}

static void test_finalizer_budget__a_host_that_never_answers_is_bounded(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start_with_finalizers(world, region, 2);

    close_region(world, region);
    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    advance(world, 5000000);
    expect_next(world, task, ASX_VERB_CANCEL);
    advance(world, 250000);
    expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

static void test_finalizer_order__a_task_that_never_began_has_none(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(asx_task_defer(&world->rt, task), ASX_E_STATE);
    world_assert_unchanged(world);
}

static void set_policy(struct world *world, asx_overrun policy)
{
    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_FINALIZER_POLICY,
                                    policy));
}

/* Policy wait: reported once, and neither its time nor its polls end it. */
static void test_finalizer_budget__may_be_waited_for(void **state)
{
    struct world *world = *state;
    asx_task other = start_parked(world, root_of(world), 0);
    asx_region owned = open_region(world, root_of(world), 0);
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    (void)spawn(world, owned, 0);
    set_policy(world, ASX_OVERRUN_WAIT);
    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    assert_int_equal(asx_task_sleep(&world->rt, task, 7000000),
                     ASX_VERDICT_PARKED);
    drain(world); /* what lives in `owned` */
    advance(world, 5000000);
    expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
    expect_idle(world);
    advance(world, 2000000);
    expect_next(world, task, ASX_VERB_STEP);
    for (int poll = 0; poll < 200; poll++) {
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        expect_next(world, task, ASX_VERB_STEP);
    }
    finalized(world, task); /* the next one has a budget of its own */
    assert_int_equal(asx_task_join(&world->rt, task, other),
                     ASX_VERDICT_PARKED);
    advance(world, 5000000);
    expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
    expect_no_report(world);
    assert_ok(asx_task_wake(&world->rt, other, (asx_task){0}));
    expect_next(world, other, ASX_VERB_STEP);
    finish(world, other, ASX_OUTCOME_OK);
    expect_next(world, task, ASX_VERB_STEP);
    end_last(world, task, ASX_OUTCOME_OK);
}

static void test_finalizer_budget__polls_may_be_waited_for(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 1);

    set_policy(world, ASX_OVERRUN_WAIT);
    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    for (int poll = 0; poll < 300; poll++) {
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        expect_next(world, task, ASX_VERB_STEP);
    }
    expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
    expect_no_report(world);
    end_last(world, task, ASX_OUTCOME_OK);
}

/* Policy panic: given up, and what it belongs to has panicked. */
static void test_finalizer_budget__may_make_its_task_panic(void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 2);

    set_policy(world, ASX_OVERRUN_PANIC);
    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    advance(world, 5000000);
    expect_next(world, task, ASX_VERB_CANCEL);
    finalized(world, task);
    end_last(world, task, ASX_OUTCOME_PANICKED);
}

/* Runs the finalizer task of `region` up to its first finalizer. */
static asx_task start_region_finalizers(struct world *world, uint32_t index)
{
    int32_t next = asx_next(&world->rt);
    asx_task task = task_at(world, (uint32_t)next & ASX_SLOT_MAX);

    assert_int_equal(next >> ASX_SLOT_BITS, ASX_VERB_FINALIZE);
    assert_int_equal(finish_into_finalizer(world, task, ASX_OUTCOME_OK), index);
    return task;
}

static void test_finalizer_order__of_a_region_after_all_its_tasks(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_region child = open_region(world, region, 0);
    asx_task inside = start_parked(world, child, 0), task;

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    assert_int_equal(asx_region_defer(&world->rt, region), 1);
    assert_int_equal(field(world, region.bits, ASX_FIELD_FINALIZERS), 2);
    cancel_region(world, region, ASX_CANCEL_USER);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_idle(world);
    finish(world, inside, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_FINALIZING);
    task = start_region_finalizers(world, 1);
    assert_int_equal(finalized(world, task), 0);
    end_last(world, task, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_CANCELLED);
}

static void test_finalizer_order__of_a_region_a_cancel_does_not_disturb(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task, beside;

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    close_region(world, region);
    task = start_region_finalizers(world, 0);
    beside = spawn_implicit(world, task);
    expect_next(world, beside, ASX_VERB_START);
    assert_int_equal(asx_task_park(&world->rt, beside), ASX_VERDICT_PARKED);
    cancel_region(world, root_of(world), ASX_CANCEL_SHUTDOWN);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    expect_idle(world); /* its second operation is masked with it */
    end_last(world, task, ASX_OUTCOME_OK);
    expect_next(world, beside, ASX_VERB_CANCEL);
    finish(world, beside, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

static void test_finalizer_order__of_a_region_never_needs_new_memory(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    world->growths_left = 0;
    close_region(world, region);
    end_last(world, start_region_finalizers(world, 0), ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

static void test_cancel_outcome__ends_are_told_with_adoption(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task body = start(world, region, ASX_TASK_MAIN);

    assert_int_equal(asx_task_finish(&world->rt, body, ASX_OUTCOME_ERR),
                     ASX_FINISH_COMPLETED | ASX_FINISH_ADOPTED |
                         ASX_OUTCOME_ERR);
    assert_int_equal(asx_task_finish(&world->rt, body, ASX_OUTCOME_ERR),
                     ASX_E_STALE);
}

static void test_task_finish__of_no_known_outcome_is_refused(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(asx_task_finish(&world->rt, task,
                                     (asx_outcome)(ASX_OUTCOME_PANICKED + 1)),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    finish(world, task, ASX_OUTCOME_OK);
}

/* A finalizer's time bounds what it waits for, cancelled or not. */
static void test_finalizer_budget__ends_with_the_scope_it_waits_for(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_with_finalizers(world, root_of(world), 1);
    asx_region scope;
    asx_task inside;

    finish_into_finalizer(world, task, ASX_OUTCOME_OK);
    scope = open_region(world, root_of(world), 0);
    assert_int_equal(asx_task_await_region(&world->rt, task, scope, true),
                     ASX_VERDICT_PARKED);
    inside = start_parked(world, scope, 0);
    advance(world, 4999999);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_next(world, task, ASX_VERB_CANCEL);
    expect_report(world, ASX_REPORT_FINALIZER_OVERRUN, task.bits);
    finish(world, inside, ASX_OUTCOME_OK);
    assert_int_equal(asx_task_finalized(&world->rt, task, false),
                     ASX_FINISH_COMPLETED);
}

static void test_finalizer_budget__may_make_its_region_panic(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task;

    set_policy(world, ASX_OVERRUN_PANIC);
    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    close_region(world, region);
    task = start_region_finalizers(world, 0);
    advance(world, 5000000);
    expect_next(world, task, ASX_VERB_CANCEL);
    end_last(world, task, ASX_OUTCOME_PANICKED);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_PANICKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(finalizer_order__last_in_first_out),
        TEST(finalizer_order__none_can_be_added_while_they_run),
        TEST(finalizer_order__a_cancel_waits_until_they_are_over),
        TEST(cancel_finalize__after_the_cleanup_of_a_cancelled_task),
        TEST(finalizer_budget__each_has_its_own),
        TEST(finalizer_budget__time_over_is_told_and_the_next_one_runs),
        TEST(finalizer_budget__polls_over_is_told_too),
        TEST(finalizer_budget__the_grace_counts_from_the_telling),
        TEST(finalizer_budget__a_host_that_never_answers_is_bounded),
        TEST(finalizer_order__a_task_that_never_began_has_none),
        TEST(finalizer_budget__may_be_waited_for),
        TEST(finalizer_budget__polls_may_be_waited_for),
        TEST(finalizer_budget__may_make_its_task_panic),
        TEST(finalizer_budget__may_make_its_region_panic),
        TEST(finalizer_order__of_a_region_after_all_its_tasks),
        TEST(finalizer_order__of_a_region_a_cancel_does_not_disturb),
        TEST(finalizer_order__of_a_region_never_needs_new_memory),
        TEST(cancel_outcome__ends_are_told_with_adoption),
        TEST(task_finish__of_no_known_outcome_is_refused),
        TEST(finalizer_budget__ends_with_the_scope_it_waits_for),
    };

    return cmocka_run_group_tests_name("task_end", tests, NULL, NULL);
}
