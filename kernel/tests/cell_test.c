/* Slots: reuse, retirement, and memory that is refused at any growth. */
#include "harness.h"
#include "internal.h"

static void test_cell_retire__a_used_up_generation_takes_the_slot_along(
    void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0), next;
    uint32_t slot = ASX_HANDLE_SLOT(task);

    asxi_cell(&world->rt, slot)->generation = ASX_GENERATION_MAX - 1;
    task.bits = ASX_HANDLE_BITS(slot, ASX_GENERATION_MAX - 1);
    finish(world, task, ASX_OUTCOME_OK);
    task = start(world, root_of(world), 0);
    assert_int_equal(task.bits, ASX_HANDLE_BITS(slot, ASX_GENERATION_MAX));
    finish(world, task, ASX_OUTCOME_OK);
    next = start(world, root_of(world), 0);
    assert_int_not_equal(ASX_HANDLE_SLOT(next), slot);
    assert_int_equal(asx_generation(&world->rt, slot), 0);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_E_STALE);
    assert_int_equal(
        asx_task_park(&world->rt, (asx_task){ASX_HANDLE_BITS(slot, 0)}),
        ASX_E_STALE);
}

static void test_cell_reuse__what_is_free_is_used_first(void **state)
{
    struct world *world = *state;
    for (int times = 0; times < 100; times++) {
        asx_region region = open_region(world, root_of(world), 0);
        asx_task task = start(world, region, 0);

        reserve(world, task);
        finish(world, task, ASX_OUTCOME_OK); /* leaks it */
        close_region(world, region);
        assert_ok(asx_region_release(&world->rt, region));
        world->rt.event_count = 0;
    }
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), 4);
}

/* A scenario with every kind of growth: a call at a time, so that one that is
 * refused can be made again. */
struct play {
    struct world *world;
    asx_region outer, inner;
    asx_task owner, beside, child;
    asx_obligation obligation;
};

static int64_t act(struct play *play, int step)
{
    asx_runtime *rt = &play->world->rt;

    switch (step) {
    case 0:
        return asx_region_open(rt, asx_region_root(rt), 0, 1, &play->outer);
    case 1:
        return asx_region_open(rt, play->outer, 0, 2, &play->inner);
    case 2:
        return asx_region_defer(rt, play->inner);
    case 3:
        return asx_task_spawn(rt, play->outer, ASX_TASK_MAIN, 3, &play->owner);
    case 4:
        return asx_next(rt) > 0 ? 0 : -100;
    case 5:
        return asx_task_spawn_implicit(rt, play->owner, 4, &play->beside);
    case 6:
        return asx_obligation_reserve(rt, play->owner, ASX_OBLIGATION_LEASE, 5,
                                      &play->obligation);
    case 7:
        return asx_task_spawn(rt, play->inner, 0, 6, &play->child);
    case 8:
        return asx_task_defer(rt, play->owner);
    case 9:
        return asx_task_await_region(rt, play->owner, play->inner, true) ==
                       ASX_VERDICT_PARKED
                   ? 0
                   : -100;
    case 10:
        return asx_region_cancel(rt, play->outer, ASX_CANCEL_USER, 0);
    default:
        drain(play->world);
        return 0;
    }
}
#define STEPS 12

/* Plays it with memory for `growths` cells at first; answers how often it was
 * refused. A refusal changes nothing and the call then works again. */
static int perform(int64_t growths, uint64_t *digest, uint64_t *hash)
{
    struct world *world = world_new(5, 0);
    struct play play = {.world = world};
    int refusals = 0;

    world->growths_left = growths;
    for (int step = 0; step < STEPS; step++) {
        int64_t answer;

        world_remember(world);
        answer = act(&play, step);
        if (answer == ASX_E_MEMORY) {
            world_assert_unchanged(world);
            refusals++;
            world->growths_left = -1;
            answer = act(&play, step);
        }
        assert_true(answer >= 0);
        asx_runtime_check(&world->rt);
    }
    assert_false(is_alive(world, play.outer.bits));
    *digest = asx_digest(&world->rt);
    *hash = asx_state_hash(&world->rt);
    world_free(world);
    return refusals;
}

/* rule: region.limits -- the last one, memory itself */
static void test_cell_memory__refused_at_every_growth_changes_nothing(
    void **state)
{
    uint64_t digest, hash, other_digest, other_hash;
    int refusals = 0;

    (void)state;
    assert_int_equal(perform(-1, &digest, &hash), 0);
    for (int64_t growths = 0; growths < 10; growths++) {
        refusals += perform(growths, &other_digest, &other_hash);
        assert_int_equal(other_digest, digest);
        assert_int_equal(other_hash, hash);
    }
    assert_int_equal(refusals, 7); /* every kind of object that it makes */
}

static bool refuse(asx_runtime *rt, size_t bytes)
{
    (void)rt, (void)bytes;
    return false;
}

static void test_cell_memory__a_runtime_needs_some_to_begin_with(void **state)
{
    asx_runtime rt = {.grow = refuse};

    (void)state;
    assert_int_equal(asx_runtime_create(&rt, 1, 0, 64), ASX_E_MEMORY);
    assert_int_equal(asx_runtime_create(&rt, 1, 3, 64), ASX_E_ARGUMENT);
    assert_int_equal(asx_runtime_create(&rt, 1, 0, 65), ASX_E_ARGUMENT);
}

/* Ending work needs no memory: a full arena can always be emptied. */
static void test_cell_memory__ending_never_asks_for_any(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    for (int at = 0; at < 50; at++)
        reserve(world, start_parked(world, region, 0));
    world->growths_left = 0;
    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    drain(world);
    assert_false(is_alive(world, region.bits));
}

/* Handles have 24 bits for a slot; there is no slot behind the last. */
static void test_cell_memory__ends_with_the_last_slot(void **state)
{
    struct world *world = *state;
    struct asxi_arena *arena = asxi_arena(&world->rt);
    uint32_t used = arena->slots_used;
    asx_task task = {77};

    arena->slots_used = ASX_SLOT_MAX;
    assert_int_equal(asx_task_spawn(&world->rt, root_of(world), 0, 0, &task),
                     ASX_E_MEMORY);
    assert_int_equal(task.bits, 77);
    assert_int_equal(arena->slots_used, ASX_SLOT_MAX);
    arena->slots_used = used;
    assert_ok(asx_task_spawn(&world->rt, root_of(world), 0, 0, &task));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_cell_retire__a_used_up_generation_takes_the_slot_along),
        WORLD_TEST(test_cell_reuse__what_is_free_is_used_first),
        cmocka_unit_test(
            test_cell_memory__refused_at_every_growth_changes_nothing),
        cmocka_unit_test(test_cell_memory__a_runtime_needs_some_to_begin_with),
        WORLD_TEST(test_cell_memory__ending_never_asks_for_any),
        WORLD_TEST(test_cell_memory__ends_with_the_last_slot),
    };

    return cmocka_run_group_tests_name("cell", tests, NULL, NULL);
}
