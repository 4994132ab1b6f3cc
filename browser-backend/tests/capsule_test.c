/* Foreign operations: one obligation, one abort, and a region that waits. */
#include "asx/capsule.h"

#include "harness.h"
#include "internal.h"

static asx_capsule open_capsule(struct world *world, asx_task owner)
{
    asx_capsule capsule = {0};

    assert_ok(
        asx_capsule_open(&world->rt, owner, ASX_CAPSULE_FETCH, 0, &capsule));
    return capsule;
}

static asx_capsule submit_capsule(struct world *world, asx_task owner)
{
    asx_capsule capsule = open_capsule(world, owner);

    assert_ok(asx_capsule_submit(&world->rt, capsule));
    return capsule;
}

static void let_go(struct world *world, asx_capsule capsule)
{
    assert_ok(asx_capsule_let_go(&world->rt, capsule, ASX_LET_GO_DONE));
}

static uint64_t state_of(const struct world *world, uint64_t handle)
{
    return field(world, handle, ASX_FIELD_STATE);
}

/* The oldest action has to be the abort of `capsule`. */
static void expect_abort(struct world *world, asx_capsule capsule)
{
    int32_t action = asx_action_next(&world->rt);

    assert_int_equal(action & (int32_t)ASX_SLOT_MAX, ASX_HANDLE_SLOT(capsule));
    assert_int_equal(action >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK,
                     ASX_NOTICE_CAPSULE_ABORT);
}

/* Owner and capsule in every state a capsule can be met in. */
static asx_capsule capsule_in(struct world *world, asx_capsule_state state)
{
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = open_capsule(world, owner);

    if (state >= ASX_CAPSULE_SUBMITTED)
        assert_ok(asx_capsule_submit(&world->rt, capsule));
    if (state >= ASX_CAPSULE_CANCEL_REQUESTED) {
        assert_ok(asx_capsule_cancel(&world->rt, capsule));
        expect_abort(world, capsule);
    }
    if (state >= ASX_CAPSULE_DRAINING)
        assert_ok(asx_capsule_aborted(&world->rt, capsule));
    assert_int_equal(state_of(world, capsule.bits), state);
    return capsule;
}

#define MET 4 /* created, submitted, cancel requested, draining */

static const asx_status answers[MET][4] = {
    /*              submit        progress     cancel       aborted */
    {ASX_OK, ASX_E_STATE, ASX_E_STATE, ASX_E_STATE},
    {ASX_E_STATE, ASX_OK, ASX_OK, ASX_E_STATE},
    {ASX_E_STATE, ASX_OK, ASX_OK, ASX_OK},
    {ASX_E_STATE, ASX_OK, ASX_OK, ASX_E_STATE},
};

static asx_status call(struct world *world, asx_capsule capsule, int which)
{
    switch (which) {
    case 0:
        return asx_capsule_submit(&world->rt, capsule);
    case 1:
        return asx_capsule_progress(&world->rt, capsule);
    case 2:
        return asx_capsule_cancel(&world->rt, capsule);
    default:
        return asx_capsule_aborted(&world->rt, capsule);
    }
}

static void test_capsule_states__every_call_in_every_state(void **state)
{
    struct world *world = *state;

    for (int in = 0; in < MET; in++) {
        for (int which = 0; which < 4; which++) {
            asx_capsule capsule = capsule_in(world, (asx_capsule_state)in);

            world_remember(world);
            assert_int_equal(call(world, capsule, which), answers[in][which]);
            if (answers[in][which] != ASX_OK)
                world_assert_unchanged(world);
            let_go(world, capsule);
            assert_false(is_alive(world, capsule.bits));
        }
    }
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    while (asx_action_next(&world->rt))
        ;
}

static void test_capsule_obligation__from_submit_to_the_end_exactly_one(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_capsule capsule = open_capsule(world, owner);

    assert_int_equal(field(world, region.bits, ASX_FIELD_OBLIGATIONS), 0);
    assert_ok(asx_capsule_submit(&world->rt, capsule));
    assert_int_equal(field(world, region.bits, ASX_FIELD_OBLIGATIONS), 1);
    let_go(world, capsule);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OBLIGATIONS), 0);
    assert_int_equal(event_count(world, ASX_EVENT_OBLIGATION_COMMITTED), 1);
    assert_int_equal(asx_capsule_let_go(&world->rt, capsule, ASX_LET_GO_DONE),
                     ASX_E_STALE);
}

