/* Plans: start order, what is wrong with one and who is to blame, against a
 * naive model, at the limits and without memory. */
#include "supervised.h"

#define MAX ASX_PLAN_CHILDREN_MAX

/* The names in start order, by the ordinals that compiling gave. */
static void expect_order(struct world *world, const asx_child *children,
                         const uint32_t *names, uint32_t count)
{
    for (uint32_t at = 0; at < count; at++) {
        uint32_t ordinal =
            (uint32_t)field(world, children[at].bits, ASX_FIELD_ORDINAL);

        assert_true(ordinal < count);
        assert_int_equal(field(world, children[at].bits, ASX_FIELD_LABEL),
                         names[ordinal]);
    }
}

/* The plan cannot be compiled: this is why, and these are to blame. */
static void expect_culprits(struct world *world, asx_supervisor supervisor,
                            asx_status why, const uint32_t *names,
                            uint32_t count)
{
    uint32_t culprits[MAX], found = 77;

    world_remember(world);
    assert_int_equal(asx_supervisor_compile(&world->rt, supervisor), why);
    assert_int_equal(
        asx_plan_culprits(&world->rt, supervisor, culprits, &found), why);
    world_assert_unchanged(world);
    assert_int_equal(found, count);
    for (uint32_t at = 0; at < count; at++)
        assert_int_equal(culprits[at], names[at]);
}

/* rule: super.compile */
static void test_super_compile__order_of_adding_where_nothing_depends(void **s)
{
    struct world *world = *s;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child children[3] = {add(world, plan, 7, 0), add(world, plan, 3, 0),
                             add(world, plan, 5, 0)};
    uint32_t count = 77;

    assert_ok(asx_plan_culprits(&world->rt, plan, NULL, &count));
    assert_int_equal(count, 0);
    assert_ok(asx_supervisor_compile(&world->rt, plan));
    expect_order(world, children, (uint32_t[]){7, 3, 5}, 3);
}

/* rule: super.compile */
static void test_super_compile__dependencies_come_first(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child children[4] = {add(world, plan, 1, 0), add(world, plan, 2, 0),
                             add(world, plan, 3, 0), add(world, plan, 4, 0)};

    depend(world, children[0], 4);
    depend(world, children[0], 2);
    depend(world, children[0], 4); /* twice is once */
    depend(world, children[1], 3);
    assert_ok(asx_supervisor_compile(&world->rt, plan));
    expect_order(world, children, (uint32_t[]){3, 2, 4, 1}, 4);
}

/* rule: super.compile */
static void test_super_compile__a_duplicate_name_is_named(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);

    add(world, plan, 1, 0);
    add(world, plan, 2, 0);
    depend(world, add(world, plan, 1, 0), 9); /* unknown too, but later */
    expect_culprits(world, plan, ASX_E_PLAN_DUPLICATE, (uint32_t[]){1}, 1);
}

/* rule: super.compile */
static void test_super_compile__an_unknown_dependency_is_named(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child one = add(world, plan, 1, 0), two = add(world, plan, 2, 0);

    depend(world, one, 2);
    depend(world, two, 8);
    expect_culprits(world, plan, ASX_E_PLAN_UNKNOWN, (uint32_t[]){2, 8}, 2);
    /* It is a plan still: the missing one can be added. */
    add(world, plan, 8, 0);
    assert_ok(asx_supervisor_compile(&world->rt, plan));
}

/* rule: super.compile */
static void test_super_compile__the_whole_cycle_is_named(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child children[6];

    for (uint32_t at = 0; at < 6; at++)
        children[at] = add(world, plan, at + 1, 0);
    depend(world, children[0], 2); /* 1 only leads into it, and 6 is apart */
    depend(world, children[1], 4);
    depend(world, children[3], 3);
    depend(world, children[2], 5);
    depend(world, children[4], 2);
    expect_culprits(world, plan, ASX_E_PLAN_CYCLE, (uint32_t[]){2, 4, 3, 5}, 4);
}

/* rule: super.compile */
static void test_super_compile__a_child_that_needs_itself_is_a_cycle(void **s)
{
    struct world *world = *s;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);

    add(world, plan, 1, 0);
    depend(world, add(world, plan, 2, 0), 2);
    expect_culprits(world, plan, ASX_E_PLAN_CYCLE, (uint32_t[]){2}, 1);
}

