/* The cancel and ready lanes against a list that is searched. */
#include "harness.h"
#include "internal.h"

#define TASKS 200

struct model {
    asx_task task;
    uint32_t priority;
    uint64_t sequence;
    bool queued;
};

/* Rule sched.order: priority high to low, then enqueue sequence. */
static bool is_before(const struct model *a, const struct model *b)
{
    return a->priority > b->priority ||
           (a->priority == b->priority && a->sequence < b->sequence);
}

static int model_next(const struct model *models)
{
    int best = -1;

    for (int at = 0; at < TASKS; at++) {
        if (models[at].queued &&
            (best < 0 || is_before(&models[at], &models[best])))
            best = at;
    }
    return best;
}

static void fill(struct world *world, struct model *models, uint64_t *draws)
{
    for (int at = 0; at < TASKS; at++) {
        uint32_t priority = 128 + (uint32_t)(test_random(draws) % 128);

        if (at % 3 == 0)
            priority = 128 + 64; /* many equals */
        stage_budget(world, ASX_TIME_NONE, ASX_POLLS_NONE, priority);
        models[at] = (struct model){spawn(world, root_of(world), 0), priority,
                                    (uint64_t)at, true};
    }
}

static void test_sched_order__priority_then_enqueue_sequence(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = world_new(seed, 0);
        struct model models[TASKS];
        uint64_t draws = seed, sequence = TASKS;
        int at;

        fill(world, models, &draws);
        while ((at = model_next(models)) >= 0) {
            int32_t next = asx_next(&world->rt);

            assert_int_equal(next & (int32_t)ASX_SLOT_MAX,
                             ASX_HANDLE_SLOT(models[at].task));
            models[at].queued = test_random(&draws) % 3 != 0;
            models[at].sequence = sequence++;
            if (models[at].queued)
                assert_int_equal(asx_task_yield(&world->rt, models[at].task),
                                 ASX_VERDICT_PARKED);
            else
                finish(world, models[at].task, ASX_OUTCOME_OK);
        }
        expect_idle(world);
        world_free(world);
    }
}

/* Taken out of the middle: cancelled before they ran. */
static void test_sched_order__what_leaves_a_lane_leaves_it_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = world_new(seed, 0);
        struct model models[TASKS];
        uint64_t draws = seed;
        int at;

        fill(world, models, &draws);
        for (int times = 0; times < TASKS / 2; times++) {
            at = (int)(test_random(&draws) % TASKS);
            if (models[at].queued)
                cancel_task(world, models[at].task, ASX_CANCEL_USER);
            models[at].queued = false;
        }
        asx_runtime_check(&world->rt);
        while ((at = model_next(models)) >= 0) {
            expect_next(world, models[at].task, ASX_VERB_START);
            models[at].queued = false;
        }
        expect_idle(world);
        world_free(world);
    }
}

static void test_sched_lanes__a_task_is_counted_where_it_is(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 1);
    assert_int_equal(field(world, task.bits, ASX_FIELD_QUEUE), ASX_QUEUE_READY);
    expect_next(world, task, ASX_VERB_START);
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 0);
    assert_int_equal(field(world, task.bits, ASX_FIELD_QUEUE), ASX_QUEUE_NONE);
    assert_int_equal(asx_task_sleep(&world->rt, task, 5), ASX_VERDICT_PARKED);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 1);
    assert_int_equal(field(world, task.bits, ASX_FIELD_QUEUE), ASX_QUEUE_TIMER);
}

/* rule: sched.seed -- the draw looks at a window of equals, from the oldest */
static void test_sched_seed__a_draw_looks_at_64_equals_at_most(void **state)
{
    struct world *world = world_new(5, ASX_RUNTIME_LAB);
    uint32_t oldest = 0, drawn = 0;
    asx_task tasks[TASKS];

    (void)state;
    for (int at = 0; at < TASKS; at++)
        tasks[at] = spawn(world, root_of(world), 0);
    for (int taken = 0; taken < TASKS; taken++) {
        uint32_t slot = (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX;
        uint32_t waiting = 0;

        for (uint32_t at = oldest; at < TASKS; at++) {
            if (ASX_HANDLE_SLOT(tasks[at]) == slot) {
                assert_true(waiting < 64);
                drawn += waiting > 0;
                tasks[at].bits = 0;
                break;
            }
            waiting += tasks[at].bits != 0;
        }
        while (oldest < TASKS && tasks[oldest].bits == 0)
            oldest++;
    }
    assert_int_equal(oldest, TASKS);
    assert_true(drawn > TASKS / 2);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sched_order__priority_then_enqueue_sequence),
        cmocka_unit_test(test_sched_order__what_leaves_a_lane_leaves_it_whole),
        WORLD_TEST(test_sched_lanes__a_task_is_counted_where_it_is),
        cmocka_unit_test(test_sched_seed__a_draw_looks_at_64_equals_at_most),
    };

    return cmocka_run_group_tests_name("lane", tests, NULL, NULL);
}
