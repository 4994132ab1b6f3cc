/* Stale, forged and foreign handles on every public call: refused, and not a
 * byte of the arena changes. */
#include "harness.h"
#include "internal.h"

/* One live object of each kind, for the handles that are not under test. */
struct cast {
    struct world *world;
    asx_region region;
    asx_task task; /* its body runs */
    asx_task peer; /* parked */
    asx_obligation obligation;
};

typedef int64_t handle_call(struct cast *cast, uint64_t bits);

#define CALL(name, ...)                                                        \
    static int64_t name(struct cast *cast, uint64_t bits)                      \
    {                                                                          \
        asx_runtime *rt = &cast->world->rt;                                    \
        return __VA_ARGS__;                                                    \
    }
#define REGION ((asx_region){bits})
#define TASK ((asx_task){bits})
#define OBLIGATION ((asx_obligation){bits})

static asx_region opened;
static asx_task spawned;
static asx_obligation reserved;

CALL(region_open, asx_region_open(rt, REGION, 0, 0, &opened))
CALL(region_close, asx_region_close(rt, REGION))
CALL(region_cancel, asx_region_cancel(rt, REGION, ASX_CANCEL_USER, 0))
CALL(region_defer, asx_region_defer(rt, REGION))
CALL(region_release, asx_region_release(rt, REGION))
CALL(task_spawn, asx_task_spawn(rt, REGION, 0, 0, &spawned))
CALL(await_region, asx_task_await_region(rt, cast->task, REGION, false))
CALL(await_owned, asx_task_await_region(rt, cast->task, REGION, true))

CALL(spawn_beside, asx_task_spawn_implicit(rt, TASK, 0, &spawned))
CALL(task_cancel, asx_task_cancel(rt, TASK, ASX_CANCEL_USER, 0))
CALL(task_finish, asx_task_finish(rt, TASK, ASX_OUTCOME_OK))
CALL(task_finalized, asx_task_finalized(rt, TASK, false))
CALL(task_defer, asx_task_defer(rt, TASK))
CALL(task_sleep, asx_task_sleep(rt, TASK, 99))
CALL(task_yield, asx_task_yield(rt, TASK))
CALL(task_park, asx_task_park(rt, TASK))
CALL(task_checkpoint, asx_task_checkpoint(rt, TASK))
CALL(task_charge, asx_task_charge(rt, TASK, 1))
CALL(task_consume, asx_task_consume(rt, TASK, 1))
CALL(task_mask, asx_task_mask(rt, TASK))
CALL(task_unmask, asx_task_unmask(rt, TASK))
CALL(task_release, asx_task_release(rt, TASK))
CALL(join_by, asx_task_join(rt, TASK, cast->peer))
CALL(join_of, asx_task_join(rt, cast->task, TASK))
CALL(await_by, asx_task_await_region(rt, TASK, cast->region, true))
CALL(reserve_by,
     asx_obligation_reserve(rt, TASK, ASX_OBLIGATION_ACK, 0, &reserved))
CALL(commit_by, asx_obligation_commit(rt, cast->obligation, TASK))
CALL(abort_by, asx_obligation_abort(rt, cast->obligation, TASK, 0))
CALL(transfer_by,
     asx_obligation_transfer(rt, cast->obligation, TASK, cast->peer))
CALL(transfer_to,
     asx_obligation_transfer(rt, cast->obligation, cast->task, TASK))

CALL(commit_of, asx_obligation_commit(rt, OBLIGATION, cast->task))
CALL(abort_of, asx_obligation_abort(rt, OBLIGATION, cast->task, 0))
CALL(transfer_of,
     asx_obligation_transfer(rt, OBLIGATION, cast->task, cast->peer))

