/* Which lane is served: bounds for everybody, order inside of each. */
#include "harness.h"
#include "internal.h"

#define L 16

/* With this deadline; turn() makes it yield for ever. */
static asx_task spawn_due(struct world *world, uint64_t deadline_us)
{
    stage_budget(world, deadline_us, ASX_POLLS_NONE, 128);
    return spawn(world, root_of(world), 0);
}

/* Dispatches one and lets it yield again. */
static asx_task turn(struct world *world)
{
    int32_t next = asx_next(&world->rt);
    asx_task task = task_at(world, (uint32_t)next & ASX_SLOT_MAX);

    assert_int_not_equal(next, 0);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    return task;
}

/* The most dispatches of others between two of `task`, over many turns. */
static uint32_t longest_gap(struct world *world, asx_task task, uint32_t turns)
{
    uint32_t gap = 0, longest = 0;

    for (uint32_t at = 0; at < turns; at++) {
        if (turn(world).bits == task.bits)
            gap = 0;
        else if (++gap > longest)
            longest = gap;
    }
    return longest;
}

/* Three tasks that clean up and yield for ever; all are queued. */
static void fill_cancel_lane(struct world *world, asx_region region)
{
    asx_task tasks[3];

    for (int at = 0; at < 3; at++)
        tasks[at] = start_parked(world, region, 0);
    for (int at = 0; at < 3; at++)
        cancel_task(world, tasks[at], ASX_CANCEL_USER);
    for (int at = 0; at < 3; at++)
        turn(world);
}

static void test_sched_fair__due_work_waits_for_l_cancels_at_most(void **state)
{
    struct world *world = *state;
    asx_task task;

    fill_cancel_lane(world, root_of(world));
    task = spawn(world, root_of(world), 0);
    assert_int_equal(longest_gap(world, task, 900), L);
}

static void test_sched_fair__twice_the_bound_while_a_region_drains(void **state)
{
    struct world *world = *state;
    asx_region draining = open_region(world, root_of(world), 0);
    asx_task task;

    start_parked(world, draining, 0);
    fill_cancel_lane(world, root_of(world));
    close_region(world, draining);
    task = spawn(world, root_of(world), 0);
    assert_int_equal(longest_gap(world, task, 900), 2 * L);
}

static void test_sched_fair__timed_work_is_due_work_too(void **state)
{
    struct world *world = *state;
    asx_task task;

    fill_cancel_lane(world, root_of(world));
    task = spawn_due(world, 1u << 30);
    assert_int_equal(longest_gap(world, task, 900), L);
}

static void test_sched_fair__timed_work_does_not_starve_the_ready(void **state)
{
    struct world *world = *state;
    asx_task task = spawn_due(world, ASX_TIME_NONE);

    spawn_due(world, 1u << 30);
    spawn_due(world, 1u << 30);
    assert_int_equal(longest_gap(world, task, 900), L);
}

/* With both lanes ahead of it never empty, a ready task still has its turn. */
static void test_sched_fair__nobody_waits_for_ever_behind_two_lanes(
    void **state)
{
    struct world *world = *state;
    asx_task task;

    fill_cancel_lane(world, root_of(world));
    spawn_due(world, 1u << 30);
    spawn_due(world, 1u << 30);
    task = spawn(world, root_of(world), 0);
    assert_true(longest_gap(world, task, 2000) <= (L + 1) * (L + 1));
}

static void test_sched_fair__without_other_work_cancels_go_on(void **state)
{
    struct world *world = *state;
    asx_task task;

    fill_cancel_lane(world, root_of(world));
    for (int at = 0; at < 100; at++)
        turn(world);
    task = spawn(world, root_of(world), 0); /* they have had their streak */
    expect_next(world, task, ASX_VERB_START);
}

static void test_sched_fair__the_bound_is_a_setting(void **state)
{
    struct world *world = *state;
    asx_task task;

    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_CANCEL_STREAK, 3));
    fill_cancel_lane(world, root_of(world));
    task = spawn(world, root_of(world), 0);
    assert_int_equal(longest_gap(world, task, 500), 3);
}

