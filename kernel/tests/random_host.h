/* random_host.h -- calls that a host might make, and some it must not.
 *
 * Deterministic from its seed and from what the kernel answers. Knows every
 * kind of object; obeys the protocol just often enough to get deep into it.
 */
#ifndef ASX_TEST_RANDOM_HOST_H
#define ASX_TEST_RANDOM_HOST_H

#include "harness.h"

#define RANDOM_HOST_POOL 48

/* Handles that were alive when last used. */
struct pool {
    uint64_t live[RANDOM_HOST_POOL];
    uint32_t count;
};

struct random_host {
    struct world *world;
    uint64_t draws;
    struct pool regions;
    struct pool tasks;
    struct pool obligations;
    struct pool channels;
    struct pool receivers;
    struct pool calls;
    struct pool locks;
    struct pool supervisors;
    asx_task current; /* dispatched last */
};

/* Small bounds, so that short programs reach them. */
void random_host_begin(struct random_host *p, struct world *world,
                       uint64_t seed);
/* One call; what it answered. */
int64_t random_host_act(struct random_host *p);

#endif
