/* The cancel protocol of one task: request, acknowledge, drain. */
#include "harness.h"
#include "internal.h"

static uint64_t state_of(const struct world *world, asx_task task)
{
    return field(world, task.bits, ASX_FIELD_STATE);
}

/* Cancelled, acknowledged, and its body is at the throw. */
static asx_task start_cancelling(struct world *world, asx_region region,
                                 asx_cancel_kind kind)
{
    asx_task task = start_parked(world, region, 0);

    cancel_task(world, task, kind);
    expect_next(world, task, ASX_VERB_CANCEL);
    return task;
}

static void test_cancel_never_started__a_created_task_completes_without_running(
    void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER);
    expect_idle(world);
    expect_notice(world, task.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    assert_int_equal(
        event_count_of(world, ASX_EVENT_TASK_DISPATCHED, task.bits), 0);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_USER);
    assert_ok(asx_task_release(&world->rt, task));
    assert_false(is_alive(world, task.bits));
}

static void test_cancel_request__never_acknowledges_for_the_task(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(state_of(world, task), ASX_TASK_CANCEL_REQUESTED);
    expect_idle(world);
    assert_int_equal(event_count(world, ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED), 0);
    finish(world, task, ASX_OUTCOME_OK);
}

static void test_cancel_request__raises_the_epoch_once(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(counter(world, ASX_COUNTER_CANCEL_EPOCH), 1);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(counter(world, ASX_COUNTER_CANCEL_EPOCH), 1);
}

static void test_cancel_request__moves_a_queued_task_to_the_cancel_lane(
    void **state)
{
    struct world *world = *state;
    asx_task queued = start(world, root_of(world), 0), other;

    assert_int_equal(asx_task_yield(&world->rt, queued), ASX_VERDICT_PARKED);
    other = spawn(world, root_of(world), 0);
    assert_int_equal(field(world, queued.bits, ASX_FIELD_QUEUE),
                     ASX_QUEUE_READY);
    cancel_task(world, queued, ASX_CANCEL_USER);
    assert_int_equal(field(world, queued.bits, ASX_FIELD_QUEUE),
                     ASX_QUEUE_CANCEL);
    expect_next(world, queued, ASX_VERB_CANCEL);
    expect_next(world, other, ASX_VERB_START);
    expect_idle(world); /* it is queued nowhere else */
}

static int32_t wait_in(struct world *world, asx_task task, asx_wait wait,
                       asx_task other, asx_region region)
{
    if (wait == ASX_WAIT_SLEEP)
        return asx_task_sleep(&world->rt, task, 1000);
    if (wait == ASX_WAIT_TASK)
        return asx_task_join(&world->rt, task, other);
    if (wait == ASX_WAIT_REGION || wait == ASX_WAIT_SUBTREE)
        return asx_task_await_region(&world->rt, task, region,
                                     wait == ASX_WAIT_SUBTREE);
    return asx_task_park(&world->rt, task);
}

static const asx_wait waits[] = {ASX_WAIT_SLEEP, ASX_WAIT_TASK, ASX_WAIT_REGION,
                                 ASX_WAIT_SUBTREE, ASX_WAIT_EXTERNAL};
#define WAITS (sizeof waits / sizeof *waits)

static void test_cancel_request__wakes_a_task_from_every_wait(void **state)
{
    struct world *world = *state;
    asx_task other = start_parked(world, root_of(world), 0);

    for (size_t at = 0; at < WAITS; at++) {
        asx_region region = open_region(world, root_of(world), 0);
        asx_task task = start(world, root_of(world), 0);

        assert_int_equal(wait_in(world, task, waits[at], other, region),
                         ASX_VERDICT_PARKED);
        assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT), waits[at]);
        cancel_task(world, task, ASX_CANCEL_USER);
        expect_next(world, task, ASX_VERB_CANCEL);
        assert_int_equal(state_of(world, task), ASX_TASK_CANCELLING);
        assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT), 0);
        finish(world, task, ASX_OUTCOME_OK);
        asx_runtime_check(&world->rt);
    }
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 0);
}

static void test_cancel_acknowledge__at_the_next_operation_of_every_kind(
    void **state)
{
    struct world *world = *state;
    asx_task other = start_parked(world, root_of(world), 0);

    for (size_t at = 0; at < WAITS; at++) {
        asx_region region = open_region(world, root_of(world), 0);
        asx_task task = start(world, root_of(world), 0);

        cancel_task(world, task, ASX_CANCEL_USER);
        assert_int_equal(wait_in(world, task, waits[at], other, region),
                         ASX_VERDICT_CANCELLED);
        assert_int_equal(state_of(world, task), ASX_TASK_CANCELLING);
        finish(world, task, ASX_OUTCOME_OK);
    }
}

