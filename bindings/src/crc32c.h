/* crc32c.h -- the checksum of a section: finds accidents, not edits.
 *
 * Castagnoli's polynomial, reflected, as in iSCSI and SSE 4.2.
 */
#ifndef ASXB_CRC32C_H
#define ASXB_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Goes on from `crc`, the result for the bytes before; zero to begin. */
uint32_t asxb_crc32c(uint32_t crc, const uint8_t *bytes, size_t length);

#endif
