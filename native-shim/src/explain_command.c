/* asx explain: why something has not ended, at any moment of a recording. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "asx/describe.h"
#include "asx/explain.h"
#include "commands.h"
#include "names.h"
#include "options.h"
#include "playback.h"
#include "trap.h"

#if ASX_TIER >= 2

#define LINKS_MAX 48
#define EVENTS_MAX 65536

/* Static: a trap returns past the frames that would own them. */
static asxn_playback playback;
static asx_event sink[EVENTS_MAX];
static asxn_bytes events; /* asx_event, all until then */
static asxn_bytes labels; /* struct label, of what was reserved */

typedef struct choices {
    uint64_t at; /* after this input; zero: at the end */
    uint64_t region;
    uint64_t task;
    uint64_t cancel;
    bool leaks;
    uint64_t memory;
} choices;

struct label {
    uint32_t event;
    uint32_t label;
};

static const char *const relations[] = {
    [ASX_RELATION_ASKED] = "",
    [ASX_RELATION_CHILD] = "waits for the region below it, ",
    [ASX_RELATION_TASK] = "waits for its task, ",
    [ASX_RELATION_LEDGER] = "waits for an obligation without a holder, ",
    [ASX_RELATION_WAITS] = "waits for ",
    [ASX_RELATION_HELD] = "is taken by ",
    [ASX_RELATION_HOLDER] = "is held by ",
    [ASX_RELATION_HOST] = "is open for ",
    [ASX_RELATION_CAUSE] = "because of ",
    [ASX_RELATION_ORIGIN] = "begun by ",
};

static const char *const leaves[] = {
    [ASX_LEAF_NONE] = "",
    [ASX_LEAF_RUNNABLE] = ": queued, it runs in one of the next turns",
    [ASX_LEAF_RUNNING] = ": its body runs, or waits for something foreign",
    [ASX_LEAF_SLEEPING] = ": it sleeps",
    [ASX_LEAF_EXTERNAL] = ": parked until somebody wakes it",
    [ASX_LEAF_HOST] = ": here the host has to act",
    [ASX_LEAF_ANYBODY] = ": whoever sends, receives or signals",
    [ASX_LEAF_FINALIZERS] = ": its finalizers",
};

static const char *const verdicts[] = {
    [ASX_EXPLAINED_LEAVES] = "",
    [ASX_EXPLAINED_OVER] = "there is nothing to explain",
    [ASX_EXPLAINED_DEADLOCK] =
        "deadlock: a circle that nothing but a cancel opens",
    [ASX_EXPLAINED_CIRCLE] = "a circle, but somebody outside of it may open it",
    [ASX_EXPLAINED_GONE] = "who began it is not there any more",
};

static const char *state_of(const asx_link *link)
{
    if (link->kind == ASX_KIND_REGION)
        return asxb_name_of("region_state", link->state);
    if (link->kind == ASX_KIND_TASK)
        return asxb_name_of("task_state", link->state);
    if (link->kind == ASX_KIND_CAPSULE)
        return asxb_name_of("capsule_state", link->state);
    if (link->kind == ASX_KIND_OBLIGATION)
        return asxb_name_of("obligation_kind", link->a);
    return "";
}

static void print_link(const asx_link *link, uint32_t depth, bool is_cancel)
{
    if (link->from == ASX_LINK_APART)
        printf("%*s...\n", (int)(2 * depth), "");
    printf("%*s%s%s %" PRIu32 ":%" PRIu32, (int)(2 * depth), "",
           relations[link->relation], asxb_name_of("kind", link->kind),
           link->slot, link->generation);
    if (link->label != 0)
        printf(" label %" PRIu32, link->label);
    printf(" %s", state_of(link));
    if (is_cancel) {
        printf(", %s", asxb_name_of("cancel_kind", link->a));
        if (link->b != 0)
            printf(" message %" PRIu32, link->b);
        printf("%s\n", link->leaf ? ", asked from outside" : "");
        return;
    }
    printf("%s", leaves[link->leaf]);
    if (link->leaf == ASX_LEAF_SLEEPING)
        printf(" for %" PRIu32 " ms", link->b);
    if (link->leaf == ASX_LEAF_FINALIZERS)
        printf(", %" PRIu32 " not begun", link->b);
    printf("\n");
}

static void print_explanation(const asx_explanation *why, bool is_cancel)
{
    uint32_t depth[LINKS_MAX] = {0};
    uint32_t i;

    for (i = 0; i < why->count; i++) {
        const asx_link *link = &why->links[i];

        if (i > 0)
            depth[i] = link->from == ASX_LINK_APART ? depth[i - 1] + 1
                                                    : depth[link->from] + 1;
        print_link(link, depth[i], is_cancel);
    }
    if (why->omitted > 0)
        printf("%" PRIu32 " more are not told; the furthest is %" PRIu32
               " steps away\n",
               why->omitted, why->depth);
    if (why->verdict != ASX_EXPLAINED_LEAVES)
        printf("%s\n", verdicts[why->verdict]);
}

