/* random_host.c -- calls that a host might make, and some it must not. */
#include "random_host.h"

#include "asx/channel.h"
#include "asx/lock.h"
#include "asx/name.h"
#include "asx/supervisor.h"

static uint32_t below(struct random_host *p, uint32_t bound)
{
    return (uint32_t)(test_random(&p->draws) % bound);
}

static void keep(struct random_host *p, struct pool *pool, uint64_t bits)
{
    if (pool->count < RANDOM_HOST_POOL)
        pool->live[pool->count++] = bits;
    else
        pool->live[below(p, RANDOM_HOST_POOL)] = bits;
}

/* One that is alive; those that are not are forgotten, but for one in sixteen:
 * a stale handle is a call like any other. */
static uint64_t pick(struct random_host *p, struct pool *pool)
{
    while (pool->count > 0) {
        uint32_t at = below(p, pool->count);
        uint64_t bits = pool->live[at];

        if (is_alive(p->world, bits) || below(p, 16) == 0)
            return bits;
        pool->live[at] = pool->live[--pool->count];
    }
    return 0;
}

static asx_task pick_task(struct random_host *p)
{
    if (p->current.bits != 0 && below(p, 4) != 0)
        return p->current;
    return (asx_task){pick(p, &p->tasks)};
}

static asx_region pick_region(struct random_host *p)
{
    uint64_t bits = pick(p, &p->regions);

    return bits != 0 ? (asx_region){bits} : root_of(p->world);
}

static int64_t open_or_spawn(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_region region = {0};
    asx_task task = {0};
    int64_t answer;

    if (below(p, 3) == 0)
        answer =
            asx_runtime_stage_budget(rt, asx_time_now(rt) + below(p, 3000000),
                                     below(p, 4) ? ASX_POLLS_NONE : below(p, 6),
                                     ASX_COST_NONE, below(p, 3) * 100);
    switch (below(p, 8)) {
    case 0:
    case 1:
        answer = asx_region_open(rt, pick_region(p), below(p, 16), 0, &region);
        if (answer == ASX_OK)
            keep(p, &p->regions, region.bits);
        return answer;
    case 2:
        answer = asx_task_spawn_implicit(rt, pick_task(p), 0, &task);
        break;
    default:
        answer = asx_task_spawn(rt, pick_region(p),
                                below(p, 4) ? ASX_TASK_INSIDE : ASX_TASK_MAIN,
                                0, &task);
        break;
    }
    if (answer == ASX_OK)
        keep(p, &p->tasks, task.bits);
    return answer;
}

static int64_t stop(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_cancel_kind kind = (asx_cancel_kind)below(p, ASX_CANCEL_KIND_COUNT);

    if (below(p, 4) == 0) {
        asx_status status =
            asx_runtime_stage_cleanup(rt, below(p, 2000000), below(p, 10));

        if (status != ASX_OK)
            return status;
    }
    switch (below(p, 4)) {
    case 0:
        return asx_region_close(rt, pick_region(p));
    case 1:
        return asx_region_cancel(rt, pick_region(p), kind, 0);
    default:
        return asx_task_cancel(rt, pick_task(p), kind, 0);
    }
}

static int64_t wait(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_task task = pick_task(p);

    switch (below(p, 7)) {
    case 0:
        return asx_task_sleep(rt, task, asx_time_now(rt) + below(p, 1000000));
    case 1:
        return asx_task_yield(rt, task);
    case 2:
        return asx_task_join(rt, task, (asx_task){pick(p, &p->tasks)});
    case 3:
    case 4:
        return asx_task_await_region(rt, task, pick_region(p), below(p, 2));
    case 5:
        return asx_task_park(rt, task);
    default:
        return asx_task_wake(rt, (asx_task){pick(p, &p->tasks)}, task);
    }
}

static int64_t hold(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_obligation obligation = {pick(p, &p->obligations)};
    asx_task holder = pick_task(p);

    switch (below(p, 5)) {
    case 0:
        return asx_obligation_commit(rt, obligation, holder);
    case 1:
        return asx_obligation_abort(rt, obligation, holder,
                                    (asx_abort)below(p, 3));
    case 2:
        return asx_obligation_transfer(rt, obligation, holder,
                                       (asx_task){pick(p, &p->tasks)});
    default:
        if (asx_obligation_reserve(rt, holder, ASX_OBLIGATION_ACK, 0,
                                   &obligation) == ASX_OK)
            keep(p, &p->obligations, obligation.bits);
        return 0;
    }
}

