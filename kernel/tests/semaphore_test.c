/* Semaphores: so many units at once, all or none, and none is ever lost. */
#include "locks.h"

static void assert_units(const struct world *world, asx_lock lock,
                         uint64_t held, uint64_t set_aside, uint64_t rest)
{
    assert_int_equal(field(world, lock.bits, ASX_FIELD_PERMITS), held);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_SET_ASIDE), set_aside);
    assert_int_equal(field(world, lock.bits, ASX_FIELD_UNITS), rest);
}

static void test_semaphore_permits__n_at_once_or_none(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 5);
    asx_task task = start(world, root_of(world), 0);
    asx_obligation three = take(world, task, lock, 3), two;

    assert_int_equal(field(world, three.bits, ASX_FIELD_SUBKIND),
                     ASX_OBLIGATION_SEMAPHORE_PERMIT);
    assert_int_equal(field(world, three.bits, ASX_FIELD_UNITS), 3);
    assert_units(world, lock, 3, 0, 2);
    world_remember(world);
    assert_int_equal(asx_lock_acquire(&world->rt, task, lock, 3, false),
                     ASX_E_FULL);
    world_assert_unchanged(world);
    two = take(world, task, lock, 2);
    assert_units(world, lock, 5, 0, 0);
    give_back(world, three, task);
    give_up(world, two, task, ASX_ABORT_ERROR); /* no poison here */
    assert_units(world, lock, 0, 0, 5);
    give_back(world, take(world, task, lock, 5), task);
}

static void test_semaphore_permits__what_can_never_be_is_refused(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 5), other;
    asx_task task = start(world, root_of(world), 0);

    world_remember(world);
    assert_int_equal(acquire(world, task, lock, 0), ASX_E_ARGUMENT);
    assert_int_equal(acquire(world, task, lock, 6), ASX_E_ARGUMENT);
    assert_int_equal(acquire(world, task, lock, UINT32_MAX), ASX_E_ARGUMENT);
    assert_int_equal(asx_lock_open(&world->rt, root_of(world),
                                   ASX_LOCK_SEMAPHORE, 0, 0, &other),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_lock_open(&world->rt, root_of(world),
                                   ASX_LOCK_SEMAPHORE, ASX_LOCK_UNITS_MAX + 1,
                                   0, &other),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

/* Who wants much does not starve for those that want little. */
static void test_semaphore_permits__a_big_one_is_not_overtaken(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 4);
    asx_task holder = start(world, root_of(world), 0);
    asx_obligation two = take(world, holder, lock, 2);
    asx_obligation one = take(world, holder, lock, 1);
    asx_task big = start_waiting(world, lock, 3);
    asx_task small = start_waiting(world, lock, 1);

    assert_units(world, lock, 3, 0, 1);
    give_back(world, one, holder);
    expect_idle(world);
    give_back(world, two, holder); /* for the big one, and one left */
    assert_units(world, lock, 0, 4, 0);
    two = claim(world, big, lock, 3);
    one = claim(world, small, lock, 1);
    give_back(world, two, big);
    give_back(world, one, small);
    assert_units(world, lock, 0, 0, 4);
}

/* rule: channel.baton */
static void test_semaphore_permits__a_big_one_that_goes_lets_the_small_go(
    void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 4);
    asx_task holder = start(world, root_of(world), 0), big, small[2];
    asx_obligation guard = take(world, holder, lock, 2);

    big = start_waiting(world, lock, 3);
    small[0] = start_waiting(world, lock, 1);
    small[1] = start_waiting(world, lock, 1);
    expect_idle(world);
    cancel_task(world, big, ASX_CANCEL_USER);
    assert_units(world, lock, 2, 2, 0);
    expect_next(world, big, ASX_VERB_CANCEL);
    give_back(world, claim(world, small[0], lock, 1), small[0]);
    give_back(world, claim(world, small[1], lock, 1), small[1]);
    give_back(world, guard, holder);
    assert_units(world, lock, 0, 0, 4);
}

/* What is set aside was asked for; asking for other than that is to wait
 * anew, behind those that wait. */
static void test_semaphore_permits__a_claim_is_for_what_was_asked(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 4);
    asx_task holder = start(world, root_of(world), 0), fickle, next;
    asx_obligation guard = take(world, holder, lock, 4);

    fickle = start_waiting(world, lock, 2);
    next = start_waiting(world, lock, 4);
    give_back(world, guard, holder);
    expect_next(world, fickle, ASX_VERB_STEP);
    assert_units(world, lock, 0, 2, 2);
    assert_int_equal(acquire(world, fickle, lock, 1), PARKED);
    give_back(world, claim(world, next, lock, 4), next);
    give_back(world, claim(world, fickle, lock, 1), fickle);
    assert_units(world, lock, 0, 0, 4);
}

static void test_semaphore_permits__left_behind_ones_come_back(void **state)
{
    struct world *world = *state;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 3);
    asx_task holder = start(world, root_of(world), 0);
    asx_obligation guard = take(world, holder, lock, 3);
    asx_task waiting = start_waiting(world, lock, 2);

    finish(world, holder, ASX_OUTCOME_OK);
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, guard.bits);
    give_back(world, claim(world, waiting, lock, 2), waiting);
    assert_units(world, lock, 0, 0, 3);
}

