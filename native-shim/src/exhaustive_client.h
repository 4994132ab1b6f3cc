/* exhaustive_client.h -- everything that a host and its bodies can do.
 *
 * The client has no program: whatever the API allows is an action, at any
 * time, in any order, until its bounds are used up. So one closure covers every
 * program and every interleaving within the bounds at once. What it has to
 * remember lies in the extra bytes of the arena, so a snapshot holds it too.
 */
#ifndef ASXN_EXHAUSTIVE_CLIENT_H
#define ASXN_EXHAUSTIVE_CLIENT_H

#include <stdio.h>

#include "asx/asx.h"
#include "asx/explore.h"

#define ASXN_SLOTS 32 /* an action names a slot in five bits */
#define ASXN_ACTIONS_MAX 512
/* No task is dispatched as often: every dispatch is paid for by a bound. */
#define ASXN_POLLS_ENOUGH 40u

/* What there is a bound for. Everything else cannot go on for ever: it ends
 * its task, undoes something bounded, or changes nothing. */
typedef enum asxn_use {
    ASXN_USE_REGIONS, /* opened, besides the root */
    ASXN_USE_TASKS,   /* spawned */
    ASXN_USE_OBLIGATIONS,
    ASXN_USE_TIMERS,  /* sleeps, timeouts of regions, deadlines of tasks */
    ASXN_USE_CANCELS, /* asked for by the host */
    ASXN_USE_WAITS,   /* joins, awaits of regions, parks */
    ASXN_USE_YIELDS,
    ASXN_USE_MASKS,
    ASXN_USE_DEFERS,
    ASXN_USE_TRANSFERS,
    ASXN_USE_TICKS, /* time passes, and nothing is due */
} asxn_use;
#define ASXN_USE_COUNT 11

typedef enum asxn_op {
    ASXN_OP_OPEN = 1, /* region, variant */
    ASXN_OP_SPAWN,    /* region, variant */
    ASXN_OP_IMPLICIT, /* owner */
    ASXN_OP_CLOSE,
    ASXN_OP_CANCEL_REGION, /* region, variant */
    ASXN_OP_CANCEL_TASK,   /* task, variant */
    ASXN_OP_DEFER_REGION,
    ASXN_OP_DISPATCH, /* which of the equals */
    ASXN_OP_TIME,     /* passes to what is due next */
    ASXN_OP_TICK,     /* one microsecond passes */
    ASXN_OP_NOTICE,   /* taken and released */
    ASXN_OP_WAKE,
    ASXN_OP_SLEEP, /* task, variant */
    ASXN_OP_YIELD,
    ASXN_OP_JOIN, /* task, target */
    ASXN_OP_AWAIT,
    ASXN_OP_AWAIT_OWNED,
    ASXN_OP_PARK,
    ASXN_OP_CHECKPOINT,
    ASXN_OP_MASK,
    ASXN_OP_UNMASK,
    ASXN_OP_DEFER,
    ASXN_OP_RESERVE,
    ASXN_OP_COMMIT,
    ASXN_OP_ABORT,
    ASXN_OP_TRANSFER,  /* obligation, task */
    ASXN_OP_FINISH,    /* task, outcome */
    ASXN_OP_FINALIZED, /* task, failed */
} asxn_op;
#define ASXN_OP_COUNT 29

/* Which variants of an action there are; bit sets. */
#define ASXN_OPEN_VARIANTS 16  /* policy, cancel on exit, timeout */
#define ASXN_SPAWN_VARIANTS 8  /* main, from inside, with a deadline */
#define ASXN_CANCEL_VARIANTS 6 /* see exhaustive_perform.c */
#define ASXN_SLEEP_VARIANTS 2  /* shorter, longer than most cleanups */
#define ASXN_SETUP_REGIONS 3
#define ASXN_OUTCOME_VARIANTS 4 /* asx_outcome; cancelled goes by itself */

