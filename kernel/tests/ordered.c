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

struct causes causes_of(struct world *world)
{
    struct causes causes = {.world = world};
    const asx_event *events = world->rt.events;
    uint32_t count = world->rt.event_count;
    size_t bytes = asx_order_bytes(count, 0);

    assert_int_equal(world->rt.event_dropped, 0);
    causes.workspace = malloc(bytes);
    assert_non_null(causes.workspace);
    assert_ok(asx_order_build(&causes.order, events, count, 0, causes.workspace,
                              bytes));
    bytes = asx_order_bytes(count, causes.order.actors);
    causes.workspace = realloc(causes.workspace, bytes);
    assert_non_null(causes.workspace);
    assert_ok(asx_order_build(&causes.order, events, count, causes.order.actors,
                              causes.workspace, bytes));
    return causes;
}

void causes_free(struct causes *causes)
{
    free(causes->workspace);
    world_free(causes->world);
}
