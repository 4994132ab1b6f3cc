/* asx exhaustive: every state within bounds, and every invariant in each. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "exhaustive_jobs.h"
#include "options.h"
#include "trap.h"

static void print_head(void)
{
    printf("%-14s %11s %12s %9s %7s %5s\n", "configuration", "states",
           "transitions", "seconds", "per s", "depth");
}

static void print_row(const asxn_row *row, const asxn_sum *sum)
{
    printf("%-14s %11" PRIu64 " %12" PRIu64 " %9.2f %6.0fk %5u  ", row->name,
           sum->states, sum->transitions, sum->seconds,
           (double)sum->transitions / sum->seconds / 1000, sum->depth);
    if (sum->broken)
        printf("BROKEN");
    else if (sum->complete == sum->members)
        printf(sum->members == 1 ? "complete" : "complete, all %u",
               sum->members);
    else
        printf("complete %u of %u, the rest bounded", sum->complete,
               sum->members);
    printf("  (%s)\n", row->story);
    fflush(stdout);
}

static bool is_chosen(const asxn_choices *choose, const asxn_row *row)
{
    if (choose->member > asxn_row_members(row))
        return false;
    if (choose->only)
        return strcmp(choose->only, row->name) == 0;
    return choose->is_long || !row->is_long;
}

static int run_rows(const asxn_choices *choose)
{
    uint32_t count = 0;

    asxn_trap_catch();
    print_head();
    for (uint32_t i = 0; i < asxn_row_count; i++) {
        asxn_sum sum;

        if (!is_chosen(choose, &asxn_rows[i]))
            continue;
        count++;
        sum = asxn_jobs_run(choose, &asxn_rows[i]);
        print_row(&asxn_rows[i], &sum);
        if (sum.broken)
            return ASXN_EXIT_DIFFERS;
    }
    if (count > 0)
        return ASXN_EXIT_OK;
    return asxn_usage("exhaustive", choose->member ? "--member" : choose->only);
}

int asxn_exhaustive_command(int argc, char **argv)
{
    asxn_choices choose = {.states = 100u << 20, .jobs = 1};
    const asxn_option options[] = {
        {.name = "--long", .flag = &choose.is_long},
        {.name = "--row", .text = &choose.only},
        {.name = "--most", .text = &choose.most},
        {.name = "--states", .number = &choose.states},
        {.name = "--merges", .number = &choose.merges},
        {.name = "--seconds", .number = &choose.seconds},
        {.name = "--member", .number = &choose.member},
        {.name = "--jobs", .number = &choose.jobs},
    };
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 8, &files);

    if (complaint != NULL || files.count > 0)
        return asxn_usage("exhaustive", complaint);
    return run_rows(&choose);
}
