/* Watch channels: versions, and metamorphic relations of the shutdown.
 *
 * A program is a list of steps that a seed makes: sends, then reads by several
 * receivers, and the shutdown somewhere after the last send. A relation runs it
 * twice, changed in a way that must not matter, and compares what was read
 * (metamorphic testing: T. Y. Chen et al.). */
#include "channels.h"

#define SENDS 5
#define READS 24
#define RECEIVERS 3
#define PROGRAMS 300

enum read { RECEIVE, UPDATE, BORROW, KINDS };

struct program {
    uint32_t sends;
    uint32_t send_after[SENDS]; /* how many reads come before it */
    uint32_t shutdown_after;    /* likewise */
    bool closes;                /* instead of detaching the sender */
    struct {
        uint32_t receiver;
        enum read kind;
    } reads[READS];
};

struct answers {
    int32_t of[READS];
    uint64_t seen[READS]; /* version of that receiver afterwards */
    bool closed[READS];
};

static struct program make_program(uint64_t seed)
{
    struct program program = {.sends = (uint32_t)(test_random(&seed) % SENDS)};
    uint32_t after = 0;

    for (uint32_t at = 0; at < program.sends; at++) {
        after += (uint32_t)(test_random(&seed) % 5);
        program.send_after[at] = after;
    }
    program.shutdown_after =
        after + (uint32_t)(test_random(&seed) % (READS - after));
    program.closes = test_random(&seed) & 1;
    for (uint32_t at = 0; at < READS; at++) {
        program.reads[at].receiver = (uint32_t)(test_random(&seed) % RECEIVERS);
        program.reads[at].kind = (enum read)(test_random(&seed) % KINDS);
    }
    return program;
}

static int32_t perform(struct world *world, asx_task task,
                       asx_receiver receiver, enum read kind)
{
    if (kind == UPDATE)
        return asx_receiver_update(&world->rt, receiver);
    if (kind == BORROW)
        return asx_receiver_borrow(&world->rt, receiver);
    return asx_receiver_receive(&world->rt, task, receiver, false);
}

static void end_sending(struct world *world, asx_channel channel, bool closes)
{
    if (closes)
        assert_ok(asx_channel_close(&world->rt, channel));
    else
        assert_ok(asx_channel_detach(&world->rt, channel));
}

/* Runs it with those receivers only whose bit is in `who`. */
static struct answers run(const struct program *program, uint32_t who)
{
    struct world *world = world_new(1, 0);
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 100);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receivers[RECEIVERS];
    struct answers answers = {0};
    uint32_t sent = 0;

    for (uint32_t at = 0; at < RECEIVERS; at++)
        if (who >> at & 1)
            receivers[at] = open_receiver(world, channel);
    for (uint32_t at = 0; at < READS; at++) {
        uint32_t reader = program->reads[at].receiver;

        while (sent < program->sends && program->send_after[sent] <= at) {
            (void)send(world, task, channel, 101 + sent);
            sent++;
        }
        if (at == program->shutdown_after)
            end_sending(world, channel, program->closes);
        if (!(who >> reader & 1))
            continue;
        answers.of[at] =
            perform(world, task, receivers[reader], program->reads[at].kind);
        answers.seen[at] =
            field(world, receivers[reader].bits, ASX_FIELD_VERSION);
        answers.closed[at] =
            asx_receiver_is_closed(&world->rt, receivers[reader]) == 1;
    }
    world_free(world);
    return answers;
}

#define ALL ((1u << RECEIVERS) - 1)

/* Each program in turn; a failure prints its number, which repeats it. */
#define FOR_PROGRAMS(seed, program)                                            \
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++)                          \
        for (struct program program = make_program(seed), *once = &program;    \
             once; once = NULL)

static void test_watch_shutdown__1_the_last_value_stays(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct answers answers = run(&program, ALL);

        for (uint32_t at = program.shutdown_after; at < READS; at++)
            if (program.reads[at].kind == UPDATE)
                assert_int_equal(answers.of[at], 100 + program.sends);
    }
}

static void test_watch_shutdown__2_the_seen_version_never_falls(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct answers answers = run(&program, ALL);
        uint64_t seen[RECEIVERS] = {0};

        for (uint32_t at = 0; at < READS; at++) {
            uint64_t *last = &seen[program.reads[at].receiver];

            assert_true(answers.seen[at] >= *last);
            *last = answers.seen[at];
        }
    }
}

static void test_watch_shutdown__3_receivers_do_not_affect_each_other(
    void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct answers together = run(&program, ALL);

        for (uint32_t one = 0; one < RECEIVERS; one++) {
            struct answers alone = run(&program, 1u << one);

            for (uint32_t at = 0; at < READS; at++)
                if (program.reads[at].receiver == one)
                    assert_int_equal(alone.of[at], together.of[at]);
        }
    }
}

/* Changed so that every update borrows instead: the same values. */
static void test_watch_shutdown__4_borrow_and_update_agree(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct program borrowing = program;
        struct answers updated, borrowed;

        for (uint32_t at = 0; at < READS; at++) {
            if (program.reads[at].kind == RECEIVE)
                program.reads[at].kind = UPDATE;
            borrowing.reads[at].kind = BORROW;
        }
        updated = run(&program, ALL);
        borrowed = run(&borrowing, ALL);
        assert_memory_equal(updated.of, borrowed.of, sizeof updated.of);
    }
}

/* Nothing new: it would wait, or wait for nothing. */
static int32_t settled(int32_t answer)
{
    return answer == ASX_E_FULL ? ASX_E_DISCONNECTED : answer;
}

