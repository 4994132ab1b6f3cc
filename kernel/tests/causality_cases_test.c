/* What had to come before what, case by case. */
#include "asx/channel.h"
#include "ordered.h"

static void expect_before(const struct causes *causes, uint32_t i, uint32_t j)
{
    assert_true(i < j);
    if (asx_order_before(&causes->order, i, j) != 1)
        fail_msg("event %u does not come before %u", i, j);
}

static void expect_unordered(const struct causes *causes, uint32_t i,
                             uint32_t j)
{
    assert_int_equal(asx_order_before(&causes->order, i, j), 0);
    assert_int_equal(asx_order_before(&causes->order, j, i), 0);
}

static uint32_t find(const struct world *world, asx_event_kind kind,
                     uint64_t handle)
{
    return event_find(world, 0, kind, handle);
}

static void test_causality_cases__spawn_comes_before_the_first_dispatch(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = start_parked(world, region, 0);
    asx_task second = start_parked(world, region, 0);
    struct causes causes = causes_of(world);

    (void)state;
    expect_before(&causes, find(world, ASX_EVENT_REGION_OPENED, region.bits),
                  find(world, ASX_EVENT_TASK_SPAWNED, first.bits));
    expect_before(&causes, find(world, ASX_EVENT_TASK_SPAWNED, first.bits),
                  find(world, ASX_EVENT_TASK_DISPATCHED, first.bits));
    expect_unordered(&causes,
                     find(world, ASX_EVENT_TASK_DISPATCHED, first.bits),
                     find(world, ASX_EVENT_TASK_DISPATCHED, second.bits));
    causes_free(&causes);
}

static void test_causality_cases__a_wake_comes_after_what_its_waker_did(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task sleeper = start_parked(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_task waker = start(world, root_of(world), 0);
    struct causes causes;
    uint32_t woken;

    (void)state;
    assert_ok(asx_task_mask(&world->rt, waker));
    assert_ok(asx_task_mask(&world->rt, other));
    assert_ok(asx_task_wake(&world->rt, sleeper, waker));
    causes = causes_of(world);
    woken = find(world, ASX_EVENT_TASK_WOKEN, sleeper.bits);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, waker.bits),
                  woken);
    expect_unordered(&causes, find(world, ASX_EVENT_TASK_MASKED, other.bits),
                     woken);
    causes_free(&causes);
}

static void test_causality_cases__an_end_comes_before_the_join_goes_on(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task target = start(world, root_of(world), 0);
    asx_task joiner = start(world, root_of(world), 0);
    struct causes causes;

    (void)state;
    assert_int_equal(asx_task_join(&world->rt, joiner, target),
                     ASX_VERDICT_PARKED);
    assert_ok(asx_task_mask(&world->rt, target));
    finish(world, target, ASX_OUTCOME_OK);
    expect_next(world, joiner, ASX_VERB_STEP);
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, target.bits),
                  event_find(world,
                             find(world, ASX_EVENT_TASK_WOKEN, joiner.bits),
                             ASX_EVENT_TASK_DISPATCHED, joiner.bits));
    causes_free(&causes);
}

static void test_causality_cases__a_transfer_hands_over_what_came_before(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task from = start(world, root_of(world), 0);
    asx_task to = start(world, open_region(world, root_of(world), 0), 0);
    asx_obligation obligation = reserve(world, from);
    struct causes causes;

    (void)state;
    assert_ok(asx_task_mask(&world->rt, from));
    assert_ok(asx_obligation_transfer(&world->rt, obligation, from, to));
    assert_ok(asx_task_mask(&world->rt, to));
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, from.bits),
                  find(world, ASX_EVENT_TASK_MASKED, to.bits));
    causes_free(&causes);
}

static void test_causality_cases__a_request_comes_before_it_is_met(void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, region, 0);
    struct causes causes;

    (void)state;
    cancel_region(world, region, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_REGION_CANCEL, region.bits),
                  find(world, ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED, task.bits));
    causes_free(&causes);
}

static void test_causality_cases__a_timer_is_armed_before_it_fires(void **state)
{
    struct world *world = world_new(1, 0);
    asx_task task = start(world, root_of(world), 0);
    struct causes causes;
    uint32_t fired;

    (void)state;
    assert_int_equal(asx_task_sleep(&world->rt, task, 10), ASX_VERDICT_PARKED);
    advance(world, 10);
    causes = causes_of(world);
    fired = find(world, ASX_EVENT_TIMER_FIRED, task.bits);
    expect_before(&causes, find(world, ASX_EVENT_TIMER_ARMED, task.bits),
                  fired);
    expect_before(&causes, find(world, ASX_EVENT_TIME_ADVANCED, 0), fired);
    causes_free(&causes);
}

