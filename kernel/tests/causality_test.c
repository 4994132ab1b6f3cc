/* Happens-before against its definition, and its laws. */
#include "ordered.h"

#define SEEDS 20

static struct causes causes_of_islands(uint32_t count, uint64_t seed)
{
    static struct islands islands;
    struct world *world = world_new(seed, 0);

    islands_run(&islands, world, count, 3, seed, seed);
    return causes_of(world);
}

/* Happens-before by its definition, a row of bits for each event: what it
 * depends on directly, and all that this depends on. O(n * n * n / 64). */
static uint64_t *closure_of(const asx_order *order)
{
    uint32_t words = (order->count + 63) / 64;
    uint64_t *rows = calloc((size_t)order->count * words, 8);

    assert_non_null(rows);
    for (uint32_t j = 0; j < order->count; j++) {
        uint64_t *row = rows + (size_t)j * words;

        for (uint32_t i = 0; i < j; i++) {
            const uint64_t *other = rows + (size_t)i * words;

            if (asx_order_conflict(order, i, j) == 0)
                continue;
            row[i / 64] |= UINT64_C(1) << i % 64;
            for (uint32_t at = 0; at < words; at++)
                row[at] |= other[at];
        }
    }
    return rows;
}

static bool is_in(const asx_order *order, const uint64_t *rows, uint32_t i,
                  uint32_t j)
{
    uint32_t words = (order->count + 63) / 64;

    return rows[(size_t)j * words + i / 64] >> i % 64 & 1;
}

static void test_causality__clocks_say_what_the_closure_says(void **state)
{
    uint64_t pairs = 0, ordered = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct causes causes = causes_of_islands(1 + seed % 3, seed);
        const asx_order *order = &causes.order;
        uint64_t *rows = closure_of(order);

        for (uint32_t j = 0; j < order->count; j++) {
            for (uint32_t i = 0; i < order->count; i++) {
                bool expected = is_in(order, rows, i, j);

                if (asx_order_before(order, i, j) != expected)
                    fail_msg("seed %u: %u before %u", (unsigned)seed, i, j);
                pairs++;
                ordered += expected;
            }
        }
        free(rows);
        causes_free(&causes);
    }
    print_message("%u pairs, %u ordered\n", (unsigned)pairs, (unsigned)ordered);
    assert_true(ordered > pairs / 20 && ordered < pairs / 2);
}

/* Whatever a log says: births in slots in use, owners that own each other,
 * objects that were never born. */
static void test_causality__holds_for_logs_that_no_kernel_makes(void **state)
{
    enum { EVENTS = 400, KINDS = ASX_EVENT_TASK_WAKE_KEPT };
    uint64_t random = 7;

    (void)state;
    for (int round = 0; round < 40; round++) {
        struct world *world = world_new(1, 0);
        asx_event *events = world->rt.events;
        uint32_t slots = 2 + (uint32_t)(test_random(&random) % 40);
        struct causes causes;
        uint64_t *rows;

        for (uint32_t at = 0; at < EVENTS; at++)
            events[at] = (asx_event){
                .kind = 1 + (uint32_t)(test_random(&random) % KINDS),
                .subject = (uint32_t)(test_random(&random) % slots),
                .generation = (uint32_t)(test_random(&random) % 3),
                .a = (uint32_t)(test_random(&random) % slots),
                .b = (uint32_t)(test_random(&random) % slots),
            };
        for (uint32_t at = 0; at < EVENTS; at++) {
            if (events[at].kind == ASX_EVENT_TASK_PARKED)
                events[at].a %= ASX_WAIT_CALL + 1;
        }
        world->rt.event_count = EVENTS;
        causes = causes_of(world);
        rows = closure_of(&causes.order);
        for (uint32_t j = 0; j < EVENTS; j++) {
            for (uint32_t i = 0; i < j; i++)
                assert_int_equal(asx_order_before(&causes.order, i, j),
                                 is_in(&causes.order, rows, i, j));
        }
        free(rows);
        causes_free(&causes);
    }
}

/* Irreflexive, transitive, and as the log has it. */
static void test_causality__is_a_strict_order_that_the_log_extends(void **state)
{
    struct causes causes = causes_of_islands(3, 4);
    const asx_order *order = &causes.order;
    uint64_t random = 1, chains = 0;

    (void)state;
    for (uint32_t i = 0; i < order->count; i++) {
        assert_int_equal(asx_order_before(order, i, i), 0);
        for (uint32_t j = 0; j < i; j++)
            assert_int_equal(asx_order_before(order, i, j), 0);
    }
    for (int tries = 0; tries < 200000; tries++) {
        uint32_t i = (uint32_t)(test_random(&random) % order->count);
        uint32_t j = (uint32_t)(test_random(&random) % order->count);
        uint32_t k = (uint32_t)(test_random(&random) % order->count);

        if (asx_order_before(order, i, j) == 1 &&
            asx_order_before(order, j, k) == 1) {
            assert_int_equal(asx_order_before(order, i, k), 1);
            chains++;
        }
    }
    assert_true(chains > 1000);
    causes_free(&causes);
}

/* A path exists exactly where there is an order, is made of direct
 * dependences, and no shorter one is. */
