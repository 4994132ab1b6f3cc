/* asx/obligation.h -- effects in two phases (semantics section 6).
 *
 * Reserving an obligation promises that it will be committed or aborted by its
 * holder, exactly once. A region with an unresolved one does not close.
 */
#ifndef ASX_OBLIGATION_H
#define ASX_OBLIGATION_H

#include "asx/runtime.h"

typedef enum asx_obligation_kind {
    ASX_OBLIGATION_SEND_PERMIT = 0,
    ASX_OBLIGATION_ACK = 1,
    ASX_OBLIGATION_LEASE = 2,
    ASX_OBLIGATION_IO_OP = 3, /* held through a capsule, never by hand */
    ASX_OBLIGATION_SEMAPHORE_PERMIT = 4,
    ASX_OBLIGATION_TRANSACTION = 5,
} asx_obligation_kind;

#define ASX_OBLIGATION_KIND_COUNT 6

typedef enum asx_obligation_state {
    ASX_OBLIGATION_RESERVED = 0,
    ASX_OBLIGATION_COMMITTED = 1,
    ASX_OBLIGATION_ABORTED = 2,
    ASX_OBLIGATION_LEAKED = 3,
} asx_obligation_state;

typedef enum asx_abort {
    ASX_ABORT_EXPLICIT = 0,
    ASX_ABORT_ERROR = 1,
    ASX_ABORT_CANCEL = 2,
    ASX_ABORT_FORCED = 3, /* its holder was; never asked for by hand */
    ASX_ABORT_PANIC = 4,  /* its holder ended so; likewise */
} asx_abort;

/* `holder` reserves it in its own region. Resolving frees the slot, so a
 * second resolve is ASX_E_STALE. */
ASX_CHECKED asx_status asx_obligation_reserve(asx_runtime *rt, asx_task holder,
                                              asx_obligation_kind kind,
                                              uint32_t label,
                                              asx_obligation *out);
ASX_CHECKED asx_status asx_obligation_commit(asx_runtime *rt,
                                             asx_obligation obligation,
                                             asx_task holder);
ASX_CHECKED asx_status asx_obligation_abort(asx_runtime *rt,
                                            asx_obligation obligation,
                                            asx_task holder, asx_abort why);
/* Hands it to `to`; its region's ledger follows (rule obligation.holder). */
ASX_CHECKED asx_status asx_obligation_transfer(asx_runtime *rt,
                                               asx_obligation obligation,
                                               asx_task from, asx_task to);

#endif
