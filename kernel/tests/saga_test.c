/* The saga log: every state and what it reads, compensation in reverse and at
 * most once, resuming, and random programs against a naive model. */
#include "harness.h"

#include "effects.h"

#define STATES 6
#define CAPACITY 6
#define FACTS 64 /* six booleans */

static asx_saga *new_saga(uint32_t capacity)
{
    asx_saga *saga = malloc(asx_saga_bytes(capacity));

    assert_non_null(saga);
    assert_ok(asx_saga_init(saga, capacity));
    return saga;
}

static void free_saga(asx_saga *saga)
{
    asx_saga_check(saga);
    free(saga);
}

/* `count` steps that took effect; tokens 100 up. */
static asx_saga *saga_with(uint32_t count)
{
    asx_saga *saga = new_saga(CAPACITY);

    for (uint32_t step = 0; step < count; step++) {
        assert_int_equal(asx_saga_reserve(saga, step + 1), step);
        assert_ok(asx_saga_complete(saga, 100 + step));
    }
    return saga;
}

/* The next to undo has to be this one, and its compensation ends. */
static void undo(asx_saga *saga, int32_t step, bool failed)
{
    assert_int_equal(asx_saga_undo(saga), step);
    asx_saga_check(saga);
    assert_int_equal(asx_saga_step_at(saga, (uint32_t)step)->token, 100 + step);
    assert_int_equal(asx_saga_undo(saga), ASX_E_STATE); /* one at a time */
    assert_ok(asx_saga_undone(saga, failed));
    asx_saga_check(saga);
}

/* rule: saga.states */
static void test_saga_states__every_state_and_fact(void **state)
{
    bool reached[STATES][STATES] = {{false}};

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (unsigned bits = 0; bits < FACTS; bits++) {
            struct asxi_saga_facts facts = {(bits & 1) != 0,  (bits & 2) != 0,
                                            (bits & 4) != 0,  (bits & 8) != 0,
                                            (bits & 16) != 0, (bits & 32) != 0};
            int to = (int)asxi_saga_next_state((asx_saga_state)from, facts);
            int expected = from;

            if (from == ASX_SAGA_RUNNING && facts.failing)
                expected =
                    facts.reserved ? ASX_SAGA_STOPPING : ASX_SAGA_COMPENSATING;
            else if (from == ASX_SAGA_RUNNING && facts.finished)
                expected = facts.reserved ? from : ASX_SAGA_COMPLETED;
            else if (from == ASX_SAGA_STOPPING && !facts.reserved)
                expected = ASX_SAGA_COMPENSATING;
            else if (from == ASX_SAGA_COMPENSATING && !facts.completed &&
                     !facts.undoing)
                expected =
                    facts.broken ? ASX_SAGA_BROKEN : ASX_SAGA_COMPENSATED;
            assert_int_equal(to, expected);
            reached[from][to] |= from != to;
        }
    }
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(
                asxi_saga_may_follow((asx_saga_state)from, (asx_saga_state)to),
                reached[from][to]);
    }
}

/* rule: saga.states */
static void test_saga_states__all_steps_done_is_completed(void **state)
{
    asx_saga *saga = saga_with(3);

    (void)state;
    assert_ok(asx_saga_finish(saga));
    assert_int_equal(saga->state, ASX_SAGA_COMPLETED);
    assert_int_equal(asx_saga_cancel(saga), ASX_E_STATE);
    assert_int_equal(asx_saga_resume(saga), ASX_E_STATE);
    assert_int_equal(asx_saga_undo(saga), ASX_E_STATE);
    assert_int_equal(asx_saga_reserve(saga, 0), ASX_E_STATE);
    free_saga(saga);
}

/* rule: saga.reverse */
static void test_saga_reverse__a_failed_step_undoes_those_before_it(
    void **state)
{
    asx_saga *saga = saga_with(3);

    (void)state;
    assert_int_equal(asx_saga_reserve(saga, 4), 3);
    assert_ok(asx_saga_fail(saga));
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATING);
    undo(saga, 2, false);
    undo(saga, 1, false);
    undo(saga, 0, false);
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATED);
    assert_int_equal(asx_saga_step_at(saga, 3)->state, ASX_SAGA_STEP_FAILED);
    free_saga(saga);
}

/* rule: saga.reverse */
static void test_saga_reverse__a_cancel_midway_compensates_too(void **state)
{
    asx_saga *saga = saga_with(2);

    (void)state;
    assert_ok(asx_saga_cancel(saga));
    assert_ok(asx_saga_cancel(saga)); /* again is allowed */
    undo(saga, 1, false);
    assert_ok(asx_saga_cancel(saga));
    undo(saga, 0, false);
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATED);
    free_saga(saga);
}

