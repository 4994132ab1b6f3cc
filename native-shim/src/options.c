#include "options.h"

#include <stdlib.h>
#include <string.h>

bool asxn_number(const char *text, uint64_t *number)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 0);

    if (end == text || text[0] == '-')
        return false;
    switch (*end) {
    case 'G':
        value <<= 30;
        end++;
        break;
    case 'M':
        value <<= 20;
        end++;
        break;
    case 'K':
        value <<= 10;
        end++;
        break;
    default:
        break;
    }
    if (*end != '\0')
        return false;
    *number = value;
    return true;
}

static const asxn_option *find(const asxn_option *options, int count,
                               const char *name)
{
    int i;

    for (i = 0; i < count; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

const char *asxn_options_parse(int argc, char **argv,
                               const asxn_option *options, int option_count,
                               asxn_files *files)
{
    int i;

    files->count = 0;
    for (i = 0; i < argc; i++) {
        const asxn_option *option = find(options, option_count, argv[i]);

        if (option == NULL && argv[i][0] == '-')
            return argv[i];
        if (option == NULL) {
            if (files->count == ASXN_FILES_MAX)
                return "too many files";
            files->path[files->count++] = argv[i];
        } else if (option->flag != NULL) {
            *option->flag = true;
        } else if (++i == argc) {
            return option->name;
        } else if (option->text != NULL) {
            *option->text = argv[i];
        } else if (!asxn_number(argv[i], option->number)) {
            return argv[i];
        }
    }
    return NULL;
}
