/* The engine of the oracles: memory, numbering, what it keeps, its table. */
#include "asx/oracle.h"

#include "harness.h"

#define SLOTS 16

struct bench {
    _Alignas(8) unsigned char memory[65536];
    asx_oracle *oracle;
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);

    assert_non_null(bench);
    assert_ok(asx_oracle_open(bench->memory, asx_oracle_bytes(SLOTS), 0,
                              &bench->oracle));
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static asx_status feed(struct bench *bench, asx_event_kind kind,
                       uint32_t subject, uint32_t a, uint32_t b)
{
    asx_event event = {.kind = kind, .subject = subject, .generation = 7};

    event.a = a;
    event.b = b;
    return asx_oracle_feed(bench->oracle, &event);
}

static void test_oracle_open__too_little_memory_is_refused(void **state)
{
    struct bench *bench = *state;
    asx_oracle *oracle = NULL;

    assert_int_equal(
        asx_oracle_open(bench->memory, asx_oracle_bytes(1) - 1, 0, &oracle),
        ASX_E_MEMORY);
    assert_int_equal(
        asx_oracle_open(bench->memory + 4, asx_oracle_bytes(1), 0, &oracle),
        ASX_E_ARGUMENT);
    assert_int_equal(
        asx_oracle_open(bench->memory, asx_oracle_bytes(1), 8, &oracle),
        ASX_E_ARGUMENT);
    assert_null(oracle);
    assert_ok(asx_oracle_open(bench->memory, asx_oracle_bytes(1), 0, &oracle));
    assert_non_null(oracle);
}

static void test_oracle_open__writes_no_byte_beyond_what_it_was_given(
    void **state)
{
    struct bench *bench = *state;
    size_t bytes = asx_oracle_bytes(SLOTS);
    asx_oracle *oracle;

    memset(bench->memory, 0xa5, sizeof bench->memory);
    assert_ok(asx_oracle_open(bench->memory, bytes, 0, &oracle));
    bench->oracle = oracle;
    for (uint32_t slot = 0; slot < 64; slot++)
        (void)feed(bench, ASX_EVENT_REGION_OPENED, slot, 1, 0);
    for (size_t at = bytes; at < sizeof bench->memory; at++)
        assert_int_equal(bench->memory[at], 0xa5);
}

static void test_oracle_feed__a_slot_without_memory_is_not_judged(void **state)
{
    struct bench *bench = *state;

    assert_ok(feed(bench, ASX_EVENT_REGION_OPENED, SLOTS, 1, 0));
    assert_int_equal(feed(bench, ASX_EVENT_REGION_OPENED, SLOTS + 1, 1, 0),
                     ASX_E_LIMIT);
    /* Not even nonsense about it, or below it. */
    assert_int_equal(feed(bench, ASX_EVENT_REGION_STEP, SLOTS + 1, 4, 4),
                     ASX_E_LIMIT);
    assert_ok(feed(bench, ASX_EVENT_REGION_OPENED, 2, SLOTS + 1, 0));
    assert_int_equal(asx_oracle_unwatched(bench->oracle), 2);
    assert_int_equal(asx_oracle_violations(bench->oracle), 0);
    assert_int_equal(asx_oracle_events(bench->oracle), 4);
}

static void test_oracle_feed__numbers_no_kernel_writes_do_not_confuse_it(
    void **state)
{
    struct bench *bench = *state;
    uint64_t draws = 5;

    for (int times = 0; times < 200000; times++) {
        asx_event event = {
            .time_us = test_random(&draws) % 4,
            .kind = (uint32_t)(test_random(&draws) % 80),
            .subject = (uint32_t)(test_random(&draws) % (SLOTS + 2)),
            .generation = (uint32_t)(test_random(&draws) % 3),
            .a = (uint32_t)(test_random(&draws) % 18),
            .b = (uint32_t)(test_random(&draws) % 18),
        };

        if (test_random(&draws) % 16 == 0)
            event.a = (uint32_t)test_random(&draws);
        if (test_random(&draws) % 16 == 0)
            event.b = (uint32_t)test_random(&draws);
        (void)asx_oracle_feed(bench->oracle, &event);
    }
    asx_oracle_finish(bench->oracle);
    assert_true(asx_oracle_violations(bench->oracle) > 1000);
}

