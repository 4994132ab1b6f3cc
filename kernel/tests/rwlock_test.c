/* Reader-writer locks: who may be in together, and whose turn it is. */
#include "locks.h"

#define READ ASX_LOCK_READ
#define WRITE ASX_LOCK_WRITE

static void test_rwlock_batch__many_read_or_one_writes(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task one = start(world, root_of(world), 0);
    asx_task two = start(world, root_of(world), 0);
    asx_obligation first = take(world, one, lock, READ);
    asx_obligation second = take(world, two, lock, READ);
    asx_task writer = start_waiting(world, lock, WRITE);

    assert_int_equal(field(world, writer.bits, ASX_FIELD_WAIT),
                     ASX_WAIT_LOCK_EXCLUSIVE);
    give_back(world, first, one);
    expect_idle(world);
    give_back(world, second, two);
    first = claim(world, writer, lock, WRITE);
    assert_int_equal(asx_lock_acquire(&world->rt, one, lock, READ, false),
                     ASX_E_FULL);
    assert_int_equal(asx_lock_acquire(&world->rt, two, lock, WRITE, false),
                     ASX_E_FULL);
    give_back(world, first, writer);
    give_back(world, take(world, one, lock, READ), one);
}

static void test_rwlock_batch__there_is_no_third_way(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(acquire(world, task, lock, 2), ASX_E_ARGUMENT);
    assert_int_equal(acquire(world, task, lock, ASX_LOCK_UNITS_MAX),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

/* Readers that come while a writer waits do not keep it waiting. */
static void test_rwlock_batch__writers_go_first(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task holder = start(world, root_of(world), 0), writer, reader;
    asx_obligation guard = take(world, holder, lock, READ);

    writer = start_waiting(world, lock, WRITE);
    reader = start_waiting(world, lock, READ);
    expect_idle(world);
    give_back(world, guard, holder);
    guard = claim(world, writer, lock, WRITE);
    expect_idle(world);
    give_back(world, guard, writer);
    give_back(world, claim(world, reader, lock, READ), reader);
}

/* A writer that locks again as soon as it has unlocked, and another one, while
 * readers wait: each of the two waits when the other unlocks. */
static uint32_t writers_before_readers(struct world *world, asx_lock lock,
                                       asx_task reader, asx_task holder,
                                       asx_task other, asx_obligation *guard)
{
    uint32_t writers = 0;

    for (;;) {
        asx_task next = other;
        int32_t dispatched;

        assert_int_equal(acquire(world, other, lock, WRITE), PARKED);
        give_back(world, *guard, holder);
        dispatched = asx_next(&world->rt);
        if ((dispatched & (int32_t)ASX_SLOT_MAX) == ASX_HANDLE_SLOT(reader))
            return writers;
        assert_int_equal(dispatched & (int32_t)ASX_SLOT_MAX,
                         ASX_HANDLE_SLOT(next));
        writers++;
        *guard = take(world, next, lock, WRITE);
        other = holder;
        holder = next;
    }
}

static void test_rwlock_batch__readers_go_after_sixteen_writers(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task writer = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0), readers[3];
    asx_obligation guard = take(world, writer, lock, WRITE), read[3];

    for (int i = 0; i < 3; i++)
        readers[i] = start_waiting(world, lock, READ);
    assert_int_equal(
        writers_before_readers(world, lock, readers[0], writer, other, &guard),
        ASX_LOCK_WRITERS_MAX);
    /* All that wait by then, and nobody who comes now. */
    read[0] = take(world, readers[0], lock, READ);
    read[1] = claim(world, readers[1], lock, READ);
    read[2] = claim(world, readers[2], lock, READ);
    (void)start_waiting(world, lock, READ);
    expect_idle(world);
    for (int i = 0; i < 3; i++)
        give_back(world, read[i], readers[i]);
    assert_true(asx_has_next(&world->rt)); /* the writer that waits */
    asx_runtime_check(&world->rt);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_SET_ASIDE),
                     ASX_LOCK_UNITS_MAX);
}

/* After the batch it begins again. */
static void test_rwlock_batch__the_count_begins_anew_with_a_batch(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task writer = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_task readers[2];
    asx_obligation guard = take(world, writer, lock, WRITE);
    uint32_t slot;

    for (int i = 0; i < 2; i++) {
        readers[i] = start_waiting(world, lock, READ);
        assert_int_equal(writers_before_readers(world, lock, readers[i], writer,
                                                other, &guard),
                         ASX_LOCK_WRITERS_MAX);
        give_back(world, take(world, readers[i], lock, READ), readers[i]);
        finish(world, readers[i], ASX_OUTCOME_OK);
        slot = (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX;
        if (slot == ASX_HANDLE_SLOT(writer)) {
            writer = other;
            other = task_at(world, slot);
        }
        guard = take(world, task_at(world, slot), lock, WRITE);
        other = writer;
        writer = task_at(world, slot);
    }
}

/* rule: channel.baton */
static void test_rwlock_batch__a_writer_that_goes_lets_the_readers_in(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task holder = start(world, root_of(world), 0), writer, reader;
    asx_obligation guard = take(world, holder, lock, READ);

    writer = start_waiting(world, lock, WRITE);
    reader = start_waiting(world, lock, READ);
    cancel_task(world, writer, ASX_CANCEL_USER);
    expect_next(world, writer, ASX_VERB_CANCEL);
    give_back(world, claim(world, reader, lock, READ), reader);
    give_back(world, guard, holder);
}

static void test_rwlock_batch__a_writer_that_was_granted_lets_them_in(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task holder = start(world, root_of(world), 0), writer, readers[2];
    asx_obligation guard = take(world, holder, lock, READ);

    writer = start_waiting(world, lock, WRITE);
    for (int i = 0; i < 2; i++)
        readers[i] = start_waiting(world, lock, READ);
    give_back(world, guard, holder);
    cancel_task(world, writer, ASX_CANCEL_USER);
    expect_next(world, writer, ASX_VERB_CANCEL);
    for (int i = 0; i < 2; i++)
        (void)claim(world, readers[i], lock, READ);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_PERMITS), 2);
}

