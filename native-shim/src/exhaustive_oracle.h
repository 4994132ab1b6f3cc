/* exhaustive_oracle.h -- what is true of every state, and of every step.
 *
 * The invariants of semantics section 10, written from the rules over what
 * asx_describe and the events tell, besides the kernel's own checks. Each
 * answers what is wrong, or null.
 */
#ifndef ASXN_EXHAUSTIVE_ORACLE_H
#define ASXN_EXHAUSTIVE_ORACLE_H

#include "exhaustive_client.h"
#include "exhaustive_ended.h"

/* Of a state. Calls asx_runtime_check, which traps. */
const char *asxn_oracle_state(const asxn_client *c, const asxn_view *view);
/* Of the action that led from `before` to where `c` is, by its events. */
const char *asxn_oracle_step(asxn_client *c, const asxn_view *before,
                             asxn_action action);
/* Drives `c` to its end, or to where a run before it came by: everything is
 * cancelled, and every body ends as soon as it is told, or, if `is_hung`, never
 * comes back. */
const char *asxn_oracle_end(asxn_client *c, asxn_ended *ended, bool is_hung);

#endif
