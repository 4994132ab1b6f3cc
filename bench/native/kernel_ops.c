/* kernel_ops.c -- runs one kernel operation over and over, to be counted.
 *
 * kernel_ops NAME TIMES: the instructions of TIMES rounds and of opening a
 * runtime. The difference of two runs is what the rounds cost, and it is the
 * same on every run: no clock, no address and no entropy gets in.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "asx/asx.h"
#include "asx/pump.h"

#define ARENA_BYTES (1ull << 28)
#define SLOT_MASK 0xffffffu

static asx_runtime runtime;
static asx_runtime *const rt = &runtime;
static uint64_t now_us;

/* A benchmark that measures refusals measures nothing. */
static void expect(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "kernel_ops: %s\n", what);
    exit(1);
}

static bool grow(asx_runtime *grown, size_t bytes)
{
    if (bytes > ARENA_BYTES)
        return false;
    grown->bytes = bytes;
    return true;
}

static void open_runtime(void)
{
    rt->base = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    expect(rt->base != MAP_FAILED, "no memory");
    rt->grow = grow;
    expect(asx_runtime_create(rt, 1, 0, ASX_PUMP_EXTRA_BYTES) == ASX_OK,
           "no runtime");
    asx_pump_create(rt);
}

static asx_task spawn(asx_region region)
{
    asx_task task = {0};

    expect(asx_task_spawn(rt, region, 0, 0, &task) == ASX_OK, "spawn");
    return task;
}

static void dispatch(asx_verb verb)
{
    expect((uint32_t)asx_next(rt) >> 24 == (uint32_t)verb, "next");
}

static void finish(asx_task task, asx_outcome outcome)
{
    expect((asx_task_finish(rt, task, outcome) & ASX_FINISH_COMPLETED) != 0,
           "finish");
}

static asx_task start(void)
{
    asx_task task = spawn(asx_region_root(rt));

    dispatch(ASX_VERB_START);
    return task;
}

/* -- the rounds -- */

static void round_spawn(void)
{
    finish(start(), ASX_OUTCOME_OK);
}

static asx_task resident;

static void round_yield(void)
{
    expect(asx_task_yield(rt, resident) == ASX_VERDICT_PARKED, "yield");
    dispatch(ASX_VERB_STEP);
}

static void round_sleep(void)
{
    expect(asx_task_sleep(rt, resident, now_us + 1000) == ASX_VERDICT_PARKED,
           "sleep");
    now_us += 1000;
    asx_time_advance(rt, now_us);
    dispatch(ASX_VERB_STEP);
}

/* A blocked task is told to stop, stops, and is gone. */
static void round_cancel(void)
{
    asx_task task = start();

    expect(asx_task_park(rt, task) == ASX_VERDICT_PARKED, "park");
    expect(asx_task_cancel(rt, task, ASX_CANCEL_USER, 0) == ASX_OK, "cancel");
    dispatch(ASX_VERB_CANCEL);
    finish(task, ASX_OUTCOME_ERR);
}

static void round_region(void)
{
    asx_region region = {0};

    expect(asx_region_open(rt, asx_region_root(rt), ASX_POLICY_COLLECT_ALL, 0,
                           &region) == ASX_OK,
           "open");
    expect(asx_region_close(rt, region) == ASX_OK, "close");
    expect(asx_notice_next(rt) != 0, "closed");
    expect(asx_region_release(rt, region) == ASX_OK, "release");
}

static void round_obligation(void)
{
    asx_obligation obligation = {0};

    expect(asx_obligation_reserve(rt, resident, ASX_OBLIGATION_SEND_PERMIT, 0,
                                  &obligation) == ASX_OK,
           "reserve");
    expect(asx_obligation_commit(rt, obligation, resident) == ASX_OK, "commit");
}

/* Waits for a task that ends: that task's life, and the waiter's wake. */
static void round_join(void)
{
    asx_task task = spawn(asx_region_root(rt));

    expect(asx_task_join(rt, resident, task) == ASX_VERDICT_PARKED, "join");
    dispatch(ASX_VERB_START);
    finish(task, ASX_OUTCOME_OK);
    dispatch(ASX_VERB_STEP);
}

static void round_wake(void)
{
    expect(asx_task_park(rt, resident) == ASX_VERDICT_PARKED, "park");
    expect(asx_task_wake(rt, resident, (asx_task){0}) == ASX_OK, "wake");
    dispatch(ASX_VERB_STEP);
}

/* As a wake, of a task whose deadline arms a timer while it is parked. */
static asx_task hurried;

