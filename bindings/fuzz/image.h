/* image.h -- images of a runtime that somebody has edited. */
#ifndef ASXF_IMAGE_H
#define ASXF_IMAGE_H

#include "arena.h"

/* Edits the image of what `arena` holds, several times over, as `draws` has it.
 * Each is refused, or restored and used up: every invariant holds before and
 * after, and it comes to rest within a bounded number of steps. */
void asxf_image_try(asxf_arena *arena, uint64_t draws);

/* As a host restores what it did not write; false: nothing has changed. */
bool asxf_image_restore(asxf_arena *arena, const void *bytes, size_t length);

#endif
