/* asx/socket.h -- the life of a socket, from connecting to closed.
 *
 * After the WebSocket protocol (RFC 6455) and the numbers of the WHATWG's
 * readyState. A pure state machine over a value that its owner keeps: it has no
 * clock, allocates nothing and no runtime knows of it. The socket itself is the
 * host's, and to the runtime a capsule: its close handshake is what the capsule
 * drains (rule socket.close).
 *
 *   CONNECTING --> OPEN --> CLOSING --> CLOSED
 *       |            |         ^           ^
 *       +------------|---------+           |     asked before it was open
 *       +------------+---------------------+     failed, or closed by the peer
 *
 * True of every function here, so said once: times are microseconds of the
 * runtime's clock, and on ASX_E_STATE nothing has changed.
 */
#ifndef ASX_SOCKET_H
#define ASX_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "asx/outcome.h"
#include "asx/status.h"

typedef enum asx_socket_state {
    ASX_SOCKET_CONNECTING = 0,
    ASX_SOCKET_OPEN = 1,
    ASX_SOCKET_CLOSING = 2, /* the close is sent, or as good as */
    ASX_SOCKET_CLOSED = 3,
} asx_socket_state;
#define ASX_SOCKET_STATES 4

/* What the host does next. */
typedef enum asx_socket_action {
    ASX_SOCKET_NOTHING = 0,
    ASX_SOCKET_SEND_CLOSE =
        1,                 /* begin the handshake; the close event follows */
    ASX_SOCKET_LET_GO = 2, /* forget the socket: nothing it says counts */
} asx_socket_action;

/* Why a socket ended otherwise than it should. */
typedef enum asx_socket_fault {
    ASX_SOCKET_FAULT_NONE = 0,
    ASX_SOCKET_FAULT_LOST = 1,        /* 1006: no close frame; or forced */
    ASX_SOCKET_FAULT_GOING_AWAY = 2,  /* 1001: a server or a page that leaves */
    ASX_SOCKET_FAULT_PROTOCOL = 3,    /* 1002, 1003, 1007, 1009, 1010, 1015 */
    ASX_SOCKET_FAULT_POLICY = 4,      /* 1008: not welcome */
    ASX_SOCKET_FAULT_SERVER = 5,      /* 1011 to 1014 */
    ASX_SOCKET_FAULT_APPLICATION = 6, /* 3000 to 4999: the peers' own meaning */
} asx_socket_fault;

/* How a socket ended, typed. */
typedef struct asx_socket_end {
    asx_outcome outcome; /* ok or err; a cancel is its owner's, not its own */
    asx_socket_fault fault;
    bool may_retry; /* another connection may fare better */
    bool is_forced;
    uint16_t code; /* of the close event; 1006 if there was none */
} asx_socket_end;

typedef struct asx_socket {
    uint64_t deadline_us; /* of the handshake; ASX_TIME_NONE: none yet */
    uint16_t code;
    uint8_t state; /* asx_socket_state */
    uint8_t is_forced;
} asx_socket;

void asx_socket_begin(asx_socket *socket);

/* The host's open event. Too late is no error while it is closing: the close
 * was asked for before it was open. ASX_E_STATE: it is open, or closed. */
ASX_CHECKED asx_status asx_socket_opened(asx_socket *socket);

/* The owner wants it closed, or is cancelled. The first time SEND_CLOSE; again
 * it only brings the deadline forward. */
asx_socket_action asx_socket_close(asx_socket *socket, uint64_t deadline_us);

/* The host's close event. ASX_E_STATE: there was one, or it was forced. */
ASX_CHECKED asx_status asx_socket_closed(asx_socket *socket, uint16_t code);

/* The clock is at `now_us`. LET_GO, once, when a peer has not answered the
 * handshake in time. */
asx_socket_action asx_socket_tick(asx_socket *socket, uint64_t now_us);

/* ASX_E_STATE unless it is closed. */
ASX_CHECKED asx_status asx_socket_ended(const asx_socket *socket,
                                        asx_socket_end *end);

bool asx_socket_may_follow(asx_socket_state from, asx_socket_state to);

#endif
