/* Large numbers: cost grows with them and no faster, memory does not grow
 * with time. */
#define _DEFAULT_SOURCE /* popen, readlink */

#include <unistd.h>

#include "harness.h"
#include "internal.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define NESTED 100000u
#define LIVE 100000u
#define TIMERS (SANITIZED ? 100000u : 1000000u)
#define MESSAGES (SANITIZED ? 100000u : 1000000u)
#define CYCLES (SANITIZED ? 1000000u : 10000000u)

static struct world *quiet_world(void)
{
    struct world *world = world_new(1, 0);

    world->rt.event_capacity = 0;
    return world;
}

/* rule: region.close */
static void test_scale__regions_nested_100000_deep_cancel_and_close(
    void **state)
{
    struct world *world = quiet_world();
    asx_region top = open_region(world, root_of(world), 0), at = top;

    (void)state;
    for (uint32_t depth = 1; depth < NESTED; depth++)
        at = open_region(world, at, 0);
    start_parked(world, at, 0);
    asx_runtime_check(&world->rt);
    cancel_region(world, top, ASX_CANCEL_USER);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), NESTED + 1);
    drain(world);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_LIVE), 1);
    assert_int_equal(counter(world, ASX_COUNTER_REGIONS_CLOSED), NESTED);
    world_free(world);
}

/* Scopes as bodies make them: each waits for the one inside. */
static void test_scale__waiting_scopes_nested_100000_deep_cancel_inside_out(
    void **state)
{
    struct world *world = quiet_world();
    asx_region at = open_region(world, root_of(world), 0), inner;
    asx_task first = {0}, last;

    (void)state;
    for (uint32_t depth = 0; depth < NESTED; depth++) {
        asx_task task = start(world, at, ASX_TASK_MAIN);

        if (depth == 0)
            first = task;
        inner = open_region(world, at, 0);
        assert_int_equal(asx_task_await_region(&world->rt, task, inner, true),
                         ASX_VERDICT_PARKED);
        at = inner;
    }
    last = start_parked(world, at, 0);
    cancel_task(world, first, ASX_CANCEL_USER);
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), 1);
    expect_next(world, last, ASX_VERB_CANCEL);
    finish(world, last, ASX_OUTCOME_OK);
    assert_int_equal(drain(world), NESTED);
    close_region(world, root_of(world));
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    world_free(world);
}

/* Cells are used again: the arena is as large as the most that was alive. */
static void test_scale__memory_is_flat_over_spawns_and_completions(void **state)
{
    struct world *world = quiet_world();
    asx_region root = root_of(world);
    uint64_t bytes;
    asx_task task;

    (void)state;
    finish(world, start(world, root, 0), ASX_OUTCOME_OK);
    bytes = counter(world, ASX_COUNTER_BYTES_USED);
    for (uint32_t cycle = 0; cycle < CYCLES; cycle++) {
        if (asx_task_spawn(&world->rt, root, 0, 0, &task) != ASX_OK ||
            asx_next(&world->rt) == 0 ||
            asx_task_finish(&world->rt, task, ASX_OUTCOME_OK) < 0)
            fail();
    }
    assert_int_equal(counter(world, ASX_COUNTER_BYTES_USED), bytes);
    assert_int_equal(counter(world, ASX_COUNTER_SLOTS_USED), 2);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    world_free(world);
}

/* Alive at once, woken in the order in which they were asked for. */
static void test_scale__100000_live_tasks_are_woken_in_order(void **state)
{
    struct world *world = quiet_world();
    asx_region scope = open_region(world, root_of(world), 0);
    asx_task *tasks = calloc(LIVE, sizeof *tasks);

    (void)state;
    assert_non_null(tasks);
    for (uint32_t at = 0; at < LIVE; at++)
        tasks[at] = start_parked(world, scope, 0);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), LIVE);
    asx_runtime_check(&world->rt);
    for (uint32_t at = 0; at < LIVE; at++)
        assert_ok(
            asx_task_wake(&world->rt, tasks[LIVE - 1 - at], (asx_task){0}));
    assert_int_equal(counter(world, ASX_COUNTER_QUEUED), LIVE);
    for (uint32_t at = 0; at < LIVE; at++) {
        expect_next(world, tasks[LIVE - 1 - at], ASX_VERB_STEP);
        finish(world, tasks[LIVE - 1 - at], ASX_OUTCOME_OK);
    }
    expect_idle(world);
    assert_int_equal(counter(world, ASX_COUNTER_TASKS_LIVE), 0);
    free(tasks);
    world_free(world);
}

