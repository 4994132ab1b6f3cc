/* Parking and waking, joins, second operations, waiting for a region. */
#include "harness.h"
#include "internal.h"

static const asx_task nobody = {0};

static uint64_t state_of(const struct world *world, uint64_t handle)
{
    return field(world, handle, ASX_FIELD_STATE);
}

static void test_task_sleep__is_over_when_it_is_due(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_sleep(&world->rt, task, 50), ASX_VERDICT_PARKED);
    assert_int_equal(asx_time_due(&world->rt), 50);
    advance(world, 49);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_sleep(&world->rt, task, 50), ASX_VERDICT_PARKED);
    expect_next(world, task, ASX_VERB_STEP); /* past: only gives way */
    assert_int_equal(asx_task_sleep(&world->rt, task, ASX_TIME_NONE),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_time_due(&world->rt), ASX_TIME_NONE);
}

static void test_task_operation__only_while_its_body_runs(void **state)
{
    struct world *world = *state;
    asx_task created = spawn(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(asx_task_park(&world->rt, created), ASX_E_STATE);
    assert_int_equal(asx_task_finish(&world->rt, created, ASX_OUTCOME_OK),
                     ASX_E_STATE);
    world_assert_unchanged(world);
    expect_next(world, created, ASX_VERB_START);
    assert_int_equal(asx_task_park(&world->rt, created), ASX_VERDICT_PARKED);
    world_remember(world);
    assert_int_equal(asx_task_park(&world->rt, created), ASX_E_STATE);
    assert_int_equal(asx_task_yield(&world->rt, created), ASX_E_STATE);
    assert_int_equal(asx_task_mask(&world->rt, created), ASX_E_STATE);
    assert_int_equal(asx_task_checkpoint(&world->rt, created), ASX_E_STATE);
    assert_int_equal(asx_task_finalized(&world->rt, created, 0), ASX_E_STATE);
    assert_int_equal(asx_task_release(&world->rt, created), ASX_E_STATE);
    world_assert_unchanged(world);
}

static void test_task_join__wakes_all_in_order_when_it_ends(void **state)
{
    struct world *world = *state;
    asx_task target = start(world, root_of(world), 0);
    asx_task one = start(world, root_of(world), 0);
    asx_task two = start(world, root_of(world), 0);
    asx_task gone = start(world, root_of(world), 0);

    assert_int_equal(asx_task_join(&world->rt, one, target),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, gone, target),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, two, target),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, target, target), ASX_E_ARGUMENT);
    finish(world, gone, ASX_OUTCOME_OK); /* from the middle of the queue */
    finish(world, target, ASX_OUTCOME_ERR);
    expect_next(world, one, ASX_VERB_STEP);
    expect_next(world, two, ASX_VERB_STEP);
    assert_int_equal(asx_task_join(&world->rt, one, target), ASX_E_STALE);
}

static void test_task_join__of_an_ended_task_is_ready(void **state)
{
    struct world *world = *state;
    asx_task ended = spawn(world, root_of(world), 0);
    asx_task task;

    cancel_task(world, ended, ASX_CANCEL_USER);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_join(&world->rt, task, ended), ASX_VERDICT_READY);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_join(&world->rt, task, ended),
                     ASX_VERDICT_CANCELLED);
}

static void test_task_await_region__wakes_when_it_has_closed(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task inside = start_parked(world, region, 0);
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_await_region(&world->rt, task, region, false),
                     ASX_VERDICT_PARKED);
    close_region(world, region);
    expect_idle(world);
    assert_ok(asx_task_wake(&world->rt, inside, nobody));
    expect_next(world, inside, ASX_VERB_STEP);
    finish(world, inside, ASX_OUTCOME_OK);
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_await_region(&world->rt, task, region, false),
                     ASX_VERDICT_READY);
}

static void test_task_await_region__owned_means_a_child_of_its_own_region(
    void **state)
{
    struct world *world = *state;
    asx_region near = open_region(world, root_of(world), 0);
    asx_region far = open_region(world, near, 0);
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(asx_task_await_region(&world->rt, task, far, true),
                     ASX_E_ARGUMENT);
    assert_int_equal(
        asx_task_await_region(&world->rt, task, root_of(world), true),
        ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    assert_int_equal(asx_task_await_region(&world->rt, task, near, true),
                     ASX_VERDICT_PARKED);
}

static void test_task_await_region__owned_or_not_is_not_asked_once_closed(
    void **state)
{
    struct world *world = *state;
    asx_region outer = open_region(world, root_of(world), 0);
    asx_region inner = open_region(world, outer, 0);
    asx_region other;
    asx_task task;

    close_region(world, outer);
    close_region(world, inner);
    assert_ok(asx_region_release(&world->rt, outer));
    other = open_region(world, root_of(world), 0); /* in the same slot */
    task = start(world, other, 0);
    assert_int_equal(asx_task_await_region(&world->rt, task, inner, true),
                     ASX_VERDICT_READY);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_await_region(&world->rt, task, inner, true),
                     ASX_VERDICT_READY);
}

