/* asx replay, asx verify: the machine that a file describes, run again. */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "names.h"
#include "options.h"
#include "playback.h"
#include "trap.h"
#include "watch.h"

#define EVENTS_MAX 65536
#define LOOKS 64 /* objects that the oracles look at after each input */

/* Static: a trap returns past the frames that would own them. */
static asxn_playback playback;
static asx_event events[EVENTS_MAX];
static asxn_watch watch;

typedef struct choices {
    bool events;
    bool inputs;
    bool json;
    bool check;
    bool oracles;
    uint64_t memory;
} choices;

static void print_event(const asx_event *event, bool json)
{
    const char *kind = asxb_name_of("event_kind", event->kind);

    if (json)
        printf("{\"input\":%" PRIu32 ",\"time\":%" PRIu64
               ",\"event\":\"%s\",\"subject\":%" PRIu32
               ",\"generation\":%" PRIu32 ",\"a\":%" PRIu32 ",\"b\":%" PRIu32
               "}\n",
               event->input, event->time_us, kind, event->subject,
               event->generation, event->a, event->b);
    else
        printf("%8" PRIu32 " %12" PRIu64 " us  %-26s %" PRIu32 ":%" PRIu32
               "  %" PRIu32 " %" PRIu32 "\n",
               event->input, event->time_us, kind, event->subject,
               event->generation, event->a, event->b);
}

static void print_events(const asx_runtime *rt, bool json)
{
    uint32_t i;

    for (i = 0; i < rt->event_count; i++)
        print_event(&rt->events[i], json);
    if (rt->event_dropped > 0)
        fprintf(stderr, "asx: %" PRIu32 " events found no room\n",
                rt->event_dropped);
}

/* What one input told: to a person, to the oracles, or to nobody. */
static void use_events(asx_runtime *rt, const choices *choose)
{
    if (choose->events)
        print_events(rt, choose->json);
    if (choose->oracles)
        asxn_watch_step(&watch, LOOKS);
    rt->event_count = 0;
    rt->event_dropped = 0;
}

/* The file may begin with a checkpoint: what was before is not known then. */
static void open_watch(asx_runtime *rt)
{
    asxn_watch_open(&watch, rt, playback.machine.flags & ASX_RUNTIME_LAB,
                    asx_input_count(rt) == 0);
}

static uint32_t close_watch(FILE *out)
{
    if (playback.end.kind == ASXN_END_DIGEST)
        asxn_watch_compare(&watch, playback.end.expected, playback.end.found);
    return asxn_watch_close(&watch, out);
}

static void print_result(const char *path, bool json)
{
    const asx_runtime *rt = &playback.machine.rt;

    if (!json) {
        printf("%s: ", path);
        asxn_playback_print(&playback, stdout);
        if (rt->base != NULL)
            printf("digest %016" PRIx64 "  state %016" PRIx64
                   "  environment %s\n",
                   asx_digest(rt), asx_state_hash(rt),
                   asxn_playback_text(&playback, ASXB_HEAD_ENVIRONMENT));
        return;
    }
    printf("{\"exit\":%d,\"code\":\"%s\",\"section\":%" PRIu32
           ",\"offset\":%" PRIu32 ",\"warnings\":%" PRIu32,
           asxn_playback_exit(&playback),
           asxb_name_of("artifact_code", playback.artifact.error.code),
           playback.artifact.error.section_index,
           playback.artifact.error.offset, playback.artifact.warnings);
    if (rt->base != NULL)
        printf(",\"inputs\":%" PRIu32 ",\"digest\":\"%016" PRIx64
               "\",\"state\":\"%016" PRIx64 "\",\"lastCommon\":%" PRIu32,
               asx_input_count(rt), asx_digest(rt), asx_state_hash(rt),
               playback.end.last_common);
    printf("}\n");
}

/* Answers how many violations the oracles told. */
static uint32_t play(const choices *choose)
{
    asx_runtime *rt = &playback.machine.rt;

    if (choose->events) {
        rt->events = events;
        rt->event_capacity = EVENTS_MAX;
    }
    (void)asxn_playback_ready(&playback); /* restores a checkpoint */
    if (choose->oracles)
        open_watch(rt);
    while (asxn_playback_ready(&playback)) {
        if (choose->inputs) {
            printf("%8" PRIu32 "  ", asx_input_count(rt) + 1);
            asxn_record_print(rt, playback.reader, stdout);
        }
        if (!asxn_playback_step(&playback))
            break;
        if (choose->inputs)
            printf(" = %" PRId64 "\n", playback.reader.result);
        use_events(rt, choose);
        if (choose->check)
            asx_runtime_check(rt);
    }
    return choose->oracles ? close_watch(choose->json ? stderr : stdout) : 0;
}

static int play_file(const char *path, const choices *choose)
{
    asxn_bytes file = asxn_file_read(path);
    uint32_t violations = 0;
    int result;

    if (ASXN_TRAPPED()) {
        printf("%s: the kernel trapped in input %" PRIu32 "\n", path,
               asx_input_count(&playback.machine.rt));
        if (choose->oracles)
            asxn_watch_close(&watch, stdout);
        return ASXN_EXIT_TRAP;
    }
    asxn_playback_open(&playback, file.data, file.length,
                       (size_t)choose->memory);
    if (playback.end.kind == ASXN_END_NONE)
        violations = play(choose);
    print_result(path, choose->json);
    result = asxn_playback_exit(&playback);
    if (result == ASXN_EXIT_OK && violations > 0)
        result = ASXN_EXIT_DIFFERS;
    asxn_playback_close(&playback);
    asxn_bytes_free(&file);
    return result;
}

static int play_files(const char *command, int argc, char **argv,
                      choices *choose, const asxn_option *options,
                      int option_count)
{
    asxn_files files;
    const char *complaint =
        asxn_options_parse(argc, argv, options, option_count, &files);
    int worst = ASXN_EXIT_OK;
    int i;

    if (complaint != NULL || files.count == 0)
        return asxn_usage(command, complaint);
    asxn_trap_catch();
    for (i = 0; i < files.count; i++) {
        int result = play_file(files.path[i], choose);

        if (result > worst)
            worst = result;
    }
    return worst;
}

int asxn_replay_command(int argc, char **argv)
{
    static choices choose = {.memory = ASXN_MEMORY_DEFAULT};
    const asxn_option options[] = {
        {.name = "--events", .flag = &choose.events},
        {.name = "--inputs", .flag = &choose.inputs},
        {.name = "--json", .flag = &choose.json},
        {.name = "--check", .flag = &choose.check},
        {.name = "--oracles", .flag = &choose.oracles},
        {.name = "--memory", .number = &choose.memory},
    };

    return play_files("replay", argc, argv, &choose, options, 6);
}

int asxn_verify_command(int argc, char **argv)
{
    static choices choose = {.memory = ASXN_MEMORY_DEFAULT};
    const asxn_option options[] = {
        {.name = "--json", .flag = &choose.json},
        {.name = "--memory", .number = &choose.memory},
    };

    return play_files("verify", argc, argv, &choose, options, 2);
}
