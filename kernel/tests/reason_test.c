/* Strengthening of cancel reasons: a total order, so the three laws hold. */
#include "harness.h"
#include "internal.h"

/* Every kind (none too) with times and origins that tie and that differ. */
#define VARIANTS 6
#define SAMPLES (ASX_CANCEL_KIND_COUNT * VARIANTS)

static asx_reason sample(unsigned at)
{
    unsigned variant = at % VARIANTS;

    return (asx_reason){
        .kind = at / VARIANTS,
        .time_us = variant == 1 ? 5 : 9,
        .origin_region = {variant == 2 ? ASX_HANDLE_BITS(2, 1) : 7},
        .origin_task = {variant == 3 ? ASX_HANDLE_BITS(1, 3) : 0},
        .message = variant == 4   ? 11
                   : variant == 5 ? 12
                                  : 0,
    };
}

static void assert_same(asx_reason a, asx_reason b)
{
    assert_int_equal(a.kind, b.kind);
    assert_int_equal(a.time_us, b.time_us);
    assert_int_equal(a.origin_region.bits, b.origin_region.bits);
    assert_int_equal(a.origin_task.bits, b.origin_task.bits);
    assert_int_equal(a.message, b.message);
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

/* rule: cancel.strengthen */
static void test_cancel_strengthen__is_idempotent(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++)
        assert_same(asx_reason_strengthen(sample(i), sample(i)), sample(i));
}

/* rule: cancel.strengthen */
static void test_cancel_strengthen__is_commutative(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        for (unsigned j = 0; j < SAMPLES; j++) {
            asx_reason a = sample(i), b = sample(j);

            /* Without a kind there is no reason: nothing to tell apart. */
            if (a.kind == ASX_CANCEL_NONE && b.kind == ASX_CANCEL_NONE)
                continue;
            assert_same(asx_reason_strengthen(a, b),
                        asx_reason_strengthen(b, a));
        }
    }
}

/* rule: cancel.strengthen */
static void test_cancel_strengthen__is_associative(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        for (unsigned j = 0; j < SAMPLES; j++) {
            for (unsigned k = 0; k < SAMPLES; k++) {
                asx_reason a = sample(i), b = sample(j), c = sample(k);

                assert_same(
                    asx_reason_strengthen(asx_reason_strengthen(a, b), c),
                    asx_reason_strengthen(a, asx_reason_strengthen(b, c)));
            }
        }
    }
}

/* rule: cancel.strengthen */
static void test_cancel_strengthen__the_order_is_total(void **state)
{
    (void)state;
    for (unsigned i = VARIANTS; i < SAMPLES; i++) {
        for (unsigned j = VARIANTS; j < SAMPLES; j++) {
            asx_reason a = sample(i), b = sample(j);
            int order = asx_reason_compare(&a, &b);

            assert_int_equal(sign(order), -sign(asx_reason_compare(&b, &a)));
            assert_int_equal(order == 0, i == j);
            for (unsigned k = VARIANTS; k < SAMPLES; k++) {
                asx_reason c = sample(k);

                if (order <= 0 && asx_reason_compare(&b, &c) <= 0)
                    assert_true(asx_reason_compare(&a, &c) <= 0);
            }
        }
    }
}

static asx_reason reason(uint32_t kind, uint64_t time_us, uint64_t region,
                         uint64_t task, uint32_t message)
{
    return (asx_reason){time_us, {region}, {task}, message, kind};
}

static void assert_stronger(asx_reason a, asx_reason b)
{
    assert_true(asx_reason_compare(&a, &b) > 0);
    assert_same(asx_reason_strengthen(b, a), a);
}

/* rule: cancel.strengthen -- severity, earlier time, kind, origin, message */
static void test_cancel_strengthen__compares_in_the_printed_order(void **state)
{
    (void)state;
    assert_stronger(reason(ASX_CANCEL_SHUTDOWN, 9, 1, 1, 1),
                    reason(ASX_CANCEL_USER, 1, 9, 9, 9));
    assert_stronger(reason(ASX_CANCEL_TIMEOUT, 1, 1, 1, 1),
                    reason(ASX_CANCEL_DEADLINE, 2, 9, 9, 9));
    assert_stronger(reason(ASX_CANCEL_DEADLINE, 1, 1, 1, 1),
                    reason(ASX_CANCEL_TIMEOUT, 1, 9, 9, 9));
    assert_stronger(reason(ASX_CANCEL_USER, 1, 2, 1, 1),
                    reason(ASX_CANCEL_USER, 1, 1, 9, 9));
    assert_stronger(reason(ASX_CANCEL_USER, 1, 1, 2, 1),
                    reason(ASX_CANCEL_USER, 1, 1, 1, 9));
    assert_stronger(reason(ASX_CANCEL_USER, 1, 1, 1, 2),
                    reason(ASX_CANCEL_USER, 1, 1, 1, 1));
    assert_stronger(reason(ASX_CANCEL_USER, 9, 0, 0, 0),
                    reason(ASX_CANCEL_NONE, 0, 9, 9, 9));
}

struct row {
    asx_cancel_kind kind;
    uint32_t severity, polls, seconds, priority;
};

/* Semantics section 3, as printed. */
static const struct row rows[] = {
    {ASX_CANCEL_USER, 0, 1000, 5, 200},
    {ASX_CANCEL_TIMEOUT, 1, 500, 4, 210},
    {ASX_CANCEL_DEADLINE, 1, 500, 4, 210},
    {ASX_CANCEL_POLL_QUOTA, 2, 300, 3, 215},
    {ASX_CANCEL_COST_BUDGET, 2, 300, 3, 215},
    {ASX_CANCEL_FAIL_FAST, 3, 200, 2, 220},
    {ASX_CANCEL_RACE_LOST, 3, 200, 2, 220},
    {ASX_CANCEL_LINKED_EXIT, 3, 200, 2, 220},
    {ASX_CANCEL_PARENT_CANCELLED, 4, 200, 2, 220},
    {ASX_CANCEL_RESOURCE_UNAVAILABLE, 4, 200, 2, 220},
    {ASX_CANCEL_SHUTDOWN, 5, 50, 1, 255},
};

/* rule: cancel.strengthen */
static void test_cancel_rows__are_the_printed_table(void **state)
{
    (void)state;
    assert_int_equal(sizeof rows / sizeof *rows, ASX_CANCEL_KIND_COUNT - 1);
    for (unsigned at = 0; at < sizeof rows / sizeof *rows; at++) {
        asx_cleanup cleanup = asx_cancel_cleanup(rows[at].kind);

        assert_int_equal(asx_cancel_severity(rows[at].kind), rows[at].severity);
        assert_int_equal(cleanup.polls, rows[at].polls);
        assert_int_equal(cleanup.time_us, rows[at].seconds * 1000000u);
        assert_int_equal(cleanup.priority, rows[at].priority);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cancel_strengthen__is_idempotent),
        cmocka_unit_test(test_cancel_strengthen__is_commutative),
        cmocka_unit_test(test_cancel_strengthen__is_associative),
        cmocka_unit_test(test_cancel_strengthen__the_order_is_total),
        cmocka_unit_test(test_cancel_strengthen__compares_in_the_printed_order),
        cmocka_unit_test(test_cancel_rows__are_the_printed_table),
    };

    return cmocka_run_group_tests_name("reason", tests, NULL, NULL);
}
