/* The canonical form of channels, receivers, calls and limits: it says what
 * later calls can tell apart, and nothing else. Each story is told twice, once
 * in a runtime with a past; the twist is the one thing that is different. */
#include "asx/channel.h"
#include "asx/explore.h"
#include "asx/lock.h"
#include "harness.h"

#define POLLS_ENOUGH 1000

struct told {
    struct world *world;
    asx_task task;
    asx_channel channel;
    bool twist;
};

static asx_channel open_channel(struct told *told, asx_channel_type type,
                                uint32_t capacity)
{
    assert_ok(asx_channel_open(&told->world->rt, root_of(told->world), type,
                               capacity, 0, &told->channel));
    return told->channel;
}

static asx_obligation take_permit(struct told *told)
{
    int32_t answer =
        asx_channel_reserve(&told->world->rt, told->task, told->channel, false);
    uint32_t slot = (uint32_t)answer & ASX_SLOT_MAX;

    assert_int_equal(answer >> ASX_ANSWER_SHIFT, ASX_VERDICT_READY);
    return (asx_obligation){
        ASX_HANDLE_BITS(slot, asx_generation(&told->world->rt, slot))};
}

static void send_token(struct told *told, uint32_t token)
{
    asx_obligation permit = take_permit(told);

    assert_true(
        asx_channel_commit(&told->world->rt, permit, told->task, token) >= 0);
}

static void tell_limits(struct told *told)
{
    assert_ok(asx_runtime_stage_limits(&told->world->rt, 3, 4, 5,
                                       told->twist ? 600 : 601));
    open_region(told->world, root_of(told->world), 0);
}

static void tell_queue_bytes(struct told *told)
{
    asx_region region;

    assert_ok(asx_runtime_stage_limits(&told->world->rt, 3, 4, 5, 600));
    region = open_region(told->world, root_of(told->world), 0);
    assert_ok(asx_channel_open(&told->world->rt, region, ASX_CHANNEL_MPSC, 4, 0,
                               &told->channel));
    send_token(told, 7);
    if (told->twist)
        send_token(told, 7);
}

static void tell_tokens(struct told *told)
{
    open_channel(told, ASX_CHANNEL_MPSC, 4);
    send_token(told, 7);
    send_token(told, told->twist ? 8 : 9);
}

static void tell_capacity(struct told *told)
{
    open_channel(told, ASX_CHANNEL_MPSC, told->twist ? 4 : 5);
}

static void tell_permits(struct told *told)
{
    open_channel(told, ASX_CHANNEL_MPSC, 4);
    take_permit(told);
    if (told->twist)
        take_permit(told);
}

static void tell_senders(struct told *told)
{
    open_channel(told, ASX_CHANNEL_MPSC, 4);
    if (told->twist)
        assert_ok(asx_channel_attach(&told->world->rt, told->channel));
}

static void tell_closed(struct told *told)
{
    open_channel(told, ASX_CHANNEL_MPSC, 4);
    if (told->twist)
        assert_ok(asx_channel_close(&told->world->rt, told->channel));
}

static void tell_calls(struct told *told)
{
    asx_call call;

    open_channel(told, ASX_CHANNEL_SESSION, 4);
    assert_ok(asx_channel_call(&told->world->rt, take_permit(told), told->task,
                               told->twist ? 8 : 9, &call));
}

static void tell_versions(struct told *told)
{
    asx_receiver receiver;

    open_channel(told, ASX_CHANNEL_WATCH, 1);
    assert_ok(asx_receiver_open(&told->world->rt, root_of(told->world),
                                told->channel, &receiver));
    send_token(told, 2);
    if (told->twist)
        assert_int_equal(asx_receiver_update(&told->world->rt, receiver), 2);
}

/* What was set aside for one that is dispatched next is another state than one
 * token that anybody may take. */
