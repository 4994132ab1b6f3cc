/* replay_queries.c -- replay, snapshots and derived events, in full-dev. */
#include "exports.h"
#include "instance.h"
#include "replay.h"

#if ASX_TIER >= 2

#include <string.h>

static asxb_reader reader;
static uint8_t chunk[ASXB_CHUNK_BYTES];
static uint64_t state_hash;

uint32_t asxb_export_state_hash_lo(void)
{
    state_hash = asx_state_hash(&asxb_instance.rt);
    return (uint32_t)state_hash;
}

uint32_t asxb_export_state_hash_hi(void)
{
    return (uint32_t)(state_hash >> 32);
}

void asxb_export_runtime_check(void)
{
    asx_runtime_check(&asxb_instance.rt);
}

/* Behind what the arena uses, before and after: null if there is no room. */
static uint8_t *staging(uint32_t bytes)
{
    const asx_runtime *rt = &asxb_instance.rt;
    uint64_t used = asx_snapshot_bytes(rt);
    uint64_t at = (uint64_t)(uintptr_t)rt->base + (used > bytes ? used : bytes);

    at = (at + 15) / 16 * 16;
    if (at + bytes > UINTPTR_MAX ||
        !asxb_instance_reach((uintptr_t)(at + bytes)))
        return NULL;
    return (uint8_t *)(uintptr_t)at;
}

uint32_t asxb_export_snapshot_stage(uint32_t bytes)
{
    return (uint32_t)(uintptr_t)staging(bytes);
}

/* What was staged lies in the unused part of the arena, which has to be zero
 * again afterwards. */
int32_t asxb_export_snapshot_restore(uint32_t bytes)
{
    uint8_t *staged = staging(bytes);
    asx_status status;

    if (asxb_instance.port.recorder != NULL)
        return ASX_E_STATE;
    if (staged == NULL)
        return ASX_E_MEMORY;
    status = asx_snapshot_restore(&asxb_instance.rt, staged, bytes);
    memset(staged, 0, bytes);
    return status;
}

uint32_t asxb_export_replay_offset(void)
{
    return (uint32_t)(uintptr_t)chunk;
}

int32_t asxb_export_replay_load_chunk(uint32_t bytes)
{
    if (bytes > sizeof chunk)
        return ASX_E_ARGUMENT;
    asxb_reader_init(&reader, chunk, bytes);
    return ASX_OK;
}

int32_t asxb_export_replay_run(uint32_t inputs_max)
{
    int32_t done = 0;

    while ((uint32_t)done < inputs_max && !asxb_reader_at_end(&reader)) {
        int status = asxb_replay_into(&asxb_instance.port, &reader);

        if (status < 0)
            return status;
        done++;
    }
    return done;
}

uint32_t asxb_export_replay_position(void)
{
    return reader.at == NULL ? 0 : (uint32_t)(reader.at - chunk);
}

uint32_t asxb_export_replay_slot(void)
{
    return reader.previous_slot;
}

double asxb_export_replay_time(void)
{
    return (double)reader.previous_time_us;
}

int32_t asxb_export_replay_resume(uint32_t bytes, uint32_t position,
                                  uint32_t slot, double time)
{
    if (bytes > sizeof chunk || position > bytes)
        return ASX_E_ARGUMENT;
    asxb_reader_init(&reader, chunk, bytes);
    reader.at += position;
    reader.previous_slot = slot;
    reader.previous_time_us = asxb_u64_of(time);
    return ASX_OK;
}

uint32_t asxb_export_replay_opcode(void)
{
    return reader.opcode;
}

double asxb_export_replay_result(void)
{
    return (double)reader.result;
}

uint32_t asxb_export_events_offset(void)
{
    return (uint32_t)(uintptr_t)asxb_instance.rt.events;
}

uint32_t asxb_export_events_count(void)
{
    return asxb_instance.rt.event_count;
}

uint32_t asxb_export_events_dropped(void)
{
    return asxb_instance.rt.event_dropped;
}

void asxb_export_events_clear(void)
{
    asxb_instance.rt.event_count = 0;
    asxb_instance.rt.event_dropped = 0;
}

#endif
