/* Random programs under all oracles: none of them finds anything. In a kernel
 * that is broken on purpose they do, and the test says which one did. */
#define _POSIX_C_SOURCE 200809L /* sigsetjmp */

#include <setjmp.h>
#include <signal.h>

#include "asx/oracle.h"
#include "random_host.h"

#define SLOTS 512
#define PROGRAMS 150
#define CALLS 500
#define LOOKS 64

struct program {
    struct random_host host;
    struct world *world;
    asx_oracle *oracle;
    void *memory;
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

/* `*digest`: of the same program before; zero if there was none. */
static void run(struct program *p, uint64_t seed, uint64_t *digest)
{
    bool lab = seed % 2 != 0;

    memset(p, 0, sizeof *p);
    p->seed = seed;
    p->world = world_new(seed, lab ? ASX_RUNTIME_LAB : 0);
    p->memory = malloc(asx_oracle_bytes(SLOTS));
    assert_ok(asx_oracle_open(p->memory, asx_oracle_bytes(SLOTS),
                              lab ? ASX_ORACLE_LAB : 0, &p->oracle));
    random_host_begin(&p->host, p->world, seed);
    for (p->call = 0; p->call < CALLS; p->call++) {
        asx_input_begin(&p->world->rt, 0);
        asx_input_end(&p->world->rt, random_host_act(&p->host));
        feed(p);
        asx_oracle_look(p->oracle, &p->world->rt, LOOKS);
        if (tell(p, ""))
            fail();
    }
    wind_up(p);
    if (*digest != 0)
        asx_oracle_compare(p->oracle, *digest, asx_digest(&p->world->rt));
    *digest = asx_digest(&p->world->rt);
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
        uint64_t digest = 0;

        run(&program, seed, &digest);
        run(&program, seed, &digest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle_watch__random_programs_break_no_invariant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