static void test_oracle_next__names_the_events_that_tell_why(void **state)
{
    struct bench *bench = *state;
    asx_violation violation;

    assert_ok(feed(bench, ASX_EVENT_REGION_OPENED, 2, 1, 0));
    assert_ok(feed(bench, ASX_EVENT_REGION_STEP, 2, 0, 1));
    assert_ok(feed(bench, ASX_EVENT_REGION_STEP, 2, 1, 4));
    assert_true(asx_oracle_next(bench->oracle, &violation));
    assert_int_equal(violation.finding, ASX_FINDING_STEP_FORBIDDEN);
    assert_int_equal(violation.event, 3);
    assert_int_equal(violation.evidence[0], 2);
    assert_int_equal(violation.evidence[1], 1);
    assert_int_equal(violation.subject, 2);
    assert_int_equal(violation.generation, 7);
    assert_int_equal(violation.a, 1);
    assert_int_equal(violation.b, 4);
    assert_false(asx_oracle_next(bench->oracle, &violation));
}

static void test_oracle_next__keeps_the_first_and_counts_all(void **state)
{
    struct bench *bench = *state;
    asx_violation violation;
    uint32_t kept = 0;

    for (int times = 0; times < 100; times++)
        assert_ok(feed(bench, ASX_EVENT_TASK_STEP, 3, 0, 1));
    while (asx_oracle_next(bench->oracle, &violation)) {
        assert_int_equal(violation.finding, ASX_FINDING_STRANGER);
        assert_int_equal(violation.event, ++kept);
    }
    assert_int_equal(kept, 64);
    assert_int_equal(asx_oracle_violations(bench->oracle), 100);
}

static void test_oracle_late__strangers_are_let_pass(void **state)
{
    struct bench *bench = *state;

    assert_ok(asx_oracle_open(bench->memory, asx_oracle_bytes(SLOTS),
                              ASX_ORACLE_LATE, &bench->oracle));
    assert_ok(feed(bench, ASX_EVENT_TASK_STEP, 3, 0, 1));
    assert_ok(feed(bench, ASX_EVENT_TASK_SPAWNED, 4, 9, 0));
    assert_ok(feed(bench, ASX_EVENT_TASK_SCHEDULED, 4, ASX_QUEUE_READY, 128));
    assert_ok(feed(bench, ASX_EVENT_PUMP_STEP, 0, 2, 1));
    assert_int_equal(asx_oracle_violations(bench->oracle), 0);
    /* What began since is judged. */
    assert_ok(feed(bench, ASX_EVENT_TASK_PARKED, 4, ASX_WAIT_SLEEP, 0));
    assert_int_equal(asx_oracle_violations(bench->oracle), 1);
}

/* More names than buckets; a name is taken whoever else is in its bucket. */
static void test_oracle_name__is_found_among_many(void **state)
{
    struct bench *bench = *state;
    asx_violation violation;

    for (uint32_t slot = 2; slot <= 15; slot++) {
        assert_ok(feed(bench, ASX_EVENT_OBLIGATION_RESERVED, slot,
                       ASX_OBLIGATION_LEASE, 1));
        assert_ok(feed(bench, ASX_EVENT_NAME_RESERVED, slot, 100 * slot, 0));
    }
    assert_int_equal(asx_oracle_violations(bench->oracle), 0);
    for (uint32_t slot = 2; slot <= 15; slot++) {
        assert_ok(feed(bench, ASX_EVENT_OBLIGATION_RESERVED, 16,
                       ASX_OBLIGATION_LEASE, 1));
        assert_ok(feed(bench, ASX_EVENT_NAME_RESERVED, 16, 100 * slot, 0));
        while (asx_oracle_next(bench->oracle, &violation) &&
               violation.finding != ASX_FINDING_NAME_TAKEN)
            continue;
        assert_int_equal(violation.finding, ASX_FINDING_NAME_TAKEN);
        violation.finding = ASX_FINDING_NONE;
    }
}

