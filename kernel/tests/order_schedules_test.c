/* Programs whose calls are interleaved in many ways: which runs have the same
 * form, and which have not. */
#include "ordered.h"

#define SEEDS 40
#define SCHEDULES 6

/* Reasons that are equal but for their origin are strengthened by slot, and so
 * by the schedule (docs/adr/0013): about one seed in a thousand meets such a
 * tie, and would be no counterexample. None of these does. */
static void
test_order_schedules__any_schedule_of_independent_regions_is_the_same_run(
    void **state)
{
    uint32_t different_logs = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct ordered first = ordered_of_islands(3, seed, 1, false);

        for (uint64_t schedule = 2; schedule <= SCHEDULES; schedule++) {
            struct ordered other = ordered_of_islands(3, seed, schedule, false);

            if (first.order.fingerprint != other.order.fingerprint)
                fail_msg("seed %u, schedule %u", (unsigned)seed,
                         (unsigned)schedule);
            assert_int_equal(first.count, other.count);
            assert_int_equal(first.order.layers, other.order.layers);
            different_logs += memcmp(first.events, other.events,
                                     first.count * sizeof(asx_event)) != 0;
            ordered_free(&other);
        }
        ordered_free(&first);
    }
    assert_true(different_logs > SEEDS * (SCHEDULES - 1) / 2);
}

/* One call more, into a region that is not its own: now it matters who comes
 * first, and whether the call still finds that region open. */
static void test_order_schedules__one_bridge_tells_schedules_apart(void **state)
{
    uint32_t apart = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct ordered first = ordered_of_islands(2, seed, 1, true);
        bool differs = false;

        for (uint64_t schedule = 2; schedule <= SCHEDULES; schedule++) {
            struct ordered other = ordered_of_islands(2, seed, schedule, true);

            differs |= first.order.fingerprint != other.order.fingerprint;
            ordered_free(&other);
        }
        apart += differs;
        ordered_free(&first);
    }
    assert_true(apart > SEEDS / 2);
}

static void test_order_schedules__two_seeds_are_two_runs(void **state)
{
    uint64_t fingerprint = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct ordered ordered = ordered_of_islands(2, seed, 1, false);

        assert_int_not_equal(ordered.order.fingerprint, fingerprint);
        fingerprint = ordered.order.fingerprint;
        ordered_free(&ordered);
    }
}

/* Two tasks of one region fail; the first to do so is the region's outcome. */
static uint64_t two_failures(bool panic_first)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    asx_task err = start(world, region, 0), panic = start(world, region, 0);
    uint64_t fingerprint;

    if (!panic_first)
        finish(world, err, ASX_OUTCOME_ERR);
    finish(world, panic, ASX_OUTCOME_PANICKED);
    if (panic_first)
        finish(world, err, ASX_OUTCOME_ERR);
    drain(world);
    fingerprint = fingerprint_of(world);
    world_free(world);
    return fingerprint;
}

static void test_order_schedules__which_of_two_fails_first_matters(void **state)
{
    (void)state;
    assert_int_not_equal(two_failures(false), two_failures(true));
    assert_int_equal(two_failures(true), two_failures(true));
}

/* Two tasks of a collecting region fail alike; the region takes the outcome of
 * the first, and nothing else tells of it. */
static uint64_t two_alike(bool second_first)
{
    struct world *world = world_new(1, 0);
    asx_region region =
        open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
    asx_task task[2] = {start(world, region, 0), start(world, region, 0)};
    uint64_t fingerprint;

    finish(world, task[second_first], ASX_OUTCOME_ERR);
    finish(world, task[!second_first], ASX_OUTCOME_ERR);
    fingerprint = fingerprint_of(world);
    world_free(world);
    return fingerprint;
}

static void
test_order_schedules__which_of_two_that_fail_alike_ends_first_matters(
    void **state)
{
    (void)state;
    assert_int_not_equal(two_alike(false), two_alike(true));
}

/* A sleep is armed before or after the clock goes on. */
static uint64_t sleep_and_advance(bool advance_first)
{
    struct world *world = world_new(1, 0);
    asx_task task = start(world, root_of(world), 0);
    uint64_t fingerprint;

    if (advance_first)
        advance(world, 10);
    assert_int_equal(asx_task_sleep(&world->rt, task, 100), ASX_VERDICT_PARKED);
    if (!advance_first)
        advance(world, 10);
    fingerprint = fingerprint_of(world);
    world_free(world);
    return fingerprint;
}

static void
test_order_schedules__what_reads_the_clock_does_not_pass_its_advance(
    void **state)
{
    (void)state;
    assert_int_not_equal(sleep_and_advance(false), sleep_and_advance(true));
}

struct request {
    asx_cancel_kind kind;
    uint32_t message;
    bool by_sibling; /* else from outside */
};

static uint64_t cancelled_by(struct request request)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world),
                                    request.by_sibling ? ASX_POLICY_RACE : 0);
    asx_task winner = start_parked(world, region, 0);
    uint64_t fingerprint;

    start_parked(world, region, 0);
    if (request.by_sibling)
        finish(world, winner, ASX_OUTCOME_OK);
    else
        assert_ok(asx_region_cancel(&world->rt, region, request.kind,
                                    request.message));
    fingerprint = fingerprint_of(world);
    world_free(world);
    return fingerprint;
}

/* rule: cancel.strengthen -- the fingerprint includes cancel reasons */
static void test_order_schedules__a_cancel_is_known_by_its_reason(void **state)
{
    const struct request requests[] = {
        {ASX_CANCEL_USER, 0, false},     {ASX_CANCEL_USER, 1, false},
        {ASX_CANCEL_SHUTDOWN, 0, false}, {ASX_CANCEL_RACE_LOST, 0, false},
        {ASX_CANCEL_RACE_LOST, 0, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(cancelled_by(requests[i]),
                                 cancelled_by(requests[j]));
    }
}

/* Of two that could have won the race, the reason tells which did. */
static uint64_t race_won_by(uint32_t winner)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), ASX_POLICY_RACE);
    asx_task task[3];
    asx_event *events = world->rt.events;
    uint32_t at, kept = 0;
    uint64_t fingerprint;

    for (at = 0; at < 3; at++)
        task[at] = start_parked(world, region, 0);
    finish(world, task[winner], ASX_OUTCOME_OK);
    /* Only the events about the one that lost either way, and the births. */
    for (at = 0; at < world->rt.event_count; at++) {
        if (events[at].subject == ASX_HANDLE_SLOT(task[2]) ||
            events[at].kind == ASX_EVENT_TASK_SPAWNED ||
            events[at].kind == ASX_EVENT_REGION_OPENED)
            events[kept++] = events[at];
    }
    world->rt.event_count = kept;
    fingerprint = fingerprint_of(world);
    world_free(world);
    return fingerprint;
}

static void test_order_schedules__a_reason_is_known_by_its_origin(void **state)
{
    (void)state;
    assert_int_not_equal(race_won_by(0), race_won_by(1));
    assert_int_equal(race_won_by(1), race_won_by(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_order_schedules__##name)
        TEST(any_schedule_of_independent_regions_is_the_same_run),
        TEST(one_bridge_tells_schedules_apart),
        TEST(two_seeds_are_two_runs),
        TEST(which_of_two_fails_first_matters),
        TEST(which_of_two_that_fail_alike_ends_first_matters),
        TEST(what_reads_the_clock_does_not_pass_its_advance),
        TEST(a_cancel_is_known_by_its_reason),
        TEST(a_reason_is_known_by_its_origin),
    };

    return cmocka_run_group_tests_name("order_schedules", tests, NULL, NULL);
}
