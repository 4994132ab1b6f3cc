/* Name leases: every state and input, who finds whom, and that no name outlives
 * its holder, however that ends. */
#include "harness.h"

#include "supervision.h"

#define NO ASXI_FORBIDDEN

enum {
    RESERVED = ASX_LEASE_RESERVED,
    ACTIVE = ASX_LEASE_ACTIVE,
    RELEASED = ASX_LEASE_RELEASED,
    ABORTED = ASX_LEASE_ABORTED,
};

static asx_obligation lease(struct world *world, asx_task holder, uint32_t name)
{
    asx_obligation out = {0};

    assert_ok(asx_name_reserve(&world->rt, holder, name, &out));
    return out;
}

static asx_obligation active(struct world *world, asx_task holder,
                             uint32_t name)
{
    asx_obligation out = lease(world, holder, name);

    assert_ok(asx_name_activate(&world->rt, out, holder));
    return out;
}

static void expect_found(struct world *world, uint32_t name, uint64_t bits)
{
    asx_runtime_check(&world->rt);
    assert_int_equal(asx_name_lookup(&world->rt, name).bits, bits);
}

/* Nobody is found, and the name can be had. */
static void expect_free(struct world *world, uint32_t name)
{
    asx_task other = start(world, root_of(world), 0);

    expect_found(world, name, 0);
    assert_ok(asx_obligation_abort(&world->rt, lease(world, other, name), other,
                                   ASX_ABORT_EXPLICIT));
    finish(world, other, ASX_OUTCOME_OK);
}

/* rule: name.lease */
static void test_name_lease__every_input_in_every_state(void **state)
{
    static const uint8_t expected[4][ASXI_LEASE_INPUTS] = {
        /*           ACTIVATE COMMIT ABORT */
        [RESERVED] = {ACTIVE, NO, ABORTED},
        [ACTIVE] = {NO, RELEASED, ABORTED},
        [RELEASED] = {NO, NO, NO},
        [ABORTED] = {NO, NO, NO},
    };
    bool reached[4][4] = {{false}};

    (void)state;
    for (int from = 0; from < 4; from++) {
        for (int input = 0; input < ASXI_LEASE_INPUTS; input++) {
            uint8_t to = asxi_lease_next_state((asx_lease_state)from,
                                               (enum asxi_lease_input)input);

            assert_int_equal(to, expected[from][input]);
            if (to != NO)
                reached[from][to] = true;
        }
    }
    for (int from = 0; from < 4; from++) {
        for (int to = 0; to < 4; to++)
            assert_int_equal(asxi_lease_may_follow((asx_lease_state)from,
                                                   (asx_lease_state)to),
                             reached[from][to]);
    }
}

/* rule: name.lease */
static void test_name_lease__is_found_once_active(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held = lease(world, task, 5);

    expect_found(world, 5, 0);
    assert_int_equal(asx_obligation_commit(&world->rt, held, task),
                     ASX_E_STATE);
    assert_ok(asx_name_activate(&world->rt, held, task));
    assert_int_equal(asx_name_activate(&world->rt, held, task), ASX_E_STATE);
    expect_found(world, 5, task.bits);
    expect_found(world, 0, 0);
    assert_ok(asx_obligation_commit(&world->rt, held, task));
    finish(world, task, ASX_OUTCOME_OK);
    expect_free(world, 5);
    expect_no_report(world);
}

/* rule: name.lease */
static void test_name_lease__one_holder_at_a_time(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_task other = start(world, root_of(world), 0);
    asx_obligation held = lease(world, task, 5), second;

    world_remember(world);
    assert_int_equal(asx_name_reserve(&world->rt, other, 5, &second),
                     ASX_E_NAME_TAKEN);
    assert_int_equal(asx_name_reserve(&world->rt, task, 5, &second),
                     ASX_E_NAME_TAKEN);
    assert_int_equal(asx_name_reserve(&world->rt, task, 0, &second),
                     ASX_E_ARGUMENT);
    assert_int_equal(asx_name_reserve(&world->rt, (asx_task){0}, 6, &second),
                     ASX_E_STALE);
    assert_int_equal(asx_name_activate(&world->rt, held, other), ASX_E_HOLDER);
    world_assert_unchanged(world);
    assert_ok(asx_obligation_abort(&world->rt, held, task, ASX_ABORT_EXPLICIT));
    active(world, other, 5);
    expect_found(world, 5, other.bits);
}

/* rule: name.lease */
static void test_name_lease__a_plain_lease_has_no_name(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation plain;

    assert_ok(asx_obligation_reserve(&world->rt, task, ASX_OBLIGATION_LEASE, 5,
                                     &plain));
    assert_int_equal(asx_name_activate(&world->rt, plain, task), ASX_E_STATE);
    active(world, task, 5);
    assert_ok(asx_obligation_commit(&world->rt, plain, task));
    expect_found(world, 5, task.bits);
}

