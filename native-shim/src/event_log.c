#include "event_log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

#if ASX_TIER >= 2

#define SINK_EVENTS 65536u /* of one input */

static void *allocate(void *old, size_t bytes)
{
    void *memory = realloc(old, bytes > 0 ? bytes : 1);

    if (memory == NULL) {
        fprintf(stderr, "asx: no memory for the order of the events\n");
        exit(ASXN_EXIT_MEMORY);
    }
    return memory;
}

/* Makes room for what one input can tell, and sets the sink there. */
static void make_room(asxn_event_log *log, uint32_t *capacity, asx_runtime *rt)
{
    if (*capacity - log->count < SINK_EVENTS) {
        *capacity = *capacity * 2 + SINK_EVENTS;
        log->events = allocate(log->events, *capacity * sizeof(asx_event));
    }
    rt->events = log->events + log->count;
    rt->event_count = 0;
    rt->event_capacity = *capacity - log->count;
}

void asxn_event_log_fill(asxn_event_log *log, asxn_playback *p)
{
    asx_runtime *rt = &p->machine.rt;
    uint32_t capacity = 0;

    memset(log, 0, sizeof *log);
    if (p->end.kind != ASXN_END_NONE)
        return; /* there is no machine */
    do {
        make_room(log, &capacity, rt);
        (void)asxn_playback_step(p); /* `end` says how it went */
        log->count += rt->event_count;
    } while (p->end.kind == ASXN_END_NONE);
    rt->events = NULL;
    if (rt->event_dropped > 0) {
        fprintf(stderr, "asx: %" PRIu32 " events of one input found no room\n",
                rt->event_dropped);
        exit(ASXN_EXIT_MEMORY);
    }
}

static void build(asxn_event_log *log, uint32_t actors)
{
    size_t bytes = asx_order_bytes(log->count, actors);
    asx_status status;

    log->workspace = allocate(log->workspace, bytes);
    status = asx_order_build(&log->order, log->events, log->count, actors,
                             log->workspace, bytes);
    if (status != ASX_OK)
        abort(); /* the events are this kernel's, and the room is there */
}

void asxn_event_log_order(asxn_event_log *log, bool clocks)
{
    build(log, 0);
    if (clocks && log->order.actors > 0)
        build(log, log->order.actors);
}

void asxn_event_log_free(asxn_event_log *log)
{
    free(log->events);
    free(log->workspace);
    memset(log, 0, sizeof *log);
}

/* The row of `j`: a bit for each event that came before it. */
static void fill_row(const asx_order *order, uint64_t *rows, size_t words,
                     uint32_t j)
{
    uint64_t *row = rows + j * words;
    uint32_t i;
    size_t at;

    for (i = 0; i < j; i++) {
        const uint64_t *other = rows + i * words;

        if (asx_order_conflict(order, i, j) == 0)
            continue;
        row[i / 64] |= UINT64_C(1) << i % 64;
        for (at = 0; at <= i / 64; at++)
            row[at] |= other[at];
    }
}

uint64_t asxn_order_check(const asx_order *order)
{
    size_t words = ((size_t)order->count + 63) / 64;
    uint64_t *rows = allocate(NULL, order->count * words * 8);
    uint64_t differences = 0;
    uint32_t i, j;

    memset(rows, 0, order->count * words * 8);
    for (j = 0; j < order->count; j++) {
        fill_row(order, rows, words, j);
        for (i = 0; i < order->count; i++) {
            int32_t expected = rows[j * words + i / 64] >> i % 64 & 1;

            if (asx_order_before(order, i, j) == expected)
                continue;
            if (differences++ == 0)
                printf("event %" PRIu32 " and event %" PRIu32
                       ": the clocks say %s\n",
                       i, j, expected ? "unordered" : "ordered");
        }
    }
    free(rows);
    return differences;
}

#endif
