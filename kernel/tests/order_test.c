/* The canonical form of a log: its definition, and what it does not look at. */
#include "asx/name.h"
#include "ordered.h"

static void test_order__slots_generations_times_and_inputs_do_not_matter(
    void **state)
{
    struct ordered ordered = ordered_of_islands(3, 5, 1, false);
    uint64_t fingerprint = ordered.order.fingerprint;

    (void)state;
    for (uint32_t at = 0; at < ordered.count; at++) {
        asx_event *event = &ordered.events[at];
        asx_footprint footprint;

        assert_true(asx_event_footprint(event, &footprint));
        event->time_us += 1234567;
        event->input = at * 7;
        event->generation += event->subject != 0 ? 99 : 0;
        event->subject *= 13;
        if (footprint.a == ASX_OPERAND_SLOT)
            event->a *= 13;
        if (footprint.b == ASX_OPERAND_SLOT)
            event->b *= 13;
    }
    ordered_build(&ordered);
    assert_int_equal(ordered.order.fingerprint, fingerprint);
    ordered_free(&ordered);
}

static bool is_birth(const asx_event *event)
{
    asx_footprint footprint;

    assert_true(asx_event_footprint(event, &footprint));
    return footprint.role == ASX_ROLE_BIRTH;
}

static bool names(const asx_event *event, uint32_t slot)
{
    asx_footprint footprint;

    assert_true(asx_event_footprint(event, &footprint));
    return event->subject == slot ||
           (footprint.a == ASX_OPERAND_SLOT && event->a == slot) ||
           (footprint.b == ASX_OPERAND_SLOT && event->b == slot);
}

/* A slot that is given again is no dependence, but a log in which it is given
 * before it was free is none of a kernel. */
static bool share_a_slot(const asx_event *one, const asx_event *other)
{
    return (is_birth(one) && names(other, one->subject)) ||
           (is_birth(other) && names(one, other->subject));
}

static void swap(struct ordered *ordered, uint32_t at)
{
    asx_event event = ordered->events[at];

    ordered->events[at] = ordered->events[at + 1];
    ordered->events[at + 1] = event;
}

static void test_order__independent_neighbours_commute(void **state)
{
    uint32_t swaps = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct ordered ordered = ordered_of_islands(3, seed, seed, false);
        uint64_t fingerprint = ordered.order.fingerprint, random = seed;

        for (int tries = 0; tries < 1000; tries++) {
            uint32_t at =
                (uint32_t)(test_random(&random) % (ordered.count - 1));

            if (asx_order_conflict(&ordered.order, at, at + 1) != 0 ||
                share_a_slot(&ordered.events[at], &ordered.events[at + 1]))
                continue;
            swap(&ordered, at);
            ordered_build(&ordered);
            swaps++;
            if (ordered.order.fingerprint != fingerprint)
                fail_msg("seed %u, event %u", (unsigned)seed, at);
        }
        ordered_free(&ordered);
    }
    assert_true(swaps > 2000);
}

/* Except for witnesses, which are no part of the form, and for two children
 * that are born the other way round: then each is the other, and if they do
 * the same it is the same run. */
static void test_order__dependent_neighbours_do_not(void **state)
{
    uint32_t swaps = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct ordered ordered = ordered_of_islands(3, seed, seed, false);
        uint64_t fingerprint = ordered.order.fingerprint;

        for (uint32_t at = 0; at + 1 < ordered.count; at++) {
            if (asx_order_conflict(&ordered.order, at, at + 1) == 0 ||
                ordered.order.layer[at + 1] == 0 ||
                (is_birth(&ordered.events[at]) &&
                 is_birth(&ordered.events[at + 1])))
                continue;
            swap(&ordered, at);
            ordered_build(&ordered);
            if (ordered.order.fingerprint == fingerprint)
                fail_msg("seed %u, event %u", (unsigned)seed, at);
            swap(&ordered, at);
            ordered_build(&ordered);
            swaps++;
        }
        assert_int_equal(ordered.order.fingerprint, fingerprint);
        ordered_free(&ordered);
    }
    assert_true(swaps > 500);
}

/* The layers, from their definition: O(n * n). */
static void test_order__each_event_is_in_the_first_layer_it_can_be_in(
    void **state)
{
    struct ordered ordered = ordered_of_islands(3, 9, 2, false);
    const asx_order *order = &ordered.order;
    uint32_t layers = 0;

    (void)state;
    for (uint32_t j = 0; j < ordered.count; j++) {
        uint32_t layer = 1;

        if (order->layer[j] == 0)
            continue;
        for (uint32_t i = 0; i < j; i++) {
            if (order->layer[i] >= layer && asx_order_conflict(order, i, j))
                layer = order->layer[i] + 1;
        }
        assert_int_equal(order->layer[j], layer);
        layers = layer > layers ? layer : layers;
    }
    assert_int_equal(order->layers, layers);
    for (uint32_t at = 1; at < order->form_count; at++) {
        uint32_t i = order->form[at - 1], j = order->form[at];

        assert_true(order->layer[i] < order->layer[j] ||
                    (order->layer[i] == order->layer[j] &&
                     order->label[i] < order->label[j]));
    }
    ordered_free(&ordered);
}

