/* No oracle is blind: for each finding there is a real run in which one event
 * is not as it was, and it is found. Unedited, every run passes. */
#include "tamper.h"

#define LAST_SLOT 200u /* no story gets there */

/* A scope with a body, two workers, one of which is woken by hand, a join, a
 * sleep. Slots: 2 region, 3 4 5 tasks. */
static void tell_plain(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task body = start(world, region, ASX_TASK_MAIN);
    asx_task worker = spawn(world, region, 0);
    asx_task other = spawn(world, region, 0);

    assert_int_equal(asx_task_join(&world->rt, body, worker),
                     ASX_VERDICT_PARKED);
    expect_next(world, worker, ASX_VERB_START);
    assert_int_equal(asx_task_park(&world->rt, worker), ASX_VERDICT_PARKED);
    expect_next(world, other, ASX_VERB_START);
    assert_ok(asx_task_wake(&world->rt, worker, other));
    assert_ok(asx_task_wake(&world->rt, worker, other)); /* late */
    assert_int_equal(asx_task_sleep(&world->rt, other, 500),
                     ASX_VERDICT_PARKED);
    expect_next(world, worker, ASX_VERB_STEP);
    finish(world, worker, ASX_OUTCOME_OK);
    expect_next(world, body, ASX_VERB_STEP);
    advance(world, 1000);
    drain(world);
    finish(world, body, ASX_OUTCOME_OK);
    drain(world);
}

/* A task is woken in three steps: it parks, then it sleeps; then it is queued.
 * Slots: 2 region, 3 task, 4 who wakes it. */
static void tell_kept(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);
    asx_task waker = start(world, region, 0);

    assert_ok(asx_task_wake(&world->rt, task, waker));
    assert_ok(asx_task_wake(&world->rt, task, waker)); /* late */
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    assert_ok(asx_task_wake(&world->rt, task, waker)); /* late */
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    assert_ok(asx_task_wake(&world->rt, task, waker));
    expect_next(world, task, ASX_VERB_STEP);
    assert_ok(asx_task_wake(&world->rt, task, waker));
    assert_int_equal(asx_task_sleep(&world->rt, task, 50), ASX_VERDICT_PARKED);
    advance(world, 50);
    drain(world);
    finish(world, waker, ASX_OUTCOME_OK);
    drain(world);
}

/* A tree of three regions with tasks, cancelled from the top, twice. Slots: 2 3
 * 4 regions, 5 6 7 tasks. */
static void tell_cancel(struct world *world)
{
    asx_region top = open_region(world, root_of(world), 0);
    asx_region middle = open_region(world, top, 0);
    asx_region leaf = open_region(world, middle, 0);
    asx_task in_top = start_parked(world, top, 0);
    asx_task in_leaf = start_parked(world, leaf, 0);
    asx_task never = spawn(world, middle, 0);

    (void)in_top, (void)in_leaf, (void)never;
    cancel_region(world, top, ASX_CANCEL_FAIL_FAST);
    asx_input_begin(&world->rt, 0); /* tells the two calls apart */
    cancel_region(world, top, ASX_CANCEL_SHUTDOWN);
    drain(world);
}

/* A race of three, one of which has won. Slots: 2 region, 3 4 5 tasks. */
static void tell_race(struct world *world)
{
    asx_region region = open_region(world, root_of(world), ASX_POLICY_RACE);
    asx_task winner = start(world, region, 0);
    asx_task loser = start_parked(world, region, 0);
    asx_task other = start_parked(world, region, 0);

    (void)loser, (void)other;
    finish(world, winner, ASX_OUTCOME_OK);
    drain(world);
}

/* Reserved, handed over, committed, aborted, leaked; and one that is held by a
 * task that has not started. Slots: 2 region, 3 4 tasks, 5 6 7 obligations. */
static void tell_obligations(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = start(world, region, 0);
    asx_task second = start_parked(world, region, 0);
    asx_obligation sent = reserve(world, first);
    asx_obligation given = reserve(world, first);

    (void)reserve(world, second);
    assert_ok(asx_obligation_transfer(&world->rt, given, first, second));
    assert_ok(asx_obligation_commit(&world->rt, sent, first));
    asx_input_begin(&world->rt, 0);
    assert_ok(asx_obligation_abort(&world->rt, given, second, ASX_ABORT_ERROR));
    finish(world, first, ASX_OUTCOME_OK);
    finish(world, second, ASX_OUTCOME_OK); /* leaks */
    (void)reserve(world, spawn(world, region, 0));
    close_region(world, region);
    drain(world);
}

/* Two finalizers of a task and one of its region. Slots: 2 region, 3 task, 4
 * the task of the region's own. */
