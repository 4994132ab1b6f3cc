/* Reads bytes as calls, makes them and learns from the answers. */
#include "program.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asx/describe.h"
#include "asx/extend.h"
#include "asx/pump.h"
#include "dispatch.h"
#include "host.h"
#include "judge.h"

/* Checking all invariants is linear in what lives, so not after every call. */
#define CALLS_PER_CHECK 16u
#define QUESTIONS 64u
/* The same for comparing every object before and after. */
#define COMPARE_BYTES_MAX ((size_t)16 << 10)

static uint8_t read_byte(asxf_program *p)
{
    return p->at < p->end ? *p->at++ : 0;
}

static uint64_t read_bytes(asxf_program *p, uint32_t count)
{
    uint64_t value = 0;

    while (count-- > 0)
        value = value << 8 | read_byte(p);
    return value;
}

/* --- Handles --- */

static asxf_pool *pool_of(asxf_program *p, char letter)
{
    return &p->pools[(letter - 'a') % 26];
}

static uint64_t handle_of(const asxf_program *p, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asx_generation(&p->arena.rt, slot));
}

static bool is_alive(const asxf_program *p, uint64_t handle)
{
    return handle_of(p, (uint32_t)handle) == handle;
}

static void bury(asxf_pool *pool, uint32_t index)
{
    pool->dead[pool->dead_count++ % ASXF_POOL_MAX] = pool->live[index];
    pool->live_count--;
    memmove(pool->live + index, pool->live + index + 1,
            (pool->live_count - index) * sizeof pool->live[0]);
}

static void keep(asxf_pool *pool, uint64_t handle)
{
    uint32_t i;

    for (i = 0; i < pool->live_count; i++)
        if (pool->live[i] == handle)
            return;
    if (pool->live_count == ASXF_POOL_MAX)
        bury(pool, 0);
    pool->live[pool->live_count++] = handle;
}

/* Counted from the newest or the oldest; dead ones met on the way go. */
static uint64_t pick_live(asxf_program *p, char letter, uint32_t index,
                          bool newest_first)
{
    asxf_pool *pool = pool_of(p, letter);

    while (pool->live_count > 0) {
        uint32_t i = index % pool->live_count;

        if (newest_first)
            i = pool->live_count - 1 - i;
        if (is_alive(p, pool->live[i]))
            return pool->live[i];
        bury(pool, i);
    }
    return 0;
}

static uint64_t forge(asxf_program *p, uint32_t how)
{
    uint32_t slot = (uint32_t)read_bytes(p, how & 8 ? 4 : 1);
    uint32_t expected = asx_generation(&p->arena.rt, slot);

    if (how & 4)
        return ASX_HANDLE_BITS(slot, read_bytes(p, 4));
    return ASX_HANDLE_BITS(slot, expected + (how & 3) - 1);
}

static uint64_t pick_handle(asxf_program *p, char letter)
{
    uint8_t byte = read_byte(p);
    uint32_t index = byte & 31;
    const asxf_pool *pool = pool_of(p, letter);

    switch (byte >> 5) {
    case 0:
    case 1:
        return pick_live(p, letter, index, true);
    case 2:
        return pick_live(p, letter, index, false);
    case 3:
    case 4:
        return letter == 't' && p->current != 0
                   ? p->current
                   : pick_live(p, letter, index, true);
    case 5:
        if (pool->dead_count == 0)
            return 0;
        index %=
            pool->dead_count < ASXF_POOL_MAX ? pool->dead_count : ASXF_POOL_MAX;
        return pool->dead[index];
    case 6:
        return pick_live(p, (char)('a' + index % 26), 0, true);
    default:
        return index == 31 ? 0 : forge(p, index);
    }
}

/* --- Numbers: mostly small ones, and those at an edge --- */

static uint64_t pick_u32(asxf_program *p)
{
    uint8_t byte = read_byte(p);

    if (byte < 0xd0)
        return byte;
    if (byte < 0xf0)
        return (uint64_t)1 << (byte - 0xd0);
    if (byte < 0xf8)
        return UINT32_MAX - (byte - 0xf0u);
    return read_bytes(p, byte < 0xfc ? 2 : 4);
}

static uint64_t pick_u64(asxf_program *p)
{
    uint8_t byte = read_byte(p);

    if (byte < 0xa0)
        return byte;
    if (byte < 0xe0)
        return (uint64_t)1 << (byte - 0xa0);
    if (byte < 0xf0)
        return (uint64_t)(byte - 0xdfu) * 100000;
    if (byte < 0xf8)
        return UINT64_MAX - (byte - 0xf0u);
    return read_bytes(p, byte < 0xfc ? 3 : 8);
}

