/* wake.c -- when the next turn should be; pure (rule pump.wake). */
#include "internal.h"

asx_wakeup asxb_wake_next(const struct asxb_demand *demand)
{
    if (demand->debt_us > 0)
        return ASX_WAKEUP_MACRO;
    if (demand->work)
        return demand->hop ? ASX_WAKEUP_MACRO : ASX_WAKEUP_MICRO;
    return demand->due_us != ASX_TIME_NONE ? ASX_WAKEUP_TIMER : ASX_WAKEUP_NONE;
}
