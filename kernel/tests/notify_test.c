/* Notify: a signal lets one go, or is remembered, once. */
#include "locks.h"

static void signal_one(struct world *world, asx_lock lock)
{
    assert_ok(asx_lock_signal(&world->rt, lock, false));
}

static void hear(struct world *world, asx_task task, asx_lock lock)
{
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(acquire(world, task, lock, 0), 0);
}

static void test_notify_one__lets_the_first_go(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
    asx_task one = start_waiting(world, lock, 0);
    asx_task two = start_waiting(world, lock, 0);

    expect_idle(world);
    signal_one(world, lock);
    hear(world, one, lock);
    expect_idle(world);
    signal_one(world, lock);
    hear(world, two, lock);
    assert_int_equal(acquire(world, two, lock, 0), PARKED);
}

static void test_notify_one__one_is_remembered(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_lock_acquire(&world->rt, task, lock, 0, false),
                     ASX_E_FULL);
    for (int i = 0; i < 3; i++)
        signal_one(world, lock);
    assert_int_equal(acquire(world, task, lock, 0), 0);
    assert_int_equal(acquire(world, task, lock, 0), PARKED);
}

/* rule: channel.baton */
static void test_notify_one__a_signal_is_not_lost_with_its_waiter(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
    asx_task gone = start_waiting(world, lock, 0);
    asx_task next = start_waiting(world, lock, 0);

    signal_one(world, lock);
    cancel_task(world, gone, ASX_CANCEL_USER);
    expect_next(world, gone, ASX_VERB_CANCEL);
    hear(world, next, lock);
    expect_idle(world);
}

static void test_notify_one__a_signal_that_comes_back_is_remembered_once(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
    asx_task gone = start_waiting(world, lock, 0);
    asx_task task = start(world, root_of(world), 0);

    signal_one(world, lock); /* for the one that waits */
    signal_one(world, lock); /* remembered */
    cancel_task(world, gone, ASX_CANCEL_USER);
    expect_next(world, gone, ASX_VERB_CANCEL);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_UNITS), 1);
    assert_int_equal(acquire(world, task, lock, 0), 0);
    assert_int_equal(acquire(world, task, lock, 0), PARKED);
}

static void test_notify_one__all_are_those_that_wait_now(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
    asx_task waiting[3], late = start(world, root_of(world), 0);

    for (int i = 0; i < 3; i++)
        waiting[i] = start_waiting(world, lock, 0);
    assert_ok(asx_lock_signal(&world->rt, lock, true));
    assert_int_equal(acquire(world, late, lock, 0), PARKED);
    cancel_task(world, waiting[0], ASX_CANCEL_USER);
    expect_next(world, waiting[0], ASX_VERB_CANCEL); /* to nobody's gain */
    hear(world, waiting[1], lock);
    hear(world, waiting[2], lock);
    expect_idle(world);
    assert_ok(asx_lock_signal(&world->rt, lock, true));
    hear(world, late, lock);
    assert_int_equal(acquire(world, late, lock, 0), PARKED);
}

static void test_notify_one__a_signal_given_stays_given(void **state)
{
    for (int released = 0; released < 2; released++) {
        struct world *world = *state;
        asx_lock lock = open_lock(world, ASX_LOCK_NOTIFY, 0);
        asx_task one = start_waiting(world, lock, 0);
        asx_task two = start_waiting(world, lock, 0);

        signal_one(world, lock);
        if (released)
            assert_ok(asx_lock_release(&world->rt, lock));
        else
            assert_ok(asx_lock_close(&world->rt, lock));
        assert_int_equal(asx_lock_signal(&world->rt, lock, true),
                         released ? ASX_E_STALE : ASX_E_DISCONNECTED);
        hear(world, one, lock);
        expect_next(world, two, ASX_VERB_STEP);
        assert_int_equal(acquire(world, two, lock, 0),
                         released ? ASX_E_STALE : ASX_E_DISCONNECTED);
        finish(world, one, ASX_OUTCOME_OK);
        finish(world, two, ASX_OUTCOME_OK);
    }
}

static void test_notify_one__only_a_notify_is_signalled(void **state)
{
    struct world *world = *state;

    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        asx_lock lock = open_lock(world, (asx_lock_type)type, 1);

        assert_int_equal(asx_lock_signal(&world->rt, lock, false),
                         type == ASX_LOCK_NOTIFY ? ASX_OK : ASX_E_STATE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_notify_one__lets_the_first_go),
        WORLD_TEST(test_notify_one__one_is_remembered),
        WORLD_TEST(test_notify_one__a_signal_is_not_lost_with_its_waiter),
        WORLD_TEST(
            test_notify_one__a_signal_that_comes_back_is_remembered_once),
        WORLD_TEST(test_notify_one__all_are_those_that_wait_now),
        WORLD_TEST(test_notify_one__a_signal_given_stays_given),
        WORLD_TEST(test_notify_one__only_a_notify_is_signalled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