static asx_obligation pick_obligation(struct random_host *p)
{
    return (asx_obligation){pick(p, &p->obligations)};
}

/* An answer that names an obligation below its verdict is kept. */
static int64_t keep_answer(struct random_host *p, int32_t answer)
{
    uint32_t slot = (uint32_t)answer & ASX_ANSWER_MASK;

    if (answer > 0 && slot != 0 &&
        slot <= counter(p->world, ASX_COUNTER_SLOTS_USED))
        keep(p, &p->obligations,
             ASX_HANDLE_BITS(slot, asx_generation(&p->world->rt, slot)));
    return answer;
}

static int64_t open_channel_or_lock(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_channel channel = {0};
    asx_receiver receiver = {0};
    asx_lock lock = {0};
    asx_status status;

    switch (below(p, 3)) {
    case 0:
        status =
            asx_channel_open(rt, pick_region(p), (asx_channel_type)below(p, 6),
                             below(p, 4), 0, &channel);
        if (status == ASX_OK)
            keep(p, &p->channels, channel.bits);
        return status;
    case 1:
        status =
            asx_receiver_open(rt, pick_region(p),
                              (asx_channel){pick(p, &p->channels)}, &receiver);
        if (status == ASX_OK)
            keep(p, &p->receivers, receiver.bits);
        return status;
    default:
        status = asx_lock_open(rt, pick_region(p), (asx_lock_type)below(p, 7),
                               below(p, 4), 0, &lock);
        if (status == ASX_OK)
            keep(p, &p->locks, lock.bits);
        return status;
    }
}

static int64_t send(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_channel channel = {pick(p, &p->channels)};
    asx_task task = pick_task(p);
    asx_call call = {0};

    switch (below(p, 6)) {
    case 0:
    case 1:
        return keep_answer(
            p, asx_channel_reserve(rt, task, channel, below(p, 4) != 0));
    case 2:
    case 3:
        return asx_channel_commit(rt, pick_obligation(p), task, below(p, 100));
    case 4:
        if (asx_channel_call(rt, pick_obligation(p), task, below(p, 100),
                             &call) == ASX_OK)
            keep(p, &p->calls, call.bits);
        return 0;
    default:
        return asx_call_reply(rt, pick_obligation(p), task, below(p, 100));
    }
}

static int64_t receive(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_channel channel = {pick(p, &p->channels)};
    asx_receiver receiver = {pick(p, &p->receivers)};
    asx_task task = pick_task(p);

    switch (below(p, 12)) {
    case 0:
        return asx_channel_close(rt, channel);
    case 1:
        return asx_channel_detach(rt, channel);
    case 2:
        return asx_channel_release(rt, channel);
    case 3:
        return asx_receiver_update(rt, receiver);
    case 4:
        return asx_receiver_release(rt, receiver);
    case 5:
        return asx_call_await(rt, task, (asx_call){pick(p, &p->calls)});
    case 6:
    case 7:
        return asx_receiver_receive(rt, task, receiver, below(p, 4) != 0);
    default:
        return keep_answer(
            p, asx_channel_receive(rt, task, channel, below(p, 4) != 0));
    }
}

static int64_t lock_up(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_lock lock = {pick(p, &p->locks)};

    switch (below(p, 12)) {
    case 0:
        return asx_lock_signal(rt, lock, below(p, 2));
    case 1:
        return asx_pool_add(rt, lock, below(p, 100));
    case 2:
        return asx_lock_heal(rt, lock);
    case 3:
        return below(p, 8) ? 0 : asx_lock_close(rt, lock);
    case 4:
        return below(p, 8) ? 0 : asx_lock_release(rt, lock);
    default:
        return keep_answer(p, asx_lock_acquire(rt, pick_task(p), lock,
                                               below(p, 3), below(p, 4) != 0));
    }
}

static int64_t lease(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_task task = pick_task(p);
    asx_obligation name = {0};

    if (below(p, 2))
        return asx_name_activate(rt, pick_obligation(p), task);
    if (asx_name_reserve(rt, task, 1 + below(p, 4), &name) == ASX_OK)
        keep(p, &p->obligations, name.bits);
    return 0;
}

