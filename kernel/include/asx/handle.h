/* asx/handle.h -- naming objects by number.
 *
 * A handle is a slot (24 bits) and a generation (28 bits), so a stale, forged
 * or foreign one is found out instead of naming somebody else's object. Slot 0
 * is never used: the zero handle means "none". A slot whose generation is used
 * up is retired for good.
 */
#ifndef ASX_HANDLE_H
#define ASX_HANDLE_H

#include <stdbool.h>
#include <stdint.h>

#define ASX_SLOT_BITS 24
#define ASX_SLOT_MAX ((1u << ASX_SLOT_BITS) - 1)
#define ASX_GENERATION_MAX ((1u << 28) - 1)

/* Single-field structs: distinct to the compiler, one integer at run time. */
typedef struct asx_region {
    uint64_t bits;
} asx_region;
typedef struct asx_task {
    uint64_t bits;
} asx_task;
typedef struct asx_obligation {
    uint64_t bits;
} asx_obligation;
typedef struct asx_capsule {
    uint64_t bits;
} asx_capsule;
typedef struct asx_channel {
    uint64_t bits;
} asx_channel;
typedef struct asx_receiver {
    uint64_t bits;
} asx_receiver;
typedef struct asx_call {
    uint64_t bits;
} asx_call;
typedef struct asx_lock {
    uint64_t bits;
} asx_lock;
typedef struct asx_supervisor {
    uint64_t bits;
} asx_supervisor;
typedef struct asx_child {
    uint64_t bits;
} asx_child;
typedef struct asx_monitor {
    uint64_t bits;
} asx_monitor;

#define ASX_HANDLE_BITS(slot, generation)                                      \
    ((uint64_t)(generation) << 32 | (uint32_t)(slot))
#define ASX_HANDLE_SLOT(handle) ((uint32_t)(handle).bits)
#define ASX_HANDLE_GENERATION(handle) ((uint32_t)((handle).bits >> 32))

/* What a cell of the arena holds. */
typedef enum asx_kind {
    ASX_KIND_FREE = 0,
    ASX_KIND_REGION = 1,
    ASX_KIND_TASK = 2,
    ASX_KIND_OBLIGATION = 3,
    ASX_KIND_CAPSULE = 4, /* of the browser backend, see asx/extend.h */
    ASX_KIND_RETIRED = 5,
    ASX_KIND_LIMITS = 6, /* of a region that has any */
    ASX_KIND_CHUNK = 7,  /* tokens in a queue */
    ASX_KIND_CHANNEL = 8,
    ASX_KIND_RECEIVER = 9, /* of a broadcast or watch channel */
    ASX_KIND_CALL = 10,    /* one call over a session channel */
    ASX_KIND_LOCK = 11,
    ASX_KIND_SUPERVISOR = 16,
    ASX_KIND_CHILD = 17, /* of a supervisor */
    ASX_KIND_LINK = 18,
    ASX_KIND_MONITOR = 19,
    ASX_KIND_TIES = 20, /* lists of a task's links and monitors */
} asx_kind;

#endif