/* A task that owns `*inner` and waits for it; one task is parked in there. */
static asx_task start_owner(struct world *world, asx_region outer,
                            asx_region *inner, asx_task *inside)
{
    asx_task owner = start(world, outer, 0);

    *inner = open_region(world, outer, 0);
    *inside = start_parked(world, *inner, 0);
    assert_int_equal(asx_task_await_region(&world->rt, owner, *inner, true),
                     ASX_VERDICT_PARKED);
    return owner;
}

static void test_cancel_cascade__an_owned_region_goes_before_its_waiter(
    void **state)
{
    struct world *world = *state;
    asx_task inside, owner;
    asx_region inner;

    owner = start_owner(world, root_of(world), &inner, &inside);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_PARENT_CANCELLED);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CANCEL_TASK),
                     ASX_HANDLE_SLOT(owner));
    assert_int_equal(state_of(world, owner.bits), ASX_TASK_CANCEL_REQUESTED);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_idle(world); /* the waiter stays until the region has closed */
    finish(world, inside, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, inner.bits), ASX_REGION_CLOSED);
    expect_next(world, owner, ASX_VERB_CANCEL);
    assert_int_equal(state_of(world, owner.bits), ASX_TASK_CANCELLING);
}

static void test_cancel_cascade__from_above_the_waiter_is_still_last(
    void **state)
{
    struct world *world = *state;
    asx_region outer = open_region(world, root_of(world), 0), inner;
    asx_task inside, owner;

    owner = start_owner(world, outer, &inner, &inside);
    cancel_region(world, outer, ASX_CANCEL_USER);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_idle(world);
    finish(world, inside, ASX_OUTCOME_OK);
    expect_next(world, owner, ASX_VERB_CANCEL);
    finish(world, owner, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, outer.bits), ASX_REGION_CLOSED);
}

static void test_cancel_cascade__a_pending_cancel_goes_down_before_waiting(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0), inside;
    asx_region inner = open_region(world, root_of(world), 0);

    inside = start_parked(world, inner, 0);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_task_await_region(&world->rt, owner, inner, true),
                     ASX_VERDICT_PARKED);
    expect_next(world, inside, ASX_VERB_CANCEL);
    finish(world, inside, ASX_OUTCOME_OK);
    expect_next(world, owner, ASX_VERB_CANCEL);
}

static void test_cancel_cascade__a_masked_waiter_asks_nobody(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0), inside;
    asx_region inner = open_region(world, root_of(world), 0);

    inside = start_parked(world, inner, 0);
    assert_ok(asx_task_mask(&world->rt, owner));
    assert_int_equal(asx_task_await_region(&world->rt, owner, inner, true),
                     ASX_VERDICT_PARKED);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CANCEL_KIND), 0);
    assert_int_equal(field(world, inside.bits, ASX_FIELD_CANCEL_KIND), 0);
}

/* What a second request tightens, it tightens below as well. */
static void test_cancel_idempotent__a_second_request_reaches_an_owned_region(
    void **state)
{
    struct world *world = *state;
    asx_task inside, owner;
    asx_region inner;

    owner = start_owner(world, root_of(world), &inner, &inside);
    cancel_task(world, owner, ASX_CANCEL_USER);
    expect_next(world, inside, ASX_VERB_CANCEL);
    assert_int_equal(asx_task_park(&world->rt, inside), ASX_VERDICT_PARKED);
    stage_cleanup(world, 300, 5);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CLEANUP_DEADLINE), 300);
    assert_int_equal(field(world, inside.bits, ASX_FIELD_DEADLINE), 300);
}

/* Cleanup waits for a region it owns and runs out of time: the region goes
 * down too, or its waiter would leave it running. */
static void test_cancel_sticky__a_spent_waiter_takes_its_region_along(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start_parked(world, root_of(world), 0), inside;
    asx_region inner;

    stage_cleanup(world, 300, 50);
    cancel_task(world, owner, ASX_CANCEL_USER);
    expect_next(world, owner, ASX_VERB_CANCEL);
    inner = open_region(world, root_of(world), 0);
    inside = start_parked(world, inner, 0);
    assert_int_equal(asx_task_await_region(&world->rt, owner, inner, true),
                     ASX_VERDICT_PARKED);
    advance(world, 300);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_PARENT_CANCELLED);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_idle(world);
    advance(world, 250000); /* and that one does not come back */
    assert_int_equal(state_of(world, inner.bits), ASX_REGION_CLOSED);
    expect_next(world, owner, ASX_VERB_CANCEL);
    assert_int_equal(field(world, owner.bits, ASX_FIELD_REFUSALS), 1);
}