static void tell_finalizers(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, ASX_TASK_MAIN);

    assert_int_equal(asx_task_defer(&world->rt, task), 0);
    assert_int_equal(asx_task_defer(&world->rt, task), 1);
    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    assert_int_equal(finish_into_finalizer(world, task, ASX_OUTCOME_OK), 1);
    assert_true(asx_task_finalized(&world->rt, task, false) &
                ASX_FINISH_FINALIZE);
    assert_true(asx_task_finalized(&world->rt, task, false) &
                ASX_FINISH_COMPLETED);
    drain(world);
}

/* A mask that wears out under a cancel. Slots: 2 region, 3 task. */
static void tell_mask(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task;

    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_MASK_ALLOWANCE, 3));
    task = start(world, region, 0);
    assert_ok(asx_task_mask(&world->rt, task));
    assert_ok(asx_task_mask(&world->rt, task));
    assert_ok(asx_task_unmask(&world->rt, task));
    cancel_task(world, task, ASX_CANCEL_USER);
    for (int times = 0; times < 3; times++)
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_READY);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    finish(world, task, ASX_OUTCOME_OK);
    close_region(world, region);
    drain(world);
}

/* Twenty cancelled tasks, a timed and a ready one; twenty timed before that.
 * Slots from 3: 20 parked, then 20 timed, then the ready one. */
static void tell_lanes(struct world *world)
{
    asx_region region =
        open_region(world, root_of(world), ASX_POLICY_COLLECT_ALL);
    asx_task parked[20];

    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_CANCEL_STREAK, 16));
    for (int at = 0; at < 20; at++)
        parked[at] = start_parked(world, region, 0);
    for (int at = 0; at < 20; at++) {
        stage_budget(world, 100000 + (uint64_t)at, ASX_POLLS_NONE, 128);
        (void)spawn(world, region, 0);
    }
    (void)spawn(world, region, 0);
    for (int at = 0; at < 20; at++)
        cancel_task(world, parked[at], ASX_CANCEL_USER);
    close_region(world, region);
    drain(world);
}

/* Three timers, one of which is never needed. Slots: 2 region, 3 4 5 tasks. */
static void tell_timers(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task[3];

    for (uint32_t at = 0; at < 3; at++) {
        task[at] = start(world, region, 0);
        assert_int_equal(asx_task_sleep(&world->rt, task[at], 100 * (at + 1)),
                         ASX_VERDICT_PARKED);
    }
    advance(world, 50);
    advance(world, 200); /* 250: the first two, in this order */
    cancel_task(world, task[2], ASX_CANCEL_USER);
    advance(world, 1000);
    close_region(world, region);
    drain(world);
}

/* A task out of budget cancels itself. Slots: 2 region, 3 task. */
static void tell_budget(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task;

    stage_budget(world, ASX_TIME_NONE, 1, 128);
    task = start(world, region, 0);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    finish(world, task, ASX_OUTCOME_OK);
    close_region(world, region);
    drain(world);
}

#define CASE TAMPERED
#define EVENT(kind) ASX_EVENT_##kind