/* rule: timer.order */
static void test_scale__a_million_timers_fire_in_order(void **state)
{
    struct world *world = quiet_world();
    uint64_t *due_us = calloc(TIMERS + 2, sizeof *due_us); /* by slot */
    uint64_t draws = 1;
    uint32_t fired = 0;

    (void)state;
    assert_non_null(due_us);
    for (uint32_t at = 0; at < TIMERS; at++) {
        asx_task task = start(world, root_of(world), 0);
        uint64_t *due = &due_us[ASX_HANDLE_SLOT(task)];

        *due = 1 + test_random(&draws) % 3600000000u;
        if (asx_task_sleep(&world->rt, task, *due) != ASX_VERDICT_PARKED)
            fail();
    }
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), TIMERS);
    asx_runtime_check(&world->rt);
    while (asx_time_due(&world->rt) != ASX_TIME_NONE) {
        int32_t next;

        asx_time_advance(&world->rt, asx_time_due(&world->rt));
        while ((next = asx_next(&world->rt)) != 0) {
            asx_task task = task_at(world, (uint32_t)next & ASX_SLOT_MAX);

            assert_int_equal(due_us[ASX_HANDLE_SLOT(task)],
                             asx_time_now(&world->rt));
            finish(world, task, ASX_OUTCOME_OK);
            fired++;
        }
    }
    assert_int_equal(fired, TIMERS);
    assert_int_equal(counter(world, ASX_COUNTER_TIMERS), 0);
    free(due_us);
    world_free(world);
}

struct ends {
    asx_task sender, receiver;
    asx_channel channel;
    uint32_t sent, received;
};

/* Sends until it has to wait, or has sent all of them. */
static void send_some(struct world *world, struct ends *ends)
{
    while (ends->sent < MESSAGES) {
        int32_t answer =
            asx_channel_reserve(&world->rt, ends->sender, ends->channel, true);
        uint32_t slot = (uint32_t)answer & ASX_SLOT_MAX;
        asx_obligation permit;

        if (answer >> ASX_ANSWER_SHIFT == ASX_VERDICT_PARKED)
            return;
        assert_int_equal(answer >> ASX_ANSWER_SHIFT, ASX_VERDICT_READY);
        permit.bits = ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot));
        assert_ok(asx_channel_commit(&world->rt, permit, ends->sender,
                                     ends->sent++ & ASX_SLOT_MAX));
    }
    assert_ok(asx_channel_detach(&world->rt, ends->channel));
    finish(world, ends->sender, ASX_OUTCOME_OK);
}

static void receive_some(struct world *world, struct ends *ends)
{
    for (;;) {
        int32_t answer = asx_channel_receive(&world->rt, ends->receiver,
                                             ends->channel, true);

        if (answer == ASX_E_DISCONNECTED)
            break;
        if (answer >> ASX_ANSWER_SHIFT == ASX_VERDICT_PARKED)
            return;
        assert_int_equal(answer, ends->received++ & ASX_SLOT_MAX);
    }
    finish(world, ends->receiver, ASX_OUTCOME_OK);
}

/* rules: mpsc, mpsc.drain -- both ends wait for each other all the time */
static void test_scale__a_million_messages_arrive_in_order(void **state)
{
    struct world *world = quiet_world();
    struct ends ends = {.sender = spawn(world, root_of(world), 0),
                        .receiver = spawn(world, root_of(world), 0)};
    uint64_t bytes = 0;
    int32_t next;

    (void)state;
    assert_ok(asx_channel_open(&world->rt, root_of(world), ASX_CHANNEL_MPSC, 16,
                               0, &ends.channel));
    while ((next = asx_next(&world->rt)) != 0) {
        if (ASX_HANDLE_SLOT(ends.sender) == ((uint32_t)next & ASX_SLOT_MAX))
            send_some(world, &ends);
        else
            receive_some(world, &ends);
        if (bytes == 0 && ends.received > MESSAGES / 100)
            bytes = counter(world, ASX_COUNTER_BYTES_USED);
    }
    assert_int_equal(ends.sent, MESSAGES);
    assert_int_equal(ends.received, MESSAGES);
    assert_int_equal(counter(world, ASX_COUNTER_BYTES_USED), bytes);
    assert_int_equal(counter(world, ASX_COUNTER_OBLIGATIONS_LIVE), 0);
    world_free(world);
}

