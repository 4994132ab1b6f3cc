/* The canonical form leaves out what no later call can tell apart, and nothing
 * else; and the explorer chooses among equals. */
#include "asx/explore.h"
#include "harness.h"

static asx_canonical one, two;
static uint32_t form_flags; /* of every form that is read */

static void read_form(const struct world *world, asx_canonical *form)
{
    assert_true(asx_canonical_read(&world->rt, 40, form_flags, form));
}

static bool is_alike(const struct world *a, const struct world *b)
{
    read_form(a, &one);
    read_form(b, &two);
    return one.word_count == two.word_count &&
           memcmp(one.words, two.words, one.word_count * sizeof one.words[0]) ==
               0;
}

/* The same things, in slots that others have used before. */
static void test_canonical__slots_generations_and_counts_do_not_matter(
    void **state)
{
    struct world *plain = world_new(1, 0), *used = world_new(2, 0);
    asx_region before = open_region(used, root_of(used), 0);
    asx_task task;

    (void)state;
    task = start(used, before, 0);
    reserve(used, task);
    close_region(used, before);
    finish(used, task, ASX_OUTCOME_OK);
    drain(used);
    assert_false(is_alive(used, before.bits));
    assert_true(is_alike(plain, used));
    for (int at = 0; at < 2; at++) {
        struct world *world = at ? used : plain;
        asx_region region = open_region(world, root_of(world), 0);

        reserve(world, start_parked(world, region, ASX_TASK_MAIN));
        spawn(world, region, 0);
    }
    assert_true(is_alike(plain, used));
    world_free(plain);
    world_free(used);
}

static void test_canonical__time_is_told_from_now(void **state)
{
    struct world *early = world_new(1, 0), *late = world_new(1, 0);

    (void)state;
    advance(late, 123456);
    for (int at = 0; at < 2; at++) {
        struct world *world = at ? late : early;
        asx_task task = start(world, root_of(world), 0);
        uint64_t due = asx_time_now(&world->rt) + 1000;

        assert_int_equal(asx_task_sleep(&world->rt, task, due),
                         ASX_VERDICT_PARKED);
    }
    assert_true(is_alike(early, late));
    advance(late, asx_time_now(&late->rt) + 1);
    assert_false(is_alike(early, late));
    world_free(early);
    world_free(late);
}

/* The form has changed since the last time. */
static void expect_new_form(const struct world *world)
{
    static uint64_t last;
    uint64_t sum = 0;

    read_form(world, &one);
    for (uint32_t at = 0; at < one.word_count; at++)
        sum = (sum ^ one.words[at]) * 0x9fb21c651e98df25u;
    assert_int_not_equal(sum, last);
    last = sum;
}

/* One microsecond ago is no deadline at all in two's complement. */
static void test_canonical__never_is_not_a_moment_ago(void **state)
{
    struct world *gone = world_new(1, 0), *never = world_new(1, 0);

    (void)state;
    for (int at = 0; at < 2; at++) {
        struct world *world = at ? never : gone;

        stage_budget(world, at ? ASX_TIME_NONE : 10, ASX_POLLS_NONE, 128);
        open_region(world, root_of(world), 0);
        advance(world, 11);
    }
    assert_false(is_alike(gone, never));
    world_free(gone);
    world_free(never);
}

/* Each step that a later call could tell changes the form. */
static void test_canonical__what_can_be_told_is_in_it(void **state)
{
    struct world *world = *state;
    asx_runtime *rt = &world->rt;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = spawn(world, region, 0), other = spawn(world, region, 0);
    asx_obligation obligation;

    expect_new_form(world);
    expect_next(world, task, ASX_VERB_START);
    expect_new_form(world);
    assert_ok(asx_task_mask(rt, task));
    expect_new_form(world);
    obligation = reserve(world, task);
    expect_new_form(world);
    assert_int_equal(asx_task_defer(rt, task), 0);
    expect_new_form(world);
    expect_next(world, other, ASX_VERB_START);
    expect_new_form(world);
    assert_int_equal(asx_task_join(rt, other, task), ASX_VERDICT_PARKED);
    expect_new_form(world);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_new_form(world);
    assert_int_equal(asx_task_checkpoint(rt, task), ASX_VERDICT_READY);
    expect_new_form(world);
    assert_ok(asx_obligation_transfer(rt, obligation, task, other));
    expect_new_form(world);
    assert_int_equal(asx_task_park(rt, task), ASX_VERDICT_PARKED);
    expect_new_form(world);
}

