/* Settings, counters, entropy, reports, and what objects tell of themselves. */
#include "asx/describe.h"
#include "harness.h"
#include "internal.h"

static const uint64_t defaults[ASX_SETTING_COUNT] = {
    16, 1024, 16, 250000, 100, 5000000, 10000, 2048, 250000, 1};

static void test_runtime_settings__have_the_printed_defaults(void **state)
{
    struct world *world = *state;

    for (int at = 0; at < ASX_SETTING_COUNT; at++)
        assert_int_equal(asx_runtime_setting(&world->rt, (asx_setting)at),
                         defaults[at]);
    assert_int_equal(asx_runtime_setting(&world->rt, ASX_SETTING_COUNT), 0);
}

static void test_runtime_settings__out_of_range_are_refused(void **state)
{
    struct world *world = *state;

    world_remember(world);
    for (int at = 0; at < ASX_SETTING_COUNT; at++) {
        assert_int_equal(
            asx_runtime_configure(&world->rt, (asx_setting)at, UINT64_MAX),
            ASX_E_ARGUMENT);
        if (at != ASX_SETTING_MASK_ALLOWANCE &&
            at != ASX_SETTING_FINALIZER_POLICY)
            assert_int_equal(
                asx_runtime_configure(&world->rt, (asx_setting)at, 0),
                ASX_E_ARGUMENT);
    }
    assert_int_equal(asx_runtime_configure(&world->rt, ASX_SETTING_COUNT, 1),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_BURST, 7));
    assert_int_equal(asx_runtime_setting(&world->rt, ASX_SETTING_BURST), 7);
}

/* rule: time.sample -- nothing but the seed decides what is drawn. */
static void test_entropy__is_the_seed_s_own_stream(void **state)
{
    struct world *one = world_new(9, 0), *two = world_new(9, 0);
    struct world *other = world_new(10, 0);

    (void)state;
    for (int at = 0; at < 100; at++) {
        uint64_t drawn = asx_entropy_draw(&one->rt);

        assert_int_equal(drawn, asx_entropy_draw(&two->rt));
        assert_int_not_equal(drawn, asx_entropy_draw(&other->rt));
    }
    assert_int_equal(asx_digest(&one->rt), asx_digest(&two->rt));
    world_free(one);
    world_free(two);
    world_free(other);
}

/* What programs draw and what the lab draws are two streams. */
static void test_entropy__ties_of_the_lab_do_not_use_it(void **state)
{
    struct world *busy = world_new(9, ASX_RUNTIME_LAB);
    struct world *idle = world_new(9, ASX_RUNTIME_LAB);

    (void)state;
    for (int at = 0; at < 10; at++)
        spawn(busy, root_of(busy), 0);
    drain(busy);
    assert_int_equal(asx_entropy_draw(&busy->rt), asx_entropy_draw(&idle->rt));
    world_free(busy);
    world_free(idle);
}

static void test_digest__sees_inputs_results_and_events(void **state)
{
    struct world *world = *state;
    uint64_t seen[5];

    seen[0] = asx_digest(&world->rt);
    asx_input_begin(&world->rt, 3);
    seen[1] = asx_digest(&world->rt);
    asx_mark(&world->rt, 4);
    seen[2] = asx_digest(&world->rt);
    asx_input_end(&world->rt, 0);
    seen[3] = asx_digest(&world->rt);
    asx_input_end(&world->rt, 0);
    seen[4] = asx_digest(&world->rt);
    for (int a = 0; a < 5; a++) {
        for (int b = 0; b < a; b++)
            assert_int_not_equal(seen[a], seen[b]);
    }
    assert_int_equal(asx_input_count(&world->rt), 1);
}

static void test_event__a_full_sink_counts_what_it_drops(void **state)
{
    struct world *world = *state;
    uint64_t digest;

    world->rt.event_capacity = world->rt.event_count + 2;
    for (uint32_t at = 0; at < 5; at++)
        asx_mark(&world->rt, at);
    assert_int_equal(world->rt.event_dropped, 3);
    digest = asx_digest(&world->rt);
    asx_mark(&world->rt, 9);
    assert_int_not_equal(asx_digest(&world->rt), digest);
}

static void test_report__what_does_not_fit_is_counted(void **state)
{
    struct world *world = *state;
    asx_obligation held[40];

    for (int round = 0; round < 3; round++) { /* around the ring */
        asx_task task = start(world, root_of(world), 0);

        for (int at = 0; at < 40; at++)
            held[at] = reserve(world, task);
        finish(world, task, ASX_OUTCOME_OK);
        assert_int_equal(asx_report_lost(&world->rt), (round + 1) * 8);
        for (int at = 39; at >= 8; at--)
            expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, held[at].bits);
        expect_no_report(world);
    }
}