static void test_cancel_acknowledge__at_the_next_checkpoint(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(state_of(world, task), ASX_TASK_CANCELLING);
}

static void test_cancel_acknowledge__the_cleanup_budget_replaces_the_budget(
    void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, 900, 4000, 130);
    task = start(world, root_of(world), 0);
    advance(world, 100);
    stage_cleanup(world, 70000, 9);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 900);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 70100);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 9);
}

static void test_cancel_request__the_row_of_the_kind_bounds_the_cleanup(
    void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    stage_cleanup(world, 60000000, 100000); /* wider than the row */
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     5000000);
}

static void test_cancel_drain__operations_work_after_the_acknowledgement(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_cancelling(world, root_of(world), ASX_CANCEL_USER);

    assert_int_equal(asx_task_sleep(&world->rt, task, 500), ASX_VERDICT_PARKED);
    advance(world, 500);
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    expect_next(world, task, ASX_VERB_STEP);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    expect_next(world, task, ASX_VERB_STEP);
    finish(world, task, ASX_OUTCOME_OK);
}

static void test_cancel_drain__a_checkpoint_throws_every_time(void **state)
{
    struct world *world = *state;
    asx_task task = start_cancelling(world, root_of(world), ASX_CANCEL_USER);

    for (int times = 0; times < 100; times++)
        assert_int_equal(asx_task_checkpoint(&world->rt, task),
                         ASX_VERDICT_CANCELLED);
    assert_int_equal(event_count(world, ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED), 1);
    assert_int_equal(field(world, task.bits, ASX_FIELD_REFUSALS), 0);
    assert_ok(asx_task_mask(&world->rt, task));
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
}

static void test_cancel_idempotent__a_parked_cleanup_is_not_disturbed(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_cancelling(world, root_of(world), ASX_CANCEL_USER);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_idle(world);
    assert_int_equal(field(world, task.bits, ASX_FIELD_WAIT),
                     ASX_WAIT_EXTERNAL);
}

static void test_cancel_idempotent__a_second_request_tightens_the_cleanup(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_cancelling(world, root_of(world), ASX_CANCEL_USER);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    advance(world, 1000);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 1001000);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 50);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DUE), 1001000);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 1001000);
    advance(world, 999999);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, task, ASX_VERB_CANCEL);
}

/* Every order of every three kinds ends with the same reason and bound. */
static void test_cancel_idempotent__the_order_of_requests_does_not_matter(
    void **state)
{
    struct world *world = *state;

    for (int code = 0; code < 11 * 11 * 11; code++) {
        asx_cancel_kind kinds[] = {(asx_cancel_kind)(code % 11 + 1),
                                   (asx_cancel_kind)(code / 11 % 11 + 1),
                                   (asx_cancel_kind)(code / 121 + 1)};
        asx_task forth = start(world, root_of(world), 0);
        asx_task back = start(world, root_of(world), 0);

        for (int at = 0; at < 3; at++) {
            cancel_task(world, forth, kinds[at]);
            cancel_task(world, back, kinds[2 - at]);
        }
        assert_int_equal(field(world, forth.bits, ASX_FIELD_CANCEL_KIND),
                         field(world, back.bits, ASX_FIELD_CANCEL_KIND));
        assert_int_equal(field(world, forth.bits, ASX_FIELD_CLEANUP_DEADLINE),
                         field(world, back.bits, ASX_FIELD_CLEANUP_DEADLINE));
        finish(world, forth, ASX_OUTCOME_OK);
        finish(world, back, ASX_OUTCOME_OK);
        world->rt.event_count = 0;
    }
}

static void test_cancel_outcome__acknowledged_is_cancelled_whatever_follows(
    void **state)
{
    struct world *world = *state;

    for (int outcome = ASX_OUTCOME_OK; outcome <= ASX_OUTCOME_PANICKED;
         outcome++) {
        asx_task task =
            start_cancelling(world, root_of(world), ASX_CANCEL_USER);
        int32_t flags = asx_task_finish(&world->rt, task, (asx_outcome)outcome);

        assert_int_equal(flags & ASX_FINISH_OUTCOME_MASK,
                         ASX_OUTCOME_CANCELLED);
        assert_true(flags & ASX_FINISH_COMPLETED);
    }
}