static void test_canonical__many_polls_are_as_good_as_none(void **state)
{
    struct world *many = world_new(1, 0), *few = world_new(1, 0);

    (void)state;
    stage_budget(many, ASX_TIME_NONE, 40, 128);
    spawn(many, root_of(many), 0);
    spawn(few, root_of(few), 0);
    assert_true(is_alike(many, few));
    stage_budget(many, ASX_TIME_NONE, 39, 128);
    spawn(many, root_of(many), 0);
    spawn(few, root_of(few), 0);
    assert_false(is_alike(many, few));
    world_free(many);
    world_free(few);
}

/* In the lab, and for the explorer, any of the equals may be next. */
static void test_canonical__order_in_a_lane_counts_unless_it_is_chosen(
    void **state)
{
    (void)state;
    for (uint32_t flags = 0; flags <= ASX_RUNTIME_EXPLORE; flags++) {
        struct world *a = world_new(1, flags), *b = world_new(1, flags);

        for (int at = 0; at < 2; at++) {
            struct world *world = at ? b : a;
            asx_task first = spawn(world, root_of(world), 0);
            asx_task second = spawn(world, root_of(world), 0);

            for (int n = 0; n < 2; n++)
                assert_int_not_equal(asx_next(&world->rt), 0);
            assert_int_equal(asx_task_yield(&world->rt, at ? second : first),
                             ASX_VERDICT_PARKED);
            assert_int_equal(asx_task_yield(&world->rt, at ? first : second),
                             ASX_VERDICT_PARKED);
        }
        assert_int_equal(is_alike(a, b), flags != 0);
        world_free(a);
        world_free(b);
    }
}

/* Four tasks of one region, of which one holds, one sleeps and one is over. */
static struct world *make_four(const int roles[4])
{
    struct world *world = world_new(1, ASX_RUNTIME_EXPLORE);
    asx_region region = open_region(world, root_of(world), 0);
    asx_task tasks[4];

    for (int at = 0; at < 4; at++)
        tasks[at] = start(world, region, 0);
    for (int at = 0; at < 4; at++) {
        if (roles[at] == 1)
            reserve(world, tasks[at]);
        if (roles[at] == 2)
            assert_int_equal(asx_task_sleep(&world->rt, tasks[at], 1000),
                             ASX_VERDICT_PARKED);
        if (roles[at] == 3)
            finish(world, tasks[at], ASX_OUTCOME_OK);
    }
    return world;
}

static bool are_fours_alike(const int a[4], const int b[4])
{
    struct world *first = make_four(a), *second = make_four(b);
    bool are = is_alike(first, second);

    world_free(first);
    world_free(second);
    return are;
}

static void test_canonical__siblings_are_alike_if_that_is_asked_for(
    void **state)
{
    const int roles[4] = {0, 1, 2, 3}, others[4] = {2, 1, 3, 0},
              two_sleep[4] = {0, 2, 2, 3};

    (void)state;
    assert_false(are_fours_alike(roles, others));
    form_flags = ASX_CANONICAL_ALIKE;
    assert_true(are_fours_alike(roles, others));
    assert_false(are_fours_alike(roles, two_sleep));
    form_flags = 0;
}

/* Armed one way or the other; not if one is due later. */
static void test_canonical__of_timers_at_one_time_the_order_too(void **state)
{
    (void)state;
    for (uint32_t later = 0; later < 2; later++) {
        struct world *worlds[2];

        for (int at = 0; at < 2; at++) {
            struct world *world = world_new(1, ASX_RUNTIME_EXPLORE);
            asx_task tasks[2];

            tasks[0] = start(world, root_of(world), 0);
            tasks[1] = start(world, root_of(world), 0);
            reserve(world, tasks[0]);
            for (int n = 0; n < 2; n++)
                assert_int_equal(asx_task_sleep(&world->rt, tasks[n ^ at],
                                                1000 + later * (n ^ at)),
                                 ASX_VERDICT_PARKED);
            worlds[at] = world;
        }
        assert_int_equal(is_alike(worlds[0], worlds[1]), later);
        form_flags = ASX_CANONICAL_ALIKE;
        assert_true(is_alike(worlds[0], worlds[1]));
        form_flags = 0;
        world_free(worlds[0]);
        world_free(worlds[1]);
    }
}

