/* port.c -- recording of inputs that are not worth recording in line. */
#include "port.h"

#if ASX_TIER >= 1

enum { NUMBER = 1, HANDLE = 2 }; /* else a time */

__attribute__((noinline)) bool asxb_input_open(asxb_port *port, uint32_t opcode,
                                               uint32_t shape, uint64_t a,
                                               uint64_t b, uint64_t c,
                                               uint64_t d)
{
    const uint64_t arguments[] = {a, b, c, d};
    asxb_recorder *recorder = port->recorder;

    if (recorder != NULL) {
        if (!asxb_record_open(recorder, (asxb_opcode)opcode))
            return false;
        for (const uint64_t *at = arguments; shape; at++, shape >>= 2) {
            if ((shape & 3) == NUMBER)
                asxb_record_u64(recorder, *at);
            else if ((shape & 3) == HANDLE)
                asxb_record_handle(recorder, *at);
            else
                asxb_record_time(recorder, *at);
        }
    }
    asxb_input_begin(port, opcode);
    return true;
}

__attribute__((noinline)) void asxb_input_close(asxb_port *port, int64_t result)
{
    asxb_input_end(port, result);
}

#endif
