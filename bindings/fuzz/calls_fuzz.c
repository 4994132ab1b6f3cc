/* Any bytes as calls of a host: whatever is asked of the kernel, in whatever
 * order, with memory refused now and then,
 *
 *   - every invariant holds and a refusal changes nothing (program.h),
 *   - the oracles find nothing in the events (judge.h),
 *   - the runtime can be shut down (host.h),
 *   - the recording runs again in a second runtime, through a snapshot in the
 *     middle, with the same bytes, the same digest and the same state.
 */
#include <stdlib.h>
#include <string.h>

#include "artifact_reader.h"
#include "asx/pump.h"
#include "host.h"
#include "judge.h"
#include "replay.h"

static asxf_program program;
static uint8_t snapshot[ASXF_ARENA_BYTES];

/* A second runtime. Its recording has to be the first one's. */
struct again {
    asxf_arena arena;
    asxb_port port;
    asxb_recorder recorder;
    uint32_t switch_at; /* the input after which it moves to the other place */
};

static void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* Goes on from a snapshot, in a runtime that was something else before. */
static void move(struct again *again)
{
    size_t bytes = asx_snapshot_bytes(&again->arena.rt);
    asxf_arena from = again->arena;

    memcpy(snapshot, from.rt.base, bytes);
    asxf_arena_close(&again->arena);
    require(asxf_arena_open(&again->arena, 0, ~program.seed, 0, 0));
    require(asx_snapshot_restore(&again->arena.rt, snapshot, bytes) == ASX_OK);
    require(asx_snapshot_bytes(&again->arena.rt) == bytes);
    /* What was granted is not state, but decides when to ask again. */
    require(from.rt.bytes <= again->arena.rt.bytes ||
            again->arena.rt.grow(&again->arena.rt, from.rt.bytes));
    again->arena.refusals = from.refusals;
    again->arena.growth_count = from.growth_count;
}

static void perform_chunk(struct again *again, const asxb_section *section)
{
    const uint8_t *original = section->body - ASXB_SECTION_HEADER_BYTES;
    asxb_reader reader;
    uint32_t bytes;

    asxb_reader_init(&reader, section->body + ASXB_INPUT_HEADER_BYTES,
                     section->length - ASXB_INPUT_HEADER_BYTES);
    while (!asxb_reader_at_end(&reader)) {
        require(asxb_replay_into(&again->port, &reader) == ASX_OK);
        if (asx_input_count(&again->arena.rt) == again->switch_at)
            move(again);
    }
    /* INPUT and the DIGEST behind it. */
    bytes = asxb_recorder_seal(&again->recorder);
    require(memcmp(original, again->recorder.log, bytes) == 0);
}

static void replay(struct again *again)
{
    asxb_artifact artifact;
    asxb_section section;

    asxb_artifact_open(&artifact, program.artifact, program.artifact_bytes);
    require(asxb_artifact_next(&artifact, &section));
    asxb_recorder_start(&again->recorder, &again->arena.rt, artifact.chain);
    again->port = (asxb_port){&again->arena.rt, &again->recorder};
    while (asxb_artifact_next(&artifact, &section))
        if (section.type == ASXB_SECTION_INPUT)
            perform_chunk(again, &section);
    require(artifact.error.code == ASXB_ARTIFACT_OK && artifact.warnings == 0);
}

static void compare_again(void)
{
    static struct again again;
    uint64_t digest = asx_digest(&program.arena.rt);
    uint64_t state = asx_state_hash(&program.arena.rt);
    uint32_t refusals = program.arena.refusals;

    again.switch_at = asx_input_count(&program.arena.rt) / 2;
    asxf_arena_close(&program.arena);
    require(asxf_arena_open(&again.arena, 1, program.seed, program.flags,
                            refusals));
    replay(&again);
    require(asx_digest(&again.arena.rt) == digest);
    require(asx_state_hash(&again.arena.rt) == state);
    asxf_arena_close(&again.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!asxf_program_open(&program, data, size))
        return 0;
    while (asxf_program_step(&program)) {
    }
    asxf_host_shut_down(&program);
    asx_runtime_check(&program.arena.rt);
    asxf_judge_close(&program.arena.rt);
    asxf_program_seal(&program);
    compare_again();
    return 0;
}
