/* port.h -- the one door into a runtime.
 *
 * Every input goes through asxb_call_* (generated/calls.h): it is recorded if
 * a recorder is attached, performed, and its result journaled. An input that
 * the recorder has no room for answers ASX_E_LOG_FULL and changes nothing.
 */
#ifndef ASXB_PORT_H
#define ASXB_PORT_H

#include "asx/asx.h"
#include "recorder.h"

typedef struct asxb_port {
    asx_runtime *rt;
    asxb_recorder *recorder; /* null: not recording */
} asxb_port;

static inline bool asxb_is_recording(const asxb_port *port)
{
#if ASX_TIER >= 1
    return port->recorder != NULL;
#else
    (void)port;
    return false;
#endif
}

static inline void asxb_input_begin(asxb_port *port, uint32_t opcode)
{
#if ASX_TIER >= 1
    asx_input_begin(port->rt, opcode);
#else
    (void)port;
    (void)opcode;
#endif
}

static inline void asxb_input_end(asxb_port *port, int64_t result)
{
#if ASX_TIER >= 1
    asx_input_end(port->rt, result);
    if (port->recorder != NULL)
        asxb_record_close(port->recorder);
#else
    (void)port;
    (void)result;
#endif
}

/* The same for inputs that are made now and then, small instead of fast.
 * `shape` says what the arguments are, a base four digit each, the first in the
 * low bits: 1 a number, 2 a handle, 3 a time; 0 ends. False: no room. */
#if ASX_TIER >= 1
bool asxb_input_open(asxb_port *port, uint32_t opcode, uint32_t shape,
                     uint64_t a, uint64_t b, uint64_t c, uint64_t d);
void asxb_input_close(asxb_port *port, int64_t result);
#else
#define asxb_input_open(port, opcode, shape, a, b, c, d) ((void)(port), true)
#define asxb_input_close(port, result) ((void)(port), (void)(result))
#endif

static inline uint64_t asxb_time_clean(uint64_t time_us)
{
    return time_us <= ASX_TIME_MAX ? time_us : ASX_TIME_NONE;
}

/* A number from the host; less than zero, too large or not one is "none". */
static inline uint64_t asxb_u64_of(double number)
{
    if (number >= 0 && number <= (double)ASX_TIME_MAX)
        return (uint64_t)number;
    return UINT64_MAX;
}

/* Back to the host; -1 is none. */
static inline double asxb_f64_of(uint64_t number)
{
    return number <= ASX_TIME_MAX ? (double)number : -1;
}

#endif