static uint64_t pick_time(asxf_program *p, uint64_t now_us)
{
    uint8_t byte = read_byte(p);

    if (byte < 0x40)
        return now_us + byte;
    if (byte < 0x60)
        return now_us + ((uint64_t)1 << (byte - 0x40));
    if (byte < 0xc0)
        return now_us + (byte - 0x5fu) * UINT64_C(100000);
    if (byte < 0xe0)
        return now_us / 2;
    if (byte < 0xf8)
        return ASX_TIME_NONE;
    if (byte < 0xfc)
        return ASX_TIME_MAX - (byte - 0xf8u);
    return read_bytes(p, byte < 0xfe ? 4 : 8);
}

static uint64_t pick_argument(asxf_program *p, uint32_t opcode, char letter)
{
    uint64_t sample_us;

    switch (letter) {
    case 'u':
        return pick_u32(p);
    case 'q':
        return pick_u64(p);
    case 'b':
        return read_byte(p) & 1;
    case 'd':
        if (opcode != ASXB_OP_PUMP_BEGIN)
            return pick_time(p, asx_time_now(&p->arena.rt));
        sample_us = pick_time(p, p->clock_us);
        if (sample_us != ASX_TIME_NONE && sample_us > p->clock_us)
            p->clock_us = sample_us;
        return sample_us;
    default:
        return pick_handle(p, letter);
    }
}

/* --- Calls --- */

static void append(asxf_program *p, const uint8_t *bytes, uint32_t length)
{
    if (length > ASXF_ARTIFACT_BYTES - p->artifact_bytes)
        abort(); /* no input is that long */
    memcpy(p->artifact + p->artifact_bytes, bytes, length);
    p->artifact_bytes += length;
}

static void drain(asxf_program *p)
{
    append(p, p->recorder.log, asxb_recorder_seal(&p->recorder));
}

/* All cells, behind the header of the arena. */
static const uint8_t *cells_of(const asx_runtime *rt, size_t *bytes)
{
    *bytes = asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED) * ASXI_CELL_BYTES;
    return rt->base + asx_snapshot_bytes(rt) - *bytes;
}

/* A cost that is not covered cancels (rule budget.exhaust). An operation that
 * brings nothing is one all the same: it is a checkpoint, and gives back what
 * was set aside for another. Any other refusal leaves everything as it was. */
static bool may_change(int64_t answer)
{
    return answer >= 0 || answer == ASX_E_BUDGET || answer == ASX_E_FULL ||
           answer == ASX_E_DISCONNECTED || answer == ASX_E_POISONED;
}

static int64_t call_checked(asxf_program *p, uint32_t opcode,
                            const uint64_t *arguments)
{
    static uint8_t before[COMPARE_BYTES_MAX];
    const asx_runtime *rt = &p->arena.rt;
    uint64_t events = asx_runtime_counter(rt, ASX_COUNTER_EVENTS);
    size_t bytes;
    size_t bytes_after;
    const uint8_t *cells = cells_of(rt, &bytes);
    bool compares = bytes <= COMPARE_BYTES_MAX;
    int64_t answer;

    if (compares)
        memcpy(before, cells, bytes);
    answer = asxb_dispatch(&p->port, opcode, arguments);
    if (may_change(answer))
        return answer;
    if (asx_runtime_counter(rt, ASX_COUNTER_EVENTS) != events)
        __builtin_trap();
    cells = cells_of(rt, &bytes_after);
    if (compares && (bytes_after != bytes || memcmp(before, cells, bytes) != 0))
        __builtin_trap();
    return answer;
}

/* An answer that is the slot of something is taken to mean that: a few are
 * other numbers, which does no harm. */
static void learn(asxf_program *p, uint32_t opcode, int64_t answer)
{
    const asx_runtime *rt = &p->arena.rt;
    uint32_t slot = (uint32_t)answer & ASX_SLOT_MAX;
    char letter = 0;

    if (answer <= 0)
        return;
    if (slot > 0 && slot <= asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED))
        letter = asxb_letter_of_kind(asxi_cell_at(rt, slot)->kind);
    if (letter != 0)
        keep(pool_of(p, letter), handle_of(p, slot));
    if (opcode == ASXB_OP_PUMP_NEXT) {
        p->current = handle_of(p, slot);
        if (answer >> ASX_SLOT_BITS == ASX_VERB_FINALIZE)
            keep(&p->owed, p->current);
    }
}

/* Asserts every invariant, and that questions change nothing, also those about
 * what is not there. */
static void check_all(const asxf_program *p)
{
    const asx_runtime *rt = &p->arena.rt;
    uint64_t state = asx_state_hash(rt);
    double fields[ASX_FIELD_COUNT];
    uint32_t slot;

    asx_runtime_check(rt);
    for (slot = 0; slot < QUESTIONS; slot++) {
        asx_describe(rt, slot, fields);
        (void)asx_cancel_summary(rt, slot);
    }
    asx_describe(rt, UINT32_MAX, fields);
    (void)asx_cancel_summary(rt, UINT32_MAX);
    if (asx_state_hash(rt) != state)
        __builtin_trap();
}

