/* Channels: places, turns, the baton, and the end. */
#include "channels.h"

static void test_channel_fifo__senders_get_places_in_the_order_they_came(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task third = start(world, root_of(world), 0);

    assert_int_equal(send(world, first, channel, 10), 0);
    wait_to_send(world, second, channel);
    wait_to_send(world, third, channel);
    expect_idle(world);
    assert_int_equal(receive(world, first, channel), 10);
    expect_next(world, second, ASX_VERB_STEP);
    expect_idle(world); /* there is one place */
    assert_int_equal(send(world, second, channel, 20), 0);
    assert_int_equal(receive(world, first, channel), 20);
    expect_next(world, third, ASX_VERB_STEP);
    assert_int_equal(send(world, third, channel, 30), 0);
}

static void test_channel_fifo__receivers_get_values_in_the_order_they_came(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 0);
    asx_task sender = start(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);

    wait_to_receive(world, first, channel);
    wait_to_receive(world, second, channel);
    assert_int_equal(send(world, sender, channel, 1), 0);
    expect_next(world, first, ASX_VERB_STEP);
    expect_idle(world);
    assert_int_equal(send(world, sender, channel, 2), 0);
    expect_next(world, second, ASX_VERB_STEP);
    assert_int_equal(receive(world, first, channel), 1);
    assert_int_equal(receive(world, second, channel), 2);
}

static void test_channel_fifo__what_is_set_aside_is_nobody_elses(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task waiting = start(world, root_of(world), 0);
    asx_task quick = start(world, root_of(world), 0);

    wait_to_receive(world, waiting, channel);
    assert_int_equal(send(world, quick, channel, 7), 0);
    assert_int_equal(asx_channel_receive(&world->rt, quick, channel, false),
                     ASX_E_FULL);
    expect_next(world, waiting, ASX_VERB_STEP);
    assert_int_equal(receive(world, waiting, channel), 7);

    assert_int_equal(send(world, quick, channel, 8), 0);
    wait_to_send(world, waiting, channel);
    assert_int_equal(receive(world, quick, channel), 8);
    assert_int_equal(asx_channel_reserve(&world->rt, quick, channel, false),
                     ASX_E_FULL);
    expect_next(world, waiting, ASX_VERB_STEP);
    assert_int_equal(send(world, waiting, channel, 9), 0);
}

/* The ways in which a task does not claim what was set aside for it. */
enum way { CANCELLED_QUEUED, DOES_SOMETHING_ELSE, ENDS, IS_FORCED, WAYS };

static void go_away(struct world *world, asx_task task, enum way way)
{
    switch (way) {
    case CANCELLED_QUEUED:
        cancel_task(world, task, ASX_CANCEL_USER);
        expect_next(world, task, ASX_VERB_CANCEL);
        break;
    case DOES_SOMETHING_ELSE:
        expect_next(world, task, ASX_VERB_STEP);
        assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
        break;
    case ENDS:
        expect_next(world, task, ASX_VERB_STEP);
        finish(world, task, ASX_OUTCOME_OK);
        break;
    case IS_FORCED:
        expect_next(world, task, ASX_VERB_STEP);
        cancel_task(world, task, ASX_CANCEL_USER);
        advance(world, 10000000); /* its cleanup is over; nobody answers */
        expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED,
                      ASX_OUTCOME_CANCELLED);
        expect_report(world, ASX_REPORT_TASK_FORCED, task.bits);
        break;
    case WAYS:
        break;
    }
}

static void test_channel_baton__a_value_goes_to_the_next_receiver(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct world *world = world_new(1, 0);
        asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 4);
        asx_task sender = start(world, root_of(world), 0);
        asx_task first = start(world, root_of(world), 0);
        asx_task second = start(world, root_of(world), 0);

        wait_to_receive(world, first, channel);
        wait_to_receive(world, second, channel);
        assert_int_equal(send(world, sender, channel, 5), 0);
        go_away(world, first, (enum way)way);
        expect_next(world, second, ASX_VERB_STEP);
        assert_int_equal(event_count(world, ASX_EVENT_GRANT_RETURNED), 1);
        assert_int_equal(receive(world, second, channel), 5);
        world_free(world);
    }
}

