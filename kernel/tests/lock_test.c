/* Locks: what holds for all that hand out guards, whichever they are. */
#include "locks.h"

static const asx_lock_type guarded[] = {ASX_LOCK_MUTEX, ASX_LOCK_RWLOCK,
                                        ASX_LOCK_SEMAPHORE, ASX_LOCK_ONCE,
                                        ASX_LOCK_POOL};

#define GUARDED 5
#define TOKEN 77

/* Of one unit, and how to ask for it. */
struct one {
    asx_lock lock;
    asx_lock_type type;
    uint32_t units;
};

static struct one open_one(struct world *world, int at)
{
    asx_lock_type type = guarded[at];
    struct one one = {open_lock(world, type, 1), type,
                      type == ASX_LOCK_RWLOCK ? ASX_LOCK_WRITE : 1};

    if (type == ASX_LOCK_POOL)
        assert_ok(asx_pool_add(&world->rt, one.lock, TOKEN));
    return one;
}

static asx_obligation take_one(struct world *world, asx_task task,
                               struct one one)
{
    return take(world, task, one.lock, one.units);
}

static asx_task wait_for(struct world *world, struct one one)
{
    return start_waiting(world, one.lock, one.units);
}

/* Committing a once would be the end of it. */
static void free_one(struct world *world, struct one one, asx_obligation guard,
                     asx_task task)
{
    if (one.type == ASX_LOCK_ONCE)
        give_up(world, guard, task, ASX_ABORT_EXPLICIT);
    else
        give_back(world, guard, task);
}

static void test_channel_fifo__waiters_get_it_in_order(void **state)
{
    for (int at = 0; at < GUARDED; at++) {
        struct world *world = *state;
        struct one one = open_one(world, at);
        asx_task holder = start(world, root_of(world), 0), waiting[3];
        asx_obligation guard = take_one(world, holder, one);

        for (int i = 0; i < 3; i++)
            waiting[i] = wait_for(world, one);
        expect_idle(world);
        free_one(world, one, guard, holder);
        for (int i = 0; i < 3; i++) {
            guard = claim(world, waiting[i], one.lock, one.units);
            expect_idle(world);
            free_one(world, one, guard, waiting[i]);
            finish(world, waiting[i], ASX_OUTCOME_OK);
        }
        assert_int_equal(field(world, one.lock.bits, ASX_FIELD_UNITS) > 0, 1);
        finish(world, holder, ASX_OUTCOME_OK);
    }
}

/* Whoever comes between the grant and the claim waits behind it. */
static void test_channel_fifo__nobody_barges_in(void **state)
{
    for (int at = 0; at < GUARDED; at++) {
        struct world *world = *state;
        struct one one = open_one(world, at);
        asx_task holder = start(world, root_of(world), 0);
        asx_task barger = start(world, root_of(world), 0);
        asx_obligation guard = take_one(world, holder, one);
        asx_task first = wait_for(world, one);

        free_one(world, one, guard, holder);
        assert_int_equal(
            asx_lock_acquire(&world->rt, barger, one.lock, one.units, false),
            ASX_E_FULL);
        assert_int_equal(acquire(world, barger, one.lock, one.units), PARKED);
        assert_int_equal(acquire(world, holder, one.lock, one.units), PARKED);
        guard = claim(world, first, one.lock, one.units);
        free_one(world, one, guard, first);
        guard = claim(world, barger, one.lock, one.units);
        free_one(world, one, guard, barger);
        guard = claim(world, holder, one.lock, one.units);
        free_one(world, one, guard, holder);
        expect_idle(world);
        drain(world);
    }
}

/* How a waiter can go. */
enum way {
    IS_CANCELLED,
    WITH_ITS_REGION,
    IS_LATE,
    IS_FORCED,
    WAITS_ELSEWHERE, /* from here on: only once it is dispatched */
    ASKS_FOR_OTHER_THINGS,
    FINISHES,
    WAYS
};

static bool is_dispatched_first(enum way way)
{
    return way >= WAITS_ELSEWHERE;
}

static void go(struct world *world, asx_task task, asx_region region,
               asx_lock other, enum way way)
{
    switch (way) {
    case IS_CANCELLED:
    case IS_FORCED:
        cancel_task(world, task, ASX_CANCEL_USER);
        break;
    case WITH_ITS_REGION:
        cancel_region(world, region, ASX_CANCEL_USER);
        break;
    case IS_LATE:
        advance(world, 1000);
        break;
    case WAITS_ELSEWHERE:
        assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
        return;
    case ASKS_FOR_OTHER_THINGS:
        assert_true(acquire(world, task, other, 1) > 0);
        return;
    case FINISHES:
    case WAYS:
        finish(world, task, ASX_OUTCOME_OK);
        return;
    }
}

/* It throws, or it does not come back and is forced. */
static void end_of_cancelled(struct world *world, asx_task task, enum way way)
{
    expect_next(world, task, ASX_VERB_CANCEL);
    if (way == IS_FORCED) {
        advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
        expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED,
                      ASX_OUTCOME_CANCELLED);
        assert_ok(asx_task_release(&world->rt, task));
        expect_report(world, ASX_REPORT_TASK_FORCED, task.bits);
        return;
    }
    finish(world, task, ASX_OUTCOME_OK);
}

static asx_task wait_in(struct world *world, asx_region region, struct one one,
                        enum way way)
{
    asx_task task;

    if (way == IS_LATE)
        stage_budget(world, asx_time_now(&world->rt) + 1000, ASX_POLLS_NONE, 0);
    task = start(world, region, 0);
    assert_int_equal(acquire(world, task, one.lock, one.units), PARKED);
    return task;
}

