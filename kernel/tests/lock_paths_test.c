/* Locks, every path: whatever three tasks and a host can do with one lock, up
 * to so many steps, each state checked whole, and each path brought to an end.
 */
#include "locks.h"

#include "asx/describe.h"

#define TASKS 3
#define DEPTH 5

/* What can be done next; the last of them with each of the tasks. */
enum action { DISPATCH, SIGNAL, SIGNAL_ALL, CLOSE, HEAL, ADD, EACH };
enum each {
    ACQUIRE,
    ACQUIRE_MORE,
    TRY,
    GIVE_BACK,
    FAIL,
    CANCEL,
    FINISH,
    EACHES
};

#define ACTIONS (EACH + EACHES * TASKS)

struct paths {
    struct world *world;
    asx_lock_type type;
    asx_lock lock;
    asx_task task[TASKS];
    int acting; /* tasks that did something; they are alike until then */
    uint64_t states;
    uint64_t granted; /* states with something set aside */
    uint64_t over;    /* with a lock that is over */
};

static bool is_stepping(const struct world *world, asx_task task)
{
    return is_alive(world, task.bits) &&
           field(world, task.bits, ASX_FIELD_STATE) != ASX_TASK_CREATED &&
           field(world, task.bits, ASX_FIELD_STATE) != ASX_TASK_COMPLETED &&
           field(world, task.bits, ASX_FIELD_WAIT) == ASX_WAIT_NONE &&
           (field(world, task.bits, ASX_FIELD_QUEUE) == ASX_QUEUE_NONE ||
            field(world, task.bits, ASX_FIELD_QUEUE) == ASX_QUEUE_TIMER);
}

/* The newest guard of `task`; zero if it has none. */
static asx_obligation guard_of(const struct world *world, asx_task task)
{
    uint32_t used = (uint32_t)counter(world, ASX_COUNTER_SLOTS_USED);
    double fields[ASX_FIELD_COUNT];

    for (uint32_t slot = 1; slot <= used; slot++) {
        if (asx_describe(&world->rt, slot, fields) == ASX_KIND_OBLIGATION &&
            fields[ASX_FIELD_OWNER] == ASX_HANDLE_SLOT(task))
            return (asx_obligation){task_at(world, slot).bits};
    }
    return (asx_obligation){0};
}

static uint32_t units_of(const struct paths *p, uint32_t more)
{
    return p->type == ASX_LOCK_RWLOCK ? 1 - more : 1 + more;
}

/* False if it cannot be done here. */
static bool with_task(struct paths *p, asx_task task, enum each each)
{
    struct world *world = p->world;
    asx_obligation guard = guard_of(world, task);
    bool sized = p->type == ASX_LOCK_RWLOCK || p->type == ASX_LOCK_SEMAPHORE;

    switch (each) {
    case ACQUIRE_MORE:
        if (!sized)
            return false;
        return is_stepping(world, task) &&
               acquire(world, task, p->lock, units_of(p, 1)) != ASX_E_STATE;
    case ACQUIRE:
        return is_stepping(world, task) &&
               acquire(world, task, p->lock, units_of(p, 0)) != ASX_E_STATE;
    case TRY:
        return is_stepping(world, task) &&
               asx_lock_acquire(&world->rt, task, p->lock, units_of(p, 0),
                                false) != PARKED;
    case GIVE_BACK:
        return guard.bits &&
               asx_obligation_commit(&world->rt, guard, task) == ASX_OK;
    case FAIL:
        return guard.bits && asx_obligation_abort(&world->rt, guard, task,
                                                  ASX_ABORT_ERROR) == ASX_OK;
    case CANCEL:
        return is_alive(world, task.bits) &&
               field(world, task.bits, ASX_FIELD_CANCEL_KIND) == 0 &&
               asx_task_cancel(&world->rt, task, ASX_CANCEL_USER, 0) == ASX_OK;
    case FINISH:
    case EACHES:
        return is_stepping(world, task) &&
               asx_task_finish(&world->rt, task, ASX_OUTCOME_OK) >= 0;
    }
    return false;
}

