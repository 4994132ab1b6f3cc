/* island_body.c -- bodies that draw what they do from a seed of their own. */
#include "island_body.h"

#define OPERATIONS_MAX 4 /* of a body in one step */

bool island_percent(uint64_t *random, uint32_t chance)
{
    return test_random(random) % 100 < chance;
}

struct island_task *island_add_task(struct island *island, asx_task handle)
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

bool island_may_cancel(struct islands *islands, struct island *island)
{
    uint64_t now = asx_time_now(&islands->world->rt);
    bool may = island->cancelled_us != now + 1;

    island->cancelled_us = now + 1;
    return may;
}

struct island_task *island_any_task(struct island *island, uint64_t *random)
{
    if (island->task_count == 0)
        return NULL;
    return &island->tasks[test_random(random) % island->task_count];
}

asx_region island_any_region(struct island *island, uint64_t *random)
{
    uint64_t at = test_random(random) % (island->region_count + 1);

    return at == 0 ? island->region : island->regions[at - 1];
}

void island_spawn(struct islands *islands, struct island *island,
                  asx_region region, uint64_t *random)
{
    struct world *world = islands->world;
    uint32_t label = 1 + (uint32_t)(test_random(random) % 5);
    uint64_t deadline = asx_time_now(&world->rt) + 1500;
    asx_task task;

    if (island->task_count == ISLAND_TASKS_MAX)
        return;
    if (island_percent(random, 20))
        stage_budget(world, deadline, ASX_POLLS_NONE, 128);
    if (asx_task_spawn(&world->rt, region, ASX_TASK_INSIDE, label, &task) ==
        ASX_OK)
        island_add_task(island, task);
}

/* Its second operation at once: an implicit task. */
static void spawn_second(struct islands *islands, struct island *island,
                         struct island_task *task)
{
    asx_task second;

    if (island->task_count < ISLAND_TASKS_MAX &&
        asx_task_spawn_implicit(&islands->world->rt, task->handle, 6,
                                &second) == ASX_OK)
        island_add_task(island, second);
}

void island_open(struct islands *islands, struct island *island,
                 uint64_t *random)
{
    struct world *world = islands->world;
    uint32_t flags = (uint32_t)(test_random(random) % 4);
    asx_region region;

    if (island->region_count == ISLAND_REGIONS_MAX ||
        asx_region_open(&world->rt, island_any_region(island, random),
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
    } else if (island_percent(&task->random, 20)) {
        (void)!asx_channel_call(rt, task->held, task->handle, token, &call);
    } else if (island_percent(&task->random, 80)) {
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
    bool wait = island_percent(&task->random, 70);
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

/* An operation on a lock; answers a verdict. Of a rwlock, units are a way. */
static int32_t acquire(struct islands *islands, struct island *island,
                       struct island_task *task)
{
    uint32_t type =
        (uint32_t)(test_random(&task->random) % ASX_LOCK_TYPE_COUNT);
    uint32_t units = (uint32_t)(test_random(&task->random) % 2);
    int32_t answer;

    if (is_alive(islands->world, task->held.bits))
        return ASX_VERDICT_READY; /* what it holds would be forgotten */
    answer =
        asx_lock_acquire(&islands->world->rt, task->handle, island->locks[type],
                         type == ASX_LOCK_SEMAPHORE ? 1 + units : units,
                         island_percent(&task->random, 80));
    if (answer > 0 && answer <= ASX_ANSWER_MASK && type != ASX_LOCK_BARRIER)
        hold(islands, task, answer, 0);
    return answer < 0 ? answer : answer >> ASX_ANSWER_SHIFT;
}

static void signal_some(struct islands *islands, struct island *island,
                        uint64_t *random)
{
    asx_runtime *rt = &islands->world->rt;

    switch (test_random(random) % 4) {
    case 0:
        (void)!asx_pool_add(rt, island->locks[ASX_LOCK_POOL], 5);
        break;
    case 1:
        (void)!asx_lock_heal(rt, island->locks[ASX_LOCK_MUTEX]);
        (void)!asx_lock_heal(rt, island->locks[ASX_LOCK_RWLOCK]);
        break;
    default:
        (void)!asx_lock_signal(rt, island->locks[ASX_LOCK_NOTIFY],
                               island_percent(random, 30));
        break;
    }
}

/* What does not make the task wait. */
static void act(struct islands *islands, struct island *island,
                struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    struct island_task *other = island_any_task(island, &task->random);
    asx_cancel_kind kind = ASX_CANCEL_USER;
    int32_t refused = 0;

    switch (test_random(&task->random) % 13) {
    case 12:
        signal_some(islands, island, &task->random);
        break;
    case 9:
    case 10:
        send(islands, island, task);
        break;
    case 11:
        spawn_second(islands, island, task);
        break;
    case 0:
        island_spawn(islands, island, island_any_region(island, &task->random),
                     &task->random);
        break;
    case 1:
        island_open(islands, island, &task->random);
        break;
    case 2:
        if (!is_alive(islands->world, task->held.bits))
            refused = asx_obligation_reserve(
                rt, task->handle, ASX_OBLIGATION_LEASE, 0, &task->held);
        break;
    case 3:
        refused = island_percent(&task->random, 50)
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
        if (island_percent(&task->random, 30) &&
            island_may_cancel(islands, island))
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
    struct island_task *other = island_any_task(island, &task->random);
    uint64_t now = asx_time_now(rt);

    switch (test_random(&task->random) % 11) {
    case 8:
    case 9:
    case 10:
        return acquire(islands, island, task);
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
                                     island_any_region(island, &task->random),
                                     island_percent(&task->random, 50));
    case 4:
        return asx_task_checkpoint(rt, task->handle);
    default:
        return asx_task_yield(rt, task->handle);
    }
}

static void end(struct islands *islands, struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;
    asx_outcome outcome = island_percent(&task->random, 70) ? ASX_OUTCOME_OK
                          : island_percent(&task->random, 80)
                              ? ASX_OUTCOME_ERR
                              : ASX_OUTCOME_PANICKED;
    int32_t flags = asx_task_finish(rt, task->handle, outcome);

    while (flags >= 0 && flags & ASX_FINISH_FINALIZE)
        flags = asx_task_finalized(rt, task->handle,
                                   island_percent(&task->random, 10));
    assert_true(flags >= 0);
}

void island_step(struct islands *islands, struct island *island,
                 struct island_task *task)
{
    asx_runtime *rt = &islands->world->rt;

    for (int done = 0; done < OPERATIONS_MAX; done++) {
        int32_t verdict;

        if (!is_alive(islands->world, task->handle.bits))
            return; /* it was forced, or has cancelled itself to death */
        act(islands, island, task);
        if (task->masks > 0 && island_percent(&task->random, 50) &&
            asx_task_unmask(rt, task->handle) == ASX_OK)
            task->masks--;
        if (island_percent(&task->random, 30))
            break;
        verdict = wait(islands, island, task);
        if (verdict == ASX_VERDICT_PARKED || verdict == ASX_VERDICT_FORCED)
            return;
    }
    end(islands, task);
}
