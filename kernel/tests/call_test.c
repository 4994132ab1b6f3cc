/* Calls over a session channel: somebody always owes the reply. */
#include "channels.h"

static asx_call call(struct world *world, asx_task caller, asx_channel channel,
                     uint32_t token)
{
    asx_obligation permit = permit_of(world, caller, channel);
    asx_call out = {0};

    assert_ok(asx_channel_call(&world->rt, permit, caller, token, &out));
    return out;
}

/* The server takes a call; answers what it owes. */
static asx_obligation take(struct world *world, asx_task server,
                           asx_channel channel)
{
    int32_t answer = receive(world, server, channel);
    uint32_t slot = (uint32_t)answer & ASX_ANSWER_MASK;

    assert_int_equal(answer >> ASX_ANSWER_SHIFT, ASX_VERDICT_CALL);
    return (asx_obligation){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

static int32_t await(struct world *world, asx_task caller, asx_call call)
{
    return asx_call_await(&world->rt, caller, call);
}

static void test_call_reply__the_caller_gets_it(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 0);
    asx_task caller = start(world, root_of(world), 0);
    asx_task server = start(world, root_of(world), 0);
    asx_call made = call(world, caller, channel, 5);
    asx_obligation owed;

    assert_int_equal(await(world, caller, made), PARKED);
    owed = take(world, server, channel);
    assert_int_equal(field(world, made.bits, ASX_FIELD_TOKEN), 5);
    assert_int_equal(field(world, owed.bits, ASX_FIELD_OBJECT),
                     ASX_HANDLE_SLOT(made));
    expect_idle(world);
    assert_ok(asx_call_reply(&world->rt, owed, server, 6));
    expect_next(world, caller, ASX_VERB_STEP);
    assert_int_equal(await(world, caller, made), 6);
    assert_int_equal(await(world, caller, made), 6); /* as often as asked */
    assert_int_equal(asx_call_reply(&world->rt, owed, server, 7), ASX_E_STALE);
    assert_ok(asx_call_release(&world->rt, made));
    assert_false(is_alive(world, made.bits));
}

static void test_cast__messages_and_calls_share_the_queue(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_task caller = start(world, root_of(world), 0);
    asx_task server = start(world, root_of(world), 0);
    asx_call made;

    assert_int_equal(send(world, caller, channel, 1), 0);
    made = call(world, caller, channel, 2);
    assert_int_equal(send(world, caller, channel, 3), 0);
    assert_int_equal(receive(world, server, channel), 1);
    assert_ok(
        asx_call_reply(&world->rt, take(world, server, channel), server, 20));
    assert_int_equal(receive(world, server, channel), 3);
    assert_int_equal(await(world, caller, made), 20);
}

/* The ways a reply does not come. */
static void test_session_reply__the_caller_hears_when_there_is_none(
    void **state)
{
    enum { ABORTED, LEAKED, CLOSED_QUEUED, RELEASED_QUEUED, WAYS };

    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct world *world = world_new(1, 0);
        asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
        asx_task caller = start(world, root_of(world), 0);
        asx_task server = start(world, root_of(world), 0);
        asx_call made = call(world, caller, channel, 2);
        asx_obligation owed = {0};

        assert_int_equal(await(world, caller, made), PARKED);
        if (way <= LEAKED)
            owed = take(world, server, channel);
        if (way == ABORTED)
            assert_ok(asx_obligation_abort(&world->rt, owed, server,
                                           ASX_ABORT_ERROR));
        else if (way == LEAKED)
            finish(world, server, ASX_OUTCOME_OK);
        if (way == CLOSED_QUEUED) { /* what is queued can still be served */
            assert_ok(asx_channel_close(&world->rt, channel));
            expect_idle(world);
            owed = take(world, server, channel);
            assert_ok(asx_call_reply(&world->rt, owed, server, 3));
        } else if (way == RELEASED_QUEUED) {
            assert_ok(asx_channel_release(&world->rt, channel));
        }
        expect_next(world, caller, ASX_VERB_STEP);
        assert_int_equal(await(world, caller, made),
                         way == CLOSED_QUEUED ? 3 : ASX_E_DISCONNECTED);
        world_free(world);
    }
}

