/* asx diff: two runs side by side, up to the first thing that differs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "playback.h"
#include "trap.h"

static asxn_playback left;
static asxn_playback right;

static void print_side(const char *path, asxn_playback *p, bool is_ready,
                       asxb_reader record)
{
    printf("  %s: ", path);
    if (is_ready) {
        asxn_record_print(&p->machine.rt, record, stdout);
        printf(" = %" PRId64 ", digest %016" PRIx64 "\n", p->reader.result,
               asx_digest(&p->machine.rt));
    } else {
        asxn_playback_print(p, stdout);
    }
}

/* Performs one input on both sides; true as long as they are the same. */
static bool step_both(const char *const *path)
{
    bool left_ready = asxn_playback_ready(&left);
    bool right_ready = asxn_playback_ready(&right);
    asxb_reader left_record = left.reader;
    asxb_reader right_record = right.reader;
    uint32_t input;

    if (!left_ready && !right_ready)
        return false;
    input = asx_input_count(&left.machine.rt) + 1;
    if (left_ready)
        asxn_playback_step(&left);
    if (right_ready)
        asxn_playback_step(&right);
    if (left_ready && right_ready &&
        left.reader.opcode == right.reader.opcode &&
        left.reader.result == right.reader.result &&
        asx_digest(&left.machine.rt) == asx_digest(&right.machine.rt))
        return true;
    printf("first difference: input %" PRIu32 "\n", input);
    print_side(path[0], &left, left_ready, left_record);
    print_side(path[1], &right, right_ready, right_record);
    return false;
}

int asxn_diff_command(int argc, char **argv)
{
    asxn_files files;
    asxn_bytes a;
    asxn_bytes b;
    bool is_same;

    if (asxn_options_parse(argc, argv, NULL, 0, &files) != NULL ||
        files.count != 2)
        return asxn_usage("diff", NULL);
    a = asxn_file_read(files.path[0]);
    b = asxn_file_read(files.path[1]);
    asxn_trap_catch();
    if (ASXN_TRAPPED()) {
        printf("the kernel trapped near input %" PRIu32 "\n",
               asx_input_count(&left.machine.rt));
        return ASXN_EXIT_TRAP;
    }
    asxn_playback_open(&left, a.data, a.length, ASXN_MEMORY_DEFAULT);
    asxn_playback_open(&right, b.data, b.length, ASXN_MEMORY_DEFAULT);
    if (left.machine.seed != right.machine.seed ||
        left.machine.flags != right.machine.flags)
        printf("they begin differently: seed %" PRIu64 " and %" PRIu64
               ", flags %" PRIu32 " and %" PRIu32 "\n",
               left.machine.seed, right.machine.seed, left.machine.flags,
               right.machine.flags);
    while (step_both(files.path))
        continue;
    is_same = left.end.kind == ASXN_END_OK && right.end.kind == ASXN_END_OK;
    if (is_same)
        printf("the same: %" PRIu32 " inputs\n",
               asx_input_count(&left.machine.rt));
    asxn_playback_close(&left);
    asxn_playback_close(&right);
    asxn_bytes_free(&a);
    asxn_bytes_free(&b);
    return is_same ? ASXN_EXIT_OK : ASXN_EXIT_DIFFERS;
}
