/* The oracles of channels, locks and grants: for each of their findings a real
 * run in which one event is not as it was. */
#include "asx/lock.h"
#include "channels.h"
#include "tamper.h"

#define LAST_SLOT 200u

static asx_obligation obligation_at(const struct world *world, int32_t answer)
{
    uint32_t slot = (uint32_t)answer & ASX_ANSWER_MASK;

    return (asx_obligation){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

/* A channel with one place, two that wait for it, one of which is cancelled
 * after its turn has come. Slots: 2 channel, 3 4 5 tasks. */
static void tell_queue(struct world *world)
{
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task third = start(world, root_of(world), 0);

    assert_int_equal(send(world, first, channel, 7), 0);
    wait_to_send(world, second, channel);
    wait_to_send(world, third, channel);
    assert_int_equal(receive(world, first, channel), 7); /* second's turn */
    expect_next(world, second, ASX_VERB_STEP);
    assert_int_equal(send(world, second, channel, 8), 0);
    assert_int_equal(receive(world, first, channel), 8); /* third's turn */
    cancel_task(world, third, ASX_CANCEL_USER);
    expect_next(world, third, ASX_VERB_CANCEL); /* passes it on */
    finish(world, third, ASX_OUTCOME_OK);
    assert_int_equal(send(world, first, channel, 9), 0);
    assert_ok(asx_channel_close(&world->rt, channel));
    assert_int_equal(receive(world, first, channel), 9);
    finish(world, second, ASX_OUTCOME_OK);
    finish(world, first, ASX_OUTCOME_OK);
}

/* Two receivers wait; what is sent is for the first. Slots: 2 channel, 3 4 5
 * tasks. */
static void tell_turns(struct world *world)
{
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 0);
    asx_task sender = start(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);

    wait_to_receive(world, first, channel);
    wait_to_receive(world, second, channel);
    assert_int_equal(send(world, sender, channel, 1), 0);
    assert_int_equal(send(world, sender, channel, 2), 0);
    expect_next(world, first, ASX_VERB_STEP);
    assert_int_equal(receive(world, first, channel), 1);
    expect_next(world, second, ASX_VERB_STEP);
    assert_int_equal(receive(world, second, channel), 2);
    drain(world);
    finish(world, sender, ASX_OUTCOME_OK);
    finish(world, first, ASX_OUTCOME_OK);
    finish(world, second, ASX_OUTCOME_OK);
}

/* A oneshot, and a permit that comes too late. */
static void tell_once(struct world *world)
{
    asx_channel once = open_channel(world, ASX_CHANNEL_ONESHOT, 0);
    asx_channel plain = open_channel(world, ASX_CHANNEL_MPSC, 0);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation late = permit_of(world, task, plain);
    asx_obligation never = permit_of(world, task, plain);

    assert_int_equal(send(world, task, once, 5), 0);
    assert_int_equal(receive(world, task, once), 5);
    assert_ok(
        asx_obligation_abort(&world->rt, never, task, ASX_ABORT_EXPLICIT));
    assert_ok(asx_channel_close(&world->rt, plain));
    assert_int_equal(asx_channel_commit(&world->rt, late, task, 6),
                     ASX_E_DISCONNECTED);
    finish(world, task, ASX_OUTCOME_OK);
}

/* A broadcast that one receiver lags behind, and a watch channel. */
static void tell_receivers(struct world *world)
{
    asx_channel broadcast = open_channel(world, ASX_CHANNEL_BROADCAST, 2);
    asx_channel watch = open_channel(world, ASX_CHANNEL_WATCH, 40);
    asx_receiver slow = open_receiver(world, broadcast);
    asx_receiver latest = open_receiver(world, watch);
    asx_task task = start(world, root_of(world), 0);

    for (uint32_t token = 1; token <= 3; token++) {
        (void)send(world, task, broadcast, token);
        (void)send(world, task, watch, 40 + token);
    }
    assert_int_equal(asx_receiver_receive(&world->rt, task, slow, true),
                     ASX_VERDICT_LAGGED << ASX_ANSWER_SHIFT | 1);
    assert_int_equal(asx_receiver_receive(&world->rt, task, slow, true), 2);
    assert_int_equal(asx_receiver_receive(&world->rt, task, latest, true), 43);
    finish(world, task, ASX_OUTCOME_OK);
}

/* A call that is replied to, and one that is not. */
static void tell_calls(struct world *world)
{
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 0);
    asx_task caller = start(world, root_of(world), 0);
    asx_task server = start(world, root_of(world), 0);
    asx_call call;

    assert_ok(asx_channel_call(&world->rt, permit_of(world, caller, channel),
                               caller, 3, &call));
    assert_ok(asx_call_reply(
        &world->rt, obligation_at(world, receive(world, server, channel)),
        server, 4));
    assert_int_equal(asx_call_await(&world->rt, caller, call), 4);
    assert_ok(asx_channel_call(&world->rt, permit_of(world, caller, channel),
                               caller, 5, &call));
    assert_ok(asx_obligation_abort(
        &world->rt, obligation_at(world, receive(world, server, channel)),
        server, ASX_ABORT_EXPLICIT));
    finish(world, server, ASX_OUTCOME_OK);
    finish(world, caller, ASX_OUTCOME_OK);
}