static void test_sched_lanes__cancel_then_timed_then_ready(void **state)
{
    struct world *world = *state;
    asx_task cancelled = start_parked(world, root_of(world), 0);
    asx_task ready = spawn(world, root_of(world), 0), timed;

    stage_budget(world, 1000, ASX_POLLS_NONE, 0);
    timed = spawn(world, root_of(world), 0);
    cancel_task(world, cancelled, ASX_CANCEL_USER);
    expect_next(world, cancelled, ASX_VERB_CANCEL);
    expect_next(world, timed, ASX_VERB_START);
    expect_next(world, ready, ASX_VERB_START);
}

static void test_sched_order__the_cancel_lane_goes_by_severity(void **state)
{
    static const asx_cancel_kind kinds[] = {
        ASX_CANCEL_USER, ASX_CANCEL_SHUTDOWN, ASX_CANCEL_TIMEOUT,
        ASX_CANCEL_FAIL_FAST, ASX_CANCEL_POLL_QUOTA};
    static const int order[] = {1, 3, 4, 2, 0};
    struct world *world = *state;
    asx_task tasks[5];

    for (int at = 0; at < 5; at++)
        tasks[at] = start_parked(world, root_of(world), 0);
    for (int at = 0; at < 5; at++)
        cancel_task(world, tasks[at], kinds[at]);
    for (int at = 0; at < 5; at++)
        expect_next(world, tasks[order[at]], ASX_VERB_CANCEL);
}

/* Runs tasks that yield a few times; the order of dispatches as a hash. */
static uint64_t order_of(uint64_t seed, uint32_t flags, uint64_t deadline_us)
{
    struct world *world = world_new(seed, flags);
    uint64_t hash = 0;

    for (int at = 0; at < 24; at++)
        spawn_due(world, deadline_us);
    for (int at = 0; at < 200; at++)
        hash = hash * 31 + ASX_HANDLE_SLOT(turn(world));
    world_free(world);
    return hash;
}

static void test_sched_seed__in_the_lab_the_seed_chooses_among_equals(
    void **state)
{
    (void)state;
    for (int timed = 0; timed < 2; timed++) {
        uint64_t deadline_us = timed ? 1u << 30 : ASX_TIME_NONE;

        for (uint64_t seed = 1; seed < 9; seed++) {
            uint64_t order = order_of(seed, ASX_RUNTIME_LAB, deadline_us);

            assert_int_equal(order,
                             order_of(seed, ASX_RUNTIME_LAB, deadline_us));
            assert_int_not_equal(
                order, order_of(seed + 1, ASX_RUNTIME_LAB, deadline_us));
        }
    }
}

static void test_sched_seed__outside_of_the_lab_it_does_not_matter(void **state)
{
    (void)state;
    assert_int_equal(order_of(1, 0, ASX_TIME_NONE),
                     order_of(2, 0, ASX_TIME_NONE));
    assert_int_equal(order_of(1, 0, 1u << 30), order_of(2, 0, 1u << 30));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(sched_fair__due_work_waits_for_l_cancels_at_most),
        TEST(sched_fair__twice_the_bound_while_a_region_drains),
        TEST(sched_fair__timed_work_is_due_work_too),
        TEST(sched_fair__timed_work_does_not_starve_the_ready),
        TEST(sched_fair__nobody_waits_for_ever_behind_two_lanes),
        TEST(sched_fair__without_other_work_cancels_go_on),
        TEST(sched_fair__the_bound_is_a_setting),
        TEST(sched_lanes__cancel_then_timed_then_ready),
        TEST(sched_order__the_cancel_lane_goes_by_severity),
        cmocka_unit_test(
            test_sched_seed__in_the_lab_the_seed_chooses_among_equals),
        cmocka_unit_test(
            test_sched_seed__outside_of_the_lab_it_does_not_matter),
    };

    return cmocka_run_group_tests_name("scheduler", tests, NULL, NULL);
}
