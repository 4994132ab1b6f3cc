/* Why a region is not closed, what a task waits for, and circles. */
#include "asx/explain.h"

#include "asx/extend.h"
#include "asx/lock.h"
#include "channels.h"

#define LINKS 64

/* A question, with working space that is exactly as large as it needs. */
struct question {
    asx_link links[LINKS];
    asx_explanation why;
};

static void *working_space(struct world *world, size_t *bytes)
{
    void *memory;

    *bytes = asx_explain_bytes(&world->rt);
    memory = malloc(*bytes);
    assert_non_null(memory);
    return memory;
}

static const asx_explanation *ask_region(struct world *world,
                                         struct question *q, asx_region region,
                                         uint32_t capacity)
{
    size_t bytes;
    void *memory = working_space(world, &bytes);

    q->why = (asx_explanation){.links = q->links, .capacity = capacity};
    assert_ok(asx_explain_region(&world->rt, ASX_HANDLE_SLOT(region), memory,
                                 bytes, &q->why));
    free(memory);
    return &q->why;
}

static const asx_explanation *ask_task(struct world *world, struct question *q,
                                       asx_task task, uint32_t capacity)
{
    size_t bytes;
    void *memory = working_space(world, &bytes);

    q->why = (asx_explanation){.links = q->links, .capacity = capacity};
    assert_ok(asx_explain_task(&world->rt, ASX_HANDLE_SLOT(task), memory, bytes,
                               &q->why));
    free(memory);
    return &q->why;
}

static void expect_link(const asx_explanation *why, uint32_t at, uint32_t from,
                        asx_relation relation, uint64_t handle, asx_leaf leaf)
{
    assert_true(at < why->count);
    assert_int_equal(why->links[at].from, from);
    assert_int_equal(why->links[at].relation, relation);
    assert_int_equal(why->links[at].slot, (uint32_t)handle);
    assert_int_equal(why->links[at].generation, handle >> 32);
    assert_int_equal(why->links[at].leaf, leaf);
}

static void test_explain_region__names_all_that_live_below_it(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_region child = open_region(world, region, 0);
    asx_task body = start(world, region, 0);
    asx_task sleeper = start(world, child, 0);
    asx_task parked = start_parked(world, child, 0);
    const asx_explanation *why;

    assert_int_equal(asx_task_sleep(&world->rt, sleeper, 2500),
                     ASX_VERDICT_PARKED);
    close_region(world, region);
    why = ask_region(world, &q, region, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_LEAVES);
    assert_int_equal(why->count, 5);
    assert_int_equal(why->omitted, 0);
    assert_int_equal(why->leaves, 3);
    assert_int_equal(why->depth, 2);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, region.bits, ASX_LEAF_NONE);
    expect_link(why, 1, 0, ASX_RELATION_CHILD, child.bits, ASX_LEAF_NONE);
    expect_link(why, 2, 0, ASX_RELATION_TASK, body.bits, ASX_LEAF_RUNNING);
    expect_link(why, 3, 1, ASX_RELATION_TASK, sleeper.bits, ASX_LEAF_SLEEPING);
    expect_link(why, 4, 1, ASX_RELATION_TASK, parked.bits, ASX_LEAF_EXTERNAL);
    assert_int_equal(why->links[3].b, 3); /* milliseconds, rounded up */
    assert_int_equal(why->links[3].a, ASX_WAIT_SLEEP);
}

static void test_explain_region__an_empty_one_waits_to_be_asked(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    const asx_explanation *why = ask_region(world, &q, region, LINKS);

    assert_int_equal(why->count, 1);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, region.bits, ASX_LEAF_HOST);
}

static void test_explain_region__a_closed_one_has_nothing_to_explain(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);

    close_region(world, region);
    assert_int_equal(ask_region(world, &q, region, LINKS)->verdict,
                     ASX_EXPLAINED_OVER);
    assert_int_equal(q.why.count, 1);
}

static void test_explain_region__its_finalizers_are_a_task(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    const asx_explanation *why;

    assert_int_equal(asx_region_defer(&world->rt, region), 0);
    close_region(world, region);
    why = ask_region(world, &q, region, LINKS);
    assert_int_equal(why->count, 2);
    assert_int_equal(why->links[1].relation, ASX_RELATION_TASK);
    assert_int_equal(why->links[1].leaf, ASX_LEAF_RUNNABLE);
}

