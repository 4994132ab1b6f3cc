/* ordered.h -- the canonical form of a log that a test may change. */
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

#endif
