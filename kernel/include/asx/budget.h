/* asx/budget.h -- how much a task may use (semantics section 2).
 *
 * Times are absolute microseconds on the runtime's clock. The meet of two
 * budgets is at least as tight as either; it is associative, commutative and
 * idempotent, and asx_budget_identity is its unit (rule budget.meet).
 */
#ifndef ASX_BUDGET_H
#define ASX_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#define ASX_TIME_NONE UINT64_MAX
#define ASX_TIME_MAX ((UINT64_C(1) << 53) - 1) /* 285 years; exact as double */
#define ASX_COST_NONE UINT64_MAX
#define ASX_POLLS_NONE UINT32_MAX
#define ASX_PRIORITY_DEFAULT 128

typedef struct asx_budget {
    uint64_t deadline_us; /* ASX_TIME_NONE: none */
    uint64_t cost_quota;  /* ASX_COST_NONE: none */
    uint32_t poll_quota;  /* ASX_POLLS_NONE: none */
    uint32_t priority;    /* 0 to 255; larger runs first */
} asx_budget;

asx_budget asx_budget_identity(void);
asx_budget asx_budget_meet(asx_budget a, asx_budget b);

#endif
