/* exhaustive_jobs.h -- the members of a row, several at a time. */
#ifndef ASXN_EXHAUSTIVE_JOBS_H
#define ASXN_EXHAUSTIVE_JOBS_H

#include "exhaustive_member.h"

/* Runs the members of `row`, each in the next of `choose->jobs` processes that
 * is free, and says on standard error which took over a second. Stops at the
 * first that is broken. */
asxn_sum asxn_jobs_run(const asxn_choices *choose, const asxn_row *row);

#endif
