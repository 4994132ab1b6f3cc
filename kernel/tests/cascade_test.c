/* Cancel of a whole region: order, reasons, bounds, who is asked. */
#include "harness.h"
#include "internal.h"

static void assert_reason(const struct world *world, uint64_t handle,
                          asx_cancel_kind kind, asx_region origin)
{
    assert_int_equal(field(world, handle, ASX_FIELD_CANCEL_KIND), kind);
    assert_int_equal(field(world, handle, ASX_FIELD_CANCEL_REGION),
                     ASX_HANDLE_SLOT(origin));
}

/* rule: cancel.cascade */
static void test_cancel_cascade__goes_down_in_creation_order(void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region a = open_region(world, top, 0);
    asx_region b = open_region(world, top, 0);
    asx_region a1 = open_region(world, a, 0);
    asx_region a2 = open_region(world, a, 0);
    asx_region order[] = {top, a, a1, a2, b};
    uint32_t at = 0;

    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(event_count(world, ASX_EVENT_REGION_CANCEL), 5);
    for (int i = 0; i < 5; i++) {
        uint32_t found =
            event_find(world, at, ASX_EVENT_REGION_CANCEL, order[i].bits);

        assert_true(found >= at);
        at = found + 1;
    }
}

/* rule: cancel.cascade */
static void test_cancel_cascade__a_region_is_asked_before_its_tasks(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_task deep = start_parked(world, below, 0);
    asx_task first = start_parked(world, top, 0);
    asx_task second = start_parked(world, top, 0);
    uint32_t at;

    cancel_region(world, top, ASX_CANCEL_USER);
    at = event_find(world, 0, ASX_EVENT_REGION_CANCEL, top.bits);
    at = event_find(world, at, ASX_EVENT_TASK_CANCEL, first.bits);
    at = event_find(world, at, ASX_EVENT_TASK_CANCEL, second.bits);
    at = event_find(world, at, ASX_EVENT_REGION_CANCEL, below.bits);
    event_find(world, at, ASX_EVENT_TASK_CANCEL, deep.bits);
}

/* rule: cancel.cascade */
static void test_cancel_cascade__below_it_is_the_parent_that_was_cancelled(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_region deepest = open_region(world, below, 0);
    asx_task task = start_parked(world, top, 0);
    asx_task deep = start_parked(world, deepest, 0);

    advance(world, 70);
    cancel_region(world, top, ASX_CANCEL_USER);
    advance(world, 1);
    assert_reason(world, top.bits, ASX_CANCEL_USER, top);
    assert_reason(world, task.bits, ASX_CANCEL_USER, top);
    assert_reason(world, below.bits, ASX_CANCEL_PARENT_CANCELLED, top);
    assert_reason(world, deepest.bits, ASX_CANCEL_PARENT_CANCELLED, below);
    assert_reason(world, deep.bits, ASX_CANCEL_PARENT_CANCELLED, below);
    assert_int_equal(field(world, top.bits, ASX_FIELD_CANCEL_TIME), 70);
    assert_int_equal(field(world, deepest.bits, ASX_FIELD_CANCEL_TIME), 70);
    assert_int_equal(field(world, deep.bits, ASX_FIELD_CANCEL_TIME), 70);
}

/* rule: cancel.cascade */
static void test_cancel_cascade__what_has_ended_is_untouched(void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region closed = open_region(world, top, 0);
    asx_task ended = spawn(world, top, 0);

    cancel_task(world, ended, ASX_CANCEL_TIMEOUT); /* ends, not released */
    close_region(world, closed);
    cancel_region(world, top, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, ended.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_TIMEOUT);
    assert_int_equal(field(world, closed.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_NONE);
    assert_int_equal(field(world, closed.bits, ASX_FIELD_OUTCOME),
                     ASX_OUTCOME_OK);
}

/* rule: cancel.cascade */
static void test_cancel_cascade__what_lies_beside_it_lives_on(void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region beside = open_region(world, root_of(world), 0);
    asx_task task = start_parked(world, beside, 0);

    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CANCEL_KIND), 0);
    assert_int_equal(field(world, beside.bits, ASX_FIELD_STATE),
                     ASX_REGION_OPEN);
    expect_idle(world);
}

/* rule: cancel.cascade -- a task that was queued beside its owner ends at once,
 * and the tasks after it are asked all the same. */
