/* asx random: programs of random calls, recorded. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "asx/image.h"
#include "commands.h"
#include "options.h"
#include "random_program.h"
#include "trap.h"
#include "watch.h"

/* How many objects the oracles look at after each call. */
#define LOOKS 64
/* After how many calls the state is judged as an image from elsewhere. */
#define CALLS_PER_IMAGE 16

/* Static: a trap returns past the frames that would own them. */
static asxn_machine machine;
static asxn_random_program program;
static asxn_watch watch;

typedef struct choices {
    uint64_t seed;
    uint64_t count;
    uint64_t ops;
    uint64_t check_every;
    uint64_t memory;
    bool check;
    bool digests;
    bool oracles;
    const char *output;
    const char *folder;
    const char *kernel;
    const char *profile;
} choices;

static void write_artifact(const choices *choose, uint64_t seed)
{
    char path[4096];

    if (choose->output != NULL) {
        asxn_file_write(choose->output, machine.artifact.data,
                        machine.artifact.length);
        return;
    }
    if (choose->folder == NULL)
        return;
    snprintf(path, sizeof path, "%s/%" PRIu64 ".asxt", choose->folder, seed);
    asxn_file_write(path, machine.artifact.data, machine.artifact.length);
}

/* A cost that is not covered cancels (budget.exhaust); the others are what an
 * operation came to. */
static bool may_change(int64_t status)
{
    return status >= 0 || status == ASX_E_BUDGET || status == ASX_E_FULL ||
           status == ASX_E_DISCONNECTED || status == ASX_E_POISONED;
}

/* Whatever a runtime can come to, its image is accepted. */
static void check_image(void)
{
    size_t bytes = asx_snapshot_bytes(&machine.rt);
    uint32_t *scratch = malloc(bytes / 32);
    asx_flaw flaw;

    if (scratch == NULL)
        abort();
    if (asx_image_check(machine.rt.base, bytes, scratch, &flaw) != ASX_OK) {
        printf("its own image is refused: slot %" PRIu32 ", kind %" PRIu32
               ": %s\n",
               flaw.slot, flaw.kind, flaw.says);
        __builtin_trap();
    }
    free(scratch);
}

/* One call; a refusal must not have changed anything, so it has no event. */
static void step(bool check)
{
    uint64_t before = asx_runtime_counter(&machine.rt, ASX_COUNTER_EVENTS);

    asxn_random_program_step(&program);
    if (!check)
        return;
    if (!may_change(program.answer) &&
        asx_runtime_counter(&machine.rt, ASX_COUNTER_EVENTS) != before)
        __builtin_trap();
    asx_runtime_check(&machine.rt);
    if (asx_input_count(&machine.rt) % CALLS_PER_IMAGE == 0)
        check_image();
}

/* Without a name each seed has the next profile. */
static const asxn_profile *profile_of(const choices *choose, uint64_t seed)
{
    if (choose->profile != NULL)
        return asxn_profile_find(choose->profile);
    return asxn_profile_at((uint32_t)(seed / 2 % asxn_profile_count()));
}

/* The command that shows it again. */
static void say_again(const choices *choose, uint64_t seed, uint64_t ops)
{
    printf("asx random --seed %" PRIu64 " --ops %" PRIu64 "%s%s%s%s\n", seed,
           ops, choose->profile != NULL ? " --profile " : "",
           choose->profile != NULL ? choose->profile : "",
           choose->check && choose->check_every != 0 ? " --check" : "",
           choose->oracles ? " --oracles" : "");
}

static void end_trap(const choices *choose, uint64_t seed, uint64_t done)
{
    printf("trap: seed %" PRIu64 ", input %" PRIu64 "; ", seed, done);
    say_again(choose, seed, done + 1);
    if (choose->oracles)
        asxn_watch_close(&watch, stdout);
    asxn_machine_seal(&machine);
    write_artifact(choose, seed);
    asxn_machine_close(&machine);
}

static int end_watch(const choices *choose, uint64_t seed)
{
    uint32_t count;

    if (!choose->oracles || (count = asxn_watch_close(&watch, stdout)) == 0)
        return ASXN_EXIT_OK;
    printf("%" PRIu32 " violations: ", count);
    say_again(choose, seed, choose->ops);
    return ASXN_EXIT_DIFFERS;
}

/* Every other program runs in lab mode: it draws its ties from the seed. */
static int run_program(const choices *choose, uint64_t seed,
                       const uint8_t *kernel)
{
    static volatile uint64_t done;
    uint64_t every = choose->check ? choose->check_every : 0;
    static int result;

    if (ASXN_TRAPPED()) {
        end_trap(choose, seed, done);
        return ASXN_EXIT_TRAP;
    }
    asxn_machine_open(&machine, seed, seed & 1 ? ASX_RUNTIME_LAB : 0,
                      (size_t)choose->memory);
    asxn_machine_record(&machine, kernel);
    asxn_random_program_begin(&program, &machine, seed,
                              profile_of(choose, seed));
    if (choose->oracles)
        asxn_watch_open(&watch, &machine.rt, seed & 1, true);
    for (done = 0; done < choose->ops; done++) {
        step(every != 0 && (done + 1) % every == 0);
        if (choose->oracles)
            asxn_watch_step(&watch, LOOKS);
    }
    result = end_watch(choose, seed);
    asxn_machine_seal(&machine);
    if (choose->digests)
        printf("%" PRIu64 " %016" PRIx64 " %016" PRIx64 " %" PRIu32 "\n", seed,
               asx_digest(&machine.rt), asx_state_hash(&machine.rt),
               asx_input_count(&machine.rt));
    write_artifact(choose, seed);
    asxn_machine_close(&machine);
    return result;
}

int asxn_random_command(int argc, char **argv)
{
    static choices choose = {
        .seed = 1,
        .count = 1,
        .ops = 2000,
        .check_every = 1,
        .memory = ASXN_MEMORY_DEFAULT,
    };
    const asxn_option options[] = {
        {.name = "--seed", .number = &choose.seed},
        {.name = "--count", .number = &choose.count},
        {.name = "--ops", .number = &choose.ops},
        {.name = "--check", .flag = &choose.check},
        {.name = "--check-every", .number = &choose.check_every},
        {.name = "--oracles", .flag = &choose.oracles},
        {.name = "--memory", .number = &choose.memory},
        {.name = "--digests", .flag = &choose.digests},
        {.name = "--profile", .text = &choose.profile},
        {.name = "--kernel", .text = &choose.kernel},
        {.name = "--folder", .text = &choose.folder},
        {.name = "-o", .text = &choose.output},
    };
    static uint8_t kernel[ASXB_SHA256_BYTES];
    asxn_files files;
    const char *complaint = asxn_options_parse(argc, argv, options, 12, &files);
    static volatile int worst;
    static volatile uint64_t i;

    if (choose.profile != NULL && asxn_profile_find(choose.profile) == NULL)
        complaint = "no such profile";
    if (complaint != NULL || files.count > 0 || choose.check_every == 0)
        return asxn_usage("random", complaint);
    if (choose.kernel != NULL) {
        asxn_bytes wasm = asxn_file_read(choose.kernel);

        asxb_sha256(wasm.data, wasm.length, NULL, 0, kernel);
        asxn_bytes_free(&wasm);
    }
    asxn_trap_catch();
    for (i = 0; i < choose.count; i++) {
        int result = run_program(&choose, choose.seed + i,
                                 choose.kernel != NULL ? kernel : NULL);

        if (result > worst)
            worst = result;
    }
    return worst;
}
