/* What a supervisor does: start and stop order, policies, and its end in every
 * way. Restarts are in supervise_restart_test.c. */
#include "supervised.h"

#define BACKOFF ASX_RESTART_BACKOFF_US

enum {
    STOPPED = ASX_CHILD_STOPPED,
    WAITING = ASX_CHILD_WAITING,
    RUNNING = ASX_CHILD_RUNNING,
    DRAINING = ASX_CHILD_DRAINING,
};

/* rule: super.compile */
static void test_super_compile__starts_in_start_order_and_stops_in_reverse(
    void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child late = add(world, supervisor, 1, 0);
    asx_child early = add(world, supervisor, 2, 0);

    depend(world, late, 2);
    compile_and_start(world, supervisor);
    assert_int_equal(child_state(world, early), WAITING);
    expect_start_parked(world, early);
    expect_start_parked(world, late);
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    expect_drained(world, late); /* and only then */
    expect_drained(world, early);
    settle(world);
    assert_false(is_alive(world, supervisor.bits));
}

/* rule: super.states */
static void test_super_states__a_life_is_told_in_events(void **state)
{
    static const uint32_t expected[] = {
        ASX_SUPERVISOR_COMPILED, ASX_SUPERVISOR_STARTING,
        ASX_SUPERVISOR_RUNNING, ASX_SUPERVISOR_DRAINING,
        ASX_SUPERVISOR_STOPPED};
    struct world *world = *state;
    struct team team = start_team(world, 0, 0);
    uint32_t at = 0;

    stop_team(world, &team);
    expect_drained(world, team.children[2]);
    expect_drained(world, team.children[1]);
    expect_drained(world, team.children[0]);
    settle(world);
    assert_int_equal(event_count(world, ASX_EVENT_SUPERVISOR_CONSTRUCTED), 1);
    for (uint32_t step = 0; step < sizeof expected / sizeof *expected; step++) {
        at = event_find(world, at, ASX_EVENT_SUPERVISOR_STEP,
                        team.supervisor.bits);
        assert_int_equal(world->rt.events[at++].b, expected[step]);
    }
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.compile */
static void test_super_compile__escalate_fails_the_supervisor(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, 0, ASX_CHILD_ESCALATE);

    cancel_task(world, child_task(world, team.children[1]), ASX_CANCEL_USER);
    expect_drained(world, team.children[1]); /* a cancel is no failure */
    settle(world);
    expect_states(world, &team, RUNNING, STOPPED, RUNNING);
    end_child(world, team.children[2], ASX_OUTCOME_PANICKED);
    expect_drained(world, team.children[0]);
    expect_over(world, &team, ASX_OUTCOME_PANICKED);
}

/* rule: super.compile */
static void test_super_compile__critical_fails_on_anything_but_ok(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, 0, ASX_CHILD_CRITICAL);

    end_child(world, team.children[0], ASX_OUTCOME_OK);
    settle(world);
    expect_states(world, &team, STOPPED, RUNNING, RUNNING);
    cancel_task(world, child_task(world, team.children[1]), ASX_CANCEL_USER);
    expect_drained(world, team.children[1]);
    expect_drained(world, team.children[2]);
    expect_over(world, &team, ASX_OUTCOME_ERR);
}

/* rule: super.compile */
static void test_super_compile__optional_is_disabled_and_the_others_go_on(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, ASX_CHILD_OPTIONAL);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    end_child(world, team.children[1], ASX_OUTCOME_PANICKED);
    settle(world);
    expect_states(world, &team, ASX_CHILD_DISABLED, ASX_CHILD_DISABLED,
                  RUNNING);
    end_child(world, team.children[2], ASX_OUTCOME_OK);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.compile */
static void test_super_compile__stop_never_starts_again(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, ASX_CHILD_STOP);

    for (uint32_t at = 0; at < 3; at++)
        end_child(world, team.children[at], ASX_OUTCOME_ERR);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.states */
