/* Monitors: told always, once, in order; and what becomes of the ones that
 * nobody waits for. */
#include "harness.h"

#include "asx/describe.h"

static asx_monitor monitor(struct world *world, asx_task watcher,
                           asx_task target)
{
    asx_monitor out = {0};

    assert_ok(asx_monitor_open(&world->rt, watcher, target, 9, &out));
    asx_runtime_check(&world->rt);
    return out;
}

/* The next thing `watcher` is told is this, and that monitor is gone. */
static void expect_down(struct world *world, asx_task watcher,
                        asx_monitor about, asx_outcome outcome)
{
    int32_t answer = asx_monitor_receive(&world->rt, watcher, true);

    asx_runtime_check(&world->rt);
    assert_int_equal(answer & ASX_ANSWER_MASK, ASX_HANDLE_SLOT(about));
    assert_int_equal(answer >> ASX_NOTICE_OUTCOME_SHIFT, outcome);
    assert_false(is_alive(world, about.bits));
}

static void expect_nothing(struct world *world, asx_task watcher)
{
    assert_int_equal(asx_monitor_receive(&world->rt, watcher, false),
                     ASX_E_FULL);
}

static void expect_parked(struct world *world, asx_task watcher)
{
    assert_int_equal(asx_monitor_receive(&world->rt, watcher, true),
                     ASX_VERDICT_PARKED << ASX_ANSWER_SHIFT);
    asx_runtime_check(&world->rt);
}

/* rule: monitor.down */
static void test_monitor_down__every_outcome_is_told(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);

    for (int outcome = 0; outcome < 4; outcome++) {
        asx_task target = start(world, root_of(world), 0);
        asx_monitor about = monitor(world, watcher, target);

        expect_nothing(world, watcher);
        assert_int_equal(field(world, about.bits, ASX_FIELD_LABEL), 9);
        assert_int_equal(field(world, about.bits, ASX_FIELD_TASK),
                         ASX_HANDLE_SLOT(target));
        if (outcome == ASX_OUTCOME_CANCELLED) {
            cancel_task(world, target, ASX_CANCEL_USER);
            assert_int_equal(asx_task_checkpoint(&world->rt, target),
                             ASX_VERDICT_CANCELLED);
        }
        finish(world, target, (asx_outcome)outcome);
        expect_down(world, watcher, about, (asx_outcome)outcome);
    }
    assert_int_equal(asx_monitor_receive(&world->rt, watcher, true),
                     ASX_E_DISCONNECTED);
}

/* rule: monitor.down */
static void test_monitor_down__wakes_the_watcher(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task target = start(world, root_of(world), 0);
    asx_monitor about = monitor(world, watcher, target);

    expect_parked(world, watcher);
    expect_idle(world);
    finish(world, target, ASX_OUTCOME_ERR);
    expect_next(world, watcher, ASX_VERB_STEP);
    expect_down(world, watcher, about, ASX_OUTCOME_ERR);
}

/* rule: monitor.down */
static void test_monitor_down__in_order_of_the_ends_then_of_the_tasks(void **s)
{
    struct world *world = *s;
    asx_task watcher = start(world, root_of(world), 0), targets[6];
    asx_monitor about[6];
    static const uint32_t ends[] = {4, 2, 5, 0, 3, 1};

    for (uint32_t at = 0; at < 6; at++) {
        targets[at] = start(world, root_of(world), 0);
        about[at] = monitor(world, watcher, targets[at]);
    }
    /* Three in one microsecond, three in another. */
    for (uint32_t at = 0; at < 6; at++) {
        if (at == 3)
            advance(world, 1);
        finish(world, targets[ends[at]], ASX_OUTCOME_OK);
        asx_runtime_check(&world->rt);
    }
    expect_down(world, watcher, about[2], ASX_OUTCOME_OK);
    expect_down(world, watcher, about[4], ASX_OUTCOME_OK);
    expect_down(world, watcher, about[5], ASX_OUTCOME_OK);
    expect_down(world, watcher, about[0], ASX_OUTCOME_OK);
    expect_down(world, watcher, about[1], ASX_OUTCOME_OK);
    expect_down(world, watcher, about[3], ASX_OUTCOME_OK);
}

/* rule: monitor.down */
static void test_monitor_down__however_it_ended(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task watcher = start(world, root_of(world), 0);
    asx_task hung = start(world, region, 0);
    asx_task never = spawn(world, region, 0);
    asx_monitor first = monitor(world, watcher, never);
    asx_monitor second = monitor(world, watcher, hung);

    /* Never started; forced. Both with memory refused. */
    world->growths_left = 0;
    cancel_region(world, region, ASX_CANCEL_USER);
    expect_down(world, watcher, first, ASX_OUTCOME_CANCELLED);
    advance(world, 60000000);
    expect_report(world, ASX_REPORT_TASK_FORCED, hung.bits);
    expect_down(world, watcher, second, ASX_OUTCOME_CANCELLED);
    world->growths_left = -1;
    finish(world, watcher, ASX_OUTCOME_OK);
    drain(world);
}

