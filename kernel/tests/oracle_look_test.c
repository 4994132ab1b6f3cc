/* What no event carries shows when an object is looked at. Each test breaks
 * one field of a real state behind the kernel's back. */
#include "asx/lock.h"
#include "asx/oracle.h"
#include "channels.h"
#include "object.h"

#define SLOTS 64

struct watched {
    struct world *world;
    asx_oracle *oracle;
    void *memory;
    asx_region region;
    asx_region child;
    asx_task parked;  /* in the region */
    asx_task running; /* in the child */
};

static void look(struct watched *it)
{
    asx_runtime *rt = &it->world->rt;

    for (uint32_t at = 0; at < rt->event_count; at++)
        assert_ok(asx_oracle_feed(it->oracle, &rt->events[at]));
    rt->event_count = 0;
    asx_oracle_look(it->oracle, rt, SLOTS);
}

static int setup(void **state)
{
    struct watched *it = calloc(1, sizeof *it);

    assert_non_null(it);
    it->world = world_new(1, 0);
    it->memory = malloc(asx_oracle_bytes(SLOTS));
    assert_ok(
        asx_oracle_open(it->memory, asx_oracle_bytes(SLOTS), 0, &it->oracle));
    stage_budget(it->world, 1000000, ASX_POLLS_NONE, 128);
    it->region = open_region(it->world, root_of(it->world), 0);
    it->child = open_region(it->world, it->region, ASX_POLICY_RACE);
    it->parked = start_parked(it->world, it->region, 0);
    it->running = start(it->world, it->child, 0);
    look(it);
    assert_int_equal(asx_oracle_violations(it->oracle), 0);
    *state = it;
    return 0;
}

/* Not world_free: the state is broken, and its check would say so. */
static int teardown(void **state)
{
    struct watched *it = *state;

    free(it->memory);
    free(it->world->rt.events);
    free(it->world);
    free(it);
    return 0;
}

static void expect_finding(struct watched *it, asx_finding finding)
{
    asx_violation violation;
    bool found = false;

    look(it);
    while (asx_oracle_next(it->oracle, &violation))
        found = found || violation.finding == finding;
    assert_true(found);
}

static struct asxi_region *region_of(const struct watched *it)
{
    return asxi_region(&it->world->rt, ASX_HANDLE_SLOT(it->region));
}

static struct asxi_region *child_of(const struct watched *it)
{
    return asxi_region(&it->world->rt, ASX_HANDLE_SLOT(it->child));
}

static struct asxi_task *parked_of(const struct watched *it)
{
    return asxi_task(&it->world->rt, ASX_HANDLE_SLOT(it->parked));
}

static struct asxi_task *running_of(const struct watched *it)
{
    return asxi_task(&it->world->rt, ASX_HANDLE_SLOT(it->running));
}

static void test_look__a_miscounted_region_is_found(void **state)
{
    region_of(*state)->task_count++;
    expect_finding(*state, ASX_FINDING_COUNT_DIFFERS);
}

static void test_look__another_parent_is_found(void **state)
{
    struct watched *it = *state;

    parked_of(it)->cell.parent = ASX_HANDLE_SLOT(it->child);
    expect_finding(it, ASX_FINDING_PARENT_DIFFERS);
}

static void test_look__a_quiet_region_that_does_not_close_is_found(void **state)
{
    struct watched *it = *state;

    asxi_emit(&it->world->rt, ASX_EVENT_TASK_STEP, &running_of(it)->cell,
              ASX_TASK_RUNNING, ASX_TASK_COMPLETED);
    asxi_emit(&it->world->rt, ASX_EVENT_TASK_COMPLETED, &running_of(it)->cell,
              ASX_OUTCOME_OK, ASX_HANDLE_SLOT(it->child));
    asxi_emit(&it->world->rt, ASX_EVENT_REGION_STEP, &child_of(it)->cell,
              ASX_REGION_OPEN, ASX_REGION_CLOSING);
    expect_finding(it, ASX_FINDING_STUCK);
}

static void test_look__a_failure_that_dooms_nobody_is_found(void **state)
{
    struct asxi_region *region = region_of(*state);

    region->outcome = ASX_OUTCOME_ERR;
    region->adopted = 1;
    expect_finding(*state, ASX_FINDING_FAILED_ALONE);
}

static void test_look__a_race_that_goes_on_is_found(void **state)
{
    child_of(*state)->adopted = 1;
    expect_finding(*state, ASX_FINDING_RACE_UNSETTLED);
}