static void test_notice__oldest_first_and_released_ones_are_gone(void **state)
{
    struct world *world = *state;
    asx_region regions[4];

    for (int at = 0; at < 4; at++)
        regions[at] = open_region(world, root_of(world), 0);
    for (int at = 0; at < 4; at++)
        close_region(world, regions[at]);
    assert_ok(asx_region_release(&world->rt, regions[0]));
    assert_ok(asx_region_release(&world->rt, regions[2]));
    asx_runtime_check(&world->rt);
    expect_notice(world, regions[1].bits, ASX_NOTICE_REGION_CLOSED, 0);
    expect_notice(world, regions[3].bits, ASX_NOTICE_REGION_CLOSED, 0);
    expect_no_notice(world);
}

/* Staged options: taken by the next call that uses them, even if refused. */
static void test_stage__a_refused_call_forgets_what_was_staged(void **state)
{
    struct world *world = *state;
    asx_task task;

    stage_budget(world, 100, 5, 130);
    assert_int_equal(asx_task_spawn(&world->rt, (asx_region){1}, 0, 0, &task),
                     ASX_E_STALE);
    task = spawn(world, root_of(world), 0);
    assert_int_equal(field(world, task.bits, ASX_FIELD_DEADLINE), UINT64_MAX);
    stage_cleanup(world, 1, 1);
    assert_int_equal(
        asx_task_cancel(&world->rt, (asx_task){1}, ASX_CANCEL_USER, 0),
        ASX_E_STALE);
    expect_next(world, task, ASX_VERB_START);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     5000000);
}

static void test_describe__a_slot_with_nothing_in_it_is_all_zero(void **state)
{
    static const uint32_t slots[] = {0, 2, 3, ASX_SLOT_MAX, UINT32_MAX};
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);

    finish(world, task, ASX_OUTCOME_OK);
    for (int at = 0; at < 5; at++) {
        double fields[ASX_FIELD_COUNT];

        memset(fields, 1, sizeof fields);
        assert_int_equal(asx_describe(&world->rt, slots[at], fields),
                         ASX_KIND_FREE);
        for (int which = 0; which < ASX_FIELD_COUNT; which++)
            assert_true(fields[which] == 0);
    }
}

static void test_describe__why_it_stops_in_one_number(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task shares = start_parked(world, region, 0);
    asx_task own = start_parked(world, region, 0);
    uint32_t slot = ASX_HANDLE_SLOT(own);

    assert_int_equal(asx_cancel_summary(&world->rt, slot) &
                         ASX_CANCEL_SUMMARY_KIND,
                     ASX_CANCEL_NONE);
    cancel_task(world, own, ASX_CANCEL_SHUTDOWN);
    cancel_region(world, region, ASX_CANCEL_USER);
    assert_int_equal(asx_cancel_summary(&world->rt, slot), ASX_CANCEL_SHUTDOWN);
    assert_int_equal(asx_cancel_summary(&world->rt, ASX_HANDLE_SLOT(shares)),
                     ASX_CANCEL_USER | ASX_CANCEL_SUMMARY_SHARED);
    assert_int_equal(asx_cancel_summary(&world->rt, ASX_HANDLE_SLOT(region)),
                     ASX_CANCEL_USER);
    assert_int_equal(asx_cancel_summary(&world->rt, ASX_SLOT_MAX), 0);
}

static void test_describe__a_cancel_in_one_number(void **state)
{
    struct world *world = *state;
    asx_region scope = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, scope, 0);
    asx_task other = start(world, scope, 0);
    asx_task late = spawn(world, scope, 0);
    asx_obligation held = reserve(world, other);
    const asx_runtime *rt = &world->rt;

    assert_int_equal(asx_cancel_summary(rt, ASX_HANDLE_SLOT(held)), 0);
    assert_int_equal(asx_cancel_summary(rt, ASX_SLOT_MAX), 0);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(asx_cancel_summary(rt, ASX_HANDLE_SLOT(task)),
                     ASX_CANCEL_USER);
    cancel_region(world, scope, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(asx_cancel_summary(rt, ASX_HANDLE_SLOT(scope)),
                     ASX_CANCEL_SHUTDOWN);
    assert_int_equal(asx_cancel_summary(rt, ASX_HANDLE_SLOT(other)),
                     ASX_CANCEL_SHUTDOWN | ASX_CANCEL_SUMMARY_SHARED);
    /* It is over, and may outlive its region: not compared with that. */
    assert_int_equal(field(world, late.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    assert_int_equal(asx_cancel_summary(rt, ASX_HANDLE_SLOT(late)),
                     ASX_CANCEL_SHUTDOWN);
}

static void test_report__is_pending_until_it_is_taken(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held = reserve(world, task);

    assert_false(asx_report_pending(&world->rt));
    finish(world, task, ASX_OUTCOME_OK);
    assert_true(asx_report_pending(&world->rt));
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, held.bits);
    assert_false(asx_report_pending(&world->rt));
}

static void test_counter__each_counts_what_it_says(void **state)
{
    struct world *world = *state;
    asx_region scope = open_region(world, root_of(world), 0);
    uint64_t bytes = counter(world, ASX_COUNTER_BYTES_USED);
    uint64_t events = counter(world, ASX_COUNTER_EVENTS);
    asx_task task = start(world, scope, 0);

    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), 2);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 1);
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), 3);
    assert_int_equal(counter(world, ASX_COUNTER_BYTES_USED),
                     bytes + ASXI_CELL_BYTES);
    assert_int_equal(counter(world, ASX_COUNTER_BYTES_USED),
                     asx_snapshot_bytes(&world->rt));
    assert_int_equal(counter(world, ASX_COUNTER_DISPATCHES), 1);
    assert_true(counter(world, ASX_COUNTER_EVENTS) > events);
    assert_int_equal(counter(world, ASX_COUNTER_EVENTS), world->rt.event_count);
    reserve(world, task);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 1);
    finish(world, task, ASX_OUTCOME_OK);
    close_region(world, scope);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_CLOSED), 1);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    assert_int_equal(counter(world, (asx_counter)99), 0);
}

