/* sha256.h -- the hash that chains the chunks of a log: finds edits.
 *
 * One shot over two ranges, because a link of the chain hashes the previous
 * link and then the chunk, which lie in different places.
 */
#ifndef ASXB_SHA256_H
#define ASXB_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define ASXB_SHA256_BYTES 32

/* Hashes `a` followed by `b`. A length of zero allows a null pointer. `out`
 * may overlap either range. */
void asxb_sha256(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len,
                 uint8_t out[ASXB_SHA256_BYTES]);

#endif