/* Where the driver lies: beside this test. */
static void driver_path(char *path, size_t bytes)
{
    ssize_t length = readlink("/proc/self/exe", path, bytes - 1);

    assert_true(length > 0);
    path[length] = 0;
    *strrchr(path, '/') = 0;
    assert_true(strlen(path) + 32 < bytes);
    strcat(path, "/asx_kernel_scale_driver");
}

/* Instructions of a run as callgrind counts them; zero if it is not there. */
static double instructions(const char *way, uint32_t count)
{
    char driver[512], command[1024], line[256];
    double found = 0;
    FILE *pipe;

    driver_path(driver, sizeof driver);
    snprintf(command, sizeof command,
             "valgrind --tool=callgrind --callgrind-out-file=/dev/null "
             "'%s' %s %u 2>&1",
             driver, way, count);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe)) {
        char *at = strstr(line, "Collected : ");

        if (at)
            found = strtod(at + 12, NULL);
    }
    assert_int_equal(pclose(pipe), 0);
    return found;
}

static bool has_valgrind(void)
{
    return !SANITIZED && system("valgrind --version >/dev/null 2>&1") == 0;
}

static void assert_linear(const char *way)
{
    double base = instructions(way, 100);
    double small = instructions(way, 10000) - base;
    double large = instructions(way, 100000) - base;

    print_message("%s: %.0f instructions a task at 10 000, %.0f at 100 000\n",
                  way, small / 9900, large / 99900);
    assert_true(base > 0 && small > 0);
    assert_true(large / small <= 10.5);
}

/* rule: region.close */
static void test_scale__closing_a_region_of_parked_tasks_is_linear(void **state)
{
    (void)state;
    if (!has_valgrind())
        skip();
    assert_linear("parked");
}

/* rule: cancel.never_started */
static void test_scale__closing_a_region_of_queued_tasks_is_linear(void **state)
{
    (void)state;
    if (!has_valgrind())
        skip();
    assert_linear("queued");
}

/* rule: cancel.cascade */
static void test_scale__closing_nested_regions_is_linear(void **state)
{
    (void)state;
    if (!has_valgrind())
        skip();
    assert_linear("nested");
}

/* The canonical form of a log in O(n log n): what deriving it costs at ten
 * times the events, against ten times the logarithm's growth. */
static void test_scale__the_order_of_a_log_is_n_log_n(void **state)
{
    double small, large;

    (void)state;
    if (!has_valgrind())
        skip();
    small = instructions("ordered", 1000) - instructions("recorded", 1000);
    large = instructions("ordered", 10000) - instructions("recorded", 10000);
    print_message("order: %.0f instructions a task at 1000, %.0f at 10 000\n",
                  small / 1000, large / 10000);
    assert_true(small > 0);
    assert_true(large / small <= 12.5);
}

/* Where nothing counts instructions: the events that were derived. */
static uint64_t events_of(uint32_t count)
{
    struct world *world = quiet_world();
    asx_region region = open_region(world, root_of(world), 0);
    uint64_t events;

    for (uint32_t at = 0; at < count; at++)
        start_parked(world, region, 0);
    cancel_region(world, region, ASX_CANCEL_USER);
    assert_int_equal(drain(world), count);
    events = counter(world, ASX_COUNTER_EVENTS);
    world_free(world);
    return events;
}

static void test_scale__events_of_a_close_are_linear(void **state)
{
    (void)state;
    assert_true(events_of(100000) <= events_of(10000) * 10.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_scale__##name)
        TEST(regions_nested_100000_deep_cancel_and_close),
        TEST(waiting_scopes_nested_100000_deep_cancel_inside_out),
        TEST(memory_is_flat_over_spawns_and_completions),
        TEST(100000_live_tasks_are_woken_in_order),
        TEST(a_million_timers_fire_in_order),
        TEST(a_million_messages_arrive_in_order),
        TEST(closing_a_region_of_parked_tasks_is_linear),
        TEST(closing_a_region_of_queued_tasks_is_linear),
        TEST(closing_nested_regions_is_linear),
        TEST(the_order_of_a_log_is_n_log_n),
        TEST(events_of_a_close_are_linear),
    };

    return cmocka_run_group_tests_name("scale", tests, NULL, NULL);
}
