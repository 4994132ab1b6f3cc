/* Pools: every token is lent to one, and comes back. */
#include "locks.h"

static void add(struct world *world, asx_lock pool, uint32_t token)
{
    assert_ok(asx_pool_add(&world->rt, pool, token));
}

static uint64_t token_of(const struct world *world, asx_obligation guard)
{
    return field(world, guard.bits, ASX_FIELD_TOKEN);
}

static void test_pool_return__the_longest_unused_is_lent_first(void **state)
{
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 3);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation first, second;

    for (uint32_t token = 10; token < 13; token++)
        add(world, pool, token);
    assert_int_equal(field(world, pool.bits, ASX_FIELD_QUEUED), 3);
    first = take(world, task, pool, 0);
    second = take(world, task, pool, 0);
    assert_int_equal(token_of(world, first), 10);
    assert_int_equal(token_of(world, second), 11);
    give_back(world, second, task);
    give_back(world, first, task);
    for (uint64_t token = 12; token != 10; token = token == 12 ? 11 : 10)
        assert_int_equal(token_of(world, take(world, task, pool, 0)), token);
}

static void test_pool_return__it_waits_for_a_token(void **state)
{
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1);
    asx_task one = start_waiting(world, pool, 0), two;
    asx_obligation guard;

    expect_idle(world);
    add(world, pool, 5);
    guard = claim(world, one, pool, 0);
    two = start_waiting(world, pool, 0);
    give_back(world, guard, one);
    assert_int_equal(token_of(world, claim(world, two, pool, 0)), 5);
}

enum end { COMMITTED, GIVEN_UP, CANCELLED_AWAY, LEFT_BEHIND, FORCED, ENDS };

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
    case LEFT_BEHIND:
        finish(world, holder, ASX_OUTCOME_OK);
        return;
    case FORCED:
    case ENDS:
        cancel_task(world, holder, ASX_CANCEL_USER);
        advance(world, asx_cancel_cleanup(ASX_CANCEL_USER).time_us);
    }
}

static void test_pool_return__however_its_guard_ends(void **state)
{
    for (int end = 0; end < ENDS; end++) {
        struct world *world = *state;
        asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1);
        asx_task holder = start(world, root_of(world), 0), waiting;
        asx_obligation guard;

        add(world, pool, 5);
        guard = take(world, holder, pool, 0);
        waiting = start_waiting(world, pool, 0);
        end_guard(world, guard, holder, (enum end)end);
        guard = claim(world, waiting, pool, 0);
        assert_int_equal(token_of(world, guard), 5);
        give_back(world, guard, waiting);
        finish(world, waiting, ASX_OUTCOME_OK);
    }
}

/* What is broken is not lent again, and makes room for another. */
static void test_pool_return__a_broken_one_is_discarded(void **state)
{
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1);
    asx_task holder = start(world, root_of(world), 0), waiting;
    asx_obligation guard;

    add(world, pool, 5);
    guard = take(world, holder, pool, 0);
    waiting = start_waiting(world, pool, 0);
    assert_int_equal(asx_pool_add(&world->rt, pool, 6), ASX_E_FULL);
    give_up(world, guard, holder, ASX_ABORT_ERROR);
    expect_idle(world);
    add(world, pool, 6);
    assert_int_equal(token_of(world, claim(world, waiting, pool, 0)), 6);
}

static void test_pool_return__what_it_does_not_take(void **state)
{
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1);
    asx_lock mutex = open_lock(world, ASX_LOCK_MUTEX, 0);

    world_remember(world);
    assert_int_equal(asx_pool_add(&world->rt, mutex, 1), ASX_E_STATE);
    assert_int_equal(asx_pool_add(&world->rt, pool, ASX_ANSWER_MASK + 1),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_pool_add(&world->rt, (asx_lock){0}, 1), ASX_E_STALE);
    world_assert_unchanged(world);
    assert_ok(asx_lock_close(&world->rt, pool));
    assert_int_equal(asx_pool_add(&world->rt, pool, 1), ASX_E_DISCONNECTED);
}