/* The region closes as soon as it is asked: its waiter is only resumed. */
static void test_cancel_sticky__a_spent_waiter_of_nothing_is_resumed(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start_parked(world, root_of(world), 0), queued;
    asx_region inner;

    stage_cleanup(world, 300, 50);
    cancel_task(world, owner, ASX_CANCEL_USER);
    expect_next(world, owner, ASX_VERB_CANCEL);
    inner = open_region(world, root_of(world), 0);
    queued = spawn(world, inner, 0);
    assert_int_equal(asx_task_await_region(&world->rt, owner, inner, true),
                     ASX_VERDICT_PARKED);
    advance(world, 300);
    assert_int_equal(state_of(world, queued.bits), ASX_TASK_COMPLETED);
    expect_next(world, owner, ASX_VERB_CANCEL);
}

/* A finalizer that runs out of time is told at once; the region that it waits
 * for is asked, from now on and not from the start of time. */
static void test_finalizer_budget__takes_an_owned_region_along(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0), inside;
    asx_region inner;

    assert_int_equal(asx_task_defer(&world->rt, owner), 0);
    finish_into_finalizer(world, owner, ASX_OUTCOME_OK);
    inner = open_region(world, root_of(world), 0);
    inside = start_parked(world, inner, 0);
    assert_int_equal(asx_task_await_region(&world->rt, owner, inner, true),
                     ASX_VERDICT_PARKED);
    advance(world, 5000000);
    assert_int_equal(field(world, inner.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     7000000);
    expect_next(world, inside, ASX_VERB_CANCEL);
    expect_next(world, owner, ASX_VERB_CANCEL);
}

static void test_task_implicit__is_cancelled_with_its_owner(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_task beside = spawn_implicit(world, owner);

    expect_next(world, beside, ASX_VERB_START);
    assert_int_equal(asx_task_park(&world->rt, beside), ASX_VERDICT_PARKED);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(field(world, beside.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_PARENT_CANCELLED);
    assert_int_equal(field(world, beside.bits, ASX_FIELD_CANCEL_TASK),
                     ASX_HANDLE_SLOT(owner));
    expect_next(world, beside, ASX_VERB_CANCEL);
}

static void test_task_implicit__is_cancelled_when_its_owner_ends(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_task queued = spawn_implicit(world, owner);
    asx_task parked;

    expect_next(world, queued, ASX_VERB_START);
    assert_int_equal(asx_task_park(&world->rt, queued), ASX_VERDICT_PARKED);
    parked = queued;
    queued = spawn_implicit(world, owner);
    finish(world, owner, ASX_OUTCOME_OK);
    expect_notice(world, queued.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    close_region(world, region);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_DRAINING);
    expect_next(world, parked, ASX_VERB_CANCEL);
    finish(world, parked, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_OK);
}

static void test_task_implicit__may_end_before_its_owner(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_task tasks[3], refused;

    for (int at = 0; at < 3; at++) {
        tasks[at] = spawn_implicit(world, owner);
        expect_next(world, tasks[at], ASX_VERB_START);
        assert_int_equal(field(world, tasks[at].bits, ASX_FIELD_OWNER),
                         ASX_HANDLE_SLOT(owner));
    }
    assert_int_equal(asx_task_spawn_implicit(&world->rt, tasks[0], 0, &refused),
                     ASX_E_STATE);
    finish(world, tasks[1], ASX_OUTCOME_OK); /* from the middle */
    asx_runtime_check(&world->rt);
    finish(world, tasks[2], ASX_OUTCOME_ERR);
    finish(world, tasks[0], ASX_OUTCOME_OK);
    asx_runtime_check(&world->rt);
    finish(world, owner, ASX_OUTCOME_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(task_sleep__is_over_when_it_is_due),
        TEST(task_operation__only_while_its_body_runs),
        TEST(task_join__wakes_all_in_order_when_it_ends),
        TEST(task_join__of_an_ended_task_is_ready),
        TEST(task_await_region__wakes_when_it_has_closed),
        TEST(task_await_region__owned_means_a_child_of_its_own_region),
        TEST(task_await_region__owned_or_not_is_not_asked_once_closed),
        TEST(cancel_cascade__an_owned_region_goes_before_its_waiter),
        TEST(cancel_cascade__from_above_the_waiter_is_still_last),
        TEST(cancel_cascade__a_pending_cancel_goes_down_before_waiting),
        TEST(cancel_cascade__a_masked_waiter_asks_nobody),
        TEST(cancel_idempotent__a_second_request_reaches_an_owned_region),
        TEST(cancel_sticky__a_spent_waiter_takes_its_region_along),
        TEST(cancel_sticky__a_spent_waiter_of_nothing_is_resumed),
        TEST(finalizer_budget__takes_an_owned_region_along),
        TEST(task_implicit__is_cancelled_with_its_owner),
        TEST(task_implicit__is_cancelled_when_its_owner_ends),
        TEST(task_implicit__may_end_before_its_owner),
    };

    return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}
