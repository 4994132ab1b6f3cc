/* Restarts: who is drained and started, in which order and when, how often, and
 * what a stop does that comes in between. */
#include "supervised.h"

#define BACKOFF ASX_RESTART_BACKOFF_US

enum {
    STOPPED = ASX_CHILD_STOPPED,
    WAITING = ASX_CHILD_WAITING,
    RUNNING = ASX_CHILD_RUNNING,
    DRAINING = ASX_CHILD_DRAINING,
};

/* rule: super.window */
static void test_super_window__a_failed_child_starts_again_after_the_backoff(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    settle(world);
    expect_states(world, &team, RUNNING, WAITING, RUNNING);
    assert_int_equal(supervisor_state(world, &team), ASX_SUPERVISOR_DRAINING);
    advance(world, BACKOFF - 1);
    settle(world);
    advance(world, 1);
    expect_start_parked(world, team.children[1]);
    expect_states(world, &team, RUNNING, RUNNING, RUNNING);
    assert_int_equal(field(world, team.children[1].bits, ASX_FIELD_STARTS), 2);
    assert_int_equal(field(world, team.children[0].bits, ASX_FIELD_STARTS), 1);
    assert_int_equal(supervisor_state(world, &team), ASX_SUPERVISOR_RUNNING);
    /* The second one waits twice as long. */
    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    settle(world);
    advance(world, 2 * BACKOFF - 1);
    settle(world);
    advance(world, 1);
    expect_start_parked(world, team.children[1]);
}

/* rule: super.phases */
static void test_super_phases__one_for_all_drains_all_before_it_starts(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]); /* stop order */
    expect_states(world, &team, WAITING, RUNNING, ASX_CHILD_ENDED);
    expect_drained(world, team.children[1]);
    settle(world);
    expect_states(world, &team, WAITING, WAITING, WAITING);
    advance(world, BACKOFF);
    for (uint32_t at = 0; at < 3; at++)
        expect_start_parked(world, team.children[at]);
    expect_states(world, &team, RUNNING, RUNNING, RUNNING);
}

/* rule: super.phases */
static void test_super_phases__rest_for_one_takes_those_after_it(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_REST_FOR_ONE, 0);

    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    settle(world);
    expect_states(world, &team, RUNNING, WAITING, WAITING);
    advance(world, BACKOFF);
    expect_start_parked(world, team.children[1]);
    expect_start_parked(world, team.children[2]);
    assert_int_equal(field(world, team.children[0].bits, ASX_FIELD_STARTS), 1);
}

/* rule: super.phases */
static void test_super_phases__a_restart_waits_for_all_of_the_old_life(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);
    asx_region life = child_region(world, team.children[2]);
    asx_task slow = start_parked(world, life, 0);
    asx_obligation owed = reserve(world, slow);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]); /* its main task, that is */
    advance(world, BACKOFF);
    expect_next(world, slow, ASX_VERB_CANCEL);
    settle(world);
    expect_states(world, &team, WAITING, RUNNING, DRAINING);
    assert_ok(asx_obligation_commit(&world->rt, owed, slow));
    finish(world, slow, ASX_OUTCOME_CANCELLED);
    expect_drained(world, team.children[1]);
    for (uint32_t at = 0; at < 3; at++)
        expect_start_parked(world, team.children[at]); /* the backoff is over */
}

/* rule: super.phases */
static void test_super_phases__only_err_restarts(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);

    end_child(world, team.children[0], ASX_OUTCOME_PANICKED);
    settle(world);
    expect_states(world, &team, STOPPED, RUNNING, RUNNING);
    cancel_task(world, child_task(world, team.children[1]), ASX_CANCEL_USER);
    expect_drained(world, team.children[1]);
    settle(world);
    expect_states(world, &team, STOPPED, STOPPED, RUNNING);
    end_child(world, team.children[2], ASX_OUTCOME_OK);
    /* Nothing is left to supervise. */
    expect_over(world, &team, ASX_OUTCOME_OK);
    assert_int_equal(event_count(world, ASX_EVENT_SUPERVISOR_RESTARTING), 0);
}

/* rule: super.phases */
static void test_super_phases__what_fails_meanwhile_is_judged_afterwards(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    settle(world);
    end_child(world, team.children[2], ASX_OUTCOME_ERR);
    settle(world);
    expect_states(world, &team, WAITING, RUNNING, ASX_CHILD_ENDED);
    assert_int_equal(event_count(world, ASX_EVENT_SUPERVISOR_RESTARTING), 1);
    advance(world, BACKOFF);
    expect_start_parked(world, team.children[0]);
    settle(world);
    expect_states(world, &team, RUNNING, RUNNING, WAITING);
    assert_int_equal(event_count(world, ASX_EVENT_SUPERVISOR_RESTARTING), 2);
    advance(world, 2 * BACKOFF);
    expect_start_parked(world, team.children[2]);
}

/* rule: super.phases */
static void test_super_phases__what_is_over_stays_over(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);

    end_child(world, team.children[0], ASX_OUTCOME_OK);
    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    settle(world);
    expect_states(world, &team, STOPPED, WAITING, WAITING);
    advance(world, BACKOFF);
    expect_start_parked(world, team.children[1]);
    expect_start_parked(world, team.children[2]);
    expect_idle(world);
}

