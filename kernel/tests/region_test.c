/* Opening and closing regions, their limits, and what one end means. */
#include "harness.h"
#include "internal.h"

static uint64_t state_of(const struct world *world, asx_region region)
{
    return field(world, region.bits, ASX_FIELD_STATE);
}

static void stage_limits(struct world *world, uint32_t children, uint32_t tasks,
                         uint32_t obligations)
{
    assert_ok(asx_runtime_stage_limits(&world->rt, children, tasks, obligations,
                                       UINT32_MAX));
}

static void test_region_admission__only_while_open(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0), child;
    asx_task task = start_parked(world, region, 0), other;

    close_region(world, region);
    world_remember(world);
    assert_int_equal(asx_task_spawn(&world->rt, region, 0, 0, &other),
                     ASX_E_CLOSED);
    assert_int_equal(asx_region_open(&world->rt, region, 0, 0, &child),
                     ASX_E_CLOSED);
    assert_int_equal(asx_region_defer(&world->rt, region), ASX_E_CLOSED);
    world_assert_unchanged(world);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    drain(world);
}

/* What lives in it may still start more: the region waits for that as well. */
static void test_region_admission__from_inside_until_all_have_ended(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0), scope = {0};
    asx_task task = start(world, region, ASX_TASK_MAIN), more = {0};
    asx_task other = start_parked(world, region, 0);

    finish(world, task, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, region), ASX_REGION_DRAINING);
    assert_ok(asx_task_spawn(&world->rt, region, ASX_TASK_INSIDE, 0, &more));
    assert_int_equal(field(world, more.bits, ASX_FIELD_FLAGS), 0);
    assert_ok(
        asx_region_open(&world->rt, region, ASX_REGION_INSIDE, 0, &scope));
    assert_int_equal(field(world, scope.bits, ASX_FIELD_FLAGS), 0);
    close_region(world, scope);
    expect_next(world, more, ASX_VERB_START);
    finish(world, more, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, region), ASX_REGION_DRAINING);
    finish(world, other, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, region), ASX_REGION_CLOSED);
    assert_int_equal(
        asx_task_spawn(&world->rt, region, ASX_TASK_INSIDE, 0, &more),
        ASX_E_CLOSED);
    assert_int_equal(
        asx_region_open(&world->rt, region, ASX_REGION_INSIDE, 0, &scope),
        ASX_E_CLOSED);
}

/* A cleanup may open scopes, not start work beside itself; and what asks again
 * reaches such a scope with the reason and the time of the region's own. */
static void test_region_admission__a_cleanup_opens_scopes_only(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0), scope = {0};
    asx_task task = start(world, region, 0), more;

    cancel_region(world, region, ASX_CANCEL_USER);
    assert_int_equal(
        asx_task_spawn(&world->rt, region, ASX_TASK_INSIDE, 0, &more),
        ASX_E_CLOSED);
    assert_ok(
        asx_region_open(&world->rt, region, ASX_REGION_INSIDE, 0, &scope));
    start_parked(world, scope, 0);
    advance(world, 100);
    cancel_region(world, region, ASX_CANCEL_USER);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_PARENT_CANCELLED);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_CANCEL_TIME), 0);
    drain(world);
    finish(world, task, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, region), ASX_REGION_CLOSED);
}

