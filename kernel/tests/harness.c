/* harness.c -- the host of kernel tests. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */

#include "harness.h"

#include <sys/mman.h>

#include "asx/describe.h"

#define ARENA_RESERVED (1ull << 30)

/* Grows by as little as was asked for, so that every cell is one growth. */
static bool grow(asx_runtime *rt, size_t bytes)
{
    struct world *world = (struct world *)(void *)rt;

    if (bytes > world->reserved || world->growths_left == 0)
        return false;
    if (world->growths_left > 0)
        world->growths_left--;
    rt->bytes = bytes;
    return true;
}

struct world *world_new(uint64_t seed, uint32_t flags)
{
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    world->growths_left = -1;
    world->reserved = ARENA_RESERVED;
    world->rt.grow = grow;
    world->rt.base = mmap(NULL, world->reserved, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_ptr_not_equal(world->rt.base, MAP_FAILED);
    world->rt.events = calloc(WORLD_EVENTS, sizeof(asx_event));
    world->rt.event_capacity = WORLD_EVENTS;
    assert_non_null(world->rt.events);
    assert_ok(asx_runtime_create(&world->rt, seed, flags, 64));
    return world;
}

void world_free(struct world *world)
{
    asx_runtime_check(&world->rt);
    munmap(world->rt.base, world->reserved);
    free(world->rt.events);
    free(world->copy);
    free(world);
}

int world_setup(void **state)
{
    *state = world_new(1, 0);
    return 0;
}

int world_teardown(void **state)
{
    world_free(*state);
    return 0;
}

void world_remember(struct world *world)
{
    world->copy_bytes = asx_snapshot_bytes(&world->rt);
    world->copy = realloc(world->copy, world->copy_bytes);
    assert_non_null(world->copy);
    memcpy(world->copy, world->rt.base, world->copy_bytes);
}

void world_assert_unchanged(struct world *world)
{
    assert_int_equal(asx_snapshot_bytes(&world->rt), world->copy_bytes);
    assert_memory_equal(world->rt.base, world->copy, world->copy_bytes);
}

asx_region root_of(struct world *world)
{
    return asx_region_root(&world->rt);
}

asx_region open_region(struct world *world, asx_region parent, uint32_t flags)
{
    asx_region region = {0};

    assert_ok(asx_region_open(&world->rt, parent, flags, 0, &region));
    return region;
}

asx_task spawn(struct world *world, asx_region region, uint32_t flags)
{
    asx_task task = {0};

    assert_ok(asx_task_spawn(&world->rt, region, flags, 0, &task));
    return task;
}

asx_task spawn_implicit(struct world *world, asx_task owner)
{
    asx_task task = {0};

    assert_ok(asx_task_spawn_implicit(&world->rt, owner, 0, &task));
    return task;
}

asx_task start(struct world *world, asx_region region, uint32_t flags)
{
    asx_task task = spawn(world, region, flags);

    expect_next(world, task, ASX_VERB_START);
    return task;
}

asx_task start_parked(struct world *world, asx_region region, uint32_t flags)
{
    asx_task task = start(world, region, flags);

    assert_int_equal(asx_task_park(&world->rt, task), ASX_VERDICT_PARKED);
    return task;
}

asx_obligation reserve(struct world *world, asx_task holder)
{
    asx_obligation obligation = {0};

    assert_ok(asx_obligation_reserve(
        &world->rt, holder, ASX_OBLIGATION_SEND_PERMIT, 0, &obligation));
    return obligation;
}

void stage_budget(struct world *world, uint64_t deadline_us, uint32_t polls,
                  uint32_t priority)
{
    assert_ok(asx_runtime_stage_budget(&world->rt, deadline_us, polls,
                                       ASX_COST_NONE, priority));
}

void stage_cleanup(struct world *world, uint64_t time_us, uint32_t polls)
{
    assert_ok(asx_runtime_stage_cleanup(&world->rt, time_us, polls));
}

void cancel_task(struct world *world, asx_task task, asx_cancel_kind kind)
{
    assert_ok(asx_task_cancel(&world->rt, task, kind, 0));
}

void cancel_region(struct world *world, asx_region region, asx_cancel_kind kind)
{
    assert_ok(asx_region_cancel(&world->rt, region, kind, 0));
}

void close_region(struct world *world, asx_region region)
{
    assert_ok(asx_region_close(&world->rt, region));
}

asx_task task_at(const struct world *world, uint32_t slot)
{
    return (asx_task){ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

void expect_next(struct world *world, asx_task task, asx_verb verb)
{
    int32_t next = asx_next(&world->rt);

    assert_int_equal(next & (int32_t)ASX_SLOT_MAX, ASX_HANDLE_SLOT(task));
    assert_int_equal(next >> ASX_SLOT_BITS, verb);
    assert_int_equal(task_at(world, ASX_HANDLE_SLOT(task)).bits, task.bits);
}

void expect_idle(struct world *world)
{
    assert_false(asx_has_next(&world->rt));
    assert_int_equal(asx_next(&world->rt), 0);
}

void finish(struct world *world, asx_task task, asx_outcome outcome)
{
    int32_t flags = asx_task_finish(&world->rt, task, outcome);

    assert_true(flags >= 0);
    assert_true(flags & ASX_FINISH_COMPLETED);
}

uint32_t finish_into_finalizer(struct world *world, asx_task task,
                               asx_outcome outcome)
{
    int32_t flags = asx_task_finish(&world->rt, task, outcome);

    assert_true(flags >= 0);
    assert_true(flags & ASX_FINISH_FINALIZE);
    return (uint32_t)flags >> ASX_FINISH_INDEX_SHIFT;
}

void expect_notice(struct world *world, uint64_t handle, asx_notice notice,
                   asx_outcome outcome)
{
    uint32_t found = (uint32_t)asx_notice_next(&world->rt);

    assert_int_equal(found & ASX_SLOT_MAX, (uint32_t)handle);
    assert_int_equal(found >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK, notice);
    assert_int_equal(found >> ASX_NOTICE_OUTCOME_SHIFT, outcome);
    assert_true(is_alive(world, handle));
}

void expect_no_notice(struct world *world)
{
    assert_false(asx_notice_pending(&world->rt));
    assert_int_equal(asx_notice_next(&world->rt), 0);
}

void expect_report(struct world *world, asx_report_kind kind, uint64_t subject)
{
    asx_report report = {0};

    assert_true(asx_report_next(&world->rt, &report));
    assert_int_equal(report.kind, kind);
    assert_int_equal(report.subject, (uint32_t)subject);
    assert_int_equal(report.generation, subject >> 32);
}

void expect_no_report(struct world *world)
{
    asx_report report;

    assert_false(asx_report_next(&world->rt, &report));
}

static void run_finalizers(struct world *world, asx_task task, int32_t flags)
{
    while (flags >= 0 && flags & ASX_FINISH_FINALIZE)
        flags = asx_task_finalized(&world->rt, task, false);
    assert_true(flags >= 0);
}

static void dispatch(struct world *world, int32_t next)
{
    asx_task task = task_at(world, (uint32_t)next & ASX_SLOT_MAX);
    int32_t flags = asx_task_finish(&world->rt, task, ASX_OUTCOME_OK);

    if (flags == ASX_E_STATE) /* it is in a finalizer */
        flags = asx_task_finalized(&world->rt, task, false);
    run_finalizers(world, task, flags);
}

static void release(struct world *world, int32_t notice)
{
    uint32_t slot = (uint32_t)notice & ASX_SLOT_MAX;
    uint64_t bits = ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot));
    uint32_t kind = (uint32_t)notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK;

    if (kind == ASX_NOTICE_TASK_ENDED)
        assert_ok(asx_task_release(&world->rt, (asx_task){bits}));
    else if (kind == ASX_NOTICE_REGION_CLOSED &&
             slot != ASX_HANDLE_SLOT(root_of(world)))
        assert_ok(asx_region_release(&world->rt, (asx_region){bits}));
}

uint32_t drain(struct world *world)
{
    uint32_t dispatches = 0;
    int32_t next;

    for (;;) {
        if ((next = asx_next(&world->rt)) != 0) {
            dispatch(world, next);
            dispatches++;
        } else if ((next = asx_notice_next(&world->rt)) != 0) {
            release(world, next);
        } else {
            return dispatches;
        }
    }
}

void advance(struct world *world, uint64_t us)
{
    asx_time_advance(&world->rt, asx_time_now(&world->rt) + us);
}

uint64_t field(const struct world *world, uint64_t handle, asx_field at)
{
    double fields[ASX_FIELD_COUNT];

    assert_true(is_alive(world, handle));
    assert_int_not_equal(asx_describe(&world->rt, (uint32_t)handle, fields),
                         ASX_KIND_FREE);
    return fields[at] < 0 ? UINT64_MAX : (uint64_t)fields[at];
}

uint64_t counter(const struct world *world, asx_counter at)
{
    return asx_runtime_counter(&world->rt, at);
}

static bool matches(const asx_event *event, asx_event_kind kind,
                    uint64_t handle)
{
    return event->kind == kind &&
           (handle == 0 || (event->subject == (uint32_t)handle &&
                            event->generation == handle >> 32));
}

uint32_t event_count(const struct world *world, asx_event_kind kind)
{
    return event_count_of(world, kind, 0);
}

uint32_t event_count_of(const struct world *world, asx_event_kind kind,
                        uint64_t handle)
{
    uint32_t count = 0;

    assert_int_equal(world->rt.event_dropped, 0);
    for (uint32_t at = 0; at < world->rt.event_count; at++)
        count += matches(&world->rt.events[at], kind, handle);
    return count;
}

uint32_t event_find(const struct world *world, uint32_t from,
                    asx_event_kind kind, uint64_t handle)
{
    for (uint32_t at = from; at < world->rt.event_count; at++) {
        if (matches(&world->rt.events[at], kind, handle))
            return at;
    }
    fail_msg("no event %d of %u", (int)kind, (uint32_t)handle);
    return 0;
}

bool is_alive(const struct world *world, uint64_t handle)
{
    return handle != 0 &&
           asx_generation(&world->rt, (uint32_t)handle) == handle >> 32;
}

uint64_t test_random(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}
