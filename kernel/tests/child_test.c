/* One child: what its stop does in which order, its name over restarts, and a
 * start that is refused. */
#include "supervised.h"

#define BACKOFF ASX_RESTART_BACKOFF_US

static asx_child add_with(struct world *world, asx_supervisor supervisor,
                          uint32_t name, uint32_t flags)
{
    asx_child child = {0};

    assert_ok(asx_supervisor_add(&world->rt, supervisor, name,
                                 ASX_CHILD_RESTART, flags, &child));
    return child;
}

static uint64_t lookup(const struct world *world, uint32_t name)
{
    return asx_name_lookup(&world->rt, name).bits;
}

/* Where, from `from` on, the child's state became `state`. */
static uint32_t find_step(const struct world *world, uint32_t from,
                          asx_child child, asx_child_state state)
{
    do
        from = event_find(world, from, ASX_EVENT_CHILD_STEP, child.bits) + 1;
    while (world->rt.events[from - 1].b != state);
    return from;
}

static asx_child start_one(struct world *world, uint32_t flags,
                           asx_supervisor *supervisor)
{
    asx_child child;

    *supervisor = open_supervisor(world, root_of(world), 0);
    child = add_with(world, *supervisor, 7, flags);
    compile_and_start(world, *supervisor);
    expect_start_parked(world, child);
    return child;
}

/* rule: super.states */
static void test_super_states__the_host_is_told_of_each_start(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child child = start_one(world, 0, &supervisor);
    asx_region life = child_region(world, child);
    asx_task task = child_task(world, child);

    expect_notice(world, child.bits, ASX_NOTICE_CHILD_START, 0);
    expect_no_notice(world);
    assert_int_equal(field(world, task.bits, ASX_FIELD_LABEL), 7);
    assert_int_equal(field(world, task.bits, ASX_FIELD_PARENT),
                     ASX_HANDLE_SLOT(life));
    end_child(world, child, ASX_OUTCOME_ERR);
    settle(world);
    expect_notice(world, life.bits, ASX_NOTICE_REGION_CLOSED, ASX_OUTCOME_ERR);
    assert_ok(asx_region_release(&world->rt, life));
    advance(world, BACKOFF);
    expect_start_parked(world, child);
    expect_notice(world, child.bits, ASX_NOTICE_CHILD_START, 0);
}

/* rule: super.phases */
static void test_super_phases__stop_is_drain_persist_release_stop(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child child =
        start_one(world, ASX_CHILD_PERSISTS | ASX_CHILD_NAMED, &supervisor);
    uint32_t at;

    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    drain_notices(world);
    expect_drained(world, child);
    assert_int_equal(asx_child_persisted(&world->rt, child), ASX_E_STATE);
    settle(world);
    assert_int_equal(child_state(world, child), ASX_CHILD_PERSISTING);
    assert_int_equal(drain_notices(world), 1);
    assert_ok(asx_child_persisted(&world->rt, child));
    assert_int_equal(asx_child_persisted(&world->rt, child), ASX_E_STATE);
    settle(world);
    assert_false(is_alive(world, child.bits));
    at = find_step(world, 0, child, ASX_CHILD_DRAINING);
    at = event_find(world, at, ASX_EVENT_CHILD_ENDED, child.bits);
    at = find_step(world, at, child, ASX_CHILD_PERSISTING);
    at = event_find(world, at, ASX_EVENT_CHILD_PERSISTED, child.bits);
    assert_int_equal(world->rt.events[at].a, 0);
    while (world->rt.events[at].kind != ASX_EVENT_LEASE_STEP)
        at++;
    assert_int_equal(world->rt.events[at].b, ASX_LEASE_RELEASED);
    find_step(world, at, child, ASX_CHILD_STOPPED);
    expect_no_report(world);
    drain_notices(world);
}

