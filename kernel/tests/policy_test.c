/* What the end of one task means for its siblings and its region. */
#include "harness.h"
#include "internal.h"

static void end_cancelled(struct world *world, asx_task task)
{
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_OK);
}

static void assert_closed(const struct world *world, asx_region region,
                          asx_outcome outcome, uint64_t adopted)
{
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME), outcome);
    assert_int_equal(field(world, region.bits, ASX_FIELD_ADOPTED), adopted);
}

static void assert_asked(const struct world *world, asx_task task,
                         asx_cancel_kind kind)
{
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND), kind);
}

/* As the event tells it: by now the origin has ended. */
static void assert_origin(const struct world *world, asx_task task,
                          asx_task origin)
{
    uint32_t at = event_find(world, 0, ASX_EVENT_TASK_CANCEL, task.bits);

    assert_int_equal(world->rt.events[at].b, ASX_HANDLE_SLOT(origin));
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_TASK), 0);
}

static void test_policy_fail_fast__the_first_failure_cancels_the_rest(
    void **state)
{
    static const asx_outcome failures[] = {ASX_OUTCOME_ERR,
                                           ASX_OUTCOME_PANICKED};
    struct world *world = *state;

    for (int at = 0; at < 2; at++) {
        asx_region region = open_region(world, root_of(world), 0);
        asx_task fine = start(world, region, 0);
        asx_task sibling = start_parked(world, region, 0);
        asx_task bad = start(world, region, 0);
        asx_task queued = spawn(world, region, 0);

        finish(world, fine, ASX_OUTCOME_OK);
        assert_asked(world, sibling, ASX_CANCEL_NONE);
        finish(world, bad, failures[at]);
        assert_asked(world, sibling, ASX_CANCEL_FAIL_FAST);
        assert_asked(world, queued, ASX_CANCEL_FAIL_FAST);
        assert_origin(world, sibling, bad);
        end_cancelled(world, sibling);
        assert_closed(world, region, failures[at], 3);
        drain(world);
    }
}

/* The scope's outcome is that first failure, not what it caused. */
static void test_policy_fail_fast__later_ends_do_not_replace_it(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task late = start(world, region, 0);
    asx_task bad = start(world, region, 0);

    finish(world, bad, ASX_OUTCOME_ERR);
    finish(world, late, ASX_OUTCOME_PANICKED); /* not acknowledged */
    assert_closed(world, region, ASX_OUTCOME_ERR, 2);
}

static void test_policy_fail_fast__the_main_body_counts_as_one(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task body = start(world, region, ASX_TASK_MAIN);
    asx_task child = start_parked(world, region, 0);

    finish(world, body, ASX_OUTCOME_ERR);
    assert_asked(world, child, ASX_CANCEL_FAIL_FAST);
    end_cancelled(world, child);
    assert_closed(world, region, ASX_OUTCOME_ERR, 1);
}

static void test_policy_fail_fast__a_cancelled_child_dooms_nobody(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task child = start_parked(world, region, 0);
    asx_task sibling = start_parked(world, region, 0);

    cancel_task(world, child, ASX_CANCEL_USER);
    end_cancelled(world, child);
    assert_asked(world, sibling, ASX_CANCEL_NONE);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_OPEN);
}

/* The unit in which failure is handled is the scope. */
static void test_policy_fail_fast__a_failed_child_scope_dooms_nobody(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task sibling = start_parked(world, region, 0);
    asx_region child = open_region(world, region, 0);

    finish(world, start(world, child, ASX_TASK_MAIN), ASX_OUTCOME_PANICKED);
    assert_closed(world, child, ASX_OUTCOME_PANICKED, 1);
    assert_asked(world, sibling, ASX_CANCEL_NONE);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_OPEN);
}