static uint32_t abort_reason(const struct world *world)
{
    uint32_t at = event_find(world, 0, ASX_EVENT_OBLIGATION_ABORTED, 0);

    return world->rt.events[at].b;
}

static void test_capsule_obligation__a_failure_aborts_with_error(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);

    assert_ok(asx_capsule_let_go(&world->rt, submit_capsule(world, owner),
                                 ASX_LET_GO_FAILED));
    assert_int_equal(abort_reason(world), ASX_ABORT_ERROR);
}

static void test_capsule_obligation__a_cancel_aborts_with_cancel(void **state)
{
    struct world *world = *state;

    let_go(world, capsule_in(world, ASX_CAPSULE_DRAINING));
    assert_int_equal(abort_reason(world), ASX_ABORT_CANCEL);
}

static void test_capsule_obligation__nobody_resolves_it_by_hand(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);
    uint32_t slot = ASX_HANDLE_SLOT(capsule) + 1;
    asx_obligation io = {
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};

    assert_int_equal(field(world, io.bits, ASX_FIELD_KIND),
                     ASX_KIND_OBLIGATION);
    world_remember(world);
    assert_int_equal(asx_obligation_commit(&world->rt, io, owner),
                     ASX_E_HOLDER);
    assert_int_equal(asx_obligation_abort(&world->rt, io, owner, 0),
                     ASX_E_HOLDER);
    assert_int_equal(asx_obligation_transfer(&world->rt, io, owner, owner),
                     ASX_E_HOLDER);
    world_assert_unchanged(world);
}

static void test_capsule_abort_once__however_often_its_owner_is_cancelled(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_capsule capsule = submit_capsule(world, owner);

    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
    cancel_task(world, owner, ASX_CANCEL_USER);
    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    expect_abort(world, capsule);
    assert_int_equal(asx_action_next(&world->rt), 0);
    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    expect_next(world, owner, ASX_VERB_CANCEL);
    assert_ok(asx_capsule_cancel(&world->rt, capsule));
    finish(world, owner, ASX_OUTCOME_OK);
    assert_int_equal(asx_action_next(&world->rt), 0);
    let_go(world, capsule);
}

static void test_capsule_abort_once__not_after_it_has_let_go(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    cancel_task(world, owner, ASX_CANCEL_USER);
    let_go(world, capsule);
    assert_int_equal(asx_action_next(&world->rt), 0);
}

static void test_capsule_abort_once__a_masked_owner_keeps_it(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    assert_ok(asx_task_mask(&world->rt, owner));
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_action_next(&world->rt), 0);
    assert_ok(asx_capsule_progress(&world->rt, capsule));
    expect_next(world, owner, ASX_VERB_STEP);
    assert_ok(asx_task_unmask(&world->rt, owner));
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_CANCELLED);
    expect_abort(world, capsule);
    let_go(world, capsule);
}

static void test_capsule_drain__the_region_waits_until_the_host_lets_go(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, ASX_TASK_MAIN);
    asx_capsule capsule = submit_capsule(world, owner);

    cancel_region(world, region, ASX_CANCEL_USER);
    finish(world, owner, ASX_OUTCOME_OK);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_DRAINING);
    expect_abort(world, capsule);
    assert_ok(asx_capsule_aborted(&world->rt, capsule));
    assert_int_equal(state_of(world, region.bits), ASX_REGION_DRAINING);
    let_go(world, capsule);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_CLOSED);
    expect_no_report(world);
}

/* An owner that ends without a cancel lets go of it as well: nobody is left to
 * read it. */
static void test_capsule_drain__an_owner_that_ends_asks_for_the_abort(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, ASX_TASK_MAIN);
    asx_capsule capsule = submit_capsule(world, owner);

    finish(world, owner, ASX_OUTCOME_OK);
    expect_abort(world, capsule);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_DRAINING);
    let_go(world, capsule);
    assert_int_equal(field(world, region.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_OK);
    expect_no_report(world);
}

static void test_capsule_drain__a_host_that_never_lets_go_is_left_behind(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, ASX_TASK_MAIN);
    asx_capsule capsule = submit_capsule(world, owner);

    cancel_region(world, region, ASX_CANCEL_USER);
    finish(world, owner, ASX_OUTCOME_OK);
    expect_abort(world, capsule);
    advance(world, 4999999);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_DRAINING);
    advance(world, 1);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_CLOSED);
    expect_report(world, ASX_REPORT_CAPSULE_STRANDED, capsule.bits);
    let_go(world, capsule); /* late, and harmless */
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
}

