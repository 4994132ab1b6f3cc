/* scenario.h -- a run told line by line.
 *
 *   # a comment, also after a line
 *   seed 7                      first, both optional
 *   memory 1M
 *   explore                     ties are chosen:
 *   choose 1                    the second of the equals is next; no input, so
 *                               its recording replays only up to there
 *   scope = region_open root region_policy.race label
 *   task_cancel loser cancel_kind.user 0
 *   expect = status.stale       what the last call answered
 *   expect = loser verb.start   slot and verb, or slot and notice
 *   expect scope.state = region_state.closed
 *   expect loser gone           its handle is stale
 *   expect counter.tasks_live = 0
 *   turns 20 250000             empty turns, each so many us after the last
 *   check                       every invariant
 *
 * A call is the name of an input and its arguments in the order of the table.
 * A number is decimal, `none`, a member of an enum as enum.member, or several
 * of these joined with |. A handle is a name given before, `root`, or `none`.
 * `name = ...` names the object that the call answers; `name = pump_next`
 * that of the slot it answers.
 */
#ifndef ASXN_SCENARIO_H
#define ASXN_SCENARIO_H

#include "machine.h"

#define ASXN_SCENARIO_NAMES_MAX 128

typedef struct asxn_scenario {
    asxn_machine *machine;
    bool is_open;
    uint64_t seed;
    uint64_t memory;
    uint32_t flags;    /* of the runtime */
    uint64_t clock_us; /* the last sample */
    int64_t answer;    /* of the last call */
    struct {
        const char *name;
        uint64_t handle;
    } names[ASXN_SCENARIO_NAMES_MAX];
    uint32_t name_count;
    uint32_t failure_count;
    uint32_t expect_count;
    uint32_t line;
    const char *path;
} asxn_scenario;

/* Runs `text`, which it takes apart in place, in a machine that it opens and
 * records. Failures are printed as they come. */
void asxn_scenario_run(asxn_scenario *s, const char *path, char *text);

#endif
