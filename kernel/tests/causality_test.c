/* What had to come before what: against its definition, and case by case. */
#include "asx/channel.h"
#include "asx/order.h"

#include "islands.h"

#define SEEDS 20

struct causes {
    asx_order order;
    struct world *world;
    void *workspace;
};

static struct causes causes_of(struct world *world)
{
    struct causes causes = {.world = world};
    const asx_event *events = world->rt.events;
    uint32_t count = world->rt.event_count;
    size_t bytes = asx_order_bytes(count, 0);

    assert_int_equal(world->rt.event_dropped, 0);
    causes.workspace = malloc(bytes);
    assert_non_null(causes.workspace);
    assert_ok(asx_order_build(&causes.order, events, count, 0, causes.workspace,
                              bytes));
    bytes = asx_order_bytes(count, causes.order.actors);
    causes.workspace = realloc(causes.workspace, bytes);
    assert_non_null(causes.workspace);
    assert_ok(asx_order_build(&causes.order, events, count, causes.order.actors,
                              causes.workspace, bytes));
    return causes;
}

static void forget(struct causes *causes)
{
    free(causes->workspace);
    world_free(causes->world);
}

static struct causes causes_of_islands(uint32_t count, uint64_t seed)
{
    static struct islands islands;
    struct world *world = world_new(seed, 0);

    islands_run(&islands, world, count, 3, seed, seed);
    return causes_of(world);
}

/* Happens-before by its definition, a row of bits for each event: what it
 * depends on directly, and all that this depends on. O(n * n * n / 64). */
static uint64_t *closure_of(const asx_order *order)
{
    uint32_t words = (order->count + 63) / 64;
    uint64_t *rows = calloc((size_t)order->count * words, 8);

    assert_non_null(rows);
    for (uint32_t j = 0; j < order->count; j++) {
        uint64_t *row = rows + (size_t)j * words;

        for (uint32_t i = 0; i < j; i++) {
            const uint64_t *other = rows + (size_t)i * words;

            if (asx_order_conflict(order, i, j) == 0)
                continue;
            row[i / 64] |= UINT64_C(1) << i % 64;
            for (uint32_t at = 0; at < words; at++)
                row[at] |= other[at];
        }
    }
    return rows;
}

static bool is_in(const asx_order *order, const uint64_t *rows, uint32_t i,
                  uint32_t j)
{
    uint32_t words = (order->count + 63) / 64;

    return rows[(size_t)j * words + i / 64] >> i % 64 & 1;
}

static void test_causality__clocks_say_what_the_closure_says(void **state)
{
    uint64_t pairs = 0, ordered = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct causes causes = causes_of_islands(1 + seed % 3, seed);
        const asx_order *order = &causes.order;
        uint64_t *rows = closure_of(order);

        for (uint32_t j = 0; j < order->count; j++) {
            for (uint32_t i = 0; i < order->count; i++) {
                bool expected = is_in(order, rows, i, j);

                if (asx_order_before(order, i, j) != expected)
                    fail_msg("seed %u: %u before %u", (unsigned)seed, i, j);
                pairs++;
                ordered += expected;
            }
        }
        free(rows);
        forget(&causes);
    }
    print_message("%u pairs, %u ordered\n", (unsigned)pairs, (unsigned)ordered);
    assert_true(ordered > pairs / 20 && ordered < pairs / 2);
}

/* Irreflexive, transitive, and as the log has it. */
static void test_causality__is_a_strict_order_that_the_log_extends(void **state)
{
    struct causes causes = causes_of_islands(3, 4);
    const asx_order *order = &causes.order;
    uint64_t random = 1, chains = 0;

    (void)state;
    for (uint32_t i = 0; i < order->count; i++) {
        assert_int_equal(asx_order_before(order, i, i), 0);
        for (uint32_t j = 0; j < i; j++)
            assert_int_equal(asx_order_before(order, i, j), 0);
    }
    for (int tries = 0; tries < 200000; tries++) {
        uint32_t i = (uint32_t)(test_random(&random) % order->count);
        uint32_t j = (uint32_t)(test_random(&random) % order->count);
        uint32_t k = (uint32_t)(test_random(&random) % order->count);

        if (asx_order_before(order, i, j) == 1 &&
            asx_order_before(order, j, k) == 1) {
            assert_int_equal(asx_order_before(order, i, k), 1);
            chains++;
        }
    }
    assert_true(chains > 1000);
    forget(&causes);
}

/* A path exists exactly where there is an order, is made of direct
 * dependences, and no shorter one is. */
static void test_causality__a_path_explains_every_order_and_no_other(
    void **state)
{
    struct causes causes = causes_of_islands(2, 6);
    const asx_order *order = &causes.order;
    uint32_t *path = malloc(order->count * sizeof *path), longest = 0;

    (void)state;
    for (uint32_t i = 0; i < order->count; i += 3) {
        for (uint32_t j = 0; j < order->count; j += 2) {
            int32_t length = asx_order_path(order, i, j, path, order->count);

            assert_int_equal(length > 0, asx_order_before(order, i, j));
            if (length <= 0)
                continue;
            assert_int_equal(path[0], i);
            assert_int_equal(path[length - 1], j);
            for (int32_t at = 1; at < length; at++)
                assert_int_not_equal(
                    asx_order_conflict(order, path[at - 1], path[at]), 0);
            for (int32_t at = 2; at < length; at++)
                assert_int_equal(
                    asx_order_conflict(order, path[at - 2], path[at]), 0);
            if ((uint32_t)length > longest)
                longest = (uint32_t)length;
        }
    }
    assert_true(longest > 4);
    free(path);
    forget(&causes);
}

