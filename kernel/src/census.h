/* census.h -- the objects of a log, shared by what reads one.
 *
 * Not part of a runtime: everything here lies in the workspace of an order.
 */
#ifndef ASXI_CENSUS_H
#define ASXI_CENSUS_H

#include "asx/order.h"

/* Objects that have no slot and are always there; 0 is nobody. */
enum {
    ASXI_NOBODY = 0,
    ASXI_CLOCK = 1,
    ASXI_ENTROPY = 2,
    ASXI_SETTINGS = 3,
    ASXI_NAMES = 4,
    ASXI_ENTRIES_FIXED = 5,
};

/* An event names at most so many slots, and each may be of an object that the
 * log has not told of. */
#define ASXI_SLOTS_MAX 3u
/* What it touches: its footprint, and the settings. */
#define ASXI_TOUCHED_MAX (ASX_ACCESSES_MAX + 1u)

struct asxi_entry {
    uint64_t identity;
    uint64_t reason; /* whom its cancel came from, and the message */
    uint32_t kind;
    uint32_t parent; /* for good */
    uint32_t owner;  /* now */
    uint32_t bound;  /* to what, see ASX_PLACE_BOUND */
    uint32_t ordinal;
    uint32_t births;
    uint32_t slot;
    uint32_t generation;
    uint32_t previous; /* that had the slot before; 0: none */
    uint32_t pad;
    /* Of the walk that is going on: 1 + an event, 0 for none. */
    uint32_t written;
    uint32_t readers; /* since then; or of the walk's own meaning */
};

struct asxi_census {
    struct asxi_entry *entry;
    uint32_t *bucket; /* by slot: who is there now, 0 if empty */
    uint32_t mask;    /* buckets - 1 */
    uint32_t count;
};

/* A touched object and how: zero is none. */
#define ASXI_TOUCH(object, writes) ((object) << 1 | (uint32_t)(writes))
#define ASXI_TOUCHED(touch) ((touch) >> 1)
#define ASXI_WRITES(touch) (((touch)&1u) != 0)

/* Mixes `word` into `hash`; differs as soon as the sequences of words do, for
 * all but a malicious choice of them. */
static inline uint64_t asxi_fold(uint64_t hash, uint64_t word)
{
    uint64_t x =
        hash ^ (word + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2));

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint32_t asxi_census_max(uint32_t count);
/* A power of two that leaves a quarter of the buckets empty. */
uint32_t asxi_buckets_for(uint32_t count);

/* The buckets are zero; `census->entry` need not be. */
void asxi_census_begin(struct asxi_census *census);
/* Takes in the next event: fills `touched` up to the first zero, and answers
 * its label. */
uint64_t asxi_census_take(struct asxi_census *census, const asx_event *event,
                          const asx_footprint *footprint,
                          uint32_t touched[ASXI_TOUCHED_MAX]);

/* causality.c */
void asxi_causality_chains(asx_order *order);
void asxi_causality_clocks(asx_order *order);

#endif
