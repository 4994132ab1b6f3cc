/* Every state of a step x every input. */
#include "harness.h"

#include "effects.h"

#define STATES 6
#define NO ASXI_FORBIDDEN

enum {
    RESERVED = ASX_SAGA_STEP_RESERVED,
    COMPLETED = ASX_SAGA_STEP_COMPLETED,
    FAILED = ASX_SAGA_STEP_FAILED,
    UNDOING = ASX_SAGA_STEP_UNDOING,
    UNDONE = ASX_SAGA_STEP_UNDONE,
    UNDO_FAILED = ASX_SAGA_STEP_UNDO_FAILED,
};

/* rule: saga.states */
static void test_saga_states__every_input_of_a_step(void **state)
{
    static const uint8_t expected[STATES][ASXI_SAGA_STEP_INPUTS] = {
        /*             COMPLETE   FAIL    UNDO UNDONE UNDO_FAIL */
        [RESERVED] = {COMPLETED, FAILED, NO, NO, NO},
        [COMPLETED] = {NO, NO, UNDOING, NO, NO},
        [FAILED] = {NO, NO, NO, NO, NO},
        [UNDOING] = {NO, NO, NO, UNDONE, UNDO_FAILED},
        [UNDONE] = {NO, NO, NO, NO, NO},
        [UNDO_FAILED] = {NO, NO, NO, NO, NO},
    };
    bool reached[STATES][STATES] = {{false}};

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXI_SAGA_STEP_INPUTS; input++) {
            uint8_t to = asxi_saga_step_next_state(
                (asx_saga_step_state)from, (enum asxi_saga_step_input)input);

            assert_int_equal(to, expected[from][input]);
            if (to != NO)
                reached[from][to] = true;
        }
    }
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(
                asxi_saga_step_may_follow((asx_saga_step_state)from,
                                          (asx_saga_step_state)to),
                reached[from][to]);
    }
}

/* rule: saga.once */
static void test_saga_once__no_state_of_a_step_is_entered_twice(void **state)
{
    /* Reachability, closed: from no state back to itself. */
    bool reaches[STATES][STATES];

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            reaches[from][to] = asxi_saga_step_may_follow(
                (asx_saga_step_state)from, (asx_saga_step_state)to);
    }
    for (int by = 0; by < STATES; by++) {
        for (int from = 0; from < STATES; from++) {
            for (int to = 0; to < STATES; to++)
                reaches[from][to] |= reaches[from][by] && reaches[by][to];
        }
    }
    for (int at = 0; at < STATES; at++)
        assert_false(reaches[at][at]);
    assert_true(reaches[RESERVED][UNDO_FAILED]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_saga_states__every_input_of_a_step),
        cmocka_unit_test(test_saga_once__no_state_of_a_step_is_entered_twice),
    };

    return cmocka_run_group_tests_name("saga_step", tests, NULL, NULL);
}