/* A setting may mean something to everything. */
static void test_order__a_setting_divides_the_log(void **state)
{
    struct world *world = world_new(1, 0);
    struct ordered ordered;
    uint32_t at;

    (void)state;
    start_parked(world, root_of(world), 0);
    assert_ok(
        asx_runtime_configure(&world->rt, ASX_SETTING_FINALIZER_POLLS, 5));
    start_parked(world, open_region(world, root_of(world), 0), 0);
    ordered = ordered_of(world);
    at = event_find(world, 0, ASX_EVENT_CONFIGURED, 0);
    for (uint32_t other = 0; other < ordered.count; other++) {
        if (other < at)
            assert_true(ordered.order.layer[other] < ordered.order.layer[at]);
        if (other > at)
            assert_true(ordered.order.layer[other] > ordered.order.layer[at]);
    }
    ordered_free(&ordered);
    world_free(world);
}

/* rule: task.late_wake -- a witness of the schedule */
static void test_order__a_late_wake_is_not_part_of_the_form(void **state)
{
    struct world *world = world_new(1, 0);
    asx_task task = start(world, root_of(world), 0);
    uint64_t fingerprint;

    (void)state;
    finish(world, task, ASX_OUTCOME_OK);
    fingerprint = fingerprint_of(world);
    assert_ok(asx_task_wake(&world->rt, task, (asx_task){0}));
    assert_int_equal(event_count(world, ASX_EVENT_TASK_LATE_WAKE), 1);
    assert_int_equal(fingerprint_of(world), fingerprint);
    world_free(world);
}

static void test_order__a_log_may_begin_later(void **state)
{
    struct ordered ordered = ordered_of_islands(3, 7, 3, false);
    asx_event *events = ordered.events;
    uint32_t count = ordered.count, swaps = 0;
    uint64_t fingerprint;

    (void)state;
    ordered.events += count / 2;
    ordered.count -= count / 2;
    ordered_build(&ordered);
    fingerprint = ordered.order.fingerprint;
    for (uint32_t at = 0; at + 1 < ordered.count; at++) {
        if (asx_order_conflict(&ordered.order, at, at + 1) != 0 ||
            share_a_slot(&ordered.events[at], &ordered.events[at + 1]))
            continue;
        swap(&ordered, at);
        ordered_build(&ordered);
        assert_int_equal(ordered.order.fingerprint, fingerprint);
        swaps++;
    }
    assert_true(swaps > 10);
    ordered.events = events;
    ordered_free(&ordered);
}

static void test_order__an_empty_log_has_an_empty_form(void **state)
{
    static uint64_t workspace[4096];
    asx_order order;

    (void)state;
    assert_true(asx_order_bytes(0, 0) <= sizeof workspace);
    assert_ok(asx_order_build(&order, NULL, 0, 0, workspace, sizeof workspace));
    assert_int_equal(order.form_count, 0);
    assert_int_equal(order.layers, 0);
    assert_int_equal(order.actors, 0);
    assert_int_equal(order.fingerprint, 0);
}

/* Every refusal leaves the order as it was; too little memory leaves that as
 * it was, too. */
static void test_order__a_refusal_changes_nothing(void **state)
{
    struct ordered ordered = ordered_of_islands(2, 3, 1, false);
    size_t bytes = asx_order_bytes(ordered.count, 0);
    unsigned char *workspace = malloc(bytes + 8);
    asx_order order, before;

    (void)state;
    memset(&order, 0x5a, sizeof order);
    memset(workspace, 0x5a, bytes + 8);
    before = order;
    assert_int_equal(asx_order_build(&order, ordered.events, ordered.count, 0,
                                     workspace, bytes - 1),
                     ASX_E_MEMORY);
    for (size_t at = 0; at < bytes; at++)
        assert_int_equal(workspace[at], 0x5a);
    assert_int_equal(asx_order_build(&order, ordered.events, ordered.count, 0,
                                     workspace + 4, bytes),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_order_build(&order, ordered.events,
                                     ASX_ORDER_EVENTS_MAX + 1, 0, workspace,
                                     bytes),
                     ASX_E_LIMIT);
    ordered.events[ordered.count - 1].kind = 60000;
    assert_int_equal(asx_order_build(&order, ordered.events, ordered.count, 0,
                                     workspace, bytes),
                     ASX_E_ARGUMENT);
    assert_memory_equal(&order, &before, sizeof order);
    free(workspace);
    ordered_free(&ordered);
}

