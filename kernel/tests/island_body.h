/* island_body.h -- what islands.c needs of the bodies of its tasks. */
#ifndef ASX_TEST_ISLAND_BODY_H
#define ASX_TEST_ISLAND_BODY_H

#include "islands.h"

bool island_percent(uint64_t *random, uint32_t chance);
struct island_task *island_add_task(struct island *island, asx_task handle);
/* A task that may be long gone, or nobody. */
struct island_task *island_any_task(struct island *island, uint64_t *random);
/* Its own region, or one below that may be long gone. */
asx_region island_any_region(struct island *island, uint64_t *random);
/* True once at a time: equal reasons of one time are strengthened by slot. */
bool island_may_cancel(struct islands *islands, struct island *island);
void island_spawn(struct islands *islands, struct island *island,
                  asx_region region, uint64_t *random);
void island_open(struct islands *islands, struct island *island,
                 uint64_t *random);
/* Runs the body of `task` until it waits or ends. */
void island_step(struct islands *islands, struct island *island,
                 struct island_task *task);

#endif
