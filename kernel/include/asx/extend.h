/* asx/extend.h -- for a layer that adds a kind of object.
 *
 * The browser backend keeps its capsules in the kernel's arena, so that one
 * snapshot holds everything. This is all it needs to know of the kernel's
 * inside: a cell, its queue of waiting tasks, an IoOp obligation, a notice.
 */
#ifndef ASX_EXTEND_H
#define ASX_EXTEND_H

#include "asx/asx.h"

/* What every cell starts with. The rest of its 192 bytes is the kind's own. */
struct asxi_cell {
    uint8_t kind;  /* asx_kind */
    uint8_t state; /* of that kind */
    uint8_t queue; /* asx_queue: it is in at most one */
    uint8_t rank;  /* its priority in a lane */
    uint32_t generation;
    uint64_t order; /* when it was queued: breaks ties */
    uint64_t due;   /* of its timer, or its deadline in the timed lane */
    uint32_t queue_prev;
    uint32_t queue_next;
    uint32_t queue_child; /* timed lane: heap; timer: wheel slot */
    uint32_t label;
    uint32_t ordinal;
    uint32_t parent; /* region it belongs to */
    uint32_t prev;   /* among its siblings */
    uint32_t next;
    uint32_t waiters_head; /* tasks waiting for it, first come first */
    uint32_t waiters_tail;
};

#define ASXI_CELL_BYTES 192
#define ASXI_CELL_BODY (ASXI_CELL_BYTES - (int)sizeof(struct asxi_cell))

/* The cell a handle names, or null if it is not a live one of `kind`. */
struct asxi_cell *asxi_resolve(const asx_runtime *rt, uint64_t bits,
                               asx_kind kind);
struct asxi_cell *asxi_cell_at(const asx_runtime *rt, uint32_t slot);
uint32_t asxi_slot(const asx_runtime *rt, const struct asxi_cell *cell);
/* A zeroed cell, or null if memory was refused. */
struct asxi_cell *asxi_cell_create(asx_runtime *rt, asx_kind kind);
void asxi_cell_destroy(asx_runtime *rt, struct asxi_cell *cell);

/* Tells the host, once, through asx_notice_next. */
void asxi_notice_push(asx_runtime *rt, struct asxi_cell *cell);
void asxi_notice_remove(asx_runtime *rt, struct asxi_cell *cell);

/* An operation of `task` on `cell`: a checkpoint, then waits in its queue. */
int32_t asxi_task_wait(asx_runtime *rt, asx_task task, asx_wait wait,
                       struct asxi_cell *cell);
/* An operation of `task` that has nothing to wait for: READY unless a cancel is
 * met. Not a checkpoint, which tells cleanup each time it asks. */
int32_t asxi_task_pass(asx_runtime *rt, asx_task task);
/* Wakes all that wait for `cell`. */
void asxi_waiters_wake(asx_runtime *rt, struct asxi_cell *cell);

/* The IoOp obligation of a foreign operation. When its holder is cancelled or
 * ends, `cell` gets a notice; when the holder is forced, the obligation is
 * aborted for it and `cell` is left behind. */
asx_status asxi_io_reserve(asx_runtime *rt, asx_task holder,
                           const struct asxi_cell *cell, asx_obligation *out);
/* Slot of the cell that a live one is about; zero: it is none. */
uint32_t asxi_io_subject(const asx_runtime *rt, asx_obligation obligation);
void asxi_io_resolve(asx_runtime *rt, asx_obligation obligation,
                     asx_obligation_state end, asx_abort why);

void asxi_emit(asx_runtime *rt, asx_event_kind kind,
               const struct asxi_cell *subject, uint32_t a, uint32_t b);
void asxi_report(asx_runtime *rt, asx_report_kind kind,
                 const struct asxi_cell *subject, uint32_t a, uint32_t b);

/* A bug of ours, not a mistake of the caller: stops, in every build. */
#define ASXI_ASSERT(condition)                                                 \
    do {                                                                       \
        if (!(condition))                                                      \
            __builtin_trap();                                                  \
    } while (0)
#define ASXI_UNREACHABLE() __builtin_trap()

#endif