static bool grow_never(asx_runtime *rt, size_t bytes)
{
    (void)rt, (void)bytes;
    return false;
}

/* An arena may be whole from the start, or be refused. */
static void test_runtime_create__needs_the_root_and_no_more(void **state)
{
    const size_t least = ASXI_CELLS_AT + 2 * ASXI_CELL_BYTES;
    asx_runtime rt = {.grow = grow_never, .bytes = least};
    asx_task task = {77};

    (void)state;
    rt.base = calloc(1, least);
    assert_non_null(rt.base);
    assert_ok(asx_runtime_create(&rt, 1, 0, 64));
    asx_runtime_check(&rt);
    assert_int_equal(asx_task_spawn(&rt, asx_region_root(&rt), 0, 0, &task),
                     ASX_E_MEMORY);
    rt.bytes = least - 1;
    assert_int_equal(asx_runtime_create(&rt, 1, 0, 64), ASX_E_MEMORY);
    assert_int_equal(asx_runtime_create(&rt, 1, 3, 64), ASX_E_ARGUMENT);
    assert_int_equal(asx_runtime_create(&rt, 1, 0, 65), ASX_E_ARGUMENT);
    free(rt.base);
}

/* What is staged waits for the call that uses it, whatever comes between. */
static void test_stage__only_what_a_call_uses_is_taken(void **state)
{
    struct world *world = *state;
    asx_region scope;
    asx_task task, other;

    assert_ok(asx_runtime_stage_cleanup(&world->rt, 1000, 2));
    scope = open_region(world, root_of(world), 0);
    task = start(world, scope, 0);
    stage_budget(world, 7000, ASX_POLLS_NONE, 0);
    cancel_task(world, task, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE), 1000);
    other = start_parked(world, scope, 0);
    assert_int_equal(field(world, other.bits, ASX_FIELD_DEADLINE), 7000);
    stage_budget(world, 8000, ASX_POLLS_NONE, 0);
    cancel_task(world, other, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, other.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     1000000);
}

static void test_annotate__says_who_and_what_and_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    uint64_t hash;
    const asx_event *event;

    assert_ok(asx_annotate(&world->rt, ASX_ANNOTATION_CHAOS, (asx_task){0}, 1));
    assert_ok(asx_annotate(&world->rt, ASX_ANNOTATION_USER, task, 77));
    event = &world->rt.events[world->rt.event_count - 1];
    assert_int_equal(event->kind, ASX_EVENT_ANNOTATED);
    assert_int_equal(event->subject, ASX_HANDLE_SLOT(task));
    assert_int_equal(event->a, ASX_ANNOTATION_USER);
    assert_int_equal(event->b, 77);
    hash = asx_state_hash(&world->rt);
    assert_int_equal(asx_annotate(&world->rt, ASX_ANNOTATION_COUNT, task, 0),
                     ASX_E_ARGUMENT);
    finish(world, task, ASX_OUTCOME_OK);
    world_remember(world);
    assert_int_equal(asx_annotate(&world->rt, ASX_ANNOTATION_USER, task, 0),
                     ASX_E_STALE);
    world_assert_unchanged(world);
    assert_int_not_equal(asx_state_hash(&world->rt), hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) WORLD_TEST(test_##name)
        TEST(runtime_settings__have_the_printed_defaults),
        TEST(runtime_settings__out_of_range_are_refused),
        cmocka_unit_test(test_entropy__is_the_seed_s_own_stream),
        cmocka_unit_test(test_entropy__ties_of_the_lab_do_not_use_it),
        TEST(digest__sees_inputs_results_and_events),
        TEST(event__a_full_sink_counts_what_it_drops),
        TEST(report__what_does_not_fit_is_counted),
        TEST(notice__oldest_first_and_released_ones_are_gone),
        TEST(stage__a_refused_call_forgets_what_was_staged),
        TEST(describe__why_it_stops_in_one_number),
        TEST(describe__a_slot_with_nothing_in_it_is_all_zero),
        TEST(describe__a_cancel_in_one_number),
        TEST(report__is_pending_until_it_is_taken),
        TEST(counter__each_counts_what_it_says),
        TEST(runtime_create__needs_the_root_and_no_more),
        TEST(stage__only_what_a_call_uses_is_taken),
        WORLD_TEST(test_annotate__says_who_and_what_and_changes_nothing),
    };

    return cmocka_run_group_tests_name("runtime", tests, NULL, NULL);
}
