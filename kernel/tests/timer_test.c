/* The timer wheel against a list that is searched, and the clock. */
#include "harness.h"
#include "internal.h"

#define TASKS 64

/* One task a row: parked, or asleep until `due_us`, armed as `sequence`. */
struct model {
    asx_task task;
    uint64_t due_us;
    uint64_t sequence;
    bool asleep;
};

struct bench {
    struct world *world;
    struct model models[TASKS];
    uint64_t draws;
    uint64_t sequence;
};

static struct bench *bench_new(uint64_t seed)
{
    struct bench *bench = calloc(1, sizeof *bench);

    assert_non_null(bench);
    bench->world = world_new(seed, 0);
    bench->draws = seed;
    for (int at = 0; at < TASKS; at++)
        bench->models[at].task =
            start_parked(bench->world, root_of(bench->world), 0);
    return bench;
}

static void bench_free(struct bench *bench)
{
    world_free(bench->world);
    free(bench);
}

/* One microsecond to many years, each magnitude as likely. */
static uint64_t random_span(struct bench *bench)
{
    uint64_t bits = test_random(&bench->draws) % 50;

    return 1 + (test_random(&bench->draws) & ((UINT64_C(1) << bits) - 1));
}

static bool is_before(const struct model *a, const struct model *b)
{
    return a->due_us < b->due_us ||
           (a->due_us == b->due_us && a->sequence < b->sequence);
}

static int earliest(const struct bench *bench)
{
    const struct model *models = bench->models;
    int best = -1;

    for (int at = 0; at < TASKS; at++) {
        if (models[at].asleep &&
            (best < 0 || is_before(&models[at], &models[best])))
            best = at;
    }
    return best;
}

/* Makes it sleep; some share a deadline with another one. */
static void arm(struct bench *bench, struct model *model)
{
    asx_runtime *rt = &bench->world->rt;
    int other = (int)(test_random(&bench->draws) % TASKS);

    assert_ok(asx_task_wake(rt, model->task, (asx_task){0}));
    expect_next(bench->world, model->task, ASX_VERB_STEP);
    model->due_us = asx_time_now(rt) + random_span(bench);
    if (bench->models[other].asleep && test_random(&bench->draws) % 3 == 0)
        model->due_us = bench->models[other].due_us;
    model->asleep = true;
    model->sequence = bench->sequence++;
    assert_int_equal(asx_task_sleep(rt, model->task, model->due_us),
                     ASX_VERDICT_PARKED);
}

/* Ends its sleep early: the task goes and another takes its row. */
static void disarm(struct bench *bench, struct model *model)
{
    finish(bench->world, model->task, ASX_OUTCOME_OK);
    model->task = start_parked(bench->world, root_of(bench->world), 0);
    model->asleep = false;
}

/* Everything that was due has fired, in order, and is parked again. */
static void check_fired(struct bench *bench, uint32_t event)
{
    struct world *world = bench->world;
    int at;

    while ((at = earliest(bench)) >= 0 &&
           bench->models[at].due_us <= asx_time_now(&world->rt)) {
        struct model *model = &bench->models[at];

        event = event_find(world, event, ASX_EVENT_TIMER_FIRED, 0);
        assert_int_equal(world->rt.events[event++].subject,
                         ASX_HANDLE_SLOT(model->task));
        expect_next(world, model->task, ASX_VERB_STEP);
        assert_int_equal(asx_task_park(&world->rt, model->task),
                         ASX_VERDICT_PARKED);
        model->asleep = false;
    }
    expect_idle(world);
}

static void check_due(const struct bench *bench)
{
    uint64_t due = asx_time_due(&bench->world->rt);
    int at = earliest(bench);

    if (at < 0) {
        assert_int_equal(due, ASX_TIME_NONE);
        return;
    }
    assert_true(due <= bench->models[at].due_us);
    assert_true(due > asx_time_now(&bench->world->rt));
}

static void advance_somehow(struct bench *bench)
{
    asx_runtime *rt = &bench->world->rt;
    uint64_t now = asx_time_now(rt);
    uint32_t event = rt->event_count;
    int at = earliest(bench);

    if (at >= 0 && test_random(&bench->draws) % 3)
        asx_time_advance(rt, bench->models[at].due_us -
                                 test_random(&bench->draws) % 2);
    else if (asx_time_due(rt) != ASX_TIME_NONE)
        asx_time_advance(rt, asx_time_due(rt));
    else if (now < UINT64_C(1) << 50)
        asx_time_advance(rt, now + random_span(bench));
    check_fired(bench, event);
}

static void test_timer_order__deadline_then_arm_sequence(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct bench *bench = bench_new(seed);

        for (int step = 0; step < 800; step++) {
            struct model *model =
                &bench->models[test_random(&bench->draws) % TASKS];

            if (test_random(&bench->draws) % 4 == 0)
                advance_somehow(bench);
            else if (!model->asleep)
                arm(bench, model);
            else if (test_random(&bench->draws) % 3 == 0)
                disarm(bench, model);
            check_due(bench);
            bench->world->rt.event_count = 0;
        }
        asx_runtime_check(&bench->world->rt);
        bench_free(bench);
    }
}