/* rule: region.limits -- a token counts as long as the pool has it. */
static void test_pool_return__tokens_count_as_queue_bytes(void **state)
{
    struct world *world = *state;
    asx_region region;
    asx_lock pool;
    asx_task task;
    asx_obligation guard;

    assert_ok(asx_runtime_stage_limits(&world->rt, UINT32_MAX, UINT32_MAX,
                                       UINT32_MAX, 8));
    region = open_region(world, root_of(world), 0);
    task = start(world, region, 0);
    assert_ok(asx_lock_open(&world->rt, region, ASX_LOCK_POOL, 9, 0, &pool));
    add(world, pool, 1);
    add(world, pool, 2);
    guard = take(world, task, pool, 0);
    world_remember(world);
    assert_int_equal(asx_pool_add(&world->rt, pool, 3), ASX_E_LIMIT);
    world_assert_unchanged(world);
    give_up(world, guard, task, ASX_ABORT_ERROR);
    add(world, pool, 3);
    guard = take(world, task, pool, 0);
    assert_ok(asx_lock_release(&world->rt, pool)); /* all are let go */
    assert_ok(asx_lock_open(&world->rt, region, ASX_LOCK_POOL, 9, 0, &pool));
    add(world, pool, 1);
    give_back(world, guard, task); /* to no pool, and counted no more */
    add(world, pool, 2);
    assert_int_equal(asx_pool_add(&world->rt, pool, 3), ASX_E_LIMIT);
}

/* The queue runs through its chunks while all but one token are lent. */
static void test_pool_return__every_token_comes_round(void **state)
{
    enum { TOKENS = 100 };
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, TOKENS);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held[TOKENS] = {{0}};
    uint32_t lent[TOKENS] = {0};
    uint64_t random = 3;

    for (uint32_t token = 0; token < TOKENS; token++)
        add(world, pool, token);
    for (int round = 0; round < 5000; round++) {
        asx_obligation *one = &held[test_random(&random) % TOKENS];

        if (one->bits) {
            lent[token_of(world, *one)]--;
            give_back(world, *one, task);
            one->bits = 0;
        } else {
            *one = take(world, task, pool, 0);
            lent[token_of(world, *one)]++;
        }
        for (int token = 0; token < TOKENS; token++)
            assert_true(lent[token] <= 1);
        world->rt.event_count = 0;
        if (round % 50 == 0)
            asx_runtime_check(&world->rt);
    }
    assert_int_equal(field(world, pool.bits, ASX_FIELD_QUEUED) +
                         field(world, pool.bits, ASX_FIELD_PERMITS),
                     TOKENS);
}

static void test_pool_return__adding_keeps_room_for_what_is_lent(void **state)
{
    enum { LENT = 20 };
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1000);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held[LENT];

    for (int more = 0; more < 40; more++) {
        for (uint32_t token = 0; token < LENT + (uint32_t)(more == 0); token++)
            add(world, pool, token);
        for (int at = 0; at < LENT; at++)
            held[at] = take(world, task, pool, 0);
        add(world, pool, 0);
        for (int at = 0; at < LENT; at++)
            give_back(world, held[at], task);
        asx_runtime_check(&world->rt);
    }
}

/* Memory is refused at each of the places where it is asked for. */
static void test_pool_return__never_needs_memory(void **state)
{
    struct world *world = *state;
    asx_lock pool = open_lock(world, ASX_LOCK_POOL, 1000);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held[1000];
    uint32_t tokens = 0, taken = 0;

    use_up_memory(world);
    for (int growths = 0; growths < 12; growths++) {
        asx_status status;

        world->growths_left = growths % 3;
        do {
            world_remember(world);
            status = asx_pool_add(&world->rt, pool, tokens);
            tokens += status == ASX_OK;
        } while (status == ASX_OK);
        assert_int_equal(status, ASX_E_MEMORY);
        world_assert_unchanged(world);
    }
    assert_true(tokens > 32);
    for (int growths = 0; growths < 40; growths++) {
        int32_t answer;

        world->growths_left = growths % 3;
        do {
            world_remember(world);
            answer = acquire(world, task, pool, 0);
            if (answer > 0)
                held[taken++].bits = ASX_HANDLE_BITS(
                    answer, asx_generation(&world->rt, (uint32_t)answer));
        } while (answer > 0 && taken < tokens);
        if (answer < 0) {
            assert_int_equal(answer, ASX_E_MEMORY);
            world_assert_unchanged(world);
        }
    }
    assert_true(taken > 3);
    world->growths_left = 0;
    while (taken > 0)
        give_back(world, held[--taken], task);
    assert_int_equal(field(world, pool.bits, ASX_FIELD_QUEUED), tokens);
    world->growths_left = -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_pool_return__the_longest_unused_is_lent_first),
        WORLD_TEST(test_pool_return__it_waits_for_a_token),
        WORLD_TEST(test_pool_return__however_its_guard_ends),
        WORLD_TEST(test_pool_return__a_broken_one_is_discarded),
        WORLD_TEST(test_pool_return__what_it_does_not_take),
        WORLD_TEST(test_pool_return__tokens_count_as_queue_bytes),
        WORLD_TEST(test_pool_return__every_token_comes_round),
        WORLD_TEST(test_pool_return__adding_keeps_room_for_what_is_lent),
        WORLD_TEST(test_pool_return__never_needs_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
