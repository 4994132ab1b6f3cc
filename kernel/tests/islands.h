/* islands.h -- regions that have nothing to do with each other, run together.
 *
 * Each island is a region with a random program of its own: what its bodies do
 * next is drawn from a seed of the task, and what the host does next from one
 * of the island. The schedule decides only whose turn it is. So all schedules
 * of the same islands are interleavings of the same calls, and as long as no
 * bridge is built they are equivalent.
 */
#ifndef ASX_TEST_ISLANDS_H
#define ASX_TEST_ISLANDS_H

#include "asx/channel.h"
#include "asx/lock.h"
#include "harness.h"

#define ISLANDS_MAX 3
#define ISLAND_TASKS_MAX 128
#define ISLAND_REGIONS_MAX 32
#define ISLAND_CHANNELS 4  /* mpsc, broadcast, watch, session */
#define ISLAND_RECEIVERS 3 /* two of the broadcast, one of the watch */

struct island_task {
    asx_task handle;
    asx_obligation held; /* zero: none */
    uint32_t channel;    /* it is a permit of */
    uint64_t random;
    uint32_t masks;
};

struct island {
    asx_region region;
    uint64_t random;
    struct island_task tasks[ISLAND_TASKS_MAX];
    uint32_t task_count;
    asx_region regions[ISLAND_REGIONS_MAX]; /* opened below */
    uint32_t region_count;
    asx_channel channels[ISLAND_CHANNELS];
    asx_receiver receivers[ISLAND_RECEIVERS];
    asx_lock locks[ASX_LOCK_TYPE_COUNT]; /* one of each type */
    uint32_t episodes;                   /* left in this round */
    uint64_t cancelled_us; /* 1 + when it last asked anything to stop */
};

struct islands {
    struct world *world;
    struct island island[ISLANDS_MAX];
    uint32_t count;
    uint64_t schedule;
    bool bridged; /* the first island spawns into the second, too */
};

/* Runs `rounds` of a world of `count` islands, each of which is closed in the
 * end, and leaves its log in `world`. */
void islands_run(struct islands *islands, struct world *world, uint32_t count,
                 uint32_t rounds, uint64_t seed, uint64_t schedule);

#endif