static void test_canonical__too_many_objects_are_refused(void **state)
{
    struct world *world = *state;

    for (int at = 0; at < ASX_CANONICAL_OBJECTS - 2; at++)
        spawn(world, root_of(world), 0);
    read_form(world, &one);
    assert_int_equal(one.object_count, ASX_CANONICAL_OBJECTS - 1);
    spawn(world, root_of(world), 0);
    assert_false(asx_canonical_read(&world->rt, 40, 0, &one));
}

/* Each of the equals can be chosen, in the ready and in the timed lane. */
static void test_sched_seed__the_explorer_chooses(void **state)
{
    (void)state;
    for (uint32_t chosen = 0; chosen < 8; chosen++) {
        struct world *world = world_new(1, ASX_RUNTIME_EXPLORE);
        uint32_t slot;

        for (int at = 0; at < 4; at++) {
            if (chosen >= 4)
                stage_budget(world, 1000, ASX_POLLS_NONE, 128);
            spawn(world, root_of(world), 0);
        }
        if (chosen >= 4) { /* later, so not one of the equals */
            stage_budget(world, 2000, ASX_POLLS_NONE, 128);
            spawn(world, root_of(world), 0);
        }
        assert_int_equal(asx_choice_count(&world->rt), 4);
        slot = asx_choice_at(&world->rt, chosen % 4);
        asx_choice_set(&world->rt, chosen % 4);
        expect_next(world, task_at(world, slot), ASX_VERB_START);
        assert_int_equal(asx_choice_count(&world->rt), 3);
        world_free(world);
    }
}

/* So that each choice is the explorer's: two tasks that never start are two
 * dispatches. */
static void test_sched_seed__the_explorer_chooses_once_a_dispatch(void **state)
{
    struct world *world = world_new(1, ASX_RUNTIME_EXPLORE);

    (void)state;
    for (int at = 0; at < 2; at++) {
        stage_budget(world, 1000, ASX_POLLS_NONE, 128);
        spawn(world, root_of(world), 0);
    }
    advance(world, 1000);
    for (uint64_t left = 2; left > 0; left--) {
        assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), left);
        assert_true(asx_has_next(&world->rt));
        assert_int_equal(asx_next(&world->rt), 0);
    }
    expect_idle(world);
    world_free(world);
}

static void test_sched_seed__without_the_lab_there_is_no_choice(void **state)
{
    struct world *world = *state;
    asx_task first;

    assert_int_equal(asx_choice_count(&world->rt), 0);
    first = spawn(world, root_of(world), 0);
    spawn(world, root_of(world), 0);
    assert_int_equal(asx_choice_count(&world->rt), 1);
    assert_int_equal(asx_choice_at(&world->rt, 0), ASX_HANDLE_SLOT(first));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_canonical__slots_generations_and_counts_do_not_matter),
        cmocka_unit_test(test_canonical__time_is_told_from_now),
        cmocka_unit_test(test_canonical__never_is_not_a_moment_ago),
        WORLD_TEST(test_canonical__what_can_be_told_is_in_it),
        cmocka_unit_test(test_canonical__many_polls_are_as_good_as_none),
        cmocka_unit_test(
            test_canonical__order_in_a_lane_counts_unless_it_is_chosen),
        cmocka_unit_test(
            test_canonical__siblings_are_alike_if_that_is_asked_for),
        cmocka_unit_test(test_canonical__of_timers_at_one_time_the_order_too),
        WORLD_TEST(test_canonical__too_many_objects_are_refused),
        cmocka_unit_test(test_sched_seed__the_explorer_chooses),
        cmocka_unit_test(test_sched_seed__the_explorer_chooses_once_a_dispatch),
        WORLD_TEST(test_sched_seed__without_the_lab_there_is_no_choice),
    };

    return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
