/* asx/order.h -- what had to come before what, in a log of events.
 *
 * A log is one order of what happened; many others mean the same. This reads a
 * log and derives what they have in common:
 *
 *   - the canonical form: every event in the earliest layer that what it
 *     depends on allows (Foata's normal form of a trace in the sense of
 *     Mazurkiewicz; Cartier and Foata 1969), and one number for all of it.
 *     Logs that differ only by swaps of independent neighbours have the same.
 *   - happens-before (Lamport 1978), with vector clocks (Fidge, Mattern 1988):
 *     whether one event had to come before another, and through what.
 *
 * What is independent is decided in asx/footprint.h. An object is known by its
 * birth, never by its slot (docs/adr/0013).
 *
 * True of every function here, so said once:
 *   - It works on the caller's array of events, in the order they happened,
 *     and in the caller's workspace. It allocates nothing, needs no runtime
 *     and never looks at the arena. Both arrays belong to the caller and must
 *     stay as they are for as long as the order is asked.
 *   - Events are named by index in that array, 0 first.
 *   - A log should begin with the runtime. In one that begins later, what is
 *     older is known by its slot, and nothing is known of who owned it: such
 *     logs compare only if they go on from the same moment.
 *   - Times and input numbers are not looked at. Where time matters there is
 *     an event of the clock.
 */
#ifndef ASX_ORDER_H
#define ASX_ORDER_H

#include <stddef.h>

#include "asx/footprint.h"

#define ASX_ORDER_EVENTS_MAX (1u << 28)
#define ASX_ACTOR_NONE UINT32_MAX /* a witness: nothing comes after it */

struct asxi_entry;

/* Filled by asx_order_build, then only read. */
typedef struct asx_order {
    const asx_event *events;
    uint32_t count;
    uint32_t layers;      /* they count from 1 */
    uint32_t form_count;  /* events in the form: all but witnesses */
    uint32_t actors;      /* chains that the log falls into */
    uint32_t clocks;      /* actors there are clocks for; 0: none */
    uint32_t objects;     /* known; they count from 1 */
    uint64_t fingerprint; /* of the canonical form */
    uint32_t *form;       /* its events, by layer, then by label */
    uint32_t *layer;      /* of each event; 0: a witness */
    uint64_t *label;      /* of each event: what it is, whatever the slots */
    /* The rest is for the functions below. */
    uint32_t *touched;
    uint32_t *actor;
    uint32_t *position;
    uint32_t *clock;
    uint32_t *scratch;
    struct asxi_entry *entry;
} asx_order;

/* Bytes of workspace that `count` events need; with `actors` other than zero,
 * clocks for so many besides, count * actors * 4 bytes. SIZE_MAX if that does
 * not fit an address space. */
size_t asx_order_bytes(uint32_t count, uint32_t actors);

/* Derives the order of `count` events in O(n log n), with clocks in
 * O(n * actors) more. `actors` is zero for no clocks; else at least
 * `out->actors` of an order of the same events, which is how to find out:
 *
 *   asx_order_build(&order, events, count, 0, work, bytes)
 *   ... asx_order_bytes(count, order.actors) bytes ...
 *   asx_order_build(&order, events, count, order.actors, more, bytes)
 *
 * `workspace` is aligned to 8 bytes. ASX_E_MEMORY: `bytes` are fewer than
 * asx_order_bytes says, and nothing was written. ASX_E_LIMIT: more events than
 * ASX_ORDER_EVENTS_MAX, or more actors than there are clocks for.
 * ASX_E_ARGUMENT: an event of no kind, or a wait for nothing, that this kernel
 * has. On any error `*out` is untouched. */
ASX_CHECKED asx_status asx_order_build(asx_order *out, const asx_event *events,
                                       uint32_t count, uint32_t actors,
                                       void *workspace, size_t bytes);

/* 1 if event `i` had to come before event `j`, 0 if not (also if they are the
 * same). O(1). ASX_E_ARGUMENT: there is no such event; ASX_E_STATE: the order
 * was built without clocks. */
ASX_CHECKED int32_t asx_order_before(const asx_order *order, uint32_t i,
                                     uint32_t j);

/* A shortest chain of direct dependences that explains why `i` came before
 * `j`: both ends and what is between, in order. Answers its length and fills
 * as much of it as `capacity` allows; 0 if `i` did not have to come first.
 * O(j - i), needs no clocks. ASX_E_ARGUMENT: there is no such event. */
ASX_CHECKED int32_t asx_order_path(const asx_order *order, uint32_t i,
                                   uint32_t j, uint32_t *path,
                                   uint32_t capacity);

/* An object that makes `j` depend on the earlier event `i` directly; 0 if they
 * are independent. */
uint32_t asx_order_conflict(const asx_order *order, uint32_t i, uint32_t j);

typedef enum asx_order_sort {
    ASX_ORDER_OBJECT = 0, /* something with a slot */
    ASX_ORDER_CLOCK = 1,
    ASX_ORDER_ENTROPY = 2,
    ASX_ORDER_SETTINGS = 3,
} asx_order_sort;

typedef struct asx_order_object {
    uint64_t identity;   /* of its birth: the same in every equivalent log */
    uint32_t sort;       /* asx_order_sort */
    uint32_t kind;       /* asx_kind; ASX_KIND_FREE: born before the log */
    uint32_t parent;     /* the object it was born of; 0: none */
    uint32_t ordinal;    /* how manyeth child of it, 0 first */
    uint32_t slot;       /* where it lay in this log */
    uint32_t generation; /* 0 if the log never says */
} asx_order_object;

/* False, and `*out` untouched, if there is no such object. */
ASX_CHECKED bool asx_order_object_at(const asx_order *order, uint32_t object,
                                     asx_order_object *out);
/* Which object an event is about; 0: none. */
uint32_t asx_order_subject(const asx_order *order, uint32_t event);

#endif
