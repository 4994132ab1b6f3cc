/* Obligations: linear, held by one, in the ledger of one region. */
#include "harness.h"
#include "internal.h"

static asx_status commit(struct world *world, asx_obligation obligation,
                         asx_task holder)
{
    return asx_obligation_commit(&world->rt, obligation, holder);
}

static void assert_ledger(const struct world *world, asx_region region,
                          uint64_t count)
{
    assert_int_equal(field(world, region.bits, ASX_FIELD_OBLIGATIONS), count);
}

/* How one ends: each is absorbing, every later input is stale. */
enum end { COMMIT, ABORT_EXPLICIT, ABORT_ERROR, ABORT_CANCEL, LEAK, ENDS };

static void end_as(struct world *world, asx_obligation obligation,
                   asx_task holder, enum end end)
{
    switch (end) {
    case COMMIT:
        assert_ok(commit(world, obligation, holder));
        return;
    case ABORT_EXPLICIT:
    case ABORT_ERROR:
    case ABORT_CANCEL:
        assert_ok(asx_obligation_abort(&world->rt, obligation, holder,
                                       (asx_abort)(end - ABORT_EXPLICIT)));
        return;
    case LEAK:
    case ENDS:
        finish(world, holder, ASX_OUTCOME_OK);
    }
}

static const asx_event_kind events[ENDS] = {
    ASX_EVENT_OBLIGATION_COMMITTED, ASX_EVENT_OBLIGATION_ABORTED,
    ASX_EVENT_OBLIGATION_ABORTED, ASX_EVENT_OBLIGATION_ABORTED,
    ASX_EVENT_OBLIGATION_LEAKED};

static void test_obligation_states__every_end_is_absorbing(void **state)
{
    struct world *world = *state;

    for (int end = 0; end < ENDS; end++) {
        asx_task holder = start(world, root_of(world), 0);
        asx_task other = start(world, root_of(world), 0);
        asx_obligation obligation = reserve(world, holder);

        end_as(world, obligation, holder, (enum end)end);
        assert_false(is_alive(world, obligation.bits));
        assert_int_equal(event_count_of(world, events[end], obligation.bits),
                         1);
        world_remember(world);
        assert_int_equal(commit(world, obligation, other), ASX_E_STALE);
        assert_int_equal(asx_obligation_abort(&world->rt, obligation, other,
                                              ASX_ABORT_EXPLICIT),
                         ASX_E_STALE);
        assert_int_equal(
            asx_obligation_transfer(&world->rt, obligation, other, other),
            ASX_E_STALE);
        world_assert_unchanged(world);
        assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    }
}

/* It would wait for the ledger that it fills. */
static void test_obligation_holder__a_finalizer_not_yet_due_is_none(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task holder = start(world, region, 0);
    asx_obligation held = reserve(world, holder);
    asx_obligation out = {0};
    asx_task finalizer;

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    finalizer =
        task_at(world, (uint32_t)counter(world, ASX_COUNTER_SLOTS_USED));
    world_remember(world);
    assert_int_equal(asx_obligation_reserve(&world->rt, finalizer,
                                            ASX_OBLIGATION_LEASE, 0, &out),
                     ASX_E_STALE);
    assert_int_equal(
        asx_obligation_transfer(&world->rt, held, holder, finalizer),
        ASX_E_STALE);
    world_assert_unchanged(world);
    assert_ok(commit(world, held, holder));
    finish(world, holder, ASX_OUTCOME_OK);
    close_region(world, region);
    expect_next(world, finalizer, ASX_VERB_FINALIZE);
}

