/* Random programs under all oracles: none of them finds anything. In a kernel
 * that is broken on purpose they do, and the test says which one did. */
#define _POSIX_C_SOURCE 200809L /* sigsetjmp */

#include <setjmp.h>
#include <signal.h>

#include "asx/oracle.h"
#include "harness.h"

#define SLOTS 512
#define POOL 48
#define PROGRAMS 300
#define CALLS 500
#define LOOKS 64

struct pool {
    uint64_t live[POOL];
    uint32_t count;
};

struct program {
    struct world *world;
    asx_oracle *oracle;
    void *memory;
    uint64_t draws;
    struct pool regions;
    struct pool tasks;
    struct pool obligations;
    asx_task current; /* dispatched last */
    uint64_t seed;
    uint32_t call;
    uint32_t told;
};

static sigjmp_buf trapped;

static void on_trap(int number)
{
    (void)number;
    siglongjmp(trapped, 1);
}

static uint32_t below(struct program *p, uint32_t bound)
{
    return (uint32_t)(test_random(&p->draws) % bound);
}

static void keep(struct program *p, struct pool *pool, uint64_t bits)
{
    if (pool->count < POOL)
        pool->live[pool->count++] = bits;
    else
        pool->live[below(p, POOL)] = bits;
}

/* One that is alive; those that are not are forgotten, but for one in sixteen:
 * a stale handle is a call like any other. */
static uint64_t pick(struct program *p, struct pool *pool)
{
    while (pool->count > 0) {
        uint32_t at = below(p, pool->count);
        uint64_t bits = pool->live[at];

        if (is_alive(p->world, bits) || below(p, 16) == 0)
            return bits;
        pool->live[at] = pool->live[--pool->count];
    }
    return 0;
}

static asx_task pick_task(struct program *p)
{
    if (p->current.bits != 0 && below(p, 4) != 0)
        return p->current;
    return (asx_task){pick(p, &p->tasks)};
}

static asx_region pick_region(struct program *p)
{
    uint64_t bits = pick(p, &p->regions);

    return bits != 0 ? (asx_region){bits} : root_of(p->world);
}

/* What the oracles have found by now, and whether that is something. */
static bool tell(struct program *p, const char *when)
{
    asx_violation violation;
    uint32_t before = p->told;

    while (asx_oracle_next(p->oracle, &violation)) {
        const asx_finding_info *finding = asx_finding_about(violation.finding);

        if (p->told++ < 8)
            print_error("oracle %s: %u:%u: %s (seed %llu, call %u%s)\n",
                        asx_oracle_about(finding->oracle)->name,
                        violation.subject, violation.generation, finding->says,
                        (unsigned long long)p->seed, p->call, when);
    }
    return p->told != before;
}

static void feed(struct program *p)
{
    asx_runtime *rt = &p->world->rt;

    for (uint32_t at = 0; at < rt->event_count; at++)
        (void)asx_oracle_feed(p->oracle, &rt->events[at]);
    rt->event_count = 0;
}

static int64_t open_or_spawn(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_region region = {0};
    asx_task task = {0};
    int64_t answer;

    if (below(p, 3) == 0)
        answer =
            asx_runtime_stage_budget(rt, asx_time_now(rt) + below(p, 3000000),
                                     below(p, 4) ? ASX_POLLS_NONE : below(p, 6),
                                     ASX_COST_NONE, below(p, 3) * 100);
    switch (below(p, 8)) {
    case 0:
    case 1:
        answer = asx_region_open(rt, pick_region(p), below(p, 16), 0, &region);
        if (answer == ASX_OK)
            keep(p, &p->regions, region.bits);
        return answer;
    case 2:
        answer = asx_task_spawn_implicit(rt, pick_task(p), 0, &task);
        break;
    default:
        answer = asx_task_spawn(rt, pick_region(p),
                                below(p, 4) ? ASX_TASK_INSIDE : ASX_TASK_MAIN,
                                0, &task);
        break;
    }
    if (answer == ASX_OK)
        keep(p, &p->tasks, task.bits);
    return answer;
}

static int64_t stop(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_cancel_kind kind = (asx_cancel_kind)below(p, ASX_CANCEL_KIND_COUNT);

    if (below(p, 4) == 0) {
        asx_status status =
            asx_runtime_stage_cleanup(rt, below(p, 2000000), below(p, 10));

        if (status != ASX_OK)
            return status;
    }
    switch (below(p, 4)) {
    case 0:
        return asx_region_close(rt, pick_region(p));
    case 1:
        return asx_region_cancel(rt, pick_region(p), kind, 0);
    default:
        return asx_task_cancel(rt, pick_task(p), kind, 0);
    }
}

static int64_t wait(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_task task = pick_task(p);

    switch (below(p, 7)) {
    case 0:
        return asx_task_sleep(rt, task, asx_time_now(rt) + below(p, 1000000));
    case 1:
        return asx_task_yield(rt, task);
    case 2:
        return asx_task_join(rt, task, (asx_task){pick(p, &p->tasks)});
    case 3:
    case 4:
        return asx_task_await_region(rt, task, pick_region(p), below(p, 2));
    case 5:
        return asx_task_park(rt, task);
    default:
        return asx_task_wake(rt, (asx_task){pick(p, &p->tasks)}, task);
    }
}