/* Regions, opened in this order, and then tasks, spawned in their order. */
typedef struct asxn_setup {
    uint8_t regions;
    uint8_t parent[ASXN_SETUP_REGIONS];    /* 0: the root, 1: the first, ... */
    uint8_t open[ASXN_SETUP_REGIONS];      /* variant */
    uint8_t tasks[ASXN_SETUP_REGIONS + 1]; /* in the root, in the first, ... */
} asxn_setup;

typedef struct asxn_bounds {
    uint8_t most[ASXN_USE_COUNT];
    uint32_t without; /* ops left out, by bit */
    uint16_t opens;
    uint8_t spawns;
    uint8_t cancels;
    uint8_t sleeps;
    uint8_t outcomes;
    bool fifo;        /* first in, first out; else any of the equals */
    bool prompt;      /* the host takes notices at the end of each call */
    bool alike;       /* which of a region's tasks was first says nothing */
    asxn_setup setup; /* how every path begins */
} asxn_bounds;

typedef uint16_t asxn_action; /* op 6 bits, two slots or variants 5 each */
#define ASXN_ACTION(op, a, b) ((asxn_action)((op) << 10 | (a) << 5 | (b)))
#define ASXN_ACTION_OP(action) ((asxn_op)((action) >> 10))
#define ASXN_ACTION_A(action) ((uint32_t)(action) >> 5 & 31)
#define ASXN_ACTION_B(action) ((uint32_t)(action)&31)

/* An object as asx_describe tells it. */
typedef struct asxn_object {
    uint64_t handle;
    int64_t cancel_time, cleanup_deadline, deadline, due;
    uint16_t mask_allowance;
    uint8_t kind, state, queue, parent;
    uint8_t cancel_kind, wait, wait_for, owner;
    uint8_t live_tasks, live_regions, obligations, finalizers;
    uint8_t mask_depth, refusals, outcome, flags;
} asxn_object;

typedef struct asxn_view {
    asxn_object at[ASXN_SLOTS];
    uint32_t slots_used;
    uint64_t now;
} asxn_view;

/* In the extra bytes. */
typedef struct asxn_memory {
    uint8_t used[ASXN_USE_COUNT];
    uint8_t unfair; /* cancel dispatches in a row while other work waited */
    uint32_t finalizing; /* tasks in a finalizer, by slot */
} asxn_memory;

typedef struct asxn_client {
    asx_runtime rt;
    const asxn_bounds *bounds;
    FILE *out;          /* where calls are told as a scenario, or null */
    const char *broken; /* what a call answered that it may not, or null */
} asxn_client;

#define ASXN_EVENTS_MAX 512

void asxn_client_open(asxn_client *c, const asxn_bounds *bounds);
void asxn_client_reset(asxn_client *c);
void asxn_client_close(asxn_client *c);

/* Two calls of exhaustive_perform.c, as a path may begin with them. */
void asxn_client_open_region(asxn_client *c, uint32_t parent, uint32_t variant);
void asxn_client_spawn(asxn_client *c, uint32_t region, uint32_t variant);
/* One line of a scenario. */
#define ASXN_TELL(c, ...)                                                      \
    ((c)->out ? (void)fprintf((c)->out, __VA_ARGS__) : (void)0)

asxn_memory *asxn_client_memory(const asxn_client *c);
/* `view` is of before, or all zero. */
void asxn_client_view(const asxn_client *c, asxn_view *view);
bool asxn_object_is_stepping(const asxn_object *object);

/* Its canonical form. */
void asxn_client_read(const asxn_client *c, asx_canonical *form);
/* Every action that may change something, by the names of `form`. */
uint32_t asxn_client_actions(const asxn_client *c, const asxn_view *view,
                             const asx_canonical *form,
                             asxn_action actions[ASXN_ACTIONS_MAX]);

void asxn_client_perform(asxn_client *c, asxn_action action);

#endif
