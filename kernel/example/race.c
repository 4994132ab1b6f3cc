/* race.c -- the C kernel without anything else: two tasks race, the loser is
 * cancelled and cleans up, a third is stopped by its user, and a trace tells.
 *
 *   cc -std=c11 -Ikernel/include -o race kernel/example/race.c kernel/src/?*.c
 *
 * The kernel decides and never calls out: it runs no bodies, reads no clock,
 * does not sleep. The host, this file, does that and tells it what happened.
 */
#include <stdio.h>
#include <stdlib.h>

#include "asx/asx.h"

#define MS 1000u /* the kernel counts microseconds */
#define EVENTS_MAX 256u
/* Labels are numbers that the kernel keeps for us; 0 is the root's. */
enum { ROOT, PAGE, RACE, CACHE, NETWORK, TICKER };
static const char *const names[] = {"root",  "page",    "race",
                                    "cache", "network", "ticker"};

/* Memory is the host's. The arena is whole here and never grows; where memory
 * can be reserved and used later, make more of it usable when asked. */
static bool grow(asx_runtime *grown, size_t bytes)
{
    return bytes <= grown->bytes;
}

static _Alignas(8) unsigned char arena[1u << 20];
static asx_event events[EVENTS_MAX];
static asx_runtime rt = {.base = arena,
                         .bytes = sizeof arena,
                         .grow = grow,
                         .events = events,
                         .event_capacity = EVENTS_MAX};

static void expect(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "race: %s\n", what);
        exit(1);
    }
}

static void say(uint32_t label, const char *what)
{
    unsigned ms = (unsigned)(asx_time_now(&rt) / MS);

    printf("%3u ms  %s: %s\n", ms, names[label], what);
}

static asx_task spawn(asx_region region, uint32_t label)
{
    asx_task task;

    expect(asx_task_spawn(&rt, region, 0, label, &task) == ASX_OK, "spawn");
    return task;
}

/* An operation parks its task: asx_next names it again once it is over. */
static void sleep_for(asx_task task, uint32_t ms)
{
    expect(asx_task_sleep(&rt, task, asx_time_now(&rt) + ms * MS) ==
               ASX_VERDICT_PARKED,
           "sleep");
}

static void finish(asx_task task)
{
    expect(asx_task_finish(&rt, task, ASX_OUTCOME_OK) >= 0, "finish");
}

/* In a region with this policy the first end wins and cancels the others. The
 * page owns it: a cancel of the page would go there first. */
static void page(asx_task self, asx_verb verb)
{
    asx_region race;

    if (verb == ASX_VERB_STEP) {
        say(PAGE, "the race is over, and nothing of it is left");
        finish(self);
        return;
    }
    expect(asx_region_open(&rt, asx_region_root(&rt), ASX_POLICY_RACE, RACE,
                           &race) == ASX_OK,
           "open");
    spawn(race, CACHE);
    spawn(race, NETWORK);
    expect(asx_task_await_region(&rt, self, race, true) == ASX_VERDICT_PARKED,
           "await");
}

static void network(asx_task self, asx_verb verb)
{
    if (verb == ASX_VERB_START) {
        sleep_for(self, 20);
        return;
    }
    say(NETWORK, "here is the answer");
    finish(self);
}

/* A cancel arrives in the task's own step, at the operation it waits in, as an
 * exception would. Cleanup may wait like anything else, within a budget. */
static void cache(asx_task self, asx_verb verb)
{
    if (verb == ASX_VERB_START) {
        sleep_for(self, 30);
    } else if (verb == ASX_VERB_CANCEL) {
        say(CACHE, "too late, closing my file");
        sleep_for(self, 5);
    } else {
        say(CACHE, "closed");
        finish(self); /* its outcome is cancelled all the same */
    }
}

static void ticker(asx_task self, asx_verb verb)
{
    say(TICKER, verb == ASX_VERB_CANCEL ? "stopped" : "tick");
    if (verb == ASX_VERB_CANCEL)
        finish(self);
    else
        sleep_for(self, 10);
}

/* A body is found by its task's label here; a host keeps what it likes. */
static void run_one(int32_t next)
{
    static void (*const bodies[])(asx_task, asx_verb) = {
        [PAGE] = page, [CACHE] = cache, [NETWORK] = network, [TICKER] = ticker};
    uint32_t slot = (uint32_t)next & ASX_SLOT_MAX;
    asx_task task = {ASX_HANDLE_BITS(slot, asx_generation(&rt, slot))};
    asx_verb verb = (asx_verb)((uint32_t)next >> ASX_SLOT_BITS);
    double fields[ASX_FIELD_COUNT];

    asx_describe(&rt, slot, fields);
    bodies[(uint32_t)fields[ASX_FIELD_LABEL]](task, verb);
}

/* Runs what is due, then lets time pass to the next timer: here at once, in a
 * program that waits for real with poll() or the like. */
static void run_until(uint64_t end_us)
{
    for (;;) {
        int32_t next;

        while ((next = asx_next(&rt)) != 0)
            run_one(next);
        while (asx_notice_next(&rt) != 0)
            ; /* what ended by itself: nobody here keeps its handle */
        if (asx_time_due(&rt) > end_us)
            return;
        asx_time_advance(&rt, asx_time_due(&rt));
    }
}

/* The trace says what happened to whom; event.h says what `a` and `b` are. */
static const char begins[] = "begins";
static const char *tell(const asx_event *event)
{
    if (event->kind == ASX_EVENT_TASK_SPAWNED ||
        event->kind == ASX_EVENT_REGION_OPENED)
        return begins;
    if (event->kind == ASX_EVENT_TASK_CANCEL)
        return event->a == ASX_CANCEL_USER ? "is to stop" : "has lost";
    if (event->kind == ASX_EVENT_TASK_COMPLETED)
        return event->a == ASX_OUTCOME_OK ? "ends, ok" : "ends, cancelled";
    return event->kind == ASX_EVENT_REGION_CLOSED ? "closes" : NULL;
}

static void print_trace(void)
{
    const char *of[EVENTS_MAX] = {"", names[ROOT]}; /* by slot */

    printf("\nThe same as a trace:\n");
    for (uint32_t at = 0; at < rt.event_count; at++) {
        const asx_event *event = &rt.events[at];
        const char *what = tell(event);

        if (what == begins)
            of[event->subject] = names[event->b];
        if (what != NULL)
            printf("%3u ms  %s %s\n", (unsigned)(event->time_us / MS),
                   of[event->subject], what);
    }
}

int main(void)
{
    asx_task tick;

    expect(asx_runtime_create(&rt, 1, 0, 0) == ASX_OK, "create");
    spawn(asx_region_root(&rt), PAGE);
    tick = spawn(asx_region_root(&rt), TICKER);
    run_until(25 * MS);
    expect(asx_task_cancel(&rt, tick, ASX_CANCEL_USER, 0) == ASX_OK, "cancel");
    run_until(100 * MS);
    expect(asx_region_close(&rt, asx_region_root(&rt)) == ASX_OK, "close");
    print_trace();
}
