/* Masks: they nest, they defer, and they are bounded three ways. */
#include "harness.h"
#include "internal.h"

static asx_task start_masked(struct world *world)
{
    asx_task task = start(world, root_of(world), 0);

    assert_ok(asx_task_mask(&world->rt, task));
    return task;
}

static void test_mask_defer__a_checkpoint_spends_one_unit(void **state)
{
    struct world *world = *state;
    asx_task task = start_masked(world);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    assert_int_equal(field(world, task.bits, ASX_FIELD_MASK_ALLOWANCE), 1023);
    assert_int_equal(field(world, task.bits, ASX_FIELD_STATE),
                     ASX_TASK_CANCEL_REQUESTED);
    assert_ok(asx_task_unmask(&world->rt, task));
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

static void test_mask_defer__without_a_cancel_nothing_is_spent(void **state)
{
    struct world *world = *state;
    asx_task task = start_masked(world);

    for (int times = 0; times < 50; times++)
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
    assert_int_equal(field(world, task.bits, ASX_FIELD_MASK_ALLOWANCE), 1024);
}

static void test_mask_defer__an_operation_runs_to_its_end(void **state)
{
    struct world *world = *state;
    asx_task task = start_masked(world);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_sleep(&world->rt, task, 100), ASX_VERDICT_PARKED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_MASK_ALLOWANCE), 1023);
    expect_idle(world);
    advance(world, 100);
    expect_next(world, task, ASX_VERB_STEP);
    assert_ok(asx_task_unmask(&world->rt, task));
    assert_int_equal(asx_task_sleep(&world->rt, task, 200),
                     ASX_VERDICT_CANCELLED);
}

static void test_mask_defer__a_request_does_not_wake_a_masked_task(void **state)
{
    struct world *world = *state;
    asx_task task = start_masked(world);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_idle(world);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    expect_next(world, task, ASX_VERB_STEP);
}