static void test_watch_shutdown__5_it_does_not_matter_when(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct answers then = run(&program, ALL), later;

        program.shutdown_after = READS; /* never */
        later = run(&program, ALL);
        for (uint32_t at = 0; at < READS; at++)
            assert_int_equal(settled(then.of[at]), settled(later.of[at]));
    }
}

static void test_watch_shutdown__6_closed_stays_closed(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct answers answers = run(&program, ALL);

        for (uint32_t at = 0; at < READS; at++)
            assert_int_equal(answers.closed[at], at >= program.shutdown_after);
    }
}

/* Fewer receivers, another time of the shutdown, another way to do it, and
 * borrowing for updating, all at once: whoever is left reads the same. */
static void test_watch_shutdown__composed(void **state)
{
    (void)state;
    FOR_PROGRAMS(seed, program)
    {
        struct program changed = program;
        uint64_t draws = seed;
        uint32_t one = (uint32_t)(test_random(&draws) % RECEIVERS);
        struct answers before = run(&program, ALL), after;
        uint32_t last =
            program.sends ? program.send_after[program.sends - 1] : 0;

        changed.closes = !program.closes;
        changed.shutdown_after =
            last + (uint32_t)(test_random(&draws) % (READS - last));
        for (uint32_t at = 0; at < READS; at++) /* what is seen is the same */
            if (changed.reads[at].kind == UPDATE && before.seen[at] == 0)
                changed.reads[at].kind = BORROW;
        after = run(&changed, 1u << one);
        for (uint32_t at = 0; at < READS; at++)
            if (program.reads[at].receiver == one)
                assert_int_equal(settled(before.of[at]), settled(after.of[at]));
    }
}

static void test_watch_version__changed_waits_for_another_version(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 7);
    asx_task sender = start(world, root_of(world), 0);
    asx_task reader = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    assert_int_equal(asx_channel_borrow(&world->rt, channel), 7);
    assert_int_equal(asx_receiver_receive(&world->rt, reader, receiver, true),
                     PARKED);
    assert_int_equal(send(world, sender, channel, 8), ASX_COMMIT_EVICTED | 7);
    expect_next(world, reader, ASX_VERB_STEP);
    assert_int_equal(send(world, sender, channel, 8), ASX_COMMIT_EVICTED | 8);
    assert_int_equal(asx_receiver_receive(&world->rt, reader, receiver, true),
                     8);
    assert_int_equal(asx_receiver_receive(&world->rt, reader, receiver, true),
                     PARKED);
    /* The same value again is another version all the same. */
    assert_int_equal(send(world, sender, channel, 8), ASX_COMMIT_EVICTED | 8);
    expect_next(world, reader, ASX_VERB_STEP);
}

static void test_watch_unseen__an_unseen_value_beats_closed(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 7);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    (void)send(world, task, channel, 8);
    assert_ok(asx_channel_detach(&world->rt, channel));
    assert_int_equal(asx_receiver_is_closed(&world->rt, receiver), 1);
    assert_int_equal(asx_receiver_receive(&world->rt, task, receiver, true), 8);
    assert_int_equal(asx_receiver_receive(&world->rt, task, receiver, true),
                     ASX_E_DISCONNECTED);
    assert_int_equal(asx_receiver_update(&world->rt, receiver), 8);
}

static void test_watch_version__an_update_is_seen(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 7);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    (void)send(world, task, channel, 8);
    assert_int_equal(asx_receiver_update(&world->rt, receiver), 8);
    assert_int_equal(asx_receiver_receive(&world->rt, task, receiver, false),
                     ASX_E_FULL);
}

static void test_watch_shutdown__wakes_those_that_wait(void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 7);
    asx_task reader = start(world, root_of(world), 0);
    asx_receiver receiver = open_receiver(world, channel);

    assert_int_equal(asx_receiver_receive(&world->rt, reader, receiver, true),
                     PARKED);
    assert_ok(asx_channel_detach(&world->rt, channel));
    expect_next(world, reader, ASX_VERB_STEP);
    assert_int_equal(asx_receiver_receive(&world->rt, reader, receiver, true),
                     ASX_E_DISCONNECTED);
}

static void test_watch_version__a_value_that_nobody_heard_is_there_later(
    void **state)
{
    struct world *world = *state;
    asx_channel channel = open_channel(world, ASX_CHANNEL_WATCH, 7);
    asx_task task = start(world, root_of(world), 0);
    asx_receiver late;

    assert_int_equal(send(world, task, channel, 9), ASX_COMMIT_EVICTED | 7);
    late = open_receiver(world, channel);
    assert_int_equal(asx_receiver_borrow(&world->rt, late), 9);
    assert_int_equal(asx_receiver_receive(&world->rt, task, late, false),
                     ASX_E_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_watch_shutdown__1_the_last_value_stays),
        cmocka_unit_test(test_watch_shutdown__2_the_seen_version_never_falls),
        cmocka_unit_test(
            test_watch_shutdown__3_receivers_do_not_affect_each_other),
        cmocka_unit_test(test_watch_shutdown__4_borrow_and_update_agree),
        cmocka_unit_test(test_watch_shutdown__5_it_does_not_matter_when),
        cmocka_unit_test(test_watch_shutdown__6_closed_stays_closed),
        cmocka_unit_test(test_watch_shutdown__composed),
        WORLD_TEST(test_watch_version__changed_waits_for_another_version),
        WORLD_TEST(test_watch_unseen__an_unseen_value_beats_closed),
        WORLD_TEST(test_watch_version__an_update_is_seen),
        WORLD_TEST(test_watch_shutdown__wakes_those_that_wait),
        WORLD_TEST(
            test_watch_version__a_value_that_nobody_heard_is_there_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