static void test_region_admission__flags_and_priorities_are_checked(
    void **state)
{
    struct world *world = *state;
    asx_region region;
    asx_task task;

    world_remember(world);
    assert_int_equal(asx_region_open(&world->rt, root_of(world),
                                     ASX_REGION_FLAGS_ALL + 1, 0, &region),
                     ASX_E_ARGUMENT);
    assert_int_equal(
        asx_task_spawn(&world->rt, root_of(world), ASX_TASK_IMPLICIT, 0, &task),
        ASX_E_ARGUMENT);
    assert_int_equal(
        asx_region_cancel(&world->rt, root_of(world), ASX_CANCEL_NONE, 0),
        ASX_E_ARGUMENT);
    assert_int_equal(
        asx_region_cancel(&world->rt, root_of(world), ASX_CANCEL_KIND_COUNT, 0),
        ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

static void test_task_spawn__never_runs_and_keeps_its_place(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = spawn(world, region, 0), second = spawn(world, region, 0);

    assert_int_equal(field(world, first.bits, ASX_FIELD_STATE),
                     ASX_TASK_CREATED);
    assert_int_equal(field(world, first.bits, ASX_FIELD_ORDINAL), 0);
    assert_int_equal(field(world, second.bits, ASX_FIELD_ORDINAL), 1);
    assert_int_equal(counter(world, ASX_COUNTER_DISPATCHES), 0);
}

static void test_region_close__waits_for_a_running_child(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_region child = open_region(world, region, 0);
    asx_task task = start_parked(world, child, 0);

    close_region(world, region);
    assert_int_equal(state_of(world, region), ASX_REGION_DRAINING);
    assert_int_equal(state_of(world, child), ASX_REGION_OPEN);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND), 0);
    close_region(world, child);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    expect_next(world, task, ASX_VERB_STEP);
    finish(world, task, ASX_OUTCOME_OK);
    expect_notice(world, child.bits, ASX_NOTICE_REGION_CLOSED, ASX_OUTCOME_OK);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED, ASX_OUTCOME_OK);
}

static void test_region_close__is_idempotent(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, region, 0);

    close_region(world, region);
    world_remember(world);
    close_region(world, region);
    world_assert_unchanged(world);
    cancel_region(world, region, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
    world_remember(world);
    close_region(world, region);
    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    world_assert_unchanged(world);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    expect_no_notice(world);
}

static void test_region_close__the_root_closes_last(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, region, 0), refused;

    cancel_region(world, root_of(world), ASX_CANCEL_SHUTDOWN);
    assert_int_equal(state_of(world, root_of(world)), ASX_REGION_DRAINING);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    expect_notice(world, root_of(world).bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    assert_int_equal(asx_task_spawn(&world->rt, root_of(world), 0, 0, &refused),
                     ASX_E_CLOSED);
    assert_int_equal(asx_region_release(&world->rt, root_of(world)),
                     ASX_E_STATE);
}

static void test_region_release__only_when_closed(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    assert_int_equal(asx_region_release(&world->rt, region), ASX_E_STATE);
    close_region(world, region);
    assert_ok(asx_region_release(&world->rt, region));
    assert_int_equal(asx_region_release(&world->rt, region), ASX_E_STALE);
    expect_no_notice(world);
}

static void test_region_limits__a_refusal_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_region region, child;
    asx_task task, other;
    asx_obligation obligation;

    stage_limits(world, 1, 2, 1);
    region = open_region(world, root_of(world), 0);
    open_region(world, region, 0);
    task = start(world, region, 0);
    spawn(world, region, 0);
    reserve(world, task);
    world_remember(world);
    assert_int_equal(asx_region_open(&world->rt, region, 0, 0, &child),
                     ASX_E_LIMIT);
    assert_int_equal(asx_task_spawn(&world->rt, region, 0, 0, &other),
                     ASX_E_LIMIT);
    assert_int_equal(asx_task_spawn_implicit(&world->rt, task, 0, &other),
                     ASX_E_LIMIT);
    assert_int_equal(asx_obligation_reserve(&world->rt, task,
                                            ASX_OBLIGATION_LEASE, 0,
                                            &obligation),
                     ASX_E_LIMIT);
    world_assert_unchanged(world);
}

static void test_region_limits__count_what_lives(void **state)
{
    struct world *world = *state;
    asx_region region;

    stage_limits(world, UINT32_MAX, 1, UINT32_MAX);
    region = open_region(world, root_of(world), 0);
    for (int times = 0; times < 5; times++)
        finish(world, start(world, region, 0), ASX_OUTCOME_OK);
    stage_limits(world, 1, 0, 0);
    region = open_region(world, root_of(world), 0);
    for (int times = 0; times < 5; times++) {
        asx_region child = open_region(world, region, 0);

        close_region(world, child);
        assert_ok(asx_region_release(&world->rt, child));
    }
}

