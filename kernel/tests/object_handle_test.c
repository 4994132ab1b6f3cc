/* Handles that name no such object, on every call of channels, receivers,
 * calls and locks: refused, and not a byte of the arena changes. */
#include "asx/channel.h"
#include "asx/lock.h"
#include "harness.h"
#include "internal.h"

/* One live object of each kind, for the handles that are not under test. */
struct cast {
    struct world *world;
    asx_task task;
    asx_channel channel; /* a session's */
    asx_channel watch;
    asx_receiver receiver;
    asx_lock lock;
    asx_call call;
    asx_obligation permit;
};

typedef int64_t handle_call(struct cast *cast, uint64_t bits);

#define CALL(name, ...)                                                        \
    static int64_t name(struct cast *cast, uint64_t bits)                      \
    {                                                                          \
        asx_runtime *rt = &cast->world->rt;                                    \
        return __VA_ARGS__;                                                    \
    }

static asx_receiver opened;
static asx_call asked;

CALL(channel_attach, asx_channel_attach(rt, (asx_channel){bits}))
CALL(channel_detach, asx_channel_detach(rt, (asx_channel){bits}))
CALL(channel_close, asx_channel_close(rt, (asx_channel){bits}))
CALL(channel_release, asx_channel_release(rt, (asx_channel){bits}))
CALL(reserve_of,
     asx_channel_reserve(rt, cast->task, (asx_channel){bits}, false))
CALL(receive_of,
     asx_channel_receive(rt, cast->task, (asx_channel){bits}, false))
CALL(channel_borrow, asx_channel_borrow(rt, (asx_channel){bits}))
CALL(receiver_open_of,
     asx_receiver_open(rt, asx_region_root(rt), (asx_channel){bits}, &opened))

CALL(receiver_open_in,
     asx_receiver_open(rt, (asx_region){bits}, cast->watch, &opened))
CALL(receiver_release, asx_receiver_release(rt, (asx_receiver){bits}))
CALL(receiver_receive,
     asx_receiver_receive(rt, cast->task, (asx_receiver){bits}, false))
CALL(receiver_update, asx_receiver_update(rt, (asx_receiver){bits}))
CALL(receiver_borrow, asx_receiver_borrow(rt, (asx_receiver){bits}))
CALL(receiver_is_closed, asx_receiver_is_closed(rt, (asx_receiver){bits}))

CALL(reserve_by,
     asx_channel_reserve(rt, (asx_task){bits}, cast->channel, false))
CALL(receive_by,
     asx_channel_receive(rt, (asx_task){bits}, cast->channel, false))
CALL(commit_by, asx_channel_commit(rt, cast->permit, (asx_task){bits}, 1))
CALL(call_by, asx_channel_call(rt, cast->permit, (asx_task){bits}, 1, &asked))
CALL(acquire_by, asx_lock_acquire(rt, (asx_task){bits}, cast->lock, 1, false))
CALL(call_await_by, asx_call_await(rt, (asx_task){bits}, cast->call))

CALL(call_await, asx_call_await(rt, cast->task, (asx_call){bits}))
CALL(call_release, asx_call_release(rt, (asx_call){bits}))

CALL(commit_of, asx_channel_commit(rt, (asx_obligation){bits}, cast->task, 1))
CALL(call_of,
     asx_channel_call(rt, (asx_obligation){bits}, cast->task, 1, &asked))
CALL(reply_of, asx_call_reply(rt, (asx_obligation){bits}, cast->task, 1))

CALL(acquire_of, asx_lock_acquire(rt, cast->task, (asx_lock){bits}, 1, false))
CALL(lock_signal, asx_lock_signal(rt, (asx_lock){bits}, false))
CALL(pool_add, asx_pool_add(rt, (asx_lock){bits}, 1))
CALL(lock_heal, asx_lock_heal(rt, (asx_lock){bits}))
CALL(lock_close, asx_lock_close(rt, (asx_lock){bits}))
CALL(lock_release, asx_lock_release(rt, (asx_lock){bits}))