/* Of a child whose supervisor has no memory here, its own life is judged. */
static void test_oracle_supervision__a_child_of_one_unwatched(void **state)
{
    struct bench *bench = *state;

    assert_ok(feed(bench, ASX_EVENT_OBJECT_OPENED, 2, ASX_KIND_CHILD, 1));
    assert_ok(feed(bench, ASX_EVENT_CHILD_ADDED, 2, SLOTS + 1, 0));
    assert_ok(feed(bench, ASX_EVENT_REGION_OPENED, 3, 1, 0));
    assert_ok(feed(bench, ASX_EVENT_CHILD_STEP, 2, ASX_CHILD_WAITING,
                   ASX_CHILD_RUNNING));
    assert_ok(feed(bench, ASX_EVENT_CHILD_STARTED, 2, 3, 0));
    assert_ok(feed(bench, ASX_EVENT_CHILD_STEP, 2, ASX_CHILD_RUNNING,
                   ASX_CHILD_DRAINING));
    assert_ok(
        feed(bench, ASX_EVENT_REGION_CANCEL, 3, ASX_CANCEL_LINKED_EXIT, 0));
    assert_int_equal(asx_oracle_violations(bench->oracle), 0);
    assert_ok(feed(bench, ASX_EVENT_CHILD_STARTED, 2, 3, 0));
    assert_int_equal(asx_oracle_violations(bench->oracle), 1);
}

static void test_oracle_compare__another_digest_is_another_trace(void **state)
{
    struct bench *bench = *state;
    asx_violation violation;

    asx_oracle_compare(bench->oracle, 5, 5);
    assert_int_equal(asx_oracle_violations(bench->oracle), 0);
    asx_oracle_compare(bench->oracle, 5, 6);
    assert_true(asx_oracle_next(bench->oracle, &violation));
    assert_int_equal(violation.finding, ASX_FINDING_TRACE_DIFFERS);
}

static void test_oracle_about__every_oracle_and_finding_has_words(void **state)
{
    (void)state;
    for (uint32_t id = 1; id < ASX_ORACLE_COUNT; id++) {
        const asx_oracle_info *info = asx_oracle_about((asx_oracle_id)id);

        assert_true(info->name[0] != '\0');
        assert_true(info->invariant[0] != '\0');
        for (uint32_t other = 1; other < id; other++)
            assert_string_not_equal(
                info->name, asx_oracle_about((asx_oracle_id)other)->name);
    }
    for (uint32_t finding = 1; finding < ASX_FINDING_COUNT; finding++) {
        const asx_finding_info *info = asx_finding_about(finding);

        assert_true(info->oracle != ASX_ORACLE_NONE);
        assert_true(info->says[0] != '\0');
    }
    assert_int_equal(asx_finding_about(ASX_FINDING_COUNT)->oracle,
                     ASX_ORACLE_NONE);
    assert_string_equal(asx_oracle_about((asx_oracle_id)99)->name, "none");
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_oracle_open__too_little_memory_is_refused),
        BENCH_TEST(test_oracle_open__writes_no_byte_beyond_what_it_was_given),
        BENCH_TEST(test_oracle_feed__a_slot_without_memory_is_not_judged),
        BENCH_TEST(
            test_oracle_feed__numbers_no_kernel_writes_do_not_confuse_it),
        BENCH_TEST(test_oracle_next__names_the_events_that_tell_why),
        BENCH_TEST(test_oracle_next__keeps_the_first_and_counts_all),
        BENCH_TEST(test_oracle_late__strangers_are_let_pass),
        BENCH_TEST(test_oracle_name__is_found_among_many),
        BENCH_TEST(test_oracle_supervision__a_child_of_one_unwatched),
        BENCH_TEST(test_oracle_compare__another_digest_is_another_trace),
        cmocka_unit_test(test_oracle_about__every_oracle_and_finding_has_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
