/* The lane of deadlines against a list that is searched. */
#include "harness.h"
#include "internal.h"

#define TASKS 300

struct model {
    asx_task task;
    uint64_t deadline_us;
    uint32_t priority;
    uint64_t sequence;
    bool queued;
};

/* Rule sched.order: deadline, then priority, then enqueue sequence. */
static bool is_before(const struct model *a, const struct model *b)
{
    if (a->deadline_us != b->deadline_us)
        return a->deadline_us < b->deadline_us;
    if (a->priority != b->priority)
        return a->priority > b->priority;
    return a->sequence < b->sequence;
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
        uint64_t deadline_us = 1000 + test_random(draws) % 40;
        uint32_t priority = 128 + (uint32_t)(test_random(draws) % 4);

        if (at % 2)
            deadline_us <<= test_random(draws) % 40;
        stage_budget(world, deadline_us, ASX_POLLS_NONE, priority);
        models[at] = (struct model){spawn(world, root_of(world), 0),
                                    deadline_us, priority, (uint64_t)at, true};
    }
}

static void test_sched_order__earliest_deadline_first(void **state)
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

/* Root, leaf and middle of the heap are taken out in random order. */
static void test_sched_order__what_leaves_the_heap_leaves_it_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = world_new(seed, 0);
        struct model models[TASKS];
        uint64_t draws = seed;
        int at;

        fill(world, models, &draws);
        for (int times = 0; times < TASKS; times++) {
            at = times % 4 ? (int)(test_random(&draws) % TASKS)
                           : model_next(models);
            if (models[at].queued)
                cancel_task(world, models[at].task, ASX_CANCEL_USER);
            models[at].queued = false;
            asx_runtime_check(&world->rt);
        }
        while ((at = model_next(models)) >= 0) {
            expect_next(world, models[at].task, ASX_VERB_START);
            models[at].queued = false;
        }
        expect_idle(world);
        world_free(world);
    }
}

/* In the lab ties are drawn, but a deadline still goes before a later one. */
static void test_sched_seed__a_draw_only_breaks_ties(void **state)
{
    struct world *world = world_new(7, ASX_RUNTIME_LAB);
    uint64_t draws = 7, deadline_us = 0;
    uint32_t priority = 255;

    (void)state;
    for (int at = 0; at < TASKS; at++) {
        stage_budget(world, 1000 + test_random(&draws) % 10, ASX_POLLS_NONE,
                     128 + (uint32_t)(test_random(&draws) % 3));
        spawn(world, root_of(world), 0);
    }
    for (int at = 0; at < TASKS; at++) {
        asx_task task =
            task_at(world, (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX);
        uint64_t due = field(world, task.bits, ASX_FIELD_DEADLINE);

        assert_true(due >= deadline_us);
        if (due == deadline_us)
            assert_true(field(world, task.bits, ASX_FIELD_PRIORITY) <=
                        priority);
        deadline_us = due;
        priority = (uint32_t)field(world, task.bits, ASX_FIELD_PRIORITY);
    }
    world_free(world);
}

/* The check of the whole state compares equal deadlines by priority too. */
static void test_sched_order__equal_deadlines_are_checked_by_priority(
    void **state)
{
    struct world *world = world_new(3, 0);
    static const uint32_t priorities[] = {128, 200, 140, 200, 255, 128};
    uint32_t last = 255;

    (void)state;
    for (size_t at = 0; at < sizeof priorities / sizeof *priorities; at++) {
        stage_budget(world, 1000, ASX_POLLS_NONE, priorities[at]);
        spawn(world, root_of(world), 0);
        asx_runtime_check(&world->rt);
    }
    for (size_t at = 0; at < sizeof priorities / sizeof *priorities; at++) {
        asx_task task =
            task_at(world, (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX);
        uint32_t own = (uint32_t)field(world, task.bits, ASX_FIELD_PRIORITY);

        assert_true(own <= last);
        last = own;
    }
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sched_order__earliest_deadline_first),
        cmocka_unit_test(
            test_sched_order__what_leaves_the_heap_leaves_it_whole),
        cmocka_unit_test(test_sched_seed__a_draw_only_breaks_ties),
        cmocka_unit_test(
            test_sched_order__equal_deadlines_are_checked_by_priority),
    };

    return cmocka_run_group_tests_name("timed_lane", tests, NULL, NULL);
}