/* The second request tightens the time that the host has as well. */
static void test_cancel_idempotent__a_second_request_tightens_the_drain(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_capsule capsule = submit_capsule(world, owner);

    cancel_region(world, region, ASX_CANCEL_USER);
    stage_cleanup(world, 1000, 100);
    cancel_region(world, region, ASX_CANCEL_USER);
    finish(world, owner, ASX_OUTCOME_OK);
    expect_abort(world, capsule);
    advance(world, 1000);
    expect_report(world, ASX_REPORT_CAPSULE_STRANDED, capsule.bits);
    assert_int_equal(state_of(world, region.bits), ASX_REGION_CLOSED);
    let_go(world, capsule);
}

static void test_cancel_idempotent__a_second_request_spares_the_cleanup(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule before = submit_capsule(world, owner), during;

    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_task_checkpoint(&world->rt, owner),
                     ASX_VERDICT_CANCELLED);
    expect_abort(world, before);
    during = submit_capsule(world, owner);
    stage_cleanup(world, 1000, 100);
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_action_next(&world->rt), 0);
    assert_int_equal(state_of(world, during.bits), ASX_CAPSULE_SUBMITTED);
    assert_int_equal(asx_task_park(&world->rt, owner), ASX_VERDICT_PARKED);
    advance(world, 1000);
    expect_report(world, ASX_REPORT_CAPSULE_STRANDED, before.bits);
    expect_no_report(world);
    let_go(world, during);
}

static void test_cancel_force__strands_what_the_task_had_in_flight(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_capsule capsule = submit_capsule(world, owner);

    cancel_region(world, region, ASX_CANCEL_USER);
    expect_abort(world, capsule);
    advance(world, 5000000); /* neither body nor host come back */
    assert_int_equal(state_of(world, region.bits), ASX_REGION_CLOSED);
    assert_int_equal(event_count(world, ASX_EVENT_CAPSULE_STRANDED), 1);
    let_go(world, capsule);
    asx_runtime_check(&world->rt);
}

static void test_capsule_await__wakes_on_progress_and_on_the_end(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
    assert_int_equal(field(world, owner.bits, ASX_FIELD_WAIT),
                     ASX_WAIT_CAPSULE);
    assert_ok(asx_capsule_progress(&world->rt, capsule));
    expect_next(world, owner, ASX_VERB_STEP);
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
    let_go(world, capsule);
    expect_next(world, owner, ASX_VERB_STEP);
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_E_STALE);
}

/* Progress that nobody waited for is not lost, and counts once. */
static void test_capsule_await__progress_before_it_is_ready_at_once(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    assert_ok(asx_capsule_progress(&world->rt, capsule));
    assert_ok(asx_capsule_progress(&world->rt, capsule));
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_READY);
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
    let_go(world, capsule);
}

static void test_capsule_open__needs_a_started_live_owner(void **state)
{
    struct world *world = *state;
    asx_task owner = spawn(world, root_of(world), 0);
    asx_capsule capsule = {77};

    world_remember(world);
    assert_int_equal(
        asx_capsule_open(&world->rt, owner, ASX_CAPSULE_FETCH, 0, &capsule),
        ASX_E_STATE);
    assert_int_equal(asx_capsule_open(&world->rt, owner, ASX_CAPSULE_KIND_COUNT,
                                      0, &capsule),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    assert_int_equal(capsule.bits, 77);
}

static void test_capsule_open__an_owner_gone_before_submit_starts_nothing(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = open_capsule(world, owner);

    finish(world, owner, ASX_OUTCOME_OK);
    world_remember(world);
    assert_int_equal(asx_capsule_submit(&world->rt, capsule), ASX_E_STALE);
    world_assert_unchanged(world);
    let_go(world, capsule);
}

static void test_capsule_open__an_owner_that_has_ended_is_refused(void **state)
{
    struct world *world = *state;
    asx_task owner = spawn(world, root_of(world), 0);
    asx_capsule capsule = {77};

    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(state_of(world, owner.bits), ASX_TASK_COMPLETED);
    world_remember(world);
    assert_int_equal(
        asx_capsule_open(&world->rt, owner, ASX_CAPSULE_FETCH, 0, &capsule),
        ASX_E_STATE);
    world_assert_unchanged(world);
    assert_int_equal(capsule.bits, 77);
}

/* rule: capsule.drain */
static void test_capsule_let_go__in_no_known_way_is_refused(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    world_remember(world);
    assert_int_equal(asx_capsule_let_go(&world->rt, capsule,
                                        (asx_let_go)(ASX_LET_GO_FAILED + 1)),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    let_go(world, capsule);
}

static void test_capsule_await__a_cancel_does_not_take_the_progress(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);

    assert_ok(asx_capsule_progress(&world->rt, capsule));
    cancel_task(world, owner, ASX_CANCEL_USER);
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_CANCELLED);
    assert_ok(asx_task_mask(&world->rt, owner));
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_READY);
    assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                     ASX_VERDICT_PARKED);
}

