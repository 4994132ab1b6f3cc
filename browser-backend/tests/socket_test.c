/* Every state of a socket with every input, and what each close code means. */
#include "asx/socket.h"

#include "asx/capsule.h"
#include "asx/pump.h"
#include "harness.h"

#define SECOND 1000000u

static asx_socket socket_in(asx_socket_state state)
{
    asx_socket socket;

    asx_socket_begin(&socket);
    if (state == ASX_SOCKET_OPEN)
        assert_ok(asx_socket_opened(&socket));
    if (state == ASX_SOCKET_CLOSING)
        assert_int_equal(asx_socket_close(&socket, 2 * SECOND),
                         ASX_SOCKET_SEND_CLOSE);
    if (state == ASX_SOCKET_CLOSED)
        assert_ok(asx_socket_closed(&socket, 1000));
    assert_int_equal(socket.state, state);
    return socket;
}

static const bool printed[ASX_SOCKET_STATES][ASX_SOCKET_STATES] = {
    [ASX_SOCKET_CONNECTING] = {[ASX_SOCKET_OPEN] = true,
                               [ASX_SOCKET_CLOSING] = true,
                               [ASX_SOCKET_CLOSED] = true},
    [ASX_SOCKET_OPEN] =
        {[ASX_SOCKET_CLOSING] = true, [ASX_SOCKET_CLOSED] = true},
    [ASX_SOCKET_CLOSING] = {[ASX_SOCKET_CLOSED] = true},
};

static void test_socket_states__the_table_is_the_printed_one(void **state)
{
    (void)state;
    for (int from = 0; from < ASX_SOCKET_STATES; from++)
        for (int to = 0; to < ASX_SOCKET_STATES; to++)
            assert_int_equal(asx_socket_may_follow((asx_socket_state)from,
                                                   (asx_socket_state)to),
                             printed[from][to]);
}

/* Where opened, close, closed and a late tick lead; and that a refusal changes
 * nothing. */
static void test_socket_states__every_input_in_every_state(void **state)
{
    static const struct {
        asx_status opened, closed;
        asx_socket_state after_opened, after_close, after_tick;
        asx_socket_action close, tick;
    } expected[ASX_SOCKET_STATES] = {
        {ASX_OK, ASX_OK, ASX_SOCKET_OPEN, ASX_SOCKET_CLOSING,
         ASX_SOCKET_CONNECTING, ASX_SOCKET_SEND_CLOSE, ASX_SOCKET_NOTHING},
        {ASX_E_STATE, ASX_OK, ASX_SOCKET_OPEN, ASX_SOCKET_CLOSING,
         ASX_SOCKET_OPEN, ASX_SOCKET_SEND_CLOSE, ASX_SOCKET_NOTHING},
        {ASX_OK, ASX_OK, ASX_SOCKET_CLOSING, ASX_SOCKET_CLOSING,
         ASX_SOCKET_CLOSED, ASX_SOCKET_NOTHING, ASX_SOCKET_LET_GO},
        {ASX_E_STATE, ASX_E_STATE, ASX_SOCKET_CLOSED, ASX_SOCKET_CLOSED,
         ASX_SOCKET_CLOSED, ASX_SOCKET_NOTHING, ASX_SOCKET_NOTHING},
    };

    (void)state;
    for (int from = 0; from < ASX_SOCKET_STATES; from++) {
        asx_socket before = socket_in((asx_socket_state)from), socket = before;

        assert_int_equal(asx_socket_opened(&socket), expected[from].opened);
        assert_int_equal(socket.state, expected[from].after_opened);
        socket = before;
        assert_int_equal(asx_socket_close(&socket, SECOND),
                         expected[from].close);
        assert_int_equal(socket.state, expected[from].after_close);
        socket = before;
        assert_int_equal(asx_socket_closed(&socket, 1001),
                         expected[from].closed);
        assert_int_equal(socket.state, ASX_SOCKET_CLOSED);
        assert_int_equal(socket.code,
                         expected[from].closed == ASX_OK ? 1001 : before.code);
        socket = before;
        assert_int_equal(asx_socket_tick(&socket, 3 * SECOND),
                         expected[from].tick);
        assert_int_equal(socket.state, expected[from].after_tick);
    }
}

/* The peer has until the deadline; asking again only brings it forward. */
static void test_socket_close__a_peer_that_does_not_answer_is_let_go(
    void **state)
{
    asx_socket socket = socket_in(ASX_SOCKET_OPEN);
    asx_socket_end end;

    (void)state;
    assert_int_equal(asx_socket_close(&socket, 3 * SECOND),
                     ASX_SOCKET_SEND_CLOSE);
    assert_int_equal(asx_socket_close(&socket, 2 * SECOND), ASX_SOCKET_NOTHING);
    assert_int_equal(asx_socket_close(&socket, 9 * SECOND), ASX_SOCKET_NOTHING);
    assert_int_equal(asx_socket_tick(&socket, 2 * SECOND - 1),
                     ASX_SOCKET_NOTHING);
    assert_int_equal(asx_socket_ended(&socket, &end), ASX_E_STATE);
    assert_int_equal(asx_socket_tick(&socket, 2 * SECOND), ASX_SOCKET_LET_GO);
    assert_int_equal(asx_socket_tick(&socket, 2 * SECOND), ASX_SOCKET_NOTHING);
    /* What it says now is nobody's. */
    assert_int_equal(asx_socket_closed(&socket, 1000), ASX_E_STATE);
    assert_ok(asx_socket_ended(&socket, &end));
    assert_int_equal(end.outcome, ASX_OUTCOME_ERR);
    assert_int_equal(end.fault, ASX_SOCKET_FAULT_LOST);
    assert_true(end.is_forced && end.may_retry);
    assert_int_equal(end.code, 1006);
}

