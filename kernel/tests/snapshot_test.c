/* A snapshot is the whole state: from it the same inputs give the same run. */
#include "asx/describe.h"
#include "harness.h"
#include "internal.h"

static asx_task random_task(struct world *world, uint64_t *draws)
{
    uint64_t used = counter(world, ASX_COUNTER_SLOTS_USED);

    return task_at(world, (uint32_t)(test_random(draws) % used) + 1);
}

static asx_region random_region(struct world *world, uint64_t *draws)
{
    if (test_random(draws) % 4 == 0)
        return root_of(world);
    return (asx_region){random_task(world, draws).bits};
}

/* Regions and births: one input, valid or not. */
static int64_t act_on_region(struct world *world, uint64_t *draws)
{
    asx_runtime *rt = &world->rt;
    asx_region region = random_region(world, draws);
    asx_cancel_kind kind = (asx_cancel_kind)(test_random(draws) % 11 + 1);
    bool is_root = region.bits == root_of(world).bits;
    asx_task made;

    switch (test_random(draws) % 6) {
    case 0:
        return asx_region_open(rt, region, test_random(draws) % 8, 0,
                               &(asx_region){0});
    case 1:
        return is_root ? 0 : asx_region_close(rt, region);
    case 2:
        return is_root ? 0 : asx_region_cancel(rt, region, kind, 0);
    default:
        return asx_task_spawn(rt, region, test_random(draws) % 2, 0, &made);
    }
}

/* Operations, obligations and ends: one input, valid or not. */
static int64_t act_on_task(struct world *world, uint64_t *draws)
{
    asx_runtime *rt = &world->rt;
    asx_task task = random_task(world, draws), made;
    asx_obligation obligation = {random_task(world, draws).bits};
    uint64_t later = asx_time_now(rt) + test_random(draws) % 100000;

    switch (test_random(draws) % 12) {
    case 0:
        return asx_task_cancel(rt, task, ASX_CANCEL_USER, 0);
    case 1:
        return asx_task_spawn_implicit(rt, task, 0, &made);
    case 2:
        return asx_task_sleep(rt, task, later);
    case 3:
        return asx_task_park(rt, task);
    case 4:
        return asx_task_wake(rt, task, task);
    case 5:
        return asx_task_finish(rt, task, (asx_outcome)(test_random(draws) % 4));
    case 6:
        return asx_obligation_reserve(rt, task, ASX_OBLIGATION_ACK, 0,
                                      &(asx_obligation){0});
    case 7:
        return asx_obligation_commit(rt, obligation, task);
    case 8:
        return asx_task_mask(rt, task);
    case 9:
        return asx_task_defer(rt, task);
    case 10:
        return asx_task_finalized(rt, task, false);
    default:
        return asx_task_await_region(rt, task, random_region(world, draws),
                                     test_random(draws) % 2);
    }
}

/* What it answers does not matter here, only that it is the same again. */
static void act(struct world *world, uint64_t *draws)
{
    asx_runtime *rt = &world->rt;
    int64_t answer = 0;

    switch (test_random(draws) % 8) {
    case 0:
    case 1:
        answer = act_on_region(world, draws);
        break;
    case 2:
        asx_time_advance(rt, asx_time_now(rt) + test_random(draws) % 200000);
        break;
    case 3:
        answer = asx_notice_next(rt);
        break;
    case 4:
        answer = asx_next(rt);
        break;
    default:
        answer = act_on_task(world, draws);
        break;
    }
    asx_input_end(rt, answer);
}

static void act_often(struct world *world, uint64_t *draws, int times)
{
    while (times-- > 0)
        act(world, draws);
}

static void take(struct world *world)
{
    world_remember(world); /* a plain copy of asx_snapshot_bytes */
}

static void test_snapshot_restore__the_same_inputs_give_the_same_run(
    void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct world *world = world_new(seed, seed % 2 ? ASX_RUNTIME_LAB : 0);
        uint64_t draws = seed, from, digest, hash;

        world->rt.event_capacity = 0;
        act_often(world, &draws, 400);
        take(world);
        from = draws;
        act_often(world, &draws, 600);
        digest = asx_digest(&world->rt);
        hash = asx_state_hash(&world->rt);
        asx_runtime_check(&world->rt);
        assert_ok(
            asx_snapshot_restore(&world->rt, world->copy, world->copy_bytes));
        world_assert_unchanged(world);
        asx_runtime_check(&world->rt);
        act_often(world, &from, 600);
        assert_int_equal(asx_digest(&world->rt), digest);
        assert_int_equal(asx_state_hash(&world->rt), hash);
        world_free(world);
    }
}