static void test_policy_fail_fast__a_failing_implicit_task_dooms_nobody(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_task beside = spawn_implicit(world, owner);

    expect_next(world, beside, ASX_VERB_START);
    finish(world, beside, ASX_OUTCOME_PANICKED);
    assert_asked(world, owner, ASX_CANCEL_NONE);
    finish(world, owner, ASX_OUTCOME_OK);
    close_region(world, region);
    assert_closed(world, region, ASX_OUTCOME_OK, 0);
}

static void test_policy_collect_all__nobody_is_cancelled(void **state)
{
    struct world *world = *state;
    asx_region region =
        open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
    asx_task one = start(world, region, 0), two = start(world, region, 0);
    asx_task three = start(world, region, 0);

    finish(world, one, ASX_OUTCOME_ERR);
    finish(world, two, ASX_OUTCOME_PANICKED);
    assert_asked(world, three, ASX_CANCEL_NONE);
    close_region(world, region);
    finish(world, three, ASX_OUTCOME_OK);
    assert_closed(world, region, ASX_OUTCOME_PANICKED, 2);
}

/* rule: outcome.aggregate */
static void test_outcome_aggregate__the_strongest_cancel_stands(void **state)
{
    static const asx_cancel_kind kinds[][2] = {
        {ASX_CANCEL_USER, ASX_CANCEL_SHUTDOWN},
        {ASX_CANCEL_SHUTDOWN, ASX_CANCEL_USER},
        {ASX_CANCEL_USER, ASX_CANCEL_USER},
    };
    static const uint64_t adopted[] = {2, 1, 1};

    for (int at = 0; at < 3; at++) {
        struct world *world = *state;
        asx_region region =
            open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
        asx_task tasks[] = {start(world, region, 0), start(world, region, 0)};

        for (int which = 0; which < 2; which++) {
            cancel_task(world, tasks[which], kinds[at][which]);
            assert_int_equal(asx_task_checkpoint(&world->rt, tasks[which]),
                             ASX_VERDICT_CANCELLED);
            finish(world, tasks[which], ASX_OUTCOME_ERR);
        }
        close_region(world, region);
        assert_closed(world, region, ASX_OUTCOME_CANCELLED, adopted[at]);
    }
}

static void test_policy_race__the_first_end_wins_and_losers_are_drained(
    void **state)
{
    for (int outcome = ASX_OUTCOME_OK; outcome <= ASX_OUTCOME_PANICKED;
         outcome++) {
        struct world *world = *state;
        asx_region region = open_region(world, root_of(world), ASX_POLICY_RACE);
        asx_task loser = start_parked(world, region, 0);
        asx_task winner = start(world, region, 0);

        if (outcome == ASX_OUTCOME_CANCELLED) {
            cancel_task(world, winner, ASX_CANCEL_USER);
            assert_int_equal(asx_task_checkpoint(&world->rt, winner),
                             ASX_VERDICT_CANCELLED);
        }
        finish(world, winner, (asx_outcome)outcome);
        assert_asked(world, loser, ASX_CANCEL_RACE_LOST);
        assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                         ASX_REGION_DRAINING);
        end_cancelled(world, loser);
        assert_closed(world, region, (asx_outcome)outcome, 2);
        drain(world);
    }
}

static void test_policy_race__a_cancelled_race_is_cancelled(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), ASX_POLICY_RACE);
    asx_task one = start_parked(world, region, 0);
    asx_task two = start_parked(world, region, 0);

    cancel_region(world, region, ASX_CANCEL_USER);
    end_cancelled(world, one);
    end_cancelled(world, two);
    assert_closed(world, region, ASX_OUTCOME_CANCELLED, 1);
    assert_int_equal(field(world, region.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_USER);
}

static void test_policy_first_ok__failures_wait_for_a_winner(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), ASX_POLICY_FIRST_OK);
    asx_task bad = start(world, region, 0), good = start(world, region, 0);
    asx_task loser = start_parked(world, region, 0);

    finish(world, bad, ASX_OUTCOME_PANICKED);
    assert_asked(world, loser, ASX_CANCEL_NONE);
    finish(world, good, ASX_OUTCOME_OK);
    assert_asked(world, loser, ASX_CANCEL_RACE_LOST);
    end_cancelled(world, loser);
    assert_closed(world, region, ASX_OUTCOME_OK, 2);
}

