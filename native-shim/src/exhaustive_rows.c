#include "exhaustive_rows.h"

/* Policies of a region that is opened: fail-fast and race; all four. */
#define TWO_POLICIES 0x5u
#define FOUR_POLICIES 0xfu
#define CANCEL_ON_EXIT(opens) ((opens) << 4)
#define TIMEOUT(opens) ((opens) << 8)

#define OK_ERR 0x3u
#define OK_ERR_PANIC 0xbu

/* Spawned plain; as the main task; from inside, so while a region closes. */
#define PLAIN 0x1u
#define MAIN 0x2u
#define INSIDE 0x4u

#define USER_SHUTDOWN 0x3u
#define TIGHT 0x4u /* one poll and a millisecond to clean up */

const asxn_row asxn_rows[] = {
    {"body",
     "all that one task can do to itself, and a finalizer",
     false,
     {.most = {0, 1, 1, 1, 1, 0, 0, 1, 1},
      .opens = 1,
      .spawns = PLAIN,
      .cancels = USER_SHUTDOWN,
      .sleeps = 1,
      .outcomes = OK_ERR}},
    {"cleanup",
     "a scope with finalizers, and hardly any time for them",
     false,
     {.most = {1, 1, 0, 0, 1, 1, 0, 1, 1},
      .opens = 1,
      .spawns = PLAIN | INSIDE,
      .cancels = USER_SHUTDOWN | TIGHT,
      .outcomes = OK_ERR_PANIC}},
    {"policies",
     "every policy, two tasks that may wait for another",
     false,
     {.most = {1, 2, 0, 0, 1, 1},
      .opens = FOUR_POLICIES | CANCEL_ON_EXIT(1),
      .spawns = PLAIN | MAIN,
      .cancels = 1,
      .outcomes = OK_ERR_PANIC}},
    {"timers",
     "two sleeps, timeouts or deadlines",
     false,
     {.most = {1, 2, 0, 2, 1},
      .opens = 1 | TIMEOUT(1),
      .spawns = PLAIN | PLAIN << 4,
      .cancels = 1,
      .sleeps = 3,
      .outcomes = 1}},
    {"trees",
     "a tree of three regions, two cancels",
     false,
     {.most = {2, 2, 0, 0, 2},
      .opens = 1,
      .spawns = PLAIN,
      .cancels = USER_SHUTDOWN,
      .outcomes = 1}},
    {"obligations",
     "two obligations, handed over once",
     false,
     {.most = {1, 2, 2, 0, 1, 0, 0, 0, 0, 1},
      .opens = 1,
      .spawns = PLAIN,
      .cancels = 1,
      .outcomes = OK_ERR}},
    {"fifo",
     "a bit of all, first in, first out",
     false,
     {.most = {1, 2, 1, 1, 1},
      .opens = TWO_POLICIES,
      .spawns = PLAIN,
      .cancels = USER_SHUTDOWN,
      .sleeps = 1,
      .outcomes = OK_ERR,
      .fifo = true}},
};

const uint32_t asxn_row_count = sizeof asxn_rows / sizeof asxn_rows[0];
