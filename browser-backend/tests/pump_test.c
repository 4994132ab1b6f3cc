/* Turns: when they begin and end, what they are cut by, when the next comes. */
#include "asx/pump.h"

#include "asx/capsule.h"
#include "harness.h"
#include "internal.h"

#define MINUTE_US 60000000ull

static int pump_setup(void **state)
{
    struct world *world;

    world_setup(state);
    world = *state;
    asx_pump_create(&world->rt);
    return 0;
}

#define PUMP_TEST(name)                                                        \
    cmocka_unit_test_setup_teardown(test_##name, pump_setup, world_teardown)

static void begin(struct world *world, uint64_t sample_us)
{
    assert_ok(asx_pump_begin(&world->rt, sample_us));
}

static asx_wakeup end(struct world *world, bool cut)
{
    int32_t wakeup = asx_pump_end(&world->rt, cut);

    assert_true(wakeup >= 0);
    return (asx_wakeup)wakeup;
}

static asx_wakeup request(struct world *world)
{
    int32_t wakeup = asx_pump_request(&world->rt);

    assert_true(wakeup >= 0);
    return (asx_wakeup)wakeup;
}

static asx_task pump_next(struct world *world)
{
    int32_t next = asx_pump_next(&world->rt);

    assert_true(next > 0);
    return task_at(world, (uint32_t)next & ASX_SLOT_MAX);
}

/* Puts the pump into `state`, with one task queued. */
static void reach(struct world *world, asx_pump_state state)
{
    spawn(world, root_of(world), 0);
    if (state == ASX_PUMP_SCHEDULED)
        assert_int_equal(request(world), ASX_WAKEUP_MICRO);
    if (state == ASX_PUMP_RUNNING)
        begin(world, 0);
    assert_int_equal(asx_pump_state_now(&world->rt), state);
}

enum input { BEGIN, NEXT, END, CUT, REQUEST, VISIBILITY, INPUTS };

static int32_t put(struct world *world, enum input input)
{
    switch (input) {
    case BEGIN:
        return asx_pump_begin(&world->rt, 0);
    case NEXT:
        return asx_pump_next(&world->rt) > 0 ? 100 : ASX_E_STATE;
    case END:
        return asx_pump_end(&world->rt, false);
    case CUT:
        return asx_pump_end(&world->rt, true);
    case REQUEST:
        return asx_pump_request(&world->rt);
    case VISIBILITY:
    case INPUTS:
        break;
    }
    return asx_pump_visibility(&world->rt, true);
}

struct expected {
    int32_t answer;
    asx_pump_state state;
};

#define IDLE ASX_PUMP_IDLE
#define SCHEDULED ASX_PUMP_SCHEDULED
#define RUNNING ASX_PUMP_RUNNING

/* rule: pump.states -- work is queued, nothing is armed */
static const struct expected expected[3][INPUTS] = {
    [IDLE] = {{ASX_OK, RUNNING},
              {ASX_E_STATE, IDLE},
              {ASX_E_STATE, IDLE},
              {ASX_E_STATE, IDLE},
              {ASX_WAKEUP_MICRO, SCHEDULED},
              {ASX_OK, IDLE}},
    [SCHEDULED] = {{ASX_OK, RUNNING},
                   {ASX_E_STATE, SCHEDULED},
                   {ASX_E_STATE, SCHEDULED},
                   {ASX_E_STATE, SCHEDULED},
                   {ASX_WAKEUP_NONE, SCHEDULED},
                   {ASX_OK, SCHEDULED}},
    [RUNNING] = {{ASX_E_STATE, RUNNING},
                 {100, RUNNING},
                 {ASX_WAKEUP_MICRO, SCHEDULED},
                 {ASX_WAKEUP_MACRO, SCHEDULED},
                 {ASX_WAKEUP_NONE, RUNNING},
                 {ASX_OK, RUNNING}},
};

static void test_pump_states__every_input_in_every_state(void **state)
{
    (void)state;
    for (int from = 0; from < 3; from++) {
        for (int input = 0; input < INPUTS; input++) {
            struct world *world = world_new(1, 0);

            asx_pump_create(&world->rt);
            reach(world, (asx_pump_state)from);
            world_remember(world);
            assert_int_equal(put(world, (enum input)input),
                             expected[from][input].answer);
            assert_int_equal(asx_pump_state_now(&world->rt),
                             expected[from][input].state);
            if (expected[from][input].answer < 0)
                world_assert_unchanged(world);
            world_free(world);
        }
    }
}

/* rule: pump.states */
static void test_pump_states__an_idle_end_is_idle(void **state)
{
    struct world *world = *state;

    begin(world, 0);
    assert_int_equal(asx_pump_next(&world->rt), 0);
    assert_int_equal(end(world, false), ASX_WAKEUP_NONE);
    assert_int_equal(asx_pump_state_now(&world->rt), ASX_PUMP_IDLE);
    assert_int_equal(asx_pump_due(&world->rt), ASX_TIME_NONE);
}

/* rule: pump.storm */
static void test_pump_storm__many_requests_cost_one_turn(void **state)
{
    struct world *world = *state;
    asx_task task;

    begin(world, 0);
    task = spawn(world, root_of(world), 0);
    assert_int_equal(pump_next(world).bits, task.bits);
    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    assert_int_equal(end(world, false), ASX_WAKEUP_NONE);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    assert_int_equal(request(world), ASX_WAKEUP_MICRO);
    for (int times = 0; times < 1000; times++) {
        assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
        assert_int_equal(request(world), ASX_WAKEUP_NONE);
    }
    begin(world, 1);
    assert_int_equal(pump_next(world).bits, task.bits);
    assert_int_equal(request(world), ASX_WAKEUP_NONE); /* a turn is on */
    assert_int_equal(asx_pump_next(&world->rt), 0);
}

static void test_pump_storm__a_request_for_nothing_asks_for_no_turn(
    void **state)
{
    struct world *world = *state;

    assert_int_equal(request(world), ASX_WAKEUP_NONE);
    assert_int_equal(asx_pump_state_now(&world->rt), ASX_PUMP_IDLE);
}

/* rule: pump.wake */
static void test_pump_wake__a_burst_hands_over_to_the_page(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);
    uint32_t turns = 0, steps = 0;

    for (; turns < 5; turns++) {
        begin(world, 0);
        while (asx_pump_next(&world->rt) != 0) {
            assert_int_equal(asx_task_yield(&world->rt, task),
                             ASX_VERDICT_PARKED);
            steps++;
        }
        assert_int_equal(steps, (turns + 1) * 2048);
        assert_int_equal(end(world, false), ASX_WAKEUP_MACRO);
        world->rt.event_count = 0;
    }
}

