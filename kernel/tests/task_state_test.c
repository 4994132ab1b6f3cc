/* Every state of a task x every input, against the table of semantics.md. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "internal.h"

#define STATES 6
#define NO ASXI_FORBIDDEN

enum {
    CREATED = ASX_TASK_CREATED,
    RUNNING = ASX_TASK_RUNNING,
    REQUESTED = ASX_TASK_CANCEL_REQUESTED,
    CANCELLING = ASX_TASK_CANCELLING,
    FINALIZING = ASX_TASK_FINALIZING,
    COMPLETED = ASX_TASK_COMPLETED,
};

/* Rule task.states, as written there. */
static const bool printed[STATES][STATES] = {
    [CREATED] = {[RUNNING] = true, [REQUESTED] = true, [COMPLETED] = true},
    [RUNNING] = {[REQUESTED] = true, [COMPLETED] = true},
    [REQUESTED] = {[REQUESTED] = true, [CANCELLING] = true, [COMPLETED] = true},
    [CANCELLING] =
        {[CANCELLING] = true, [FINALIZING] = true, [COMPLETED] = true},
    [FINALIZING] = {[FINALIZING] = true, [COMPLETED] = true},
};

static const uint8_t expected[STATES][ASXI_TASK_INPUTS] = {
    /*               START    ASK         ACKNOWLEDGE FINALIZE    COMPLETE */
    [CREATED] = {RUNNING, COMPLETED, NO, NO, COMPLETED},
    [RUNNING] = {NO, REQUESTED, NO, NO, COMPLETED},
    [REQUESTED] = {NO, REQUESTED, CANCELLING, NO, COMPLETED},
    [CANCELLING] = {NO, CANCELLING, NO, FINALIZING, COMPLETED},
    [FINALIZING] = {NO, FINALIZING, NO, NO, COMPLETED},
    [COMPLETED] = {NO, NO, NO, NO, NO},
};

/* rule: task.states */
static void test_task_states__the_table_is_the_printed_one(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(
                asxi_task_may_follow((asx_task_state)from, (asx_task_state)to),
                printed[from][to]);
    }
}

/* rule: task.states */
static void test_task_states__every_input_in_every_state(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXI_TASK_INPUTS; input++)
            assert_int_equal(asxi_task_next_state((asx_task_state)from,
                                                  (enum asxi_task_input)input),
                             expected[from][input]);
    }
}

/* rule: task.states */
static void test_task_states__decisions_stay_inside_the_table(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXI_TASK_INPUTS; input++) {
            uint8_t to = asxi_task_next_state((asx_task_state)from,
                                              (enum asxi_task_input)input);

            if (to != NO)
                assert_true(asxi_task_may_follow((asx_task_state)from,
                                                 (asx_task_state)to));
        }
    }
}

/* How a trap may end a process. */
static const int traps[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV};

/* True if the writer let the step happen, false if it stopped the process. */
static bool survives(struct world *world, asx_task task, uint8_t from,
                     enum asxi_task_input input)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct asxi_task *cell = asxi_task(&world->rt, ASX_HANDLE_SLOT(task));

        /* The test runner's own handlers would go on with the tests here. */
        for (size_t at = 0; at < sizeof traps / sizeof traps[0]; at++)
            signal(traps[at], SIG_DFL);
        cell->cell.state = from;
        asxi_task_become(&world->rt, cell, input);
        _exit(cell->cell.state == expected[from][input] ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* rule: task.states */
static void test_task_states__the_writer_refuses_what_is_forbidden(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    for (uint8_t from = 0; from < STATES; from++) {
        for (int input = 0; input < ASXI_TASK_INPUTS; input++)
            assert_int_equal(
                survives(world, task, from, (enum asxi_task_input)input),
                expected[from][input] != NO);
    }
}

/* rule: task.states -- phases only advance */
static void test_task_states__no_state_is_entered_from_a_later_one(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < from; to++)
            assert_false(
                asxi_task_may_follow((asx_task_state)from, (asx_task_state)to));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_task_states__the_table_is_the_printed_one),
        cmocka_unit_test(test_task_states__every_input_in_every_state),
        cmocka_unit_test(test_task_states__decisions_stay_inside_the_table),
        WORLD_TEST(test_task_states__the_writer_refuses_what_is_forbidden),
        cmocka_unit_test(
            test_task_states__no_state_is_entered_from_a_later_one),
    };

    return cmocka_run_group_tests_name("task_state", tests, NULL, NULL);
}
