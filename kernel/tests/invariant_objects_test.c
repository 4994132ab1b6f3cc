/* What is set aside when its object goes: teardown asserts every invariant. */
#include "asx/channel.h"
#include "harness.h"

/* A receiver waits, a message comes and is set aside for it, and before it is
 * dispatched the channel is released. */
static void release_before_the_waiter_comes(struct world *world,
                                            asx_channel_type type)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task receiver = start(world, region, 0);
    asx_channel channel;
    asx_task sender;
    int32_t permit;

    assert_ok(asx_channel_open(&world->rt, region, type, 1, 0, &channel));
    assert_int_equal(asx_channel_receive(&world->rt, receiver, channel, true),
                     ASX_VERDICT_PARKED << ASX_ANSWER_SHIFT);
    sender = start(world, region, 0);
    permit = asx_channel_reserve(&world->rt, sender, channel, false);
    assert_true(permit > 0);
    assert_int_equal(
        asx_channel_commit(
            &world->rt,
            (asx_obligation){ASX_HANDLE_BITS(
                permit, asx_generation(&world->rt, (uint32_t)permit))},
            sender, 7),
        0);
    assert_ok(asx_channel_release(&world->rt, channel));
    asx_runtime_check(&world->rt);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(asx_channel_receive(&world->rt, receiver, channel, true),
                     ASX_E_STALE);
    finish(world, receiver, ASX_OUTCOME_OK);
    asx_runtime_check(&world->rt);
}

static void test_channel_baton__a_value_set_aside_goes_with_its_channel(
    void **state)
{
    release_before_the_waiter_comes(*state, ASX_CHANNEL_MPSC);
    release_before_the_waiter_comes(*state, ASX_CHANNEL_SESSION);
    release_before_the_waiter_comes(*state, ASX_CHANNEL_ONESHOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_channel_baton__a_value_set_aside_goes_with_its_channel),
    };

    return cmocka_run_group_tests_name("invariant_objects", tests, NULL, NULL);
}
