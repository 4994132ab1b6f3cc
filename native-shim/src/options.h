/* options.h -- "--name", "--name value" and files, in any order. */
#ifndef ASXN_OPTIONS_H
#define ASXN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define ASXN_FILES_MAX 256

typedef struct asxn_option {
    const char *name; /* with the dashes */
    bool *flag;       /* one of the three is set */
    const char **text;
    uint64_t *number; /* decimal or 0x, with an optional K, M or G */
} asxn_option;

typedef struct asxn_files {
    const char *path[ASXN_FILES_MAX];
    int count;
} asxn_files;

bool asxn_number(const char *text, uint64_t *number);

/* Null, or what is wrong with the command line. */
const char *asxn_options_parse(int argc, char **argv,
                               const asxn_option *options, int option_count,
                               asxn_files *files);

#endif
