/* ordered.c -- runs and copies of logs for the tests of their order. */
#include "ordered.h"

void ordered_build(struct ordered *ordered)
{
    size_t bytes = asx_order_bytes(ordered->count, 0);

    free(ordered->workspace);
    ordered->workspace = malloc(bytes);
    assert_non_null(ordered->workspace);
    assert_ok(asx_order_build(&ordered->order, ordered->events, ordered->count,
                              0, ordered->workspace, bytes));
}

struct ordered ordered_of(const struct world *world)
{
    struct ordered ordered = {.count = world->rt.event_count};
    size_t bytes = ordered.count * sizeof(asx_event);

    assert_int_equal(world->rt.event_dropped, 0);
    ordered.events = malloc(bytes);
    assert_non_null(ordered.events);
    memcpy(ordered.events, world->rt.events, bytes);
    ordered_build(&ordered);
    return ordered;
}

void ordered_free(struct ordered *ordered)
{
    free(ordered->events);
    free(ordered->workspace);
}

struct ordered ordered_of_islands(uint32_t count, uint64_t seed,
                                  uint64_t schedule, bool bridged)
{
    static struct islands islands;
    struct world *world = world_new(1, 0);
    struct ordered ordered;

    islands.bridged = bridged;
    islands_run(&islands, world, count, 4, seed, schedule);
    ordered = ordered_of(world);
    world_free(world);
    return ordered;
}

uint64_t fingerprint_of(const struct world *world)
{
    struct ordered ordered = ordered_of(world);
    uint64_t fingerprint = ordered.order.fingerprint;

    ordered_free(&ordered);
    return fingerprint;
}
