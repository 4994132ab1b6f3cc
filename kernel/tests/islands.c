/* islands.c -- bodies and hosts that draw what they do from their own seeds.
 *
 * Scheduling must not leak from one island into another: the streaks that the
 * lanes are bounded by are out of reach, time passes only when all are idle,
 * and an island's host acts only when that island is idle.
 */
#include "islands.h"

#include "asx/describe.h"

#define OPERATIONS_MAX 4 /* of a body in one step */

static bool percent(uint64_t *random, uint32_t chance)
{
    return test_random(random) % 100 < chance;
}

static struct island_task *add_task(struct island *island, asx_task handle)
{
    struct island_task *task;

    assert_true(island->task_count < ISLAND_TASKS_MAX);
    task = &island->tasks[island->task_count];
    *task = (struct island_task){
        .handle = handle,
        .random = island->random ^ (island->task_count + 1) * 0x1234567u,
    };
    island->task_count++;
    return task;
}

/* A task that may be long gone, or nobody. */
static struct island_task *any_task(struct island *island, uint64_t *random)
{
    if (island->task_count == 0)
        return NULL;
    return &island->tasks[test_random(random) % island->task_count];
}

static asx_region any_region(struct island *island, uint64_t *random)
{
    uint64_t at = test_random(random) % (island->region_count + 1);

    return at == 0 ? island->region : island->regions[at - 1];
}

static void spawn_one(struct islands *islands, struct island *island,
                      asx_region region, uint64_t *random)
{
    struct world *world = islands->world;
    uint32_t label = 1 + (uint32_t)(test_random(random) % 5);
    uint64_t deadline = asx_time_now(&world->rt) + 1500;
    asx_task task;

    if (island->task_count == ISLAND_TASKS_MAX)
        return;
    if (percent(random, 20))
        stage_budget(world, deadline, ASX_POLLS_NONE, 128);
    if (asx_task_spawn(&world->rt, region, ASX_TASK_INSIDE, label, &task) ==
        ASX_OK)
        add_task(island, task);
}

/* Its second operation at once: an implicit task. */
static void spawn_second(struct islands *islands, struct island *island,
                         struct island_task *task)
{
    asx_task second;

    if (island->task_count < ISLAND_TASKS_MAX &&
        asx_task_spawn_implicit(&islands->world->rt, task->handle, 6,
                                &second) == ASX_OK)
        add_task(island, second);
}

static void open_one(struct islands *islands, struct island *island,
                     uint64_t *random)
{
    struct world *world = islands->world;
    uint32_t flags = (uint32_t)(test_random(random) % 4);
    asx_region region;

    if (island->region_count == ISLAND_REGIONS_MAX ||
        asx_region_open(&world->rt, any_region(island, random),
                        flags | ASX_REGION_INSIDE, 0, &region) != ASX_OK)
        return;
    island->regions[island->region_count++] = region;
}

/* A permit that was reserved, or the Ack of a call. */
static void hold(struct islands *islands, struct island_task *task,
                 int32_t answer, uint32_t channel)
{
    uint32_t slot = (uint32_t)answer & ASX_ANSWER_MASK;

    task->held.bits = task_at(islands->world, slot).bits;
    task->channel = channel;
}

static void send(struct islands *islands, struct island *island,
                 struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    uint32_t token = (uint32_t)(test_random(&task->random) % 1000);
    asx_call call;

    if (!is_alive(islands->world, task->held.bits)) {
        uint32_t at = (uint32_t)(test_random(&task->random) % ISLAND_CHANNELS);
        int32_t answer =
            asx_channel_reserve(rt, task->handle, island->channels[at], false);

        if (answer > 0 && answer <= ASX_ANSWER_MASK)
            hold(islands, task, answer, at);
    } else if (percent(&task->random, 20)) {
        (void)!asx_channel_call(rt, task->held, task->handle, token, &call);
    } else if (percent(&task->random, 80)) {
        (void)!asx_channel_commit(rt, task->held, task->handle, token);
    } else {
        (void)!asx_call_reply(rt, task->held, task->handle, token);
    }
}

/* An operation on a channel or a receiver; answers a verdict. */
static int32_t communicate(struct islands *islands, struct island *island,
                           struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    uint32_t at = (uint32_t)(test_random(&task->random) % ISLAND_CHANNELS);
    bool free = !is_alive(islands->world, task->held.bits);
    bool wait = percent(&task->random, 70);
    int32_t answer;

    switch (test_random(&task->random) % 3) {
    case 0:
        answer = asx_channel_reserve(rt, task->handle, island->channels[at],
                                     wait && free);
        if (answer > 0 && answer <= ASX_ANSWER_MASK && free)
            hold(islands, task, answer, at);
        break;
    case 1:
        answer =
            asx_channel_receive(rt, task->handle, island->channels[at], wait);
        if (answer > 0 && answer >> ASX_ANSWER_SHIFT == ASX_VERDICT_CALL)
            hold(islands, task, answer, at);
        break;
    default:
        answer = asx_receiver_receive(
            rt, task->handle, island->receivers[at % ISLAND_RECEIVERS], wait);
        break;
    }
    return answer < 0 ? answer : answer >> ASX_ANSWER_SHIFT;
}

