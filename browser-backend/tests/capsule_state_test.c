/* Every state of a capsule x every input, against the table of semantics.md. */
#include "harness.h"
#include "internal.h"

#define STATES 6
#define NO ASXB_FORBIDDEN

enum {
    CREATED = ASX_CAPSULE_CREATED,
    SUBMITTED = ASX_CAPSULE_SUBMITTED,
    REQUESTED = ASX_CAPSULE_CANCEL_REQUESTED,
    DRAINING = ASX_CAPSULE_DRAINING,
    FINALIZING = ASX_CAPSULE_FINALIZING,
    COMPLETED = ASX_CAPSULE_COMPLETED,
};

/* Rule capsule.states. CREATED -> COMPLETED: nothing foreign had started. */
static const bool printed[STATES][STATES] = {
    [CREATED] = {[SUBMITTED] = true, [COMPLETED] = true},
    [SUBMITTED] = {[REQUESTED] = true, [FINALIZING] = true},
    [REQUESTED] = {[DRAINING] = true},
    [DRAINING] = {[FINALIZING] = true},
    [FINALIZING] = {[COMPLETED] = true},
};

static const uint8_t expected[STATES][ASXB_CAPSULE_INPUTS] = {
    /*             SUBMIT     ASK        ABORTED   LET_GO      END */
    [CREATED] = {SUBMITTED, NO, NO, COMPLETED, NO},
    [SUBMITTED] = {NO, REQUESTED, NO, FINALIZING, NO},
    [REQUESTED] = {NO, NO, DRAINING, DRAINING, NO},
    [DRAINING] = {NO, NO, NO, FINALIZING, NO},
    [FINALIZING] = {NO, NO, NO, NO, COMPLETED},
    [COMPLETED] = {NO, NO, NO, NO, NO},
};

/* rule: capsule.states */
static void test_capsule_states__the_table_is_the_printed_one(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(asxb_capsule_may_follow((asx_capsule_state)from,
                                                     (asx_capsule_state)to),
                             printed[from][to]);
    }
}

/* rule: capsule.states */
static void test_capsule_states__every_input_in_every_state(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXB_CAPSULE_INPUTS; input++) {
            uint8_t to = asxb_capsule_next_state(
                (asx_capsule_state)from, (enum asxb_capsule_input)input);

            assert_int_equal(to, expected[from][input]);
            if (to != NO)
                assert_true(asxb_capsule_may_follow((asx_capsule_state)from,
                                                    (asx_capsule_state)to));
        }
    }
}

/* rule: capsule.states */
static void test_capsule_states__letting_go_always_ends(void **state)
{
    (void)state;
    for (int from = 0; from < FINALIZING; from++) {
        uint8_t at = (uint8_t)from;
        int steps = 0;

        while (at != FINALIZING && at != COMPLETED) {
            at = asxb_capsule_next_state((asx_capsule_state)at,
                                         ASXB_CAPSULE_LET_GO);
            assert_true(at != NO && ++steps < STATES);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capsule_states__the_table_is_the_printed_one),
        cmocka_unit_test(test_capsule_states__every_input_in_every_state),
        cmocka_unit_test(test_capsule_states__letting_go_always_ends),
    };

    return cmocka_run_group_tests_name("capsule_state", tests, NULL, NULL);
}