static void tell_grants(struct told *told)
{
    asx_task waiter = start(told->world, root_of(told->world), 0);

    open_channel(told, ASX_CHANNEL_MPSC, 4);
    assert_int_equal(
        asx_channel_receive(&told->world->rt, waiter, told->channel, true) >>
            ASX_ANSWER_SHIFT,
        ASX_VERDICT_PARKED);
    if (!told->twist)
        send_token(told, 7);
}

static void (*const stories[])(struct told *) = {
    tell_limits,  tell_queue_bytes, tell_tokens, tell_capacity, tell_permits,
    tell_senders, tell_closed,      tell_calls,  tell_versions, tell_grants,
};

/* Uses slots, gives them back in another order, and lets time pass. */
static void live_a_while(struct world *world)
{
    asx_region region = open_region(world, root_of(world), 0);
    asx_task tasks[5];

    for (int at = 0; at < 5; at++)
        tasks[at] = start(world, region, 0);
    for (int at = 0; at < 5; at++)
        finish(world, tasks[at * 2 % 5], ASX_OUTCOME_OK);
    close_region(world, region);
    expect_notice(world, region.bits, ASX_NOTICE_REGION_CLOSED, ASX_OUTCOME_OK);
    assert_ok(asx_region_release(&world->rt, region));
    advance(world, 12345);
}

static asx_canonical form_of(size_t story, bool has_past, bool twist)
{
    static asx_canonical form;
    struct told told = {.world = world_new(has_past ? 2 : 1, ASX_RUNTIME_LAB),
                        .twist = twist};

    if (has_past)
        live_a_while(told.world);
    told.task = start(told.world, root_of(told.world), 0);
    stories[story](&told);
    memset(&form, 0, sizeof form);
    assert_true(asx_canonical_read(&told.world->rt, POLLS_ENOUGH, 0, &form));
    world_free(told.world);
    return form;
}

static bool is_same(const asx_canonical *a, const asx_canonical *b)
{
    return a->word_count == b->word_count &&
           memcmp(a->words, b->words, a->word_count * sizeof *a->words) == 0;
}

static void test_canonical__the_past_does_not_show(void **state)
{
    (void)state;
    for (size_t at = 0; at < sizeof stories / sizeof *stories; at++) {
        asx_canonical fresh = form_of(at, false, false);
        asx_canonical later = form_of(at, true, false);

        assert_true(fresh.word_count > 0);
        assert_true(is_same(&fresh, &later));
        /* It is not the same because it is the same memory. */
        assert_memory_not_equal(fresh.slot_of, later.slot_of,
                                sizeof fresh.slot_of);
    }
}

static void test_canonical__a_twist_shows(void **state)
{
    (void)state;
    for (size_t at = 0; at < sizeof stories / sizeof *stories; at++) {
        asx_canonical plain = form_of(at, false, false);
        asx_canonical other = form_of(at, true, true);

        assert_false(is_same(&plain, &other));
    }
}

static void test_canonical__what_it_cannot_tell_is_refused(void **state)
{
    static asx_canonical form;
    struct world *world = world_new(1, 0);
    asx_lock lock;

    (void)state;
    for (int at = 1; at < ASX_CANONICAL_OBJECTS - 1; at++)
        spawn(world, root_of(world), 0);
    assert_true(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, &form));
    spawn(world, root_of(world), 0);
    assert_false(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, &form));
    world_free(world);
    world = world_new(1, 0);
    assert_ok(
        asx_lock_open(&world->rt, root_of(world), ASX_LOCK_MUTEX, 0, 0, &lock));
    assert_false(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, &form));
    world_free(world);
}

/* Two tasks of one deadline, woken in order or the other way round. */
static void form_of_equals(bool lab, bool turned, asx_canonical *form)
{
    struct world *world = world_new(1, lab ? ASX_RUNTIME_LAB : 0);
    asx_task tasks[2];

    for (int at = 0; at < 2; at++) {
        stage_budget(world, 9000, ASX_POLLS_NONE, 128);
        tasks[at] = start_parked(world, root_of(world), 0);
    }
    for (int at = 0; at < 2; at++)
        assert_ok(asx_task_wake(&world->rt, tasks[turned ? 1 - at : at],
                                (asx_task){0}));
    memset(form, 0, sizeof *form);
    assert_true(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, form));
    world_free(world);
}

