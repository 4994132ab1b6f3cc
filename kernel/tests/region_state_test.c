/* Every state of a region x everything its decision reads. */
#include "harness.h"
#include "internal.h"

#define STATES 5
#define INPUTS 32 /* five booleans */

enum {
    OPEN = ASX_REGION_OPEN,
    CLOSING = ASX_REGION_CLOSING,
    DRAINING = ASX_REGION_DRAINING,
    FINALIZING = ASX_REGION_FINALIZING,
    CLOSED = ASX_REGION_CLOSED,
};

/* Rule region.states, as written there. */
static const bool printed[STATES][STATES] = {
    [OPEN] = {[CLOSING] = true},
    [CLOSING] = {[DRAINING] = true, [FINALIZING] = true},
    [DRAINING] = {[FINALIZING] = true},
    [FINALIZING] = {[CLOSED] = true},
};

struct facts {
    bool closing, tasks, children, obligations, finalizers;
};

static struct facts facts_of(unsigned bits)
{
    return (struct facts){(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
                          (bits & 8) != 0, (bits & 16) != 0};
}

static struct asxi_region region_in(uint8_t state, struct facts facts)
{
    return (struct asxi_region){
        .cell.state = state,
        .closing = facts.closing,
        .task_count = facts.tasks,
        .child_count = facts.children,
        .obligation_count = facts.obligations,
        .finalizer_count = facts.finalizers,
    };
}

/* The rule once more, in the words of the semantics. */
static int decide(uint8_t state, struct facts facts)
{
    bool alive = facts.tasks || facts.children || facts.obligations;

    if (state == OPEN)
        return facts.closing ? CLOSING : OPEN;
    if (state == CLOSING || state == DRAINING)
        return alive ? DRAINING : FINALIZING;
    if (state == FINALIZING)
        return alive || facts.finalizers ? FINALIZING : CLOSED;
    return CLOSED;
}

/* rule: region.states */
static void test_region_states__the_table_is_the_printed_one(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            assert_int_equal(asxi_region_may_follow((asx_region_state)from,
                                                    (asx_region_state)to),
                             printed[from][to]);
    }
}

/* rule: region.close_complete */
static void test_region_states__every_input_in_every_state(void **state)
{
    (void)state;
    for (uint8_t from = 0; from < STATES; from++) {
        for (unsigned bits = 0; bits < INPUTS; bits++) {
            struct facts facts = facts_of(bits);
            struct asxi_region region = region_in(from, facts);

            assert_int_equal(asxi_region_next_state(&region),
                             decide(from, facts));
        }
    }
}

/* rule: region.states */
static void test_region_states__decisions_stay_inside_the_table(void **state)
{
    (void)state;
    for (uint8_t from = 0; from < STATES; from++) {
        for (unsigned bits = 0; bits < INPUTS; bits++) {
            struct asxi_region region = region_in(from, facts_of(bits));
            asx_region_state to = asxi_region_next_state(&region);

            assert_true(to == from ||
                        asxi_region_may_follow((asx_region_state)from, to));
        }
    }
}

/* rule: region.close_complete */
static void test_region_states__closed_needs_everything_gone(void **state)
{
    (void)state;
    for (uint8_t from = 0; from < CLOSED; from++) {
        for (unsigned bits = 0; bits < INPUTS; bits++) {
            struct facts facts = facts_of(bits);
            struct asxi_region region = region_in(from, facts);

            if (asxi_region_next_state(&region) == ASX_REGION_CLOSED)
                assert_false(facts.tasks || facts.children ||
                             facts.obligations || facts.finalizers);
        }
    }
}

static void assert_walked(const struct world *world, asx_region region,
                          const uint8_t *states, uint32_t count)
{
    uint32_t at = 0;

    assert_int_equal(event_count_of(world, ASX_EVENT_REGION_STEP, region.bits),
                     count - 1);
    for (uint32_t step = 0; step + 1 < count; step++) {
        at = event_find(world, at, ASX_EVENT_REGION_STEP, region.bits);
        assert_int_equal(world->rt.events[at].a, states[step]);
        assert_int_equal(world->rt.events[at].b, states[step + 1]);
        at++;
    }
}

/* rule: region.states */
static void test_region_states__an_empty_region_never_drains(void **state)
{
    static const uint8_t walk[] = {OPEN, CLOSING, FINALIZING, CLOSED};
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    close_region(world, region);
    assert_walked(world, region, walk, 4);
}

/* rule: region.states */
static void test_region_states__a_live_task_makes_it_drain(void **state)
{
    static const uint8_t walk[] = {OPEN, CLOSING, DRAINING, FINALIZING, CLOSED};
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    spawn(world, region, 0);
    close_region(world, region);
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE), DRAINING);
    assert_int_equal(asx_next(&world->rt) >> ASX_SLOT_BITS, ASX_VERB_START);
    finish(world, task_at(world, 3), ASX_OUTCOME_OK);
    assert_walked(world, region, walk, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_region_states__the_table_is_the_printed_one),
        cmocka_unit_test(test_region_states__every_input_in_every_state),
        cmocka_unit_test(test_region_states__decisions_stay_inside_the_table),
        cmocka_unit_test(test_region_states__closed_needs_everything_gone),
        WORLD_TEST(test_region_states__an_empty_region_never_drains),
        WORLD_TEST(test_region_states__a_live_task_makes_it_drain),
    };

    return cmocka_run_group_tests_name("region_state", tests, NULL, NULL);
}