static asx_obligation acquire(struct world *world, asx_task task, asx_lock lock,
                              uint32_t units)
{
    int32_t answer = asx_lock_acquire(&world->rt, task, lock, units, true);

    assert_in_range(answer, 1, ASX_ANSWER_MASK);
    return obligation_at(world, answer);
}

/* A mutex that two wait for, a semaphore, and a pool that loses a token. */
static void tell_locks(struct world *world)
{
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task third = start(world, root_of(world), 0);
    asx_obligation guard;
    asx_lock mutex, semaphore, pool;

    assert_ok(asx_lock_open(&world->rt, root_of(world), ASX_LOCK_MUTEX, 0, 0,
                            &mutex));
    assert_ok(asx_lock_open(&world->rt, root_of(world), ASX_LOCK_SEMAPHORE, 3,
                            0, &semaphore));
    assert_ok(
        asx_lock_open(&world->rt, root_of(world), ASX_LOCK_POOL, 2, 0, &pool));
    guard = acquire(world, first, mutex, 0);
    assert_int_equal(asx_lock_acquire(&world->rt, second, mutex, 0, true),
                     PARKED);
    assert_int_equal(asx_lock_acquire(&world->rt, third, mutex, 0, true),
                     PARKED);
    assert_ok(asx_obligation_commit(&world->rt, guard, first));
    expect_next(world, second, ASX_VERB_STEP);
    guard = acquire(world, second, mutex, 0);
    (void)acquire(world, first, semaphore, 2);
    (void)acquire(world, second, semaphore, 1);
    assert_ok(asx_pool_add(&world->rt, pool, 11));
    assert_ok(asx_obligation_abort(&world->rt, acquire(world, first, pool, 0),
                                   first, ASX_ABORT_ERROR));
    assert_ok(asx_obligation_commit(&world->rt, guard, second));
    expect_next(world, third, ASX_VERB_STEP);
    (void)acquire(world, third, mutex, 0);
    finish(world, third, ASX_OUTCOME_OK); /* leaves its guard behind */
    finish(world, second, ASX_OUTCOME_OK);
    finish(world, first, ASX_OUTCOME_OK);
}

/* A writer that is cancelled makes way for the reader behind it, which is
 * queued first. Slots: 2 3 4 tasks, 5 lock. */
static void tell_way(struct world *world)
{
    asx_task reader = start(world, root_of(world), 0);
    asx_task writer = start(world, root_of(world), 0);
    asx_task next = start(world, root_of(world), 0);
    asx_lock lock;

    assert_ok(asx_lock_open(&world->rt, root_of(world), ASX_LOCK_RWLOCK, 0, 0,
                            &lock));
    (void)acquire(world, reader, lock, ASX_LOCK_READ);
    assert_int_equal(
        asx_lock_acquire(&world->rt, writer, lock, ASX_LOCK_WRITE, true),
        PARKED);
    assert_int_equal(
        asx_lock_acquire(&world->rt, next, lock, ASX_LOCK_READ, true), PARKED);
    cancel_task(world, writer, ASX_CANCEL_USER);
    expect_next(world, writer, ASX_VERB_CANCEL);
    finish(world, writer, ASX_OUTCOME_OK);
    expect_next(world, next, ASX_VERB_STEP);
    (void)acquire(world, next, lock, ASX_LOCK_READ);
    finish(world, next, ASX_OUTCOME_OK);
    finish(world, reader, ASX_OUTCOME_OK);
}

#define CASE TAMPERED
#define EVENT(kind) ASX_EVENT_##kind

