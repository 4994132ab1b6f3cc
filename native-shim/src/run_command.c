/* asx run: scenarios, and the golden digests of their traces. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "scenario.h"
#include "trap.h"

/* Static: a trap returns past the frames that would own them. */
static asxn_machine machine;
static asxn_scenario scenario = {.machine = &machine};

typedef struct choices {
    const char *golden; /* a file of lines "name digest inputs" */
    const char *folder; /* for the artifacts */
    bool bless;         /* write the golden file instead of comparing */
} choices;

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static void golden_line(const char *path, char *line, size_t length)
{
    snprintf(line, length, "%s %016" PRIx64 " %" PRIu32 "\n", name_of(path),
             asx_digest(&machine.rt), asx_input_count(&machine.rt));
}

static bool is_golden(const asxn_bytes *golden, const char *line)
{
    const char *text = (const char *)golden->data;
    const char *found = text;

    while ((found = strstr(found, line)) != NULL) {
        if (found == text || found[-1] == '\n')
            return true;
        found++;
    }
    return false;
}

static int run_file(const choices *choose, const char *path, asxn_bytes *golden)
{
    asxn_bytes file = asxn_file_read(path);
    char line[512];

    if (ASXN_TRAPPED()) {
        printf("%s:%" PRIu32 ": the kernel trapped in input %" PRIu32 "\n",
               path, scenario.line, asx_input_count(&machine.rt));
        return ASXN_EXIT_TRAP;
    }
    asxn_scenario_run(&scenario, path, (char *)file.data);
    golden_line(path, line, sizeof line);
    if (choose->bless) {
        asxn_bytes_append(golden, (const uint8_t *)line, strlen(line));
    } else if (choose->golden != NULL && !is_golden(golden, line)) {
        printf("%s: another trace: %s", path, line);
        scenario.failure_count++;
    }
    if (choose->folder != NULL) {
        snprintf(line, sizeof line, "%s/%s.asxt", choose->folder,
                 name_of(path));
        asxn_file_write(line, machine.artifact.data, machine.artifact.length);
    }
    printf("%s: %s, %" PRIu32 " expectations, digest %016" PRIx64 "\n",
           name_of(path), scenario.failure_count == 0 ? "ok" : "FAILED",
           scenario.expect_count, asx_digest(&machine.rt));
    asxn_machine_close(&machine);
    asxn_bytes_free(&file);
    return scenario.failure_count == 0 ? ASXN_EXIT_OK : ASXN_EXIT_DIFFERS;
}

int asxn_run_command(int argc, char **argv)
{
    static choices choose;
    const asxn_option options[] = {
        {.name = "--golden", .text = &choose.golden},
        {.name = "--folder", .text = &choose.folder},
        {.name = "--bless", .flag = &choose.bless},
    };
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 3, &files);
    asxn_bytes golden = {0};
    int worst = ASXN_EXIT_OK;
    int i;

    if (complaint != NULL || files.count == 0 ||
        (choose.bless && choose.golden == NULL))
        return asxn_usage("run", complaint);
    if (choose.golden != NULL && !choose.bless)
        golden = asxn_file_read(choose.golden);
    asxn_trap_catch();
    for (i = 0; i < files.count; i++) {
        int result = run_file(&choose, files.path[i], &golden);

        if (result > worst)
            worst = result;
    }
    if (choose.bless)
        asxn_file_write(choose.golden, golden.data, golden.length);
    asxn_bytes_free(&golden);
    return worst;
}