static const struct {
    handle_call *call;
    asx_kind kind;
} calls[] = {{region_open, ASX_KIND_REGION},    {region_close, ASX_KIND_REGION},
             {region_cancel, ASX_KIND_REGION},  {region_defer, ASX_KIND_REGION},
             {region_release, ASX_KIND_REGION}, {task_spawn, ASX_KIND_REGION},
             {await_region, ASX_KIND_REGION},   {await_owned, ASX_KIND_REGION},
             {spawn_beside, ASX_KIND_TASK},     {task_cancel, ASX_KIND_TASK},
             {task_finish, ASX_KIND_TASK},      {task_finalized, ASX_KIND_TASK},
             {task_defer, ASX_KIND_TASK},       {task_sleep, ASX_KIND_TASK},
             {task_yield, ASX_KIND_TASK},       {task_park, ASX_KIND_TASK},
             {task_checkpoint, ASX_KIND_TASK},  {task_charge, ASX_KIND_TASK},
             {task_consume, ASX_KIND_TASK},     {task_mask, ASX_KIND_TASK},
             {task_unmask, ASX_KIND_TASK},      {task_release, ASX_KIND_TASK},
             {join_by, ASX_KIND_TASK},          {join_of, ASX_KIND_TASK},
             {await_by, ASX_KIND_TASK},         {reserve_by, ASX_KIND_TASK},
             {commit_by, ASX_KIND_TASK},        {abort_by, ASX_KIND_TASK},
             {transfer_by, ASX_KIND_TASK},      {transfer_to, ASX_KIND_TASK},
             {commit_of, ASX_KIND_OBLIGATION},  {abort_of, ASX_KIND_OBLIGATION},
             {transfer_of, ASX_KIND_OBLIGATION}};
#define CALLS (sizeof calls / sizeof *calls)

#define BAD_MAX 128

/* Handles that name nothing of `kind`, live or not. */
struct bad {
    uint64_t bits[BAD_MAX];
    uint32_t count;
};

static void add(struct bad *bad, uint64_t bits)
{
    assert_true(bad->count < BAD_MAX);
    bad->bits[bad->count++] = bits;
}

/* Around one slot: every generation next to the live one, and wide ones. */
static void add_slot(struct bad *bad, const asx_runtime *rt, uint32_t slot,
                     bool live_is_bad)
{
    uint32_t generation = asxi_cell(rt, slot)->generation;

    add(bad, ASX_HANDLE_BITS(slot, generation + 1));
    add(bad, ASX_HANDLE_BITS(slot, generation - 1));
    add(bad, ASX_HANDLE_BITS(slot, generation ^ 1u << 8));
    add(bad, ASX_HANDLE_BITS(slot, generation ^ 1u << 27));
    add(bad, ASX_HANDLE_BITS(slot, 0));
    add(bad, ASX_HANDLE_BITS(slot, UINT32_MAX));
    add(bad, (uint64_t)generation << 32 | 1u << 24 | slot);
    if (live_is_bad) /* foreign, free or retired */
        add(bad, ASX_HANDLE_BITS(slot, generation));
}

static struct bad bad_handles(const struct cast *cast, asx_kind kind)
{
    const asx_runtime *rt = &cast->world->rt;
    uint32_t used = (uint32_t)counter(cast->world, ASX_COUNTER_SLOTS_USED);
    struct bad bad = {{0}, 0};
    uint64_t draws = 11;

    add(&bad, 0);
    add(&bad, UINT64_MAX);
    add(&bad, ASX_HANDLE_BITS(0, 1));
    add(&bad, ASX_HANDLE_BITS(used + 1, 1));
    add(&bad, ASX_HANDLE_BITS(ASX_SLOT_MAX, 1));
    for (uint32_t slot = 1; slot <= used; slot++)
        add_slot(&bad, rt, slot, asxi_cell(rt, slot)->kind != kind);
    while (bad.count < BAD_MAX)
        add(&bad, ASX_HANDLE_BITS(test_random(&draws) % used + 1,
                                  (uint32_t)test_random(&draws) | 1u << 27));
    return bad;
}

/* One of each kind, one slot that is free again and one that is retired. */
static struct cast cast_new(struct world *world)
{
    struct cast cast = {.world = world};
    asx_task gone;
    asx_obligation worn;

