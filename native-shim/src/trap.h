/* trap.h -- coming back from an assertion of the kernel.
 *
 * The kernel traps on a bug of its own. A tool that hunts for such bugs wants
 * to say where, and to go on with the next program:
 *
 *   if (ASXN_TRAPPED())
 *       report and throw the machine away;
 */
#ifndef ASXN_TRAP_H
#define ASXN_TRAP_H

#include <setjmp.h>

extern sigjmp_buf asxn_trap_return;

/* From then on a trap returns to the last ASXN_TRAPPED. */
void asxn_trap_catch(void);

#define ASXN_TRAPPED() (sigsetjmp(asxn_trap_return, 1) != 0)

#endif
