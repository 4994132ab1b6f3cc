/* opcodes.c -- names of the inputs, for dumps.
 * Written by bindings/generate.mjs; do not edit. */
#include "opcodes.h"

#include <stddef.h>

static const asxb_input_shape shapes[] = {
    [1] = {"runtime_configure", "uq"},
    [2] = {"stage_budget", "duqu"},
    [3] = {"stage_limits", "uuuu"},
    [4] = {"stage_timeout", "d"},
    [5] = {"stage_cleanup", "qu"},
    [8] = {"region_open", "ruu"},
    [9] = {"region_close", "r"},
    [10] = {"region_cancel", "ruu"},
    [11] = {"region_defer", "r"},
    [12] = {"region_release", "r"},
    [16] = {"task_spawn", "ruu"},
    [17] = {"task_spawn_implicit", "tu"},
    [18] = {"task_cancel", "tuu"},
    [19] = {"task_finish", "tu"},
    [20] = {"task_finalized", "tb"},
    [21] = {"task_defer", "t"},
    [22] = {"task_sleep", "td"},
    [23] = {"task_yield", "t"},
    [24] = {"task_join", "tt"},
    [25] = {"task_await_region", "trb"},
    [26] = {"task_park", "t"},
    [27] = {"task_wake", "tt"},
    [28] = {"task_checkpoint", "t"},
    [29] = {"task_charge", "tu"},
    [30] = {"task_consume", "tq"},
    [31] = {"task_mask", "t"},
    [32] = {"task_unmask", "t"},
    [33] = {"task_release", "t"},
    [40] = {"obligation_reserve", "tuu"},
    [41] = {"obligation_commit", "ot"},
    [42] = {"obligation_abort", "otu"},
    [43] = {"obligation_transfer", "ott"},
    [48] = {"capsule_open", "tuu"},
    [49] = {"capsule_submit", "c"},
    [50] = {"capsule_progress", "c"},
    [51] = {"capsule_cancel", "c"},
    [52] = {"capsule_aborted", "c"},
    [53] = {"capsule_let_go", "cu"},
    [54] = {"capsule_await", "tc"},
    [64] = {"pump_begin", "d"},
    [65] = {"pump_next", ""},
    [66] = {"pump_end", "b"},
    [67] = {"pump_request", ""},
    [68] = {"pump_visibility", "b"},
    [69] = {"action_next", ""},
    [70] = {"entropy_draw", ""},
    [71] = {"mark", "u"},
    [73] = {"annotate", "utu"},
    [80] = {"channel_open", "ruuu"},
    [81] = {"channel_attach", "h"},
    [82] = {"channel_detach", "h"},
    [83] = {"channel_close", "h"},
    [84] = {"channel_release", "h"},
    [85] = {"channel_reserve", "thb"},
    [86] = {"channel_commit", "otu"},
    [87] = {"channel_receive", "thb"},
    [88] = {"receiver_open", "rh"},
    [89] = {"receiver_release", "v"},
    [90] = {"receiver_receive", "tvb"},
    [91] = {"receiver_update", "v"},
    [92] = {"channel_call", "otu"},
    [93] = {"call_await", "tl"},
    [94] = {"call_reply", "otu"},
    [95] = {"call_release", "l"},
    [72] = {"report_next", ""},
};

const asxb_input_shape *asxb_input_shape_of(uint32_t opcode)
{
    if (opcode >= sizeof shapes / sizeof shapes[0] ||
        shapes[opcode].name == NULL)
        return NULL;
    return &shapes[opcode];
}