/* rule: region.close_complete -- all that ended in it came first */
static void test_causality_cases__a_region_closes_after_all_that_was_in_it(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, region, 0);
    asx_task task = start(world, region, 0), deep = start(world, below, 0);
    asx_obligation held = reserve(world, task);
    struct causes causes;
    uint32_t closed;

    (void)state;
    assert_ok(asx_obligation_commit(&world->rt, held, task));
    finish(world, task, ASX_OUTCOME_OK);
    close_region(world, below);
    finish(world, deep, ASX_OUTCOME_OK);
    close_region(world, region);
    causes = causes_of(world);
    closed = find(world, ASX_EVENT_REGION_CLOSED, region.bits);
    expect_before(&causes, find(world, ASX_EVENT_TASK_COMPLETED, task.bits),
                  closed);
    expect_before(&causes, find(world, ASX_EVENT_TASK_COMPLETED, deep.bits),
                  closed);
    expect_before(&causes,
                  find(world, ASX_EVENT_OBLIGATION_COMMITTED, held.bits),
                  closed);
    causes_free(&causes);
}

/* A message carries what its sender did before. */
static void test_causality_cases__a_commit_comes_before_its_receipt(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);
    asx_channel channel;
    asx_obligation permit;
    struct causes causes;
    int32_t slot;

    (void)state;
    assert_ok(asx_channel_open(&world->rt, root_of(world), ASX_CHANNEL_MPSC, 1,
                               0, &channel));
    slot = asx_channel_reserve(&world->rt, sender, channel, true);
    assert_true(slot > 0);
    permit.bits = task_at(world, (uint32_t)slot).bits;
    assert_ok(asx_task_mask(&world->rt, sender));
    assert_int_equal(asx_channel_commit(&world->rt, permit, sender, 5), 0);
    assert_int_equal(asx_channel_receive(&world->rt, receiver, channel, true),
                     5);
    assert_ok(asx_task_mask(&world->rt, receiver));
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, sender.bits),
                  find(world, ASX_EVENT_TASK_MASKED, receiver.bits));
    causes_free(&causes);
}

/* Who sees a value comes after who sent it. */
static void test_causality_cases__a_sight_comes_after_what_was_sent(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);
    asx_channel channel;
    asx_receiver through;
    struct causes causes;
    int32_t slot;

    (void)state;
    assert_ok(asx_channel_open(&world->rt, root_of(world), ASX_CHANNEL_WATCH, 1,
                               0, &channel));
    assert_ok(asx_receiver_open(&world->rt, root_of(world), channel, &through));
    slot = asx_channel_reserve(&world->rt, sender, channel, true);
    assert_true(slot > 0);
    assert_ok(asx_task_mask(&world->rt, sender));
    assert_true(asx_channel_commit(
                    &world->rt,
                    (asx_obligation){task_at(world, (uint32_t)slot).bits},
                    sender, 5) >= 0);
    assert_int_equal(asx_receiver_receive(&world->rt, receiver, through, true),
                     5);
    assert_ok(asx_task_mask(&world->rt, receiver));
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, sender.bits),
                  find(world, ASX_EVENT_TASK_MASKED, receiver.bits));
    causes_free(&causes);
}

/* A second operation comes after what its task did before it. */
static void test_causality_cases__an_implicit_task_comes_after_its_owner(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_task owner = start(world, root_of(world), 0), second;
    struct causes causes;

    (void)state;
    assert_ok(asx_task_mask(&world->rt, owner));
    second = spawn_implicit(world, owner);
    expect_next(world, second, ASX_VERB_START);
    causes = causes_of(world);
    expect_before(&causes, find(world, ASX_EVENT_TASK_MASKED, owner.bits),
                  find(world, ASX_EVENT_TASK_DISPATCHED, second.bits));
    causes_free(&causes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_causality_cases__##name)
        TEST(spawn_comes_before_the_first_dispatch),
        TEST(a_wake_comes_after_what_its_waker_did),
        TEST(an_end_comes_before_the_join_goes_on),
        TEST(a_transfer_hands_over_what_came_before),
        TEST(a_request_comes_before_it_is_met),
        TEST(a_timer_is_armed_before_it_fires),
        TEST(a_region_closes_after_all_that_was_in_it),
        TEST(a_commit_comes_before_its_receipt),
        TEST(a_sight_comes_after_what_was_sent),
        TEST(an_implicit_task_comes_after_its_owner),
    };

    return cmocka_run_group_tests_name("causality_cases", tests, NULL, NULL);
}