/* Many in one coarse slot: the answer may be early, never late. */
static void test_timer_cost__due_is_never_after_the_earliest(void **state)
{
    struct world *world = *state;
    uint64_t base = UINT64_C(1) << 32, least = UINT64_MAX, draws = 3;
    uint64_t rounds = 0;

    for (int at = 0; at < 500; at++) {
        asx_task task = start(world, root_of(world), 0);
        uint64_t due = base + 1000 + test_random(&draws) % base;

        if (at % 2) /* behind more than anybody looks through */
            due = base + 1000 - (uint64_t)at;
        least = due < least ? due : least;
        assert_int_equal(asx_task_sleep(&world->rt, task, due),
                         ASX_VERDICT_PARKED);
        assert_true(asx_time_due(&world->rt) <= least);
    }
    while (!asx_has_next(&world->rt)) {
        uint64_t due = asx_time_due(&world->rt);

        assert_true(due > asx_time_now(&world->rt) && due <= least);
        asx_time_advance(&world->rt, due);
        assert_true(++rounds <= ASXI_WHEEL_LEVELS);
    }
    assert_int_equal(asx_time_now(&world->rt), least);
}

static void test_time_monotone__going_back_is_clamped(void **state)
{
    struct world *world = *state;

    asx_time_advance(&world->rt, 1000);
    asx_time_advance(&world->rt, 400);
    assert_int_equal(asx_time_now(&world->rt), 1000);
    assert_int_equal(event_count(world, ASX_EVENT_TIME_CLAMPED), 1);
    asx_time_advance(&world->rt, 1000);
    assert_int_equal(event_count(world, ASX_EVENT_TIME_CLAMPED), 1);
    asx_time_advance(&world->rt, UINT64_MAX);
    assert_int_equal(asx_time_now(&world->rt), ASX_TIME_MAX);
}

/* An expiry that arms again does not keep the clock from advancing. */
static void test_time_monotone__a_far_jump_ends(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_sleep(&world->rt, task, 1), ASX_VERDICT_PARKED);
    stage_budget(world, 5, ASX_POLLS_NONE, 128);
    start(world, root_of(world), 0); /* its limit is armed anew when it fires */
    asx_time_advance(&world->rt, ASX_TIME_MAX);
    assert_int_equal(asx_time_now(&world->rt), ASX_TIME_MAX);
    expect_next(world, task, ASX_VERB_STEP);
}

/* At the very end of time a deadline can only wait. */
static void test_time_monotone__the_end_of_time_is_harmless(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    asx_time_advance(&world->rt, ASX_TIME_MAX);
    assert_int_equal(asx_task_sleep(&world->rt, task, ASX_TIME_MAX + 1),
                     ASX_VERDICT_PARKED);
    asx_time_advance(&world->rt, ASX_TIME_MAX);
    expect_idle(world);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
}

static void test_timer_cost__what_ends_leaves_no_timer(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, 5000, ASX_POLLS_NONE, 128);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_sleep(&world->rt, task, 400), ASX_VERDICT_PARKED);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 1);
    assert_int_equal(asx_time_due(&world->rt), 400);
    finish(world, task, ASX_OUTCOME_OK);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 0);
    assert_int_equal(asx_time_due(&world->rt), ASX_TIME_NONE);
}

/* Whoever goes from due time to due time, as the lab does, gets on. */
static void test_timer_cost__one_that_is_late_already_is_due_ahead(void **state)
{
    struct world *world = *state;
    asx_region region;

    for (uint64_t now = 1000; now < 1200; now++) {
        asx_time_advance(&world->rt, now);
        assert_ok(asx_runtime_stage_timeout(&world->rt, now % 3 ? now : 0));
        region = open_region(world, root_of(world), 0);
        assert_true(asx_time_due(&world->rt) > now);
        asx_time_advance(&world->rt, asx_time_due(&world->rt));
        assert_int_equal(field(world, region.bits, ASX_FIELD_CANCEL_KIND),
                         ASX_CANCEL_TIMEOUT);
        drain(world);
    }
}

/* A jump over coarse slots fires what it passes in the order in which it is
 * due, although a slot has it in the order in which it was armed. */
static void test_timer_order__a_jump_passes_deadline_by_deadline(void **state)
{
    static const uint64_t due_us[] = {5000, 4500, 4999, 4100, 70000, 66000};
    static const int order[] = {3, 1, 2, 0, 5, 4};
    struct world *world = *state;
    asx_task tasks[6];

    for (int at = 0; at < 6; at++) {
        tasks[at] = start(world, root_of(world), 0);
        assert_int_equal(asx_task_sleep(&world->rt, tasks[at], due_us[at]),
                         ASX_VERDICT_PARKED);
    }
    advance(world, 1000000);
    for (int at = 0; at < 6; at++)
        expect_next(world, tasks[order[at]], ASX_VERB_STEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        cmocka_unit_test(test_timer_order__deadline_then_arm_sequence),
        TEST(timer_order__a_jump_passes_deadline_by_deadline),
        TEST(timer_cost__due_is_never_after_the_earliest),
        TEST(timer_cost__what_ends_leaves_no_timer),
        TEST(timer_cost__one_that_is_late_already_is_due_ahead),
        TEST(time_monotone__going_back_is_clamped),
        TEST(time_monotone__a_far_jump_ends),
        TEST(time_monotone__the_end_of_time_is_harmless),
    };

    return cmocka_run_group_tests_name("timer", tests, NULL, NULL);
}
