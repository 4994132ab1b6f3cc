/* asx/name.h -- finding a task by a name (rule name.lease).
 *
 * A name is a label that one task holds at a time. It is held by a lease, an
 * obligation of that task: reserved, so that nobody else can take the name;
 * active, so that others find it; then released with asx_obligation_commit, or
 * aborted. A lease ends with its holder, however that ends, so no name outlives
 * whom it names. asx_obligation_transfer hands it over.
 */
#ifndef ASX_NAME_H
#define ASX_NAME_H

#include "asx/obligation.h"

typedef enum asx_lease_state {
    ASX_LEASE_RESERVED = 0,
    ASX_LEASE_ACTIVE = 1,
    ASX_LEASE_RELEASED = 2,
    ASX_LEASE_ABORTED = 3,
} asx_lease_state;

/* `holder` reserves `name`, which is not zero. ASX_E_NAME_TAKEN: somebody has
 * it, or has reserved it. Otherwise as asx_obligation_reserve. */
ASX_CHECKED asx_status asx_name_reserve(asx_runtime *rt, asx_task holder,
                                        uint32_t name, asx_obligation *out);
/* From now on it is found. ASX_E_STATE: it is active already. A lease that is
 * not active cannot be committed, only aborted. */
ASX_CHECKED asx_status asx_name_activate(asx_runtime *rt, asx_obligation lease,
                                         asx_task holder);
/* The task that is found under `name`; zero if there is none. */
asx_task asx_name_lookup(const asx_runtime *rt, uint32_t name);

#endif
