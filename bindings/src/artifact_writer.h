/* artifact_writer.h -- the sections that frame a recording.
 *
 * A file is: file header, HEAD, then chunks as the recorder sealed them with
 * STRINGS anywhere between, then TAIL. Every function here writes behind what
 * is there and answers false, having written nothing, if it does not fit.
 */
#ifndef ASXB_ARTIFACT_WRITER_H
#define ASXB_ARTIFACT_WRITER_H

#include "section.h"
#include "sha256.h"

typedef struct asxb_writer {
    uint8_t *bytes;
    uint32_t capacity;
    uint32_t used;
    uint32_t open; /* where the section being written begins, while it is */
} asxb_writer;

typedef struct asxb_head {
    uint64_t fingerprint;
    uint8_t kernel[ASXB_SHA256_BYTES]; /* zero: unknown */
    uint64_t seed;
    uint32_t flags;
    uint8_t tier;
    const uint64_t *settings;
    uint32_t setting_count;
    /* UTF-8, not terminated; a length of zero leaves the entry out. */
    const uint8_t *build;
    uint16_t build_bytes;
    const uint8_t *environment;
    uint16_t environment_bytes;
    const uint8_t *redaction;
    uint16_t redaction_bytes;
} asxb_head;

typedef struct asxb_tail {
    uint32_t input_count;
    uint64_t digest;
    uint8_t chain[ASXB_SHA256_BYTES];
    bool complete; /* recorded from the start without a gap */
} asxb_tail;

void asxb_writer_init(asxb_writer *w, uint8_t *bytes, uint32_t capacity);

/* The file header and HEAD. `chain` is the hash that the first chunk names as
 * its previous one. */
bool asxb_writer_head(asxb_writer *w, const asxb_head *head,
                      uint8_t chain[ASXB_SHA256_BYTES]);

/* STRINGS, one label at a time between begin and end. */
bool asxb_writer_strings_begin(asxb_writer *w);
bool asxb_writer_string(asxb_writer *w, uint32_t id, const uint8_t *utf8,
                        uint32_t length);
void asxb_writer_strings_end(asxb_writer *w);

/* Sections that are already sealed. */
bool asxb_writer_append(asxb_writer *w, const uint8_t *sections,
                        uint32_t length);

bool asxb_writer_tail(asxb_writer *w, const asxb_tail *tail);

#endif
