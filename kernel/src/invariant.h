/* invariant.h -- how an invariant is written, and who asks for all of them. */
#ifndef ASXI_INVARIANT_H
#define ASXI_INVARIANT_H

#include "internal.h"

/* What an invariant that does not hold is called; null: all hold. Wasm traps
 * and tells nobody, so it does not carry the texts. */
#ifdef __wasm__
#define ASXI_SAYS(condition) ""
#else
#define ASXI_SAYS(condition) #condition
#endif

/* In a function that answers such a text. */
#define ASXI_HOLDS(condition)                                                  \
    do {                                                                       \
        if (!(condition))                                                      \
            return ASXI_SAYS(condition);                                       \
    } while (0)
#define ASXI_PASSES(check)                                                     \
    do {                                                                       \
        const char *broken_ = (check);                                         \
                                                                               \
        if (broken_ != NULL)                                                   \
            return broken_;                                                    \
    } while (0)

/* The whole state, answered; `*at`: the slot where it does not hold, zero if
 * that is of no one object. They end, and stay in the arena, whatever it holds,
 * if asxi_image_edges has passed. */
const char *asxi_invariants_check(const asx_runtime *rt, uint32_t *at);
const char *asxi_objects_check(const asx_runtime *rt, uint32_t *at);
const char *asxi_supervision_check(const asx_runtime *rt, uint32_t *at);
const char *asxi_ties_check(const asx_runtime *rt, uint32_t *at);
const char *asxi_queues_check(const asx_runtime *rt, uint32_t *at);

/* snapshot.c */
bool asxi_snapshot_fits(const void *snapshot, size_t bytes);

/* image.c, image_counts.c: what no invariant says, since only bytes from
 * elsewhere can break it */
const char *asxi_image_edges(const asx_runtime *rt, uint32_t *at);
const char *asxi_image_counts(const asx_runtime *rt, uint32_t *scratch,
                              uint32_t *at);

/* What they ask the owners of what they look at: runtime.c, name.c */
bool asxi_setting_allows(asx_setting setting, uint64_t value);
uint32_t asxi_name_bucket(uint32_t name);

#endif