static void test_causality__a_path_explains_every_order_and_no_other(
    void **state)
{
    struct causes causes = causes_of_islands(2, 6);
    const asx_order *order = &causes.order;
    uint32_t *path = malloc(order->count * sizeof *path), longest = 0;

    (void)state;
    for (uint32_t i = 0; i < order->count; i += 3) {
        for (uint32_t j = 0; j < order->count; j += 2) {
            int32_t length = asx_order_path(order, i, j, path, order->count);

            assert_int_equal(length > 0, asx_order_before(order, i, j));
            if (length <= 0)
                continue;
            assert_int_equal(path[0], i);
            assert_int_equal(path[length - 1], j);
            for (int32_t at = 1; at < length; at++)
                assert_int_not_equal(
                    asx_order_conflict(order, path[at - 1], path[at]), 0);
            for (int32_t at = 2; at < length; at++)
                assert_int_equal(
                    asx_order_conflict(order, path[at - 2], path[at]), 0);
            if ((uint32_t)length > longest)
                longest = (uint32_t)length;
        }
    }
    assert_true(longest > 3);
    free(path);
    causes_free(&causes);
}

static void test_causality__a_path_that_has_no_room_is_cut(void **state)
{
    struct causes causes = causes_of_islands(1, 6);
    uint32_t path[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX}, from;
    int32_t length = 0;

    (void)state;
    for (from = 0; from < causes.order.count && length < 3; from++) {
        for (uint32_t to = from; to < causes.order.count && length < 3; to++)
            length = asx_order_path(&causes.order, from, to, path, 2);
    }
    assert_true(length >= 3);
    assert_int_equal(path[0], from - 1);
    assert_int_not_equal(path[1], UINT32_MAX);
    assert_int_equal(path[2], UINT32_MAX);
    causes_free(&causes);
}

/* A chain is an actor's: what it did is in order, and nothing else is in it. */
static void test_causality__events_of_one_actor_are_in_order(void **state)
{
    struct causes causes = causes_of_islands(3, 8);
    const asx_order *order = &causes.order;
    uint32_t last[256];

    (void)state;
    assert_true(order->actors < 256);
    memset(last, 0xff, sizeof last);
    for (uint32_t at = 0; at < order->count; at++) {
        uint32_t actor = order->actor[at];

        if (actor == ASX_ACTOR_NONE)
            continue;
        if (last[actor] != UINT32_MAX)
            assert_int_equal(asx_order_before(order, last[actor], at), 1);
        last[actor] = at;
    }
    causes_free(&causes);
}

/* One task after the other is one actor, however many there were. */
static void test_causality__actors_are_as_many_as_were_alive_at_once(
    void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    struct causes causes;

    (void)state;
    for (int at = 0; at < 200; at++)
        finish(world, start(world, region, 0), ASX_OUTCOME_OK);
    causes = causes_of(world);
    assert_true(causes.order.actors <= 3);
    causes_free(&causes);
}

static void test_causality__a_question_that_makes_no_sense_is_refused(
    void **state)
{
    struct causes causes = causes_of_islands(1, 1);
    asx_order *order = &causes.order, bare;
    size_t bytes = asx_order_bytes(order->count, 0);
    void *workspace = malloc(bytes);
    uint32_t path;

    (void)state;
    assert_int_equal(asx_order_before(order, 0, order->count), ASX_E_ARGUMENT);
    assert_int_equal(asx_order_before(order, order->count, 0), ASX_E_ARGUMENT);
    assert_int_equal(asx_order_path(order, 0, order->count, &path, 1),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_order_conflict(order, 0, order->count), 0);
    assert_int_equal(asx_order_conflict(order, 1, 0), 0);
    assert_ok(asx_order_build(&bare, order->events, order->count, 0, workspace,
                              bytes));
    assert_int_equal(asx_order_before(&bare, 0, 1), ASX_E_STATE);
    assert_int_equal(asx_order_path(&bare, 0, 1, &path, 1), 2);
    free(workspace);
    causes_free(&causes);
}

static void test_causality__too_few_clocks_are_refused(void **state)
{
    struct causes causes = causes_of_islands(3, 2);
    asx_order *order = &causes.order, out;
    size_t bytes = asx_order_bytes(order->count, order->actors);
    void *workspace = malloc(bytes);
    uint32_t fewer = order->actors - 1;

    (void)state;
    memset(&out, 0x5a, sizeof out);
    assert_int_equal(asx_order_build(&out, order->events, order->count, fewer,
                                     workspace, bytes),
                     ASX_E_LIMIT);
    assert_int_equal(asx_order_build(&out, order->events, order->count,
                                     order->actors, workspace, bytes - 1),
                     ASX_E_MEMORY);
    assert_int_equal(out.count, 0x5a5a5a5a);
    free(workspace);
    causes_free(&causes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_causality__##name)
        TEST(clocks_say_what_the_closure_says),
        TEST(holds_for_logs_that_no_kernel_makes),
        TEST(is_a_strict_order_that_the_log_extends),
        TEST(a_path_explains_every_order_and_no_other),
        TEST(a_path_that_has_no_room_is_cut),
        TEST(events_of_one_actor_are_in_order),
        TEST(actors_are_as_many_as_were_alive_at_once),
        TEST(a_question_that_makes_no_sense_is_refused),
        TEST(too_few_clocks_are_refused),
    };

    return cmocka_run_group_tests_name("causality", tests, NULL, NULL);
}