static void test_order__an_object_is_named_by_its_birth(void **state)
{
    struct world *world = world_new(1, 0);
    asx_region region = open_region(world, root_of(world), 0);
    asx_task first = spawn(world, region, 0), second = spawn(world, region, 0);
    asx_order_object object, parent;
    struct ordered ordered;

    (void)state;
    (void)first;
    ordered = ordered_of(world);
    assert_true(asx_order_object_at(
        &ordered.order,
        asx_order_subject(
            &ordered.order,
            event_find(world, 0, ASX_EVENT_TASK_SPAWNED, second.bits)),
        &object));
    assert_int_equal(object.sort, ASX_ORDER_OBJECT);
    assert_int_equal(object.kind, ASX_KIND_TASK);
    assert_int_equal(object.ordinal, 1);
    assert_int_equal(object.slot, ASX_HANDLE_SLOT(second));
    assert_true(asx_order_object_at(&ordered.order, object.parent, &parent));
    assert_int_equal(parent.kind, ASX_KIND_REGION);
    assert_int_equal(parent.slot, ASX_HANDLE_SLOT(region));
    assert_true(asx_order_object_at(&ordered.order, parent.parent, &parent));
    assert_int_equal(parent.parent, 0);
    assert_false(asx_order_object_at(&ordered.order, 0, &parent));
    assert_false(asx_order_object_at(&ordered.order, ordered.order.objects + 1,
                                     &parent));
    ordered_free(&ordered);
    world_free(world);
}

/* What is drawn depends on all that was drawn before. */
static void test_order__draws_of_entropy_do_not_commute(void **state)
{
    struct world *world = world_new(1, 0);
    struct ordered ordered;
    uint32_t last = 0;

    (void)state;
    for (int draw = 0; draw < 3; draw++)
        asx_entropy_draw(&world->rt);
    ordered = ordered_of(world);
    for (uint32_t at = 0; at < ordered.count; at++) {
        if (ordered.events[at].kind != ASX_EVENT_ENTROPY_DRAWN)
            continue;
        assert_true(ordered.order.layer[at] > last);
        assert_int_equal(asx_order_subject(&ordered.order, at), 0);
        last = ordered.order.layer[at];
    }
    assert_true(last >= 3);
    assert_int_equal(asx_order_subject(&ordered.order, ordered.count), 0);
    ordered_free(&ordered);
    world_free(world);
}

static void test_order__of_more_events_than_there_can_be_is_refused(
    void **state)
{
    (void)state;
    assert_int_equal(asx_order_bytes(ASX_ORDER_EVENTS_MAX + 1, 0), SIZE_MAX);
    assert_int_equal(asx_order_bytes(UINT32_MAX, UINT32_MAX), SIZE_MAX);
}

/* Nobody listened yet when the root was born; it is known all the same. */
static void test_order__a_log_without_the_birth_of_the_root(void **state)
{
    struct world *world = world_new(1, 0);
    struct ordered ordered;
    asx_order_object object;
    uint32_t subject;

    (void)state;
    world->rt.event_count = 0;
    close_region(world, root_of(world));
    ordered = ordered_of(world);
    subject = asx_order_subject(&ordered.order, 0);
    assert_true(asx_order_object_at(&ordered.order, subject, &object));
    assert_int_equal(object.kind, ASX_KIND_REGION);
    assert_int_equal(object.slot, ASX_HANDLE_SLOT(root_of(world)));
    ordered_free(&ordered);
    world_free(world);
}

/* rule: name.lease -- which of two is first decides who gets a name */
static void test_order__names_do_not_commute(void **state)
{
    struct world *world = world_new(1, 0);
    asx_task one = start(world, root_of(world), 0);
    asx_task two = start(world, open_region(world, root_of(world), 0), 0);
    struct ordered ordered;
    asx_obligation lease;
    uint32_t first, second;

    (void)state;
    assert_ok(asx_name_reserve(&world->rt, one, 7, &lease));
    assert_ok(asx_name_reserve(&world->rt, two, 8, &lease));
    ordered = ordered_of(world);
    first = event_find(world, 0, ASX_EVENT_NAME_RESERVED, 0);
    second = event_find(world, first + 1, ASX_EVENT_NAME_RESERVED, 0);
    assert_int_not_equal(asx_order_conflict(&ordered.order, first, second), 0);
    assert_true(ordered.order.layer[first] < ordered.order.layer[second]);
    ordered_free(&ordered);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_order__##name)
        TEST(slots_generations_times_and_inputs_do_not_matter),
        TEST(independent_neighbours_commute),
        TEST(dependent_neighbours_do_not),
        TEST(each_event_is_in_the_first_layer_it_can_be_in),
        TEST(a_setting_divides_the_log),
        TEST(a_late_wake_is_not_part_of_the_form),
        TEST(a_log_may_begin_later),
        TEST(an_empty_log_has_an_empty_form),
        TEST(a_refusal_changes_nothing),
        TEST(an_object_is_named_by_its_birth),
        TEST(draws_of_entropy_do_not_commute),
        TEST(of_more_events_than_there_can_be_is_refused),
        TEST(a_log_without_the_birth_of_the_root),
        TEST(names_do_not_commute),
    };

    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
