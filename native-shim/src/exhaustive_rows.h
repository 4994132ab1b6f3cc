/* exhaustive_rows.h -- which bounds are explored. */
#ifndef ASXN_EXHAUSTIVE_ROWS_H
#define ASXN_EXHAUSTIVE_ROWS_H

#include "exhaustive_client.h"

typedef struct asxn_row {
    const char *name;
    const char *story; /* what it covers, in a few words */
    bool is_long;      /* not in the short form */
    asxn_bounds bounds;
} asxn_row;

extern const asxn_row asxn_rows[];
extern const uint32_t asxn_row_count;

#endif
