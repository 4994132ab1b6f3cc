/* Every state of a supervisor x everything its decision reads. */
#include "harness.h"

#include "supervision.h"

#define STATES 7
#define GOALS 4
#define FACTS 32 /* five booleans */

enum {
    CONSTRUCTED = ASX_SUPERVISOR_CONSTRUCTED,
    COMPILED = ASX_SUPERVISOR_COMPILED,
    STARTING = ASX_SUPERVISOR_STARTING,
    RUNNING = ASX_SUPERVISOR_RUNNING,
    DRAINING = ASX_SUPERVISOR_DRAINING,
    STOPPED = ASX_SUPERVISOR_STOPPED,
    FAILED = ASX_SUPERVISOR_FAILED,
};

/* Rule super.states, as written there. */
static const bool printed[STATES][STATES] = {
    [CONSTRUCTED] = {[COMPILED] = true, [STOPPED] = true},
    [COMPILED] = {[STARTING] = true, [STOPPED] = true},
    [STARTING] = {[RUNNING] = true, [DRAINING] = true},
    [RUNNING] = {[DRAINING] = true},
    [DRAINING] = {[STARTING] = true, [STOPPED] = true, [FAILED] = true},
};

static struct asxi_supervisor_facts facts_of(int goal, unsigned bits)
{
    return (struct asxi_supervisor_facts){
        .goal = (enum asxi_goal)goal,
        .compiled = (bits & 1) != 0,
        .started = (bits & 2) != 0,
        .unstarted = (bits & 4) != 0,
        .undrained = (bits & 8) != 0,
        .backing_off = (bits & 16) != 0,
    };
}

static int expect(int from, struct asxi_supervisor_facts facts)
{
    bool stop = facts.goal == ASXI_GOAL_STOP,
         fail = facts.goal == ASXI_GOAL_FAIL;

    if (from == CONSTRUCTED && (stop || fail))
        return STOPPED;
    if (from == CONSTRUCTED && facts.compiled)
        return COMPILED;
    if (from == COMPILED && (stop || fail))
        return STOPPED;
    if (from == COMPILED && facts.started)
        return STARTING;
    if ((from == STARTING || from == RUNNING) && facts.goal != ASXI_GOAL_RUN)
        return DRAINING;
    if (from == STARTING && !facts.unstarted)
        return RUNNING;
    if (from == DRAINING && !facts.undrained) {
        if (stop || fail)
            return stop ? STOPPED : FAILED;
        return facts.backing_off ? DRAINING : STARTING;
    }
    return from;
}

/* rule: super.states */
static void test_super_states__every_state_and_fact(void **state)
{
    bool reached[STATES][STATES] = {{false}};

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int goal = 0; goal < GOALS; goal++) {
            for (unsigned bits = 0; bits < FACTS; bits++) {
                struct asxi_supervisor_facts facts = facts_of(goal, bits);
                int to = (int)asxi_supervisor_next_state(
                    (asx_supervisor_state)from, facts);

                assert_int_equal(to, expect(from, facts));
                reached[from][to] |= from != to;
            }
        }
    }
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++) {
            assert_int_equal(reached[from][to], printed[from][to]);
            assert_int_equal(
                asxi_supervisor_may_follow((asx_supervisor_state)from,
                                           (asx_supervisor_state)to),
                printed[from][to]);
        }
    }
}

/* rule: super.phases */
static void test_super_phases__starts_only_what_is_drained(void **state)
{
    (void)state;
    for (int goal = 0; goal < GOALS; goal++) {
        for (unsigned bits = 0; bits < FACTS; bits++) {
            struct asxi_supervisor_facts facts = facts_of(goal, bits);

            if (asxi_supervisor_next_state(ASX_SUPERVISOR_DRAINING, facts) !=
                ASX_SUPERVISOR_DRAINING)
                assert_false(facts.undrained);
            /* And a restart never skips Draining. */
            assert_int_not_equal(
                asxi_supervisor_next_state(ASX_SUPERVISOR_RUNNING, facts),
                ASX_SUPERVISOR_STARTING);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_super_states__every_state_and_fact),
        cmocka_unit_test(test_super_phases__starts_only_what_is_drained),
    };

    return cmocka_run_group_tests_name("supervisor_state", tests, NULL, NULL);
}
