/* Every state of a child x every input. */
#include "harness.h"

#include "supervision.h"

#define STATES 7
#define NO ASXI_FORBIDDEN

enum {
    WAITING = ASX_CHILD_WAITING,
    RUNNING = ASX_CHILD_RUNNING,
    DRAINING = ASX_CHILD_DRAINING,
    ENDED = ASX_CHILD_ENDED,
    PERSISTING = ASX_CHILD_PERSISTING,
    STOPPED = ASX_CHILD_STOPPED,
    DISABLED = ASX_CHILD_DISABLED,
};

/* rule: super.states */
static void test_super_states__every_input_of_a_child(void **state)
{
    static const uint8_t expected[STATES][ASXI_CHILD_INPUTS] = {
        /* START REFUSE DRAIN END AGAIN PERSIST STOP DISABLE */
        [WAITING] = {RUNNING, ENDED, NO, NO, NO, NO, STOPPED, NO},
        [RUNNING] = {NO, NO, DRAINING, ENDED, NO, NO, NO, NO},
        [DRAINING] = {NO, NO, NO, ENDED, NO, NO, NO, NO},
        [ENDED] = {NO, NO, NO, NO, WAITING, PERSISTING, STOPPED, DISABLED},
        [PERSISTING] = {NO, NO, NO, NO, NO, NO, STOPPED, NO},
        [STOPPED] = {NO, NO, NO, NO, NO, NO, NO, NO},
        [DISABLED] = {NO, NO, NO, NO, NO, NO, NO, NO},
    };
    bool reached[STATES][STATES] = {{false}};

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXI_CHILD_INPUTS; input++) {
            uint8_t to = asxi_child_next_state((asx_child_state)from,
                                               (enum asxi_child_input)input);

            assert_int_equal(to, expected[from][input]);
            if (to != NO)
                reached[from][to] = true;
        }
    }
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(asxi_child_may_follow((asx_child_state)from,
                                                   (asx_child_state)to),
                             reached[from][to]);
    }
}

/* rule: super.phases */
static void test_super_phases__nothing_runs_again_without_an_end(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        if (asxi_child_may_follow((asx_child_state)from, ASX_CHILD_RUNNING))
            assert_int_equal(from, WAITING);
        if (asxi_child_may_follow((asx_child_state)from, ASX_CHILD_WAITING))
            assert_int_equal(from, ENDED);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_super_states__every_input_of_a_child),
        cmocka_unit_test(test_super_phases__nothing_runs_again_without_an_end),
    };

    return cmocka_run_group_tests_name("child_state", tests, NULL, NULL);
}