/* rule: super.phases */
static void test_super_phases__persisting_is_waited_for_so_long(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child child = start_one(world, ASX_CHILD_PERSISTS, &supervisor);
    uint32_t at;

    drain_notices(world);
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    expect_drained(world, child);
    settle(world);
    advance(world, ASX_PERSIST_US - 1);
    cancel_region(world, own_region(world, supervisor), ASX_CANCEL_USER);
    settle(world);
    assert_int_equal(child_state(world, child), ASX_CHILD_PERSISTING);
    advance(world, 1);
    settle(world);
    assert_false(is_alive(world, child.bits));
    expect_report(world, ASX_REPORT_PERSIST_OVERRUN, child.bits);
    at = event_find(world, 0, ASX_EVENT_CHILD_PERSISTED, child.bits);
    assert_int_equal(world->rt.events[at].a, 1);
    drain_notices(world);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), 1);
}

/* rule: super.phases */
static void test_super_phases__one_persists_before_the_next_is_drained(
    void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child first = add_with(world, supervisor, 1, ASX_CHILD_PERSISTS);
    asx_child second = add_with(world, supervisor, 2, ASX_CHILD_PERSISTS);

    compile_and_start(world, supervisor);
    expect_start_parked(world, first);
    expect_start_parked(world, second);
    drain_notices(world);
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    expect_drained(world, second);
    settle(world);
    assert_int_equal(child_state(world, first), ASX_CHILD_RUNNING);
    assert_int_equal(drain_notices(world), 1);
    assert_ok(asx_child_persisted(&world->rt, second));
    expect_drained(world, first);
    settle(world);
    assert_int_equal(drain_notices(world), 1);
    assert_ok(asx_child_persisted(&world->rt, first));
    settle(world);
    drain_notices(world);
    assert_false(is_alive(world, supervisor.bits));
}

/* rule: name.lease */
static void test_name_lease__a_child_keeps_its_name_over_restarts(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child child = start_one(world, ASX_CHILD_NAMED, &supervisor);
    asx_task task = child_task(world, child), other;
    asx_obligation lease;

    assert_int_equal(lookup(world, 7), task.bits);
    end_child(world, child, ASX_OUTCOME_ERR);
    assert_int_equal(lookup(world, 7), 0); /* nobody, but it is taken */
    settle(world);
    other = start(world, root_of(world), 0);
    assert_int_equal(asx_name_reserve(&world->rt, other, 7, &lease),
                     ASX_E_NAME_TAKEN);
    advance(world, BACKOFF);
    task = expect_start_parked(world, child);
    assert_int_equal(lookup(world, 7), task.bits);
    end_child(world, child, ASX_OUTCOME_OK);
    assert_int_equal(lookup(world, 7), 0);
    settle(world);
    assert_ok(asx_name_reserve(&world->rt, other, 7, &lease));
    assert_ok(asx_obligation_abort(&world->rt, lease, other, 0));
    finish(world, other, ASX_OUTCOME_OK);
    drain_notices(world);
}

/* rule: name.lease */
static void test_name_lease__a_child_whose_name_is_taken_does_not_start(
    void **state)
{
    struct world *world = *state;
    asx_task holder = start_parked(world, root_of(world), 0);
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child child = add_with(world, supervisor, 7, ASX_CHILD_NAMED);
    asx_obligation lease;

    assert_ok(asx_name_reserve(&world->rt, holder, 7, &lease));
    compile_and_start(world, supervisor);
    settle(world);
    assert_int_equal(child_state(world, child), ASX_CHILD_WAITING);
    expect_report(world, ASX_REPORT_CHILD_REFUSED, child.bits);
    /* It is judged like a failure: tried again, and not for ever. */
    assert_ok(asx_obligation_abort(&world->rt, lease, holder, 0));
    advance(world, BACKOFF);
    expect_start_parked(world, child);
    assert_int_equal(lookup(world, 7), child_task(world, child).bits);
}