static void test_policy_first_ok__nobody_ok_is_the_worst(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), ASX_POLICY_FIRST_OK);

    finish(world, start(world, region, 0), ASX_OUTCOME_ERR);
    finish(world, start(world, region, 0), ASX_OUTCOME_PANICKED);
    close_region(world, region);
    assert_closed(world, region, ASX_OUTCOME_PANICKED, 2);
}

static void test_policy_exit__by_default_the_body_waits_for_its_children(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task body = start(world, region, ASX_TASK_MAIN);
    asx_task child = start_parked(world, region, 0);
    asx_task refused;

    finish(world, body, ASX_OUTCOME_OK);
    assert_asked(world, child, ASX_CANCEL_NONE);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_DRAINING);
    assert_int_equal(asx_task_spawn(&world->rt, region, 0, 0, &refused),
                     ASX_E_CLOSED);
    assert_ok(asx_task_wake(&world->rt, child, (asx_task){0}));
    expect_next(world, child, ASX_VERB_STEP);
    finish(world, child, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_OK);
}

static void test_policy_exit__cancel_on_exit_cancels_what_is_left(void **state)
{
    struct world *world = *state;
    asx_region region =
        open_region(world, root_of(world), ASX_REGION_CANCEL_ON_EXIT);
    asx_task body = start(world, region, ASX_TASK_MAIN);
    asx_task child = start_parked(world, region, 0);

    finish(world, body, ASX_OUTCOME_OK);
    assert_asked(world, child, ASX_CANCEL_PARENT_CANCELLED);
    end_cancelled(world, child);
    assert_closed(world, region, ASX_OUTCOME_OK, 1);
}

static void test_policy_exit__a_failing_child_still_beats_an_ok_body(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task body = start(world, region, ASX_TASK_MAIN);
    asx_task child = start(world, region, 0);

    finish(world, body, ASX_OUTCOME_OK);
    finish(world, child, ASX_OUTCOME_ERR);
    assert_closed(world, region, ASX_OUTCOME_ERR, 2);
}

/* A region being cancelled already says why; its tasks are not asked anew. */
static void test_policy_fail_fast__a_failure_while_cancelled_changes_no_reason(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task bad = start(world, region, 0);
    asx_task other = start_parked(world, region, 0);

    cancel_region(world, region, ASX_CANCEL_USER);
    finish(world, bad, ASX_OUTCOME_PANICKED);
    assert_asked(world, other, ASX_CANCEL_USER);
    end_cancelled(world, other);
    assert_closed(world, region, ASX_OUTCOME_PANICKED, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(policy_fail_fast__the_first_failure_cancels_the_rest),
        TEST(policy_fail_fast__later_ends_do_not_replace_it),
        TEST(policy_fail_fast__the_main_body_counts_as_one),
        TEST(policy_fail_fast__a_cancelled_child_dooms_nobody),
        TEST(policy_fail_fast__a_failed_child_scope_dooms_nobody),
        TEST(policy_fail_fast__a_failing_implicit_task_dooms_nobody),
        TEST(policy_fail_fast__a_failure_while_cancelled_changes_no_reason),
        TEST(policy_collect_all__nobody_is_cancelled),
        TEST(outcome_aggregate__the_strongest_cancel_stands),
        TEST(policy_race__the_first_end_wins_and_losers_are_drained),
        TEST(policy_race__a_cancelled_race_is_cancelled),
        TEST(policy_first_ok__failures_wait_for_a_winner),
        TEST(policy_first_ok__nobody_ok_is_the_worst),
        TEST(policy_exit__by_default_the_body_waits_for_its_children),
        TEST(policy_exit__cancel_on_exit_cancels_what_is_left),
        TEST(policy_exit__a_failing_child_still_beats_an_ok_body),
    };

    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
