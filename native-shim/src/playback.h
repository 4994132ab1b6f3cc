/* playback.h -- an artifact performed again, one input at a time.
 *
 *   asxn_playback_open(&p, bytes, length, memory_limit);
 *   while (asxn_playback_step(&p))
 *       look(&p);
 *   report(&p.end);
 *
 * Every digest of the file is compared as soon as its input is done. What ends
 * a playback is a value; the machine then stands after the last good input.
 */
#ifndef ASXN_PLAYBACK_H
#define ASXN_PLAYBACK_H

#include <stdio.h>

#include "artifact_reader.h"
#include "machine.h"

typedef enum asxn_end_kind {
    ASXN_END_NONE = 0,    /* there is more */
    ASXN_END_OK = 1,      /* all of it, and every digest agreed */
    ASXN_END_BROKEN = 2,  /* the file: see artifact.error */
    ASXN_END_FOREIGN = 3, /* of another ABI; or its beginning is missing */
    ASXN_END_RECORD = 4,  /* a record that cannot be read */
    ASXN_END_DIGEST = 5,  /* the run went another way */
    ASXN_END_IMAGE = 6,   /* a checkpoint whose image cannot be used */
} asxn_end_kind;

typedef struct asxn_end {
    asxn_end_kind kind;
    const char *why;      /* FOREIGN */
    asx_flaw flaw;        /* IMAGE, */
    uint32_t input;       /* and how many inputs its checkpoint is after */
    uint32_t last_common; /* DIGEST: the last input whose digest agreed */
    uint64_t expected;
    uint64_t found;
} asxn_end;

typedef struct asxn_playback {
    asxn_machine machine;
    asxb_artifact artifact;
    asxb_section head;
    asxb_section digests; /* of the chunk being read */
    uint32_t digest_at;
    uint32_t chunk_left; /* inputs */
    asxb_reader reader;  /* and what the last input was and answered */
    uint32_t chunk_count;
    uint32_t digest_count; /* compared so far */
    asxn_end end;
} asxn_playback;

void asxn_playback_open(asxn_playback *p, const uint8_t *bytes, size_t length,
                        size_t memory_limit);
void asxn_playback_close(asxn_playback *p);

/* Performs one input; false if the playback has ended. */
bool asxn_playback_step(asxn_playback *p);
/* Stands before the next input, whose record `reader` then begins with;
 * false if there is none. */
bool asxn_playback_ready(asxn_playback *p);

/* An entry of HEAD as text, or "". Valid until the next call. */
const char *asxn_playback_text(const asxn_playback *p, asxb_head_id id);
/* One of ASXN_EXIT_*. */
int asxn_playback_exit(const asxn_playback *p);
/* Says in one line how it ended. */
void asxn_playback_print(const asxn_playback *p, FILE *out);
/* The record that `reader` begins with, as a line of a scenario. */
void asxn_record_print(const asx_runtime *rt, asxb_reader reader, FILE *out);

#endif
