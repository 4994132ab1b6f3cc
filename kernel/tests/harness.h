/* harness.h -- a small host for kernel tests.
 *
 * A world is a runtime with its arena, an event sink and a memory that can be
 * refused. Helpers that return a handle fail the test if the call was refused;
 * calls under test are made directly.
 */
#ifndef ASX_TEST_HARNESS_H
#define ASX_TEST_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "asx/asx.h"

#define WORLD_EVENTS 65536u

struct world {
    asx_runtime rt; /* first: the grow hook finds the world from it */
    size_t reserved;
    int64_t growths_left; /* less than zero: never refused */
    unsigned char *copy;  /* world_remember */
    size_t copy_bytes;
};

/* Opens a world of seed 1, or ends the test. world_free checks it first. */
struct world *world_new(uint64_t seed, uint32_t flags);
void world_free(struct world *world);
/* For cmocka: a world in *state. */
int world_setup(void **state);
int world_teardown(void **state);
#define WORLD_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)

/* Compares every byte of the arena and its environment's counters. */
void world_remember(struct world *world);
void world_assert_unchanged(struct world *world);

/* Making things. */
asx_region root_of(struct world *world);
asx_region open_region(struct world *world, asx_region parent, uint32_t flags);
asx_task spawn(struct world *world, asx_region region, uint32_t flags);
asx_task spawn_implicit(struct world *world, asx_task owner);
/* Spawned and started: its body runs now. Nothing else may be due. */
asx_task start(struct world *world, asx_region region, uint32_t flags);
/* Started, and parked until asx_task_wake. */
asx_task start_parked(struct world *world, asx_region region, uint32_t flags);
asx_obligation reserve(struct world *world, asx_task holder);
void stage_budget(struct world *world, uint64_t deadline_us, uint32_t polls,
                  uint32_t priority);
void stage_cleanup(struct world *world, uint64_t time_us, uint32_t polls);
void cancel_task(struct world *world, asx_task task, asx_cancel_kind kind);
void cancel_region(struct world *world, asx_region region,
                   asx_cancel_kind kind);
void close_region(struct world *world, asx_region region);

/* Running things. */
asx_task task_at(const struct world *world, uint32_t slot);
/* The next dispatch has to be this one. */
void expect_next(struct world *world, asx_task task, asx_verb verb);
void expect_idle(struct world *world);
/* The body ends, and has no finalizers. */
void finish(struct world *world, asx_task task, asx_outcome outcome);
/* The body ends; answers the index of the finalizer that starts. */
uint32_t finish_into_finalizer(struct world *world, asx_task task,
                               asx_outcome outcome);
/* The oldest notice has to be this one. */
void expect_notice(struct world *world, uint64_t handle, asx_notice notice,
                   asx_outcome outcome);
void expect_no_notice(struct world *world);
void expect_report(struct world *world, asx_report_kind kind, uint64_t subject);
void expect_no_report(struct world *world);
/* Lets every body that is due end at once, and releases what has ended, until
 * nothing is left to do. Answers how many dispatches that took. */
uint32_t drain(struct world *world);
void advance(struct world *world, uint64_t us);

/* Reading things. */
uint64_t field(const struct world *world, uint64_t handle, asx_field field);
uint64_t counter(const struct world *world, asx_counter counter);
uint32_t event_count(const struct world *world, asx_event_kind kind);
/* How many of `kind` about the object. */
uint32_t event_count_of(const struct world *world, asx_event_kind kind,
                        uint64_t handle);
/* Index of the first such event at or after `from`; fails if there is none. */
uint32_t event_find(const struct world *world, uint32_t from,
                    asx_event_kind kind, uint64_t handle);
bool is_alive(const struct world *world, uint64_t handle);

/* For randomized tests: splitmix64; the state is the seed. */
uint64_t test_random(uint64_t *state);

#define assert_ok(call) assert_int_equal((call), ASX_OK)

#endif
