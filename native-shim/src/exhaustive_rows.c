#include "exhaustive_rows.h"

/* Policies of a region that is opened: fail-fast and race; all four. */
#define POLICY(policy) (1u << ASX_POLICY_##policy)
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
    {"body", "all that one task can do to itself, and a finalizer", false,
     .bounds = {.most = {0, 1, 1, 1, 1, 0, 0, 1, 1},
                .opens = 1,
                .spawns = PLAIN,
                .cancels = USER_SHUTDOWN,
                .sleeps = 1,
                .outcomes = OK_ERR}},
    {"cleanup", "a scope with finalizers, and hardly any time for them", false,
     .bounds = {.most = {1, 1, 0, 0, 1, 1, 0, 1, 1},
                .opens = 1,
                .spawns = PLAIN | INSIDE,
                .cancels = USER_SHUTDOWN | TIGHT,
                .outcomes = OK_ERR_PANIC}},
    {"policies", "every policy, two tasks that may wait for another", false,
     .bounds = {.most = {1, 2, 0, 0, 1, 1},
                .opens = FOUR_POLICIES | CANCEL_ON_EXIT(1),
                .spawns = PLAIN | MAIN,
                .cancels = 1,
                .outcomes = OK_ERR_PANIC}},
    {"timers", "two sleeps, timeouts or deadlines", false,
     .bounds = {.most = {1, 2, 0, 2, 1},
                .opens = 1 | TIMEOUT(1),
                .spawns = PLAIN | PLAIN << 4,
                .cancels = 1,
                .sleeps = 3,
                .outcomes = 1}},
    {"trees", "a tree of three regions, two cancels", false,
     .bounds = {.most = {2, 2, 0, 0, 2},
                .opens = 1,
                .spawns = PLAIN,
                .cancels = USER_SHUTDOWN,
                .outcomes = 1}},
    {"obligations", "two obligations, handed over once", false,
     .bounds = {.most = {1, 2, 2, 0, 1, 0, 0, 0, 0, 1},
                .opens = 1,
                .spawns = PLAIN,
                .cancels = 1,
                .outcomes = OK_ERR}},
    {"fifo", "a bit of all, first in, first out", false,
     .bounds = {.most = {1, 2, 1, 1, 1},
                .opens = TWO_POLICIES,
                .spawns = PLAIN,
                .cancels = USER_SHUTDOWN,
                .sleeps = 1,
                .outcomes = OK_ERR,
                .fifo = true}},
    {"alike", "four tasks in three regions, one cancel, siblings alike", false,
     .policies = POLICY(FAIL_FAST),
     .bounds = {.most = {3, 4, 0, 0, 1},
                .spawns = PLAIN,
                .cancels = 1,
                .outcomes = OK_ERR,
                .prompt = true,
                .alike = true}},
    {"4t 2c", "four tasks in three regions, two cancels", true,
     .policies = FOUR_POLICIES,
     .bounds = {.most = {3, 4, 0, 0, 2},
                .spawns = PLAIN,
                .cancels = 1,
                .outcomes = OK_ERR,
                .prompt = true}},
    {"4t 1c 2o", "and two obligations, one cancel", true,
     .policies = POLICY(FAIL_FAST),
     .bounds = {.most = {3, 4, 2, 0, 1},
                .spawns = PLAIN,
                .cancels = 1,
                .outcomes = OK_ERR,
                .prompt = true}},
    {"4t 1c 1t", "and one timer, one cancel", true,
     .policies = POLICY(FAIL_FAST) | POLICY(RACE),
     .bounds = {.most = {3, 4, 0, 1, 1},
                .spawns = PLAIN,
                .cancels = 1,
                .sleeps = 1,
                .outcomes = OK_ERR,
                .prompt = true}},
    {"4t 2c 2o 2t", "all of it, siblings alike", true,
     .policies = POLICY(FAIL_FAST),
     .bounds = {.most = {3, 4, 2, 2, 2},
                .spawns = PLAIN,
                .cancels = 1,
                .sleeps = 1,
                .outcomes = OK_ERR,
                .prompt = true,
                .alike = true}},
};

const uint32_t asxn_row_count = sizeof asxn_rows / sizeof asxn_rows[0];

/* The ordered forests of three. `parent`: whose child each is, zero for the
 * root's. From `alike` on they only differ in which was first. `is_mirrored`:
 * so does all of it from the one above. */
static const struct {
    uint8_t parent[ASXN_SETUP_REGIONS];
    uint8_t alike;
    bool is_mirrored;
} forests[] = {
    {{0, 0, 0}, 0, false}, {{0, 0, 1}, 2, false}, {{0, 0, 2}, 2, true},
    {{0, 1, 1}, 1, false}, {{0, 1, 2}, 2, false},
};
#define FORESTS (sizeof forests / sizeof forests[0])

/* Four tasks in three regions: how many are in each. */
static const uint8_t placements[][ASXN_SETUP_REGIONS] = {
    {4, 0, 0}, {3, 1, 0}, {3, 0, 1}, {2, 2, 0}, {2, 1, 1},
    {2, 0, 2}, {1, 3, 0}, {1, 2, 1}, {1, 1, 2}, {1, 0, 3},
    {0, 4, 0}, {0, 3, 1}, {0, 2, 2}, {0, 1, 3}, {0, 0, 4},
};
#define PLACEMENTS (sizeof placements / sizeof placements[0])

/* If siblings are alike: of those that only differ in order the first. */
static bool is_member(const asxn_row *row, uint32_t nth)
{
    uint32_t forest = nth / PLACEMENTS;
    const uint8_t *tasks = placements[nth % PLACEMENTS];

    if (!row->bounds.alike)
        return true;
    for (uint32_t i = forests[forest].alike + 1u; i < ASXN_SETUP_REGIONS; i++)
        if (tasks[i] > tasks[i - 1])
            return false;
    return !forests[forest].is_mirrored;
}

uint32_t asxn_row_members(const asxn_row *row)
{
    uint32_t policies = (uint32_t)__builtin_popcount(row->policies), each = 0;

    for (uint32_t nth = 0; nth < FORESTS * PLACEMENTS; nth++)
        each += is_member(row, nth);
    return row->policies ? policies * each : 1;
}

asxn_bounds asxn_row_member(const asxn_row *row, uint32_t member)
{
    asxn_bounds bounds = row->bounds;
    uint32_t policies = row->policies, nth = 0;
    const uint8_t *forest;

    if (policies == 0)
        return bounds;
    while (!is_member(row, nth) || member-- > 0) {
        if (++nth < FORESTS * PLACEMENTS)
            continue;
        nth = 0;
        policies &= policies - 1;
    }
    forest = forests[nth / PLACEMENTS].parent;
    bounds.setup.regions = ASXN_SETUP_REGIONS;
    for (uint32_t i = 0; i < ASXN_SETUP_REGIONS; i++) {
        bounds.setup.parent[i] = forest[i];
        bounds.setup.open[i] = (uint8_t)__builtin_ctz(policies);
        bounds.setup.tasks[i + 1] = placements[nth % PLACEMENTS][i];
    }
    return bounds;
}