/* rule: monitor.down */
static void test_monitor_down__of_one_that_has_ended_is_told_at_once(void **s)
{
    struct world *world = *s;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task dead = spawn(world, root_of(world), 0);

    cancel_task(world, dead, ASX_CANCEL_USER);
    expect_down(world, watcher, monitor(world, watcher, dead),
                ASX_OUTCOME_CANCELLED);
    finish(world, watcher, ASX_OUTCOME_OK);
    drain(world);
}

/* rule: monitor.down */
static void test_monitor_down__one_opened_late_comes_by_its_end(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task first = spawn(world, root_of(world), 0);
    asx_monitor early = monitor(world, watcher, second), late;

    cancel_task(world, first, ASX_CANCEL_USER);
    advance(world, 5);
    finish(world, second, ASX_OUTCOME_OK);
    advance(world, 5);
    late = monitor(world, watcher, first);
    expect_down(world, watcher, late, ASX_OUTCOME_CANCELLED);
    expect_down(world, watcher, early, ASX_OUTCOME_OK);
    finish(world, watcher, ASX_OUTCOME_OK);
    drain(world);
}

/* rule: monitor.down */
static void test_monitor_down__goes_with_its_watcher(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task dead = start(world, root_of(world), 0);
    asx_task alive = start(world, root_of(world), 0);
    asx_monitor told = monitor(world, watcher, dead);
    asx_monitor open = monitor(world, watcher, alive);

    finish(world, dead, ASX_OUTCOME_OK);
    finish(world, watcher, ASX_OUTCOME_OK); /* without having listened */
    asx_runtime_check(&world->rt);
    assert_false(is_alive(world, told.bits));
    assert_false(is_alive(world, open.bits));
    finish(world, alive, ASX_OUTCOME_OK);
}

/* rule: monitor.down */
static void test_monitor_down__released_ones_tell_nothing(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_monitor about[3] = {monitor(world, watcher, first),
                            monitor(world, watcher, second),
                            monitor(world, watcher, second)};

    assert_ok(asx_monitor_release(&world->rt, about[0]));
    assert_int_equal(asx_monitor_release(&world->rt, about[0]), ASX_E_STALE);
    finish(world, first, ASX_OUTCOME_OK);
    expect_nothing(world, watcher);
    finish(world, second, ASX_OUTCOME_ERR);
    assert_ok(asx_monitor_release(&world->rt, about[1])); /* told already */
    asx_runtime_check(&world->rt);
    expect_down(world, watcher, about[2], ASX_OUTCOME_ERR);
}

/* rule: monitor.down */
static void test_monitor_down__nobody_waits_for_what_cannot_come(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task target = start(world, root_of(world), 0);
    asx_monitor about = monitor(world, watcher, target);

    expect_parked(world, watcher);
    assert_ok(asx_monitor_release(&world->rt, about));
    expect_next(world, watcher, ASX_VERB_STEP);
    assert_int_equal(asx_monitor_receive(&world->rt, watcher, true),
                     ASX_E_DISCONNECTED);
}

/* rule: monitor.down */
static void test_monitor_down__a_second_operation_listens_for_its_owner(
    void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task target = start(world, root_of(world), 0);
    asx_task second = spawn_implicit(world, watcher);
    asx_monitor about = monitor(world, watcher, target);

    expect_next(world, second, ASX_VERB_START);
    /* What hangs on itself is another matter. */
    assert_ok(asx_task_link(&world->rt, second, target));
    assert_ok(asx_task_unlink(&world->rt, target, second));
    expect_parked(world, second);
    finish(world, target, ASX_OUTCOME_PANICKED);
    expect_next(world, second, ASX_VERB_STEP);
    expect_down(world, second, about, ASX_OUTCOME_PANICKED);
    monitor(world, watcher, start(world, root_of(world), 0));
    /* Masked, it outlives its owner, and finds out. */
    assert_ok(asx_task_mask(&world->rt, second));
    expect_parked(world, second);
    finish(world, watcher, ASX_OUTCOME_OK);
    expect_next(world, second, ASX_VERB_STEP);
    assert_int_equal(asx_monitor_receive(&world->rt, second, true),
                     ASX_E_DISCONNECTED);
}