static void test_socket_close__an_answer_in_time_is_no_force(void **state)
{
    asx_socket socket = socket_in(ASX_SOCKET_CLOSING);
    asx_socket_end end;

    (void)state;
    assert_ok(asx_socket_closed(&socket, 1000));
    assert_int_equal(asx_socket_tick(&socket, 9 * SECOND), ASX_SOCKET_NOTHING);
    assert_ok(asx_socket_ended(&socket, &end));
    assert_int_equal(end.outcome, ASX_OUTCOME_OK);
    assert_false(end.is_forced);
}

static void test_socket_close__every_code_has_a_typed_end(void **state)
{
    static const struct {
        uint16_t code;
        asx_socket_fault fault;
        bool may_retry;
    } rows[] = {
        {1000, ASX_SOCKET_FAULT_NONE, false},
        {1001, ASX_SOCKET_FAULT_GOING_AWAY, true},
        {1002, ASX_SOCKET_FAULT_PROTOCOL, false},
        {1003, ASX_SOCKET_FAULT_PROTOCOL, false},
        {1005, ASX_SOCKET_FAULT_NONE, false},
        {1006, ASX_SOCKET_FAULT_LOST, true},
        {1007, ASX_SOCKET_FAULT_PROTOCOL, false},
        {1008, ASX_SOCKET_FAULT_POLICY, false},
        {1009, ASX_SOCKET_FAULT_PROTOCOL, false},
        {1010, ASX_SOCKET_FAULT_PROTOCOL, false},
        {1011, ASX_SOCKET_FAULT_SERVER, true},
        {1014, ASX_SOCKET_FAULT_SERVER, true},
        {1015, ASX_SOCKET_FAULT_PROTOCOL, false},
        {2999, ASX_SOCKET_FAULT_PROTOCOL, false},
        {3000, ASX_SOCKET_FAULT_APPLICATION, false},
        {4999, ASX_SOCKET_FAULT_APPLICATION, false},
        {5000, ASX_SOCKET_FAULT_PROTOCOL, false},
        {0, ASX_SOCKET_FAULT_PROTOCOL, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        asx_socket socket = socket_in(ASX_SOCKET_OPEN);
        asx_socket_end end;

        assert_ok(asx_socket_closed(&socket, rows[i].code));
        assert_ok(asx_socket_ended(&socket, &end));
        assert_int_equal(end.fault, rows[i].fault);
        assert_int_equal(end.may_retry, rows[i].may_retry);
        assert_int_equal(end.outcome == ASX_OUTCOME_OK,
                         end.fault == ASX_SOCKET_FAULT_NONE);
        assert_int_equal(end.code, rows[i].code);
    }
}

/* The handshake is what its capsule drains: the region of a cancelled owner
 * waits for the close event, and for no longer than the deadline. */
static void test_socket_close__the_region_waits_for_the_handshake(void **state)
{
    for (int is_forced = 0; is_forced < 2; is_forced++) {
        struct world *world = world_new(1, 0);
        asx_region region = open_region(world, root_of(world), 0);
        asx_task owner = start(world, region, 0);
        asx_socket socket = socket_in(ASX_SOCKET_OPEN);
        asx_capsule capsule = {0};
        uint64_t due = asx_time_now(&world->rt) + SECOND;

        (void)state;
        assert_ok(asx_capsule_open(&world->rt, owner, ASX_CAPSULE_WEB_SOCKET, 0,
                                   &capsule));
        assert_ok(asx_capsule_submit(&world->rt, capsule));
        assert_ok(asx_region_cancel(&world->rt, region, ASX_CANCEL_USER, 0));
        (void)asx_action_next(&world->rt); /* abort it */
        assert_int_equal(asx_socket_close(&socket, due), ASX_SOCKET_SEND_CLOSE);
        assert_ok(asx_capsule_aborted(&world->rt, capsule));
        finish(world, owner, ASX_OUTCOME_OK);
        assert_true(is_alive(world, region.bits));
        if (is_forced)
            assert_int_equal(asx_socket_tick(&socket, due), ASX_SOCKET_LET_GO);
        else
            assert_ok(asx_socket_closed(&socket, 1000));
        assert_ok(asx_capsule_let_go(&world->rt, capsule, ASX_LET_GO_DONE));
        drain(world);
        assert_false(is_alive(world, region.bits));
        world_free(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_socket_states__the_table_is_the_printed_one),
        cmocka_unit_test(test_socket_states__every_input_in_every_state),
        cmocka_unit_test(
            test_socket_close__a_peer_that_does_not_answer_is_let_go),
        cmocka_unit_test(test_socket_close__an_answer_in_time_is_no_force),
        cmocka_unit_test(test_socket_close__every_code_has_a_typed_end),
        cmocka_unit_test(test_socket_close__the_region_waits_for_the_handshake),
    };

    return cmocka_run_group_tests_name("socket", tests, NULL, NULL);
}