static const tampered cases[] = {
    CASE(SLOT_TAKEN, plain, SUBJECT, TASK_SPAWNED, 1, 3),
    CASE(GENERATION_AGAIN, plain, LAST, TASK_SPAWNED, 0, 0),
    CASE(HOLDER_DIFFERS, obligations, B, OBLIGATION_COMMITTED, 0, 4),
    CASE(HOLDER_DIFFERS, obligations, A, OBLIGATION_TRANSFERRED, 0, 4),
    CASE(REGION_DIFFERS, plain, B, TASK_COMPLETED, 0, 1),
    CASE(SECOND_ROOT, cancel, A, REGION_OPENED, 1, 0),
    CASE(PARENT_MISSING, cancel, A, REGION_OPENED, 2, LAST_SLOT),
    CASE(PARENT_MISSING, plain, A, TASK_SPAWNED, 0, LAST_SLOT),
    CASE(STRANGER, plain, GENERATION, TASK_PARKED, 0, 1),
    CASE(STRANGER, plain, DROP, TASK_SPAWNED, 1, 0),
    CASE(RELEASED_ALIVE, plain, KIND, REGION_STEP, 0, EVENT(REGION_RELEASED)),
    CASE(SPAWNED_LATE, finalizers, DROP, FINALIZER_DEFERRED, 2, 0),
    CASE(CLOSED_OVER_TASK, plain, DROP, TASK_COMPLETED, 0, 0),
    CASE(CLOSED_OVER_REGION, cancel, DROP, REGION_CLOSED, 0, 0),
    CASE(FINALIZING_EARLY, plain, DROP, TASK_COMPLETED, 0, 0),
    CASE(NOT_ASKED, cancel, DROP, TASK_CANCEL, 0, 0),
    CASE(NOT_ASKED, cancel, DROP, REGION_CANCEL, 1, 0),
    CASE(CHILD_FIRST, cancel, DROP, REGION_CANCEL, 1, 0),
    CASE(ASKED_WEAKLY, cancel, A, REGION_CANCEL, 1, ASX_CANCEL_USER),
    CASE(ASKED_WEAKLY, cancel, A, TASK_CANCEL, 0, ASX_CANCEL_TIMEOUT),
    CASE(EXHAUSTED_UNASKED, budget, DROP, TASK_CANCEL, 0, 0),
    CASE(WEAKENED, cancel, A, REGION_CANCEL, 3, ASX_CANCEL_USER),
    CASE(REASON_DIFFERS, cancel, B, REGION_CLOSED, 0, ASX_CANCEL_USER),
    CASE(REASON_DIFFERS, mask, A, TASK_CANCEL_ACKNOWLEDGED, 0,
         ASX_CANCEL_TIMEOUT),
    CASE(STEP_FORBIDDEN, plain, B, TASK_STEP, 0, ASX_TASK_CANCELLING),
    CASE(STEP_FORBIDDEN, plain, B, REGION_STEP, 0, ASX_REGION_CLOSED),
    CASE(STEP_FROM_ELSEWHERE, plain, A, TASK_STEP, 3, ASX_TASK_CREATED),
    CASE(END_WITHOUT_STEP, race, DROP, TASK_STEP, 3, 0),
    CASE(AFTER_END, plain, TWICE, TASK_COMPLETED, 0, 0),
    CASE(STARTED_TWICE, plain, B, TASK_DISPATCHED, 3, ASX_VERB_START),
    CASE(STARTED_TWICE, plain, B, TASK_DISPATCHED, 0, ASX_VERB_STEP),
    CASE(DEPTH_JUMPED, mask, DROP, TASK_MASKED, 0, 0),
    CASE(DEPTH_JUMPED, mask, A, TASK_UNMASKED, 0, 0),
    CASE(DEPTH_OVER, mask, A, TASK_MASKED, 1, 65),
    CASE(ALLOWANCE_WRONG, mask, DROP, TASK_CANCEL_DEFERRED, 1, 0),
    CASE(ALLOWANCE_WRONG, mask, TWICE, TASK_CANCEL_DEFERRED, 0, 0),
    CASE(EXHAUSTION_SILENT, mask, DROP, MASK_EXHAUSTED, 0, 0),
    CASE(RESOLVED_TWICE, obligations, TWICE, OBLIGATION_COMMITTED, 0, 0),
    CASE(RESOLVED_TWICE, obligations, TWICE, OBLIGATION_ABORTED, 0, 0),
    CASE(OUTLIVES_HOLDER, obligations, DROP, OBLIGATION_LEAKED, 0, 0),
    CASE(LEAKED_UNENDED, obligations, KIND, OBLIGATION_COMMITTED, 0,
         EVENT(OBLIGATION_LEAKED)),
    CASE(LEDGER_NOT_EMPTY, obligations, DROP, OBLIGATION_ABORTED, 0, 0),
    CASE(RESERVED_FOR_NOBODY, obligations, B, OBLIGATION_RESERVED, 0,
         LAST_SLOT),
    CASE(LOSER_NOT_ASKED, race, DROP, TASK_CANCEL, 1, 0),
    CASE(LOSER_ALIVE, race, DROP, TASK_COMPLETED, 1, 0),
    CASE(OUTCOME_NOT_CANCELLED, race, A, TASK_COMPLETED, 1, ASX_OUTCOME_OK),
    CASE(CANCELLED_UNASKED, plain, A, TASK_COMPLETED, 0, ASX_OUTCOME_CANCELLED),
    CASE(NOT_LAST_FIRST, finalizers, A, FINALIZER_STARTED, 0, 0),
    CASE(TWO_AT_ONCE, finalizers, DROP, FINALIZER_ENDED, 0, 0),
    CASE(ENDED_ANOTHER, finalizers, A, FINALIZER_ENDED, 0, 0),
    CASE(NOT_RUN, finalizers, DROP, FINALIZER_STARTED, 1, 0),
    CASE(NOT_RUN, finalizers, DROP, FINALIZER_STARTED, 2, 0),
    CASE(QUEUED_TWICE, plain, TWICE, TASK_SCHEDULED, 1, 0),
    CASE(WRONG_LANE, plain, A, TASK_SCHEDULED, 1, ASX_QUEUE_CANCEL),
    CASE(WRONG_LANE, cancel, B, TASK_SCHEDULED, 3, 7),
    CASE(DISPATCHED_UNQUEUED, plain, TWICE, TASK_DISPATCHED, 2, 0),
    CASE(DISPATCHED_UNQUEUED, plain, A, TASK_DISPATCHED, 1, ASX_QUEUE_TIMED),
    CASE(OUT_OF_ORDER, lanes, B, TASK_SCHEDULED, 50, 201),
    CASE(WOKEN_UNPARKED, plain, DROP, TASK_PARKED, 0, 0),
    CASE(WOKEN_UNPARKED, plain, B, TASK_WOKEN, 0, ASX_WAIT_SLEEP),
    CASE(WAKE_LOST, plain, DROP, TASK_SCHEDULED, 0, 0),
    CASE(WAKE_LOST, plain, KIND, TASK_WOKEN, 0, EVENT(TASK_LATE_WAKE)),
    CASE(WAKE_LOST, kept, KIND, TASK_WAKE_KEPT, 0, EVENT(TASK_LATE_WAKE)),
    CASE(WAKE_LOST, kept, A, TASK_PARKED, 1, ASX_WAIT_EXTERNAL),
    CASE(WOKEN_UNPARKED, kept, TWICE, TASK_WAKE_KEPT, 0, 0),
    CASE(WOKEN_UNPARKED, kept, KIND, TASK_LATE_WAKE, 1, EVENT(TASK_WAKE_KEPT)),
    CASE(WAITER_FORGOTTEN, plain, DROP, TASK_WOKEN, 1, 0),
    CASE(SLEEPER_FORGOTTEN, timers, DROP_2, TASK_WOKEN, 0, 0),
    CASE(CANCEL_STREAK, lanes, B, CONFIGURED, 0, 4),
    CASE(TIMED_STREAK, lanes, B, CONFIGURED, 0, 4),
    CASE(NOT_STEPPING, plain, TWICE, TASK_PARKED, 0, 0),
    CASE(ORIGIN_UNKNOWN, cancel, B, TASK_CANCEL, 0, LAST_SLOT),
    CASE(WAKER_UNKNOWN, plain, A, TASK_WOKEN, 0, 2),
    CASE(WAKER_UNKNOWN, plain, A, TASK_WOKEN, 1, 5),
    CASE(WAKER_UNKNOWN, kept, A, TASK_WAKE_KEPT, 0, 2),
    CASE(TIME_BACK, timers, TIME, TASK_WOKEN, 0, 49),
    CASE(TIME_BACK, timers, A, TIME_ADVANCED, 1, 40),
    CASE(TIMER_TWICE, timers, TWICE, TIMER_ARMED, 0, 0),
    CASE(TIMER_UNARMED, timers, DROP, TIMER_ARMED, 0, 0),
    CASE(TIMER_UNARMED, timers, A, TIMER_FIRED, 0, 101),
    CASE(TIMER_EARLY, timers, A, TIMER_FIRED, 1, 300),
    CASE(TIMER_LATE, timers, A, TIME_ADVANCED, 0, 120),
    CASE(TIMER_ORDER, timers, A, TIMER_ARMED, 0, 240),
    CASE(TIMER_LEFT, budget, DROP, TIMER_CANCELLED, 0, 0),
    CASE(OWNER_NOT_STARTED, obligations, KIND, OBLIGATION_RESERVED, 3,
         EVENT(CAPSULE_OPENED)),
};

