/* Links: whose end cancels whom, both ways, and chains as long as one likes. */
#include "harness.h"

#include "asx/describe.h"

static void link_tasks(struct world *world, asx_task a, asx_task b)
{
    assert_ok(asx_task_link(&world->rt, a, b));
    asx_runtime_check(&world->rt);
}

static uint64_t cancel_kind(const struct world *world, asx_task task)
{
    return field(world, task.bits, ASX_FIELD_CANCEL_KIND);
}

/* What the kernel has still to do happens; the next dispatch is this one. */
static void expect_exit(struct world *world, asx_task task)
{
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(cancel_kind(world, task), ASX_CANCEL_LINKED_EXIT);
    asx_runtime_check(&world->rt);
}

/* rule: link.exit */
static void test_link_exit__whatever_is_not_ok_cancels_the_other(void **state)
{
    static const asx_outcome outcomes[] = {ASX_OUTCOME_ERR,
                                           ASX_OUTCOME_PANICKED};
    struct world *world = *state;

    for (int at = 0; at < 4; at++) {
        asx_task first = start(world, root_of(world), 0);
        asx_task second = start_parked(world, root_of(world), 0);

        if (at % 2 == 0)
            link_tasks(world, first, second);
        else
            link_tasks(world, second, first);
        finish(world, first, outcomes[at / 2]);
        assert_int_equal(cancel_kind(world, second), ASX_CANCEL_NONE);
        assert_true(asx_has_next(&world->rt));
        expect_exit(world, second);
        finish(world, second, ASX_OUTCOME_CANCELLED);
        expect_idle(world);
    }
}

/* rule: link.exit */
static void test_link_exit__a_cancelled_one_cancels_the_other(void **state)
{
    struct world *world = *state;
    asx_task first = start_parked(world, root_of(world), 0);
    asx_task second = start_parked(world, root_of(world), 0);

    link_tasks(world, first, second);
    cancel_task(world, first, ASX_CANCEL_USER);
    expect_next(world, first, ASX_VERB_CANCEL);
    finish(world, first, ASX_OUTCOME_CANCELLED);
    expect_exit(world, second);
    finish(world, second, ASX_OUTCOME_CANCELLED);
}

/* rule: link.exit */
static void test_link_exit__ok_cancels_nobody(void **state)
{
    struct world *world = *state;
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start_parked(world, root_of(world), 0);

    link_tasks(world, first, second);
    finish(world, first, ASX_OUTCOME_OK);
    expect_idle(world);
    assert_int_equal(cancel_kind(world, second), ASX_CANCEL_NONE);
    asx_runtime_check(&world->rt);
}

/* rule: link.exit */
static void test_link_exit__says_who_and_when(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task second = start_parked(world, region, 0);
    asx_task first = start(world, root_of(world), 0);
    uint32_t found = 0;

    link_tasks(world, first, second);
    advance(world, 50);
    finish(world, first, ASX_OUTCOME_ERR);
    advance(world, 50);
    expect_exit(world, second);
    assert_int_equal(field(world, second.bits, ASX_FIELD_CANCEL_TIME), 50);
    for (uint32_t at = 0; at < world->rt.event_count; at++) {
        const asx_event *event = &world->rt.events[at];

        if (event->kind == ASX_EVENT_LINK_BROKEN) {
            assert_int_equal(event->a, ASX_HANDLE_SLOT(first));
            assert_int_equal(event->b, ASX_OUTCOME_ERR);
            found++;
        } else if (event->kind == ASX_EVENT_LINK_EXIT) {
            assert_int_equal(event->a, ASX_HANDLE_SLOT(second));
            found++;
        }
    }
    assert_int_equal(found, 2);
    finish(world, second, ASX_OUTCOME_CANCELLED);
}

/* rule: link.exit */
static void test_link_exit__unlinked_is_left_alone(void **state)
{
    struct world *world = *state;
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start_parked(world, root_of(world), 0);
    asx_task third = start_parked(world, root_of(world), 0);

    asx_monitor about;

    link_tasks(world, first, second);
    assert_ok(asx_monitor_open(&world->rt, first, second, 0, &about));
    link_tasks(world, first, third);
    link_tasks(world, second, first); /* the same link */
    assert_int_equal(event_count(world, ASX_EVENT_LINKED), 2);
    assert_ok(asx_task_unlink(&world->rt, second, first));
    assert_ok(asx_task_unlink(&world->rt, second, first));
    asx_runtime_check(&world->rt);
    finish(world, first, ASX_OUTCOME_ERR);
    expect_exit(world, third);
    finish(world, third, ASX_OUTCOME_CANCELLED);
    expect_idle(world);
    assert_int_equal(cancel_kind(world, second), ASX_CANCEL_NONE);
}

/* rule: link.exit */
static void test_link_exit__the_other_may_have_ended_meanwhile(void **state)
{
    struct world *world = *state;
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task third = start_parked(world, root_of(world), 0);

    link_tasks(world, first, second);
    link_tasks(world, second, third);
    finish(world, first, ASX_OUTCOME_ERR);
    finish(world, second, ASX_OUTCOME_OK); /* before it could be asked */
    expect_idle(world);
    asx_runtime_check(&world->rt);
    assert_int_equal(cancel_kind(world, third), ASX_CANCEL_NONE);
}

