/* internal.h -- what the backend keeps in the kernel's arena. */
#ifndef ASXB_INTERNAL_H
#define ASXB_INTERNAL_H

#include "asx/capsule.h"
#include "asx/extend.h"
#include "asx/pump.h"

struct asxb_capsule {
    struct asxi_cell cell;
    uint64_t owner;      /* asx_task */
    uint64_t obligation; /* asx_obligation, from submit on */
    uint32_t kind;
    uint32_t progress; /* arrived and not yet awaited: 0 or 1 */
};

struct asxb_pump {
    uint64_t sample_us; /* latest clock sample, host time */
    uint64_t armed_us;  /* what the host's timer is set to, host time */
    uint64_t debt_us;   /* host time that the runtime has not lived yet */
    uint32_t burst;     /* dispatches since the page had its turn */
    uint8_t state;      /* asx_pump_state */
    uint8_t hidden;
    uint8_t hop; /* the page is owed a turn before the next microtask */
    uint8_t pad;
};

_Static_assert(sizeof(struct asxb_capsule) <= ASXI_CELL_BYTES, "fits a cell");
_Static_assert(sizeof(struct asxb_pump) <= ASX_PUMP_EXTRA_BYTES, "fits");

/* capsule_state.c: the only writer of a capsule's state */
enum asxb_capsule_input {
    ASXB_CAPSULE_SUBMIT,
    ASXB_CAPSULE_ASK,
    ASXB_CAPSULE_ABORTED,
    ASXB_CAPSULE_LET_GO, /* the host has let go: on to the end */
    ASXB_CAPSULE_END,
};
#define ASXB_CAPSULE_INPUTS 5
#define ASXB_FORBIDDEN 0xffu
bool asxb_capsule_may_follow(asx_capsule_state from, asx_capsule_state to);
uint8_t asxb_capsule_next_state(asx_capsule_state state,
                                enum asxb_capsule_input input);
void asxb_capsule_become(asx_runtime *rt, struct asxb_capsule *capsule,
                         enum asxb_capsule_input input);

/* clock.c: pure */
struct asxb_tick {
    uint64_t now_us;  /* what the runtime's clock becomes */
    uint64_t debt_us; /* what is left for later turns */
};
struct asxb_tick asxb_clock_next(uint64_t now_us, uint64_t sample_us,
                                 uint64_t due_us, uint64_t step_us);

/* wake.c: pure */
struct asxb_demand {
    bool work; /* a task may run, or a notice waits */
    bool hop;  /* the page is owed a turn */
    uint64_t debt_us;
    uint64_t due_us; /* of the earliest timer, ASX_TIME_NONE if none */
};
asx_wakeup asxb_wake_next(const struct asxb_demand *demand);

#endif