/* Short turns in microtasks add up: together they are one burst. */
static void test_pump_wake__microtask_turns_share_a_burst(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);
    uint32_t micro = 0;

    assert_ok(asx_runtime_configure(&world->rt, ASX_SETTING_BURST, 10));
    for (;;) {
        begin(world, 0);
        pump_next(world);
        assert_int_equal(asx_task_yield(&world->rt, task), ASX_VERDICT_PARKED);
        if (++micro == 10)
            break;
        assert_int_equal(end(world, false), ASX_WAKEUP_MICRO);
    }
    assert_int_equal(asx_pump_next(&world->rt), 0);
    assert_int_equal(end(world, false), ASX_WAKEUP_MACRO);
}

/* rule: pump.wake */
static void test_pump_wake__a_spent_slice_hands_over_to_the_page(void **state)
{
    struct world *world = *state;

    spawn(world, root_of(world), 0);
    spawn(world, root_of(world), 0);
    begin(world, 0);
    pump_next(world);
    assert_int_equal(end(world, true), ASX_WAKEUP_MACRO);
    assert_int_equal(asx_pump_state_now(&world->rt), ASX_PUMP_SCHEDULED);
    begin(world, 1);
    pump_next(world);
    assert_int_equal(end(world, false), ASX_WAKEUP_NONE);
}

/* A notice nobody has taken is work too. */
static void test_pump_wake__an_untaken_notice_is_work(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);

    close_region(world, region);
    assert_int_equal(request(world), ASX_WAKEUP_MICRO);
    begin(world, 0);
    assert_int_equal(asx_pump_next(&world->rt), 0);
    assert_true(asx_action_next(&world->rt) > 0);
    assert_int_equal(end(world, false), ASX_WAKEUP_NONE);
}

