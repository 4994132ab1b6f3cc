/* Barriers: they let go n at once, one of them the leader, again and again. */
#include "locks.h"

static void go_through(struct world *world, asx_task task, asx_lock lock)
{
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(acquire(world, task, lock, 0), 0);
}

static uint64_t arrived(const struct world *world, asx_lock lock)
{
    return field(world, lock.bits, ASX_FIELD_QUEUED);
}

static void test_barrier_leader__the_last_to_come_is_it(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 3);
    asx_task last = start(world, root_of(world), 0);
    asx_task one = start_waiting(world, lock, 0);
    asx_task two = start_waiting(world, lock, 0);

    expect_idle(world);
    assert_int_equal(arrived(world, lock), 2);
    assert_int_equal(acquire(world, last, lock, 0), 1);
    go_through(world, one, lock);
    go_through(world, two, lock);
    expect_idle(world);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

static void test_barrier_leader__who_comes_alone_leads(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 1);
    asx_task task = start(world, root_of(world), 0);

    for (int i = 0; i < 3; i++)
        assert_int_equal(acquire(world, task, lock, 0), 1);
}

/* Who comes before all of them have heard belongs to the next generation. */
static void test_barrier_leader__one_in_each_generation(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 2);
    asx_task one = start(world, root_of(world), 0);
    asx_task two = start(world, root_of(world), 0);

    for (int i = 0; i < 5; i++) {
        asx_task first = i % 2 ? one : two, second = i % 2 ? two : one;

        assert_int_equal(acquire(world, first, lock, 0), PARKED);
        assert_int_equal(acquire(world, second, lock, 0), 1);
        assert_int_equal(acquire(world, second, lock, 0), PARKED);
        go_through(world, first, lock);
        assert_int_equal(acquire(world, first, lock, 0), 1);
        go_through(world, second, lock);
        assert_int_equal(arrived(world, lock), 0);
    }
}

static void test_barrier_leader__a_cancelled_waiter_leaves(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 3);
    asx_task one = start_waiting(world, lock, 0);
    asx_task gone = start_waiting(world, lock, 0);
    asx_task two = start(world, root_of(world), 0);
    asx_task three = start(world, root_of(world), 0);

    cancel_task(world, gone, ASX_CANCEL_USER);
    assert_int_equal(arrived(world, lock), 1);
    expect_next(world, gone, ASX_VERB_CANCEL);
    finish(world, gone, ASX_OUTCOME_OK);
    assert_int_equal(acquire(world, two, lock, 0), PARKED);
    expect_idle(world);
    assert_int_equal(acquire(world, three, lock, 0), 1);
    go_through(world, one, lock);
    go_through(world, two, lock);
}

/* Its place is not handed on: the others were let go with it. */
static void test_barrier_leader__one_that_was_let_go_takes_nothing_along(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 3);
    asx_task gone = start_waiting(world, lock, 0);
    asx_task one = start_waiting(world, lock, 0);
    asx_task last = start(world, root_of(world), 0);

    assert_int_equal(acquire(world, last, lock, 0), 1);
    cancel_task(world, gone, ASX_CANCEL_USER);
    expect_next(world, gone, ASX_VERB_CANCEL);
    assert_int_equal(arrived(world, lock), 0);
    go_through(world, one, lock);
    assert_int_equal(acquire(world, last, lock, 0), PARKED);
    assert_int_equal(arrived(world, lock), 1);
}

/* Who does not want to wait has not come. */
static void test_barrier_leader__asking_is_not_coming(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 2);
    asx_task one = start(world, root_of(world), 0), two;

    world_remember(world);
    assert_int_equal(asx_lock_acquire(&world->rt, one, lock, 0, false),
                     ASX_E_FULL);
    world_assert_unchanged(world);
    two = start_waiting(world, lock, 0);
    assert_int_equal(asx_lock_acquire(&world->rt, one, lock, 0, false), 1);
    go_through(world, two, lock);
}

static void test_barrier_leader__closed_it_lets_nobody_wait(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 3);
    asx_task one = start_waiting(world, lock, 0);
    asx_task two = start_waiting(world, lock, 0);

    assert_ok(asx_lock_close(&world->rt, lock));
    assert_int_equal(arrived(world, lock), 0);
    expect_next(world, one, ASX_VERB_STEP);
    assert_int_equal(acquire(world, one, lock, 0), ASX_E_DISCONNECTED);
    expect_next(world, two, ASX_VERB_STEP);
    assert_int_equal(acquire(world, two, lock, 0), ASX_E_DISCONNECTED);
}

/* The leader lets go of the barrier at once, as leaders do. */
static void test_barrier_leader__who_was_let_go_hears_it_afterwards(
    void **state)
{
    for (int released = 0; released < 2; released++) {
        struct world *world = *state;
        asx_lock lock = open_lock(world, ASX_LOCK_BARRIER, 2);
        asx_task one = start_waiting(world, lock, 0);
        asx_task last = start(world, root_of(world), 0);

        /* start dispatches only `last`: nothing else is due yet */
        assert_int_equal(acquire(world, last, lock, 0), 1);
        if (released)
            assert_ok(asx_lock_release(&world->rt, lock));
        else
            assert_ok(asx_lock_close(&world->rt, lock));
        go_through(world, one, lock);
        assert_int_equal(acquire(world, one, lock, 0),
                         released ? ASX_E_STALE : ASX_E_DISCONNECTED);
        assert_int_equal(is_alive(world, lock.bits), !released);
        finish(world, one, ASX_OUTCOME_OK);
        finish(world, last, ASX_OUTCOME_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_barrier_leader__the_last_to_come_is_it),
        WORLD_TEST(test_barrier_leader__who_comes_alone_leads),
        WORLD_TEST(test_barrier_leader__one_in_each_generation),
        WORLD_TEST(test_barrier_leader__a_cancelled_waiter_leaves),
        WORLD_TEST(
            test_barrier_leader__one_that_was_let_go_takes_nothing_along),
        WORLD_TEST(test_barrier_leader__asking_is_not_coming),
        WORLD_TEST(test_barrier_leader__closed_it_lets_nobody_wait),
        WORLD_TEST(test_barrier_leader__who_was_let_go_hears_it_afterwards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
