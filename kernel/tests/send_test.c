/* Sending in two phases: what a permit promises, and what refusing costs. */
#include "channels.h"

static void test_channel_two_phase__a_cancelled_reserve_has_no_effect(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task waiting = start(world, root_of(world), 0);

    assert_int_equal(send(world, sender, channel, 1), 0);
    wait_to_send(world, waiting, channel);
    cancel_task(world, waiting, ASX_CANCEL_USER);
    expect_next(world, waiting, ASX_VERB_CANCEL);
    finish(world, waiting, ASX_OUTCOME_OK);
    assert_int_equal(field(world, channel.bits, ASX_FIELD_PERMITS), 0);
    assert_int_equal(receive(world, sender, channel), 1);
    assert_int_equal(send(world, sender, channel, 2),
                     0); /* its place is free */
}

static void test_channel_two_phase__a_permit_holds_its_place(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, task, channel);

    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, false),
                     ASX_E_FULL);
    assert_ok(
        asx_obligation_abort(&world->rt, permit, task, ASX_ABORT_EXPLICIT));
    assert_int_equal(send(world, task, channel, 1), 0);
}

static void test_channel_two_phase__a_leaked_permit_frees_its_place(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task holder = start(world, root_of(world), 0);
    asx_task waiting = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, holder, channel);

    wait_to_send(world, waiting, channel);
    finish(world, holder, ASX_OUTCOME_OK);
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, permit.bits);
    expect_next(world, waiting, ASX_VERB_STEP);
    assert_int_equal(send(world, waiting, channel, 1), 0);
}

/* Every commit goes through although not a byte more is to be had. */
static void test_channel_two_phase__no_memory_refuses_a_commit(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 0);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation permits[100];

    for (int at = 0; at < 100; at++)
        permits[at] = permit_of(world, task, channel);
    world->growths_left = 0;
    for (uint32_t at = 0; at < 100; at++)
        assert_int_equal(asx_channel_commit(&world->rt, permits[at], task, at),
                         0);
    for (uint32_t at = 0; at < 100; at++)
        assert_int_equal(receive(world, task, channel), at);
}

static void test_channel_two_phase__a_refused_reserve_changes_nothing(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 0);
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    for (int growths = 0; growths < 2; growths++) {
        int32_t answer;

        world->growths_left = growths;
        answer = asx_channel_reserve(&world->rt, task, channel, true);
        if (answer > 0)
            return; /* as many as it needs */
        assert_int_equal(answer, ASX_E_MEMORY);
        world_assert_unchanged(world);
    }
}

static void test_channel_two_phase__commit_checks_who_and_what(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 2);
    asx_task task = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, task, channel);
    asx_obligation plain = reserve(world, task);

    world_remember(world);
    assert_int_equal(asx_channel_commit(&world->rt, permit, other, 1),
                     ASX_E_HOLDER);
    assert_int_equal(
        asx_channel_commit(&world->rt, permit, task, ASX_ANSWER_MASK + 1),
        ASX_E_ARGUMENT);
    assert_int_equal(asx_channel_commit(&world->rt, plain, task, 1),
                     ASX_E_STATE);
    assert_int_equal(asx_obligation_commit(&world->rt, permit, task),
                     ASX_E_STATE);
    world_assert_unchanged(world);
    assert_int_equal(asx_channel_commit(&world->rt, permit, task, 1), 0);
    assert_int_equal(asx_channel_commit(&world->rt, permit, task, 1),
                     ASX_E_STALE);
}

static void test_channel_two_phase__a_permit_can_be_handed_over(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 2);
    asx_task task = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, task, channel);

    assert_ok(asx_obligation_transfer(&world->rt, permit, task, other));
    finish(world, task, ASX_OUTCOME_OK);
    expect_no_report(world);
    assert_int_equal(asx_channel_commit(&world->rt, permit, other, 5), 0);
    assert_int_equal(receive(world, other, channel), 5);
}