/* rule: timer.cost -- one host timer, for the earliest */
static void test_pump_due__is_armed_for_the_earliest(void **state)
{
    struct world *world = *state;
    asx_task late, early;

    begin(world, 0);
    late = spawn(world, root_of(world), 0);
    pump_next(world);
    assert_int_equal(asx_task_sleep(&world->rt, late, 900), ASX_VERDICT_PARKED);
    assert_int_equal(end(world, false), ASX_WAKEUP_TIMER);
    assert_int_equal(asx_pump_due(&world->rt), 900);
    assert_int_equal(request(world), ASX_WAKEUP_NONE); /* it is early enough */
    assert_ok(asx_runtime_stage_timeout(&world->rt, 400));
    open_region(world, root_of(world), 0);
    assert_int_equal(request(world), ASX_WAKEUP_TIMER);
    assert_int_equal(asx_pump_due(&world->rt), 400);
    assert_int_equal(request(world), ASX_WAKEUP_NONE);
    early = late;
    begin(world, 900);
    assert_int_equal(pump_next(world).bits, early.bits);
}

/* rule: time.debt -- a jump of ten minutes with something due all along */
static void test_time_debt__a_suspended_tab_comes_back_step_by_step(
    void **state)
{
    struct world *world = *state;
    uint64_t before = 0, sample = 10 * MINUTE_US;
    asx_task task = spawn(world, root_of(world), 0);
    asx_wakeup wakeup;

    begin(world, 0);
    pump_next(world);
    assert_int_equal(asx_task_sleep(&world->rt, task, 1000),
                     ASX_VERDICT_PARKED);
    assert_int_equal(end(world, false), ASX_WAKEUP_TIMER);
    do {
        begin(world, sample);
        while (asx_pump_next(&world->rt) != 0)
            assert_int_equal(asx_task_sleep(&world->rt, task,
                                            asx_time_now(&world->rt) + 1000),
                             ASX_VERDICT_PARKED);
        assert_true(asx_time_now(&world->rt) - before <= 251000);
        before = asx_time_now(&world->rt);
        wakeup = end(world, false);
        world->rt.event_count = 0;
    } while (wakeup == ASX_WAKEUP_MACRO);
    assert_int_equal(asx_time_now(&world->rt), sample);
    assert_int_equal(wakeup, ASX_WAKEUP_TIMER);
    assert_int_equal(asx_pump_due(&world->rt), sample + 1000);
}

/* rule: time.debt -- what was seen of the host's clock stays seen */
static void test_time_debt__a_clock_that_goes_back_pays_nothing_off(
    void **state)
{
    struct world *world = *state;

    assert_ok(asx_runtime_stage_timeout(&world->rt, 1000));
    open_region(world, root_of(world), 0);
    assert_ok(asx_runtime_stage_timeout(&world->rt, MINUTE_US));
    open_region(world, root_of(world), 0);
    begin(world, MINUTE_US / 2);
    assert_int_equal(asx_time_now(&world->rt), 251000);
    assert_int_equal(end(world, false), ASX_WAKEUP_MACRO);
    assert_int_equal(asx_pump_due(&world->rt),
                     MINUTE_US + MINUTE_US / 2 - 251000);
    begin(world, 100);
    assert_int_equal(asx_time_now(&world->rt), MINUTE_US / 2);
}

/* rule: time.debt */
static void test_time_debt__an_idle_wait_is_no_jump(void **state)
{
    struct world *world = *state;
    asx_task task = spawn(world, root_of(world), 0);

    begin(world, 0);
    pump_next(world);
    assert_int_equal(asx_task_sleep(&world->rt, task, 10 * MINUTE_US),
                     ASX_VERDICT_PARKED);
    assert_int_equal(end(world, false), ASX_WAKEUP_TIMER);
    begin(world, 10 * MINUTE_US + 4000);
    assert_int_equal(asx_time_now(&world->rt), 10 * MINUTE_US + 4000);
    assert_int_equal(pump_next(world).bits, task.bits);
    assert_int_equal(event_count(world, ASX_EVENT_TIME_DEBT), 0);
}

