/* Once: the first initialiser that gets through is the last. */
#include "locks.h"

static uint64_t state_of(const struct world *world, asx_lock lock)
{
    return field(world, lock.bits, ASX_FIELD_STATE);
}

static void test_once_retry__one_initialises_for_all(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_ONCE, 0);
    asx_task first = start(world, root_of(world), 0), waiting[3];
    asx_obligation guard = take(world, first, lock, 0);

    assert_int_equal(state_of(world, lock), ASX_LOCK_RUNNING);
    for (int i = 0; i < 3; i++)
        waiting[i] = start_waiting(world, lock, 0);
    expect_idle(world);
    give_back(world, guard, first);
    assert_int_equal(state_of(world, lock), ASX_LOCK_DONE);
    for (int i = 0; i < 3; i++) {
        expect_next(world, waiting[i], ASX_VERB_STEP);
        assert_int_equal(acquire(world, waiting[i], lock, 0), 0);
    }
    assert_int_equal(acquire(world, first, lock, 0), 0);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

enum end { GIVEN_UP, FAILED, CANCELLED_AWAY, LEFT_BEHIND, PANICKED, ENDS };

static void end_guard(struct world *world, asx_obligation guard,
                      asx_task holder, enum end end)
{
    switch (end) {
    case GIVEN_UP:
    case FAILED:
    case CANCELLED_AWAY:
        give_up(world, guard, holder, (asx_abort)end);
        return;
    case LEFT_BEHIND:
        finish(world, holder, ASX_OUTCOME_OK);
        return;
    case PANICKED:
    case ENDS:
        finish(world, holder, ASX_OUTCOME_PANICKED);
    }
}

static void test_once_retry__who_does_not_get_through_leaves_it_empty(
    void **state)
{
    for (int end = 0; end < ENDS; end++) {
        struct world *world = *state;
        asx_region apart =
            open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
        asx_lock lock = open_lock(world, ASX_LOCK_ONCE, 0);
        asx_task first = start(world, apart, 0), second, third;
        asx_obligation guard = take(world, first, lock, 0);

        second = start_waiting(world, lock, 0);
        third = start_waiting(world, lock, 0);
        end_guard(world, guard, first, (enum end)end);
        assert_int_equal(state_of(world, lock), ASX_LOCK_OPEN);
        guard = claim(world, second, lock, 0);
        assert_int_equal(state_of(world, lock), ASX_LOCK_RUNNING);
        expect_idle(world);
        give_back(world, guard, second);
        expect_next(world, third, ASX_VERB_STEP);
        assert_int_equal(acquire(world, third, lock, 0), 0);
        finish(world, second, ASX_OUTCOME_OK);
        finish(world, third, ASX_OUTCOME_OK);
    }
}

/* rule: channel.baton */
static void test_once_retry__the_next_one_takes_over_from_the_cancelled(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_ONCE, 0);
    asx_task first = start(world, root_of(world), 0), gone, next;
    asx_obligation guard = take(world, first, lock, 0);

    gone = start_waiting(world, lock, 0);
    next = start_waiting(world, lock, 0);
    give_up(world, guard, first, ASX_ABORT_CANCEL);
    cancel_task(world, gone, ASX_CANCEL_USER);
    expect_next(world, gone, ASX_VERB_CANCEL);
    give_back(world, claim(world, next, lock, 0), next);
    assert_int_equal(state_of(world, lock), ASX_LOCK_DONE);
}

static void test_once_retry__done_is_done_even_if_closed(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_ONCE, 0);
    asx_task task = start(world, root_of(world), 0);

    give_back(world, take(world, task, lock, 0), task);
    assert_ok(asx_lock_close(&world->rt, lock));
    assert_int_equal(state_of(world, lock), ASX_LOCK_DONE);
    assert_int_equal(acquire(world, task, lock, 0), 0);
}

static void test_once_retry__closed_first_it_is_never_done(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_ONCE, 0);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation guard = take(world, task, lock, 0);

    assert_ok(asx_lock_close(&world->rt, lock));
    give_back(world, guard, task);
    assert_int_equal(state_of(world, lock), ASX_LOCK_CLOSED);
    assert_int_equal(acquire(world, task, lock, 0), ASX_E_DISCONNECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_once_retry__one_initialises_for_all),
        WORLD_TEST(test_once_retry__who_does_not_get_through_leaves_it_empty),
        WORLD_TEST(test_once_retry__the_next_one_takes_over_from_the_cancelled),
        WORLD_TEST(test_once_retry__done_is_done_even_if_closed),
        WORLD_TEST(test_once_retry__closed_first_it_is_never_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
