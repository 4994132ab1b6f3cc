/* scale_driver.c -- one region of N tasks from open to closed, and nothing
 * else, so that its instructions can be counted.
 *
 *   scale_driver WAY N     WAY: parked, queued, nested; recorded: parked, with
 *                          all events kept; ordered: and their order derived
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asx/asx.h"

static bool grow(asx_runtime *rt, size_t bytes)
{
    (void)rt, (void)bytes;
    return false; /* all of it is there from the start */
}

static void stop(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

/* Every cancelled body ends at once, and what has ended is released. */
static void drain(asx_runtime *rt)
{
    for (;;) {
        int32_t next = asx_next(rt);
        uint32_t slot = (uint32_t)next & ASX_SLOT_MAX;
        uint64_t bits;

        if (next != 0) {
            bits = ASX_HANDLE_BITS(slot, asx_generation(rt, slot));
            if (asx_task_finish(rt, (asx_task){bits}, ASX_OUTCOME_OK) < 0)
                stop("finish");
            continue;
        }
        if ((next = asx_notice_next(rt)) == 0)
            return;
        slot = (uint32_t)next & ASX_SLOT_MAX;
        bits = ASX_HANDLE_BITS(slot, asx_generation(rt, slot));
        if ((next >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) ==
            ASX_NOTICE_TASK_ENDED)
            (void)!asx_task_release(rt, (asx_task){bits});
        else
            (void)!asx_region_release(rt, (asx_region){bits});
    }
}

static void spawn_all(asx_runtime *rt, asx_region region, long count,
                      bool parked)
{
    for (long at = 0; at < count; at++) {
        asx_task task;

        if (asx_task_spawn(rt, region, 0, 0, &task) != ASX_OK)
            stop("spawn");
        if (parked && (asx_next(rt) == 0 ||
                       asx_task_park(rt, task) != ASX_VERDICT_PARKED))
            stop("park");
    }
}

static void nest_all(asx_runtime *rt, asx_region region, long count)
{
    for (long at = 0; at < count; at++) {
        if (asx_region_open(rt, region, 0, 0, &region) != ASX_OK)
            stop("open");
    }
}

#define EVENTS_A_TASK 32

static void keep_events(asx_runtime *rt, long count)
{
    rt->event_capacity = (uint32_t)(count + 1) * EVENTS_A_TASK;
    rt->events = calloc(rt->event_capacity, sizeof(asx_event));
    if (rt->events == NULL)
        stop("events");
}

static void derive_order(const asx_runtime *rt)
{
    size_t bytes = asx_order_bytes(rt->event_count, 0);
    void *workspace = malloc(bytes);
    asx_order order;

    if (workspace == NULL || rt->event_dropped > 0 ||
        asx_order_build(&order, rt->events, rt->event_count, 0, workspace,
                        bytes) != ASX_OK)
        stop("order");
    free(workspace);
}

int main(int argc, char **argv)
{
    long count = argc > 2 ? atol(argv[2]) : 0;
    asx_runtime rt = {.grow = grow};
    asx_region region;

    if (count <= 0)
        stop("usage: scale_driver parked|queued|nested|recorded|ordered N");
    rt.bytes = 65536 + (size_t)(count + 8) * 192;
    rt.base = calloc(1, rt.bytes);
    if (rt.base == NULL || asx_runtime_create(&rt, 1, 0, 0) != ASX_OK ||
        asx_region_open(&rt, asx_region_root(&rt), 0, 0, &region) != ASX_OK)
        stop("create");
    if (strcmp(argv[1], "ordered") == 0 || strcmp(argv[1], "recorded") == 0)
        keep_events(&rt, count);
    if (strcmp(argv[1], "nested") == 0)
        nest_all(&rt, region, count);
    else
        spawn_all(&rt, region, count, strcmp(argv[1], "queued") != 0);
    if (asx_region_cancel(&rt, region, ASX_CANCEL_USER, 0) != ASX_OK)
        stop("cancel");
    drain(&rt);
    if (asx_runtime_counter(&rt, ASX_COUNTER_REGIONS_LIVE) != 1 ||
        asx_runtime_counter(&rt, ASX_COUNTER_TASKS_LIVE) != 0)
        stop("something is left");
    if (strcmp(argv[1], "ordered") == 0)
        derive_order(&rt);
    free(rt.events);
    free(rt.base);
    return 0;
}
