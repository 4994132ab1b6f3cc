/* How a cancel got where it is, and where what leaked was reserved. */
#include "asx/explain.h"
#include "harness.h"

struct question {
    asx_link links[64];
    asx_explanation why;
};

static const asx_explanation *ask(struct world *world, struct question *q,
                                  uint64_t handle, uint32_t capacity)
{
    q->why = (asx_explanation){.links = q->links, .capacity = capacity};
    assert_ok(asx_explain_cancel(&world->rt, (uint32_t)handle, &q->why));
    return &q->why;
}

static void expect_link(const asx_explanation *why, uint32_t at, uint32_t from,
                        asx_relation relation, uint64_t handle,
                        asx_cancel_kind kind)
{
    assert_true(at < why->count);
    assert_int_equal(why->links[at].from, from);
    assert_int_equal(why->links[at].relation, relation);
    assert_int_equal(why->links[at].slot, (uint32_t)handle);
    assert_int_equal(why->links[at].a, kind);
}

static void test_cancel_chain__leads_from_a_task_up_to_who_was_asked(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region top = open_region(world, root_of(world), 0);
    asx_region below = open_region(world, top, 0);
    asx_task task = start_parked(world, below, 0);
    const asx_explanation *why;

    assert_ok(asx_region_cancel(&world->rt, top, ASX_CANCEL_USER, 77));
    why = ask(world, &q, task.bits, 64);
    assert_int_equal(why->verdict, ASX_EXPLAINED_LEAVES);
    assert_int_equal(why->count, 3);
    assert_int_equal(why->depth, 2);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, task.bits,
                ASX_CANCEL_PARENT_CANCELLED);
    expect_link(why, 1, 0, ASX_RELATION_CAUSE, below.bits,
                ASX_CANCEL_PARENT_CANCELLED);
    expect_link(why, 2, 1, ASX_RELATION_CAUSE, top.bits, ASX_CANCEL_USER);
    assert_int_equal(why->links[2].b, 77);
    assert_int_equal(why->links[2].leaf, ASX_LEAF_HOST);
}

static void test_cancel_chain__names_the_task_whose_end_it_was(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), ASX_POLICY_RACE);
    asx_task winner = spawn(world, region, 0);
    asx_task loser;
    const asx_explanation *why;

    cancel_task(world, winner, ASX_CANCEL_USER); /* ends, and is kept */
    loser = start_parked(world, open_region(world, root_of(world), 0), 0);
    why = ask(world, &q, region.bits, 64);
    assert_int_equal(why->count, 2);
    expect_link(why, 0, 0, ASX_RELATION_ASKED, region.bits,
                ASX_CANCEL_RACE_LOST);
    expect_link(why, 1, 0, ASX_RELATION_ORIGIN, winner.bits, ASX_CANCEL_USER);
    assert_int_equal(ask(world, &q, loser.bits, 64)->verdict,
                     ASX_EXPLAINED_OVER);
}

static void test_cancel_chain__says_that_the_origin_has_gone(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task failing = start(world, region, 0);
    asx_task sibling = start_parked(world, region, 0);
    const asx_explanation *why;

    finish(world, failing, ASX_OUTCOME_ERR);
    why = ask(world, &q, sibling.bits, 64);
    assert_int_equal(why->verdict, ASX_EXPLAINED_GONE);
    assert_int_equal(why->count, 2);
    expect_link(why, 1, 0, ASX_RELATION_CAUSE, region.bits,
                ASX_CANCEL_FAIL_FAST);
}

static void test_cancel_chain__a_task_that_ran_out_is_its_own_origin(
    void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task task;

    stage_budget(world, ASX_TIME_NONE, 1, 128);
    task = start(world, root_of(world), 0);
    assert_int_equal(asx_task_checkpoint(&world->rt, task),
                     ASX_VERDICT_CANCELLED);
    assert_int_equal(ask(world, &q, task.bits, 64)->count, 1);
    expect_link(&q.why, 0, 0, ASX_RELATION_ASKED, task.bits,
                ASX_CANCEL_POLL_QUOTA);
}

