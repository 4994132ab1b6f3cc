/* The oracles of supervision and names: for each of their findings a real run
 * in which one event is not as it was, or a kernel that allows what it must
 * not. */
#include "supervised.h"
#include "supervision.h"
#include "tamper.h"

/* The second of three fails, the third restarts with it; then all stop. */
static void tell_rest(struct world *world)
{
    struct team team = start_team(world, ASX_REST_FOR_ONE, ASX_CHILD_RESTART);

    end_child(world, team.children[1], ASX_OUTCOME_ERR);
    expect_drained(world, team.children[2]);
    settle(world);
    advance(world, ASX_RESTART_BACKOFF_US);
    expect_start_parked(world, team.children[1]);
    expect_start_parked(world, team.children[2]);
    drain_notices(world);
    stop_team(world, &team);
    for (int at = 2; at >= 0; at--)
        expect_drained(world, team.children[at]);
    expect_over(world, &team, ASX_OUTCOME_OK);
}

/* A name that one task has, gives up, and another gets, who has one already. */
static void tell_names(struct world *world)
{
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_obligation lease = {0}, other = {0};

    assert_ok(asx_name_reserve(&world->rt, first, 7, &lease));
    assert_ok(asx_name_activate(&world->rt, lease, first));
    assert_ok(asx_name_reserve(&world->rt, second, 8, &other));
    assert_ok(asx_obligation_commit(&world->rt, lease, first));
    assert_ok(asx_name_reserve(&world->rt, second, 7, &lease));
    assert_ok(
        asx_obligation_abort(&world->rt, lease, second, ASX_ABORT_EXPLICIT));
    assert_ok(
        asx_obligation_abort(&world->rt, other, second, ASX_ABORT_EXPLICIT));
    finish(world, second, ASX_OUTCOME_OK);
    finish(world, first, ASX_OUTCOME_OK);
}

#define CASE TAMPERED

static const tampered cases[] = {
    CASE(LIFE_OVERLAPS, rest, DROP, CHILD_ENDED, 0, 0),
    CASE(LIFE_DIFFERS, rest, A, CHILD_ENDED, 0, 1),
    CASE(LIFE_DIFFERS, rest, A, CHILD_STARTED, 1, 1),
    CASE(START_ORDER, rest, TWICE, CHILD_STARTED, 4, 0),
    CASE(STOP_ORDER, rest, DROP, CHILD_ENDED, 2, 0),
    CASE(RESTART_UNCALLED, rest, B, CHILD_ADDED, 1, ASX_CHILD_STOP),
    CASE(RESTART_UNCALLED, rest, B, CHILD_ENDED, 0, ASX_OUTCOME_PANICKED),
    CASE(BACKOFF_CUT, rest, B, SUPERVISOR_RESTARTING, 0, 200000),
    CASE(BYSTANDER, rest, A, SUPERVISOR_CONSTRUCTED, 0, ASX_ONE_FOR_ONE),
    CASE(NAME_TAKEN, names, A, NAME_RESERVED, 1, 7),
    CASE(NAME_TAKEN, names, A, NAME_RESERVED, 0, 0),
    CASE(LEASE_WRONG, names, B, LEASE_STEP, 0, ASX_LEASE_RELEASED),
    CASE(LEASE_WRONG, names, DROP, NAME_RESERVED, 0, 0),
    CASE(NAME_OUTLIVES, names, DROP, LEASE_STEP, 1, 0),
    CASE(NAME_OUTLIVES, names, B, LEASE_STEP, 1, ASX_LEASE_ABORTED),
};

#define CASES (sizeof cases / sizeof cases[0])

static void test_oracle_supervision__an_unedited_run_passes(void **state)
{
    (void)state;
    tamper_assert_pass(cases, CASES);
}

static void test_oracle_supervision__an_edited_run_is_found_out(void **state)
{
    (void)state;
    tamper_assert_found(cases, CASES);
}

static void test_oracle_supervision__every_finding_has_a_case(void **state)
{
    (void)state;
    for (int finding = ASX_FINDING_LIFE_OVERLAPS;
         finding <= ASX_FINDING_NAME_OUTLIVES; finding++) {
        if (finding != ASX_FINDING_RESTARTED_OFTEN &&
            !tamper_has(cases, CASES, (asx_finding)finding))
            fail_msg("no case for: %s",
                     asx_finding_about((uint32_t)finding)->says);
    }
}

/* It fails `times` in one window; before the last time the kernel forgets, if
 * `forgets`. Answers how often the oracles find that. */
static uint32_t restart_often(struct world *world, uint32_t times, bool forgets)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    struct team team = start_team(world, ASX_ONE_FOR_ONE, ASX_CHILD_RESTART);
    asx_oracle *oracle;
    asx_violation violation = {0};
    asx_runtime *rt = &world->rt;

    assert_ok(asx_oracle_open(memory, sizeof memory, 0, &oracle));
    for (uint32_t at = 0; at <= times; at++) {
        for (uint32_t event = 0; event < rt->event_count; event++)
            assert_ok(asx_oracle_feed(oracle, &rt->events[event]));
        rt->event_count = 0;
        asx_oracle_look(oracle, rt, 64);
        if (at == times)
            break;
        if (forgets && at == times - 1)
            asxi_supervisor(rt, ASX_HANDLE_SLOT(team.supervisor))
                ->restarts.count = 0;
        end_child(world, team.children[0], ASX_OUTCOME_ERR);
        settle(world);
        advance(world, 1000000);
        expect_start_parked(world, team.children[0]);
        drain_notices(world);
    }
    while (asx_oracle_next(oracle, &violation))
        assert_int_equal(violation.finding, ASX_FINDING_RESTARTED_OFTEN);
    return asx_oracle_violations(oracle);
}

static void test_super_window__as_often_as_it_has_is_not_found(void **state)
{
    assert_int_equal(restart_often(*state, ASX_RESTARTS_DEFAULT, false), 0);
}

static void test_super_window__once_more_than_it_has_is_found(void **state)
{
    assert_int_equal(restart_often(*state, ASX_RESTARTS_DEFAULT + 1, true), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle_supervision__an_unedited_run_passes),
        cmocka_unit_test(test_oracle_supervision__an_edited_run_is_found_out),
        cmocka_unit_test(test_oracle_supervision__every_finding_has_a_case),
        WORLD_TEST(test_super_window__as_often_as_it_has_is_not_found),
        WORLD_TEST(test_super_window__once_more_than_it_has_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