static void test_mutex_poison__a_writer_poisons_and_a_reader_does_not(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    asx_task task = start(world, root_of(world), 0), writer, reader;
    asx_obligation guard;

    give_up(world, take(world, task, lock, READ), task, ASX_ABORT_ERROR);
    guard = take(world, task, lock, WRITE);
    writer = start_waiting(world, lock, WRITE);
    reader = start_waiting(world, lock, READ);
    give_up(world, guard, task, ASX_ABORT_ERROR);
    for (int i = 0; i < 2; i++) {
        uint32_t slot = (uint32_t)asx_next(&world->rt) & ASX_SLOT_MAX;
        bool reads = slot == ASX_HANDLE_SLOT(reader);

        assert_true(reads || slot == ASX_HANDLE_SLOT(writer));
        assert_int_equal(
            acquire(world, task_at(world, slot), lock, reads ? READ : WRITE),
            ASX_E_POISONED);
    }
    assert_ok(asx_lock_heal(&world->rt, lock));
    give_back(world, take(world, reader, lock, READ), reader);
}

/* Random tasks that read, write, are cancelled or leave. */
#define TASKS 10

struct one {
    asx_task task;
    asx_obligation guard; /* zero: none */
    uint32_t how;
};

static void begin(struct world *world, struct one *one)
{
    *one = (struct one){.task = spawn(world, root_of(world), 0)};
}

static void end(struct world *world, struct one *one)
{
    if (one->guard.bits)
        give_back(world, one->guard, one->task);
    finish(world, one->task, ASX_OUTCOME_OK);
    begin(world, one);
}

static struct one *find(struct one *all, int32_t slot)
{
    while (ASX_HANDLE_SLOT(all->task) != (slot & (int32_t)ASX_SLOT_MAX))
        all++;
    return all;
}

static void run(struct world *world, asx_lock lock, struct one *all,
                uint64_t *random)
{
    int32_t next = asx_next(&world->rt), answer;
    struct one *one;

    if (next == 0)
        return;
    one = find(all, next);
    if (next >> ASX_SLOT_BITS == ASX_VERB_CANCEL) {
        end(world, one);
        return;
    }
    if (next >> ASX_SLOT_BITS == ASX_VERB_START)
        one->how = test_random(random) % 3 ? READ : WRITE;
    answer = acquire(world, one->task, lock, one->how);
    if (answer != PARKED)
        one->guard.bits = ASX_HANDLE_BITS(
            answer, asx_generation(&world->rt, (uint32_t)answer));
}

static void step(struct world *world, asx_lock lock, struct one *all,
                 uint64_t *random)
{
    struct one *one = &all[test_random(random) % TASKS];
    int32_t notice;

    if (test_random(random) % 12 == 0)
        cancel_task(world, one->task, ASX_CANCEL_USER);
    else if (one->guard.bits && test_random(random) % 3 != 0)
        end(world, one);
    else
        run(world, lock, all, random);
    while ((notice = asx_notice_next(&world->rt)) != 0) { /* never ran */
        one = find(all, notice);
        assert_ok(asx_task_release(&world->rt, one->task));
        begin(world, one);
    }
}

static void test_rwlock_batch__a_writer_is_alone_in_random_runs(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_RWLOCK, 0);
    uint64_t random = 7, together = 0, alone = 0;
    struct one all[TASKS];

    for (int at = 0; at < TASKS; at++)
        begin(world, &all[at]);
    for (int round = 0; round < 20000; round++) {
        int readers = 0, writers = 0;

        step(world, lock, all, &random);
        asx_runtime_check(&world->rt);
        for (int at = 0; at < TASKS; at++) {
            readers += all[at].guard.bits && all[at].how == READ;
            writers += all[at].guard.bits && all[at].how == WRITE;
        }
        assert_true(writers == 0 || (writers == 1 && readers == 0));
        together += readers > 1;
        alone += writers == 1;
        world->rt.event_count = 0;
    }
    assert_true(together > 100);
    assert_true(alone > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_rwlock_batch__many_read_or_one_writes),
        WORLD_TEST(test_rwlock_batch__there_is_no_third_way),
        WORLD_TEST(test_rwlock_batch__writers_go_first),
        WORLD_TEST(test_rwlock_batch__readers_go_after_sixteen_writers),
        WORLD_TEST(test_rwlock_batch__the_count_begins_anew_with_a_batch),
        WORLD_TEST(test_rwlock_batch__a_writer_that_goes_lets_the_readers_in),
        WORLD_TEST(test_rwlock_batch__a_writer_that_was_granted_lets_them_in),
        WORLD_TEST(test_mutex_poison__a_writer_poisons_and_a_reader_does_not),
        WORLD_TEST(test_rwlock_batch__a_writer_is_alone_in_random_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
