/* file.h -- whole files, and bytes that grow. Failures of the host end the
 * process with ASXN_EXIT_FILE: a tool has nobody to hand them to. */
#ifndef ASXN_FILE_H
#define ASXN_FILE_H

#include <stddef.h>
#include <stdint.h>

typedef struct asxn_bytes {
    uint8_t *data;
    size_t length;
    size_t capacity;
} asxn_bytes;

asxn_bytes asxn_file_read(const char *path);
void asxn_file_write(const char *path, const uint8_t *data, size_t length);

void asxn_bytes_append(asxn_bytes *bytes, const uint8_t *data, size_t length);
void asxn_bytes_free(asxn_bytes *bytes);

#endif