static void test_cancel_outcome__not_acknowledged_keeps_its_own(void **state)
{
    static const asx_outcome outcomes[] = {ASX_OUTCOME_OK, ASX_OUTCOME_ERR,
                                           ASX_OUTCOME_PANICKED};
    struct world *world = *state;

    for (int at = 0; at < 3; at++) {
        asx_region region = open_region(world, root_of(world), 1);
        asx_task task = start(world, region, 0);
        int32_t flags;

        cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
        flags = asx_task_finish(&world->rt, task, outcomes[at]);
        assert_int_equal(flags & ASX_FINISH_OUTCOME_MASK, outcomes[at]);
        close_region(world, region);
        assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                         outcomes[at]);
    }
}

/* Cancelled is not an outcome that a body may claim by itself. */
static void test_cancel_outcome__a_body_cannot_claim_it(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(asx_task_finish(&world->rt, task, ASX_OUTCOME_CANCELLED),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

/* It may have outlived its region, whose slot may be somebody else's now. */
static void test_cancel_request__an_ended_task_is_untouched(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = spawn(world, region, 0), other;

    cancel_task(world, task, ASX_CANCEL_USER);
    close_region(world, region);
    assert_ok(asx_region_release(&world->rt, region));
    /* In the slot of the region, and as unlike one as can be. */
    other = start(world, root_of(world), 0);
    assert_int_equal(ASX_HANDLE_SLOT(other), ASX_HANDLE_SLOT(region));
    assert_int_equal(asx_task_sleep(&world->rt, other, ASX_TIME_NONE),
                     ASX_VERDICT_PARKED);
    world_remember(world);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    world_assert_unchanged(world);
}

static void test_budget_exhaust__a_deadline_cancels_wherever_it_waits(
    void **state)
{
    struct world *world = *state;
    asx_task parked, ambient;

    stage_budget(world, 100, ASX_POLLS_NONE, 128);
    parked = start_parked(world, root_of(world), 0);
    stage_budget(world, 100, ASX_POLLS_NONE, 128);
    ambient = start(world, root_of(world), 0);
    advance(world, 99);
    expect_idle(world);
    advance(world, 1);
    expect_next(world, parked, ASX_VERB_CANCEL);
    assert_int_equal(field(world, parked.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_DEADLINE);
    assert_int_equal(state_of(world, ambient), ASX_TASK_CANCEL_REQUESTED);
    assert_int_equal(asx_task_checkpoint(&world->rt, ambient),
                     ASX_VERDICT_CANCELLED);
}

static void test_budget_exhaust__polls_are_counted_at_dispatch(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, ASX_TIME_NONE, 3, 128);
    task = start(world, root_of(world), 0);
    for (int step = 0; step < 2; step++) {
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        expect_next(world, task, ASX_VERB_STEP);
    }
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_CANCELLED);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_POLL_QUOTA);
}

static void test_budget_exhaust__a_charge_counts_like_polls(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, ASX_TIME_NONE, 100, 128);
    task = start(world, root_of(world), 0);
    assert_ok(asx_task_charge(&world->rt, task, 98));
    assert_int_equal(asx_task_checkpoint(&world->rt, task), ASX_VERDICT_READY);
    assert_ok(asx_task_charge(&world->rt, task, 1000));
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

static void test_budget_exhaust__cost_is_all_or_nothing(void **state)
{
    struct world *world = *state;
    asx_task task;

    assert_ok(asx_runtime_stage_budget(&world->rt, ASX_TIME_NONE,
                                       ASX_POLLS_NONE, 10, 128));
    task = start(world, root_of(world), 0);
    assert_ok(asx_task_consume(&world->rt, task, 7));
    assert_int_equal(asx_task_consume(&world->rt, task, 4), ASX_E_BUDGET);
    assert_int_equal(field(world, task.bits, ASX_FIELD_COST), 3);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_COST_BUDGET);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

static void test_budget_exhaust__the_last_unit_can_be_spent(void **state)
{
    struct world *world = *state;
    asx_task task;

    assert_ok(asx_runtime_stage_budget(&world->rt, ASX_TIME_NONE,
                                       ASX_POLLS_NONE, 10, 128));
    task = start(world, root_of(world), 0);
    assert_ok(asx_task_consume(&world->rt, task, 7));
    assert_ok(asx_task_consume(&world->rt, task, 3));
    assert_int_equal(field(world, task.bits, ASX_FIELD_COST), 0);
    assert_int_equal(asx_task_consume(&world->rt, task, 1), ASX_E_BUDGET);
}

/* The cleanup budget replaces the budget, and has no cost quota. */
static void test_cancel_acknowledge__cleanup_has_no_cost_quota(void **state)
{
    struct world *world = *state;
    asx_task task;

    assert_ok(asx_runtime_stage_budget(&world->rt, ASX_TIME_NONE,
                                       ASX_POLLS_NONE, 10, 128));
    task = start_parked(world, root_of(world), 0);
    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_ok(asx_task_consume(&world->rt, task, 11));
    finish(world, task, ASX_OUTCOME_OK);
}