/* What does not make the task wait. */
static void act(struct islands *islands, struct island *island,
                struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    struct island_task *other = any_task(island, &task->random);
    asx_cancel_kind kind = ASX_CANCEL_USER;
    int32_t refused = 0;

    switch (test_random(&task->random) % 12) {
    case 9:
    case 10:
        send(islands, island, task);
        break;
    case 11:
        spawn_second(islands, island, task);
        break;
    case 0:
        spawn_one(islands, island, any_region(island, &task->random),
                  &task->random);
        break;
    case 1:
        open_one(islands, island, &task->random);
        break;
    case 2:
        if (!is_alive(islands->world, task->held.bits))
            refused = asx_obligation_reserve(
                rt, task->handle, ASX_OBLIGATION_LEASE, 0, &task->held);
        break;
    case 3:
        refused = percent(&task->random, 50)
                      ? asx_obligation_commit(rt, task->held, task->handle)
                      : asx_obligation_abort(rt, task->held, task->handle,
                                             ASX_ABORT_ERROR);
        break;
    case 4:
        if (asx_obligation_transfer(rt, task->held, task->handle,
                                    other->handle) == ASX_OK)
            other->held = task->held;
        break;
    case 5:
        refused = asx_task_defer(rt, task->handle);
        break;
    case 6:
        if (asx_task_mask(rt, task->handle) == ASX_OK)
            task->masks++;
        break;
    case 7:
        refused = asx_task_wake(rt, other->handle, task->handle);
        break;
    default:
        if (percent(&task->random, 30))
            refused =
                asx_task_cancel(rt, other->handle, kind,
                                (uint32_t)(test_random(&task->random) % 3));
        break;
    }
    (void)refused; /* a program may ask for what it cannot have */
}

static int32_t wait(struct islands *islands, struct island *island,
                    struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    struct island_task *other = any_task(island, &task->random);
    uint64_t now = asx_time_now(rt);

    switch (test_random(&task->random) % 8) {
    case 6:
    case 7:
        return communicate(islands, island, task);
    case 0:
        return asx_task_sleep(rt, task->handle,
                              now + test_random(&task->random) % 3 * 1000);
    case 1:
        return asx_task_park(rt, task->handle);
    case 2:
        return asx_task_join(rt, task->handle, other->handle);
    case 3:
        return asx_task_await_region(rt, task->handle,
                                     any_region(island, &task->random),
                                     percent(&task->random, 50));
    case 4:
        return asx_task_checkpoint(rt, task->handle);
    default:
        return asx_task_yield(rt, task->handle);
    }
}

static void end(struct islands *islands, struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    asx_outcome outcome = percent(&task->random, 70)   ? ASX_OUTCOME_OK
                          : percent(&task->random, 80) ? ASX_OUTCOME_ERR
                                                       : ASX_OUTCOME_PANICKED;
    int32_t flags = asx_task_finish(rt, task->handle, outcome);

    while (flags >= 0 && flags & ASX_FINISH_FINALIZE)
        flags =
            asx_task_finalized(rt, task->handle, percent(&task->random, 10));
    assert_true(flags >= 0);
}

static void step(struct islands *islands, struct island *island,
                 struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;

    for (int done = 0; done < OPERATIONS_MAX; done++) {
        int32_t verdict;

        if (!is_alive(islands->world, task->handle.bits))
            return; /* it was forced, or has cancelled itself to death */
        act(islands, island, task);
        if (task->masks > 0 && percent(&task->random, 50) &&
            asx_task_unmask(rt, task->handle) == ASX_OK)
            task->masks--;
        if (percent(&task->random, 30))
            break;
        verdict = wait(islands, island, task);
        if (verdict == ASX_VERDICT_PARKED || verdict == ASX_VERDICT_FORCED)
            return;
    }
    end(islands, task);
}

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
    step(islands, island, task);
}

/* What the host of an island does when nothing of it is due. */
static void act_outside(struct islands *islands, struct island *island)
{
    asx_runtime *rt = &islands->world->rt;
    struct island_task *task = any_task(island, &island->random);
    asx_region region = any_region(island, &island->random);
    int32_t refused = 0;

    switch (task == NULL ? 0 : test_random(&island->random) % 6) {
    case 0:
    case 1:
        spawn_one(islands, island, region, &island->random);
        spawn_one(islands, island, region, &island->random);
        break;
    case 2:
        open_one(islands, island, &island->random);
        break;
    case 3:
        refused = asx_task_wake(rt, task->handle, (asx_task){0});
        break;
    case 4:
        refused = asx_task_cancel(rt, task->handle, ASX_CANCEL_USER, 7);
        break;
    default:
        if (region.bits != island->region.bits)
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
        add_task(from, task);
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

static void open_channels(struct world *world, struct island *island)
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
        open_channels(world, &islands->island[at]);
    }
    for (uint32_t round = 0; round < rounds; round++) {
        for (uint32_t at = 0; at < count; at++)
            islands->island[at].episodes = 3;
        run_round(islands);
        advance(world, 1000);
    }
    end_all(islands);
}