static void test_region_timeout__cancels_it_with_timeout(void **state)
{
    struct world *world = *state;
    asx_region region;
    asx_task task;

    assert_ok(asx_runtime_stage_timeout(&world->rt, 1000));
    region = open_region(world, root_of(world), 0);
    task = start_parked(world, region, 0);
    advance(world, 999);
    expect_idle(world);
    advance(world, 1);
    assert_int_equal(field(world, region.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_TIMEOUT);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
}

static void test_region_timeout__is_disarmed_by_its_end(void **state)
{
    struct world *world = *state;
    asx_region closed, cancelled;

    assert_ok(asx_runtime_stage_timeout(&world->rt, 1000));
    closed = open_region(world, root_of(world), 0);
    assert_ok(asx_runtime_stage_timeout(&world->rt, 1000));
    cancelled = open_region(world, root_of(world), 0);
    start_parked(world, cancelled, 0);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 2);
    close_region(world, closed);
    cancel_region(world, cancelled, ASX_CANCEL_USER);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 0);
    advance(world, 2000);
    assert_int_equal(field(world, closed.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_OK);
}

static void test_region_timeout__in_the_past_is_due_at_the_next_tick(
    void **state)
{
    struct world *world = *state;
    asx_region region;

    advance(world, 5000);
    assert_ok(asx_runtime_stage_timeout(&world->rt, 1000));
    region = open_region(world, root_of(world), 0);
    assert_int_equal(state_of(world, region), ASX_REGION_OPEN);
    assert_true(asx_time_due(&world->rt) <= 5001);
    advance(world, 1);
    assert_int_equal(state_of(world, region), ASX_REGION_CLOSED);
}

/* Whoever guesses its handle: what is registered with it would not run, and
 * what waits for it would keep it from ever being due. */
static void test_finalizer_order__the_regions_own_task_is_nobodys_until_due(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0), own;

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    own = task_at(world, (uint32_t)counter(world, ASX_COUNTER_SLOTS_USED));
    assert_true(is_alive(world, own.bits));
    world_remember(world);
    assert_int_equal(asx_task_defer(&world->rt, own), ASX_E_STALE);
    assert_int_equal(asx_task_join(&world->rt, task, own), ASX_E_STALE);
    assert_int_equal(asx_task_cancel(&world->rt, own, ASX_CANCEL_USER, 0),
                     ASX_E_STALE);
    world_assert_unchanged(world);
    finish(world, task, ASX_OUTCOME_OK);
    close_region(world, region);
    expect_next(world, own, ASX_VERB_FINALIZE);
    assert_int_equal(finish_into_finalizer(world, own, ASX_OUTCOME_OK), 0);
}

/* From inside too: its finalizers are the last that runs in it. */
static void test_region_admission__nothing_while_finalizers_run(void **state)
{
    struct world *world = *state;
    asx_region scope = open_region(world, root_of(world), 0), inner = {77};
    asx_task task = {77};
    int32_t next;

    assert_int_equal(asx_region_defer(&world->rt, scope), 0);
    close_region(world, scope);
    next = asx_next(&world->rt);
    assert_int_equal(next >> ASX_SLOT_BITS, ASX_VERB_FINALIZE);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_STATE),
                     ASX_REGION_FINALIZING);
    world_remember(world);
    assert_int_equal(
        asx_region_open(&world->rt, scope, ASX_REGION_INSIDE, 0, &inner),
        ASX_E_CLOSED);
    assert_int_equal(
        asx_task_spawn(&world->rt, scope, ASX_TASK_INSIDE, 0, &task),
        ASX_E_CLOSED);
    world_assert_unchanged(world);
    assert_int_equal(inner.bits, 77);
    assert_int_equal(task.bits, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(region_admission__only_while_open),
        TEST(region_admission__from_inside_until_all_have_ended),
        TEST(region_admission__a_cleanup_opens_scopes_only),
        TEST(region_admission__flags_and_priorities_are_checked),
        TEST(task_spawn__never_runs_and_keeps_its_place),
        TEST(region_close__waits_for_a_running_child),
        TEST(region_close__is_idempotent),
        TEST(region_close__the_root_closes_last),
        TEST(region_release__only_when_closed),
        TEST(region_limits__a_refusal_changes_nothing),
        TEST(region_limits__count_what_lives),
        TEST(region_timeout__cancels_it_with_timeout),
        TEST(region_timeout__is_disarmed_by_its_end),
        TEST(region_timeout__in_the_past_is_due_at_the_next_tick),
        TEST(region_admission__nothing_while_finalizers_run),
        TEST(finalizer_order__the_regions_own_task_is_nobodys_until_due),
    };

    return cmocka_run_group_tests_name("region", tests, NULL, NULL);
}
