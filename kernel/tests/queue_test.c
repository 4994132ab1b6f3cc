/* Queues of tokens, against an array. */
#include "harness.h"
#include "object.h"

static void test_queue__is_an_array_with_two_ends(void **state)
{
    enum { OPS = 20000 };
    static uint32_t model[OPS];
    struct world *world = *state;
    struct asxi_queue queue = {0};
    uint32_t head = 0, tail = 0;
    uint64_t random = 5, bias = 1;

    for (int op = 0; op < OPS; op++) {
        if (op % 500 == 0)
            bias = 1 + test_random(&random) % 5;
        if (test_random(&random) % 6 < bias) {
            assert_true(asxi_queue_ensure(&world->rt, &queue, 1));
            model[tail] = (uint32_t)test_random(&random);
            asxi_queue_push(&world->rt, &queue, model[tail++]);
        } else if (head < tail) {
            assert_int_equal(asxi_queue_pop(&world->rt, &queue), model[head++]);
        }
        assert_int_equal(queue.count, tail - head);
        if (head < tail) {
            uint32_t at =
                (uint32_t)(test_random(&random) % (uint64_t)(tail - head));

            assert_int_equal(asxi_queue_at(&world->rt, &queue, at),
                             model[head + at]);
        }
    }
    asxi_queue_drop(&world->rt, &queue);
    assert_int_equal(queue.count + queue.head + queue.last, 0);
    for (uint32_t at = 1; at <= counter(world, ASX_COUNTER_SLOTS_USED); at++)
        assert_int_not_equal(asxi_cell(&world->rt, at)->kind, ASX_KIND_CHUNK);
}

static void test_queue__made_places_need_no_memory(void **state)
{
    struct world *world = *state;
    struct asxi_queue queue = {0};

    for (uint32_t places = 1; places <= 90; places++)
        assert_true(asxi_queue_ensure(&world->rt, &queue, places));
    world->growths_left = 0;
    for (uint32_t at = 0; at < 90; at++)
        asxi_queue_push(&world->rt, &queue, at);
    for (uint32_t at = 0; at < 90; at++)
        assert_int_equal(asxi_queue_pop(&world->rt, &queue), at);
    asxi_queue_drop(&world->rt, &queue);
}

static void test_queue__refused_memory_changes_nothing(void **state)
{
    struct world *world = *state;
    struct asxi_queue queue = {0};

    world_remember(world);
    world->growths_left = 0;
    assert_false(asxi_queue_ensure(&world->rt, &queue, 1));
    assert_int_equal(queue.room, 0);
    world_assert_unchanged(world);
}

/* A million pass through two chunks. */
static void test_queue__memory_is_flat_over_a_million_tokens(void **state)
{
    struct world *world = *state;
    struct asxi_queue queue = {0};
    uint64_t slots;

    assert_true(asxi_queue_ensure(&world->rt, &queue, 1));
    slots = counter(world, ASX_COUNTER_SLOTS_USED);
    for (uint32_t at = 0; at < 1000000; at++) {
        assert_true(asxi_queue_ensure(&world->rt, &queue, 1));
        asxi_queue_push(&world->rt, &queue, at);
        assert_int_equal(asxi_queue_pop(&world->rt, &queue), at);
    }
    assert_true(counter(world, ASX_COUNTER_SLOTS_USED) <= slots + 1);
    asxi_queue_drop(&world->rt, &queue);
}

/* A chunk that is full and read to its end, with made places in the next. */
static void test_queue__goes_on_in_the_next_chunk(void **state)
{
    enum { CHUNK = ASXI_CELL_BODY / 4 };
    struct world *world = *state;
    struct asxi_queue queue = {0};

    for (uint32_t places = 1; places <= CHUNK + 3; places++)
        assert_true(asxi_queue_ensure(&world->rt, &queue, places));
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t at = 0; at < CHUNK; at++)
            asxi_queue_push(&world->rt, &queue, 100 * round + at);
        for (uint32_t at = 0; at < CHUNK; at++)
            assert_int_equal(asxi_queue_pop(&world->rt, &queue),
                             100 * round + at);
        assert_int_equal(queue.count, 0);
        for (uint32_t places = 4; places <= CHUNK + 3; places++)
            assert_true(asxi_queue_ensure(&world->rt, &queue, places));
    }
    asxi_queue_drop(&world->rt, &queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_queue__is_an_array_with_two_ends),
        WORLD_TEST(test_queue__made_places_need_no_memory),
        WORLD_TEST(test_queue__refused_memory_changes_nothing),
        WORLD_TEST(test_queue__memory_is_flat_over_a_million_tokens),
        WORLD_TEST(test_queue__goes_on_in_the_next_chunk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
