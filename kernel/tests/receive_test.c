/* Receivers of broadcast channels; those of watch have a test of their own. */
#include "channels.h"

#define LAGGED(count) (ASX_VERDICT_LAGGED << ASX_ANSWER_SHIFT | (count))

static int32_t take(struct world *world, asx_task task, asx_receiver receiver)
{
    return asx_receiver_receive(&world->rt, task, receiver, true);
}

static void test_broadcast_lag__every_receiver_gets_every_value(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 4);
    asx_task task = start(world, root_of(world), 0);
    asx_task reader = start(world, root_of(world), 0);
    asx_receiver first = open_receiver(world, channel);
    asx_receiver second;

    assert_int_equal(send(world, task, channel, 1), 0);
    second = open_receiver(world, channel); /* hears what comes from now on */
    assert_int_equal(send(world, task, channel, 2), 0);
    assert_int_equal(take(world, task, first), 1);
    assert_int_equal(take(world, task, first), 2);
    assert_int_equal(take(world, task, second), 2);
    assert_int_equal(take(world, reader, second), PARKED);
    assert_int_equal(send(world, task, channel, 3), 0);
    expect_next(world, reader, ASX_VERB_STEP);
    assert_int_equal(take(world, reader, second), 3);
    assert_int_equal(take(world, task, first), 3);
}

static void test_broadcast_lag__told_once_then_the_oldest(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver slow = open_receiver(world, channel);

    for (uint32_t token = 1; token <= 5; token++) {
        int32_t evicted =
            token > 2 ? (int32_t)(ASX_COMMIT_EVICTED | (token - 2)) : 0;

        assert_int_equal(send(world, task, channel, token), evicted);
    }
    assert_int_equal(take(world, task, slow), LAGGED(3));
    assert_int_equal(take(world, task, slow), 4);
    assert_int_equal(take(world, task, slow), 5);
    assert_int_equal(asx_receiver_receive(&world->rt, task, slow, false),
                     ASX_E_FULL);
}

static void test_broadcast_lag__not_told_while_all_are_there(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 70);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    for (uint32_t token = 0; token < 70; token++) /* several chunks */
        assert_int_equal(send(world, task, channel, token), 0);
    for (uint32_t token = 0; token < 70; token++)
        assert_int_equal(take(world, task, receiver), token);
    assert_int_equal(event_count(world, ASX_EVENT_RECEIVER_LAGGED), 0);
}

static void test_broadcast__what_nobody_hears_is_the_senders_again(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receiver;

    assert_int_equal(send(world, task, channel, 1), ASX_E_DISCONNECTED);
    receiver = open_receiver(world, channel);
    assert_int_equal(send(world, task, channel, 2), 0);
    assert_ok(asx_receiver_release(&world->rt, receiver));
    assert_int_equal(send(world, task, channel, 3), ASX_E_DISCONNECTED);
    assert_int_equal(take(world, task, receiver), ASX_E_STALE);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

static void test_broadcast__receivers_read_what_is_left_after_the_end(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_channel channel =
        open_channel_in(world, region, ASX_CHANNEL_BROADCAST, 8);
    asx_task task = start(world, root_of(world), 0);
    asx_task waiting = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);
    asx_receiver read = open_receiver(world, channel);

    assert_int_equal(send(world, task, channel, 1), 0);
    assert_int_equal(take(world, waiting, read), 1);
    assert_int_equal(take(world, waiting, read), PARKED);
    close_region(world, region); /* with its channel */
    expect_next(world, waiting, ASX_VERB_STEP);
    assert_int_equal(take(world, waiting, read), ASX_E_DISCONNECTED);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, true),
                     ASX_E_STALE);
    assert_int_equal(take(world, task, receiver), 1);
    assert_int_equal(take(world, task, receiver), ASX_E_DISCONNECTED);
    assert_int_equal(asx_receiver_is_closed(&world->rt, receiver), 1);
    assert_ok(asx_receiver_release(&world->rt, receiver));
    assert_ok(asx_receiver_release(&world->rt, read));
    assert_false(is_alive(world, channel.bits)); /* nobody refers to it */
}

static void test_receiver__only_where_each_reads_for_itself(void **state)
{
    struct world *world = *state;
    asx_channel queue = open_channel(world, ASX_CHANNEL_MPSC, 2);
    asx_channel ring = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, ring), out = {0};

    world_remember(world);
    assert_int_equal(asx_receiver_open(&world->rt, root_of(world), queue, &out),
                     ASX_E_STATE);
    assert_int_equal(receive(world, task, ring), ASX_E_STATE);
    assert_int_equal(asx_receiver_update(&world->rt, receiver), ASX_E_STATE);
    assert_int_equal(asx_receiver_borrow(&world->rt, receiver), ASX_E_STATE);
    assert_int_equal(asx_channel_borrow(&world->rt, ring), ASX_E_STATE);
    assert_int_equal(asx_receiver_update(&world->rt, (asx_receiver){0}),
                     ASX_E_STALE);
    assert_int_equal(asx_receiver_borrow(&world->rt, (asx_receiver){0}),
                     ASX_E_STALE);
    assert_int_equal(asx_receiver_is_closed(&world->rt, (asx_receiver){0}),
                     ASX_E_STALE);
    assert_int_equal(asx_channel_borrow(&world->rt, (asx_channel){0}),
                     ASX_E_STALE);
    world->growths_left = 0;
    assert_int_equal(asx_receiver_open(&world->rt, root_of(world), ring, &out),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
}

static void test_broadcast__a_reader_of_a_released_receiver_looks_again(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_task reader = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    assert_int_equal(take(world, reader, receiver), PARKED);
    assert_ok(asx_receiver_release(&world->rt, receiver));
    expect_next(world, reader, ASX_VERB_STEP);
    assert_int_equal(take(world, reader, receiver), ASX_E_STALE);
}

/* The senders are gone and a permit was out: its end is the channel's. */
static void test_mpsc_drain__readers_hear_of_the_last_permit(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_task sender = start(world, root_of(world), 0);
    asx_task reader = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);
    asx_obligation permit = permit_of(world, sender, channel);

    assert_ok(asx_channel_detach(&world->rt, channel));
    assert_int_equal(take(world, reader, receiver), PARKED);
    assert_ok(
        asx_obligation_abort(&world->rt, permit, sender, ASX_ABORT_EXPLICIT));
    expect_next(world, reader, ASX_VERB_STEP);
    assert_int_equal(take(world, reader, receiver), ASX_E_DISCONNECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_broadcast_lag__every_receiver_gets_every_value),
        WORLD_TEST(test_broadcast_lag__told_once_then_the_oldest),
        WORLD_TEST(test_broadcast_lag__not_told_while_all_are_there),
        WORLD_TEST(test_broadcast__what_nobody_hears_is_the_senders_again),
        WORLD_TEST(test_broadcast__receivers_read_what_is_left_after_the_end),
        WORLD_TEST(test_receiver__only_where_each_reads_for_itself),
        WORLD_TEST(test_broadcast__a_reader_of_a_released_receiver_looks_again),
        WORLD_TEST(test_mpsc_drain__readers_hear_of_the_last_permit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