static const tampered cases[] = {
    CASE(NO_PERMIT, queue, A, CHANNEL_COMMITTED, 0, LAST_SLOT),
    CASE(NO_PERMIT, queue, TWICE, CHANNEL_COMMITTED, 0, 0),
    CASE(NO_PERMIT, queue, DROP, OBLIGATION_BOUND, 0, 0),
    CASE(NO_PERMIT, queue, DROP, OBLIGATION_RESERVED, 0, 0),
    CASE(COMMIT_AND_ABORT, queue, DROP, CHANNEL_COMMITTED, 1, 0),
    CASE(COMMIT_AND_ABORT, queue, KIND, OBLIGATION_COMMITTED, 0,
         EVENT(OBLIGATION_ABORTED)),
    CASE(COMMIT_AND_ABORT, once, KIND, OBLIGATION_ABORTED, 0,
         EVENT(OBLIGATION_COMMITTED)),
    CASE(COMMIT_AND_ABORT, once, KIND, CHANNEL_RETURNED, 0,
         EVENT(CHANNEL_COMMITTED)),
    CASE(COMMIT_AND_ABORT, calls, DROP, CALL_STEP, 1, 0),
    CASE(TAKEN_TWICE, queue, TWICE, CHANNEL_RECEIVED, 0, 0),
    CASE(TAKEN_TWICE, queue, DROP, CHANNEL_RECEIVED, 1, 0),
    CASE(TAKEN_OUT_OF_TURN, queue, A, CHANNEL_RECEIVED, 1, 7),
    CASE(TAKEN_OUT_OF_TURN, turns, A, CHANNEL_RECEIVED, 0, 2),
    CASE(OVER_CAPACITY, queue, B, CHANNEL_OPENED, 0, 0),
    CASE(OVER_CAPACITY, receivers, DROP, CHANNEL_EVICTED, 0, 0),
    CASE(SENT_AFTER_END, once, KIND, CHANNEL_RETURNED, 0,
         EVENT(CHANNEL_COMMITTED)),
    CASE(SENT_AFTER_END, once, TWICE, CHANNEL_RESERVED, 2, 0),
    CASE(VERSION_WRONG, receivers, B, RECEIVER_SEEN, 0, 3),
    CASE(VERSION_WRONG, receivers, B, RECEIVER_SEEN, 1, 2),
    CASE(VERSION_WRONG, receivers, B, RECEIVER_LAGGED, 0, 2),
    CASE(CALL_UNANSWERED, calls, DROP, CALL_STEP, 3, 0),
    CASE(BARGED, queue, A, GRANTED, 0, 5),
    CASE(BARGED, turns, DROP_2, GRANTED, 0, 0),
    CASE(BATON_DROPPED, queue, DROP, GRANT_RETURNED, 0, 0),
    CASE(BATON_DROPPED, turns, DROP, TASK_WOKEN, 0, 0),
    CASE(BARGED, locks, A, GRANTED, 0, 4),
    CASE(BARGED, locks, DROP, GRANTED, 0, 0),
    CASE(HELD_TOO_MUCH, locks, B, OBLIGATION_BOUND, 0, 2),
    CASE(HELD_TOO_MUCH, locks, B, LOCK_OPENED, 1, 2),
    CASE(HELD_TOO_MUCH, locks, DROP, LOCK_RELEASED, 0, 0),
    CASE(HELD_TOO_MUCH, locks, DROP, LOCK_RELEASED, 1, 0),
    CASE(NO_GUARD, locks, A, LOCK_ACQUIRED, 0, LAST_SLOT),
    CASE(NO_GUARD, locks, B, LOCK_ACQUIRED, 0, 3),
    CASE(NO_GUARD, locks, A, LOCK_ACQUIRED, 1, 0),
    CASE(NO_GUARD, locks, TWICE, LOCK_RELEASED, 0, 0),
    CASE(NO_GUARD, locks, B, LOCK_RELEASED, 3, 2),
    CASE(STEP_FORBIDDEN, locks, B, LOCK_STEP, 0, ASX_LOCK_DONE),
    CASE(WAKE_LOST, way, DROP, TASK_SCHEDULED, 3, 0),
    CASE(WAKE_LOST, way, DROP, TASK_SCHEDULED, 4, 0),
    CASE(RETURNED_UNGRANTED, queue, A, GRANT_RETURNED, 0, 4),
};

#define CASES (sizeof cases / sizeof cases[0])

static void test_oracle_channel__an_unedited_run_passes(void **state)
{
    (void)state;
    tamper_assert_pass(cases, CASES);
}

static void test_oracle_channel__an_edited_run_is_found_out(void **state)
{
    (void)state;
    tamper_assert_found(cases, CASES);
}

static void test_oracle_channel__every_finding_has_a_case(void **state)
{
    (void)state;
    for (int finding = ASX_FINDING_NO_PERMIT; finding <= ASX_FINDING_NO_GUARD;
         finding++) {
        if (finding == ASX_FINDING_PERMITS_DIFFER)
            continue; /* in the state: oracle_look_test.c */
        if (!tamper_has(cases, CASES, (asx_finding)finding))
            fail_msg("no case for: %s",
                     asx_finding_about((uint32_t)finding)->says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle_channel__an_unedited_run_passes),
        cmocka_unit_test(test_oracle_channel__an_edited_run_is_found_out),
        cmocka_unit_test(test_oracle_channel__every_finding_has_a_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
