/* Feeds the oracles call by call. Objects in high slots, a run of which one
 * call derived more events than fit, and one that comes near the end of time,
 * where a double cannot hold every deadline, are not judged: the invariants
 * that are asserted hold there all the same. */
#include "judge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "asx/oracle.h"
#include "names.h"

#define EVENTS_MAX 16384u
#define MEMORY_BYTES ((size_t)128 << 10)
/* Objects that are compared after each call with what was seen of them. */
#define LOOKS 4u

static _Alignas(8) unsigned char memory[MEMORY_BYTES];
static asx_event events[EVENTS_MAX];
static asx_oracle *oracle; /* null: this run is not judged any more */

void asxf_judge_open(asx_runtime *rt, bool lab)
{
    rt->events = events;
    rt->event_capacity = EVENTS_MAX;
    if (asx_oracle_open(memory, sizeof memory, lab ? ASX_ORACLE_LAB : 0,
                        &oracle) != ASX_OK)
        abort(); /* there is memory for some hundred objects */
}

/* As program.c prints calls; evidence is given by these numbers. */
static void print_event(const asx_event *event)
{
    fprintf(
        stderr,
        "    %" PRIu32 " %s %" PRIu32 ":%" PRIu32 " %" PRIu32 " %" PRIu32 "\n",
        asx_oracle_events(oracle) + 1, asxb_name_of("event_kind", event->kind),
        event->subject, event->generation, event->a, event->b);
}

void asxf_judge_step(asx_runtime *rt)
{
    bool prints = oracle != NULL && getenv("ASX_FUZZ_PRINT") != NULL;
    uint32_t i;

    if (rt->event_dropped > 0 || asx_time_now(rt) > ASX_TIME_MAX / 2)
        oracle = NULL;
    for (i = 0; oracle != NULL && i < rt->event_count; i++) {
        if (prints)
            print_event(&rt->events[i]);
        (void)asx_oracle_feed(oracle, &rt->events[i]); /* high slots */
    }
    rt->event_count = rt->event_dropped = 0;
    if (oracle != NULL && asx_oracle_unwatched(oracle) == 0)
        asx_oracle_look(oracle, rt, LOOKS);
}

static void say(const asx_violation *v)
{
    const asx_finding_info *finding = asx_finding_about(v->finding);

    fprintf(stderr,
            "oracle %s: %" PRIu32 ":%" PRIu32 ": %s (event %" PRIu32
            ", expected %" PRIu32 ", found %" PRIu32 ")\n",
            asx_oracle_about(finding->oracle)->name, v->subject, v->generation,
            finding->says, v->event, v->a, v->b);
}

void asxf_judge_close(asx_runtime *rt)
{
    asx_violation violation;

    asxf_judge_step(rt);
    rt->events = NULL;
    if (oracle == NULL || asx_oracle_unwatched(oracle) > 0)
        return;
    asx_oracle_finish(oracle);
    while (asx_oracle_next(oracle, &violation))
        say(&violation);
    if (asx_oracle_violations(oracle) > 0)
        __builtin_trap();
}