static void test_obligation_holder__only_the_holder_resolves(void **state)
{
    struct world *world = *state;
    asx_task holder = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation obligation = reserve(world, holder);

    world_remember(world);
    assert_int_equal(commit(world, obligation, other), ASX_E_HOLDER);
    assert_int_equal(
        asx_obligation_abort(&world->rt, obligation, other, ASX_ABORT_ERROR),
        ASX_E_HOLDER);
    assert_int_equal(
        asx_obligation_transfer(&world->rt, obligation, other, other),
        ASX_E_HOLDER);
    assert_int_equal(asx_obligation_abort(&world->rt, obligation, holder, 3),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    assert_ok(commit(world, obligation, holder));
}

static void test_obligation_holder__transfer_moves_it_between_ledgers(
    void **state)
{
    struct world *world = *state;
    asx_region here = open_region(world, root_of(world), 0);
    asx_region there = open_region(world, root_of(world), 0);
    asx_task from = start(world, here, 0), to = start(world, there, 0);
    asx_obligation obligation = reserve(world, from);

    assert_ledger(world, here, 1);
    assert_ok(asx_obligation_transfer(&world->rt, obligation, from, to));
    assert_ledger(world, here, 0);
    assert_ledger(world, there, 1);
    assert_int_equal(commit(world, obligation, from), ASX_E_HOLDER);
    finish(world, from, ASX_OUTCOME_OK); /* not its business any more */
    close_region(world, here);
    assert_int_equal(field(world, here.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    assert_ok(commit(world, obligation, to));
    expect_no_report(world);
}

static void test_obligation_holder__transfer_keeps_the_limit(void **state)
{
    struct world *world = *state;
    asx_region there;
    asx_task from = start(world, root_of(world), 0), to;
    asx_obligation obligation = reserve(world, from);

    assert_ok(asx_runtime_stage_limits(&world->rt, 9, 9, 0, UINT32_MAX));
    there = open_region(world, root_of(world), 0);
    to = start(world, there, 0);
    world_remember(world);
    assert_int_equal(asx_obligation_transfer(&world->rt, obligation, from, to),
                     ASX_E_LIMIT);
    world_assert_unchanged(world);
    assert_ok(asx_obligation_transfer(&world->rt, obligation, from, from));
    assert_ok(commit(world, obligation, from));
}

static void test_obligation_holder__not_to_one_that_has_ended(void **state)
{
    struct world *world = *state;
    asx_task to = spawn(world, root_of(world), 0), from;
    asx_obligation obligation;

    cancel_task(world, to, ASX_CANCEL_USER);
    from = start(world, root_of(world), 0);
    obligation = reserve(world, from);
    world_remember(world);
    assert_int_equal(asx_obligation_transfer(&world->rt, obligation, from, to),
                     ASX_E_STATE);
    world_assert_unchanged(world);
    assert_ok(commit(world, obligation, from));
}

static void test_obligation_cancel_neutral__cancellation_resolves_nothing(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task holder = start_parked(world, region, 0);
    asx_obligation obligation = reserve(world, holder);

    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    assert_true(is_alive(world, obligation.bits));
    expect_next(world, holder, ASX_VERB_CANCEL);
    assert_true(is_alive(world, obligation.bits));
    assert_ok(commit(world, obligation, holder));
    finish(world, holder, ASX_OUTCOME_OK);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

static void test_obligation_leak__is_reported_and_the_region_still_closes(
    void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task holder = start(world, region, ASX_TASK_MAIN);
    asx_obligation one = reserve(world, holder), two = reserve(world, holder);

    finish(world, holder, ASX_OUTCOME_OK);
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, two.bits);
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, one.bits);
    expect_no_report(world);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

static void test_obligation_states__a_region_waits_for_its_ledger(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task holder = start(world, region, 0);
    asx_obligation obligation = reserve(world, holder);

    assert_ledger(world, region, 1);
    close_region(world, region);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_DRAINING);
    assert_ok(asx_obligation_abort(&world->rt, obligation, holder,
                                   ASX_ABORT_EXPLICIT));
    assert_ledger(world, region, 0);
    finish(world, holder, ASX_OUTCOME_OK);
}

/* Any order of resolving: the list of the holder stays whole. */
static void test_obligation_states__resolve_in_any_order(void **state)
{
    struct world *world = *state;

    for (uint64_t seed = 1; seed <= 50; seed++) {
        asx_task holder = start(world, root_of(world), 0);
        asx_obligation held[12];
        uint64_t draws = seed;
        uint32_t left = 12;

        for (uint32_t at = 0; at < left; at++)
            held[at] = reserve(world, holder);
        while (left > 0) {
            uint32_t at = (uint32_t)(test_random(&draws) % left--);

            assert_ok(commit(world, held[at], holder));
            held[at] = held[left];
            assert_int_equal(field(world, holder.bits, ASX_FIELD_OBLIGATIONS),
                             left);
        }
        asx_runtime_check(&world->rt);
        finish(world, holder, ASX_OUTCOME_OK);
    }
}

static void test_obligation_states__io_is_held_through_a_capsule_only(
    void **state)
{
    struct world *world = *state;
    asx_task holder = start(world, root_of(world), 0);
    asx_obligation obligation;

    world_remember(world);
    assert_int_equal(asx_obligation_reserve(&world->rt, holder,
                                            ASX_OBLIGATION_IO_OP, 0,
                                            &obligation),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_obligation_reserve(&world->rt, holder,
                                            ASX_OBLIGATION_KIND_COUNT, 0,
                                            &obligation),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

/* Others run ten thousand times while a holder sits parked. */
static void test_obligation_futurelock__a_holder_never_stepped_is_reported(
    void **state)
{
    struct world *world = *state;
    asx_task idle = start_parked(world, root_of(world), 0);
    asx_task holder = start(world, root_of(world), 0);
    asx_task busy;
    asx_report report = {0};
    uint32_t steps = 0;

    reserve(world, holder);
    assert_int_equal(asx_task_join(&world->rt, holder, idle),
                     ASX_VERDICT_PARKED);
    busy = start(world, root_of(world), 0);
    world->rt.events = (free(world->rt.events), NULL);
    while (!asx_report_next(&world->rt, &report)) {
        assert_int_equal(asx_task_yield(&world->rt, busy), ASX_VERDICT_PARKED);
        expect_next(world, busy, ASX_VERB_STEP);
        assert_true(++steps <= 10000 + counter(world, ASX_COUNTER_SLOTS_USED));
    }
    assert_true(steps >= 9999);
    assert_int_equal(report.kind, ASX_REPORT_FUTURELOCK);
    assert_int_equal(report.subject, ASX_HANDLE_SLOT(holder));
    assert_int_equal(report.b, ASX_WAIT_TASK);
    for (steps = 0; steps < 30000; steps++) { /* once is enough */
        assert_int_equal(asx_task_yield(&world->rt, busy), ASX_VERDICT_PARKED);
        expect_next(world, busy, ASX_VERB_STEP);
    }
    expect_no_report(world);
}

/* rule: region.admission */
static void test_obligation_states__no_new_one_for_a_task_not_yet_begun(
    void **state)
{
    struct world *world = *state;
    asx_region scope = open_region(world, root_of(world), 0);
    asx_task begun = start(world, scope, 0), task = spawn(world, scope, 0);
    asx_obligation obligation = {77};

    assert_ok(asx_obligation_reserve(&world->rt, task, ASX_OBLIGATION_ACK, 0,
                                     &obligation));
    assert_ok(asx_obligation_commit(&world->rt, obligation, task));
    close_region(world, scope);
    world_remember(world);
    assert_int_equal(asx_obligation_reserve(&world->rt, task,
                                            ASX_OBLIGATION_ACK, 0, &obligation),
                     ASX_E_CLOSED);
    world_assert_unchanged(world);
    reserve(world, begun);
}

/* After how many dispatches of others a holder is reported. */
static uint32_t lateness(uint64_t dispatches)
{
    struct world *world = world_new(1, 0);
    asx_task holder = start(world, root_of(world), 0), busy;
    asx_report report = {0};
    uint32_t steps = 0;

    assert_ok(asx_runtime_configure(
        &world->rt, ASX_SETTING_FUTURELOCK_DISPATCHES, dispatches));
    reserve(world, holder);
    assert_int_equal(asx_task_park(&world->rt, holder), ASX_VERDICT_PARKED);
    for (busy = start(world, root_of(world), 0);
         !asx_report_next(&world->rt, &report); steps++) {
        assert_int_equal(asx_task_yield(&world->rt, busy), ASX_VERDICT_PARKED);
        expect_next(world, busy, ASX_VERB_STEP);
    }
    assert_int_equal(report.kind, ASX_REPORT_FUTURELOCK);
    world_free(world);
    return steps + 1; /* the start of `busy` was one */
}

/* One slot is looked at per dispatch, so which number is hit exactly depends
 * on where the search is; over all positions the best is no delay at all. */
static void test_obligation_futurelock__never_early_and_at_best_on_time(
    void **state)
{
    uint32_t best = UINT32_MAX;

    (void)state;
    for (uint32_t bound = 20; bound < 30; bound++) {
        uint32_t late = lateness(bound);

        assert_true(late >= bound);
        if (late - bound < best)
            best = late - bound;
    }
    assert_int_equal(best, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(obligation_states__every_end_is_absorbing),
        TEST(obligation_states__a_region_waits_for_its_ledger),
        TEST(obligation_states__resolve_in_any_order),
        TEST(obligation_states__io_is_held_through_a_capsule_only),
        TEST(obligation_holder__a_finalizer_not_yet_due_is_none),
        TEST(obligation_holder__only_the_holder_resolves),
        TEST(obligation_holder__transfer_moves_it_between_ledgers),
        TEST(obligation_holder__transfer_keeps_the_limit),
        TEST(obligation_holder__not_to_one_that_has_ended),
        TEST(obligation_cancel_neutral__cancellation_resolves_nothing),
        TEST(obligation_leak__is_reported_and_the_region_still_closes),
        TEST(obligation_futurelock__a_holder_never_stepped_is_reported),
        TEST(obligation_states__no_new_one_for_a_task_not_yet_begun),
        cmocka_unit_test(
            test_obligation_futurelock__never_early_and_at_best_on_time),
    };

    return cmocka_run_group_tests_name("obligation", tests, NULL, NULL);
}