/* rule: super.window */
static void test_super_window__a_start_without_memory_is_a_failure(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child child = add_with(world, supervisor, 7, ASX_CHILD_NAMED);
    asx_region own = own_region(world, supervisor);
    uint64_t live;

    compile_and_start(world, supervisor);
    live = counter(world, ASX_COUNTER_REGIONS_LIVE);
    for (int restart = 0; restart <= ASX_RESTARTS_DEFAULT; restart++) {
        uint32_t refused = restart == 0 ? 0 : (uint32_t)restart;

        world->growths_left = 0;
        settle(world);
        world->growths_left = -1;
        expect_report(world, ASX_REPORT_CHILD_REFUSED, child.bits);
        assert_int_equal(event_count(world, ASX_EVENT_CHILD_REFUSED),
                         refused + 1);
        if (restart == ASX_RESTARTS_DEFAULT)
            break;
        /* No half of a life is left. */
        assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), live);
        assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
        assert_int_equal(child_state(world, child), ASX_CHILD_WAITING);
        advance(world, BACKOFF << restart);
    }
    expect_report(world, ASX_REPORT_SUPERVISOR_FAILED, supervisor.bits);
    assert_int_equal(field(world, own.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_ERR);
    drain_notices(world);
}

/* rule: super.window */
static void test_super_window__a_start_goes_on_wherever_memory_ends(void **s)
{
    (void)s;
    for (int growths = 0; growths < 8; growths++) {
        struct world *world = world_new(1, 0);
        asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
        asx_child child = add_with(world, supervisor, 7, ASX_CHILD_NAMED);
        int32_t next;

        compile_and_start(world, supervisor);
        world->growths_left = growths;
        next = asx_next(&world->rt);
        world->growths_left = -1;
        asx_runtime_check(&world->rt);
        if (next == 0) {
            advance(world, BACKOFF);
            next = asx_next(&world->rt);
        }
        assert_int_equal(next & (int32_t)ASX_SLOT_MAX,
                         ASX_HANDLE_SLOT(child_task(world, child)));
        world_free(world);
    }
}

/* rule: super.phases */
static void test_super_phases__a_notice_that_nobody_took_is_forgotten(void **s)
{
    struct world *world = *s;
    asx_supervisor supervisor;
    asx_child child = start_one(world, ASX_CHILD_PERSISTS, &supervisor);

    /* Its start was never looked at, and it persists: one notice, this one. */
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    expect_drained(world, child);
    settle(world);
    while (field(world, child.bits, ASX_FIELD_QUEUE) == ASX_QUEUE_NOTICE) {
        uint32_t notice = (uint32_t)asx_notice_next(&world->rt);

        if ((notice & ASX_SLOT_MAX) == ASX_HANDLE_SLOT(child))
            assert_int_equal(notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK,
                             ASX_NOTICE_CHILD_PERSIST);
    }
    assert_ok(asx_child_persisted(&world->rt, child));
    settle(world);
    assert_false(is_alive(world, child.bits));
}

/* rule: super.phases */
static void test_super_phases__what_ended_by_itself_does_not_persist(void **s)
{
    struct world *world = *s;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child first = add_with(world, supervisor, 1, ASX_CHILD_PERSISTS);
    asx_child second = add_with(world, supervisor, 2, ASX_CHILD_PERSISTS);

    compile_and_start(world, supervisor);
    expect_start_parked(world, first);
    expect_start_parked(world, second);
    drain_notices(world);
    assert_ok(asx_supervisor_stop(&world->rt, supervisor));
    expect_drained(world, second);
    settle(world);
    /* While one persists another ends: that changes nothing for the first. */
    end_child(world, first, ASX_OUTCOME_ERR);
    settle(world);
    assert_int_equal(child_state(world, second), ASX_CHILD_PERSISTING);
    assert_int_equal(child_state(world, first), ASX_CHILD_ENDED);
    assert_int_equal(drain_notices(world), 1);
    assert_ok(asx_child_persisted(&world->rt, second));
    settle(world);
    assert_false(is_alive(world, supervisor.bits));
    assert_int_equal(drain_notices(world), 0);
}

