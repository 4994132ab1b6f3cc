/* locks.c -- locks for kernel tests. */
#include "locks.h"

asx_lock open_lock(struct world *world, asx_lock_type type, uint32_t units)
{
    asx_lock lock = {0};

    assert_ok(asx_lock_open(&world->rt, root_of(world), type, units, 0, &lock));
    return lock;
}

int32_t acquire(struct world *world, asx_task task, asx_lock lock,
                uint32_t units)
{
    return asx_lock_acquire(&world->rt, task, lock, units, true);
}

asx_obligation take(struct world *world, asx_task task, asx_lock lock,
                    uint32_t units)
{
    int32_t slot = acquire(world, task, lock, units);
    asx_obligation guard;

    assert_true(slot > 0 && slot <= (int32_t)ASX_SLOT_MAX);
    guard.bits =
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, (uint32_t)slot));
    assert_int_equal(field(world, guard.bits, ASX_FIELD_KIND),
                     ASX_KIND_OBLIGATION);
    assert_int_equal(field(world, guard.bits, ASX_FIELD_OWNER),
                     ASX_HANDLE_SLOT(task));
    assert_int_equal(field(world, guard.bits, ASX_FIELD_OBJECT),
                     ASX_HANDLE_SLOT(lock));
    return guard;
}

asx_task start_waiting(struct world *world, asx_lock lock, uint32_t units)
{
    asx_task task = start(world, root_of(world), 0);

    assert_int_equal(acquire(world, task, lock, units), PARKED);
    return task;
}

asx_obligation claim(struct world *world, asx_task task, asx_lock lock,
                     uint32_t units)
{
    expect_next(world, task, ASX_VERB_STEP);
    return take(world, task, lock, units);
}

void give_back(struct world *world, asx_obligation guard, asx_task task)
{
    assert_ok(asx_obligation_commit(&world->rt, guard, task));
}

void give_up(struct world *world, asx_obligation guard, asx_task task,
             asx_abort why)
{
    assert_ok(asx_obligation_abort(&world->rt, guard, task, why));
}

void use_up_memory(struct world *world)
{
    asx_lock lock;

    world->growths_left = 0;
    while (asx_lock_open(&world->rt, root_of(world), ASX_LOCK_MUTEX, 0, 0,
                         &lock) == ASX_OK)
        continue;
}
