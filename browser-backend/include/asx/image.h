/* asx/image.h -- a snapshot from elsewhere.
 *
 * asx_snapshot_restore trusts its bytes, which is right for one's own and for a
 * host in wasm, where the worst that bad ones can do is a trap. A native host
 * that opens a recording of somebody else asks here before it restores.
 */
#ifndef ASX_IMAGE_H
#define ASX_IMAGE_H

#include "asx/asx.h"

/* As asx_snapshot_check, of a runtime with a pump and capsules. */
ASX_CHECKED asx_status asx_image_check(const void *snapshot, size_t bytes,
                                       uint32_t *scratch, asx_flaw *flaw);

#endif
