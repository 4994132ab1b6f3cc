/* When the next turn comes: every demand. */
#include "harness.h"
#include "internal.h"

static asx_wakeup wake(bool work, bool hop, bool debt, bool timer)
{
    struct asxb_demand demand = {.work = work,
                                 .hop = hop,
                                 .debt_us = debt ? 1 : 0,
                                 .due_us = timer ? 9 : ASX_TIME_NONE};

    return asxb_wake_next(&demand);
}

/* rule: pump.wake */
static void test_pump_wake__every_demand(void **state)
{
    (void)state;
    for (int bits = 0; bits < 16; bits++) {
        bool work = (bits & 1) != 0, hop = (bits & 2) != 0;
        bool debt = (bits & 4) != 0, timer = (bits & 8) != 0;
        asx_wakeup expected = timer ? ASX_WAKEUP_TIMER : ASX_WAKEUP_NONE;

        if (work)
            expected = hop ? ASX_WAKEUP_MACRO : ASX_WAKEUP_MICRO;
        if (debt) /* in steps, and the page has its turn in between */
            expected = ASX_WAKEUP_MACRO;
        assert_int_equal(wake(work, hop, debt, timer), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pump_wake__every_demand),
    };

    return cmocka_run_group_tests_name("wake", tests, NULL, NULL);
}