static void test_super_states__a_plan_without_children_is_soon_over(void **s)
{
    struct world *world = *s;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_region own = own_region(world, supervisor);

    compile_and_start(world, supervisor);
    settle(world);
    assert_int_equal(field(world, own.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    assert_false(is_alive(world, supervisor.bits));
}

/* rule: super.states */
static void test_super_states__a_plan_that_never_starts_ends_with_its_region(
    void **state)
{
    struct world *world = *state;

    for (int compiled = 0; compiled < 2; compiled++) {
        struct team team = plan_team(world, 0, 0);

        if (compiled)
            assert_ok(asx_supervisor_compile(&world->rt, team.supervisor));
        assert_int_equal(asx_supervisor_start(&world->rt, team.supervisor),
                         compiled ? ASX_OK : ASX_E_STATE);
        close_region(world, team.own);
        expect_over(world, &team, ASX_OUTCOME_OK);
        team = plan_team(world, 0, 0);
        stop_team(world, &team);
        expect_over(world, &team, ASX_OUTCOME_OK);
    }
}

/* rule: super.states */
static void test_super_states__a_cancel_from_above_ends_all(void **state)
{
    struct world *world = *state;
    asx_region scope = open_region(world, root_of(world), 0);
    struct team team = {open_supervisor(world, scope, 0), {0}, {{0}, {0}, {0}}};
    asx_task tasks[3];

    team.own = own_region(world, team.supervisor);
    for (uint32_t at = 0; at < 3; at++)
        team.children[at] = add(world, team.supervisor, at + 1, 0);
    compile_and_start(world, team.supervisor);
    for (uint32_t at = 0; at < 3; at++)
        tasks[at] = expect_start_parked(world, team.children[at]);
    cancel_region(world, scope, ASX_CANCEL_USER);
    /* Rule cancel.cascade: all are asked at once, with that reason. */
    for (uint32_t at = 0; at < 3; at++)
        assert_int_equal(field(world, tasks[at].bits, ASX_FIELD_CANCEL_KIND),
                         ASX_CANCEL_PARENT_CANCELLED);
    for (uint32_t at = 0; at < 3; at++)
        expect_drained(world, team.children[at]);
    settle(world);
    assert_int_equal(field(world, scope.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    expect_over(world, &team, ASX_OUTCOME_CANCELLED);
}

/* rule: super.states */
static void test_super_states__a_cancel_from_above_ends_a_backoff(void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    settle(world);
    cancel_region(world, team.own, ASX_CANCEL_SHUTDOWN);
    expect_drained(world, team.children[1]);
    expect_drained(world, team.children[2]);
    expect_over(world, &team, ASX_OUTCOME_CANCELLED);
}

/* rule: super.states */
static void test_super_states__a_closing_region_waits_and_starts_nothing(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, ASX_ONE_FOR_ONE, 0);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    settle(world);
    close_region(world, team.own);
    settle(world);
    expect_states(world, &team, STOPPED, RUNNING, RUNNING);
    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    settle(world);
    expect_states(world, &team, STOPPED, STOPPED, RUNNING);
    end_child(world, team.children[2], ASX_OUTCOME_OK);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.states */
static void test_super_states__a_stop_during_a_backoff_starts_nothing(void **s)
{
    struct world *world = *s;
    struct team team = start_team(world, ASX_ONE_FOR_ALL, 0);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    stop_team(world, &team);
    expect_drained(world, team.children[1]);
    settle(world);
    advance(world, BACKOFF);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.states */
static void test_super_states__is_over_once_though_its_region_is_not(void **s)
{
    struct world *world = *s;
    struct team team = plan_team(world, 0, 0);
    asx_task guest = start_parked(world, team.own, 0);

    stop_team(world, &team); /* and before that is looked at: */
    assert_ok(asx_supervisor_compile(&world->rt, team.supervisor));
    assert_int_equal(supervisor_state(world, &team), ASX_SUPERVISOR_STOPPED);
    settle(world);
    assert_int_equal(asx_supervisor_start(&world->rt, team.supervisor),
                     ASX_E_STATE);
    assert_ok(asx_task_wake(&world->rt, guest, (asx_task){0}));
    expect_next(world, guest, ASX_VERB_STEP);
    finish(world, guest, ASX_OUTCOME_OK);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* rule: super.states */
static void test_super_states__a_region_that_admits_nothing_has_no_plan(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, region, 0);
    asx_supervisor supervisor;

    close_region(world, region); /* and waits for the task */
    stage_budget(world, 5, 5, 5);
    assert_int_equal(
        asx_supervisor_open(&world->rt, region, 0, 0, 0, &supervisor),
        ASX_E_CLOSED);
    /* What was staged is used up all the same. */
    assert_ok(asx_supervisor_open(&world->rt, region, 0, ASX_REGION_INSIDE, 0,
                                  &supervisor));
    assert_int_equal((int64_t)field(world, own_region(world, supervisor).bits,
                                    ASX_FIELD_DEADLINE),
                     -1);
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    settle(world);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_CANCELLED);
}

/* rule: super.states */
static void test_super_states__starts_once(void **state)
{
    struct world *world = *state;
    struct team team = plan_team(world, 0, 0);

    compile_and_start(world, team.supervisor);
    assert_int_equal(asx_supervisor_start(&world->rt, team.supervisor),
                     ASX_E_STATE);
    expect_start_parked(world, team.children[0]);
    expect_start_parked(world, team.children[1]);
    expect_start_parked(world, team.children[2]);
    expect_idle(world);
}

/* rule: super.states */
static void test_super_states__a_failure_stands_whatever_comes_from_above(
    void **state)
{
    struct world *world = *state;
    struct team team = start_team(world, 0, ASX_CHILD_ESCALATE);

    end_child(world, team.children[0], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    cancel_region(world, team.own, ASX_CANCEL_SHUTDOWN);
    expect_drained(world, team.children[1]);
    expect_over(world, &team, ASX_OUTCOME_ERR);
}

/* rule: super.compile */
static void test_super_compile__a_start_that_is_refused_may_be_too_much(
    void **state)
{
    struct world *world = *state;
    struct team team = plan_team(world, 0, ASX_CHILD_ESCALATE);

    compile_and_start(world, team.supervisor);
    world->growths_left = 0;
    settle(world); /* fails in Starting, with nothing to drain */
    world->growths_left = -1;
    expect_report(world, ASX_REPORT_CHILD_REFUSED, team.children[0].bits);
    expect_over(world, &team, ASX_OUTCOME_ERR);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(
            test_super_compile__starts_in_start_order_and_stops_in_reverse),
        WORLD_TEST(test_super_states__a_life_is_told_in_events),
        WORLD_TEST(test_super_compile__escalate_fails_the_supervisor),
        WORLD_TEST(test_super_compile__critical_fails_on_anything_but_ok),
        WORLD_TEST(
            test_super_compile__optional_is_disabled_and_the_others_go_on),
        WORLD_TEST(test_super_compile__stop_never_starts_again),
        WORLD_TEST(test_super_states__a_plan_without_children_is_soon_over),
        WORLD_TEST(
            test_super_states__a_plan_that_never_starts_ends_with_its_region),
        WORLD_TEST(test_super_states__a_cancel_from_above_ends_all),
        WORLD_TEST(test_super_states__a_cancel_from_above_ends_a_backoff),
        WORLD_TEST(
            test_super_states__a_closing_region_waits_and_starts_nothing),
        WORLD_TEST(test_super_states__a_stop_during_a_backoff_starts_nothing),
        WORLD_TEST(test_super_states__is_over_once_though_its_region_is_not),
        WORLD_TEST(test_super_states__a_region_that_admits_nothing_has_no_plan),
        WORLD_TEST(test_super_states__starts_once),
        WORLD_TEST(
            test_super_states__a_failure_stands_whatever_comes_from_above),
        WORLD_TEST(test_super_compile__a_start_that_is_refused_may_be_too_much),
    };

    return cmocka_run_group_tests_name("supervise", tests, NULL, NULL);
}