/* A whole plan at once: made call by call few would ever start. */
static int64_t supervise(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_supervisor supervisor = {pick(p, &p->supervisors)};
    asx_child child;
    asx_status status;

    if (below(p, 3) == 0)
        return asx_supervisor_stop(rt, supervisor);
    status = asx_supervisor_open(rt, pick_region(p),
                                 (asx_strategy)below(p, ASX_STRATEGY_COUNT), 0,
                                 0, &supervisor);
    if (status != ASX_OK)
        return status;
    keep(p, &p->supervisors, supervisor.bits);
    for (uint32_t name = 10; name < 13; name++) {
        status = asx_supervisor_add(
            rt, supervisor, name,
            below(p, 3) ? ASX_CHILD_RESTART
                        : (asx_child_policy)below(p, ASX_CHILD_POLICY_COUNT),
            below(p, 4) ? 0 : ASX_CHILD_NAMED, &child);
        if (status != ASX_OK)
            return status;
    }
    status = asx_supervisor_compile(rt, supervisor);
    return status == ASX_OK ? asx_supervisor_start(rt, supervisor) : status;
}

static int64_t end(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    asx_task task = pick_task(p);

    switch (below(p, 8)) {
    case 0:
        return asx_task_defer(rt, task);
    case 1:
        return asx_region_defer(rt, pick_region(p));
    case 2:
        return asx_task_mask(rt, task);
    case 3:
        return asx_task_unmask(rt, task);
    case 4:
        return asx_task_checkpoint(rt, task);
    case 5:
        return asx_task_finalized(rt, task, below(p, 2));
    default:
        return asx_task_finish(
            rt, task, below(p, 3) ? ASX_OUTCOME_OK : (asx_outcome)below(p, 4));
    }
}

static int64_t let_go(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;
    uint32_t notice = (uint32_t)asx_notice_next(rt);
    uint32_t slot = notice & ASX_SLOT_MAX;
    uint64_t bits = ASX_HANDLE_BITS(slot, asx_generation(rt, slot));
    uint32_t kind = notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK;

    if (kind == ASX_NOTICE_TASK_ENDED)
        return asx_task_release(rt, (asx_task){bits});
    if (kind == ASX_NOTICE_REGION_CLOSED)
        return asx_region_release(rt, (asx_region){bits});
    return 0;
}

static int64_t dispatch(struct random_host *p)
{
    int32_t next = asx_next(&p->world->rt);

    p->current = (asx_task){0};
    if (next != 0) {
        p->current = task_at(p->world, (uint32_t)next & ASX_SLOT_MAX);
        keep(p, &p->tasks, p->current.bits);
    }
    if (next >> ASX_SLOT_BITS == ASX_VERB_FINALIZE) /* at once, says task.h */
        return asx_task_finish(&p->world->rt, p->current, ASX_OUTCOME_OK);
    return next;
}

int64_t random_host_act(struct random_host *p)
{
    asx_runtime *rt = &p->world->rt;

    switch (below(p, 22)) {
    case 20:
        return lease(p);
    case 21:
        return supervise(p);
    case 16:
        return open_channel_or_lock(p);
    case 17:
        return send(p);
    case 18:
        return receive(p);
    case 19:
        return lock_up(p);
    case 0:
    case 1:
    case 2:
        return open_or_spawn(p);
    case 3:
        return stop(p);
    case 4:
    case 5:
        return wait(p);
    case 6:
        return hold(p);
    case 7:
    case 8:
    case 9:
        return end(p);
    case 10:
        asx_time_advance(rt, asx_time_now(rt) + below(p, 700000));
        return 0;
    case 11:
        return let_go(p);
    default:
        return dispatch(p);
    }
}

void random_host_begin(struct random_host *p, struct world *world,
                       uint64_t seed)
{
    asx_runtime *rt = &world->rt;

    memset(p, 0, sizeof *p);
    p->world = world;
    p->draws = seed;
    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_CANCEL_STREAK, 1 + below(p, 6)));
    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_MASK_ALLOWANCE, below(p, 5)));
    assert_ok(
        asx_runtime_configure(rt, ASX_SETTING_REFUSALS_MAX, 1 + below(p, 3)));
}
