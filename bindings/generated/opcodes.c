/* opcodes.c -- names of the inputs, for dumps.
 * Written by bindings/generate.mjs; do not edit. */
#include "opcodes.h"

#include <stddef.h>

static const asxb_input_shape shapes[] = {
    [1] = {"runtime_configure", "uq", 0},
    [2] = {"stage_budget", "duqu", 0},
    [3] = {"stage_limits", "uuuu", 0},
    [4] = {"stage_timeout", "d", 0},
    [5] = {"stage_cleanup", "qu", 0},
    [8] = {"region_open", "ruu", 'r'},
    [9] = {"region_close", "r", 0},
    [10] = {"region_cancel", "ruu", 0},
    [11] = {"region_defer", "r", 0},
    [12] = {"region_release", "r", 0},
    [16] = {"task_spawn", "ruu", 't'},
    [17] = {"task_spawn_implicit", "tu", 't'},
    [18] = {"task_cancel", "tuu", 0},
    [19] = {"task_finish", "tu", 0},
    [20] = {"task_finalized", "tb", 0},
    [21] = {"task_defer", "t", 0},
    [22] = {"task_sleep", "td", 0},
    [23] = {"task_yield", "t", 0},
    [24] = {"task_join", "tt", 0},
    [25] = {"task_await_region", "trb", 0},
    [26] = {"task_park", "t", 0},
    [27] = {"task_wake", "tt", 0},
    [28] = {"task_checkpoint", "t", 0},
    [29] = {"task_charge", "tu", 0},
    [30] = {"task_consume", "tq", 0},
    [31] = {"task_mask", "t", 0},
    [32] = {"task_unmask", "t", 0},
    [33] = {"task_release", "t", 0},
    [40] = {"obligation_reserve", "tuu", 'o'},
    [41] = {"obligation_commit", "ot", 0},
    [42] = {"obligation_abort", "otu", 0},
    [43] = {"obligation_transfer", "ott", 0},
    [48] = {"capsule_open", "tuu", 'c'},
    [49] = {"capsule_submit", "c", 0},
    [50] = {"capsule_progress", "c", 0},
    [51] = {"capsule_cancel", "c", 0},
    [52] = {"capsule_aborted", "c", 0},
    [53] = {"capsule_let_go", "cu", 0},
    [54] = {"capsule_await", "tc", 0},
    [64] = {"pump_begin", "d", 0},
    [65] = {"pump_next", "", 0},
    [66] = {"pump_end", "b", 0},
    [67] = {"pump_request", "", 0},
    [68] = {"pump_visibility", "b", 0},
    [69] = {"action_next", "", 0},
    [70] = {"entropy_draw", "", 0},
    [71] = {"mark", "u", 0},
    [73] = {"annotate", "utu", 0},
    [80] = {"channel_open", "ruuu", 'h'},
    [81] = {"channel_attach", "h", 0},
    [82] = {"channel_detach", "h", 0},
    [83] = {"channel_close", "h", 0},
    [84] = {"channel_release", "h", 0},
    [85] = {"channel_reserve", "thb", 0},
    [86] = {"channel_commit", "otu", 0},
    [87] = {"channel_receive", "thb", 0},
    [88] = {"receiver_open", "rh", 'v'},
    [89] = {"receiver_release", "v", 0},
    [90] = {"receiver_receive", "tvb", 0},
    [91] = {"receiver_update", "v", 0},
    [92] = {"channel_call", "otu", 'l'},
    [93] = {"call_await", "tl", 0},
    [94] = {"call_reply", "otu", 0},
    [95] = {"call_release", "l", 0},
    [100] = {"lock_open", "ruuu", 'k'},
    [101] = {"lock_acquire", "tkub", 0},
    [102] = {"lock_signal", "kb", 0},
    [103] = {"pool_add", "ku", 0},
    [104] = {"lock_heal", "k", 0},
    [105] = {"lock_close", "k", 0},
    [106] = {"lock_release", "k", 0},
    [128] = {"supervisor_open", "ruuu", 's'},
    [129] = {"supervisor_add", "suuu", 'w'},
    [130] = {"child_depend", "wu", 0},
    [131] = {"supervisor_intensity", "suq", 0},
    [132] = {"supervisor_backoff", "sqq", 0},
    [133] = {"supervisor_compile", "s", 0},
    [134] = {"supervisor_start", "s", 0},
    [135] = {"supervisor_stop", "s", 0},
    [136] = {"child_persisted", "w", 0},
    [137] = {"name_reserve", "tu", 'o'},
    [138] = {"name_activate", "ot", 0},
    [139] = {"task_link", "tt", 0},
    [140] = {"task_unlink", "tt", 0},
    [141] = {"monitor_open", "ttu", 'm'},
    [142] = {"monitor_receive", "tb", 0},
    [143] = {"monitor_release", "m", 0},
    [72] = {"report_next", "", 0},
};

static const char kind_letters[] = {
    [1] = 'r',
    [2] = 't',
    [3] = 'o',
    [4] = 'c',
    [8] = 'h',
    [9] = 'v',
    [10] = 'l',
    [11] = 'k',
    [16] = 's',
    [17] = 'w',
    [19] = 'm',
};

const asxb_input_shape *asxb_input_shape_of(uint32_t opcode)
{
    if (opcode >= sizeof shapes / sizeof shapes[0] ||
        shapes[opcode].name == NULL)
        return NULL;
    return &shapes[opcode];
}

char asxb_letter_of_kind(uint32_t kind)
{
    return kind < sizeof kind_letters ? kind_letters[kind] : 0;
}
