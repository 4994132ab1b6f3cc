/* exhaustive_ended.h -- the states that are known to come to their end.
 *
 * A set of hashes. Runs to the end from different states soon meet, so a run
 * stops where one before it came by.
 */
#ifndef ASXN_EXHAUSTIVE_ENDED_H
#define ASXN_EXHAUSTIVE_ENDED_H

#include <stdbool.h>
#include <stdint.h>

typedef struct asxn_ended {
    uint64_t *table; /* open addressing; zero: free */
    uint32_t mask;
    uint32_t count;
} asxn_ended;

void asxn_ended_open(asxn_ended *e);
void asxn_ended_close(asxn_ended *e);
bool asxn_ended_has(const asxn_ended *e, uint64_t hash);
void asxn_ended_add(asxn_ended *e, uint64_t hash);

#endif