static void test_causality__a_path_that_has_no_room_is_cut(void **state)
{
    struct causes causes = causes_of_islands(1, 6);
    uint32_t path[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX}, at;
    uint32_t last = causes.order.form_count - 1;
    int32_t length = 0;

    (void)state;
    for (at = last; length < 4 && at > 0; at--)
        length = asx_order_path(&causes.order, 0, at, path, 2);
    assert_true(length >= 4);
    assert_int_equal(path[0], 0);
    assert_int_not_equal(path[1], UINT32_MAX);
    assert_int_equal(path[2], UINT32_MAX);
    forget(&causes);
}

/* A chain is an actor's: what it did is in order, and nothing else is in it. */
static void test_causality__events_of_one_actor_are_in_order(void **state)
{
    struct causes causes = causes_of_islands(3, 8);
    const asx_order *order = &causes.order;
    uint32_t last[64];

    (void)state;
    assert_true(order->actors < 64);
    memset(last, 0xff, sizeof last);
    for (uint32_t at = 0; at < order->count; at++) {
        uint32_t actor = order->actor[at];

        if (actor == ASX_ACTOR_NONE)
            continue;
        if (last[actor] != UINT32_MAX)
            assert_int_equal(asx_order_before(order, last[actor], at), 1);
        last[actor] = at;
    }
    forget(&causes);
}

/* One task after the other is one actor, however many there were. */
static void test_causality__actors_are_as_many_as_were_alive_at_once(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    struct causes causes;

    (void)state;
    for (int at = 0; at < 200; at++)
        finish(world, start(world, region, 0), ASX_OUTCOME_OK);
    causes = causes_of(world);
    assert_true(causes.order.actors <= 3);
    forget(&causes);
}

static void test_causality__a_question_that_makes_no_sense_is_refused(
    void **state)
{
    struct causes causes = causes_of_islands(1, 1);
    asx_order *order = &causes.order, bare;
    size_t bytes = asx_order_bytes(order->count, 0);
    void *workspace = malloc(bytes);
    uint32_t path;

    (void)state;
    assert_int_equal(asx_order_before(order, 0, order->count), ASX_E_ARGUMENT);
    assert_int_equal(asx_order_before(order, order->count, 0), ASX_E_ARGUMENT);
    assert_int_equal(asx_order_path(order, 0, order->count, &path, 1),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_order_conflict(order, 0, order->count), 0);
    assert_int_equal(asx_order_conflict(order, 1, 0), 0);
    assert_ok(asx_order_build(&bare, order->events, order->count, 0, workspace,
                              bytes));
    assert_int_equal(asx_order_before(&bare, 0, 1), ASX_E_STATE);
    assert_int_equal(asx_order_path(&bare, 0, 1, &path, 1), 2);
    free(workspace);
    forget(&causes);
}

static void test_causality__too_few_clocks_are_refused(void **state)
{
    struct causes causes = causes_of_islands(3, 2);
    asx_order *order = &causes.order, out;
    size_t bytes = asx_order_bytes(order->count, order->actors);
    void *workspace = malloc(bytes);
    uint32_t fewer = order->actors - 1;

    (void)state;
    memset(&out, 0x5a, sizeof out);
    assert_int_equal(asx_order_build(&out, order->events, order->count, fewer,
                                     workspace, bytes),
                     ASX_E_LIMIT);
    assert_int_equal(asx_order_build(&out, order->events, order->count,
                                     order->actors, workspace, bytes - 1),
                     ASX_E_MEMORY);
    assert_int_equal(out.count, 0x5a5a5a5a);
    free(workspace);
    forget(&causes);
}

/* Case by case: this event comes before that one. */

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

static void test_causality__spawn_comes_before_the_first_dispatch(void **state)
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
    forget(&causes);
}

static void test_causality__a_wake_comes_after_what_its_waker_did(void **state)
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
    forget(&causes);
}

static void test_causality__an_end_comes_before_the_join_goes_on(void **state)
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
    forget(&causes);
}

static void test_causality__a_transfer_hands_over_what_came_before(void **state)
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
    forget(&causes);
}

static void test_causality__a_request_comes_before_it_is_met(void **state)
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
    forget(&causes);
}

static void test_causality__a_timer_is_armed_before_it_fires(void **state)
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
    forget(&causes);
}

/* rule: region.close_complete -- all that ended in it came first */
static void test_causality__a_region_closes_after_all_that_was_in_it(
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
    forget(&causes);
}

/* A message carries what its sender did before. */
static void test_causality__a_commit_comes_before_its_receipt(void **state)
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
    forget(&causes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_causality__##name)
        TEST(clocks_say_what_the_closure_says),
        TEST(is_a_strict_order_that_the_log_extends),
        TEST(a_path_explains_every_order_and_no_other),
        TEST(a_path_that_has_no_room_is_cut),
        TEST(events_of_one_actor_are_in_order),
        TEST(actors_are_as_many_as_were_alive_at_once),
        TEST(a_question_that_makes_no_sense_is_refused),
        TEST(too_few_clocks_are_refused),
        TEST(spawn_comes_before_the_first_dispatch),
        TEST(a_wake_comes_after_what_its_waker_did),
        TEST(an_end_comes_before_the_join_goes_on),
        TEST(a_transfer_hands_over_what_came_before),
        TEST(a_request_comes_before_it_is_met),
        TEST(a_timer_is_armed_before_it_fires),
        TEST(a_region_closes_after_all_that_was_in_it),
        TEST(a_commit_comes_before_its_receipt),
    };

    return cmocka_run_group_tests_name("causality", tests, NULL, NULL);
}
