/* asx/explore.h -- for a tool that visits every state of a small runtime.
 *
 * An explorer chooses what the lab's seed draws (rule sched.seed), and
 * has to know when it has been somewhere before. For that it reads the
 * canonical form: the state without what no later call can tell apart.
 *
 * Two states with the same form answer the same calls alike and stay alike,
 * if objects are matched by name instead of slot, given that
 *   - nobody uses a handle of an object that is gone;
 *   - no task is dispatched `polls_enough` times or more from here on;
 *   - staged values are taken by the very next call;
 *   - rule obligation.futurelock does not come due: it counts dispatches.
 * Left out besides: where a reason came from and its message, labels, reports,
 * entropy, counts of what was, and the digest. They are told, never asked.
 */
#ifndef ASX_EXPLORE_H
#define ASX_EXPLORE_H

#include "asx/runtime.h"

/* How many the next dispatch is chosen from: the equals at the head of the lane
 * that is next. One if nothing is chosen, as usual; zero if nothing is due. */
uint32_t asx_choice_count(const asx_runtime *rt);
/* The slot of the task that the `index`-th of them would be. */
uint32_t asx_choice_at(const asx_runtime *rt, uint32_t index);
/* With ASX_RUNTIME_EXPLORE: from now on the next is the `index`-th. */
void asx_choice_set(asx_runtime *rt, uint32_t index);

#define ASX_CANONICAL_OBJECTS 64 /* and the highest slot is less */
#define ASX_CANONICAL_WORDS 1024

/* Objects are named 1, 2, ... in the order in which the tree of regions leads
 * to them. */
typedef struct asx_canonical {
    uint32_t word_count;
    uint32_t object_count;
    uint8_t slot_of[ASX_CANONICAL_OBJECTS]; /* by name */
    uint8_t name_of[ASX_CANONICAL_OBJECTS]; /* by slot; zero: nothing there */
    uint64_t words[ASX_CANONICAL_WORDS];
} asx_canonical;

/* Tasks of one region are told apart by what they are, not by which was first.
 * Left out then, besides: the order of birth among siblings, by which a cascade
 * goes, and the order of timers at one time. */
#define ASX_CANONICAL_ALIKE 0x1u

/* False if the runtime has too many objects for it, or a capsule or a lock. */
ASX_CHECKED bool asx_canonical_read(const asx_runtime *rt,
                                    uint32_t polls_enough, uint32_t flags,
                                    asx_canonical *out);

#endif
