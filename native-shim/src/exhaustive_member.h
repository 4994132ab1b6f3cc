/* exhaustive_member.h -- a member of a row: one search, from begin to end. */
#ifndef ASXN_EXHAUSTIVE_MEMBER_H
#define ASXN_EXHAUSTIVE_MEMBER_H

#include "exhaustive_rows.h"

typedef struct asxn_choices {
    bool is_long;
    const char *only; /* the row of this name */
    const char *most; /* numbers that replace the bounds of a row */
    uint64_t states;  /* of a member at most */
    uint64_t merges;
    uint64_t seconds; /* for a row, of each job; zero: as long as it takes */
    uint64_t member;  /* alone, counted from one; zero: all */
    uint64_t jobs;
} asxn_choices;

/* What members came to. */
typedef struct asxn_sum {
    uint64_t states;
    uint64_t transitions;
    double seconds; /* of CPU time */
    uint32_t members;
    uint32_t complete;
    uint32_t broken;
    uint32_t depth;
} asxn_sum;

double asxn_seconds_now(void);
/* What is wrong has been told then, as a scenario on standard output. */
asxn_sum asxn_member_run(const asxn_choices *choose, const asxn_row *row,
                         uint32_t member, double until);
void asxn_sum_add(asxn_sum *sum, const asxn_sum *other);

#endif
