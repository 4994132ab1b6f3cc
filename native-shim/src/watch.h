/* watch.h -- a run under all oracles.
 *
 *   asxn_watch_open(&watch, &rt, lab);
 *   for each call:
 *       asxn_watch_step(&watch);
 *   violations = asxn_watch_close(&watch, stdout);
 *
 * Takes the runtime's event sink. Keeps every event, so that what a violation
 * names as evidence can be shown in words.
 */
#ifndef ASXN_WATCH_H
#define ASXN_WATCH_H

#include <stdio.h>

#include "asx/oracle.h"
#include "file.h"

#define ASXN_WATCH_SINK 65536u

typedef struct asxn_watch {
    asx_runtime *rt;
    asx_oracle *oracle;
    void *memory;
    asxn_bytes kept;     /* asx_event, all of the run */
    uint32_t overflowed; /* events that found no room in the sink */
    asx_event sink[ASXN_WATCH_SINK];
} asxn_watch;

/* `whole`: the run is watched from its first event on. */
void asxn_watch_open(asxn_watch *w, asx_runtime *rt, bool lab, bool whole);
/* What has happened since the last step. Looks at `slots` objects besides. */
void asxn_watch_step(asxn_watch *w, uint32_t slots);
/* The same inputs gave another digest (same inputs, same trace). */
void asxn_watch_compare(asxn_watch *w, uint64_t expected, uint64_t found);
/* The end of the run: prints each violation kept with its evidence, and what
 * could not be judged. Answers how many violations there were. */
uint32_t asxn_watch_close(asxn_watch *w, FILE *out);

#endif