static void test_budget_exhaust__a_spent_task_never_starts(void **state)
{
    struct world *world = *state;
    asx_task late, empty;

    stage_budget(world, 10, ASX_POLLS_NONE, 128);
    late = spawn(world, root_of(world), 0);
    stage_budget(world, ASX_TIME_NONE, 0, 128);
    empty = spawn(world, root_of(world), 0);
    advance(world, 10);
    assert_int_equal(asx_next(&world->rt), 0);
    expect_notice(world, late.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    expect_notice(world, empty.bits, ASX_NOTICE_TASK_ENDED,
                  ASX_OUTCOME_CANCELLED);
    assert_int_equal(field(world, late.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_DEADLINE);
    assert_int_equal(field(world, empty.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_POLL_QUOTA);
}

static void test_cancel_request__of_no_kind_is_refused(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);
    static const int kinds[] = {ASX_CANCEL_NONE, ASX_CANCEL_KIND_COUNT, 77};

    world_remember(world);
    for (size_t at = 0; at < sizeof kinds / sizeof *kinds; at++)
        assert_int_equal(
            asx_task_cancel(&world->rt, task, (asx_cancel_kind)kinds[at], 0),
            ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

static void test_cancel_idempotent__a_queued_cleanup_keeps_its_place(
    void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
    cancel_task(world, task, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, task.bits, ASX_FIELD_QUEUE),
                     ASX_QUEUE_CANCEL);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), 1000000);
    expect_next(world, task, ASX_VERB_STEP);
    expect_idle(world);
}

/* Cleanup works: what is over already is simply over. A checkpoint is told. */
static void test_cancel_drain__an_operation_that_is_over_goes_through(
    void **state)
{
    struct world *world = *state;
    asx_task joined = spawn(world, root_of(world), 0), task;
    asx_region closed = open_region(world, root_of(world), 0);

    cancel_task(world, joined, ASX_CANCEL_USER); /* never started: it is over */
    close_region(world, closed);
    task = start(world, root_of(world), 0);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_CANCELLED);
    assert_int_equal(asx_task_join(&world->rt, task, joined),
                     ASX_VERDICT_READY);
    assert_int_equal(asx_task_await_region(&world->rt, task, closed, false),
                     ASX_VERDICT_READY);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_cancel_drain__an_operation_that_is_over_goes_through),
#define TEST(name) WORLD_TEST(test_##name)
        TEST(cancel_never_started__a_created_task_completes_without_running),
        TEST(cancel_request__never_acknowledges_for_the_task),
        TEST(cancel_request__raises_the_epoch_once),
        TEST(cancel_request__moves_a_queued_task_to_the_cancel_lane),
        TEST(cancel_request__wakes_a_task_from_every_wait),
        TEST(cancel_acknowledge__at_the_next_operation_of_every_kind),
        TEST(cancel_acknowledge__at_the_next_checkpoint),
        TEST(cancel_acknowledge__the_cleanup_budget_replaces_the_budget),
        TEST(cancel_request__the_row_of_the_kind_bounds_the_cleanup),
        TEST(cancel_drain__operations_work_after_the_acknowledgement),
        TEST(cancel_drain__a_checkpoint_throws_every_time),
        TEST(cancel_idempotent__a_parked_cleanup_is_not_disturbed),
        TEST(cancel_idempotent__a_second_request_tightens_the_cleanup),
        TEST(cancel_idempotent__the_order_of_requests_does_not_matter),
        TEST(cancel_outcome__acknowledged_is_cancelled_whatever_follows),
        TEST(cancel_outcome__not_acknowledged_keeps_its_own),
        TEST(cancel_outcome__a_body_cannot_claim_it),
        TEST(cancel_request__an_ended_task_is_untouched),
        TEST(budget_exhaust__a_deadline_cancels_wherever_it_waits),
        TEST(budget_exhaust__polls_are_counted_at_dispatch),
        TEST(budget_exhaust__a_charge_counts_like_polls),
        TEST(budget_exhaust__cost_is_all_or_nothing),
        TEST(budget_exhaust__the_last_unit_can_be_spent),
        TEST(cancel_acknowledge__cleanup_has_no_cost_quota),
        TEST(budget_exhaust__a_spent_task_never_starts),
        TEST(cancel_request__of_no_kind_is_refused),
        TEST(cancel_idempotent__a_queued_cleanup_keeps_its_place),
    };

    return cmocka_run_group_tests_name("task_cancel", tests, NULL, NULL);
}