static void test_channel_baton__a_place_goes_to_the_next_sender(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct world *world = world_new(1, 0);
        asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
        asx_task sender = start(world, root_of(world), 0);
        asx_task first = start(world, root_of(world), 0);
        asx_task second = start(world, root_of(world), 0);

        assert_int_equal(send(world, sender, channel, 5), 0);
        wait_to_send(world, first, channel);
        wait_to_send(world, second, channel);
        assert_int_equal(receive(world, sender, channel), 5);
        go_away(world, first, (enum way)way);
        expect_next(world, second, ASX_VERB_STEP);
        assert_int_equal(send(world, second, channel, 6), 0);
        assert_int_equal(receive(world, sender, channel), 6);
        world_free(world);
    }
}

/* Cancelled in its step, and its cleanup waits for a scope that it owns. */
static void test_channel_baton__who_waits_for_its_own_scope_passes_it_on(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task task = start(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_region scope = open_region(world, root_of(world), 0);

    (void)start_parked(world, scope, 0);
    (void)send(world, task, channel, 1);
    wait_to_send(world, first, channel);
    wait_to_send(world, second, channel);
    assert_int_equal(receive(world, task, channel), 1);
    expect_next(world, first, ASX_VERB_STEP);
    cancel_task(world, first, ASX_CANCEL_USER);
    assert_int_equal(asx_task_await_region(&world->rt, first, scope, true),
                     ASX_VERDICT_PARKED);
    assert_int_equal(field(world, second.bits, ASX_FIELD_WAIT), ASX_WAIT_NONE);
}

static void test_channel_baton__a_checkpoint_keeps_it(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);

    wait_to_receive(world, receiver, channel);
    assert_int_equal(send(world, sender, channel, 3), 0);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(asx_task_checkpoint(&world->rt, receiver),
                     ASX_VERDICT_READY);
    assert_int_equal(receive(world, receiver, channel), 3);
    assert_int_equal(event_count(world, ASX_EVENT_GRANT_RETURNED), 0);
}

static void test_channel_baton__a_masked_task_claims_it_all_the_same(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);

    assert_ok(asx_task_mask(&world->rt, receiver));
    wait_to_receive(world, receiver, channel);
    assert_int_equal(send(world, sender, channel, 3), 0);
    cancel_task(world, receiver, ASX_CANCEL_USER);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), 3);
    assert_ok(asx_task_unmask(&world->rt, receiver));
    assert_int_equal(receive(world, receiver, channel), CANCELLED);
}

static void test_channel_fifo__a_waiter_that_leaves_costs_the_others_nothing(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task tasks[3];

    for (int at = 0; at < 3; at++)
        tasks[at] = start(world, root_of(world), 0);
    for (int at = 0; at < 3; at++)
        wait_to_receive(world, tasks[at], channel);
    cancel_task(world, tasks[1], ASX_CANCEL_USER);
    expect_next(world, tasks[1], ASX_VERB_CANCEL);
    finish(world, tasks[1], ASX_OUTCOME_OK);
    assert_int_equal(send(world, sender, channel, 1), 0);
    expect_next(world, tasks[0], ASX_VERB_STEP);
    assert_int_equal(receive(world, tasks[0], channel), 1);
    assert_int_equal(send(world, sender, channel, 2), 0);
    expect_next(world, tasks[2], ASX_VERB_STEP);
    assert_int_equal(receive(world, tasks[2], channel), 2);
}

