/* artifact_reader.h -- a total decoder for artifacts.
 *
 * Works on a range of bytes that the caller keeps, allocates nothing, does not
 * recurse, and checks every length before it is used. Whatever the bytes are,
 * asxb_artifact_next ends after finitely many sections: what it handed out by
 * then is the longest verified prefix, and `error` says why there is no more.
 *
 *   asxb_artifact_open(&artifact, bytes, length);
 *   while (asxb_artifact_next(&artifact, &section))
 *       use(&section);
 *   if (artifact.error.code != ASXB_ARTIFACT_OK)
 *       report(&artifact.error);
 *
 * What is verified: the container, the shape of every known body, the order of
 * the inputs, the chain of their hashes. What a record means is not looked at;
 * that is for a replay and the digests.
 */
#ifndef ASXB_ARTIFACT_READER_H
#define ASXB_ARTIFACT_READER_H

#include "section.h"
#include "sha256.h"

/* `expected` and `found` of the error mean: */
typedef enum asxb_artifact_code {
    ASXB_ARTIFACT_OK = 0,       /* read to TAIL, and TAIL agrees */
    ASXB_ARTIFACT_CUT = 1,      /* bytes needed; bytes that are there */
    ASXB_ARTIFACT_MAGIC = 2,    /* not an artifact; the first four bytes */
    ASXB_ARTIFACT_VERSION = 3,  /* the major that is read here; the file's */
    ASXB_ARTIFACT_UNKNOWN = 4,  /* version needed (major << 16); the type */
    ASXB_ARTIFACT_CHECKSUM = 5, /* changed by accident; both crc32c */
    ASXB_ARTIFACT_LENGTH = 6,   /* length of a body, an entry or a list */
    ASXB_ARTIFACT_ORDER = 7,    /* HEAD is not first, or TAIL not last */
    ASXB_ARTIFACT_SEQUENCE = 8, /* inputs before this section */
    ASXB_ARTIFACT_CHAIN = 9,    /* edited; first eight bytes of both hashes */
    ASXB_ARTIFACT_VALUE = 10,   /* a number or a text that cannot be */
    ASXB_ARTIFACT_COUNT = 11,   /* inputs by TAIL; inputs in the chunks */
} asxb_artifact_code;

typedef struct asxb_artifact_error {
    uint32_t code;          /* asxb_artifact_code */
    uint32_t section_index; /* of the section that failed */
    uint32_t section_type;  /* zero if it could not be read */
    uint32_t offset;        /* in the file */
    uint64_t expected;
    uint64_t found;
} asxb_artifact_error;

/* Nothing is wrong, but a reader should know. */
typedef enum asxb_artifact_warning {
    ASXB_WARNING_SKIPPED = 1,  /* unknown sections that are not critical */
    ASXB_WARNING_GAP = 2,      /* inputs are missing between two chunks */
    ASXB_WARNING_LATE = 4,     /* and at the beginning, with no checkpoint */
    ASXB_WARNING_NEWER = 8,    /* a newer minor version wrote it */
    ASXB_WARNING_PARTIAL = 16, /* TAIL says that it is not complete */
} asxb_artifact_warning;

typedef struct asxb_section {
    const uint8_t *body;
    uint32_t length;
    uint32_t offset; /* of its header in the file */
    uint16_t type;
    uint16_t flags;
    bool is_known;
    uint32_t first_input; /* INPUT, CHECKPOINT: inputs before it */
    uint32_t count;       /* INPUT, STRINGS, DIGEST: how many of them */
} asxb_section;

typedef struct asxb_artifact {
    const uint8_t *bytes;
    uint32_t length;
    uint32_t at;
    uint32_t section_count; /* handed out so far */
    uint32_t skipped_count;
    uint32_t input_count;    /* inputs done at the end of the last chunk */
    uint32_t recorded_count; /* inputs that are in the file */
    uint32_t warnings;
    bool has_start; /* a chunk or a checkpoint was seen */
    bool has_tail;
    uint8_t chain[ASXB_SHA256_BYTES];
    asxb_artifact_error error;
} asxb_artifact;

/* A length beyond 4 GiB is refused. */
void asxb_artifact_open(asxb_artifact *artifact, const uint8_t *bytes,
                        size_t length);

/* The next verified section; false at the end, which `error` explains. */
bool asxb_artifact_next(asxb_artifact *artifact, asxb_section *section);

/* Entries of a verified STRINGS body: `*at` begins at 4 and is moved on. */
bool asxb_strings_next(const asxb_section *section, uint32_t *at, uint32_t *id,
                       const uint8_t **utf8, uint32_t *length);

#endif