/* rule: super.compile */
static void test_super_compile__a_compiled_plan_admits_no_child(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child child = add(world, plan, 1, ASX_CHILD_OPTIONAL), other;

    assert_ok(asx_supervisor_compile(&world->rt, plan));
    world_remember(world);
    assert_int_equal(
        asx_supervisor_add(&world->rt, plan, 2, ASX_CHILD_OPTIONAL, 0, &other),
        ASX_E_STATE);
    assert_int_equal(asx_child_depend(&world->rt, child, 1), ASX_E_STATE);
    assert_int_equal(asx_supervisor_intensity(&world->rt, plan, 1, 1),
                     ASX_E_STATE);
    assert_int_equal(asx_supervisor_backoff(&world->rt, plan, 1, 1),
                     ASX_E_STATE);
    assert_int_equal(asx_supervisor_compile(&world->rt, plan), ASX_E_STATE);
    world_assert_unchanged(world);
}

/* rule: super.compile */
static void test_super_compile__arguments_are_checked(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0), other;
    asx_child child = add(world, plan, 1, 0), added;
    asx_runtime *rt = &world->rt;
    uint32_t count;

    for (uint32_t on = 1; on <= ASX_PLAN_DEPENDS_MAX; on++)
        depend(world, child, on);
    world_remember(world);
    assert_int_equal(asx_child_depend(rt, child, 1), ASX_E_LIMIT);
    assert_int_equal(asx_child_depend(rt, child, 0), ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_add(rt, plan, 0, 0, 0, &added),
                     ASX_E_ARGUMENT);
    assert_int_equal(
        asx_supervisor_add(rt, plan, 2, ASX_CHILD_POLICY_COUNT, 0, &added),
        ASX_E_ARGUMENT);
    assert_int_equal(
        asx_supervisor_add(rt, plan, 2, 0, ASX_CHILD_FLAGS_ALL + 1, &added),
        ASX_E_ARGUMENT);
    assert_int_equal(
        asx_supervisor_intensity(rt, plan, ASX_RESTARTS_MAX + 1, 1),
        ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_intensity(rt, plan, 1, 0), ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_intensity(rt, plan, 1, ASX_TIME_MAX),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_backoff(rt, plan, 1, ASX_TIME_MAX),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_backoff(rt, plan, 0, 1), ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_backoff(rt, plan, 2, 1), ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_open(rt, root_of(world), ASX_STRATEGY_COUNT,
                                         0, 0, &other),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_supervisor_open(rt, root_of(world), 0, 1, 0, &other),
                     ASX_E_ARGUMENT);
    plan.bits += UINT64_C(1) << 32;
    child.bits += UINT64_C(1) << 32;
    assert_int_equal(asx_supervisor_compile(rt, plan), ASX_E_STALE);
    assert_int_equal(asx_supervisor_start(rt, plan), ASX_E_STALE);
    assert_int_equal(asx_supervisor_stop(rt, plan), ASX_E_STALE);
    assert_int_equal(asx_child_depend(rt, child, 1), ASX_E_STALE);
    assert_int_equal(asx_child_persisted(rt, child), ASX_E_STALE);
    assert_int_equal(asx_plan_culprits(rt, plan, NULL, &count), ASX_E_STALE);
    world_assert_unchanged(world);
}

/* rule: super.compile */
static void test_super_compile__has_room_for_so_many_and_no_more(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = open_supervisor(world, root_of(world), 0);
    asx_child children[MAX], more;
    uint32_t names[MAX];

    /* Each needs the next: start order is the reverse. */
    for (uint32_t at = 0; at < MAX; at++) {
        children[at] = add(world, plan, at + 1, 0);
        names[MAX - 1 - at] = at + 1;
        if (at + 1 < MAX)
            depend(world, children[at], at + 2);
    }
    assert_int_equal(asx_supervisor_add(&world->rt, plan, 1000, 0, 0, &more),
                     ASX_E_LIMIT);
    assert_ok(asx_supervisor_compile(&world->rt, plan));
    expect_order(world, children, names, MAX);
}

/* rule: super.compile */
static void test_super_compile__refused_memory_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_supervisor plan = {0};
    asx_child child = {0};

    for (int growths = 0; plan.bits == 0; growths++) {
        asx_status status;

        world_remember(world);
        world->growths_left = growths;
        status =
            asx_supervisor_open(&world->rt, root_of(world), 0, 0, 0, &plan);
        world->growths_left = -1;
        if (status != ASX_OK) {
            assert_int_equal(status, ASX_E_MEMORY);
            world_assert_unchanged(world);
        }
        assert_true(growths < 9);
    }
    while (world->rt.bytes > asx_snapshot_bytes(&world->rt))
        add(world, plan, (uint32_t)asx_snapshot_bytes(&world->rt), 0);
    world_remember(world);
    world->growths_left = 0;
    assert_int_equal(asx_supervisor_add(&world->rt, plan, 1, 0, 0, &child),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
    world->growths_left = -1;
    assert_ok(asx_supervisor_add(&world->rt, plan, 1, 0, 0, &child));
}