    cast.region = open_region(world, root_of(world), 0);
    cast.peer = start_parked(world, root_of(world), 0);
    cast.task = start(world, root_of(world), 0);
    cast.obligation = reserve(world, cast.task);
    worn = reserve(world, cast.task);
    gone = start(world, root_of(world), 0);
    asxi_cell(&world->rt, ASX_HANDLE_SLOT(worn))->generation =
        ASX_GENERATION_MAX;
    worn.bits = ASX_HANDLE_BITS(ASX_HANDLE_SLOT(worn), ASX_GENERATION_MAX);
    assert_ok(asx_obligation_commit(&world->rt, worn, cast.task));
    finish(world, gone, ASX_OUTCOME_OK);
    return cast;
}

static void test_handle_stale__every_call_refuses_and_changes_nothing(
    void **state)
{
    struct world *world = *state;
    struct cast cast = cast_new(world);

    world_remember(world);
    for (size_t at = 0; at < CALLS; at++) {
        struct bad bad = bad_handles(&cast, calls[at].kind);

        for (uint32_t which = 0; which < bad.count; which++) {
            int64_t answer = calls[at].call(&cast, bad.bits[which]);

            if (answer != ASX_E_STALE)
                fail_msg("call %zu took %llx: %lld", at,
                         (unsigned long long)bad.bits[which],
                         (long long)answer);
        }
        world_assert_unchanged(world);
    }
}

/* On a refusal out parameters keep what was in them. */
static void test_handle_stale__out_parameters_are_untouched(void **state)
{
    struct world *world = *state;
    asx_task task = {77};
    asx_region region = {77};
    asx_obligation obligation = {77};

    assert_int_equal(
        asx_region_open(&world->rt, (asx_region){9}, 0, 0, &region),
        ASX_E_STALE);
    assert_int_equal(asx_task_spawn(&world->rt, (asx_region){9}, 0, 0, &task),
                     ASX_E_STALE);
    assert_int_equal(
        asx_obligation_reserve(&world->rt, (asx_task){9}, 0, 0, &obligation),
        ASX_E_STALE);
    assert_int_equal(region.bits + task.bits + obligation.bits, 3 * 77);
}

/* A handle never names a newer object in the same slot. */
static void test_handle_stale__a_reused_slot_has_another_handle(void **state)
{
    struct world *world = *state;
    asx_task last = {0};

    for (int times = 0; times < 1000; times++) {
        asx_task task = start(world, root_of(world), 0);

        assert_int_not_equal(task.bits, last.bits);
        if (last.bits) {
            assert_int_equal(ASX_HANDLE_SLOT(task), ASX_HANDLE_SLOT(last));
            assert_int_equal(asx_task_park(&world->rt, last), ASX_E_STALE);
        }
        finish(world, task, ASX_OUTCOME_OK);
        last = task;
    }
}

/* The same slot, the same kind: only the generation can tell (ADR 0001). */
static void test_handles__of_another_runtime_are_stale(void **state)
{
    struct world *ours = *state;

    for (uint64_t seed = 2; seed < 40; seed++) {
        struct world *theirs = world_new(seed, 0);
        asx_region region = open_region(theirs, root_of(theirs), 0);
        asx_task task = start(theirs, region, 0);

        assert_int_equal(asx_region_close(&ours->rt, root_of(theirs)),
                         ASX_E_STALE);
        open_region(ours, root_of(ours), 0);
        world_remember(ours);
        assert_int_equal(asx_region_close(&ours->rt, region), ASX_E_STALE);
        assert_int_equal(asx_task_cancel(&ours->rt, task, ASX_CANCEL_USER, 0),
                         ASX_E_STALE);
        world_assert_unchanged(ours);
        world_free(theirs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_handles__of_another_runtime_are_stale),
        WORLD_TEST(test_handle_stale__every_call_refuses_and_changes_nothing),
        WORLD_TEST(test_handle_stale__out_parameters_are_untouched),
        WORLD_TEST(test_handle_stale__a_reused_slot_has_another_handle),
    };

    return cmocka_run_group_tests_name("handle", tests, NULL, NULL);
}