/* Wide: what fits, how many more, and a leaf even if none was among them. */
static void test_explain_region__says_what_it_leaves_out(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task last = {0};
    const asx_explanation *why;

    for (int at = 0; at < 40; at++) {
        asx_task waits = start(world, region, 0);

        if (last.bits)
            assert_int_equal(asx_task_join(&world->rt, waits, last),
                             ASX_VERDICT_PARKED);
        else
            assert_int_equal(asx_task_park(&world->rt, waits),
                             ASX_VERDICT_PARKED);
        last = waits;
    }
    why = ask_region(world, &q, region, 8);
    assert_int_equal(why->count, 8);
    assert_int_equal(why->omitted, 33);
    assert_int_equal(why->leaves, 1);
    assert_int_equal(why->links[1].leaf, ASX_LEAF_EXTERNAL);
}

/* Two foreign operations whose owner has ended; and one that it still owns. */
static void test_explain_region__foreign_operations_keep_it_open(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_task other = start_parked(world, region, 0);
    const asx_explanation *why;
    asx_obligation held;

    for (int at = 0; at < 3; at++)
        assert_ok(asxi_io_reserve(
            &world->rt, at < 2 ? owner : other,
            asxi_cell_create(&world->rt, ASX_KIND_CAPSULE), &held));
    finish(world, owner, ASX_OUTCOME_OK);
    close_region(world, region);
    why = ask_region(world, &q, region, LINKS);
    assert_int_equal(why->count, 6);
    expect_link(why, 1, 0, ASX_RELATION_TASK, other.bits, ASX_LEAF_EXTERNAL);
    for (uint32_t at = 2; at < 4; at++) {
        assert_int_equal(why->links[at].relation, ASX_RELATION_LEDGER);
        assert_int_equal(why->links[at].a, ASX_OBLIGATION_IO_OP);
        assert_int_equal(why->links[at + 2].relation, ASX_RELATION_HOST);
        assert_int_equal(why->links[at + 2].kind, ASX_KIND_CAPSULE);
        assert_int_equal(why->links[at + 2].leaf, ASX_LEAF_HOST);
        assert_int_equal(why->links[at + 2].from, at);
    }
}

static void test_explain_task__one_that_is_over_waits_for_nothing(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task task = spawn(world, root_of(world), 0);

    cancel_task(world, task, ASX_CANCEL_USER); /* over, and kept */
    assert_int_equal(ask_task(world, &q, task, LINKS)->verdict,
                     ASX_EXPLAINED_OVER);
    assert_int_equal(q.why.count, 1);
}

static void test_explain_task__follows_one_wait_after_the_other(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    asx_task inner = start_parked(world, region, 0);
    const asx_explanation *why;

    assert_int_equal(asx_task_await_region(&world->rt, second, region, false),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, first, second),
                     ASX_VERDICT_PARKED);
    why = ask_task(world, &q, first, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_LEAVES);
    assert_int_equal(why->count, 4);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, first.bits, ASX_LEAF_NONE);
    expect_link(why, 1, 0, ASX_RELATION_WAITS, second.bits, ASX_LEAF_NONE);
    expect_link(why, 2, 1, ASX_RELATION_WAITS, region.bits, ASX_LEAF_NONE);
    expect_link(why, 3, 2, ASX_RELATION_TASK, inner.bits, ASX_LEAF_EXTERNAL);
}

/* A waits for B and B for A. */
static void test_explain_task__two_that_join_each_other_are_a_deadlock(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task outside = start(world, root_of(world), 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    const asx_explanation *why;

    assert_int_equal(asx_task_join(&world->rt, first, second),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, second, first),
                     ASX_VERDICT_PARKED);
    assert_int_equal(asx_task_join(&world->rt, outside, first),
                     ASX_VERDICT_PARKED);
    why = ask_task(world, &q, first, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_DEADLOCK);
    assert_int_equal(why->count, 2);
    assert_int_equal(why->circle, 0);
    assert_int_equal(why->leaves, 0);
    /* Who waits behind it is told the way into the circle, and once around. */
    why = ask_task(world, &q, outside, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_DEADLOCK);
    assert_int_equal(why->count, 3);
    assert_int_equal(why->circle, 1);
}

