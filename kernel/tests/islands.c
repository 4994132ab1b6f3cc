/* islands.c -- hosts that draw what they do, and the schedule.
 *
 * Scheduling must not leak from one island into another: the streaks that the
 * lanes are bounded by are out of reach, time passes only when all are idle,
 * and an island's host acts only when that island is idle.
 */
#include "asx/describe.h"
#include "island_body.h"

static struct island_task *find_task(struct islands *islands, asx_task handle,
                                     struct island **island)
{
    for (uint32_t i = 0; i < islands->count; i++) {
        *island = &islands->island[i];
        for (uint32_t at = 0; at < (*island)->task_count; at++) {
            if ((*island)->tasks[at].handle.bits == handle.bits)
                return &(*island)->tasks[at];
        }
    }
    return NULL;
}

/* What has ended is let go of at once, so that its slot is used again. */
static void release_all(struct islands *islands)
{
    asx_runtime *rt = &islands->world->rt;
    int32_t notice;

    while ((notice = asx_notice_next(rt)) != 0) {
        uint64_t bits =
            task_at(islands->world, (uint32_t)notice & ASX_SLOT_MAX).bits;

        if ((notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) ==
            ASX_NOTICE_TASK_ENDED)
            assert_ok(asx_task_release(rt, (asx_task){bits}));
        else
            assert_ok(asx_region_release(rt, (asx_region){bits}));
    }
}

static void dispatch(struct islands *islands)
{
    asx_runtime *rt = &islands->world->rt;
    int32_t next = asx_next(rt);
    asx_task handle = task_at(islands->world, (uint32_t)next & ASX_SLOT_MAX);
    struct island *island = NULL;
    struct island_task *task;

    if (next == 0)
        return; /* what was due has been forced */
    task = find_task(islands, handle, &island);
    assert_non_null(task);
    island_step(islands, island, task);
}

/* What the host of an island does when nothing of it is due. */
static void act_outside(struct islands *islands, struct island *island)
{
    asx_runtime *rt = &islands->world->rt;
    struct island_task *task = island_any_task(island, &island->random);
    asx_region region = island_any_region(island, &island->random);
    int32_t refused = 0;

    switch (task == NULL ? 0 : test_random(&island->random) % 6) {
    case 0:
    case 1:
        island_spawn(islands, island, region, &island->random);
        island_spawn(islands, island, region, &island->random);
        break;
    case 2:
        island_open(islands, island, &island->random);
        break;
    case 3:
        refused = asx_task_wake(rt, task->handle, (asx_task){0});
        break;
    case 4:
        if (island_may_cancel(islands, island))
            refused = asx_task_cancel(rt, task->handle, ASX_CANCEL_USER, 7);
        break;
    default:
        if (region.bits != island->region.bits &&
            island_may_cancel(islands, island))
            refused = asx_region_cancel(rt, region, ASX_CANCEL_USER, 8);
        break;
    }
    (void)refused;
}

/* The island that a region or task is on; the count of islands if on none. */
static uint32_t island_of(const struct islands *islands, uint32_t slot)
{
    double fields[ASX_FIELD_COUNT];

    for (; slot != 0; slot = (uint32_t)fields[ASX_FIELD_PARENT]) {
        for (uint32_t at = 0; at < islands->count; at++) {
            if (islands->island[at].region.bits ==
                task_at(islands->world, slot).bits)
                return at;
        }
        if (asx_describe(&islands->world->rt, slot, fields) == ASX_KIND_FREE)
            break;
    }
    return islands->count;
}

static bool is_idle(const struct islands *islands, uint32_t island)
{
    uint64_t used = counter(islands->world, ASX_COUNTER_SLOTS_USED);
    double fields[ASX_FIELD_COUNT];

    for (uint32_t slot = 1; slot <= used; slot++) {
        if (asx_describe(&islands->world->rt, slot, fields) == ASX_KIND_TASK &&
            fields[ASX_FIELD_QUEUE] >= ASX_QUEUE_CANCEL &&
            fields[ASX_FIELD_QUEUE] <= ASX_QUEUE_READY &&
            island_of(islands, slot) == island)
            return false;
    }
    return true;
}

static void bridge(struct islands *islands, struct island *from)
{
    struct island *to = &islands->island[1];
    asx_task task;

    if (islands->bridged && from == islands->island && from->episodes == 1 &&
        asx_task_spawn(&islands->world->rt, to->region, 0, 99, &task) == ASX_OK)
        island_add_task(from, task);
}

/* Until all islands have had their episodes and are idle. */
static void run_round(struct islands *islands)
{
    for (;;) {
        uint32_t at =
            (uint32_t)(test_random(&islands->schedule) % islands->count);
        struct island *island = &islands->island[at];

        if (island->episodes > 0 && is_idle(islands, at)) {
            bridge(islands, island);
            island->episodes--;
            act_outside(islands, island);
        } else if (asx_has_next(&islands->world->rt)) {
            dispatch(islands);
        } else {
            uint32_t left = 0;

            for (uint32_t each = 0; each < islands->count; each++)
                left += islands->island[each].episodes;
            if (left == 0)
                return;
        }
        release_all(islands);
    }
}

/* A body that waits for nobody any more is cancelled, and ends at once. */
static void end_all(struct islands *islands)
{
    asx_runtime *rt = &islands->world->rt;

    for (uint32_t at = 0; at < islands->count; at++) {
        if (is_alive(islands->world, islands->island[at].region.bits))
            assert_ok(asx_region_cancel(rt, islands->island[at].region,
                                        ASX_CANCEL_SHUTDOWN, 0));
        drain(islands->world);
    }
}

static void open_objects(struct world *world, struct island *island)
{
    static const asx_channel_type types[ISLAND_CHANNELS] = {
        ASX_CHANNEL_MPSC, ASX_CHANNEL_BROADCAST, ASX_CHANNEL_WATCH,
        ASX_CHANNEL_SESSION};

    for (uint32_t at = 0; at < ISLAND_CHANNELS; at++)
        assert_ok(asx_channel_open(&world->rt, island->region, types[at], 1, 0,
                                   &island->channels[at]));
    for (uint32_t at = 0; at < ISLAND_RECEIVERS; at++)
        assert_ok(asx_receiver_open(&world->rt, island->region,
                                    island->channels[at == 2 ? 2 : 1],
                                    &island->receivers[at]));
    for (uint32_t type = 0; type < ASX_LOCK_TYPE_COUNT; type++)
        assert_ok(asx_lock_open(&world->rt, island->region, type, 2, 0,
                                &island->locks[type]));
}

void islands_run(struct islands *islands, struct world *world, uint32_t count,
                 uint32_t rounds, uint64_t seed, uint64_t schedule)
{
    bool bridged = islands->bridged;

    memset(islands, 0, sizeof *islands);
    islands->world = world;
    islands->count = count;
    islands->schedule = schedule;
    islands->bridged = bridged;
    assert_ok(
        asx_runtime_configure(&world->rt, ASX_SETTING_CANCEL_STREAK, 1 << 20));
    for (uint32_t at = 0; at < count; at++) {
        islands->island[at].region =
            open_region(world, root_of(world),
                        (uint32_t)(seed >> at) % 2 ? ASX_POLICY_COLLECT_ALL
                                                   : ASX_POLICY_FAIL_FAST);
        islands->island[at].random = seed * 31 + at;
        open_objects(world, &islands->island[at]);
    }
    for (uint32_t round = 0; round < rounds; round++) {
        for (uint32_t at = 0; at < count; at++)
            islands->island[at].episodes = 3;
        run_round(islands);
        advance(world, 1000);
    }
    end_all(islands);
}
