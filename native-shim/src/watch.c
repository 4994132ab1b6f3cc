/* Feeds what the sink holds, and tells what the oracles found. */
#include "watch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "names.h"

#if ASX_TIER >= 2

#define SLOTS 16384u

void asxn_watch_open(asxn_watch *w, asx_runtime *rt, bool lab, bool whole)
{
    size_t bytes = asx_oracle_bytes(SLOTS);

    w->rt = rt;
    w->kept = (asxn_bytes){0};
    w->overflowed = 0;
    w->memory = malloc(bytes);
    if (w->memory == NULL || asx_oracle_open(w->memory, bytes,
                                             (lab ? ASX_ORACLE_LAB : 0) |
                                                 (whole ? 0 : ASX_ORACLE_LATE),
                                             &w->oracle) != ASX_OK) {
        fputs("asx: no memory for the oracles\n", stderr);
        exit(ASXN_EXIT_MEMORY);
    }
    rt->events = w->sink;
    rt->event_capacity = ASXN_WATCH_SINK;
    rt->event_count = rt->event_dropped = 0;
}

void asxn_watch_step(asxn_watch *w, uint32_t slots)
{
    asx_runtime *rt = w->rt;
    uint32_t i;

    for (i = 0; i < rt->event_count; i++)
        (void)asx_oracle_feed(w->oracle, &rt->events[i]);
    asxn_bytes_append(&w->kept, (const uint8_t *)rt->events,
                      rt->event_count * sizeof(asx_event));
    w->overflowed += rt->event_dropped;
    rt->event_count = rt->event_dropped = 0;
    if (w->overflowed == 0)
        asx_oracle_look(w->oracle, rt, slots);
}

static void print_evidence(const asxn_watch *w, uint32_t number, FILE *out)
{
    const asx_event *event;

    if (number == 0 || number > w->kept.length / sizeof *event)
        return;
    event = (const asx_event *)(const void *)w->kept.data + (number - 1);
    fprintf(out,
            "    event %" PRIu32 ", input %" PRIu32 ", %" PRIu64
            " us: %s of %" PRIu32 ":%" PRIu32 " (%" PRIu32 ", %" PRIu32 ")\n",
            number, event->input, event->time_us,
            asxb_name_of("event_kind", event->kind), event->subject,
            event->generation, event->a, event->b);
}

static void print_violation(const asxn_watch *w, const asx_violation *v,
                            FILE *out)
{
    const asx_finding_info *finding = asx_finding_about(v->finding);
    const asx_oracle_info *oracle = asx_oracle_about(finding->oracle);

    fprintf(out,
            "  oracle %s: %" PRIu32 ":%" PRIu32 ": %s\n"
            "    invariant: %s; expected %" PRIu32 ", found %" PRIu32 "\n",
            oracle->name, v->subject, v->generation, finding->says,
            oracle->invariant, v->a, v->b);
    print_evidence(w, v->evidence[1], out);
    print_evidence(w, v->evidence[0], out);
    print_evidence(w, v->event, out);
}

void asxn_watch_compare(asxn_watch *w, uint64_t expected, uint64_t found)
{
    asx_oracle_compare(w->oracle, expected, found);
}

uint32_t asxn_watch_close(asxn_watch *w, FILE *out)
{
    asx_violation violation;
    uint32_t count;

    asxn_watch_step(w, 0);
    asx_oracle_finish(w->oracle);
    count = asx_oracle_violations(w->oracle);
    while (asx_oracle_next(w->oracle, &violation))
        print_violation(w, &violation, out);
    if (asx_oracle_unwatched(w->oracle) > 0)
        fprintf(out,
                "  %" PRIu32 " events were of slots above %u: not judged\n",
                asx_oracle_unwatched(w->oracle), SLOTS);
    if (w->overflowed > 0)
        fprintf(out, "  %" PRIu32 " events found no room: not judged\n",
                w->overflowed);
    free(w->memory);
    w->memory = NULL;
    asxn_bytes_free(&w->kept);
    w->rt->events = NULL;
    return count;
}

#else

void asxn_watch_open(asxn_watch *w, asx_runtime *rt, bool lab, bool whole)
{
    (void)w, (void)rt, (void)lab, (void)whole;
    fprintf(stderr, "asx: this build derives no events to judge\n");
    exit(ASXN_EXIT_FOREIGN);
}

void asxn_watch_step(asxn_watch *w, uint32_t slots)
{
    (void)w, (void)slots;
}

void asxn_watch_compare(asxn_watch *w, uint64_t expected, uint64_t found)
{
    (void)w, (void)expected, (void)found;
}

uint32_t asxn_watch_close(asxn_watch *w, FILE *out)
{
    (void)w, (void)out;
    return 0;
}

#endif