/* rule: super.phases */
static void test_super_phases__one_that_breaks_while_it_is_drained_stops(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);
    asx_region life = child_region(world, team.children[2]);
    asx_task other = start(world, life, 0);

    assert_ok(asx_task_mask(&world->rt, other));
    assert_int_equal(asx_task_park(&world->rt, other), ASX_VERDICT_PARKED);
    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]); /* its main task */
    assert_ok(asx_task_wake(&world->rt, other, (asx_task){0}));
    expect_next(world, other, ASX_VERB_STEP);
    finish(world, other, ASX_OUTCOME_PANICKED);
    expect_drained(world, team.children[1]);
    settle(world);
    expect_states(world, &team, WAITING, WAITING, STOPPED);
}

/* rule: super.window */
static void test_super_window__once_too_often_fails_the_supervisor(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    for (uint32_t restart = 0; restart < ASX_RESTARTS_DEFAULT; restart++) {
        end_child(world, team.children[0], ASX_OUTCOME_ERR);
        settle(world);
        advance(world, ASX_RESTART_WINDOW_US / 4);
        expect_start_parked(world, team.children[0]);
    }
    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    expect_report(world, ASX_REPORT_SUPERVISOR_FAILED, team.supervisor.bits);
    expect_drained(world, team.children[1]);
    expect_over(world, &team, ASX_OUTCOME_ERR);
}

/* rule: super.window */
static void test_super_window__slides_with_the_runtimes_clock(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    for (uint32_t restart = 0; restart < 12; restart++) {
        end_child(world, team.children[0], ASX_OUTCOME_ERR);
        settle(world);
        advance(world, ASX_RESTART_WINDOW_US / ASX_RESTARTS_DEFAULT);
        expect_start_parked(world, team.children[0]);
    }
    expect_no_report(world);
}

/* rule: super.window */
static void test_super_window__limits_are_the_plans(void **state)
{
    struct world *world = *state;
    struct team team = plan_team(world, ASX_ONE_FOR_ONE, 0);

    assert_ok(asx_supervisor_intensity(&world->rt, team.supervisor, 1, 50));
    assert_ok(asx_supervisor_backoff(&world->rt, team.supervisor, 7, 9));
    compile_and_start(world, team.supervisor);
    for (uint32_t at = 0; at < 3; at++)
        expect_start_parked(world, team.children[at]);
    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    settle(world);
    advance(world, 7);
    expect_start_parked(world, team.children[0]);
    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    expect_drained(world, team.children[1]);
    expect_over(world, &team, ASX_OUTCOME_ERR);
}

/* rule: super.phases */
static void test_super_phases__a_body_that_does_not_come_back_is_forced(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);
    asx_task hung = child_task(world, team.children[2]);

    stop_team(world, &team);
    expect_next(world, hung, ASX_VERB_CANCEL);
    advance(world, 3000000); /* and it does not come back */
    expect_report(world, ASX_REPORT_TASK_FORCED, hung.bits);
    expect_drained(world, team.children[1]);
    expect_drained(world, team.children[0]);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.phases */
static void test_super_phases__what_the_host_staged_is_still_there(void **state)
{
    struct world *world = *state;
    struct team team = plan_team(world, 0, 0);
    asx_region region;

    compile_and_start(world, team.supervisor);
    stage_budget(world, 123456, 77, 5);
    expect_start_parked(world, team.children[0]);
    assert_int_equal((int64_t)field(world,
                                    child_region(world, team.children[0]).bits,
                                    ASX_FIELD_DEADLINE),
                     -1);
    region = open_region(world, root_of(world), 0);
    assert_int_equal(field(world, region.bits, ASX_FIELD_DEADLINE), 123456);
}

/* rule: super.phases */
static void test_super_phases__of_two_at_once_the_first_restarts_first(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    asx_task tasks[2] = {child_task(world, team.children[2]),
                         child_task(world, team.children[1])};

    for (uint32_t at = 0; at < 2; at++) {
        assert_ok(asx_task_wake(&world->rt, tasks[at], (asx_task){0}));
        expect_next(world, tasks[at], ASX_VERB_STEP);
    }
    finish(world, tasks[0], ASX_OUTCOME_ERR);
    finish(world, tasks[1], ASX_OUTCOME_ERR);
    settle(world); /* first in start order */
    expect_states(world, &team, RUNNING, WAITING, ASX_CHILD_ENDED);
    advance(world, BACKOFF);
    expect_start_parked(world, team.children[1]);
    settle(world);
    expect_states(world, &team, RUNNING, RUNNING, WAITING);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(
            test_super_window__a_failed_child_starts_again_after_the_backoff),
        WORLD_TEST(test_super_phases__one_for_all_drains_all_before_it_starts),
        WORLD_TEST(test_super_phases__rest_for_one_takes_those_after_it),
        WORLD_TEST(test_super_phases__a_restart_waits_for_all_of_the_old_life),
        WORLD_TEST(test_super_phases__only_err_restarts),
        WORLD_TEST(
            test_super_phases__what_fails_meanwhile_is_judged_afterwards),
        WORLD_TEST(test_super_phases__what_is_over_stays_over),
        WORLD_TEST(
            test_super_phases__one_that_breaks_while_it_is_drained_stops),
        WORLD_TEST(test_super_window__once_too_often_fails_the_supervisor),
        WORLD_TEST(test_super_window__slides_with_the_runtimes_clock),
        WORLD_TEST(test_super_window__limits_are_the_plans),
        WORLD_TEST(test_super_phases__a_body_that_does_not_come_back_is_forced),
        WORLD_TEST(test_super_phases__what_the_host_staged_is_still_there),
        WORLD_TEST(test_super_phases__of_two_at_once_the_first_restarts_first),
    };

    return cmocka_run_group_tests_name("supervise_restart", tests, NULL, NULL);
}
