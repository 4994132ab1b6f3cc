/* ordered.h -- the order of a log, for tests of its form and of its causes. */
#ifndef ASX_TEST_ORDERED_H
#define ASX_TEST_ORDERED_H

#include "asx/order.h"
#include "islands.h"

/* An order with its workspace, and a log of its own. */
struct ordered {
    asx_order order;
    asx_event *events;
    uint32_t count;
    void *workspace;
};

/* Derives the order of `events` anew. */
void ordered_build(struct ordered *ordered);
/* Of all events so far. */
struct ordered ordered_of(const struct world *world);
struct ordered ordered_of_islands(uint32_t count, uint64_t seed,
                                  uint64_t schedule, bool bridged);
void ordered_free(struct ordered *ordered);
uint64_t fingerprint_of(const struct world *world);

/* The order of all events of a world so far, with clocks. */
struct causes {
    asx_order order;
    struct world *world;
    void *workspace;
};

struct causes causes_of(struct world *world);
/* And the world. */
void causes_free(struct causes *causes);

#endif
