/* exhaustive_search.h -- every state that a client can reach, breadth first.
 *
 *   asxn_search_open(&s, &bounds, most_states);
 *   while (asxn_search_advance(&s, 10000))
 *       report progress;
 *   if (s.broken)
 *       asxn_search_tell(&s, stdout);   the shortest path, as a scenario
 *
 * States live as hashes. What a state is made of comes back by performing the
 * path to it again, from the nearest ancestor whose snapshot is still there.
 */
#ifndef ASXN_EXHAUSTIVE_SEARCH_H
#define ASXN_EXHAUSTIVE_SEARCH_H

#include "exhaustive_client.h"
#include "exhaustive_ended.h"
#include "exhaustive_states.h"

#define ASXN_DEPTH_MAX 256

typedef struct asxn_snapshot {
    uint32_t state; /* which one it is of */
    size_t bytes;
    unsigned char *data;
} asxn_snapshot;

typedef struct asxn_search {
    asxn_client client;
    asxn_states states;
    asxn_ended ended;
    asxn_snapshot line[ASXN_DEPTH_MAX]; /* the path to the current state */
    asx_canonical form;
    uint64_t parent_form; /* hash, without the bounds */
    asxn_view view;
    asxn_action actions[ASXN_ACTIONS_MAX];
    uint32_t action_count;
    uint32_t cursor; /* states before it have been expanded */
    uint64_t transition_count;
    uint64_t end_count; /* runs to the end */
    uint64_t merge_count;
    uint64_t merge_every; /* compare so manyeth merge; zero: none */
    bool is_full;         /* stopped at the limit of states */
    /* What was found wrong, and where: in a state, or after an action. */
    const char *broken;
    uint32_t broken_state;
    asxn_action broken_action; /* zero: in the state itself */
} asxn_search;

void asxn_search_open(asxn_search *s, const asxn_bounds *bounds,
                      uint32_t most_states);
void asxn_search_close(asxn_search *s);
/* Expands some states; false if none is left, or something is wrong. A trap of
 * the kernel leaves `broken_state` and `broken_action` where it happened. */
bool asxn_search_advance(asxn_search *s, uint32_t count);
void asxn_search_tell(asxn_search *s, FILE *out);

/* exhaustive_merge.c: do two states of one form stay alike? The first is
 * reached by `action` from the current one. */
const char *asxn_search_compare(asxn_search *s, asxn_action action,
                                uint32_t merged);
/* Stands the client in `state`. */
void asxn_search_visit(asxn_search *s, uint32_t state);
uint64_t asxn_search_hash(asxn_search *s);

#endif
