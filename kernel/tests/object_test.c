/* Objects of regions: gone with the region, kept while somebody refers. */
#include "channels.h"

static void test_region_admission__objects_while_tasks_may_run(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);
    asx_channel channel = {0};

    close_region(world, region); /* it waits for the task */
    channel = open_channel_in(world, region, ASX_CHANNEL_MPSC, 1);
    assert_true(is_alive(world, channel.bits));
    finish(world, task, ASX_OUTCOME_OK);
    assert_false(is_alive(world, channel.bits));
    assert_int_equal(
        asx_channel_open(&world->rt, region, ASX_CHANNEL_MPSC, 1, 0, &channel),
        ASX_E_CLOSED);
}

static void test_region_admission__no_object_once_finalizers_run(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_channel channel = {0};

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    close_region(world, region);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_FINALIZING);
    assert_int_equal(
        asx_channel_open(&world->rt, region, ASX_CHANNEL_MPSC, 1, 0, &channel),
        ASX_E_CLOSED);
}

static void test_region_close_complete__objects_go_with_their_region(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    uint64_t slots = 0;

    for (int round = 0; round < 3; round++) {
        asx_channel channels[4];

        region = open_region(world, root_of(world), 0);
        for (int at = 0; at < 4; at++)
            channels[at] =
                open_channel_in(world, region, ASX_CHANNEL_BROADCAST, 8);
        assert_ok(asx_channel_release(&world->rt, channels[1]));
        close_region(world, region);
        for (int at = 0; at < 4; at++)
            assert_false(is_alive(world, channels[at].bits));
        assert_ok(asx_region_release(&world->rt, region));
        if (round == 0)
            slots = counter(world, ASX_COUNTER_SLOTS_USED);
    }
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), slots);
}

static void test_region_close__those_outside_who_wait_are_told(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_channel channel = open_channel_in(world, region, ASX_CHANNEL_MPSC, 1);
    asx_channel full = open_channel_in(world, region, ASX_CHANNEL_MPSC, 1);
    asx_task receiver = start(world, root_of(world), 0);
    asx_task sender = start(world, root_of(world), 0);

    assert_int_equal(send(world, sender, full, 1), 0);
    wait_to_receive(world, receiver, channel);
    wait_to_send(world, sender, full);
    close_region(world, region);
    expect_next(world, sender, ASX_VERB_STEP);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), ASX_E_STALE);
    assert_int_equal(asx_channel_reserve(&world->rt, sender, full, true),
                     ASX_E_STALE);
}

/* Its slot must not be somebody else's while a permit names it. */
static void test_obligation_holder__a_permit_outlives_its_channel(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_channel channel = open_channel_in(world, region, ASX_CHANNEL_MPSC, 2);
    asx_task holder = start(world, root_of(world), 0);
    asx_obligation kept = permit_of(world, holder, channel);
    asx_obligation dropped = permit_of(world, holder, channel);
    asx_channel later;

    close_region(world, region);
    later = open_channel(world, ASX_CHANNEL_MPSC, 2);
    assert_int_not_equal(ASX_HANDLE_SLOT(later), ASX_HANDLE_SLOT(channel));
    assert_int_equal(asx_channel_commit(&world->rt, kept, holder, 1),
                     ASX_E_DISCONNECTED);
    assert_ok(
        asx_obligation_abort(&world->rt, dropped, holder, ASX_ABORT_ERROR));
    assert_false(is_alive(world, channel.bits));
    assert_int_equal(event_count(world, ASX_EVENT_OBJECT_RELEASED), 1);
    assert_int_equal(field(world, later.bits, ASX_FIELD_QUEUED), 0);
}

static void test_channel_baton__a_grant_outlives_its_channel(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_channel channel = open_channel_in(world, region, ASX_CHANNEL_MPSC, 1);
    asx_task sender = start(world, root_of(world), 0);
    asx_task receiver = start(world, root_of(world), 0);

    wait_to_receive(world, receiver, channel);
    assert_int_equal(send(world, sender, channel, 1), 0);
    close_region(world, region);
    expect_next(world, receiver, ASX_VERB_STEP);
    assert_int_equal(receive(world, receiver, channel), ASX_E_STALE);
    assert_int_equal(asx_task_park(&world->rt, receiver), ASX_VERDICT_PARKED);
    assert_int_equal(event_count(world, ASX_EVENT_OBJECT_RELEASED), 1);
}

static void test_region_limits__take_a_cell_only_where_there_are_any(
    void **state)
{
    struct world *world = *state;
    uint64_t slots = counter(world, ASX_COUNTER_SLOTS_USED);
    asx_region region;

    world_remember(world);
    for (int growths = 0; growths < 1; growths++) {
        assert_ok(asx_runtime_stage_limits(&world->rt, 1, 1, 1, 1));
        world->growths_left = 0;
        assert_int_equal(
            asx_region_open(&world->rt, root_of(world), 0, 0, &region),
            ASX_E_MEMORY);
    }
    world->growths_left = -1;
    assert_ok(asx_runtime_stage_limits(&world->rt, 1, 1, 1, 1));
    region = open_region(world, root_of(world), 0);
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), slots + 2);
    close_region(world, region);
    assert_ok(asx_region_release(&world->rt, region));
    (void)open_region(world, root_of(world), 0);
    (void)open_region(world, root_of(world), 0);
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), slots + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_region_admission__objects_while_tasks_may_run),
        WORLD_TEST(test_region_admission__no_object_once_finalizers_run),
        WORLD_TEST(test_region_close_complete__objects_go_with_their_region),
        WORLD_TEST(test_region_close__those_outside_who_wait_are_told),
        WORLD_TEST(test_obligation_holder__a_permit_outlives_its_channel),
        WORLD_TEST(test_channel_baton__a_grant_outlives_its_channel),
        WORLD_TEST(test_region_limits__take_a_cell_only_where_there_are_any),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
