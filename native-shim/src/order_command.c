/* asx order: the canonical form of a run, and what came before what in it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "event_log.h"
#include "names.h"
#include "options.h"
#include "trap.h"

#if ASX_TIER >= 2

#define PATH_NAMES_MAX 16
#define NO_EVENT UINT64_MAX

/* Static: a trap returns past the frames that would own them. */
static asxn_playback playback;
static asxn_event_log event_log;

typedef struct choices {
    bool layers;
    bool events;
    bool check;
    uint64_t before; /* and the event that is named after the file */
    uint64_t after;
    uint64_t memory;
} choices;

static void print_name(const asx_order_object *object)
{
    switch ((asx_order_sort)object->sort) {
    case ASX_ORDER_CLOCK:
        printf("the clock");
        return;
    case ASX_ORDER_ENTROPY:
        printf("entropy");
        return;
    case ASX_ORDER_SETTINGS:
        printf("the settings");
        return;
    case ASX_ORDER_OBJECT:
        break;
    }
    if (object->kind == ASX_KIND_REGION && object->parent == 0)
        printf("root");
    else if (object->kind == ASX_KIND_FREE)
        printf("slot %" PRIu32 ":%" PRIu32, object->slot, object->generation);
    else
        printf("%s %" PRIu32, asxb_name_of("kind", object->kind),
               object->ordinal);
}

/* An object by its birth: all that it descends from, and how manyeth child it
 * is each time. */
static void print_object(const asx_order *order, uint32_t index)
{
    asx_order_object line[PATH_NAMES_MAX];
    uint32_t depth = 0;

    while (depth < PATH_NAMES_MAX &&
           asx_order_object_at(order, index, &line[depth]))
        index = line[depth++].parent;
    if (depth == PATH_NAMES_MAX && index != 0)
        printf(".../");
    while (depth-- > 0) {
        print_name(&line[depth]);
        if (depth > 0)
            putchar('/');
    }
}

static void print_event(const asx_order *order, uint32_t at)
{
    const asx_event *event = &order->events[at];
    uint32_t subject = asx_order_subject(order, at);

    printf("%8" PRIu32 "  %-26s %" PRIu32 " %" PRIu32 "  ", at,
           asxb_name_of("event_kind", event->kind), event->a, event->b);
    print_object(order, subject);
    putchar('\n');
}

static void print_layers(const asx_order *order)
{
    uint32_t layer = 0;
    uint32_t i;

    for (i = 0; i < order->form_count; i++) {
        if (order->layer[order->form[i]] != layer) {
            layer = order->layer[order->form[i]];
            printf("layer %" PRIu32 "\n", layer);
        }
        print_event(order, order->form[i]);
    }
}

static void print_events(const asx_order *order)
{
    uint32_t i;

    for (i = 0; i < order->count; i++) {
        if (order->layer[i] == 0)
            printf("  witness           ");
        else
            printf("  layer %-5" PRIu32 " of %-3" PRIu32, order->layer[i],
                   order->actor[i]);
        print_event(order, i);
    }
}

static void explain(const asx_order *order, uint32_t i, uint32_t j)
{
    uint32_t *path = malloc(((size_t)order->count + 1) * sizeof *path);
    int32_t length, at;

    if (path == NULL)
        exit(ASXN_EXIT_MEMORY);
    length = asx_order_path(order, i, j, path, order->count);
    if (length > 0)
        printf("event %" PRIu32 " came before event %" PRIu32
               ", because of %" PRId32 " %s:\n",
               i, j, length - 1, length == 2 ? "thing" : "things in turn");
    for (at = 0; at < length; at++) {
        if (at > 0) {
            printf("          through ");
            print_object(order,
                         asx_order_conflict(order, path[at - 1], path[at]));
            putchar('\n');
        }
        print_event(order, path[at]);
    }
    free(path);
}

