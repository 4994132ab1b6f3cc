/* tamper.h -- a real run, and one event of it that is not as it was.
 *
 * The stream of a world is judged as it is, which has to find nothing, and
 * then with one edit, which has to find what the edit breaks. What the edit
 * breaks besides does not matter.
 */
#ifndef ASX_TEST_TAMPER_H
#define ASX_TEST_TAMPER_H

#include "asx/oracle.h"
#include "harness.h"

typedef enum edit_kind {
    EDIT_NONE,
    EDIT_DROP,    /* it never happened */
    EDIT_DROP_2,  /* neither it nor the next happened */
    EDIT_TWICE,   /* it happened again at once */
    EDIT_SWAP,    /* it happened after the next one */
    EDIT_A,       /* with another a */
    EDIT_B,       /* with another b */
    EDIT_SUBJECT, /* to another */
    EDIT_GENERATION,
    EDIT_TIME, /* at another time */
    EDIT_KIND, /* something else */
    EDIT_LAST, /* at the very end */
} edit_kind;

/* The `nth` event of `kind`, counted from zero; `value` is what the edit puts
 * there. */
typedef struct edit {
    edit_kind edit;
    asx_event_kind kind;
    uint32_t nth;
    uint32_t value;
} edit;

/* True if judging the edited stream finds `finding`; ASX_FINDING_NONE: if it
 * finds nothing at all. */
bool tamper_finds(const struct world *world, uint32_t flags, edit edit,
                  asx_finding finding);

/* A run, one edit of it, and what that is found as. */
typedef struct tampered {
    asx_finding finding;
    void (*tell)(struct world *world);
    edit edit;
} tampered;

#define TAMPERED(finding, story, edit, kind, nth, value)                       \
    {                                                                          \
        ASX_FINDING_##finding, tell_##story,                                   \
        {                                                                      \
            EDIT_##edit, ASX_EVENT_##kind, nth, value                          \
        }                                                                      \
    }

/* Tells every story: unedited it passes, edited it is found out. */
void tamper_assert_pass(const tampered *cases, size_t count);
void tamper_assert_found(const tampered *cases, size_t count);
bool tamper_has(const tampered *cases, size_t count, asx_finding finding);

#endif