static const struct {
    handle_call *call;
    asx_kind kind;
} calls[] = {
    {channel_attach, ASX_KIND_CHANNEL},
    {channel_detach, ASX_KIND_CHANNEL},
    {channel_close, ASX_KIND_CHANNEL},
    {channel_release, ASX_KIND_CHANNEL},
    {reserve_of, ASX_KIND_CHANNEL},
    {receive_of, ASX_KIND_CHANNEL},
    {channel_borrow, ASX_KIND_CHANNEL},
    {receiver_open_of, ASX_KIND_CHANNEL},
    {receiver_open_in, ASX_KIND_REGION},
    {receiver_release, ASX_KIND_RECEIVER},
    {receiver_receive, ASX_KIND_RECEIVER},
    {receiver_update, ASX_KIND_RECEIVER},
    {receiver_borrow, ASX_KIND_RECEIVER},
    {receiver_is_closed, ASX_KIND_RECEIVER},
    {reserve_by, ASX_KIND_TASK},
    {receive_by, ASX_KIND_TASK},
    {commit_by, ASX_KIND_TASK},
    {call_by, ASX_KIND_TASK},
    {acquire_by, ASX_KIND_TASK},
    {call_await_by, ASX_KIND_TASK},
    {call_await, ASX_KIND_CALL},
    {call_release, ASX_KIND_CALL},
    {commit_of, ASX_KIND_OBLIGATION},
    {call_of, ASX_KIND_OBLIGATION},
    {reply_of, ASX_KIND_OBLIGATION},
    {acquire_of, ASX_KIND_LOCK},
    {lock_signal, ASX_KIND_LOCK},
    {pool_add, ASX_KIND_LOCK},
    {lock_heal, ASX_KIND_LOCK},
    {lock_close, ASX_KIND_LOCK},
    {lock_release, ASX_KIND_LOCK},
};

static asx_obligation permit_of(struct world *world, asx_task task,
                                asx_channel channel)
{
    int32_t answer = asx_channel_reserve(&world->rt, task, channel, false);
    uint32_t slot = (uint32_t)answer & ASX_SLOT_MAX;

    assert_int_equal(answer >> ASX_ANSWER_SHIFT, ASX_VERDICT_READY);
    return (asx_obligation){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

static struct cast cast_in(struct world *world)
{
    struct cast cast = {.world = world};
    asx_region root = root_of(world);

    cast.task = start(world, root, 0);
    assert_ok(asx_channel_open(&world->rt, root, ASX_CHANNEL_SESSION, 4, 0,
                               &cast.channel));
    assert_ok(asx_channel_open(&world->rt, root, ASX_CHANNEL_WATCH, 1, 0,
                               &cast.watch));
    assert_ok(asx_receiver_open(&world->rt, root, cast.watch, &cast.receiver));
    assert_ok(
        asx_lock_open(&world->rt, root, ASX_LOCK_MUTEX, 0, 0, &cast.lock));
    assert_ok(asx_channel_call(&world->rt,
                               permit_of(world, cast.task, cast.channel),
                               cast.task, 7, &cast.call));
    cast.permit = permit_of(world, cast.task, cast.channel);
    return cast;
}

static void test_handle_stale__on_every_call_of_an_object(void **state)
{
    struct world *world = *state;
    struct cast cast = cast_in(world);
    const uint64_t live[] = {root_of(world).bits, cast.task.bits,
                             cast.channel.bits,   cast.receiver.bits,
                             cast.lock.bits,      cast.call.bits,
                             cast.permit.bits};

    world_remember(world);
    for (size_t at = 0; at < sizeof calls / sizeof *calls; at++) {
        assert_int_equal(calls[at].call(&cast, 0), ASX_E_STALE);
        assert_int_equal(calls[at].call(&cast, UINT64_MAX), ASX_E_STALE);
        for (size_t of = 0; of < sizeof live / sizeof *live; of++) {
            uint64_t other = live[of] + ((uint64_t)1 << 32);

            assert_int_equal(calls[at].call(&cast, other), ASX_E_STALE);
            if (field(world, live[of], ASX_FIELD_KIND) != calls[at].kind)
                assert_int_equal(calls[at].call(&cast, live[of]), ASX_E_STALE);
        }
        world_assert_unchanged(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_handle_stale__on_every_call_of_an_object),
    };

    return cmocka_run_group_tests_name("object_handle", tests, NULL, NULL);
}
