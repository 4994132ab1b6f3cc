/* repair.h -- making a changed file pass for a whole one. */
#ifndef ASXF_REPAIR_H
#define ASXF_REPAIR_H

#include <stddef.h>
#include <stdint.h>

/* Rewrites in place what a reader would refuse a file for before it looks at
 * what was changed: lengths that reach too far, links of the hash chain,
 * checksums. Answers how many sections there are. */
uint32_t asxf_repair(uint8_t *bytes, size_t length);

/* Where section `index` begins, and its length with its header. Lengths must
 * have been repaired. */
size_t asxf_section_at(const uint8_t *bytes, size_t length, uint32_t index,
                       size_t *section_bytes);

#endif