/* A task that waits for the region it lives in, through a child of it. */
static void test_explain_task__a_circle_through_a_region_is_a_deadlock(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task inner = start(world, region, 0);
    asx_task free = start_parked(world, region, 0);
    const asx_explanation *why;

    (void)free; /* one leaf there is, and it does not help */
    assert_int_equal(asx_task_await_region(&world->rt, inner, region, false),
                     ASX_VERDICT_PARKED);
    why = ask_task(world, &q, inner, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_DEADLOCK);
    assert_int_equal(why->leaves, 1);
    assert_int_equal(why->count, 2);
    assert_int_equal(why->links[1].slot, ASX_HANDLE_SLOT(region));
    assert_int_equal(ask_region(world, &q, region, LINKS)->verdict,
                     ASX_EXPLAINED_DEADLOCK);
}

static asx_lock open_lock(struct world *world, asx_lock_type type,
                          uint32_t units)
{
    asx_lock lock = {0};

    assert_ok(asx_lock_open(&world->rt, root_of(world), type, units, 0, &lock));
    return lock;
}

static void lock_now(struct world *world, asx_task task, asx_lock lock)
{
    assert_in_range(asx_lock_acquire(&world->rt, task, lock, 1, true), 1,
                    ASX_ANSWER_MASK);
}

static void lock_later(struct world *world, asx_task task, asx_lock lock)
{
    assert_int_equal(asx_lock_acquire(&world->rt, task, lock, 1, true), PARKED);
}

/* Two mutexes in opposite order. */
static void test_explain_task__locks_in_opposite_order_are_a_deadlock(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_lock one = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_lock two = open_lock(world, ASX_LOCK_MUTEX, 0);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);
    const asx_explanation *why;

    lock_now(world, first, one);
    lock_now(world, second, two);
    lock_later(world, second, one);
    /* Before the circle is closed: who holds it could let go. */
    why = ask_task(world, &q, second, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_LEAVES);
    assert_int_equal(why->count, 4);
    expect_link(why, 1, 0, ASX_RELATION_WAITS, one.bits, ASX_LEAF_NONE);
    assert_int_equal(why->links[2].relation, ASX_RELATION_HELD);
    expect_link(why, 3, 2, ASX_RELATION_HOLDER, first.bits, ASX_LEAF_RUNNING);
    lock_later(world, first, two);
    why = ask_task(world, &q, second, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_DEADLOCK);
    assert_int_equal(why->count, 6);
}

/* Either of two holders may give back the unit that is waited for. */
static void test_explain_task__a_semaphore_of_two_is_not_yet_a_deadlock(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_lock lock = open_lock(world, ASX_LOCK_SEMAPHORE, 2);
    asx_task first = start(world, root_of(world), 0);
    asx_task second = start(world, root_of(world), 0);

    lock_now(world, second, lock);
    lock_now(world, first, lock);
    lock_later(world, first, lock); /* one of the two is its own */
    assert_int_equal(ask_task(world, &q, first, LINKS)->verdict,
                     ASX_EXPLAINED_CIRCLE);
}

static void test_explain_task__a_full_channel_waits_for_whoever_receives(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_channel channel = open_channel(world, ASX_CHANNEL_MPSC, 1);
    asx_task task = start(world, root_of(world), 0);
    const asx_explanation *why;

    (void)send(world, task, channel, 1);
    wait_to_send(world, task, channel);
    why = ask_task(world, &q, task, LINKS);
    assert_int_equal(why->count, 2);
    expect_link(why, 1, 0, ASX_RELATION_WAITS, channel.bits, ASX_LEAF_ANYBODY);
}

/* A hundred thousand regions, one in the other: no recursion, and the leaf is
 * told although the way there is not. */