/* rule: saga.reverse */
static void test_saga_reverse__a_cancel_waits_for_the_step_under_way(void **s)
{
    asx_saga *saga = saga_with(1);

    (void)s;
    assert_int_equal(asx_saga_reserve(saga, 2), 1);
    assert_ok(asx_saga_cancel(saga));
    assert_int_equal(saga->state, ASX_SAGA_STOPPING);
    assert_int_equal(asx_saga_undo(saga), ASX_E_STATE);
    assert_int_equal(asx_saga_finish(saga), ASX_E_STATE);
    assert_ok(asx_saga_complete(saga, 101)); /* its effect happened after all */
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATING);
    undo(saga, 1, false);
    undo(saga, 0, false);
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATED);
    free_saga(saga);
}

/* rule: saga.reverse */
static void test_saga_reverse__nothing_done_is_compensated_at_once(void **state)
{
    asx_saga *saga = saga_with(0);

    (void)state;
    assert_int_equal(asx_saga_reserve(saga, 1), 0);
    assert_ok(asx_saga_fail(saga));
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATED);
    free_saga(saga);
}

/* rule: saga.once */
static void test_saga_once__a_failed_compensation_is_kept_and_the_rest_goes_on(
    void **state)
{
    asx_saga *saga = saga_with(3);

    (void)state;
    assert_ok(asx_saga_cancel(saga));
    undo(saga, 2, false);
    undo(saga, 1, true);
    undo(saga, 0, false);
    assert_int_equal(saga->state, ASX_SAGA_BROKEN);
    assert_int_equal(saga->undo_failed, 1);
    assert_int_equal(asx_saga_step_at(saga, 1)->state,
                     ASX_SAGA_STEP_UNDO_FAILED);
    assert_int_equal(asx_saga_undo(saga), ASX_E_STATE);
    free_saga(saga);
}

/* rule: saga.once */
static void test_saga_once__a_copy_does_not_repeat_what_was_begun(void **state)
{
    size_t bytes = asx_saga_bytes(CAPACITY);
    asx_saga *saga = saga_with(3), *copy = malloc(bytes);

    (void)state;
    assert_non_null(copy);
    assert_ok(asx_saga_cancel(saga));
    undo(saga, 2, false);
    assert_int_equal(asx_saga_undo(saga), 1);
    memcpy(copy, saga, bytes); /* and whoever did it is gone */
    assert_ok(asx_saga_resume(copy));
    undo(copy, 0, false);
    assert_int_equal(copy->state, ASX_SAGA_BROKEN);
    free_saga(copy);
    free_saga(saga);
}

/* rule: saga.once */
static void test_saga_once__a_copy_undoes_the_step_nobody_knows_of(void **state)
{
    asx_saga *saga = saga_with(1);

    (void)state;
    assert_int_equal(asx_saga_reserve(saga, 2), 1);
    assert_ok(asx_saga_resume(saga));
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATING);
    assert_int_equal(asx_saga_undo(saga), 1);
    assert_ok(asx_saga_undone(saga, false));
    undo(saga, 0, false);
    free_saga(saga);
}

/* rule: saga.states */
static void test_saga_states__a_step_is_reserved_before_it_is_tried(
    void **state)
{
    asx_saga *saga = new_saga(1);

    (void)state;
    assert_int_equal(asx_saga_complete(saga, 0), ASX_E_STATE);
    assert_int_equal(asx_saga_fail(saga), ASX_E_STATE);
    assert_int_equal(asx_saga_undone(saga, false), ASX_E_STATE);
    assert_null(asx_saga_step_at(saga, 0));
    assert_int_equal(asx_saga_reserve(saga, 1), 0);
    assert_int_equal(asx_saga_reserve(saga, 1), ASX_E_STATE);
    assert_ok(asx_saga_complete(saga, 1));
    assert_int_equal(asx_saga_complete(saga, 1), ASX_E_STATE);
    assert_int_equal(asx_saga_reserve(saga, 1), ASX_E_LIMIT);
    assert_int_equal(asx_saga_bytes(0), 0);
    assert_int_equal(asx_saga_bytes(ASX_SAGA_STEPS_MAX + 1), 0);
    assert_int_equal(asx_saga_init(saga, 0), ASX_E_ARGUMENT);
    free_saga(saga);
}

/* The naive model: what was done, what was undone, as two lists. */
struct model {
    int32_t done[CAPACITY], undone[CAPACITY];
    uint32_t done_count, undone_count;
    bool trying, stopped, undoing, ended;
};