static void test_look__a_state_without_an_event_is_found(void **state)
{
    parked_of(*state)->cell.state = ASX_TASK_CANCEL_REQUESTED;
    expect_finding(*state, ASX_FINDING_STATE_DIFFERS);
}

static void test_look__an_object_that_is_gone_is_found(void **state)
{
    parked_of(*state)->cell.kind = ASX_KIND_FREE;
    expect_finding(*state, ASX_FINDING_STATE_DIFFERS);
}

static void test_look__a_deadline_after_the_parents_is_found(void **state)
{
    child_of(*state)->budget.deadline_us = 1000001;
    expect_finding(*state, ASX_FINDING_CHILD_LATER);
}

static void test_look__a_deadline_that_moves_is_found(void **state)
{
    parked_of(*state)->budget.deadline_us++;
    expect_finding(*state, ASX_FINDING_DEADLINE_EXTENDED);
}

static void test_look__cleanup_that_gets_more_time_is_found(void **state)
{
    struct watched *it = *state;

    cancel_task(it->world, it->parked, ASX_CANCEL_USER);
    look(it);
    assert_int_equal(asx_oracle_violations(it->oracle), 0);
    parked_of(it)->cleanup_deadline_us++;
    expect_finding(it, ASX_FINDING_DEADLINE_EXTENDED);
}

static void test_look__a_reason_that_gets_later_is_found(void **state)
{
    struct watched *it = *state;

    cancel_task(it->world, it->parked, ASX_CANCEL_USER);
    look(it);
    parked_of(it)->reason.time_us++;
    expect_finding(it, ASX_FINDING_WEAKENED);
}

static void test_look__a_wait_without_an_event_is_found(void **state)
{
    parked_of(*state)->wait = ASX_WAIT_SLEEP;
    expect_finding(*state, ASX_FINDING_PLACE_DIFFERS);
}

static void test_look__a_task_that_was_not_asked_is_found(void **state)
{
    child_of(*state)->reason.kind = ASX_CANCEL_USER;
    expect_finding(*state, ASX_FINDING_NOT_ASKED);
}

static void test_look__a_mask_that_does_not_protect_is_found(void **state)
{
    struct watched *it = *state;
    struct asxi_task *running = running_of(it);

    assert_ok(asx_task_mask(&it->world->rt, it->running));
    cancel_task(it->world, it->running, ASX_CANCEL_USER);
    look(it);
    assert_int_equal(asx_oracle_violations(it->oracle), 0);
    running->mask_depth = 0; /* unseen */
    assert_int_equal(asx_task_checkpoint(&it->world->rt, it->running),
                     ASX_VERDICT_CANCELLED);
    expect_finding(it, ASX_FINDING_MASK_IGNORED);
}

static void test_look__a_channel_that_miscounts_is_found(void **state)
{
    struct watched *it = *state;
    asx_channel channel = open_channel(it->world, ASX_CHANNEL_MPSC, 4);
    struct asxi_channel *cell = (struct asxi_channel *)(void *)asxi_cell(
        &it->world->rt, ASX_HANDLE_SLOT(channel));

    look(it);
    assert_int_equal(asx_oracle_violations(it->oracle), 0);
    cell->permits++;
    expect_finding(it, ASX_FINDING_PERMITS_DIFFER);
}

static void test_look__a_slot_that_is_anothers_is_found(void **state)
{
    parked_of(*state)->cell.generation++;
    expect_finding(*state, ASX_FINDING_STRANGER);
}

static void test_look__a_timer_that_moves_is_found(void **state)
{
    parked_of(*state)->cell.due++;
    expect_finding(*state, ASX_FINDING_TIMER_UNARMED);
}

/* Two waves: the second had not come to the region in between. */
static void test_look__a_second_wave_that_skips_a_region_is_found(void **state)
{
    struct watched *it = *state;
    asx_runtime *rt = &it->world->rt;

    asxi_emit(rt, ASX_EVENT_REGION_CANCEL, &child_of(it)->cell, ASX_CANCEL_USER,
              0);
    asxi_emit(rt, ASX_EVENT_REGION_CANCEL, &region_of(it)->cell,
              ASX_CANCEL_SHUTDOWN, 0);
    asxi_emit(rt, ASX_EVENT_TASK_CANCEL, &running_of(it)->cell,
              ASX_CANCEL_PARENT_CANCELLED, 0);
    expect_finding(it, ASX_FINDING_CHILD_FIRST);
}