/* rule: time.monotone */
static void test_time_monotone__a_host_clock_that_goes_back_is_clamped(
    void **state)
{
    struct world *world = *state;

    begin(world, 5000);
    end(world, false);
    begin(world, 100);
    assert_int_equal(asx_time_now(&world->rt), 5000);
    end(world, false);
    world_remember(world);
    assert_int_equal(asx_pump_begin(&world->rt, ASX_TIME_MAX + 1),
                     ASX_E_ARGUMENT);
    world_assert_unchanged(world);
}

/* Capsules too refuse what names nothing. */
static void test_handle_stale__on_every_capsule_call(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule live = {0}, out = {77};
    uint64_t bad[] = {0,
                      UINT64_MAX,
                      owner.bits,
                      root_of(world).bits,
                      ASX_HANDLE_BITS(3, 9),
                      ASX_HANDLE_BITS(4, 1)};

    assert_ok(asx_capsule_open(&world->rt, owner, 0, 0, &live));
    world_remember(world);
    for (size_t at = 0; at < sizeof bad / sizeof *bad; at++) {
        asx_capsule capsule = {bad[at]};
        asx_task task = {at == 2 ? live.bits : bad[at]};

        assert_int_equal(asx_capsule_submit(&world->rt, capsule), ASX_E_STALE);
        assert_int_equal(asx_capsule_progress(&world->rt, capsule),
                         ASX_E_STALE);
        assert_int_equal(asx_capsule_cancel(&world->rt, capsule), ASX_E_STALE);
        assert_int_equal(asx_capsule_aborted(&world->rt, capsule), ASX_E_STALE);
        assert_int_equal(asx_capsule_let_go(&world->rt, capsule, 0),
                         ASX_E_STALE);
        assert_int_equal(asx_capsule_await(&world->rt, owner, capsule),
                         ASX_E_STALE);
        assert_int_equal(asx_capsule_await(&world->rt, task, live),
                         ASX_E_STALE);
        assert_int_equal(asx_capsule_open(&world->rt, task, 0, 0, &out),
                         ASX_E_STALE);
    }
    world_assert_unchanged(world);
    assert_int_equal(out.bits, 77);
}

/* rule: region.limits -- and memory refused at a capsule's two growths */
static void test_capsule_memory__refused_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = {77};

    world->growths_left = 0;
    world_remember(world);
    assert_int_equal(asx_capsule_open(&world->rt, owner, 0, 0, &capsule),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
    assert_int_equal(capsule.bits, 77);
    world->growths_left = 1;
    assert_ok(asx_capsule_open(&world->rt, owner, 0, 0, &capsule));
    world_remember(world);
    assert_int_equal(asx_capsule_submit(&world->rt, capsule), ASX_E_MEMORY);
    world_assert_unchanged(world);
    world->growths_left = 1;
    assert_ok(asx_capsule_submit(&world->rt, capsule));
    assert_ok(asx_capsule_let_go(&world->rt, capsule, ASX_LET_GO_DONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pump_states__every_input_in_every_state),
        PUMP_TEST(pump_states__an_idle_end_is_idle),
        PUMP_TEST(pump_storm__many_requests_cost_one_turn),
        PUMP_TEST(pump_storm__a_request_for_nothing_asks_for_no_turn),
        PUMP_TEST(pump_wake__a_burst_hands_over_to_the_page),
        PUMP_TEST(pump_wake__microtask_turns_share_a_burst),
        PUMP_TEST(pump_wake__a_spent_slice_hands_over_to_the_page),
        PUMP_TEST(pump_wake__an_untaken_notice_is_work),
        PUMP_TEST(pump_due__is_armed_for_the_earliest),
        PUMP_TEST(time_debt__a_suspended_tab_comes_back_step_by_step),
        PUMP_TEST(time_debt__a_clock_that_goes_back_pays_nothing_off),
        PUMP_TEST(time_debt__an_idle_wait_is_no_jump),
        PUMP_TEST(time_monotone__a_host_clock_that_goes_back_is_clamped),
        PUMP_TEST(handle_stale__on_every_capsule_call),
        PUMP_TEST(capsule_memory__refused_changes_nothing),
    };

    return cmocka_run_group_tests_name("pump", tests, NULL, NULL);
}