static void test_capsule_states__the_short_way_of_reading_it(void **state)
{
    struct world *world = *state;

    for (int at = 0; at < MET; at++) {
        asx_capsule capsule = capsule_in(world, (asx_capsule_state)at);

        assert_int_equal(
            asx_capsule_state_of(&world->rt, ASX_HANDLE_SLOT(capsule)), at);
    }
}

/* Its owner has ended: nobody holds it whose steps could be missing. */
static void test_obligation_futurelock__not_of_what_the_region_alone_holds(
    void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = submit_capsule(world, owner);
    asx_task busy;

    finish(world, owner, ASX_OUTCOME_OK);
    assert_ok(asx_runtime_configure(&world->rt,
                                    ASX_SETTING_FUTURELOCK_DISPATCHES, 4));
    busy = start(world, root_of(world), 0);
    for (int step = 0; step < 40; step++) {
        assert_int_equal(asx_task_yield(&world->rt, busy), ASX_VERDICT_PARKED);
        expect_next(world, busy, ASX_VERB_STEP);
    }
    expect_no_report(world);
    assert_int_equal(event_count(world, ASX_EVENT_FUTURELOCK), 0);
    let_go(world, capsule);
}

static void test_cancel_force__by_refusals_strands_it_at_once(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start_parked(world, region, 0);
    asx_capsule capsule = submit_capsule(world, owner);

    stage_cleanup(world, 5000000, 1);
    cancel_task(world, owner, ASX_CANCEL_USER);
    expect_next(world, owner, ASX_VERB_CANCEL);
    for (int refusal = 1; refusal <= 16; refusal++)
        assert_int_equal(asx_task_park(&world->rt, owner), ASX_VERDICT_REFUSED);
    assert_int_equal(asx_task_park(&world->rt, owner), ASX_VERDICT_FORCED);
    assert_int_equal(
        event_count_of(world, ASX_EVENT_CAPSULE_STRANDED, capsule.bits), 1);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    close_region(world, region);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    let_go(world, capsule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(capsule_states__every_call_in_every_state),
        TEST(capsule_obligation__from_submit_to_the_end_exactly_one),
        TEST(capsule_obligation__a_failure_aborts_with_error),
        TEST(capsule_obligation__a_cancel_aborts_with_cancel),
        TEST(capsule_obligation__nobody_resolves_it_by_hand),
        TEST(capsule_abort_once__however_often_its_owner_is_cancelled),
        TEST(capsule_abort_once__not_after_it_has_let_go),
        TEST(capsule_abort_once__a_masked_owner_keeps_it),
        TEST(capsule_drain__the_region_waits_until_the_host_lets_go),
        TEST(capsule_drain__an_owner_that_ends_asks_for_the_abort),
        TEST(capsule_drain__a_host_that_never_lets_go_is_left_behind),
        TEST(cancel_idempotent__a_second_request_tightens_the_drain),
        TEST(cancel_idempotent__a_second_request_spares_the_cleanup),
        TEST(cancel_force__strands_what_the_task_had_in_flight),
        TEST(capsule_await__wakes_on_progress_and_on_the_end),
        TEST(capsule_await__progress_before_it_is_ready_at_once),
        TEST(capsule_open__needs_a_started_live_owner),
        TEST(capsule_open__an_owner_gone_before_submit_starts_nothing),
        WORLD_TEST(test_capsule_open__an_owner_that_has_ended_is_refused),
        WORLD_TEST(test_capsule_let_go__in_no_known_way_is_refused),
        WORLD_TEST(test_capsule_await__a_cancel_does_not_take_the_progress),
        WORLD_TEST(test_capsule_states__the_short_way_of_reading_it),
        WORLD_TEST(
            test_obligation_futurelock__not_of_what_the_region_alone_holds),
        WORLD_TEST(test_cancel_force__by_refusals_strands_it_at_once),
    };

    return cmocka_run_group_tests_name("capsule", tests, NULL, NULL);
}