/* rule: link.exit */
static void test_link_exit__reaches_over_regions_and_ends_with_them(void **s)
{
    struct world *world = *s;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task inside = start_parked(world, region, 0);
    asx_task outside = start_parked(world, root_of(world), 0);

    link_tasks(world, inside, outside);
    cancel_region(world, region, ASX_CANCEL_TIMEOUT);
    expect_next(world, inside, ASX_VERB_CANCEL);
    finish(world, inside, ASX_OUTCOME_CANCELLED);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    assert_ok(asx_region_release(&world->rt, region));
    expect_exit(world, outside);
    finish(world, outside, ASX_OUTCOME_CANCELLED);
}

/* rule: link.exit */
static void test_link_exit__a_long_chain_of_tasks_that_never_started(void **s)
{
    enum { LENGTH = 20000 };
    struct world *world = *s;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0), last = first;

    for (uint32_t at = 0; at < LENGTH; at++) {
        asx_task next = spawn(world, region, 0);

        assert_ok(asx_task_link(&world->rt, last, next));
        last = next;
    }
    finish(world, first, ASX_OUTCOME_ERR);
    assert_int_equal(asx_next(&world->rt), 0); /* none of them starts */
    asx_runtime_check(&world->rt);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    for (uint32_t at = 0; at < LENGTH; at++) {
        uint32_t slot = (uint32_t)asx_notice_next(&world->rt) & ASX_SLOT_MAX;

        assert_ok(asx_task_release(&world->rt, task_at(world, slot)));
    }
    expect_no_notice(world);
}

/* rule: link.exit */
static void test_link_exit__during_the_cancel_of_a_whole_region(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task tasks[6], root = start_parked(world, root_of(world), 0);

    /* Linked against the order in which they are asked, and none started. */
    for (uint32_t at = 0; at < 6; at++)
        tasks[at] = spawn(world, region, 0);
    for (uint32_t at = 0; at + 2 < 6; at++)
        link_tasks(world, tasks[at], tasks[at + 2]);
    link_tasks(world, tasks[0], root);
    cancel_region(world, region, ASX_CANCEL_USER);
    asx_runtime_check(&world->rt);
    expect_exit(world, root);
    finish(world, root, ASX_OUTCOME_CANCELLED);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    drain(world);
}

/* rule: link.exit */
static void test_link_exit__refuses_what_makes_no_sense(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, root_of(world), 0);
    asx_task dead = spawn(world, region, 0);

    cancel_task(world, dead,
                ASX_CANCEL_USER); /* it ends, and is not released */
    world_remember(world);
    assert_int_equal(asx_task_link(&world->rt, task, task), ASX_E_ARGUMENT);
    assert_int_equal(asx_task_link(&world->rt, task, dead), ASX_E_STATE);
    assert_int_equal(asx_task_link(&world->rt, dead, task), ASX_E_STATE);
    assert_ok(asx_task_unlink(&world->rt, dead, task));
    assert_int_equal(asx_task_link(&world->rt, task, (asx_task){0}),
                     ASX_E_STALE);
    assert_int_equal(asx_task_link(&world->rt, (asx_task){0}, task),
                     ASX_E_STALE);
    assert_int_equal(asx_task_unlink(&world->rt, (asx_task){0}, task),
                     ASX_E_STALE);
    assert_int_equal(asx_task_unlink(&world->rt, task, (asx_task){0}),
                     ASX_E_STALE);
    world_assert_unchanged(world);
    drain(world);
}

/* rule: link.exit */
static void test_link_exit__refused_memory_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    bool refused = true;

    for (int growths = 0; refused; growths++) {
        world_remember(world);
        world->growths_left = growths;
        refused = asx_task_link(&world->rt, first, second) == ASX_E_MEMORY;
        world->growths_left = -1;
        if (refused)
            world_assert_unchanged(world);
        assert_true(growths < 5);
    }
    finish(world, first, ASX_OUTCOME_ERR);
    assert_int_equal(asx_next(&world->rt), 0); /* it is running its body */
    assert_int_equal(cancel_kind(world, second), ASX_CANCEL_LINKED_EXIT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(test_link_exit__whatever_is_not_ok_cancels_the_other),
        WORLD_TEST(test_link_exit__a_cancelled_one_cancels_the_other),
        WORLD_TEST(test_link_exit__ok_cancels_nobody),
        WORLD_TEST(test_link_exit__says_who_and_when),
        WORLD_TEST(test_link_exit__unlinked_is_left_alone),
        WORLD_TEST(test_link_exit__the_other_may_have_ended_meanwhile),
        WORLD_TEST(test_link_exit__reaches_over_regions_and_ends_with_them),
        WORLD_TEST(test_link_exit__a_long_chain_of_tasks_that_never_started),
        WORLD_TEST(test_link_exit__during_the_cancel_of_a_whole_region),
        WORLD_TEST(test_link_exit__refuses_what_makes_no_sense),
        WORLD_TEST(test_link_exit__refused_memory_changes_nothing),
    };

    return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
