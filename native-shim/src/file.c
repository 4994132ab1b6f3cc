#include "file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

static void give_up(const char *path)
{
    fprintf(stderr, "asx: %s: %s\n", path, strerror(errno));
    exit(ASXN_EXIT_FILE);
}

void asxn_bytes_append(asxn_bytes *bytes, const uint8_t *data, size_t length)
{
    if (length > bytes->capacity - bytes->length) {
        size_t capacity = 2 * (bytes->length + length) + 256;
        uint8_t *grown = realloc(bytes->data, capacity);

        if (grown == NULL)
            give_up("memory");
        bytes->data = grown;
        bytes->capacity = capacity;
    }
    if (length > 0)
        memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

void asxn_bytes_free(asxn_bytes *bytes)
{
    free(bytes->data);
    *bytes = (asxn_bytes){0};
}

asxn_bytes asxn_file_read(const char *path)
{
    asxn_bytes bytes = {0};
    uint8_t block[65536];
    size_t got;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        give_up(path);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        asxn_bytes_append(&bytes, block, got);
    if (ferror(file))
        give_up(path);
    fclose(file);
    /* One byte more, so that text can be ended in place. */
    asxn_bytes_append(&bytes, (const uint8_t *)"", 1);
    bytes.length--;
    return bytes;
}

void asxn_file_write(const char *path, const uint8_t *data, size_t length)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(data, 1, length, file) != length ||
        fclose(file) != 0)
        give_up(path);
}
