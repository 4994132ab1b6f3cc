/* exhaustive_states.h -- the states that have been seen, by their hash.
 *
 * A state is 16 bytes: 64 bits of hash, the state it was first reached from
 * and by which action. In the order of a breadth-first search that is the
 * shortest path to each. Two states of one hash are taken for one: among n
 * that happens with a probability of n * n / 2^65.
 */
#ifndef ASXN_EXHAUSTIVE_STATES_H
#define ASXN_EXHAUSTIVE_STATES_H

#include <stdbool.h>
#include <stdint.h>

#define ASXN_STATE_NONE UINT32_MAX

typedef struct asxn_state {
    uint64_t hash;
    uint32_t parent; /* index; ASXN_STATE_NONE of the first */
    uint16_t action;
    uint16_t depth;
} asxn_state;

typedef struct asxn_states {
    asxn_state *list;
    uint32_t count;
    uint32_t most;   /* of the list */
    uint32_t *table; /* open addressing; ASXN_STATE_NONE: free */
    uint32_t mask;
} asxn_states;

void asxn_states_open(asxn_states *s, uint32_t most);
void asxn_states_close(asxn_states *s);
/* The index of the state with this hash, which is added if it is new; then
 * `*is_new`. ASXN_STATE_NONE if there is no room. */
uint32_t asxn_states_add(asxn_states *s, uint64_t hash, uint32_t parent,
                         uint16_t action, bool *is_new);

uint64_t asxn_hash(const uint64_t *words, uint32_t count, uint64_t seed);

#endif