static int explain(const choices *choose)
{
    const asx_runtime *rt = &playback.machine.rt;
    size_t bytes = asx_explain_bytes(rt);
    void *memory = malloc(bytes);
    asx_link links[LINKS_MAX];
    asx_explanation why = {.links = links, .capacity = LINKS_MAX};
    asx_status status;

    if (memory == NULL)
        return ASXN_EXIT_MEMORY;
    if (choose->region != 0)
        status = asx_explain_region(rt, (uint32_t)choose->region, memory, bytes,
                                    &why);
    else if (choose->task != 0)
        status =
            asx_explain_task(rt, (uint32_t)choose->task, memory, bytes, &why);
    else
        status = asx_explain_cancel(rt, (uint32_t)choose->cancel, &why);
    free(memory);
    if (status != ASX_OK) {
        printf("there is nothing of that kind in this slot then\n");
        return ASXN_EXIT_DIFFERS;
    }
    print_explanation(&why, choose->cancel != 0);
    return ASXN_EXIT_OK;
}

/* The label of a reservation is in the state, not in the log. */
static void keep_events(void)
{
    asx_runtime *rt = &playback.machine.rt;
    uint32_t first = (uint32_t)(events.length / sizeof(asx_event));
    double fields[ASX_FIELD_COUNT];
    uint32_t i;

    for (i = 0; i < rt->event_count; i++) {
        const asx_event *event = &rt->events[i];
        struct label label = {first + i, 0};

        if (event->kind != ASX_EVENT_OBLIGATION_RESERVED ||
            asx_generation(rt, event->subject) != event->generation)
            continue;
        asx_describe(rt, event->subject, fields);
        label.label = (uint32_t)fields[ASX_FIELD_LABEL];
        asxn_bytes_append(&labels, (const uint8_t *)&label, sizeof label);
    }
    asxn_bytes_append(&events, (const uint8_t *)rt->events,
                      rt->event_count * sizeof(asx_event));
    rt->event_count = 0;
}

static uint32_t label_of(uint32_t event)
{
    const struct label *label = (const struct label *)(const void *)labels.data;
    size_t i;

    for (i = 0; i < labels.length / sizeof *label; i++)
        if (label[i].event == event)
            return label[i].label;
    return 0;
}

static void print_leaks(void)
{
    const asx_event *log = (const asx_event *)(const void *)events.data;
    uint32_t count = (uint32_t)(events.length / sizeof *log);
    uint32_t from = 0;
    asx_leak leak;

    while (asx_explain_leak(log, count, from, &leak)) {
        printf("input %" PRIu32 ": obligation %" PRIu32 ":%" PRIu32
               " (%s) leaked with task %" PRIu32,
               log[leak.leaked].input, leak.slot, leak.generation,
               asxb_name_of("obligation_kind", leak.kind), leak.holder);
        if (leak.reserved != leak.leaked)
            printf("; reserved in input %" PRIu32 " at %" PRIu64
                   " us by task %" PRIu32 ", label %" PRIu32
                   ", handed over %" PRIu32 " times",
                   log[leak.reserved].input, log[leak.reserved].time_us,
                   leak.reserver, label_of(leak.reserved), leak.handed);
        printf("\n");
        from = leak.leaked + 1;
    }
    if (from == 0)
        printf("nothing has leaked\n");
}

static int explain_file(const char *path, const choices *choose)
{
    asxn_bytes file = asxn_file_read(path);
    asx_runtime *rt = &playback.machine.rt;
    int result;

    if (ASXN_TRAPPED()) {
        printf("%s: the kernel trapped in input %" PRIu32 "\n", path,
               asx_input_count(rt));
        return ASXN_EXIT_TRAP;
    }
    asxn_playback_open(&playback, file.data, file.length,
                       (size_t)choose->memory);
    rt->events = sink;
    rt->event_capacity = EVENTS_MAX;
    while ((choose->at == 0 || asx_input_count(rt) < choose->at) &&
           asxn_playback_step(&playback))
        keep_events();
    result = asxn_playback_exit(&playback);
    if (result == ASXN_EXIT_OK && choose->leaks)
        print_leaks();
    else if (result == ASXN_EXIT_OK)
        result = explain(choose);
    else
        asxn_playback_print(&playback, stdout);
    asxn_playback_close(&playback);
    asxn_bytes_free(&file);
    asxn_bytes_free(&events);
    asxn_bytes_free(&labels);
    return result;
}

int asxn_explain_command(int argc, char **argv)
{
    static choices choose = {.memory = ASXN_MEMORY_DEFAULT};
    const asxn_option options[] = {
        {.name = "--at", .number = &choose.at},
        {.name = "--region", .number = &choose.region},
        {.name = "--task", .number = &choose.task},
        {.name = "--cancel", .number = &choose.cancel},
        {.name = "--leaks", .flag = &choose.leaks},
        {.name = "--memory", .number = &choose.memory},
    };
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 6, &files);

    if (complaint != NULL || files.count != 1 ||
        (choose.region != 0) + (choose.task != 0) + (choose.cancel != 0) +
                choose.leaks !=
            1)
        return asxn_usage("explain", complaint);
    asxn_trap_catch();
    return explain_file(files.path[0], &choose);
}

#else

int asxn_explain_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    fprintf(stderr, "asx explain: this build explains nothing\n");
    return ASXN_EXIT_FOREIGN;
}

#endif