/* A model that knows nothing of the kernel: a line, and what everybody has. */
#define TASKS 8
#define UNITS 7
#define ROUNDS 20000

enum where { RUNS, WAITS, IS_GRANTED, HOLDS };

struct one {
    asx_task task;
    asx_obligation guard;
    enum where where;
    uint32_t units;
    bool cancelled;
};

struct model {
    struct world *world;
    asx_lock lock;
    struct one all[TASKS];
    struct one *line[TASKS];
    int waiting;
    uint32_t rest;
    uint64_t random;
};

static void serve(struct model *m)
{
    while (m->waiting > 0 && m->line[0]->units <= m->rest) {
        m->line[0]->where = IS_GRANTED;
        m->rest -= m->line[0]->units;
        m->waiting--;
        memmove(m->line, m->line + 1, (size_t)m->waiting * sizeof *m->line);
    }
}

static void leave_line(struct model *m, const struct one *who)
{
    int at = 0;

    while (m->line[at] != who)
        at++;
    m->waiting--;
    memmove(m->line + at, m->line + at + 1,
            (size_t)(m->waiting - at) * sizeof *m->line);
}

static void begin(struct model *m, struct one *who)
{
    *who = (struct one){.task = spawn(m->world, root_of(m->world), 0)};
}

static void ask(struct model *m, struct one *who)
{
    uint32_t units = 1 + (uint32_t)(test_random(&m->random) % UNITS);

    who->units = units;
    if (m->waiting == 0 && units <= m->rest) {
        m->rest -= units;
        who->guard = take(m->world, who->task, m->lock, units);
        who->where = HOLDS;
    } else {
        assert_int_equal(acquire(m->world, who->task, m->lock, units), PARKED);
        who->where = WAITS;
        m->line[m->waiting++] = who;
    }
}

static void end_one(struct model *m, struct one *who)
{
    finish(m->world, who->task, ASX_OUTCOME_OK);
    if (who->where == HOLDS)
        m->rest += who->units;
    serve(m);
    begin(m, who);
}

static void dispatch(struct model *m)
{
    int32_t next = asx_next(&m->world->rt);
    struct one *who = m->all;

    if (next == 0)
        return;
    while (ASX_HANDLE_SLOT(who->task) != (next & (int32_t)ASX_SLOT_MAX))
        who++;
    if (next >> ASX_SLOT_BITS == ASX_VERB_CANCEL) {
        assert_true(who->cancelled);
        if (who->where == IS_GRANTED) {
            m->rest += who->units;
            who->where = RUNS;
        }
        end_one(m, who);
    } else if (next >> ASX_SLOT_BITS == ASX_VERB_START) {
        ask(m, who);
    } else {
        assert_int_equal(who->where, IS_GRANTED);
        who->guard = take(m->world, who->task, m->lock, who->units);
        who->where = HOLDS;
    }
}

static void step(struct model *m)
{
    struct one *who = &m->all[test_random(&m->random) % TASKS];
    uint64_t roll = test_random(&m->random) % 10;

    if (roll < 3) {
        dispatch(m);
    } else if (who->where == HOLDS && roll < 8) {
        give_back(m->world, who->guard, who->task);
        m->rest += who->units;
        serve(m);
        ask(m, who);
    } else if (who->where == HOLDS && roll < 9) {
        end_one(m, who); /* with its guard */
    } else if ((who->where == WAITS || who->where == IS_GRANTED) &&
               !who->cancelled && roll >= 8) {
        cancel_task(m->world, who->task, ASX_CANCEL_USER);
        who->cancelled = true;
        if (who->where == WAITS) {
            leave_line(m, who);
            who->where = RUNS;
        }
    }
    serve(m);
}

static void test_semaphore_permits__are_conserved_in_random_runs(void **state)
{
    struct model m = {.world = *state, .rest = UNITS, .random = 41};
    uint64_t returned = 0;

    m.lock = open_lock(m.world, ASX_LOCK_SEMAPHORE, UNITS);
    for (int i = 0; i < TASKS; i++)
        begin(&m, &m.all[i]);
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t held = 0, granted = 0;

        step(&m);
        for (int i = 0; i < TASKS; i++) {
            held += m.all[i].where == HOLDS ? m.all[i].units : 0;
            granted += m.all[i].where == IS_GRANTED ? m.all[i].units : 0;
        }
        assert_units(m.world, m.lock, held, granted, m.rest);
        assert_int_equal(held + granted + m.rest, UNITS);
        asx_runtime_check(&m.world->rt);
        returned += event_count(m.world, ASX_EVENT_GRANT_RETURNED);
        m.world->rt.event_count = 0;
    }
    assert_true(returned > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_semaphore_permits__n_at_once_or_none),
        WORLD_TEST(test_semaphore_permits__what_can_never_be_is_refused),
        WORLD_TEST(test_semaphore_permits__a_big_one_is_not_overtaken),
        WORLD_TEST(
            test_semaphore_permits__a_big_one_that_goes_lets_the_small_go),
        WORLD_TEST(test_semaphore_permits__a_claim_is_for_what_was_asked),
        WORLD_TEST(test_semaphore_permits__left_behind_ones_come_back),
        WORLD_TEST(test_semaphore_permits__are_conserved_in_random_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
