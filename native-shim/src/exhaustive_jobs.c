/* Processes, since a search has hundreds of megabytes that it shares with
 * nobody, and a kernel that crashes takes one of them along and no more. One
 * job alone needs none. */
#include "exhaustive_jobs.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands.h"

#define JOBS_MAX 64

/* What the jobs share. A member's sum is written by the job that took it. */
struct board {
    atomic_uint taken;
    atomic_uint done;
    atomic_bool is_broken;
    uint32_t count;
    asxn_sum sums[];
};

static size_t bytes_of(uint32_t count)
{
    return sizeof(struct board) + count * sizeof(asxn_sum);
}

static struct board *open_board(uint32_t count)
{
    struct board *board = mmap(NULL, bytes_of(count), PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (board == MAP_FAILED) {
        fprintf(stderr, "asx: no memory to share\n");
        exit(ASXN_EXIT_MEMORY);
    }
    board->count = count;
    return board;
}

static void tell_progress(const asxn_row *row, struct board *board,
                          uint32_t member)
{
    const asxn_sum *sum = &board->sums[member];
    uint32_t done = atomic_fetch_add(&board->done, 1) + 1;

    if (sum->seconds >= 1)
        fprintf(stderr,
                "%s: %u of %u done (member %" PRIu32 ": %" PRIu64
                " states, %.0f s)\n",
                row->name, done, board->count, member + 1, sum->states,
                sum->seconds);
}

static void work(const asxn_choices *choose, const asxn_row *row,
                 struct board *board)
{
    double until =
        choose->seconds ? asxn_seconds_now() + (double)choose->seconds : 1e18;
    uint32_t member;

    while (!atomic_load(&board->is_broken) &&
           (member = atomic_fetch_add(&board->taken, 1)) < board->count) {
        board->sums[member] = asxn_member_run(choose, row, member, until);
        if (board->sums[member].broken)
            atomic_store(&board->is_broken, true);
        tell_progress(row, board, member);
    }
}

static void wait_for(pid_t job, struct board *board)
{
    int status;

    if (waitpid(job, &status, 0) != job || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        fprintf(stderr, "asx: a job ended early\n");
        atomic_store(&board->is_broken, true);
    }
}

static void spread(const asxn_choices *choose, const asxn_row *row,
                   struct board *board)
{
    pid_t jobs[JOBS_MAX];
    uint32_t count = 0;

    if (choose->jobs < 2) {
        work(choose, row, board);
        return;
    }
    fflush(stdout);
    while (count < choose->jobs && count < JOBS_MAX && count < board->count) {
        pid_t job = fork();

        if (job < 0) {
            perror("asx: fork");
            break;
        }
        if (job == 0) {
            work(choose, row, board);
            _exit(0);
        }
        jobs[count++] = job;
    }
    if (count == 0)
        atomic_store(&board->is_broken, true);
    while (count > 0)
        wait_for(jobs[--count], board);
}

asxn_sum asxn_jobs_run(const asxn_choices *choose, const asxn_row *row)
{
    uint32_t count = asxn_row_members(row);
    struct board *board = open_board(count);
    asxn_sum sum = {0};

    if (choose->member > 0)
        sum = asxn_member_run(choose, row, (uint32_t)choose->member - 1,
                              choose->seconds ? (double)choose->seconds : 1e18);
    else
        spread(choose, row, board);
    for (uint32_t i = 0; i < count; i++)
        asxn_sum_add(&sum, &board->sums[i]);
    if (atomic_load(&board->is_broken) && sum.broken == 0)
        sum.broken = 1;
    munmap(board, bytes_of(count));
    return sum;
}
