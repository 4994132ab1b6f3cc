/* Mutexes: one holder, and what a holder that fails leaves behind. */
#include "locks.h"

static void test_mutex_fifo__one_holder_at_a_time(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task one = start(world, root_of(world), 0);
    asx_task two = start(world, root_of(world), 0);
    asx_obligation guard = take(world, one, lock, 0);

    assert_int_equal(field(world, guard.bits, ASX_FIELD_SUBKIND),
                     ASX_OBLIGATION_LEASE);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_PERMITS), 1);
    assert_int_equal(asx_lock_acquire(&world->rt, two, lock, 0, false),
                     ASX_E_FULL);
    assert_int_equal(acquire(world, two, lock, 0), PARKED);
    give_back(world, guard, one);
    guard = claim(world, two, lock, 0);
    give_back(world, guard, two);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_UNITS), 1);
}

/* It waits for itself, and says so to whoever looks. */
static void test_mutex_fifo__is_not_taken_twice(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation guard = take(world, task, lock, 0);

    assert_int_equal(acquire(world, task, lock, 0), PARKED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT), ASX_WAIT_LOCK);
    assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT_FOR),
                     ASX_HANDLE_SLOT(lock));
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    give_back(world, guard, task);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_UNITS), 1);
}

/* It waited for what it holds itself. */
static void test_cancel_force__who_waited_for_itself_ends(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_lock units = open_lock(world, ASX_LOCK_SEMAPHORE, 2);

    for (int twice = 0; twice < 2; twice++) {
        asx_task task = start(world, root_of(world), 0);
        asx_lock one = twice ? units : lock;

        (void)take(world, task, one, 2);
        assert_ok(asx_task_mask(&world->rt, task));
        assert_int_equal(acquire(world, task, one, 2), PARKED);
        cancel_task(world, task, ASX_CANCEL_USER);
        expect_idle(world);
        advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
        expect_next(world, task, ASX_VERB_CANCEL);
        advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
        expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED,
                      ASX_OUTCOME_CANCELLED);
        expect_idle(world);
        assert_int_equal(field(world, one.bits, ASX_FIELD_PERMITS), 0);
        assert_int_equal(field(world, one.bits, ASX_FIELD_SET_ASIDE), 0);
    }
    assert_int_equal(field(world, lock.bits, ASX_FIELD_STATE),
                     ASX_LOCK_POISONED);
}

/* How a guard can end, and whether that poisons. */
enum end {
    COMMITTED,
    GIVEN_UP,
    CANCELLED_AWAY,
    FAILED,
    LEFT_BEHIND,
    LEFT_BY_A_PANIC,
    FORCED,
    ENDS
};

static bool is_poison(enum end end)
{
    return end >= FAILED;
}

static void end_guard(struct world *world, asx_obligation guard,
                      asx_task holder, enum end end)
{
    switch (end) {
    case COMMITTED:
        give_back(world, guard, holder);
        return;
    case GIVEN_UP:
        give_up(world, guard, holder, ASX_ABORT_EXPLICIT);
        return;
    case CANCELLED_AWAY:
        give_up(world, guard, holder, ASX_ABORT_CANCEL);
        return;
    case FAILED:
        give_up(world, guard, holder, ASX_ABORT_ERROR);
        return;
    case LEFT_BEHIND:
        finish(world, holder, ASX_OUTCOME_OK);
        expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, guard.bits);
        return;
    case LEFT_BY_A_PANIC:
        finish(world, holder, ASX_OUTCOME_PANICKED);
        expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, guard.bits);
        return;
    case FORCED:
    case ENDS:
        cancel_task(world, holder, ASX_CANCEL_USER);
        advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
        expect_notice(world, holder.bits, ASX_NOTICE_TASK_ENDED,
                      ASX_OUTCOME_CANCELLED);
        expect_report(world, ASX_REPORT_TASK_FORCED, holder.bits);
    }
}

static void test_mutex_poison__how_a_guard_ends_decides(void **state)
{
    for (int end = 0; end < ENDS; end++) {
        struct world *world = *state;
        asx_region apart =
            open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
        asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
        asx_task holder = start(world, apart, 0);
        asx_task waiting, late = start(world, root_of(world), 0);
        asx_obligation guard = take(world, holder, lock, 0);

        waiting = start_waiting(world, lock, 0);
        end_guard(world, guard, holder, (enum end)end);
        expect_next(world, waiting, ASX_VERB_STEP);
        if (is_poison((enum end)end)) {
            assert_int_equal(field(world, lock.bits, ASX_FIELD_STATE),
                             ASX_LOCK_POISONED);
            assert_int_equal(acquire(world, waiting, lock, 0), ASX_E_POISONED);
            assert_int_equal(acquire(world, late, lock, 0), ASX_E_POISONED);
            assert_ok(asx_lock_heal(&world->rt, lock));
        }
        assert_int_equal(field(world, lock.bits, ASX_FIELD_STATE),
                         ASX_LOCK_OPEN);
        give_back(world, take(world, waiting, lock, 0), waiting);
        finish(world, waiting, ASX_OUTCOME_OK);
        finish(world, late, ASX_OUTCOME_OK);
        drain(world);
    }
}

static void test_mutex_poison__all_that_wait_are_told(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task holder = start(world, root_of(world), 0), waiting[3];
    asx_obligation guard = take(world, holder, lock, 0);

    for (int i = 0; i < 3; i++)
        waiting[i] = start_waiting(world, lock, 0);
    give_up(world, guard, holder, ASX_ABORT_ERROR);
    for (int i = 0; i < 3; i++) {
        expect_next(world, waiting[i], ASX_VERB_STEP);
        assert_int_equal(acquire(world, waiting[i], lock, 0), ASX_E_POISONED);
    }
    expect_idle(world);
    assert_ok(asx_lock_heal(&world->rt, lock));
    assert_ok(asx_lock_heal(&world->rt, lock)); /* whole already */
    give_back(world, take(world, waiting[2], lock, 0), waiting[2]);
}

/* Closing is for good. */
static void test_mutex_poison__is_nothing_to_a_closed_lock(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task holder = start(world, root_of(world), 0);
    asx_obligation guard = take(world, holder, lock, 0);

    assert_ok(asx_lock_close(&world->rt, lock));
    give_up(world, guard, holder, ASX_ABORT_ERROR);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_STATE), ASX_LOCK_CLOSED);
    assert_ok(asx_lock_heal(&world->rt, lock));
    assert_int_equal(acquire(world, holder, lock, 0), ASX_E_DISCONNECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_mutex_fifo__one_holder_at_a_time),
        WORLD_TEST(test_mutex_fifo__is_not_taken_twice),
        WORLD_TEST(test_cancel_force__who_waited_for_itself_ends),
        WORLD_TEST(test_mutex_poison__how_a_guard_ends_decides),
        WORLD_TEST(test_mutex_poison__all_that_wait_are_told),
        WORLD_TEST(test_mutex_poison__is_nothing_to_a_closed_lock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
