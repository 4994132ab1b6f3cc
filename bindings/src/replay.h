/* replay.h -- performing recorded inputs again (generated/replay.c). */
#ifndef ASXB_REPLAY_H
#define ASXB_REPLAY_H

#include "input_reader.h"
#include "port.h"

/* Reads one record and performs it. ASX_E_ARGUMENT: the bytes are malformed,
 * nothing was performed, and the reader stands where it stood. What the call
 * itself answered, refused or not, is `reader->result`. */
int asxb_replay_one(asx_runtime *rt, asxb_reader *reader);

/* As above through a port, so that a replay can be recorded again.
 * ASX_E_LOG_FULL: seal the port's recorder, then call again. */
int asxb_replay_into(asxb_port *port, asxb_reader *reader);

#endif
