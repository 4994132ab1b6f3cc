/* exhaustive_rows.h -- which bounds are explored. */
#ifndef ASXN_EXHAUSTIVE_ROWS_H
#define ASXN_EXHAUSTIVE_ROWS_H

#include "exhaustive_client.h"

typedef struct asxn_row {
    const char *name;
    const char *story; /* what it covers, in a few words */
    bool is_long;      /* not in the short form */
    uint32_t policies; /* a family: every tree of three regions that are there
                          from the start, all with one of these policies, by
                          bit, and every placement of four tasks in them */
    asxn_bounds bounds;
} asxn_row;

/* How many members a row has, and the bounds of one; the rest of the row's. */
uint32_t asxn_row_members(const asxn_row *row);
asxn_bounds asxn_row_member(const asxn_row *row, uint32_t member);

extern const asxn_row asxn_rows[];
extern const uint32_t asxn_row_count;

#endif
