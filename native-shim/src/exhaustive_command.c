/* asx exhaustive: every state within bounds, and every invariant in each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "exhaustive_rows.h"
#include "exhaustive_search.h"
#include "options.h"
#include "trap.h"

/* Static: a trap returns past the frames that would own it. */
static asxn_search search;

typedef struct choices {
    bool is_long;
    const char *only;
    const char *most; /* numbers that replace the bounds of a row */
    uint64_t states;  /* of one row at most */
    uint64_t merges;
    uint64_t seconds;
    uint64_t member; /* alone, counted from one; zero: all */
} choices;

static double seconds_now(void)
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
        if (search.is_full || seconds_now() > until)
            return;
}

static void tell(void)
{
    printf("\n");
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

/* What the members of a row came to. */
struct sum {
    uint64_t states;
    uint64_t transitions;
    uint32_t members;
    uint32_t complete;
    uint32_t depth;
};

/* False if something is wrong; it has been told then. */
static bool run_member(const choices *choose, const asxn_row *row,
                       uint32_t member, double until, struct sum *sum)
{
    asxn_bounds bounds = asxn_row_member(row, member);
    uint64_t most = choose->states;
    const char *broken;

    if (choose->most)
        read_most(choose->most, &bounds);
    if (row->states && row->states < most)
        most = row->states;
    asxn_search_open(&search, &bounds, (uint32_t)most);
    search.merge_every = choose->merges;
    explore(until);
    broken = search.broken;
    sum->states += search.states.count;
    sum->transitions += search.transition_count;
    sum->members++;
    sum->complete += !search.is_full && search.cursor == search.states.count;
    if (search.states.list[search.states.count - 1].depth > sum->depth)
        sum->depth = search.states.list[search.states.count - 1].depth;
    if (broken) {
        printf("%-14s member %u: BROKEN: %s\n", row->name, member, broken);
        tell();
    }
    asxn_search_close(&search);
    return broken == NULL;
}

static int run_row(const choices *choose, const asxn_row *row)
{
    uint32_t members = asxn_row_members(row);
    double begin = seconds_now(), seconds;
    double until = choose->seconds ? begin + (double)choose->seconds : 1e18;
    struct sum sum = {0};

    for (uint32_t i = 0; i < members; i++)
        if ((choose->member == 0 || choose->member == i + 1) &&
            !run_member(choose, row, i, until, &sum))
            return ASXN_EXIT_DIFFERS;
    seconds = seconds_now() - begin;
    printf("%-14s %11" PRIu64 " %12" PRIu64 " %8.2f %6.0fk %5u  ", row->name,
           sum.states, sum.transitions, seconds,
           (double)sum.transitions / seconds / 1000, sum.depth);
    if (sum.complete == members)
        printf(members == 1 ? "complete" : "complete, all %u", members);
    else
        printf("complete %u of %u, the rest bounded, at %" PRIu64 " states",
               sum.complete, members, sum.states);
    printf("  (%s)\n", row->story);
    fflush(stdout);
    return ASXN_EXIT_OK;
}

int asxn_exhaustive_command(int argc, char **argv)
{
    static choices choose;
    const asxn_option options[] = {
        {.name = "--long", .flag = &choose.is_long},
        {.name = "--row", .text = &choose.only},
        {.name = "--most", .text = &choose.most},
        {.name = "--states", .number = &choose.states},
        {.name = "--merges", .number = &choose.merges},
        {.name = "--seconds", .number = &choose.seconds},
        {.name = "--member", .number = &choose.member},
    };
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 7, &files);
    int worst = ASXN_EXIT_OK;

    if (complaint != NULL || files.count > 0)
        return asxn_usage("exhaustive", complaint);
    if (choose.states == 0)
        choose.states = 100u << 20;
    asxn_trap_catch();
    printf("%-14s %11s %12s %8s %7s %5s\n", "configuration", "states",
           "transitions", "seconds", "per s", "depth");
    for (uint32_t i = 0; i < asxn_row_count; i++) {
        const asxn_row *row = &asxn_rows[i];
        int result;

        if (choose.only ? strcmp(choose.only, row->name) != 0
                        : row->is_long && !choose.is_long)
            continue;
        result = run_row(&choose, row);
        if (result > worst)
            worst = result;
    }
    return worst;
}