/* rule: region.limits */
static void test_region_limits__hold_for_children_too(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child first, second;

    assert_ok(asx_runtime_stage_limits(&world->rt, 1, 9, 9, UINT32_MAX));
    supervisor = open_supervisor(world, root_of(world), 0);
    first = add_with(world, supervisor, 1, 0);
    second = add_with(world, supervisor, 2, 0);
    compile_and_start(world, supervisor);
    expect_start_parked(world, first);
    expect_report(world, ASX_REPORT_CHILD_REFUSED, second.bits);
    assert_int_equal(child_state(world, second), ASX_CHILD_WAITING);
    end_child(world, first, ASX_OUTCOME_OK);
    advance(world, BACKOFF);
    expect_start_parked(world, second);
}

/* rule: super.states */
static void test_super_states__the_region_may_own_other_objects(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child child = add_with(world, supervisor, 1, 0);
    asx_channel channel;

    assert_ok(asx_channel_open(&world->rt, own_region(world, supervisor),
                               ASX_CHANNEL_MPSC, 1, 0, &channel));
    compile_and_start(world, supervisor);
    expect_start_parked(world, child);
    end_child(world, child, ASX_OUTCOME_OK);
    settle(world);
    assert_false(is_alive(world, child.bits));
    assert_false(is_alive(world, channel.bits));
}

/* rule: name.lease */
static void test_name_lease__a_child_that_never_ran_is_not_found(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor = open_supervisor(world, root_of(world), 0);
    asx_child child = add_with(world, supervisor, 7, ASX_CHILD_NAMED);
    asx_task other = spawn(world, root_of(world), 0);

    compile_and_start(world, supervisor);
    expect_next(world, other, ASX_VERB_START); /* the child is started now */
    assert_int_equal(lookup(world, 7), child_task(world, child).bits);
    spawn(world, child_region(world, child), 0);
    cancel_task(world, child_task(world, child), ASX_CANCEL_USER);
    /* Its main task is over, and its region waits for the other one. */
    assert_int_equal(child_state(world, child), ASX_CHILD_RUNNING);
    assert_int_equal(lookup(world, 7), 0);
    finish(world, other, ASX_OUTCOME_OK);
}

/* rule: super.phases */
static void test_super_phases__a_cancel_from_above_persists_too(void **state)
{
    struct world *world = *state;
    asx_supervisor supervisor;
    asx_child child = start_one(world, ASX_CHILD_PERSISTS, &supervisor);

    cancel_region(world, own_region(world, supervisor), ASX_CANCEL_USER);
    expect_drained(world, child);
    settle(world);
    assert_int_equal(child_state(world, child), ASX_CHILD_PERSISTING);
    assert_ok(asx_child_persisted(&world->rt, child));
    settle(world);
    assert_false(is_alive(world, child.bits));
    drain_notices(world);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(test_super_states__the_host_is_told_of_each_start),
        WORLD_TEST(test_super_phases__stop_is_drain_persist_release_stop),
        WORLD_TEST(test_super_phases__persisting_is_waited_for_so_long),
        WORLD_TEST(test_super_phases__one_persists_before_the_next_is_drained),
        WORLD_TEST(test_super_phases__a_notice_that_nobody_took_is_forgotten),
        WORLD_TEST(test_super_phases__a_cancel_from_above_persists_too),
        WORLD_TEST(test_name_lease__a_child_keeps_its_name_over_restarts),
        WORLD_TEST(test_name_lease__a_child_whose_name_is_taken_does_not_start),
        WORLD_TEST(test_super_window__a_start_without_memory_is_a_failure),
        cmocka_unit_test(
            test_super_window__a_start_goes_on_wherever_memory_ends),
        WORLD_TEST(test_super_phases__what_ended_by_itself_does_not_persist),
        WORLD_TEST(test_region_limits__hold_for_children_too),
        WORLD_TEST(test_super_states__the_region_may_own_other_objects),
        WORLD_TEST(test_name_lease__a_child_that_never_ran_is_not_found),
    };

    return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
