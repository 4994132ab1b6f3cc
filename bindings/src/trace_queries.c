/* trace_queries.c -- recording, from core-trace on.
 *
 * The host only concatenates what lies at log_offset: file header and HEAD,
 * then chunks, then TAIL.
 */
#include "exports.h"
#include "instance.h"

#if ASX_TIER >= 1

#include <string.h>

static asxb_recorder recorder;

uint32_t asxb_export_input_count(void)
{
    return asx_input_count(&asxb_instance.rt);
}

uint32_t asxb_export_digest_lo(void)
{
    return (uint32_t)asx_digest(&asxb_instance.rt);
}

uint32_t asxb_export_digest_hi(void)
{
    return (uint32_t)(asx_digest(&asxb_instance.rt) >> 32);
}

static const uint8_t *host_entry(uint32_t bytes, asxb_head_id id,
                                 uint16_t *length)
{
    uint32_t found = 0;
    const uint8_t *entry =
        asxb_head_find(asxb_instance.scratch, bytes, id, &found);

    *length = (uint16_t)found;
    return entry;
}

static bool write_head(asxb_writer *writer, uint32_t host_bytes,
                       uint8_t chain[ASXB_SHA256_BYTES])
{
    const asxb_instance_state *in = &asxb_instance;
    uint64_t settings[ASX_SETTING_COUNT];
    asxb_head head = {
        .fingerprint =
            (uint64_t)ASXB_FINGERPRINT_HI << 32 | ASXB_FINGERPRINT_LO,
        .seed = in->seed,
        .flags = in->flags,
        .tier = ASX_TIER,
        .settings = settings,
        .setting_count = ASX_SETTING_COUNT,
    };
    const uint8_t *kernel;
    uint16_t length;
    uint32_t i;

    for (i = 0; i < ASX_SETTING_COUNT; i++)
        settings[i] = asx_runtime_setting(&in->rt, (asx_setting)i);
    kernel = host_entry(host_bytes, ASXB_HEAD_KERNEL, &length);
    if (kernel != NULL && length == sizeof head.kernel)
        memcpy(head.kernel, kernel, sizeof head.kernel);
    head.build = host_entry(host_bytes, ASXB_HEAD_BUILD, &head.build_bytes);
    head.environment =
        host_entry(host_bytes, ASXB_HEAD_ENVIRONMENT, &head.environment_bytes);
    head.redaction =
        host_entry(host_bytes, ASXB_HEAD_REDACTION, &head.redaction_bytes);
    return asxb_writer_head(writer, &head, chain);
}

int32_t asxb_export_trace_start(uint32_t bytes)
{
    asxb_writer writer;
    uint8_t chain[ASXB_SHA256_BYTES];

    if (asxb_instance.port.recorder != NULL || !asxb_instance_is_open())
        return ASX_E_STATE;
    if (bytes > ASXB_SCRATCH_BYTES)
        return ASX_E_ARGUMENT;
    asxb_writer_init(&writer, recorder.log, sizeof recorder.log);
    if (!write_head(&writer, bytes, chain))
        return ASX_E_ARGUMENT;
    asxb_recorder_start(&recorder, &asxb_instance.rt, chain);
    asxb_instance.port.recorder = &recorder;
    return (int32_t)writer.used;
}

uint32_t asxb_export_log_take(void)
{
    if (asxb_instance.port.recorder == NULL)
        return 0;
    return asxb_recorder_seal(&recorder);
}

int32_t asxb_export_trace_stop(void)
{
    int32_t bytes = (int32_t)asxb_export_log_take();

    if (asxb_instance.port.recorder == NULL)
        return ASX_E_STATE;
    asxb_instance.port.recorder = NULL;
    return bytes;
}

int32_t asxb_export_trace_tail(void)
{
    asxb_writer writer;
    asxb_tail tail;

    if (recorder.rt == NULL || recorder.used > 0)
        return ASX_E_STATE;
    tail = asxb_recorder_tail(&recorder);
    asxb_writer_init(&writer, recorder.log, sizeof recorder.log);
    if (!asxb_writer_tail(&writer, &tail))
        return ASX_E_MEMORY;
    return (int32_t)writer.used;
}

uint32_t asxb_export_log_offset(void)
{
    return (uint32_t)(uintptr_t)recorder.log;
}

uint32_t asxb_export_log_pending(void)
{
    return asxb_instance.port.recorder == NULL ? 0 : recorder.used;
}

uint32_t asxb_export_arena_offset(void)
{
    return (uint32_t)(uintptr_t)asxb_instance.rt.base;
}

uint32_t asxb_export_snapshot_bytes(void)
{
    return (uint32_t)asx_snapshot_bytes(&asxb_instance.rt);
}

/* The image is summed where it lies: it may be far larger than any buffer. */
int32_t asxb_export_checkpoint_head(void)
{
    const asx_runtime *rt = &asxb_instance.rt;

    if (asxb_instance.port.recorder == NULL || recorder.used > 0)
        return ASX_E_STATE;
    recorder.complete = false;
    asxb_checkpoint_seal(asxb_instance.scratch, asx_input_count(rt),
                         asx_digest(rt), recorder.chain, rt->base,
                         (uint32_t)asx_snapshot_bytes(rt));
    return ASXB_SECTION_HEADER_BYTES + ASXB_CHECKPOINT_HEADER_BYTES;
}

int32_t asxb_export_section_seal(uint32_t type, uint32_t flags, uint32_t bytes)
{
    if (type > UINT16_MAX || flags > UINT16_MAX ||
        bytes > ASXB_SCRATCH_BYTES - ASXB_SECTION_HEADER_BYTES)
        return ASX_E_ARGUMENT;
    asxb_section_seal(asxb_instance.scratch, (uint16_t)type, (uint16_t)flags,
                      bytes);
    return (int32_t)(ASXB_SECTION_HEADER_BYTES + bytes);
}

#endif
