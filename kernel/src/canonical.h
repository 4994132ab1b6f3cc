/* canonical.h -- between the files of the canonical form. */
#ifndef ASXI_CANONICAL_H
#define ASXI_CANONICAL_H

#include "asx/explore.h"
#include "internal.h"

struct asxi_walk {
    const asx_runtime *rt;
    asx_canonical *out;
    uint32_t polls_enough;
    uint32_t flags;
};

static inline void asxi_walk_put(struct asxi_walk *w, uint64_t word)
{
    ASXI_ASSERT(w->out->word_count < ASX_CANONICAL_WORDS);
    w->out->words[w->out->word_count++] = word;
}

static inline uint64_t asxi_walk_name(const struct asxi_walk *w, uint32_t slot)
{
    return w->out->name_of[slot];
}

/* Relative to now; never is no such time, not even long ago. */
static inline uint64_t asxi_walk_since(const struct asxi_walk *w, uint64_t us)
{
    return us == ASX_TIME_NONE ? UINT64_C(1) << 63
                               : us - asxi_arena(w->rt)->now_us;
}

/* canonical_object.c */
void asxi_canonical_object(struct asxi_walk *w, uint32_t slot);
/* What a task is, without its relations to others: equal for tasks of which
 * either could be the other. */
uint64_t asxi_canonical_weight(const struct asxi_walk *w, uint32_t slot);

#endif