/* rule: sched.seed -- in the lab equals have no turns */
static void test_canonical__the_turns_of_equals_show_outside_of_the_lab(
    void **state)
{
    static asx_canonical one, two;

    (void)state;
    form_of_equals(false, false, &one);
    form_of_equals(false, true, &two);
    assert_false(is_same(&one, &two));
    form_of_equals(true, false, &one);
    form_of_equals(true, true, &two);
    assert_true(is_same(&one, &two));
}

/* One task sleeps `first` and another `second`; `turned`: the other one was
 * armed before. */
static void form_of_sleeps(uint64_t first, uint64_t second, bool turned,
                           asx_canonical *form)
{
    struct world *world = world_new(1, 0);
    uint64_t due_us[2] = {first, second};
    asx_task tasks[2];

    for (int at = 0; at < 2; at++)
        tasks[at] = start(world, root_of(world), 0);
    for (int at = 0; at < 2; at++) {
        int which = turned ? 1 - at : at;

        assert_int_equal(
            asx_task_sleep(&world->rt, tasks[which], due_us[which]),
            ASX_VERDICT_PARKED);
    }
    memset(form, 0, sizeof *form);
    assert_true(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, form));
    world_free(world);
}

/* rule: timer.order -- 70 and 100 share a slot of the wheel */
static void test_canonical__the_turns_of_timers_show_among_equals(void **state)
{
    static asx_canonical one, two;

    (void)state;
    form_of_sleeps(100, 70, false, &one);
    form_of_sleeps(100, 70, true, &two);
    assert_true(is_same(&one, &two));
    form_of_sleeps(70, 100, false, &two);
    assert_false(is_same(&one, &two));
    form_of_sleeps(100, 100, false, &one);
    form_of_sleeps(100, 100, true, &two);
    assert_false(is_same(&one, &two));
}

/* Of one deadline the larger priority goes first, whoever was there first. */
static void form_of_ranks(uint32_t first, uint32_t second, bool turned,
                          asx_canonical *form)
{
    struct world *world = world_new(1, 0);
    uint32_t ranks[2] = {first, second};
    asx_task tasks[2];

    for (int at = 0; at < 2; at++) {
        stage_budget(world, 9000, ASX_POLLS_NONE, ranks[at]);
        tasks[at] = start_parked(world, root_of(world), 0);
    }
    for (int at = 0; at < 2; at++)
        assert_ok(asx_task_wake(&world->rt, tasks[turned ? 1 - at : at],
                                (asx_task){0}));
    memset(form, 0, sizeof *form);
    assert_true(asx_canonical_read(&world->rt, POLLS_ENOUGH, 0, form));
    world_free(world);
}

/* rule: sched.order */
static void test_canonical__the_turns_of_ranks_do_not_show(void **state)
{
    static asx_canonical one, two;

    (void)state;
    form_of_ranks(200, 140, false, &one);
    form_of_ranks(200, 140, true, &two);
    assert_true(is_same(&one, &two));
    form_of_ranks(140, 200, false, &two);
    assert_false(is_same(&one, &two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canonical__the_past_does_not_show),
        cmocka_unit_test(test_canonical__a_twist_shows),
        cmocka_unit_test(test_canonical__what_it_cannot_tell_is_refused),
        cmocka_unit_test(
            test_canonical__the_turns_of_equals_show_outside_of_the_lab),
        cmocka_unit_test(test_canonical__the_turns_of_timers_show_among_equals),
        cmocka_unit_test(test_canonical__the_turns_of_ranks_do_not_show),
    };

    return cmocka_run_group_tests_name("canonical_object", tests, NULL, NULL);
}
