/* budget.c -- the algebra of budgets; pure. */
#include "internal.h"

asx_budget asx_budget_identity(void)
{
    return (asx_budget){ASX_TIME_NONE, ASX_COST_NONE, ASX_POLLS_NONE, 0};
}

asx_budget asx_budget_meet(asx_budget a, asx_budget b)
{
    return (asx_budget){
        asxi_min64(a.deadline_us, b.deadline_us),
        asxi_min64(a.cost_quota, b.cost_quota),
        asxi_min32(a.poll_quota, b.poll_quota),
        a.priority > b.priority ? a.priority : b.priority,
    };
}
