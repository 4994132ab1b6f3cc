/* Owns the reservation and drains the recorder whenever a chunk is full. */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "asx/pump.h"
#include "commands.h"

#define PAGE_BYTES ((size_t)65536)
/* The pages of a fresh arena, so that small programs never grow. */
#define FIRST_BYTES (16 * PAGE_BYTES)

static bool grow(asx_runtime *rt, size_t bytes)
{
    asxn_machine *m = (asxn_machine *)rt;

    if (bytes > m->memory_limit)
        return false;
    bytes = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    rt->bytes = bytes < m->memory_limit ? bytes : m->memory_limit;
    return true;
}

static void give_up(const char *what)
{
    fprintf(stderr, "asx: %s\n", what);
    exit(ASXN_EXIT_MEMORY);
}

void asxn_machine_open(asxn_machine *m, uint64_t seed, uint32_t flags,
                       size_t memory_limit)
{
    void *base;

    memset(m, 0, sizeof *m);
    m->memory_limit = memory_limit;
    m->reserved = memory_limit / PAGE_BYTES * PAGE_BYTES + PAGE_BYTES;
    m->seed = seed;
    m->flags = flags;
    base = mmap(NULL, m->reserved, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        give_up("cannot reserve the arena");
    m->rt.base = base;
    m->rt.bytes = FIRST_BYTES < memory_limit ? FIRST_BYTES : memory_limit;
    m->rt.grow = grow;
    if (asx_runtime_create(&m->rt, seed, flags, ASX_PUMP_EXTRA_BYTES) != ASX_OK)
        give_up("the memory limit is too small for a runtime");
    asx_pump_create(&m->rt);
    m->port.rt = &m->rt;
}

void asxn_machine_close(asxn_machine *m)
{
    asxn_bytes_free(&m->artifact);
    munmap(m->rt.base, m->reserved);
}

void asxn_machine_record(asxn_machine *m, const uint8_t *kernel)
{
    uint8_t bytes[512];
    uint8_t chain[ASXB_SHA256_BYTES];
    uint64_t settings[ASX_SETTING_COUNT];
    asxb_writer writer;
    asxb_head head = {
        .fingerprint =
            (uint64_t)ASXB_FINGERPRINT_HI << 32 | ASXB_FINGERPRINT_LO,
        .seed = m->seed,
        .flags = m->flags,
        .tier = ASX_TIER,
        .settings = settings,
        .setting_count = ASX_SETTING_COUNT,
        .environment = (const uint8_t *)"native",
        .environment_bytes = 6,
    };
    uint32_t i;

    for (i = 0; i < ASX_SETTING_COUNT; i++)
        settings[i] = asx_runtime_setting(&m->rt, (asx_setting)i);
    if (kernel != NULL)
        memcpy(head.kernel, kernel, sizeof head.kernel);
    asxb_writer_init(&writer, bytes, sizeof bytes);
    if (!asxb_writer_head(&writer, &head, chain))
        abort(); /* the buffer is larger than any HEAD written here */
    asxn_bytes_append(&m->artifact, bytes, writer.used);
    asxb_recorder_start(&m->recorder, &m->rt, chain);
    m->port.recorder = &m->recorder;
}

static void drain(asxn_machine *m)
{
    uint32_t bytes = asxb_recorder_seal(&m->recorder);

    asxn_bytes_append(&m->artifact, m->recorder.log, bytes);
}

void asxn_machine_seal(asxn_machine *m)
{
    uint8_t bytes[ASXB_SECTION_HEADER_BYTES + ASXB_TAIL_BYTES];
    asxb_writer writer;
    asxb_tail tail;

    drain(m);
    tail = asxb_recorder_tail(&m->recorder);
    asxb_writer_init(&writer, bytes, sizeof bytes);
    if (!asxb_writer_tail(&writer, &tail))
        abort(); /* the buffer has the size of a TAIL */
    asxn_bytes_append(&m->artifact, bytes, writer.used);
    m->port.recorder = NULL;
}

int64_t asxn_machine_call(asxn_machine *m, uint32_t opcode,
                          const uint64_t *arguments)
{
    if (m->port.recorder != NULL && !asxb_recorder_has_room(m->port.recorder))
        drain(m);
    return asxb_dispatch(&m->port, opcode, arguments);
}

uint64_t asxn_machine_handle(const asxn_machine *m, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asx_generation(&m->rt, slot));
}