static void test_mpsc_drain__what_is_queued_outlives_the_senders(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 4);
    asx_task task = start(world, root_of(world), 0);
    asx_task waiting = start(world, root_of(world), 0);

    assert_ok(asx_channel_attach(&world->rt, channel));
    assert_int_equal(send(world, task, channel, 1), 0);
    assert_int_equal(send(world, task, channel, 2), 0);
    assert_ok(asx_channel_detach(&world->rt, channel));
    assert_int_equal(receive(world, task, channel), 1);
    assert_ok(asx_channel_detach(&world->rt, channel));
    assert_int_equal(asx_channel_detach(&world->rt, channel), ASX_E_STATE);
    assert_int_equal(asx_channel_attach(&world->rt, channel),
                     ASX_E_DISCONNECTED);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, true),
                     ASX_E_DISCONNECTED);
    assert_int_equal(receive(world, waiting, channel), 2);
    assert_int_equal(receive(world, waiting, channel), ASX_E_DISCONNECTED);
    assert_int_equal(receive(world, task, channel), ASX_E_DISCONNECTED);
}

static void test_mpsc_drain__a_permit_keeps_receivers_waiting(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 4);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, sender, channel);
    asx_obligation unused = permit_of(world, sender, channel);

    wait_to_receive(world, receiver, channel);
    wait_to_receive(world, other, channel);
    assert_ok(asx_channel_detach(&world->rt, channel));
    expect_idle(world);
    assert_int_equal(asx_channel_commit(&world->rt, permit, sender, 9), 0);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), 9);
    expect_idle(world);
    assert_ok(
        asx_obligation_abort(&world->rt, unused, sender, ASX_ABORT_EXPLICIT));
    expect_next(world, other, ASX_VERB_STEP);
    assert_int_equal(receive(world, other, channel), ASX_E_DISCONNECTED);
}

static void test_mpsc_closed_commit__returns_the_value(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 4);
    asx_task sender = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, sender, channel);

    assert_int_equal(send(world, sender, channel, 1), 0);
    assert_ok(asx_channel_close(&world->rt, channel));
    assert_ok(asx_channel_close(&world->rt, channel));
    assert_int_equal(asx_channel_commit(&world->rt, permit, sender, 2),
                     ASX_E_DISCONNECTED);
    assert_int_equal(event_count(world, ASX_EVENT_CHANNEL_RETURNED), 1);
    assert_false(is_alive(world, permit.bits));
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    assert_int_equal(receive(world, sender, channel), 1);
    assert_int_equal(receive(world, sender, channel), ASX_E_DISCONNECTED);
}

static void test_mpsc_closed_commit__those_that_wait_to_send_are_told(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);

    assert_int_equal(send(world, first, channel, 1), 0);
    wait_to_send(world, second, channel);
    assert_ok(asx_channel_close(&world->rt, channel));
    expect_next(world, second, ASX_VERB_STEP);
    assert_int_equal(asx_channel_reserve(&world->rt, second, channel, true),
                     ASX_E_DISCONNECTED);
}

static void test_mpsc__the_oldest_is_evicted(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_EVICT, 2);
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(send(world, task, channel, 1), 0);
    assert_int_equal(send(world, task, channel, 2), 0);
    assert_int_equal(send(world, task, channel, 3), ASX_COMMIT_EVICTED | 1);
    assert_int_equal(receive(world, task, channel), 2);
    assert_int_equal(receive(world, task, channel), 3);
}

static void test_mpsc__eviction_leaves_a_waiting_receiver_its_value(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_EVICT, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);

    wait_to_receive(world, receiver, channel);
    assert_int_equal(send(world, sender, channel, 1), 0);
    assert_int_equal(send(world, sender, channel, 2), ASX_COMMIT_EVICTED | 1);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), 2);
}

static void test_oneshot_once__one_value_and_no_second(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_ONESHOT, 0);
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_channel_attach(&world->rt, channel), ASX_E_STATE);
    assert_int_equal(send(world, task, channel, 4), 0);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, true),
                     ASX_E_DISCONNECTED);
    assert_int_equal(receive(world, task, channel), 4);
    assert_int_equal(receive(world, task, channel), ASX_E_DISCONNECTED);
}

