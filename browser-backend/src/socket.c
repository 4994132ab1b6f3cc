/* socket.c -- the life of a socket (rules socket.states, socket.close).
 *
 * A state only advances, and CLOSED is reached once: by the close event or, if
 * the deadline of the handshake passes first, by force.
 * docs/STATE_MACHINES.md is printed from the table below.
 */
#include "asx/socket.h"

#include "asx/runtime.h"

#define TO(state) (1u << ASX_SOCKET_##state)
#define CODE_LOST 1006 /* never sent: the browser's word for no close frame */

static const uint8_t may_follow[] = {
    [ASX_SOCKET_CONNECTING] = TO(OPEN) | TO(CLOSING) | TO(CLOSED),
    [ASX_SOCKET_OPEN] = TO(CLOSING) | TO(CLOSED),
    [ASX_SOCKET_CLOSING] = TO(CLOSED),
    [ASX_SOCKET_CLOSED] = 0,
};

bool asx_socket_may_follow(asx_socket_state from, asx_socket_state to)
{
    return (may_follow[from] & 1u << to) != 0;
}

/* The only writer of a state. */
static asx_status become(asx_socket *socket, asx_socket_state next)
{
    if (!asx_socket_may_follow((asx_socket_state)socket->state, next))
        return ASX_E_STATE;
    socket->state = (uint8_t)next;
    return ASX_OK;
}

void asx_socket_begin(asx_socket *socket)
{
    *socket = (asx_socket){.deadline_us = ASX_TIME_NONE};
}

asx_status asx_socket_opened(asx_socket *socket)
{
    if (socket->state == ASX_SOCKET_CLOSING)
        return ASX_OK;
    return become(socket, ASX_SOCKET_OPEN);
}

asx_socket_action asx_socket_close(asx_socket *socket, uint64_t deadline_us)
{
    bool is_first = become(socket, ASX_SOCKET_CLOSING) == ASX_OK;

    if (socket->state == ASX_SOCKET_CLOSING &&
        deadline_us < socket->deadline_us)
        socket->deadline_us = deadline_us;
    return is_first ? ASX_SOCKET_SEND_CLOSE : ASX_SOCKET_NOTHING;
}

asx_status asx_socket_closed(asx_socket *socket, uint16_t code)
{
    asx_status status = become(socket, ASX_SOCKET_CLOSED);

    if (status == ASX_OK)
        socket->code = code;
    return status;
}

asx_socket_action asx_socket_tick(asx_socket *socket, uint64_t now_us)
{
    if (socket->state != ASX_SOCKET_CLOSING || now_us < socket->deadline_us)
        return ASX_SOCKET_NOTHING;
    socket->is_forced = 1;
    return asx_socket_closed(socket, CODE_LOST) == ASX_OK ? ASX_SOCKET_LET_GO
                                                          : ASX_SOCKET_NOTHING;
}

/* RFC 6455, 7.4, and IANA's registry of close codes. 1000 and 1005, a close
 * without a code, are how a socket should end. */
static asx_socket_fault fault_of(uint16_t code)
{
    if (code == 1000 || code == 1005)
        return ASX_SOCKET_FAULT_NONE;
    if (code == 1001)
        return ASX_SOCKET_FAULT_GOING_AWAY;
    if (code == CODE_LOST)
        return ASX_SOCKET_FAULT_LOST;
    if (code == 1008)
        return ASX_SOCKET_FAULT_POLICY;
    if (code >= 1011 && code <= 1014)
        return ASX_SOCKET_FAULT_SERVER;
    if (code >= 3000 && code <= 4999)
        return ASX_SOCKET_FAULT_APPLICATION;
    return ASX_SOCKET_FAULT_PROTOCOL;
}

asx_status asx_socket_ended(const asx_socket *socket, asx_socket_end *end)
{
    asx_socket_fault fault = fault_of(socket->code);

    if (socket->state != ASX_SOCKET_CLOSED)
        return ASX_E_STATE;
    *end = (asx_socket_end){
        .outcome =
            fault == ASX_SOCKET_FAULT_NONE ? ASX_OUTCOME_OK : ASX_OUTCOME_ERR,
        .fault = fault,
        .may_retry = fault == ASX_SOCKET_FAULT_LOST ||
                     fault == ASX_SOCKET_FAULT_GOING_AWAY ||
                     fault == ASX_SOCKET_FAULT_SERVER,
        .is_forced = socket->is_forced != 0,
        .code = socket->code,
    };
    return ASX_OK;
}
