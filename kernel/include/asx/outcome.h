/* asx/outcome.h -- how work ended (semantics section 1).
 *
 * Four values in a total order; worse is larger (rule outcome.order). Values,
 * errors and messages stay with the host: the kernel only knows the kind.
 */
#ifndef ASX_OUTCOME_H
#define ASX_OUTCOME_H

typedef enum asx_outcome {
    ASX_OUTCOME_OK = 0,
    ASX_OUTCOME_ERR = 1,
    ASX_OUTCOME_CANCELLED = 2,
    ASX_OUTCOME_PANICKED = 3,
} asx_outcome;

/* The worse of the two, the left one on a tie (rule outcome.join). */
asx_outcome asx_outcome_join(asx_outcome left, asx_outcome right);

/* True if `next`, coming later, replaces `held` in an aggregate: first panic,
 * then cancelled, then first error, then ok (rule outcome.aggregate). */
int asx_outcome_replaces(asx_outcome held, asx_outcome next);

#endif
