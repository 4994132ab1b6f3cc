/* dispatch.h -- a call by its number (generated/dispatch.c). */
#ifndef ASXB_DISPATCH_H
#define ASXB_DISPATCH_H

#include "port.h"

/* Makes the call `opcode` with as many arguments as its shape has letters:
 * handles as their bits, everything else as the number it is. Answers what the
 * call does; what an input fills besides is dropped. ASX_E_ARGUMENT, and
 * nothing was called, if there is no such input. */
int64_t asxb_dispatch(asxb_port *port, uint32_t opcode,
                      const uint64_t *arguments);

#endif