static void test_region_limits__bytes_of_queued_tokens(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation permit;
    asx_channel channel;
    asx_region region;

    assert_ok(asx_runtime_stage_limits(&world->rt, UINT32_MAX, UINT32_MAX,
                                       UINT32_MAX, 8));
    region = open_region(world, root_of(world), 0);
    channel = open_channel_in(world, region, ASX_CHANNEL_MPSC, 0);
    assert_int_equal(send(world, task, channel, 1), 0);
    permit = permit_of(world, task, channel);
    world_remember(world);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, true),
                     ASX_E_LIMIT);
    world_assert_unchanged(world);
    assert_int_equal(field(world, region.bits, ASX_FIELD_QUEUE_BYTES), 8);
    assert_int_equal(field(world, region.bits, ASX_FIELD_LIMIT_QUEUE_BYTES), 8);
    assert_ok(
        asx_obligation_abort(&world->rt, permit, task, ASX_ABORT_EXPLICIT));
    assert_int_equal(send(world, task, channel, 2), 0);
    assert_int_equal(receive(world, task, channel), 1);
    assert_int_equal(send(world, task, channel, 3), 0);
}

/* Whatever is done, each token that was sent is received once, was pushed out,
 * was given back, or is still there (channel atomicity). */
static void test_channel_two_phase__nothing_is_lost_and_nothing_comes_twice(
    void **state)
{
    enum { TASKS = 6, CALLS = 4000, TOKENS = CALLS };
    static uint8_t seen[TOKENS];

    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct world *world = world_new(seed, 0);
        asx_channel_type type =
            (seed & 1) ? ASX_CHANNEL_MPSC : ASX_CHANNEL_EVICT;
        asx_channel channel = open_channel(world, type, 1 + seed % 4);
        asx_task tasks[TASKS];
        uint32_t token = 0, out = 0;
        uint64_t random = seed;

        memset(seen, 0, sizeof seen);
        for (int at = 0; at < TASKS; at++)
            tasks[at] = start(world, root_of(world), 0);
        for (int call = 0; call < CALLS; call++) {
            uint64_t who = test_random(&random) % TASKS;
            bool waits = who > 0; /* so that not all wait for each other */
            asx_task task = tasks[who];
            int32_t answer;

            if (test_random(&random) % 3 == 0) {
                (void)asx_next(&world->rt);
                continue;
            }
            if (test_random(&random) & 1) {
                answer = asx_channel_receive(&world->rt, task, channel, waits);
            } else {
                answer = asx_channel_reserve(&world->rt, task, channel, waits);
                if (answer > 0 && answer < PARKED) {
                    asx_obligation permit = {ASX_HANDLE_BITS(
                        (uint32_t)answer,
                        asx_generation(&world->rt, (uint32_t)answer))};

                    answer =
                        asx_channel_commit(&world->rt, permit, task, token++);
                    if (answer == 0)
                        continue;
                    answer &= ASX_ANSWER_MASK; /* pushed out */
                }
            }
            if (answer < 0 || answer >= PARKED)
                continue;
            assert_in_range(answer, 0, token);
            assert_int_equal(seen[answer]++, 0);
            out++;
        }
        assert_int_equal(token,
                         out + field(world, channel.bits, ASX_FIELD_QUEUED));
        assert_true(out > 100);
        world_free(world);
    }
}

/* rule: region.limits -- a permit is an obligation */
static void test_channel_two_phase__a_permit_counts_as_an_obligation(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 2);
    asx_obligation held;
    asx_region scope;
    asx_task task;

    assert_ok(asx_runtime_stage_limits(&world->rt, UINT32_MAX, UINT32_MAX, 1,
                                       UINT32_MAX));
    scope = open_region(world, root_of(world), 0);
    task = start(world, scope, 0);
    held = reserve(world, task);
    world_remember(world);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, false),
                     ASX_E_LIMIT);
    world_assert_unchanged(world);
    assert_ok(asx_obligation_commit(&world->rt, held, task));
    permit_of(world, task, channel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_channel_two_phase__a_cancelled_reserve_has_no_effect),
        WORLD_TEST(test_channel_two_phase__a_permit_holds_its_place),
        WORLD_TEST(test_channel_two_phase__a_leaked_permit_frees_its_place),
        WORLD_TEST(test_channel_two_phase__no_memory_refuses_a_commit),
        WORLD_TEST(test_channel_two_phase__a_refused_reserve_changes_nothing),
        WORLD_TEST(test_channel_two_phase__commit_checks_who_and_what),
        WORLD_TEST(test_channel_two_phase__a_permit_can_be_handed_over),
        WORLD_TEST(test_region_limits__bytes_of_queued_tokens),
        cmocka_unit_test(
            test_channel_two_phase__nothing_is_lost_and_nothing_comes_twice),
        WORLD_TEST(test_channel_two_phase__a_permit_counts_as_an_obligation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
