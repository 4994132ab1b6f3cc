/* supervised.h -- a world with one supervisor, for tests of section 9. */
#ifndef ASX_TEST_SUPERVISED_H
#define ASX_TEST_SUPERVISED_H

#include "harness.h"

#include "asx/describe.h"

static inline asx_supervisor open_supervisor(struct world *world,
                                             asx_region region,
                                             asx_strategy strategy)
{
    asx_supervisor supervisor = {0};

    assert_ok(
        asx_supervisor_open(&world->rt, region, strategy, 0, 99, &supervisor));
    return supervisor;
}

static inline asx_child add(struct world *world, asx_supervisor supervisor,
                            uint32_t name, asx_child_policy policy)
{
    asx_child child = {0};

    assert_ok(
        asx_supervisor_add(&world->rt, supervisor, name, policy, 0, &child));
    return child;
}

static inline void depend(struct world *world, asx_child child, uint32_t on)
{
    assert_ok(asx_child_depend(&world->rt, child, on));
}

static inline asx_region own_region(const struct world *world,
                                    asx_supervisor supervisor)
{
    uint32_t slot = (uint32_t)field(world, supervisor.bits, ASX_FIELD_PARENT);

    return (asx_region){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

static inline void compile_and_start(struct world *world,
                                     asx_supervisor supervisor)
{
    assert_ok(asx_supervisor_compile(&world->rt, supervisor));
    assert_ok(asx_supervisor_start(&world->rt, supervisor));
}

static inline uint32_t child_state(const struct world *world, asx_child child)
{
    return (uint32_t)field(world, child.bits, ASX_FIELD_STATE);
}

static inline asx_task child_task(const struct world *world, asx_child child)
{
    return task_at(world, (uint32_t)field(world, child.bits, ASX_FIELD_TASK));
}

static inline asx_region child_region(const struct world *world,
                                      asx_child child)
{
    uint32_t slot = (uint32_t)field(world, child.bits, ASX_FIELD_REGION);

    return (asx_region){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

/* What the kernel has decided but not done yet happens; nothing is due. */
static inline void settle(struct world *world)
{
    assert_int_equal(asx_next(&world->rt), 0);
    asx_runtime_check(&world->rt);
}

/* The next dispatch is the main task of `child`, and its body runs. */
static inline asx_task expect_start(struct world *world, asx_child child)
{
    int32_t next = asx_next(&world->rt);
    asx_task task = child_task(world, child);

    asx_runtime_check(&world->rt);
    assert_int_equal(next & (int32_t)ASX_SLOT_MAX, ASX_HANDLE_SLOT(task));
    assert_int_equal(next >> ASX_SLOT_BITS, ASX_VERB_START);
    assert_int_equal(child_state(world, child), ASX_CHILD_RUNNING);
    return task;
}

/* It starts, and parks until asx_task_wake or a cancel. */
static inline asx_task expect_start_parked(struct world *world, asx_child child)
{
    asx_task task = expect_start(world, child);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    return task;
}

/* The parked body of `child` goes on and ends so. */
static inline void end_child(struct world *world, asx_child child,
                             asx_outcome outcome)
{
    asx_task task = child_task(world, child);

    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    expect_next(world, task, ASX_VERB_STEP);
    finish(world, task, outcome);
}

/* The next dispatch cancels the body of `child`, which ends with it. */
static inline void expect_drained(struct world *world, asx_child child)
{
    asx_task task;
    int32_t next = asx_next(&world->rt);

    task = child_task(world, child);
    asx_runtime_check(&world->rt);
    assert_int_equal(next & (int32_t)ASX_SLOT_MAX, ASX_HANDLE_SLOT(task));
    assert_int_equal(next >> ASX_SLOT_BITS, ASX_VERB_CANCEL);
    finish(world, task, ASX_OUTCOME_CANCELLED);
}

/* Releases what has ended; answers how many notices were about children. */
static inline uint32_t drain_notices(struct world *world)
{
    uint32_t notice, children = 0;

    while ((notice = (uint32_t)asx_notice_next(&world->rt)) != 0) {
        uint32_t slot = notice & ASX_SLOT_MAX;
        uint64_t handle =
            ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot));

        switch (notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) {
        case ASX_NOTICE_TASK_ENDED:
            assert_ok(asx_task_release(&world->rt, (asx_task){handle}));
            break;
        case ASX_NOTICE_REGION_CLOSED:
            assert_ok(asx_region_release(&world->rt, (asx_region){handle}));
            break;
        default:
            children++;
        }
    }
    return children;
}

struct team {
    asx_supervisor supervisor;
    asx_region own;
    asx_child children[3]; /* named 1, 2, 3; each needs the one before */
};

static inline struct team plan_team(struct world *world, asx_strategy strategy,
                                    asx_child_policy policy)
{
    struct team team = {
        open_supervisor(world, root_of(world), strategy), {0}, {{0}, {0}, {0}}};

    team.own = own_region(world, team.supervisor);
    for (uint32_t at = 0; at < 3; at++) {
        team.children[at] = add(world, team.supervisor, at + 1, policy);
        if (at > 0)
            depend(world, team.children[at], at);
    }
    return team;
}

/* All three run, parked. */
static inline struct team start_team(struct world *world, asx_strategy strategy,
                                     asx_child_policy policy)
{
    struct team team = plan_team(world, strategy, policy);

    compile_and_start(world, team.supervisor);
    for (uint32_t at = 0; at < 3; at++)
        expect_start_parked(world, team.children[at]);
    assert_int_equal(field(world, team.supervisor.bits, ASX_FIELD_STATE),
                     ASX_SUPERVISOR_RUNNING);
    assert_int_equal(drain_notices(world), 3);
    return team;
}

static inline uint32_t supervisor_state(const struct world *world,
                                        const struct team *team)
{
    return (uint32_t)field(world, team->supervisor.bits, ASX_FIELD_STATE);
}

static inline void expect_states(struct world *world, const struct team *team,
                                 uint32_t first, uint32_t second,
                                 uint32_t third)
{
    asx_runtime_check(&world->rt);
    assert_int_equal(child_state(world, team->children[0]), first);
    assert_int_equal(child_state(world, team->children[1]), second);
    assert_int_equal(child_state(world, team->children[2]), third);
}

/* The supervisor's region has closed so, and nothing of it is left. */
static inline void expect_over(struct world *world, const struct team *team,
                               asx_outcome outcome)
{
    settle(world);
    assert_int_equal(field(world, team->own.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    assert_int_equal(field(world, team->own.bits, ASX_FIELD_OUTCOME), outcome);
    assert_false(is_alive(world, team->supervisor.bits));
    for (uint32_t at = 0; at < 3; at++)
        assert_false(is_alive(world, team->children[at].bits));
    drain_notices(world);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), 1);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 0);
}

static inline void stop_team(struct world *world, const struct team *team)
{
    assert_ok(asx_supervisor_stop(&world->rt, team->supervisor));
}

#endif