/* The naive model: every permutation rule checked pair by pair. */
#define CHILDREN 8

struct graph {
    uint32_t count;
    bool needs[CHILDREN][CHILDREN];
};

/* Can the one at `from` be reached from itself over what is left? */
static bool is_cyclic(const struct graph *graph)
{
    bool reaches[CHILDREN][CHILDREN];

    memcpy(reaches, graph->needs, sizeof reaches);
    for (uint32_t by = 0; by < graph->count; by++) {
        for (uint32_t from = 0; from < graph->count; from++) {
            for (uint32_t to = 0; to < graph->count; to++)
                reaches[from][to] |= reaches[from][by] && reaches[by][to];
        }
    }
    for (uint32_t at = 0; at < graph->count; at++) {
        if (reaches[at][at])
            return true;
    }
    return false;
}

/* Place by place, the least of those whose needs are met. */
static void model_order(const struct graph *graph, uint32_t *names)
{
    bool placed[CHILDREN] = {false};

    for (uint32_t place = 0; place < graph->count; place++) {
        for (uint32_t at = graph->count; at-- > 0;) {
            bool ready = !placed[at];

            for (uint32_t on = 0; on < graph->count; on++)
                ready = ready && (!graph->needs[at][on] || placed[on]);
            if (ready)
                names[place] = at + 1;
        }
        placed[names[place] - 1] = true;
    }
}

static void expect_cycle(struct world *world, asx_supervisor plan,
                         const struct graph *graph)
{
    uint32_t names[MAX], count = 0;
    uint64_t seen = 0;

    assert_int_equal(asx_plan_culprits(&world->rt, plan, names, &count),
                     ASX_E_PLAN_CYCLE);
    assert_int_equal(asx_supervisor_compile(&world->rt, plan),
                     ASX_E_PLAN_CYCLE);
    assert_in_range(count, 1, graph->count);
    for (uint32_t at = 0; at < count; at++) {
        assert_true(graph->needs[names[at] - 1][names[(at + 1) % count] - 1]);
        assert_int_equal(seen >> names[at] & 1, 0);
        assert_true(names[at] >= names[0]);
        seen |= UINT64_C(1) << names[at];
    }
}

/* rule: super.compile */
static void test_super_compile__does_what_a_naive_model_does(void **state)
{
    uint32_t cyclic = 0;

    (void)state;
    for (uint64_t program = 1; program <= 400; program++) {
        struct world *world = world_new(program, 0);
        asx_supervisor plan = open_supervisor(world, root_of(world), 0);
        struct graph graph = {.count = 1 + (uint32_t)(program % CHILDREN)};
        uint32_t names[CHILDREN] = {0};
        asx_child children[CHILDREN];
        uint64_t seed = program;

        for (uint32_t at = 0; at < graph.count; at++)
            children[at] = add(world, plan, at + 1, 0);
        for (uint32_t edge = test_random(&seed) % 12; edge > 0; edge--) {
            uint32_t at = (uint32_t)(test_random(&seed) % graph.count);
            uint32_t on = (uint32_t)(test_random(&seed) % graph.count);

            depend(world, children[at], on + 1);
            graph.needs[at][on] = true;
        }
        if (is_cyclic(&graph)) {
            cyclic++;
            expect_cycle(world, plan, &graph);
        } else {
            assert_ok(asx_supervisor_compile(&world->rt, plan));
            model_order(&graph, names);
            expect_order(world, children, names, graph.count);
        }
        world_free(world);
    }
    assert_in_range(cyclic, 50, 350);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(test_super_compile__order_of_adding_where_nothing_depends),
        WORLD_TEST(test_super_compile__dependencies_come_first),
        WORLD_TEST(test_super_compile__a_duplicate_name_is_named),
        WORLD_TEST(test_super_compile__an_unknown_dependency_is_named),
        WORLD_TEST(test_super_compile__the_whole_cycle_is_named),
        WORLD_TEST(test_super_compile__a_child_that_needs_itself_is_a_cycle),
        WORLD_TEST(test_super_compile__a_compiled_plan_admits_no_child),
        WORLD_TEST(test_super_compile__arguments_are_checked),
        WORLD_TEST(test_super_compile__has_room_for_so_many_and_no_more),
        WORLD_TEST(test_super_compile__refused_memory_changes_nothing),
        cmocka_unit_test(test_super_compile__does_what_a_naive_model_does),
    };

    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