/* rule: monitor.down */
static void test_monitor_down__a_cancel_ends_the_wait_and_loses_nothing(
    void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task target = start(world, root_of(world), 0);
    asx_monitor about = monitor(world, watcher, target);

    expect_parked(world, watcher);
    cancel_task(world, watcher, ASX_CANCEL_USER);
    finish(world, target, ASX_OUTCOME_ERR);
    expect_next(world, watcher, ASX_VERB_CANCEL);
    expect_down(world, watcher, about, ASX_OUTCOME_ERR); /* in its cleanup */
    finish(world, watcher, ASX_OUTCOME_CANCELLED);
}

/* rule: monitor.down */
static void test_monitor_down__refuses_what_makes_no_sense(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_task dead = spawn(world, root_of(world), 0);
    asx_monitor out;

    cancel_task(world, dead, ASX_CANCEL_USER);
    world_remember(world);
    assert_int_equal(asx_monitor_open(&world->rt, task, task, 0, &out),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_monitor_open(&world->rt, dead, task, 0, &out),
                     ASX_E_STATE);
    assert_int_equal(asx_monitor_open(&world->rt, (asx_task){0}, task, 0, &out),
                     ASX_E_STALE);
    assert_int_equal(asx_monitor_open(&world->rt, task, (asx_task){0}, 0, &out),
                     ASX_E_STALE);
    assert_int_equal(asx_monitor_receive(&world->rt, (asx_task){0}, true),
                     ASX_E_STALE);
    assert_int_equal(asx_monitor_receive(&world->rt, dead, true), ASX_E_STATE);
    world->growths_left = 0;
    assert_int_equal(asx_monitor_open(&world->rt, task, dead, 0, &out),
                     ASX_E_MEMORY);
    world->growths_left = -1;
    world_assert_unchanged(world);
    drain(world);
}

/* rule: monitor.down */
static void test_monitor_down__many_at_once(void **state)
{
    enum { COUNT = 20000 };
    struct world *world = *state;
    asx_region region =
        open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
    asx_task watcher = start(world, root_of(world), 0);
    uint32_t last = 0;

    for (uint32_t at = 0; at < COUNT; at++) {
        asx_monitor out;

        assert_ok(asx_monitor_open(&world->rt, watcher, spawn(world, region, 0),
                                   0, &out));
    }
    cancel_region(world, region, ASX_CANCEL_USER);
    asx_runtime_check(&world->rt);
    for (uint32_t at = 0; at < COUNT; at++) {
        int32_t answer = asx_monitor_receive(&world->rt, watcher, true);

        assert_true((uint32_t)(answer & ASX_ANSWER_MASK) > last);
        last = (uint32_t)(answer & ASX_ANSWER_MASK);
    }
    finish(world, watcher, ASX_OUTCOME_OK);
    drain(world);
}

/* rule: monitor.down */
static void test_monitor_down__receiving_is_a_checkpoint(void **state)
{
    struct world *world = *state;
    asx_task watcher = start(world, root_of(world), 0);
    asx_task target = start(world, root_of(world), 0);
    asx_monitor about = monitor(world, watcher, target);

    finish(world, target, ASX_OUTCOME_OK);
    cancel_task(world, watcher, ASX_CANCEL_USER);
    assert_int_equal(asx_monitor_receive(&world->rt, watcher, true),
                     ASX_VERDICT_CANCELLED << ASX_ANSWER_SHIFT);
    expect_down(world, watcher, about, ASX_OUTCOME_OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(test_monitor_down__every_outcome_is_told),
        WORLD_TEST(test_monitor_down__wakes_the_watcher),
        WORLD_TEST(test_monitor_down__in_order_of_the_ends_then_of_the_tasks),
        WORLD_TEST(test_monitor_down__however_it_ended),
        WORLD_TEST(test_monitor_down__of_one_that_has_ended_is_told_at_once),
        WORLD_TEST(test_monitor_down__one_opened_late_comes_by_its_end),
        WORLD_TEST(test_monitor_down__goes_with_its_watcher),
        WORLD_TEST(test_monitor_down__released_ones_tell_nothing),
        WORLD_TEST(test_monitor_down__nobody_waits_for_what_cannot_come),
        WORLD_TEST(test_monitor_down__a_second_operation_listens_for_its_owner),
        WORLD_TEST(test_monitor_down__a_cancel_ends_the_wait_and_loses_nothing),
        WORLD_TEST(test_monitor_down__refuses_what_makes_no_sense),
        WORLD_TEST(test_monitor_down__many_at_once),
        WORLD_TEST(test_monitor_down__receiving_is_a_checkpoint),
    };

    return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