static void test_oneshot_once__a_given_up_permit_ends_it(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_ONESHOT, 0);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, sender, channel);

    wait_to_receive(world, receiver, channel);
    assert_ok(
        asx_obligation_abort(&world->rt, permit, sender, ASX_ABORT_CANCEL));
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), ASX_E_DISCONNECTED);
}

static void test_channel_open__refuses_what_makes_no_sense(void **state)
{
    struct world *world = *state;
    asx_channel out = {0};
    asx_region gone = open_region(world, root_of(world), 0);

    close_region(world, gone);
    world_remember(world);
    assert_int_equal(asx_channel_open(&world->rt, root_of(world),
                                      ASX_CHANNEL_TYPE_COUNT, 1, 0, &out),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_channel_open(&world->rt, root_of(world),
                                      ASX_CHANNEL_BROADCAST, 0, 0, &out),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_channel_open(&world->rt, root_of(world),
                                      ASX_CHANNEL_EVICT, 0, 0, &out),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_channel_open(&world->rt, root_of(world),
                                      ASX_CHANNEL_MPSC,
                                      ASX_CHANNEL_CAPACITY_MAX + 1, 0, &out),
                     ASX_E_ARGUMENT);
    assert_int_equal(
        asx_channel_open(&world->rt, gone, ASX_CHANNEL_MPSC, 1, 0, &out),
        ASX_E_CLOSED);
    assert_int_equal(asx_channel_open(&world->rt, (asx_region){0},
                                      ASX_CHANNEL_MPSC, 1, 0, &out),
                     ASX_E_STALE);
    world->growths_left = 0;
    assert_int_equal(asx_channel_open(&world->rt, root_of(world),
                                      ASX_CHANNEL_MPSC, 1, 0, &out),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
    assert_int_equal(out.bits, 0);
}

static void test_mailbox_bound__a_session_channel_holds_64_by_default(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 0);
    asx_task task = start(world, root_of(world), 0);

    for (uint32_t at = 0; at < 64; at++)
        assert_int_equal(send(world, task, channel, at), 0);
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, false),
                     ASX_E_FULL);
    for (uint32_t at = 0; at < 64; at++)
        assert_int_equal(receive(world, task, channel), at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(
            test_channel_fifo__senders_get_places_in_the_order_they_came),
        WORLD_TEST(
            test_channel_fifo__receivers_get_values_in_the_order_they_came),
        WORLD_TEST(test_channel_fifo__what_is_set_aside_is_nobody_elses),
        cmocka_unit_test(test_channel_baton__a_value_goes_to_the_next_receiver),
        cmocka_unit_test(test_channel_baton__a_place_goes_to_the_next_sender),
        WORLD_TEST(
            test_channel_baton__who_waits_for_its_own_scope_passes_it_on),
        WORLD_TEST(test_channel_baton__a_checkpoint_keeps_it),
        WORLD_TEST(test_channel_baton__a_masked_task_claims_it_all_the_same),
        WORLD_TEST(
            test_channel_fifo__a_waiter_that_leaves_costs_the_others_nothing),
        WORLD_TEST(test_mpsc_drain__what_is_queued_outlives_the_senders),
        WORLD_TEST(test_mpsc_drain__a_permit_keeps_receivers_waiting),
        WORLD_TEST(test_mpsc_closed_commit__returns_the_value),
        WORLD_TEST(test_mpsc_closed_commit__those_that_wait_to_send_are_told),
        WORLD_TEST(test_mpsc__the_oldest_is_evicted),
        WORLD_TEST(test_mpsc__eviction_leaves_a_waiting_receiver_its_value),
        WORLD_TEST(test_oneshot_once__one_value_and_no_second),
        WORLD_TEST(test_oneshot_once__a_given_up_permit_ends_it),
        WORLD_TEST(test_channel_open__refuses_what_makes_no_sense),
        WORLD_TEST(test_mailbox_bound__a_session_channel_holds_64_by_default),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