static void prepare_timer(void)
{
    expect(asx_runtime_stage_budget(rt, ASX_TIME_MAX, ASX_POLLS_NONE,
                                    ASX_COST_NONE, 128) == ASX_OK,
           "stage");
    hurried = start();
}

static void round_timer(void)
{
    expect(asx_task_park(rt, hurried) == ASX_VERDICT_PARKED, "park");
    expect(asx_task_wake(rt, hurried, (asx_task){0}) == ASX_OK, "wake");
    dispatch(ASX_VERB_STEP);
}

/* A turn in which nothing is due. */
static void round_turn(void)
{
    now_us += 1000;
    expect(asx_pump_begin(rt, now_us) == ASX_OK, "begin");
    expect(asx_pump_next(rt) == 0, "something is due");
    expect(asx_pump_end(rt, false) == ASX_WAKEUP_NONE, "end");
}

static asx_channel channel;
static asx_receiver receiver;

static void open_channel(asx_channel_type type, uint32_t capacity)
{
    expect(asx_channel_open(rt, asx_region_root(rt), type, capacity, 0,
                            &channel) == ASX_OK,
           "open");
}

static void prepare_channel(void)
{
    open_channel(ASX_CHANNEL_MPSC, 16);
}

static void prepare_watch(void)
{
    open_channel(ASX_CHANNEL_WATCH, 0);
    expect(asx_receiver_open(rt, asx_region_root(rt), channel, &receiver) ==
               ASX_OK,
           "receiver");
}

static void send_token(uint32_t token)
{
    int32_t permit = asx_channel_reserve(rt, resident, channel, false);
    uint32_t slot = (uint32_t)permit & ASX_SLOT_MAX;
    asx_obligation held = {ASX_HANDLE_BITS(slot, asx_generation(rt, slot))};

    expect(permit >> ASX_ANSWER_SHIFT == ASX_VERDICT_READY, "reserve");
    expect(asx_channel_commit(rt, held, resident, token) >= 0, "commit");
}

static void round_channel(void)
{
    send_token(7);
    expect(asx_channel_receive(rt, resident, channel, false) == 7, "receive");
}

static void round_watch(void)
{
    send_token(7);
    expect(asx_receiver_receive(rt, resident, receiver, false) == 7, "changed");
}

static asx_lock lock;

static void open_lock(asx_lock_type type, uint32_t units)
{
    expect(asx_lock_open(rt, asx_region_root(rt), type, units, 0, &lock) ==
               ASX_OK,
           "open");
}

static void prepare_mutex(void)
{
    open_lock(ASX_LOCK_MUTEX, 0);
}

static void prepare_semaphore(void)
{
    open_lock(ASX_LOCK_SEMAPHORE, 8);
}

/* Takes `units` and gives them back. */
static void hold(uint32_t units)
{
    int32_t guard = asx_lock_acquire(rt, resident, lock, units, false);
    uint32_t slot = (uint32_t)guard & ASX_SLOT_MAX;
    asx_obligation held = {ASX_HANDLE_BITS(slot, asx_generation(rt, slot))};

    expect(guard >> ASX_ANSWER_SHIFT == ASX_VERDICT_READY, "acquire");
    expect(asx_obligation_commit(rt, held, resident) == ASX_OK, "release");
}

static void round_mutex(void)
{
    hold(1);
}

static void round_semaphore(void)
{
    hold(3);
}

static const struct round {
    const char *name;
    void (*run)(void);
    void (*prepare)(void);
} rounds[] = {
    {"spawn", round_spawn, NULL},
    {"yield", round_yield, NULL},
    {"join", round_join, NULL},
    {"wake", round_wake, NULL},
    {"sleep", round_sleep, NULL},
    {"timer", round_timer, prepare_timer},
    {"cancel", round_cancel, NULL},
    {"region", round_region, NULL},
    {"obligation", round_obligation, NULL},
    {"turn", round_turn, NULL},
    {"channel", round_channel, prepare_channel},
    {"watch", round_watch, prepare_watch},
    {"mutex", round_mutex, prepare_mutex},
    {"semaphore", round_semaphore, prepare_semaphore},
};

int main(int argc, char **argv)
{
    size_t i = 0;
    long times = argc == 3 ? strtol(argv[2], NULL, 10) : 0;

    expect(argc == 3, "kernel_ops NAME TIMES");
    while (i < sizeof rounds / sizeof *rounds &&
           strcmp(rounds[i].name, argv[1]))
        i++;
    expect(i < sizeof rounds / sizeof *rounds, "no such operation");
    open_runtime();
    resident = start();
    if (rounds[i].prepare)
        rounds[i].prepare();
    for (long done = 0; done < times; done++)
        rounds[i].run();
    return 0;
}
