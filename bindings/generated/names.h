/* names.h -- the enums of the ABI in words.
 * Written by bindings/generate.mjs; do not edit. */
#ifndef ASXB_NAMES_H
#define ASXB_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* The member of an enum, "running" for ("task_state", 1); "?" if there is none.
 * The plain constants are the members of "constant". */
const char *asxb_name_of(const char *enumeration, int64_t value);
/* And back; false if there is no such enum or member. */
bool asxb_value_of(const char *enumeration, const char *member,
                   int64_t *value);

#endif
