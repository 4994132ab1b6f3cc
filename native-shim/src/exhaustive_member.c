#include "exhaustive_member.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "exhaustive_search.h"
#include "trap.h"

/* Static: a trap returns past the frames that would own it. */
static asxn_search search;

double asxn_seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void explore(double until)
{
    if (ASXN_TRAPPED()) {
        search.broken = "the kernel trapped";
        return;
    }
    while (asxn_search_advance(&search, 4096))
        if (search.is_full || asxn_seconds_now() > until)
            return;
}

static void tell(const asxn_row *row, uint32_t member)
{
    printf("%-14s member %u: BROKEN: %s\n\n", row->name, member + 1,
           search.broken);
    if (ASXN_TRAPPED())
        printf("# the kernel trapped\n");
    else
        asxn_search_tell(&search, stdout);
    fflush(stdout);
}

/* "1,2,1": in the order of asxn_use; what is missing stays. */
static void read_most(const char *text, asxn_bounds *bounds)
{
    for (uint32_t i = 0; i < ASXN_USE_COUNT && *text != '\0'; i++) {
        char *end;

        bounds->most[i] = (uint8_t)strtoul(text, &end, 10);
        text = *end == ',' ? end + 1 : end;
    }
}

static asxn_sum read_sum(double begin)
{
    bool is_complete = !search.is_full && !search.broken &&
                       search.cursor == search.states.count;

    return (asxn_sum){
        .states = search.states.count,
        .transitions = search.transition_count,
        .seconds = asxn_seconds_now() - begin,
        .members = 1,
        .complete = is_complete,
        .broken = search.broken != NULL,
        .depth = search.states.list[search.states.count - 1].depth,
    };
}

asxn_sum asxn_member_run(const asxn_choices *choose, const asxn_row *row,
                         uint32_t member, double until)
{
    asxn_bounds bounds = asxn_row_member(row, member);
    double begin = asxn_seconds_now();
    asxn_sum sum;

    if (choose->most)
        read_most(choose->most, &bounds);
    asxn_search_open(&search, &bounds, (uint32_t)choose->states);
    search.merge_every = choose->merges;
    explore(until);
    sum = read_sum(begin);
    if (search.broken)
        tell(row, member);
    asxn_search_close(&search);
    return sum;
}

void asxn_sum_add(asxn_sum *sum, const asxn_sum *other)
{
    sum->states += other->states;
    sum->transitions += other->transitions;
    sum->seconds += other->seconds;
    sum->members += other->members;
    sum->complete += other->complete;
    sum->broken += other->broken;
    if (other->depth > sum->depth)
        sum->depth = other->depth;
}
