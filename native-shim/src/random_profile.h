/* random_profile.h -- the shapes that random programs have.
 *
 * A profile says how often each input is called and with what inclinations.
 * One program has one profile, so that a tree gets deep, a lane long or a
 * cancel meets another, which an even mixture hardly ever does.
 */
#ifndef ASXN_RANDOM_PROFILE_H
#define ASXN_RANDOM_PROFILE_H

#include <stdint.h>

#define ASXN_OPCODE_MAX 255

typedef struct asxn_weight {
    uint8_t opcode; /* zero ends a list */
    uint8_t weight;
} asxn_weight;

typedef struct asxn_profile {
    const char *name;
    uint8_t newest; /* per cent of handles that are the newest of their kind */
    uint8_t wrong;  /* that are stale, foreign or forged */
    uint8_t follow; /* of answers that are obeyed */
    uint8_t turn;   /* of calls between turns that begin one */
    uint8_t finish; /* of calls of a running body that end it */
    asxn_weight weights[24]; /* where it differs from the others */
} asxn_profile;

/* Null if there is no profile of that number. */
const asxn_profile *asxn_profile_at(uint32_t index);
uint32_t asxn_profile_count(void);
/* Null if there is none of that name. */
const asxn_profile *asxn_profile_find(const char *name);

/* How often `opcode` is called, in relation to the others; zero if there is no
 * such input. One that no list names has a weight all the same. */
uint32_t asxn_profile_weight(const asxn_profile *profile, uint32_t opcode);

#endif
