/* Locks: how they begin and end, and what is left of them then. */
#include "locks.h"

static void test_region_admission__a_lock_needs_a_region_that_runs(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_lock lock = {0};

    close_region(world, region);
    world_remember(world);
    assert_int_equal(
        asx_lock_open(&world->rt, region, ASX_LOCK_MUTEX, 0, 0, &lock),
        ASX_E_CLOSED);
    assert_int_equal(
        asx_lock_open(&world->rt, (asx_region){0}, ASX_LOCK_MUTEX, 0, 0, &lock),
        ASX_E_STALE);
    assert_int_equal(asx_lock_open(&world->rt, root_of(world),
                                   ASX_LOCK_TYPE_COUNT, 1, 0, &lock),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    assert_int_equal(lock.bits, 0);
}

static void test_region_admission__memory_that_is_refused_changes_nothing(
    void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_lock lock[ASX_LOCK_TYPE_COUNT], other;

    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        lock[type] = open_lock(world, (asx_lock_type)type, 1);
        if (type == ASX_LOCK_POOL)
            assert_ok(asx_pool_add(&world->rt, lock[type], 1));
    }
    use_up_memory(world);
    world_remember(world);
    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        assert_int_equal(asx_lock_open(&world->rt, root_of(world),
                                       (asx_lock_type)type, 1, 0, &other),
                         ASX_E_MEMORY);
        if (type != ASX_LOCK_BARRIER && type != ASX_LOCK_NOTIFY)
            assert_int_equal(acquire(world, task, lock[type], 1), ASX_E_MEMORY);
        world_assert_unchanged(world);
    }
    world->growths_left = -1;
    give_back(world, take(world, task, lock[ASX_LOCK_MUTEX], 0), task);
}

/* It may try again: its turn is still set aside for it. */
static void test_channel_fifo__a_claim_without_memory_keeps_its_turn(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 2);
    asx_task holder = start(world, root_of(world), 0), waiting, other;
    asx_obligation guard = take(world, holder, lock, 2);

    waiting = start_waiting(world, lock, 2);
    other = start_waiting(world, lock, 1);
    give_back(world, guard, holder);
    use_up_memory(world);
    expect_next(world, waiting, ASX_VERB_STEP);
    world_remember(world);
    assert_int_equal(acquire(world, waiting, lock, 2), ASX_E_MEMORY);
    world_assert_unchanged(world);
    world->growths_left = -1;
    give_back(world, take(world, waiting, lock, 2), waiting);
    give_back(world, claim(world, other, lock, 1), other);
}

static void test_region_limits__a_guard_is_an_obligation_of_its_region(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 5);
    asx_region region;
    asx_task task;
    asx_obligation guard;

    assert_ok(asx_runtime_stage_limits(&world->rt, 9, 9, 1, UINT32_MAX));
    region = open_region(world, root_of(world), 0);
    task = start(world, region, 0);
    guard = take(world, task, lock, 1);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OBLIGATIONS), 1);
    world_remember(world);
    assert_int_equal(acquire(world, task, lock, 1), ASX_E_LIMIT);
    world_assert_unchanged(world);
    give_back(world, guard, task);
    give_back(world, take(world, task, lock, 1), task);
}

static void test_channel_baton__closing_tells_all_that_wait(void **state)
{
    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        struct world *world = *state;
        asx_lock lock = open_lock(world, (asx_lock_type)type, 2);
        asx_task holder = start(world, root_of(world), 0);
        asx_task waiting[2];
        asx_obligation guard = {0};

        if (type == ASX_LOCK_RWLOCK)
            guard = take(world, holder, lock, ASX_LOCK_WRITE);
        else if (type < ASX_LOCK_BARRIER)
            guard = take(world, holder, lock, 2);
        else if (type == ASX_LOCK_ONCE)
            guard = take(world, holder, lock, 0);
        waiting[0] = start_waiting(world, lock, ASX_LOCK_READ);
        if (type != ASX_LOCK_BARRIER)
            waiting[1] = start_waiting(world, lock,
                                       type == ASX_LOCK_RWLOCK ? ASX_LOCK_WRITE
                                                               : ASX_LOCK_READ);
        assert_ok(asx_lock_close(&world->rt, lock));
        for (int i = 0; i < (type == ASX_LOCK_BARRIER ? 1 : 2); i++) {
            expect_next(world, waiting[i], ASX_VERB_STEP);
            assert_int_equal(acquire(world, waiting[i], lock,
                                     i && type == ASX_LOCK_RWLOCK
                                         ? ASX_LOCK_WRITE
                                         : ASX_LOCK_READ),
                             ASX_E_DISCONNECTED);
        }
        assert_ok(asx_lock_close(&world->rt, lock));
        if (guard.bits)
            give_back(world, guard, holder);
        expect_idle(world);
        assert_int_equal(field(world, lock.bits, ASX_FIELD_STATE),
                         ASX_LOCK_CLOSED);
        drain(world);
    }
}

/* What was granted before is worth nothing after the lock was closed. */
static void test_channel_baton__a_grant_of_a_closed_lock_is_over(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task holder = start(world, root_of(world), 0), waiting;
    asx_obligation guard = take(world, holder, lock, 0);

    waiting = start_waiting(world, lock, 0);
    give_back(world, guard, holder);
    assert_ok(asx_lock_close(&world->rt, lock));
    expect_next(world, waiting, ASX_VERB_STEP);
    assert_int_equal(acquire(world, waiting, lock, 0), ASX_E_DISCONNECTED);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_SET_ASIDE), 0);
}

/* A lock of a region that others use from outside. */
struct shared {
    asx_region region;
    asx_lock lock;
    asx_task holder;
    asx_obligation guard;
    asx_task waiting;
};

