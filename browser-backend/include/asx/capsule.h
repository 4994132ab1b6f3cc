/* asx/capsule.h -- foreign operations (semantics section 8).
 *
 * A capsule stands for something the browser does: a request, a socket, a
 * promise. It is owned by a task, holds one IoOp obligation from submit to
 * end, and its region does not close before the host has really let go.
 *
 * When its owner is cancelled or ends, the capsule asks the host exactly once
 * to abort (ASX_NOTICE_CAPSULE_ABORT). The rules of asx/region.h hold here.
 */
#ifndef ASX_CAPSULE_H
#define ASX_CAPSULE_H

#include "asx/asx.h"

typedef enum asx_capsule_state {
    ASX_CAPSULE_CREATED = 0,
    ASX_CAPSULE_SUBMITTED = 1,
    ASX_CAPSULE_CANCEL_REQUESTED = 2,
    ASX_CAPSULE_DRAINING = 3,
    ASX_CAPSULE_FINALIZING = 4,
    ASX_CAPSULE_COMPLETED = 5,
} asx_capsule_state;

typedef enum asx_capsule_kind {
    ASX_CAPSULE_PROMISE = 0,
    ASX_CAPSULE_FETCH = 1,
    ASX_CAPSULE_WEB_SOCKET = 2,
    ASX_CAPSULE_STREAM = 3,
    ASX_CAPSULE_WORKER = 4,
    ASX_CAPSULE_STORAGE = 5,
} asx_capsule_kind;

#define ASX_CAPSULE_KIND_COUNT 6

/* How the host let go. */
typedef enum asx_let_go {
    ASX_LET_GO_DONE = 0,   /* it took effect: the obligation commits */
    ASX_LET_GO_FAILED = 1, /* it failed: the obligation aborts with error */
} asx_let_go;

/* Opens a capsule for `owner`: nothing foreign has started yet. */
ASX_CHECKED asx_status asx_capsule_open(asx_runtime *rt, asx_task owner,
                                        asx_capsule_kind kind, uint32_t label,
                                        asx_capsule *out);
/* The host is about to start the foreign operation: reserves the obligation. */
ASX_CHECKED asx_status asx_capsule_submit(asx_runtime *rt, asx_capsule capsule);
/* Something arrived (headers, a chunk, a message): wakes who waits for it. */
ASX_CHECKED asx_status asx_capsule_progress(asx_runtime *rt,
                                            asx_capsule capsule);
/* Asks for its end without cancelling the owner (an unread body, a closed
 * socket): the abort notice follows. */
ASX_CHECKED asx_status asx_capsule_cancel(asx_runtime *rt, asx_capsule capsule);
/* The host has passed the abort on. */
ASX_CHECKED asx_status asx_capsule_aborted(asx_runtime *rt,
                                           asx_capsule capsule);
/* The host has let go of everything; the handle is stale from then on. */
ASX_CHECKED asx_status asx_capsule_let_go(asx_runtime *rt, asx_capsule capsule,
                                          asx_let_go how);
/* An operation of `task`: waits for progress or the end of its capsule. */
ASX_CHECKED int32_t asx_capsule_await(asx_runtime *rt, asx_task task,
                                      asx_capsule capsule);
asx_capsule_state asx_capsule_state_of(const asx_runtime *rt, uint32_t slot);

#endif