/* Slots without memory are not judged, and neither is what is about them. */
static void test_look__what_there_is_no_memory_for_is_let_pass(void **state)
{
    struct watched *it = *state;
    asx_runtime *rt = &it->world->rt;
    uint32_t slots = (uint32_t)counter(it->world, ASX_COUNTER_SLOTS_USED) + 1;
    asx_oracle *small;
    asx_lock lock;
    int32_t guard;

    assert_ok(asx_lock_open(rt, it->region, ASX_LOCK_MUTEX, 0, 0, &lock));
    assert_ok(asx_oracle_open(it->memory, asx_oracle_bytes(slots),
                              ASX_ORACLE_LATE, &small));
    guard = asx_lock_acquire(rt, it->running, lock, 1, false);
    assert_int_equal(guard >> ASX_ANSWER_SHIFT, ASX_VERDICT_READY);
    guard &= (int32_t)ASX_SLOT_MAX;
    assert_true((uint32_t)guard > slots);
    assert_ok(
        asx_obligation_commit(rt,
                              (asx_obligation){ASX_HANDLE_BITS(
                                  guard, asx_generation(rt, (uint32_t)guard))},
                              it->running));
    for (uint32_t at = 0; at < rt->event_count; at++)
        (void)asx_oracle_feed(small, &rt->events[at]);
    assert_true(asx_oracle_unwatched(small) > 0);
    asx_oracle_look(small, rt, slots);
    asx_oracle_finish(small);
    assert_int_equal(asx_oracle_violations(small), 0);
}

/* rule: barrier.leader -- the last to come goes before those that wait */
static void test_look__the_last_at_a_barrier_does_not_barge(void **state)
{
    struct watched *it = *state;
    asx_runtime *rt = &it->world->rt;
    asx_task other = start(it->world, it->region, 0);
    asx_lock barrier;

    assert_ok(asx_lock_open(rt, it->region, ASX_LOCK_BARRIER, 2, 0, &barrier));
    assert_int_equal(asx_lock_acquire(rt, other, barrier, 0, true) >>
                         ASX_ANSWER_SHIFT,
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_lock_acquire(rt, it->running, barrier, 0, true),
                     1); /* it leads */
    look(it);
    expect_next(it->world, other, ASX_VERB_STEP);
    assert_int_equal(asx_lock_acquire(rt, other, barrier, 0, true), 0);
    look(it);
    assert_int_equal(asx_oracle_violations(it->oracle), 0);
}

static void test_look__goes_round_a_few_objects_at_a_time(void **state)
{
    struct watched *it = *state;
    uint32_t slots = (uint32_t)counter(it->world, ASX_COUNTER_SLOTS_USED);

    parked_of(it)->wait = ASX_WAIT_SLEEP;
    for (uint32_t times = 0; times < slots; times++) {
        asx_oracle_look(it->oracle, &it->world->rt, 1);
        assert_true(asx_oracle_violations(it->oracle) <= 1);
    }
    assert_int_equal(asx_oracle_violations(it->oracle), 1);
    asx_oracle_look(it->oracle, &it->world->rt, slots);
    assert_int_equal(asx_oracle_violations(it->oracle), 2);
}

#define LOOK_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(test_look__a_miscounted_region_is_found),
        LOOK_TEST(test_look__another_parent_is_found),
        LOOK_TEST(test_look__a_quiet_region_that_does_not_close_is_found),
        LOOK_TEST(test_look__a_failure_that_dooms_nobody_is_found),
        LOOK_TEST(test_look__a_race_that_goes_on_is_found),
        LOOK_TEST(test_look__a_state_without_an_event_is_found),
        LOOK_TEST(test_look__an_object_that_is_gone_is_found),
        LOOK_TEST(test_look__a_deadline_after_the_parents_is_found),
        LOOK_TEST(test_look__a_deadline_that_moves_is_found),
        LOOK_TEST(test_look__cleanup_that_gets_more_time_is_found),
        LOOK_TEST(test_look__a_reason_that_gets_later_is_found),
        LOOK_TEST(test_look__a_wait_without_an_event_is_found),
        LOOK_TEST(test_look__a_task_that_was_not_asked_is_found),
        LOOK_TEST(test_look__a_mask_that_does_not_protect_is_found),
        LOOK_TEST(test_look__a_channel_that_miscounts_is_found),
        LOOK_TEST(test_look__a_slot_that_is_anothers_is_found),
        LOOK_TEST(test_look__a_timer_that_moves_is_found),
        LOOK_TEST(test_look__a_second_wave_that_skips_a_region_is_found),
        LOOK_TEST(test_look__what_there_is_no_memory_for_is_let_pass),
        LOOK_TEST(test_look__the_last_at_a_barrier_does_not_barge),
        LOOK_TEST(test_look__goes_round_a_few_objects_at_a_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