static struct shared share(struct world *world, asx_lock_type type)
{
    struct shared s = {.region = open_region(world, root_of(world), 0)};

    assert_ok(asx_lock_open(&world->rt, s.region, type, 1, 0, &s.lock));
    if (type == ASX_LOCK_POOL)
        assert_ok(asx_pool_add(&world->rt, s.lock, 9));
    s.holder = start(world, root_of(world), 0);
    if (type != ASX_LOCK_NOTIFY)
        s.guard = take(world, s.holder, s.lock,
                       type == ASX_LOCK_RWLOCK ? ASX_LOCK_WRITE : 1);
    s.waiting = start_waiting(world, s.lock, 1);
    return s;
}

/* Its holder is outside, so the region does not wait for it. */
static void test_region_close__a_lock_goes_with_its_region(void **state)
{
    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        struct world *world = *state;
        uint64_t slots = counter(world, ASX_COUNTER_SLOTS_USED);
        struct shared s;

        if (type == ASX_LOCK_BARRIER)
            continue; /* nobody waits at one for one */
        s = share(world, (asx_lock_type)type);
        close_region(world, s.region);
        assert_int_equal(field(world, s.region.bits, ASX_FIELD_STATE),
                         ASX_REGION_CLOSED);
        expect_next(world, s.waiting, ASX_VERB_STEP);
        world_remember(world);
        assert_int_equal(acquire(world, s.waiting, s.lock, 1), ASX_E_STALE);
        assert_int_equal(asx_lock_close(&world->rt, s.lock), ASX_E_STALE);
        assert_int_equal(asx_lock_heal(&world->rt, s.lock), ASX_E_STALE);
        assert_int_equal(asx_lock_release(&world->rt, s.lock), ASX_E_STALE);
        assert_int_equal(asx_pool_add(&world->rt, s.lock, 1), ASX_E_STALE);
        world_assert_unchanged(world);
        assert_int_equal(is_alive(world, s.lock.bits), type != ASX_LOCK_NOTIFY);
        if (s.guard.bits)
            give_back(world, s.guard, s.holder); /* to no effect */
        assert_false(is_alive(world, s.lock.bits));
        drain(world);
        finish(world, s.waiting, ASX_OUTCOME_OK);
        finish(world, s.holder, ASX_OUTCOME_OK);
        assert_true(counter(world, ASX_COUNTER_SLOTS_USED) <= slots + 8);
    }
}

/* The holder is forced long after the lock has gone. */
static void test_cancel_force__a_late_guard_ends_with_its_holder(void **state)
{
    struct world *world = *state;
    struct shared s = share(world, ASX_LOCK_POOL);

    assert_ok(asx_lock_release(&world->rt, s.lock));
    expect_next(world, s.waiting, ASX_VERB_STEP);
    assert_int_equal(acquire(world, s.waiting, s.lock, 1), ASX_E_STALE);
    cancel_task(world, s.holder, ASX_CANCEL_USER);
    advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
    assert_false(is_alive(world, s.guard.bits));
    assert_false(is_alive(world, s.lock.bits));
}

/* A grant keeps the memory of a lock, and nothing else of it. */
static void test_channel_baton__a_grant_may_outlive_its_lock(void **state)
{
    for (int claims = 0; claims < 2; claims++) {
        struct world *world = *state;
        struct shared s = share(world, ASX_LOCK_MUTEX);

        give_back(world, s.guard, s.holder);
        assert_ok(asx_lock_release(&world->rt, s.lock));
        assert_true(is_alive(world, s.lock.bits));
        expect_next(world, s.waiting, ASX_VERB_STEP);
        assert_int_equal(acquire(world, s.holder, s.lock, 1), ASX_E_STALE);
        if (claims)
            assert_int_equal(acquire(world, s.waiting, s.lock, 1),
                             ASX_E_DISCONNECTED);
        else
            finish(world, s.waiting, ASX_OUTCOME_OK);
        assert_false(is_alive(world, s.lock.bits));
        if (claims)
            finish(world, s.waiting, ASX_OUTCOME_OK);
        finish(world, s.holder, ASX_OUTCOME_OK);
    }
}

static void test_lock__only_a_running_body_acquires(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task queued, parked = start_parked(world, root_of(world), 0);

    queued = spawn(world, root_of(world), 0);
    world_remember(world);
    assert_int_equal(acquire(world, queued, lock, 0), ASX_E_STATE);
    assert_int_equal(acquire(world, parked, lock, 0), ASX_E_STATE);
    assert_int_equal(acquire(world, (asx_task){0}, lock, 0), ASX_E_STALE);
    assert_int_equal(acquire(world, queued, (asx_lock){queued.bits}, 0),
                     ASX_E_STALE);
    world_assert_unchanged(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_region_admission__a_lock_needs_a_region_that_runs),
        WORLD_TEST(
            test_region_admission__memory_that_is_refused_changes_nothing),
        WORLD_TEST(test_channel_fifo__a_claim_without_memory_keeps_its_turn),
        WORLD_TEST(test_region_limits__a_guard_is_an_obligation_of_its_region),
        WORLD_TEST(test_channel_baton__closing_tells_all_that_wait),
        WORLD_TEST(test_channel_baton__a_grant_of_a_closed_lock_is_over),
        WORLD_TEST(test_region_close__a_lock_goes_with_its_region),
        WORLD_TEST(test_cancel_force__a_late_guard_ends_with_its_holder),
        WORLD_TEST(test_channel_baton__a_grant_may_outlive_its_lock),
        WORLD_TEST(test_lock__only_a_running_body_acquires),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