static void test_mask_defer__depth_64_and_no_more(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    for (uint32_t depth = 1; depth <= 64; depth++) {
        assert_ok(asx_task_mask(&world->rt, task));
        assert_int_equal(field(world, task.bits, ASX_FIELD_MASK_DEPTH), depth);
    }
    world_remember(world);
    assert_int_equal(asx_task_mask(&world->rt, task), ASX_E_LIMIT);
    world_assert_unchanged(world);
    cancel_task(world, task, ASX_CANCEL_USER);
    for (uint32_t depth = 64; depth > 0; depth--) {
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
        assert_ok(asx_task_unmask(&world->rt, task));
    }
    assert_int_equal(asx_task_unmask(&world->rt, task), ASX_E_STATE);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

static void test_mask_bounded__an_empty_allowance_no_longer_protects(
    void **state)
{
    struct world *world = *state;
    asx_task task;

    assert_ok(
        asx_runtime_configure(&world->rt, ASX_SETTING_MASK_ALLOWANCE, 10));
    task = start_masked(world);
    cancel_task(world, task, ASX_CANCEL_USER);
    for (int times = 0; times < 10; times++)
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
    assert_int_equal(event_count(world, ASX_EVENT_MASK_EXHAUSTED), 1);
    expect_report(world, ASX_REPORT_MASK_EXHAUSTED, task.bits);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

static void test_mask_monotone__the_allowance_only_falls(void **state)
{
    struct world *world = *state;
    asx_task task = start_masked(world);
    uint64_t before = 1024;

    cancel_task(world, task, ASX_CANCEL_USER);
    for (int times = 0; times < 600; times++) {
        uint64_t left;

        if (times % 3 == 0)
            assert_ok(asx_task_unmask(&world->rt, task));
        if (times % 3 == 0)
            assert_ok(asx_task_mask(&world->rt, task));
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
        left = field(world, task.bits, ASX_FIELD_MASK_ALLOWANCE);
        assert_true(left < before);
        before = left;
    }
}

/* Cleanup time counts from the request, mask or not. */
static void test_mask_bounded__time_ends_it_too(void **state)
{
    struct world *world = *state;
    asx_task parked = start_masked(world), running;

    assert_int_equal(asx_task_park(&world->rt, parked), ASX_VERDICT_PARKED);
    running = start_masked(world);
    cancel_task(world, parked, ASX_CANCEL_SHUTDOWN);
    cancel_task(world, running, ASX_CANCEL_SHUTDOWN);
    advance(world, 999999);
    expect_idle(world);
    assert_int_equal(asx_task_checkpoint(&world->rt, running),
                     ASX_VERDICT_READY);
    advance(world, 1);
    expect_next(world, parked, ASX_VERB_CANCEL);
    assert_int_equal(field(world, running.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED); /* it did not come back */
}

/* What is masked while it cleans up still spends its cleanup budget. */
static void test_mask_bounded__it_does_not_stop_refusals(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    stage_cleanup(world, 1000, 2);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_ok(asx_task_mask(&world->rt, task));
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_REFUSED);
}

/* A second operation that a masked task has pending is masked with it. */
static void test_mask_defer__covers_implicit_tasks(void **state)
{
    struct world *world = *state;
    asx_task owner = start_masked(world);
    asx_task beside = spawn_implicit(world, owner), late;

    expect_next(world, beside, ASX_VERB_START);
    assert_int_equal(asx_task_sleep(&world->rt, beside, 100),
                     ASX_VERDICT_PARKED);
    late = spawn_implicit(world, owner);
    cancel_task(world, owner, ASX_CANCEL_USER);
    expect_next(world, late, ASX_VERB_START);
    assert_int_equal(asx_task_sleep(&world->rt, late, 100), ASX_VERDICT_PARKED);
    expect_idle(world);
    advance(world, 50);
    assert_ok(asx_task_unmask(&world->rt, owner));
    assert_int_equal(asx_task_checkpoint(&world->rt, owner),
                     ASX_VERDICT_CANCELLED);
    expect_next(world, late, ASX_VERB_CANCEL);
    expect_next(world, beside, ASX_VERB_CANCEL);
}

/* The owner is cleaning up already, so it will not meet a request again: who
 * waited under its mask hears of its own at once. */
static void test_mask_defer__its_end_wakes_implicit_tasks(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_task beside = spawn_implicit(world, owner), late;

    expect_next(world, beside, ASX_VERB_START);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, owner),
                     ASX_VERDICT_CANCELLED);
    assert_ok(asx_task_mask(&world->rt, owner));
    late = spawn_implicit(world, owner);
    cancel_task(world, late, ASX_CANCEL_USER);
    assert_int_equal(asx_task_sleep(&world->rt, beside, 100),
                     ASX_VERDICT_PARKED);
    assert_int_equal(field(world, beside.bits, ASX_FIELD_STATE),
                     ASX_TASK_CANCEL_REQUESTED);
    assert_ok(asx_task_unmask(&world->rt, owner));
    expect_notice(world, late.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    expect_next(world, beside, ASX_VERB_CANCEL);
}

/* What was to begin beside a masked task does not, once the mask is gone. */
static void test_mask_defer__covers_what_has_not_begun(void **state)
{
    struct world *world = *state;
    asx_task owner = start_masked(world);
    asx_task late = spawn_implicit(world, owner);

    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(field(world, late.bits, ASX_FIELD_STATE),
                     ASX_TASK_CREATED);
    assert_ok(asx_task_unmask(&world->rt, owner));
    assert_int_equal(asx_task_checkpoint(&world->rt, owner),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(field(world, late.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    expect_idle(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(mask_defer__a_checkpoint_spends_one_unit),
        TEST(mask_defer__without_a_cancel_nothing_is_spent),
        TEST(mask_defer__an_operation_runs_to_its_end),
        TEST(mask_defer__a_request_does_not_wake_a_masked_task),
        TEST(mask_defer__depth_64_and_no_more),
        TEST(mask_bounded__an_empty_allowance_no_longer_protects),
        TEST(mask_monotone__the_allowance_only_falls),
        TEST(mask_bounded__time_ends_it_too),
        TEST(mask_bounded__it_does_not_stop_refusals),
        TEST(mask_defer__covers_implicit_tasks),
        TEST(mask_defer__its_end_wakes_implicit_tasks),
        TEST(mask_defer__covers_what_has_not_begun),
    };

    return cmocka_run_group_tests_name("mask", tests, NULL, NULL);
}
