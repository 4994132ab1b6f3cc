/* opcodes.h -- the inputs by number.
 * Written by bindings/generate.mjs; do not edit. */
#ifndef ASXB_OPCODES_H
#define ASXB_OPCODES_H

#include <stdint.h>

#define ASXB_ABI_MAJOR 1
#define ASXB_ABI_MINOR 0
#define ASXB_FINGERPRINT_LO 0xE99F770Au
#define ASXB_FINGERPRINT_HI 0xD697838Du

#define ASXB_COUNTER_COUNT 11u
#define ASXB_OPCODE_MAX 106u
#define ASXB_ARGUMENTS_MAX 4

typedef enum asxb_opcode {
    ASXB_OP_RUNTIME_CONFIGURE = 1,
    ASXB_OP_STAGE_BUDGET = 2,
    ASXB_OP_STAGE_LIMITS = 3,
    ASXB_OP_STAGE_TIMEOUT = 4,
    ASXB_OP_STAGE_CLEANUP = 5,
    ASXB_OP_REGION_OPEN = 8,
    ASXB_OP_REGION_CLOSE = 9,
    ASXB_OP_REGION_CANCEL = 10,
    ASXB_OP_REGION_DEFER = 11,
    ASXB_OP_REGION_RELEASE = 12,
    ASXB_OP_TASK_SPAWN = 16,
    ASXB_OP_TASK_SPAWN_IMPLICIT = 17,
    ASXB_OP_TASK_CANCEL = 18,
    ASXB_OP_TASK_FINISH = 19,
    ASXB_OP_TASK_FINALIZED = 20,
    ASXB_OP_TASK_DEFER = 21,
    ASXB_OP_TASK_SLEEP = 22,
    ASXB_OP_TASK_YIELD = 23,
    ASXB_OP_TASK_JOIN = 24,
    ASXB_OP_TASK_AWAIT_REGION = 25,
    ASXB_OP_TASK_PARK = 26,
    ASXB_OP_TASK_WAKE = 27,
    ASXB_OP_TASK_CHECKPOINT = 28,
    ASXB_OP_TASK_CHARGE = 29,
    ASXB_OP_TASK_CONSUME = 30,
    ASXB_OP_TASK_MASK = 31,
    ASXB_OP_TASK_UNMASK = 32,
    ASXB_OP_TASK_RELEASE = 33,
    ASXB_OP_OBLIGATION_RESERVE = 40,
    ASXB_OP_OBLIGATION_COMMIT = 41,
    ASXB_OP_OBLIGATION_ABORT = 42,
    ASXB_OP_OBLIGATION_TRANSFER = 43,
    ASXB_OP_CAPSULE_OPEN = 48,
    ASXB_OP_CAPSULE_SUBMIT = 49,
    ASXB_OP_CAPSULE_PROGRESS = 50,
    ASXB_OP_CAPSULE_CANCEL = 51,
    ASXB_OP_CAPSULE_ABORTED = 52,
    ASXB_OP_CAPSULE_LET_GO = 53,
    ASXB_OP_CAPSULE_AWAIT = 54,
    ASXB_OP_PUMP_BEGIN = 64,
    ASXB_OP_PUMP_NEXT = 65,
    ASXB_OP_PUMP_END = 66,
    ASXB_OP_PUMP_REQUEST = 67,
    ASXB_OP_PUMP_VISIBILITY = 68,
    ASXB_OP_ACTION_NEXT = 69,
    ASXB_OP_ENTROPY_DRAW = 70,
    ASXB_OP_MARK = 71,
    ASXB_OP_ANNOTATE = 73,
    ASXB_OP_CHANNEL_OPEN = 80,
    ASXB_OP_CHANNEL_ATTACH = 81,
    ASXB_OP_CHANNEL_DETACH = 82,
    ASXB_OP_CHANNEL_CLOSE = 83,
    ASXB_OP_CHANNEL_RELEASE = 84,
    ASXB_OP_CHANNEL_RESERVE = 85,
    ASXB_OP_CHANNEL_COMMIT = 86,
    ASXB_OP_CHANNEL_RECEIVE = 87,
    ASXB_OP_RECEIVER_OPEN = 88,
    ASXB_OP_RECEIVER_RELEASE = 89,
    ASXB_OP_RECEIVER_RECEIVE = 90,
    ASXB_OP_RECEIVER_UPDATE = 91,
    ASXB_OP_CHANNEL_CALL = 92,
    ASXB_OP_CALL_AWAIT = 93,
    ASXB_OP_CALL_REPLY = 94,
    ASXB_OP_CALL_RELEASE = 95,
    ASXB_OP_LOCK_OPEN = 100,
    ASXB_OP_LOCK_ACQUIRE = 101,
    ASXB_OP_LOCK_SIGNAL = 102,
    ASXB_OP_POOL_ADD = 103,
    ASXB_OP_LOCK_HEAL = 104,
    ASXB_OP_LOCK_CLOSE = 105,
    ASXB_OP_LOCK_RELEASE = 106,
    ASXB_OP_REPORT_NEXT = 72,
} asxb_opcode;

/* One letter per argument: u is a u32, q a u64, b a bool, d a time (due), and
 * r t o c h v l k are handles by kind. */
typedef struct asxb_input_shape {
    const char *name;
    const char *arguments;
    char makes; /* the letter of the handle whose slot it answers, or zero */
} asxb_input_shape;

/* Null if there is no such input. */
const asxb_input_shape *asxb_input_shape_of(uint32_t opcode);

/* The letter of handles to what a cell of this asx_kind holds; zero: none. */
char asxb_letter_of_kind(uint32_t kind);

#endif