/* rule: name.lease */
static void test_name_lease__ends_with_its_holder(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held = active(world, task, 5);

    finish(world, task, ASX_OUTCOME_OK);
    expect_report(world, ASX_REPORT_OBLIGATION_LEAKED, held.bits);
    expect_free(world, 5);
}

/* rule: name.lease */
static void test_name_lease__ends_with_a_holder_that_is_forced(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);

    active(world, task, 5);
    lease(world, task, 6);
    cancel_task(world, task, ASX_CANCEL_USER);
    advance(world, 60000000); /* it does not come back */
    expect_report(world, ASX_REPORT_TASK_FORCED, task.bits);
    expect_free(world, 5);
    expect_free(world, 6);
}

/* rule: name.lease */
static void test_name_lease__can_be_handed_over(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task task = start(world, region, 0);
    asx_task heir = start(world, root_of(world), 0);
    asx_obligation held = active(world, task, 5);

    assert_ok(asx_obligation_transfer(&world->rt, held, task, heir));
    expect_found(world, 5, heir.bits);
    finish(world, task, ASX_OUTCOME_ERR);
    expect_found(world, 5, heir.bits);
    expect_no_report(world);
}

/* rule: name.lease */
static void test_name_lease__refused_memory_changes_nothing(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_obligation held = {0};

    world_remember(world);
    world->growths_left = 0;
    assert_int_equal(asx_name_reserve(&world->rt, task, 5, &held),
                     ASX_E_MEMORY);
    world_assert_unchanged(world);
    world->growths_left = -1;
    active(world, task, 5);
    expect_found(world, 5, task.bits);
}

/* rule: name.lease */
#define NAMES 200
#define HOLDERS 6
static void test_name_lease__does_what_a_naive_model_does(void **state)
{
    struct world *world = *state;
    asx_task holders[HOLDERS];
    asx_obligation held[NAMES] = {{0}};
    uint32_t holder_of[NAMES] = {0}, lives[NAMES] = {0};
    uint64_t seed = 3;

    for (uint32_t at = 0; at < HOLDERS; at++)
        holders[at] = start(world, root_of(world), 0);
    for (int step = 0; step < 6000; step++) {
        uint32_t name = (uint32_t)(test_random(&seed) % NAMES);
        uint32_t holder = (uint32_t)(test_random(&seed) % HOLDERS);
        asx_task owner = holders[holder_of[name]];
        asx_status status;

        switch (test_random(&seed) % 4) {
        case 0:
        case 1:
            status = asx_name_reserve(&world->rt, holders[holder], name + 1,
                                      &held[name]);
            assert_int_equal(status, lives[name] ? ASX_E_NAME_TAKEN : ASX_OK);
            if (status == ASX_OK) {
                holder_of[name] = holder;
                lives[name] = 1;
            }
            break;
        case 2:
            status = asx_name_activate(&world->rt, held[name], owner);
            if (lives[name] == 1) {
                assert_int_equal(status, ASX_OK);
                lives[name] = 2;
            } else {
                assert_true(status < 0);
            }
            break;
        default:
            if (lives[name] == 0)
                break;
            assert_ok(lives[name] == 2
                          ? asx_obligation_commit(&world->rt, held[name], owner)
                          : asx_obligation_abort(&world->rt, held[name], owner,
                                                 ASX_ABORT_EXPLICIT));
            lives[name] = 0;
        }
        name = (uint32_t)(test_random(&seed) % NAMES);
        assert_int_equal(asx_name_lookup(&world->rt, name + 1).bits,
                         lives[name] == 2 ? holders[holder_of[name]].bits : 0);
    }
    asx_runtime_check(&world->rt);
    for (uint32_t at = 0; at < HOLDERS; at++)
        finish(world, holders[at], ASX_OUTCOME_OK);
    for (uint32_t name = 1; name <= NAMES; name++)
        expect_found(world, name, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_lease__every_input_in_every_state),
        WORLD_TEST(test_name_lease__is_found_once_active),
        WORLD_TEST(test_name_lease__one_holder_at_a_time),
        WORLD_TEST(test_name_lease__a_plain_lease_has_no_name),
        WORLD_TEST(test_name_lease__ends_with_its_holder),
        WORLD_TEST(test_name_lease__ends_with_a_holder_that_is_forced),
        WORLD_TEST(test_name_lease__can_be_handed_over),
        WORLD_TEST(test_name_lease__refused_memory_changes_nothing),
        WORLD_TEST(test_name_lease__does_what_a_naive_model_does),
    };

    return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
