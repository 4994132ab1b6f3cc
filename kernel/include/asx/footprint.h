/* asx/footprint.h -- what an event read and what it wrote.
 *
 * Two events of one log are independent if neither writes what the other
 * touches: then their order is an accident of the schedule. Everything that
 * asx/order.h derives comes from this one table (the footprints of semantics
 * section 12; traces of independent actions are Mazurkiewicz's).
 *
 * A footprint is a function of the event alone. It names places, not objects:
 * "the slot in field a" means whatever lived there when the event happened,
 * which only somebody who reads the log from its beginning knows.
 */
#ifndef ASX_FOOTPRINT_H
#define ASX_FOOTPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "asx/event.h"
#include "asx/handle.h"
#include "asx/status.h"

/* Where an access lies. A place that is empty (slot zero, or an object that
 * nobody has heard of) is no access. */
typedef enum asx_place {
    ASX_PLACE_NONE = 0,
    ASX_PLACE_SUBJECT = 1, /* the object the event is about; its timer too */
    ASX_PLACE_A = 2,       /* the slot in field a */
    ASX_PLACE_B = 3,
    ASX_PLACE_OWNER = 4,  /* what the subject belongs to now: of a region or
                             task its region, of a capsule its task, of an
                             obligation its holder */
    ASX_PLACE_REGION = 5, /* the nearest region among its owners */
    ASX_PLACE_REGION_OF_A = 6,
    ASX_PLACE_REGION_OF_B = 7,
    ASX_PLACE_OWNER_OF_A = 8,
    ASX_PLACE_BOUND = 9, /* what the subject is tied to for good: an obligation
                            to its channel, lock or call, a receiver to its
                            channel, an implicit task to its owner */
    ASX_PLACE_CLOCK = 10,
    ASX_PLACE_ENTROPY = 11,
    ASX_PLACE_SETTINGS = 12, /* every event reads them, so they are listed
                                only where they are written */
    ASX_PLACE_NAMES = 13,    /* who holds which name */
} asx_place;

typedef struct asx_access {
    uint8_t place; /* asx_place */
    bool writes;   /* else it only reads */
} asx_access;

/* What a field is when two events are compared: a number is itself, a slot is
 * the object in it, and what depends on the schedule alone is nothing. */
typedef enum asx_operand {
    ASX_OPERAND_NUMBER = 0,
    ASX_OPERAND_SLOT = 1,
    ASX_OPERAND_NOTHING = 2,
} asx_operand;

/* Which part an event has in the order, besides its accesses. */
typedef enum asx_role {
    ASX_ROLE_STEP = 0,    /* one like any other */
    ASX_ROLE_BIRTH = 1,   /* the subject begins, as a child of `parent` */
    ASX_ROLE_MOVE = 2,    /* the subject belongs to what b names from now on */
    ASX_ROLE_REASON = 3,  /* the subject's reason: b from whom, a message */
    ASX_ROLE_CANCEL = 4,  /* that reason takes effect */
    ASX_ROLE_BIND = 5,    /* the subject is tied to what a names */
    ASX_ROLE_WITNESS = 6, /* of the schedule or of a diagnosis, not of what the
                             program did: comes after what it reads, and
                             nothing comes after it */
} asx_role;

#define ASX_ACCESSES_MAX 5

typedef struct asx_footprint {
    asx_access access[ASX_ACCESSES_MAX]; /* up to the first of no place */
    uint8_t role;                        /* asx_role */
    uint8_t kind;                        /* BIRTH: asx_kind of the object */
    uint8_t parent;                      /* BIRTH: its asx_place */
    uint8_t a;                           /* asx_operand */
    uint8_t b;
} asx_footprint;

/* False, and `*out` untouched, if the event is of no kind, or a task is parked
 * for nothing, that this kernel has. */
ASX_CHECKED bool asx_event_footprint(const asx_event *event,
                                     asx_footprint *out);

#endif