/* Same inputs, same trace. */
static void test_snapshot_restore__another_runtime_goes_on_from_it(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *one = world_new(seed, 0), *two = world_new(seed + 99, 0);
        uint64_t draws = seed, from;

        one->rt.event_capacity = two->rt.event_capacity = 0;
        act_often(one, &draws, 400);
        take(one);
        from = draws;
        assert_ok(asx_snapshot_restore(&two->rt, one->copy, one->copy_bytes));
        act_often(one, &draws, 300);
        act_often(two, &from, 300);
        assert_int_equal(asx_digest(&one->rt), asx_digest(&two->rt));
        assert_int_equal(asx_state_hash(&one->rt), asx_state_hash(&two->rt));
        world_free(one);
        world_free(two);
    }
}

/* Cells that were made since are blank again, so new ones start from zero. */
static void test_snapshot_restore__clears_what_lies_beyond(void **state)
{
    struct world *world = *state;
    asx_task task;

    take(world);
    for (int at = 0; at < 20; at++)
        start_parked(world, root_of(world), 0);
    assert_ok(asx_snapshot_restore(&world->rt, world->copy, world->copy_bytes));
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), 1);
    task = start_parked(world, root_of(world), 0);
    assert_int_equal(task.bits,
                     ASX_HANDLE_BITS(2, ASX_HANDLE_GENERATION(root_of(world))));
}

static void test_snapshot_restore__what_is_no_snapshot_is_refused(void **state)
{
    struct world *world = *state;
    unsigned char *copy;

    start_parked(world, root_of(world), 0);
    take(world);
    for (size_t cut = 0; cut < world->copy_bytes; cut += 91)
        assert_int_equal(asx_snapshot_restore(&world->rt, world->copy, cut),
                         ASX_E_ARGUMENT);
    copy = calloc(1, world->copy_bytes + ASXI_CELL_BYTES);
    memcpy(copy, world->copy, world->copy_bytes);
    for (size_t more = 1; more <= ASXI_CELL_BYTES; more++)
        assert_int_equal(
            asx_snapshot_restore(&world->rt, copy, world->copy_bytes + more),
            ASX_E_ARGUMENT);
    memset(copy, 0, world->copy_bytes);
    assert_int_equal(asx_snapshot_restore(&world->rt, copy, world->copy_bytes),
                     ASX_E_ARGUMENT);
    free(copy);
    world_assert_unchanged(world);
}

static void test_snapshot_restore__refused_memory_changes_nothing(void **state)
{
    struct world *world = *state, *small = world_new(3, 0);

    for (int at = 0; at < 20; at++)
        start_parked(world, root_of(world), 0);
    take(world);
    small->growths_left = 0;
    world_remember(small);
    assert_int_equal(
        asx_snapshot_restore(&small->rt, world->copy, world->copy_bytes),
        ASX_E_MEMORY);
    world_assert_unchanged(small);
    world_free(small);
}

static void test_snapshot_hash__sees_every_byte_in_use(void **state)
{
    struct world *world = *state;
    uint64_t hash;

    start_parked(world, root_of(world), 0);
    hash = asx_state_hash(&world->rt);
    for (size_t at = 0; at < asx_snapshot_bytes(&world->rt); at += 37) {
        world->rt.base[at] ^= 1;
        assert_int_not_equal(asx_state_hash(&world->rt), hash);
        world->rt.base[at] ^= 1;
    }
    world->rt.base[asx_snapshot_bytes(&world->rt) - 1] ^= 1;
    assert_int_not_equal(asx_state_hash(&world->rt), hash);
    world->rt.base[asx_snapshot_bytes(&world->rt) - 1] ^= 1;
    assert_int_equal(asx_state_hash(&world->rt), hash);
}

static void test_snapshot_restore__of_more_slots_than_there_are_is_refused(
    void **state)
{
    struct world *world = *state;
    static const uint32_t counts[] = {0, 1, 3, ASX_SLOT_MAX + 1, UINT32_MAX};

    start_parked(world, root_of(world), 0); /* the second slot */
    take(world);
    for (size_t at = 0; at < sizeof counts / sizeof *counts; at++) {
        uint32_t *slots =
            (uint32_t *)(void *)(world->copy +
                                 offsetof(struct asxi_arena, slots_used));

        *slots = counts[at];
        assert_int_equal(
            asx_snapshot_restore(&world->rt, world->copy, world->copy_bytes),
            ASX_E_ARGUMENT);
        *slots = 2;
    }
    world_assert_unchanged(world);
    assert_ok(asx_snapshot_restore(&world->rt, world->copy, world->copy_bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_snapshot_restore__the_same_inputs_give_the_same_run),
        cmocka_unit_test(
            test_snapshot_restore__another_runtime_goes_on_from_it),
        WORLD_TEST(test_snapshot_restore__clears_what_lies_beyond),
        WORLD_TEST(test_snapshot_restore__what_is_no_snapshot_is_refused),
        WORLD_TEST(test_snapshot_restore__refused_memory_changes_nothing),
        WORLD_TEST(test_snapshot_hash__sees_every_byte_in_use),
        WORLD_TEST(
            test_snapshot_restore__of_more_slots_than_there_are_is_refused),
    };

    return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