static void test_channel_baton__a_waiter_that_goes_is_passed_over(void **state)
{
    for (int at = 0; at < GUARDED * WAITS_ELSEWHERE; at++) {
        struct world *world = *state;
        enum way way = (enum way)(at / GUARDED);
        struct one one = open_one(world, at % GUARDED);
        asx_region region = open_region(world, root_of(world), 0);
        asx_task holder = start(world, root_of(world), 0), gone, next;
        asx_obligation guard = take_one(world, holder, one);

        gone = wait_in(world, region, one, way);
        next = wait_for(world, one);
        go(world, gone, region, one.lock, way);
        end_of_cancelled(world, gone, way);
        asx_runtime_check(&world->rt);
        free_one(world, one, guard, holder);
        guard = claim(world, next, one.lock, one.units);
        free_one(world, one, guard, next);
        drain(world);
    }
}

static void test_channel_baton__a_grant_that_is_not_claimed_goes_on(
    void **state)
{
    for (int at = 0; at < GUARDED * WAYS; at++) {
        struct world *world = *state;
        enum way way = (enum way)(at / GUARDED);
        struct one one = open_one(world, at % GUARDED);
        asx_lock other = open_lock(world, ASX_LOCK_MUTEX, 0);
        asx_region region = open_region(world, root_of(world), 0);
        asx_task holder = start(world, root_of(world), 0), gone, next;
        asx_obligation guard = take_one(world, holder, one);

        gone = wait_in(world, region, one, way);
        next = wait_for(world, one);
        free_one(world, one, guard, holder);
        assert_int_equal(
            event_count_of(world, ASX_EVENT_GRANT_RETURNED, one.lock.bits), 0);
        if (is_dispatched_first(way))
            expect_next(world, gone, ASX_VERB_STEP);
        go(world, gone, region, other, way);
        if (!is_dispatched_first(way))
            end_of_cancelled(world, gone, way);
        asx_runtime_check(&world->rt);
        assert_int_equal(
            event_count_of(world, ASX_EVENT_GRANT_RETURNED, one.lock.bits), 1);
        guard = claim(world, next, one.lock, one.units);
        free_one(world, one, guard, next);
        finish(world, holder, ASX_OUTCOME_OK);
        world->rt.event_count = 0;
        drain(world);
    }
}

static void test_channel_baton__the_last_one_leaves_it_free(void **state)
{
    for (int at = 0; at < GUARDED; at++) {
        struct world *world = *state;
        struct one one = open_one(world, at);
        asx_task holder = start(world, root_of(world), 0);
        asx_obligation guard = take_one(world, holder, one);
        asx_task gone = wait_for(world, one);

        free_one(world, one, guard, holder);
        assert_int_equal(field(world, one.lock.bits, ASX_FIELD_SET_ASIDE) > 0,
                         1);
        cancel_task(world, gone, ASX_CANCEL_USER);
        expect_next(world, gone, ASX_VERB_CANCEL);
        assert_int_equal(field(world, one.lock.bits, ASX_FIELD_SET_ASIDE), 0);
        guard = take_one(world, holder, one);
        free_one(world, one, guard, holder);
    }
}

static void test_mask_defer__a_masked_waiter_keeps_its_turn(void **state)
{
    for (int at = 0; at < GUARDED; at++) {
        struct world *world = *state;
        struct one one = open_one(world, at);
        asx_task holder = start(world, root_of(world), 0);
        asx_task masked = start(world, root_of(world), 0);
        asx_obligation guard = take_one(world, holder, one);

        assert_ok(asx_task_mask(&world->rt, masked));
        assert_int_equal(acquire(world, masked, one.lock, one.units), PARKED);
        cancel_task(world, masked, ASX_CANCEL_USER);
        free_one(world, one, guard, holder);
        guard = take_one(
            world,
            task_at(world, (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX), one);
        assert_int_equal(field(world, guard.bits, ASX_FIELD_OWNER),
                         ASX_HANDLE_SLOT(masked));
        free_one(world, one, guard, masked);
        finish(world, masked, ASX_OUTCOME_OK);
    }
}

static void test_obligation_holder__a_guard_is_handed_on(void **state)
{
    for (int at = 0; at < GUARDED; at++) {
        struct world *world = *state;
        struct one one = open_one(world, at);
        asx_task from = start(world, root_of(world), 0);
        asx_task to = start(world, root_of(world), 0);
        asx_obligation guard = take_one(world, from, one);
        asx_task waiting = wait_for(world, one);

        assert_ok(asx_obligation_transfer(&world->rt, guard, from, to));
        assert_int_equal(asx_obligation_commit(&world->rt, guard, from),
                         ASX_E_HOLDER);
        finish(world, from, ASX_OUTCOME_OK);
        expect_idle(world);
        free_one(world, one, guard, to);
        guard = claim(world, waiting, one.lock, one.units);
        free_one(world, one, guard, waiting);
        drain(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_channel_fifo__waiters_get_it_in_order),
        WORLD_TEST(test_channel_fifo__nobody_barges_in),
        WORLD_TEST(test_channel_baton__a_waiter_that_goes_is_passed_over),
        WORLD_TEST(test_channel_baton__a_grant_that_is_not_claimed_goes_on),
        WORLD_TEST(test_channel_baton__the_last_one_leaves_it_free),
        WORLD_TEST(test_mask_defer__a_masked_waiter_keeps_its_turn),
        WORLD_TEST(test_obligation_holder__a_guard_is_handed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