static void test_explain__depth_is_no_limit(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = root_of(world);
    asx_task task, outside = start(world, root_of(world), 0);
    asx_region top = {0};
    const asx_explanation *why;

    world->rt.event_capacity = 0;
    for (int depth = 0; depth < 100000; depth++) {
        region = open_region(world, region, 0);
        if (depth == 0)
            top = region;
    }
    task = start_parked(world, region, 0);
    why = ask_region(world, &q, top, 8);
    assert_int_equal(why->depth, 100000);
    assert_int_equal(why->omitted, 100001 - 8);
    assert_int_equal(why->count, 8);
    expect_link(why, 7, ASX_LINK_APART, ASX_RELATION_TASK, task.bits,
                ASX_LEAF_EXTERNAL);
    assert_int_equal(asx_task_await_region(&world->rt, outside, top, false),
                     ASX_VERDICT_PARKED);
    why = ask_task(world, &q, outside, 8);
    assert_int_equal(why->depth, 100001);
    assert_int_equal(why->omitted, 100002 - 8);
    assert_int_equal(why->links[6].relation, ASX_RELATION_CHILD);
    assert_int_equal(why->links[6].from, 5);
}

static void test_explain__too_little_space_is_refused(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task task = start(world, root_of(world), 0);
    size_t bytes;
    uint32_t slot = ASX_HANDLE_SLOT(task);
    void *memory = working_space(world, &bytes);

    q.why = (asx_explanation){.links = q.links, .capacity = LINKS};
    assert_int_equal(
        asx_explain_task(&world->rt, slot, memory, bytes - 1, &q.why),
        ASX_E_MEMORY);
    assert_int_equal(
        asx_explain_region(&world->rt, slot, memory, bytes, &q.why),
        ASX_E_STALE);
    assert_int_equal(asx_explain_task(&world->rt, 99, memory, bytes, &q.why),
                     ASX_E_STALE);
    q.why.capacity = 1;
    assert_int_equal(asx_explain_task(&world->rt, slot, memory, bytes, &q.why),
                     ASX_E_ARGUMENT);
    free(memory);
}

static void test_explain_task__one_that_is_over_has_nothing_to_explain(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task task = spawn(world, root_of(world), 0);
    const asx_explanation *why;

    cancel_task(world, task, ASX_CANCEL_USER);
    why = ask_task(world, &q, task, LINKS);
    assert_int_equal(why->verdict, ASX_EXPLAINED_OVER);
    assert_int_equal(why->count, 1);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, task.bits, ASX_LEAF_NONE);
}

/* What a task holds besides is no reason why its region waits. */
static void test_explain_region__a_holder_is_told_once(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);
    const asx_explanation *why;

    reserve(world, task);
    close_region(world, region);
    why = ask_region(world, &q, region, LINKS);
    assert_int_equal(why->count, 2);
    expect_link(why, 1, 0, ASX_RELATION_TASK, task.bits, ASX_LEAF_RUNNING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_explain_region__names_all_that_live_below_it),
        WORLD_TEST(test_explain_region__an_empty_one_waits_to_be_asked),
        WORLD_TEST(test_explain_region__a_closed_one_has_nothing_to_explain),
        WORLD_TEST(test_explain_region__its_finalizers_are_a_task),
        WORLD_TEST(test_explain_region__says_what_it_leaves_out),
        WORLD_TEST(test_explain_region__foreign_operations_keep_it_open),
        WORLD_TEST(test_explain_task__one_that_is_over_waits_for_nothing),
        WORLD_TEST(test_explain_task__follows_one_wait_after_the_other),
        WORLD_TEST(test_explain_task__two_that_join_each_other_are_a_deadlock),
        WORLD_TEST(test_explain_task__a_circle_through_a_region_is_a_deadlock),
        WORLD_TEST(test_explain_task__locks_in_opposite_order_are_a_deadlock),
        WORLD_TEST(test_explain_task__a_semaphore_of_two_is_not_yet_a_deadlock),
        WORLD_TEST(
            test_explain_task__a_full_channel_waits_for_whoever_receives),
        WORLD_TEST(test_explain__depth_is_no_limit),
        WORLD_TEST(test_explain__too_little_space_is_refused),
        WORLD_TEST(test_explain_task__one_that_is_over_has_nothing_to_explain),
        WORLD_TEST(test_explain_region__a_holder_is_told_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