/* Sixteen links are told, of however many; the origin is among them. */
static void test_cancel_chain__is_cut_and_says_how_deep_it_is(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_region region = root_of(world), top = {0};
    asx_task task;
    const asx_explanation *why;

    world->rt.event_capacity = 0;
    for (int depth = 0; depth < 100000; depth++) {
        region = open_region(world, region, 0);
        if (depth == 0)
            top = region;
    }
    task = start_parked(world, region, 0);
    cancel_region(world, top, ASX_CANCEL_SHUTDOWN);
    why = ask(world, &q, task.bits, 64);
    assert_int_equal(why->count, ASX_CANCEL_CHAIN_MAX);
    assert_int_equal(why->depth, 100000);
    assert_int_equal(why->omitted, 100001 - ASX_CANCEL_CHAIN_MAX);
    expect_link(why, 15, ASX_LINK_APART, ASX_RELATION_CAUSE, top.bits,
                ASX_CANCEL_SHUTDOWN);
    assert_int_equal(why->links[15].leaf, ASX_LEAF_HOST);
    assert_true(sizeof(asx_link) * ASX_CANCEL_CHAIN_MAX <= 4096);
    assert_int_equal(ask(world, &q, task.bits, 2)->count, 2);
}

static void test_cancel_chain__of_what_is_not_there_is_refused(void **state)
{
    struct world *world = *state;
    struct question q;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held = reserve(world, task);

    q.why = (asx_explanation){.links = q.links, .capacity = 64};
    assert_int_equal(asx_explain_cancel(&world->rt, 99, &q.why), ASX_E_STALE);
    assert_int_equal(
        asx_explain_cancel(&world->rt, ASX_HANDLE_SLOT(held), &q.why),
        ASX_E_STALE);
    q.why.capacity = 1;
    assert_int_equal(asx_explain_cancel(&world->rt, 1, &q.why), ASX_E_ARGUMENT);
}

static void test_obligation_leak__is_traced_to_its_reservation(void **state)
{
    struct world *world = *state;
    const asx_event *events = world->rt.events;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = start(world, region, 0);
    asx_task second = start_parked(world, region, 0);
    asx_obligation held = reserve(world, first);
    asx_leak leak;

    assert_false(asx_explain_leak(events, world->rt.event_count, 0, &leak));
    asx_mark(&world->rt, 1);
    assert_ok(asx_obligation_transfer(&world->rt, held, first, second));
    finish(world, second, ASX_OUTCOME_OK);
    assert_true(asx_explain_leak(events, world->rt.event_count, 0, &leak));
    assert_int_equal(leak.slot, ASX_HANDLE_SLOT(held));
    assert_int_equal(leak.generation, held.bits >> 32);
    assert_int_equal(leak.holder, ASX_HANDLE_SLOT(second));
    assert_int_equal(leak.reserver, ASX_HANDLE_SLOT(first));
    assert_int_equal(leak.handed, 1);
    assert_int_equal(leak.kind, ASX_OBLIGATION_SEND_PERMIT);
    assert_int_equal(
        leak.reserved,
        event_find(world, 0, ASX_EVENT_OBLIGATION_RESERVED, held.bits));
    assert_int_equal(
        leak.leaked,
        event_find(world, 0, ASX_EVENT_OBLIGATION_LEAKED, held.bits));
    /* A log that begins later: only the leak is known. */
    assert_true(asx_explain_leak(events + leak.leaked, 1, 0, &leak));
    assert_int_equal(leak.reserved, leak.leaked);
    assert_int_equal(leak.reserver, 0);
    finish(world, first, ASX_OUTCOME_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_cancel_chain__leads_from_a_task_up_to_who_was_asked),
        WORLD_TEST(test_cancel_chain__names_the_task_whose_end_it_was),
        WORLD_TEST(test_cancel_chain__says_that_the_origin_has_gone),
        WORLD_TEST(test_cancel_chain__a_task_that_ran_out_is_its_own_origin),
        WORLD_TEST(test_cancel_chain__is_cut_and_says_how_deep_it_is),
        WORLD_TEST(test_cancel_chain__of_what_is_not_there_is_refused),
        WORLD_TEST(test_obligation_leak__is_traced_to_its_reservation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