static void test_session_reply__to_a_caller_that_has_gone_comes_back(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_task caller = start(world, root_of(world), 0);
    asx_task server = start(world, root_of(world), 0);
    asx_call made = call(world, caller, channel, 2);
    asx_obligation owed = take(world, server, channel);

    assert_ok(asx_call_release(&world->rt, made));
    assert_int_equal(await(world, caller, made), ASX_E_STALE);
    assert_int_equal(asx_call_reply(&world->rt, owed, server, 3),
                     ASX_E_DISCONNECTED);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    assert_false(is_alive(world, made.bits));
}

static void test_call_reply__refuses_what_makes_no_sense(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_channel queue = open_channel(world, ASX_CHANNEL_MPSC, 4);
    asx_task task = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation wrong = permit_of(world, task, queue);
    asx_obligation permit = permit_of(world, task, channel);
    asx_call made = call(world, task, channel, 1), out = {0};
    asx_obligation owed = take(world, task, channel), spare;

    world->growths_left = 0;
    while (asx_obligation_reserve(&world->rt, other, ASX_OBLIGATION_LEASE, 0,
                                  &spare) == ASX_OK)
        ; /* until nothing is left */
    world_remember(world);
    assert_int_equal(asx_channel_call(&world->rt, wrong, task, 1, &out),
                     ASX_E_STATE);
    assert_int_equal(asx_call_reply(&world->rt, wrong, task, 1), ASX_E_STATE);
    assert_int_equal(asx_call_reply(&world->rt, owed, other, 1), ASX_E_HOLDER);
    assert_int_equal(
        asx_call_reply(&world->rt, owed, task, ASX_ANSWER_MASK + 1),
        ASX_E_ARGUMENT);
    assert_int_equal(asx_obligation_commit(&world->rt, owed, task),
                     ASX_E_STATE);
    assert_int_equal(asx_channel_call(&world->rt, permit, task, 1, &out),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
    assert_int_equal(out.bits, 0);
    assert_ok(asx_call_reply(&world->rt, owed, task, 9));
    assert_int_equal(await(world, task, made), 9);
}

static void test_call_reply__a_closed_channel_gives_the_request_back(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation permit = permit_of(world, task, channel);
    asx_call out = {0};

    assert_ok(asx_channel_close(&world->rt, channel));
    assert_int_equal(asx_channel_call(&world->rt, permit, task, 1, &out),
                     ASX_E_DISCONNECTED);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

static void test_session_reply__a_taker_without_room_leaves_the_call(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_task caller = start(world, root_of(world), 0);
    asx_task server, poor;
    asx_region region;

    assert_ok(asx_runtime_stage_limits(&world->rt, UINT32_MAX, UINT32_MAX, 0,
                                       UINT32_MAX));
    region = open_region(world, root_of(world), 0);
    poor = start(world, region, 0);
    server = start(world, root_of(world), 0);
    (void)call(world, caller, channel, 1);
    world_remember(world);
    assert_int_equal(receive(world, poor, channel), ASX_E_LIMIT);
    world_assert_unchanged(world);
    (void)take(world, server, channel);
    assert_int_equal(send(world, caller, channel, 2), 0);
    assert_int_equal(receive(world, poor, channel), 2); /* a message is free */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_call_reply__the_caller_gets_it),
        WORLD_TEST(test_cast__messages_and_calls_share_the_queue),
        cmocka_unit_test(
            test_session_reply__the_caller_hears_when_there_is_none),
        WORLD_TEST(test_session_reply__to_a_caller_that_has_gone_comes_back),
        WORLD_TEST(test_call_reply__refuses_what_makes_no_sense),
        WORLD_TEST(test_call_reply__a_closed_channel_gives_the_request_back),
        WORLD_TEST(test_session_reply__a_taker_without_room_leaves_the_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
