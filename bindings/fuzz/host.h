/* host.h -- a host that follows the protocol. */
#ifndef ASXF_HOST_H
#define ASXF_HOST_H

#include "program.h"

/* What it does next: obeys a notice, or else moves the turn on. With
 * `finishes` it also ends the body of the task that runs. */
void asxf_host_step(asxf_program *p, bool finishes);

/* Cancels the root and goes on until nothing lives, which has to come: no
 * rule lets a runtime wait for ever once its host does its part. */
void asxf_host_shut_down(asxf_program *p);

#endif