/* With ASX_FUZZ_PRINT in the environment every call is a line, and what comes
 * after the last one is the defect. */
static void print_call(uint32_t opcode, const uint64_t *arguments)
{
    const asxb_input_shape *shape = asxb_input_shape_of(opcode);
    uint32_t i;

    fputs(shape->name, stderr);
    for (i = 0; shape->arguments[i] != '\0'; i++) {
        char letter = shape->arguments[i];

        if (strchr("uqbd", letter) == NULL)
            fprintf(stderr, " %c%" PRIu32 ":%" PRIu32, letter,
                    (uint32_t)arguments[i], (uint32_t)(arguments[i] >> 32));
        else
            fprintf(stderr, " %" PRIu64, arguments[i]);
    }
}

static int64_t call(asxf_program *p, uint32_t opcode, const uint64_t *arguments)
{
    int64_t answer;

    if (!asxb_recorder_has_room(&p->recorder))
        drain(p);
    if (p->prints)
        print_call(opcode, arguments);
    answer = call_checked(p, opcode, arguments);
    if (p->prints)
        fprintf(stderr, " -> %" PRIi64 "\n", answer);
    asxf_judge_step(&p->arena.rt);
    if (++p->call_count % CALLS_PER_CHECK == 0)
        check_all(p);
    learn(p, opcode, answer);
    return answer;
}

int64_t asxf_program_call(asxf_program *p, uint32_t opcode, uint64_t a,
                          uint64_t b)
{
    uint64_t arguments[ASXB_ARGUMENTS_MAX] = {a, b};

    return call(p, opcode, arguments);
}

bool asxf_program_step(asxf_program *p)
{
    uint64_t arguments[ASXB_ARGUMENTS_MAX] = {0};
    const asxb_input_shape *shape;
    uint8_t opcode;
    uint32_t i;

    if (p->at == p->end)
        return false;
    opcode = read_byte(p);
    if (asxb_input_shape_of(opcode) == NULL)
        opcode ^= 0x80;
    shape = asxb_input_shape_of(opcode);
    if (shape == NULL) {
        asxf_host_step(p, opcode < 0x80);
        return true;
    }
    for (i = 0; shape->arguments[i] != '\0'; i++)
        arguments[i] = pick_argument(p, opcode, shape->arguments[i]);
    call(p, opcode, arguments);
    return true;
}

/* --- The recording --- */

static void record(asxf_program *p)
{
    uint8_t bytes[512];
    uint8_t chain[ASXB_SHA256_BYTES];
    asxb_writer writer;
    asxb_head head = {
        .fingerprint =
            (uint64_t)ASXB_FINGERPRINT_HI << 32 | ASXB_FINGERPRINT_LO,
        .seed = p->seed,
        .flags = p->flags,
        .tier = ASX_TIER,
    };

    asxb_writer_init(&writer, bytes, sizeof bytes);
    if (!asxb_writer_head(&writer, &head, chain))
        abort(); /* the buffer is larger than this HEAD */
    append(p, bytes, writer.used);
    asxb_recorder_start(&p->recorder, &p->arena.rt, chain);
    p->port = (asxb_port){&p->arena.rt, &p->recorder};
}

bool asxf_program_open(asxf_program *p, const uint8_t *data, size_t size)
{
    uint8_t how;

    memset(p->pools, 0, sizeof p->pools);
    p->owed.live_count = 0;
    p->at = data;
    p->end = data + size;
    p->clock_us = p->current = p->call_count = 0;
    p->artifact_bytes = 0;
    p->prints = getenv("ASX_FUZZ_PRINT") != NULL;
    how = read_byte(p);
    p->seed = read_byte(p);
    p->flags = how & 1 ? ASX_RUNTIME_LAB : 0;
    if (!asxf_arena_open(&p->arena, 0, p->seed, p->flags,
                         how & 2 ? (uint32_t)read_bytes(p, 4) : 0))
        return false;
    record(p);
    asxf_judge_open(&p->arena.rt, (how & 1) != 0);
    keep(pool_of(p, 'r'), asx_region_root(&p->arena.rt).bits);
    return true;
}

void asxf_program_seal(asxf_program *p)
{
    uint8_t bytes[ASXB_SECTION_HEADER_BYTES + ASXB_TAIL_BYTES];
    asxb_writer writer;
    asxb_tail tail;

    drain(p);
    tail = asxb_recorder_tail(&p->recorder);
    asxb_writer_init(&writer, bytes, sizeof bytes);
    if (!asxb_writer_tail(&writer, &tail))
        abort(); /* the buffer has the size of a TAIL */
    append(p, bytes, writer.used);
    p->port.recorder = NULL;
}
