/* random_inputs.h -- any input at all, made from the table of shapes.
 *
 * Handles are mostly those of live objects, sometimes stale or forged, so that
 * both sides of every call are met.
 */
#ifndef ASXB_RANDOM_INPUTS_H
#define ASXB_RANDOM_INPUTS_H

#include "asx/describe.h"
#include "harness.h"
#include "replay.h"

#define RECORDS_AT (ASXB_SECTION_HEADER_BYTES + ASXB_INPUT_HEADER_BYTES)
#define LAST_OPCODE 72u

static inline uint64_t random_below(uint64_t *seed, uint64_t bound)
{
    return test_random(seed) % bound;
}

static inline asx_kind kind_of_letter(char letter)
{
    switch (letter) {
    case 'r':
        return ASX_KIND_REGION;
    case 't':
        return ASX_KIND_TASK;
    case 'o':
        return ASX_KIND_OBLIGATION;
    default:
        return ASX_KIND_CAPSULE;
    }
}

/* Mostly an object of the right kind; the root only now and then, since a run
 * is over once it closes. */
static inline uint32_t random_slot(const asx_runtime *rt, char letter,
                                   uint64_t *seed)
{
    uint64_t used = asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED);
    double fields[ASX_FIELD_COUNT];
    uint32_t slot = 1;
    uint32_t tries;

    for (tries = 0; tries < 16; tries++) {
        slot = (uint32_t)(1 + random_below(seed, used));
        if (asx_describe(rt, slot, fields) == kind_of_letter(letter) &&
            (slot > 1 || random_below(seed, 4) == 0))
            break;
    }
    return slot;
}

static inline uint64_t random_handle(const asx_runtime *rt, char letter,
                                     uint64_t *seed)
{
    uint32_t slot = random_slot(rt, letter, seed);
    uint64_t generation = asx_generation(rt, slot);

    switch (random_below(seed, 32)) {
    case 0:
        return ASX_HANDLE_BITS(slot, generation + 1);
    case 1:
        return test_random(seed);
    default:
        return ASX_HANDLE_BITS(slot, generation);
    }
}

static inline bool ends_the_run(uint32_t opcode, uint64_t bits)
{
    return (opcode == ASXB_OP_REGION_CLOSE ||
            opcode == ASXB_OP_REGION_CANCEL) &&
           (uint32_t)bits == 1;
}

static inline void record_random(asxb_recorder *author, uint32_t opcode,
                                 char letter, uint64_t *seed)
{
    uint64_t bits;

    switch (letter) {
    case 'u':
        asxb_record_u32(author, (uint32_t)random_below(seed, 9));
        break;
    case 'q':
        asxb_record_u64(author, test_random(seed) >> random_below(seed, 64));
        break;
    case 'b':
        asxb_record_bool(author, random_below(seed, 2) != 0);
        break;
    case 'd':
        asxb_record_time(
            author, random_below(seed, 4) == 0
                        ? ASX_TIME_NONE
                        : random_below(seed, asx_time_now(author->rt) + 1000));
        break;
    default:
        do
            bits = random_handle(author->rt, letter, seed);
        while (ends_the_run(opcode, bits));
        asxb_record_handle(author, bits);
        break;
    }
}

/* Half of the time one of those that keep a program going. */
static inline uint32_t random_opcode(uint64_t *seed)
{
    static const uint8_t busy[] = {
        ASXB_OP_REGION_OPEN,    ASXB_OP_TASK_SPAWN,  ASXB_OP_TASK_SPAWN,
        ASXB_OP_PUMP_BEGIN,     ASXB_OP_PUMP_NEXT,   ASXB_OP_PUMP_NEXT,
        ASXB_OP_PUMP_NEXT,      ASXB_OP_PUMP_END,    ASXB_OP_ACTION_NEXT,
        ASXB_OP_CAPSULE_OPEN,   ASXB_OP_TASK_SLEEP,  ASXB_OP_TASK_WAKE,
        ASXB_OP_CAPSULE_SUBMIT, ASXB_OP_TASK_FINISH, ASXB_OP_OBLIGATION_RESERVE,
    };

    if (random_below(seed, 2) == 0)
        return busy[random_below(seed, sizeof busy)];
    return (uint32_t)random_below(seed, LAST_OPCODE + 1);
}

/* Writes one record as it would stand at the start of a chunk; a reader of
 * it, good until the next call. */
static inline asxb_reader random_input(const asx_runtime *rt, uint64_t *seed)
{
    static asxb_recorder author;
    static const uint8_t chain[ASXB_SHA256_BYTES];
    const asxb_input_shape *shape;
    const char *letter;
    uint32_t opcode;
    asxb_reader reader;

    do {
        opcode = random_opcode(seed);
        shape = asxb_input_shape_of(opcode);
    } while (shape == NULL);
    asxb_recorder_start(&author, rt, chain);
    assert_true(asxb_record_open(&author, (asxb_opcode)opcode));
    for (letter = shape->arguments; *letter != '\0'; letter++)
        record_random(&author, opcode, *letter, seed);
    asxb_reader_init(&reader, author.log + RECORDS_AT, author.used);
    return reader;
}

#endif