static void test_cancel_cascade__an_unstarted_implicit_task_hides_nobody(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_task owner = start(world, top, 0);
    asx_task beside = spawn_implicit(world, owner);
    asx_task last = spawn(world, top, 0);

    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(field(world, beside.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    assert_int_equal(field(world, last.bits, ASX_FIELD_STATE),
                     ASX_TASK_COMPLETED);
    finish(world, owner, ASX_OUTCOME_OK);
    assert_int_equal(field(world, top.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
}

/* rule: cancel.idempotent */
static void test_cancel_idempotent__a_weaker_reason_changes_nothing_below(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_task task = start_parked(world, below, 0);
    uint64_t deadline;

    cancel_region(world, top, ASX_CANCEL_SHUTDOWN);
    deadline = field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE);
    advance(world, 500);
    cancel_region(world, top, ASX_CANCEL_USER);
    assert_reason(world, top.bits, ASX_CANCEL_SHUTDOWN, top);
    assert_reason(world, below.bits, ASX_CANCEL_PARENT_CANCELLED, top);
    assert_int_equal(field(world, below.bits, ASX_FIELD_CANCEL_TIME), 0);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     deadline);
}

/* rule: cancel.idempotent */
static void test_cancel_idempotent__a_stronger_reason_tightens_below(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_task task = start_parked(world, below, 0);

    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(field(world, top.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     5000000);
    assert_int_equal(field(world, below.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     2000000); /* ParentCancelled's own row */
    advance(world, 100);
    cancel_region(world, top, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, top.bits, ASX_FIELD_CANCEL_KIND),
                     ASX_CANCEL_SHUTDOWN);
    assert_int_equal(field(world, top.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     1000100);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE),
                     1000100);
}

/* rule: cancel.idempotent */
static void test_cancel_cascade__a_staged_cleanup_reaches_the_leaves(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_task task = start_parked(world, below, 0);

    stage_cleanup(world, 300, 7);
    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(field(world, task.bits, ASX_FIELD_CLEANUP_DEADLINE), 300);
    expect_next(world, task, ASX_VERB_CANCEL);
    assert_int_equal(field(world, task.bits, ASX_FIELD_POLLS), 6);
}

/* rule: region.close */
static void test_cancel_cascade__empty_regions_close_children_first(
    void **state)
{
    struct world *world = *state;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region a = open_region(world, top, 0);
    asx_region b = open_region(world, top, 0);

    cancel_region(world, top, ASX_CANCEL_USER);
    expect_notice(world, a.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    expect_notice(world, b.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    expect_notice(world, top.bits, ASX_NOTICE_REGION_CLOSED,
                  ASX_OUTCOME_CANCELLED);
    expect_no_notice(world);
}

#define TREE 60

struct tree {
    asx_region regions[TREE];
    uint32_t parents[TREE];
    asx_task tasks[TREE][3];
};

static void grow_tree(struct world *world, struct tree *tree, uint64_t *seed)
{
    tree->regions[0] = open_region(world, root_of(world), 0);
    for (uint32_t at = 1; at < TREE; at++) {
        tree->parents[at] = (uint32_t)(test_random(seed) % at);
        tree->regions[at] =
            open_region(world, tree->regions[tree->parents[at]], 0);
    }
    for (uint32_t at = 0; at < TREE; at++)
        tree->tasks[at][0] = start_parked(world, tree->regions[at], 0);
    for (uint32_t at = 0; at < TREE; at++)
        tree->tasks[at][1] = spawn_implicit(world, tree->tasks[at][0]);
    for (uint32_t at = 0; at < TREE / 2; at++) { /* the rest never starts */
        expect_next(world, tree->tasks[at][1], ASX_VERB_START);
        assert_int_equal(asx_task_park(&world->rt, tree->tasks[at][1]),
                         ASX_VERDICT_PARKED);
    }
    for (uint32_t at = 0; at < TREE; at++) { /* ahead of those that queue */
        stage_budget(world, ASX_TIME_NONE, ASX_POLLS_NONE, 200);
        tree->tasks[at][2] = start_parked(world, tree->regions[at], 0);
    }
}

static bool is_below(const struct tree *tree, uint32_t at, uint32_t top)
{
    while (at > top)
        at = tree->parents[at];
    return at == top;
}

/* rule: cancel.cascade -- random trees, any node: exactly its subtree. */
static void test_cancel_cascade__asks_exactly_the_subtree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct world *world = world_new(seed, 0);
        uint64_t draws = seed;
        struct tree tree;
        uint32_t top;

        grow_tree(world, &tree, &draws);
        top = (uint32_t)(test_random(&draws) % TREE);
        cancel_region(world, tree.regions[top], ASX_CANCEL_USER);
        for (uint32_t at = 0; at < TREE; at++) {
            for (int which = 0; which < 3; which++)
                assert_int_equal(field(world, tree.tasks[at][which].bits,
                                       ASX_FIELD_CANCEL_KIND) != 0,
                                 is_below(&tree, at, top));
        }
        asx_runtime_check(&world->rt);
        drain(world);
        assert_int_equal(is_alive(world, tree.regions[top].bits), false);
        world_free(world);
    }
}

static void test_cancel_request__a_region_raises_the_epoch_once(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    start(world, region, 0);
    cancel_region(world, region, ASX_CANCEL_USER);
    assert_int_equal(counter(world, ASX_COUNTER_CANCEL_EPOCH), 2); /* a task */
    cancel_region(world, region, ASX_CANCEL_SHUTDOWN);
    assert_int_equal(counter(world, ASX_COUNTER_CANCEL_EPOCH), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_cancel_cascade__goes_down_in_creation_order),
        WORLD_TEST(test_cancel_cascade__a_region_is_asked_before_its_tasks),
        WORLD_TEST(
            test_cancel_cascade__below_it_is_the_parent_that_was_cancelled),
        WORLD_TEST(test_cancel_cascade__what_has_ended_is_untouched),
        WORLD_TEST(test_cancel_request__a_region_raises_the_epoch_once),
        WORLD_TEST(test_cancel_cascade__what_lies_beside_it_lives_on),
        WORLD_TEST(
            test_cancel_cascade__an_unstarted_implicit_task_hides_nobody),
        WORLD_TEST(
            test_cancel_idempotent__a_weaker_reason_changes_nothing_below),
        WORLD_TEST(test_cancel_idempotent__a_stronger_reason_tightens_below),
        WORLD_TEST(test_cancel_cascade__a_staged_cleanup_reaches_the_leaves),
        WORLD_TEST(test_cancel_cascade__empty_regions_close_children_first),
        cmocka_unit_test(test_cancel_cascade__asks_exactly_the_subtree),
    };

    return cmocka_run_group_tests_name("cascade", tests, NULL, NULL);
}