static int print_before(const asx_order *order, const choices *choose)
{
    uint32_t i, j;

    if (choose->before >= order->count || choose->after >= order->count) {
        fprintf(stderr, "asx order: there are events 0 to %" PRIu32 "\n",
                order->count - 1);
        return ASXN_EXIT_USAGE;
    }
    i = (uint32_t)choose->before;
    j = (uint32_t)choose->after;
    if (asx_order_path(order, i, j, NULL, 0) > 0)
        explain(order, i, j);
    else if (asx_order_path(order, j, i, NULL, 0) > 0)
        explain(order, j, i);
    else
        printf("event %" PRIu32 " and event %" PRIu32
               " are independent: either could have come first\n",
               i, j);
    return ASXN_EXIT_OK;
}

static int print_order(const char *path, const choices *choose)
{
    const asx_order *order = &event_log.order;
    uint64_t differences = choose->check ? asxn_order_check(order) : 0;

    printf("%s: fingerprint %016" PRIx64 "  events %" PRIu32 "  layers %" PRIu32
           "  objects %" PRIu32 "  actors %" PRIu32 "\n",
           path, order->fingerprint, order->count, order->layers,
           order->objects, order->actors);
    if (choose->layers)
        print_layers(order);
    if (choose->events)
        print_events(order);
    if (choose->before != NO_EVENT)
        return print_before(order, choose);
    return differences == 0 ? ASXN_EXIT_OK : ASXN_EXIT_DIFFERS;
}

static int order_file(const char *path, const choices *choose)
{
    asxn_bytes file = asxn_file_read(path);
    int result, own = ASXN_EXIT_OK;

    if (ASXN_TRAPPED()) {
        printf("%s: the kernel trapped in input %" PRIu32 "\n", path,
               asx_input_count(&playback.machine.rt));
        return ASXN_EXIT_TRAP;
    }
    asxn_playback_open(&playback, file.data, file.length,
                       (size_t)choose->memory);
    asxn_event_log_fill(&event_log, &playback);
    result = asxn_playback_exit(&playback);
    if (result != ASXN_EXIT_OK) {
        printf("%s: ", path);
        asxn_playback_print(&playback, stdout);
    }
    if (playback.machine.rt.base != NULL) {
        asxn_event_log_order(&event_log, choose->check);
        own = print_order(path, choose);
    }
    asxn_playback_close(&playback);
    asxn_bytes_free(&file);
    return result > own ? result : own;
}

/* Several runs: are they the same but for their schedule? */
static int compare(const uint64_t *fingerprints, int count)
{
    int i;

    for (i = 1; i < count; i++) {
        if (fingerprints[i] != fingerprints[0]) {
            printf("different runs\n");
            return ASXN_EXIT_DIFFERS;
        }
    }
    printf("the same run\n");
    return ASXN_EXIT_OK;
}

static int order_files(const asxn_files *files, const choices *choose)
{
    static uint64_t fingerprints[ASXN_FILES_MAX];
    int worst = ASXN_EXIT_OK;
    int i;

    for (i = 0; i < files->count; i++) {
        int result = order_file(files->path[i], choose);

        fingerprints[i] = event_log.order.fingerprint;
        asxn_event_log_free(&event_log);
        if (result > worst)
            worst = result;
    }
    if (files->count > 1 && !choose->check && worst == ASXN_EXIT_OK)
        return compare(fingerprints, files->count);
    return worst;
}

int asxn_order_command(int argc, char **argv)
{
    static choices choose = {.before = NO_EVENT, .memory = ASXN_MEMORY_DEFAULT};
    const asxn_option options[] = {
        {.name = "--layers", .flag = &choose.layers},
        {.name = "--events", .flag = &choose.events},
        {.name = "--check", .flag = &choose.check},
        {.name = "--before", .number = &choose.before},
        {.name = "--memory", .number = &choose.memory},
    };
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 5, &files);

    /* What follows the number of --before is a number, not a file. */
    if (complaint == NULL && choose.before != NO_EVENT &&
        (files.count != 2 ||
         !asxn_number(files.path[--files.count], &choose.after)))
        complaint = "--before";
    if (complaint != NULL || files.count == 0)
        return asxn_usage("order", complaint);
    asxn_trap_catch();
    return order_files(&files, &choose);
}

#else

int asxn_order_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    fprintf(stderr, "asx order: this build derives no events\n");
    return ASXN_EXIT_FOREIGN;
}

#endif