static void model_undo(struct model *model, asx_saga *saga)
{
    int32_t step = asx_saga_undo(saga);
    bool may = model->stopped && !model->trying && !model->undoing &&
               model->undone_count < model->done_count;

    if (!may) {
        assert_int_equal(step, ASX_E_STATE);
        return;
    }
    assert_int_equal(step,
                     model->done[model->done_count - 1 - model->undone_count]);
    model->undone[model->undone_count++] = step;
    model->undoing = true;
}

static void model_step(struct model *model, asx_saga *saga, uint64_t *seed)
{
    switch (test_random(seed) % 8) {
    case 0:
    case 1:
    case 2:
        if (asx_saga_reserve(saga, 7) >= 0) {
            assert_false(model->trying || model->stopped || model->ended);
            model->trying = true;
        }
        return;
    case 3:
    case 4:
        if (asx_saga_complete(saga, 1) == ASX_OK) {
            assert_true(model->trying);
            model->done[model->done_count++] = (int32_t)saga->count - 1;
            model->trying = false;
        }
        return;
    case 5:
        if (test_random(seed) % 4 != 0) {
            model_undo(model, saga);
        } else if (asx_saga_fail(saga) == ASX_OK) {
            assert_true(model->trying);
            model->trying = false;
            model->stopped = true;
        }
        return;
    case 6:
        if (asx_saga_undone(saga, test_random(seed) % 3 == 0) == ASX_OK) {
            assert_true(model->undoing);
            model->undoing = false;
        }
        return;
    default:
        if (test_random(seed) % 8 == 0 && asx_saga_finish(saga) == ASX_OK)
            model->ended = true;
        else if (test_random(seed) % 4 == 0 && asx_saga_cancel(saga) == ASX_OK)
            model->stopped = true;
    }
}

/* rules: saga.reverse, saga.once */
static void test_saga__does_what_a_naive_model_does(void **state)
{
    uint32_t ends[STATES] = {0};

    (void)state;
    for (uint64_t program = 1; program <= 2000; program++) {
        uint64_t seed = program;
        struct model model = {.ended = false};
        asx_saga *saga = new_saga(CAPACITY);

        for (int step = 0; step < 120; step++) {
            model_step(&model, saga, &seed);
            asx_saga_check(saga);
            if (saga->state > ASX_SAGA_COMPLETED)
                assert_int_equal(model.undone_count, model.done_count);
        }
        ends[saga->state]++;
        free_saga(saga);
    }
    /* The programs are no good if they do not get everywhere. */
    assert_true(ends[ASX_SAGA_COMPLETED] > 20);
    assert_true(ends[ASX_SAGA_COMPENSATED] > 20);
    assert_true(ends[ASX_SAGA_BROKEN] > 20);
}

/* Between two steps too: what took effect is undone. */
static void test_saga_resume__between_two_steps_undoes_what_is_there(
    void **state)
{
    asx_saga *saga = saga_with(2);

    (void)state;
    assert_int_equal(asx_saga_reserve(saga, 3), 2);
    asx_saga_check(saga); /* running, with its last step under way */
    assert_ok(asx_saga_complete(saga, 102));
    assert_ok(asx_saga_resume(saga));
    asx_saga_check(saga);
    undo(saga, 2, false);
    undo(saga, 1, false);
    undo(saga, 0, false);
    assert_int_equal(saga->state, ASX_SAGA_COMPENSATED);
    assert_int_equal(asx_saga_resume(saga), ASX_E_STATE);
    free_saga(saga);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_saga_states__every_state_and_fact),
        cmocka_unit_test(test_saga_states__all_steps_done_is_completed),
        cmocka_unit_test(
            test_saga_states__a_step_is_reserved_before_it_is_tried),
        cmocka_unit_test(
            test_saga_reverse__a_failed_step_undoes_those_before_it),
        cmocka_unit_test(test_saga_reverse__a_cancel_midway_compensates_too),
        cmocka_unit_test(
            test_saga_reverse__a_cancel_waits_for_the_step_under_way),
        cmocka_unit_test(
            test_saga_reverse__nothing_done_is_compensated_at_once),
        cmocka_unit_test(
            test_saga_once__a_failed_compensation_is_kept_and_the_rest_goes_on),
        cmocka_unit_test(test_saga_once__a_copy_does_not_repeat_what_was_begun),
        cmocka_unit_test(
            test_saga_once__a_copy_undoes_the_step_nobody_knows_of),
        cmocka_unit_test(test_saga__does_what_a_naive_model_does),
        cmocka_unit_test(
            test_saga_resume__between_two_steps_undoes_what_is_there),
    };

    return cmocka_run_group_tests_name("saga", tests, NULL, NULL);
}