static bool perform(struct paths *p, int action)
{
    asx_runtime *rt = &p->world->rt;
    uint64_t state = field(p->world, p->lock.bits, ASX_FIELD_STATE);

    switch (action) {
    case DISPATCH:
        return asx_next(rt) != 0;
    case SIGNAL:
    case SIGNAL_ALL:
        return asx_lock_signal(rt, p->lock, action == SIGNAL_ALL) == ASX_OK;
    case CLOSE:
        return state != ASX_LOCK_CLOSED &&
               asx_lock_close(rt, p->lock) == ASX_OK;
    case HEAL:
        return state == ASX_LOCK_POISONED &&
               asx_lock_heal(rt, p->lock) == ASX_OK;
    case ADD:
        return asx_pool_add(rt, p->lock, 1) == ASX_OK;
    default:
        return with_task(p, p->task[(action - EACH) / EACHES],
                         (enum each)((action - EACH) % EACHES));
    }
}

/* Every body ends once it can; nothing is left of the lock then. */
static void bring_to_an_end(struct paths *p)
{
    struct world *world = p->world;

    assert_ok(asx_lock_close(&world->rt, p->lock));
    for (int at = 0; at < TASKS; at++) {
        if (is_stepping(world, p->task[at]))
            finish(world, p->task[at], ASX_OUTCOME_OK);
    }
    drain(world);
    for (int at = 0; at < TASKS; at++)
        assert_false(is_alive(world, p->task[at].bits));
    assert_int_equal(field(world, p->lock.bits, ASX_FIELD_PERMITS), 0);
    assert_int_equal(field(world, p->lock.bits, ASX_FIELD_SET_ASIDE), 0);
    asx_runtime_check(&world->rt);
}

static void search(struct paths *p, int depth)
{
    struct world *world = p->world;
    size_t bytes = asx_snapshot_bytes(&world->rt);
    void *before = malloc(bytes);
    int done = 0, acting = p->acting;

    assert_non_null(before);
    memcpy(before, world->rt.base, bytes);
    asx_runtime_check(&world->rt);
    p->states++;
    p->granted += field(world, p->lock.bits, ASX_FIELD_SET_ASIDE) > 0;
    p->over += field(world, p->lock.bits, ASX_FIELD_STATE) != ASX_LOCK_OPEN;
    for (int action = 0; action < ACTIONS && depth > 0; action++) {
        int who = action < EACH ? -1 : (action - EACH) / EACHES;

        if (who <= acting && perform(p, action)) {
            p->acting = who == acting ? acting + 1 : acting;
            search(p, depth - 1);
            done++;
        }
        assert_ok(asx_snapshot_restore(&world->rt, before, bytes));
        world->rt.event_count = 0;
    }
    p->acting = acting;
    if (depth == 0 || done == 0) {
        bring_to_an_end(p);
        assert_ok(asx_snapshot_restore(&world->rt, before, bytes));
    }
    free(before);
}

/* rules: mutex.fifo, rwlock.batch, semaphore.permits, barrier.leader,
 * notify.one, once.retry, pool.return, channel.baton */
static void test_lock_paths__every_state_within_some_steps(void **state)
{
    struct world *world = *state;
    struct paths p = {.world = world};
    uint64_t states = 0;

    for (int type = 0; type < ASX_LOCK_TYPE_COUNT; type++) {
        p.type = (asx_lock_type)type;
        p.states = p.granted = p.over = 0;
        p.acting = 0;
        p.lock = open_lock(world, p.type, 2);
        for (int at = 0; at < TASKS; at++)
            p.task[at] = start(world, root_of(world), 0);
        search(&p, DEPTH);
        assert_true(p.granted > 0 || type == ASX_LOCK_BARRIER);
        assert_true(p.over > 0);
        states += p.states;
        bring_to_an_end(&p);
    }
    assert_true(states > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_lock_paths__every_state_within_some_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