static int64_t hold(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_obligation obligation = {pick(p, &p->obligations)};
    asx_task holder = pick_task(p);

    switch (below(p, 5)) {
    case 0:
        return asx_obligation_commit(rt, obligation, holder);
    case 1:
        return asx_obligation_abort(rt, obligation, holder,
                                    (asx_abort)below(p, 3));
    case 2:
        return asx_obligation_transfer(rt, obligation, holder,
                                       (asx_task){pick(p, &p->tasks)});
    default:
        if (asx_obligation_reserve(rt, holder, ASX_OBLIGATION_ACK, 0,
                                   &obligation) == ASX_OK)
            keep(p, &p->obligations, obligation.bits);
        return 0;
    }
}

static int64_t end(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_task task = pick_task(p);

    switch (below(p, 8)) {
    case 0:
        return asx_task_defer(rt, task);
    case 1:
        return asx_region_defer(rt, pick_region(p));
    case 2:
        return asx_task_mask(rt, task);
    case 3:
        return asx_task_unmask(rt, task);
    case 4:
        return asx_task_checkpoint(rt, task);
    case 5:
        return asx_task_finalized(rt, task, below(p, 2));
    default:
        return asx_task_finish(
            rt, task, below(p, 3) ? ASX_OUTCOME_OK : (asx_outcome)below(p, 4));
    }
}

static int64_t let_go(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    uint32_t notice = (uint32_t)asx_notice_next(rt);
    uint32_t slot = notice & ASX_SLOT_MAX;
    uint64_t bits = ASX_HANDLE_BITS(slot, asx_generation(rt, slot));

    if (notice == 0)
        return 0;
    if ((notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) == ASX_NOTICE_TASK_ENDED)
        return asx_task_release(rt, (asx_task){bits});
    return asx_region_release(rt, (asx_region){bits});
}

static int64_t dispatch(struct program *p)
{
    int32_t next = asx_next(&p->world->rt);

    p->current = (asx_task){0};
    if (next != 0) {
        p->current = task_at(p->world, (uint32_t)next & ASX_SLOT_MAX);
        keep(p, &p->tasks, p->current.bits);
    }
    if (next >> ASX_SLOT_BITS == ASX_VERB_FINALIZE) /* at once, says task.h */
        return asx_task_finish(&p->world->rt, p->current, ASX_OUTCOME_OK);
    return next;
}

static int64_t act(struct program *p)
{
    asx_runtime *rt = &p->world->rt;

    switch (below(p, 16)) {
    case 0:
    case 1:
    case 2:
        return open_or_spawn(p);
    case 3:
        return stop(p);
    case 4:
    case 5:
        return wait(p);
    case 6:
        return hold(p);
    case 7:
    case 8:
    case 9:
        return end(p);
    case 10:
        asx_time_advance(rt, asx_time_now(rt) + below(p, 700000));
        return 0;
    case 11:
        return let_go(p);
    default:
        return dispatch(p);
    }
}

/* Small bounds, so that short programs reach them. */
static void configure(struct program *p)
{
    asx_runtime *rt = &p->world->rt;

    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_CANCEL_STREAK, 1 + below(p, 6)));
    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_MASK_ALLOWANCE, below(p, 5)));
    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_REFUSALS_MAX, 1 + below(p, 3)));
}

/* Everything is told to stop, and does: in the end only the root is left. */
static void wind_up(struct program *p)
{
    asx_runtime *rt = &p->world->rt;
    uint32_t times = 0;

    assert_ok(asx_region_cancel(rt, root_of(p->world), ASX_CANCEL_SHUTDOWN, 0));
    while (counter(p->world, ASX_COUNTER_REGIONS_LIVE) > 0) {
        assert_true(times++ < 1000);
        drain(p->world);
        feed(p);
        asx_time_advance(rt, asx_time_now(rt) + 10000000);
    }
    feed(p);
    asx_oracle_look(p->oracle, rt, SLOTS);
    asx_oracle_finish(p->oracle);
}

static void run(struct program *p, uint64_t seed)
{
    bool lab = seed % 2 != 0;

    p->seed = p->draws = seed;
    p->world = world_new(seed, lab ? ASX_RUNTIME_LAB : 0);
    p->memory = malloc(asx_oracle_bytes(SLOTS));
    assert_ok(asx_oracle_open(p->memory, asx_oracle_bytes(SLOTS),
                              lab ? ASX_ORACLE_LAB : 0, &p->oracle));
    configure(p);
    for (p->call = 0; p->call < CALLS; p->call++) {
        asx_input_begin(&p->world->rt, 0);
        asx_input_end(&p->world->rt, act(p));
        feed(p);
        asx_oracle_look(p->oracle, &p->world->rt, LOOKS);
        if (tell(p, ""))
            fail();
    }
    wind_up(p);
    if (tell(p, ", end"))
        fail();
    world_free(p->world);
    free(p->memory);
}

static void test_oracle_watch__random_programs_break_no_invariant(void **state)
{
    static struct program program;

    (void)state;
    signal(SIGILL, on_trap);
    signal(SIGTRAP, on_trap);
    if (sigsetjmp(trapped, 1) != 0) {
        feed(&program);
        asx_oracle_finish(program.oracle);
        if (!tell(&program, ", trapped"))
            print_error("trapped, no oracle (seed %llu, call %u)\n",
                        (unsigned long long)program.seed, program.call);
        fail();
    }
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        memset(&program, 0, sizeof program);
        run(&program, seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle_watch__random_programs_break_no_invariant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
