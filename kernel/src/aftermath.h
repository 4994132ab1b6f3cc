/* aftermath.h -- what supervision, links, monitors and names are told of by the
 * files whose objects they are about. */
#ifndef ASXI_AFTERMATH_H
#define ASXI_AFTERMATH_H

#include "internal.h"

/* Rarely called from where much happens, so kept out of it. */
#define ASXI_RARE __attribute__((cold, noinline))

/* aftermath.c */
void asxi_aftermath_push(asx_runtime *rt, struct asxi_cell *cell);
void asxi_aftermath_remove(asx_runtime *rt, struct asxi_cell *cell);
ASXI_RARE void asxi_aftermath_run(asx_runtime *rt);

/* child.c, supervise.c: a region of a child, or of a supervisor */
ASXI_RARE void asxi_child_closed(asx_runtime *rt,
                                 const struct asxi_region *region);
ASXI_RARE void asxi_supervisor_closing(asx_runtime *rt,
                                       const struct asxi_region *region);

/* tie.c: a task that has an extension */
ASXI_RARE void asxi_ties_end(asx_runtime *rt, struct asxi_task *task);

/* name.c: an obligation of kind Lease */
bool asxi_lease_is_reserved(const struct asxi_obligation *obligation);
ASXI_RARE void asxi_lease_ended(asx_runtime *rt,
                                struct asxi_obligation *obligation,
                                asx_obligation_state end);

#endif