#define CASES (sizeof cases / sizeof cases[0])

static void test_oracle__an_unedited_run_passes(void **state)
{
    (void)state;
    tamper_assert_pass(cases, CASES);
}

static void test_oracle__an_edited_run_is_found_out(void **state)
{
    (void)state;
    tamper_assert_found(cases, CASES);
}

/* These show in the state, not in events: oracle_look_test.c. */
static bool is_looked_at(asx_finding finding)
{
    return finding == ASX_FINDING_COUNT_DIFFERS ||
           finding == ASX_FINDING_PARENT_DIFFERS ||
           finding == ASX_FINDING_STUCK ||
           finding == ASX_FINDING_FAILED_ALONE ||
           finding == ASX_FINDING_STATE_DIFFERS ||
           finding == ASX_FINDING_MASK_IGNORED ||
           finding == ASX_FINDING_CHILD_LATER ||
           finding == ASX_FINDING_DEADLINE_EXTENDED ||
           finding == ASX_FINDING_RACE_UNSETTLED ||
           finding == ASX_FINDING_PLACE_DIFFERS;
}

static void test_oracle__every_finding_of_a_stream_has_a_case(void **state)
{
    (void)state;
    for (int finding = 1; finding < ASX_FINDING_TRACE_DIFFERS; finding++) {
        if (!is_looked_at((asx_finding)finding) &&
            !tamper_has(cases, CASES, (asx_finding)finding))
            fail_msg("no case for: %s",
                     asx_finding_about((uint32_t)finding)->says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle__an_unedited_run_passes),
        cmocka_unit_test(test_oracle__an_edited_run_is_found_out),
        cmocka_unit_test(test_oracle__every_finding_of_a_stream_has_a_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
