/* asx/runtime.h -- one deterministic machine.
 *
 * Everything a runtime is lies in one contiguous arena, addressed by index, so
 * a snapshot is a copy of its used part. The struct below is the environment
 * of that arena and belongs to the host: where the memory is, how it grows,
 * where derived events go. It is not part of the state.
 *
 * The kernel reads no clock, draws no entropy of its own and calls nobody but
 * `grow`. Same inputs, same bytes.
 */
#ifndef ASX_RUNTIME_H
#define ASX_RUNTIME_H

#include <stddef.h>

#include "asx/budget.h"
#include "asx/event.h"
#include "asx/handle.h"
#include "asx/status.h"

typedef struct asx_runtime asx_runtime;

/* Makes at least `bytes` of the arena usable without moving it. False refuses,
 * which surfaces as ASX_E_MEMORY with nothing changed. */
typedef bool asx_grow(asx_runtime *rt, size_t bytes);

struct asx_runtime {
    unsigned char *base; /* 8-byte aligned, fixed for life, all zero */
    size_t bytes;        /* usable now */
    asx_grow *grow;
    asx_event *events; /* sink, or null */
    uint32_t event_count;
    uint32_t event_capacity;
    uint32_t event_dropped;
};

#define ASX_RUNTIME_LAB 1u /* ties between equals are drawn from the seed */
/* Or chosen, see asx/explore.h. A dispatch then ends after one task, even if
 * nothing came of it: asx_next answers zero, and asx_has_next whether to go on.
 */
#define ASX_RUNTIME_EXPLORE 2u

/* Settings, all with the defaults of semantics.md. */
typedef enum asx_setting {
    ASX_SETTING_CANCEL_STREAK = 0,         /* L of rule sched.fair, 16 */
    ASX_SETTING_MASK_ALLOWANCE = 1,        /* 1024 */
    ASX_SETTING_REFUSALS_MAX = 2,          /* 16 */
    ASX_SETTING_FORCE_GRACE_US = 3,        /* 250 ms */
    ASX_SETTING_FINALIZER_POLLS = 4,       /* 100 */
    ASX_SETTING_FINALIZER_TIME_US = 5,     /* 5 s */
    ASX_SETTING_FUTURELOCK_DISPATCHES = 6, /* 10 000 */
    ASX_SETTING_BURST = 7,                 /* dispatches a turn, 2048 */
    ASX_SETTING_DEBT_STEP_US = 8,          /* 250 ms */
    ASX_SETTING_FINALIZER_POLICY = 9,      /* an asx_overrun, give up */
} asx_setting;

#define ASX_SETTING_COUNT 10

/* What follows when a finalizer has used up its budget. It is reported in any
 * case (rule finalizer.budget). */
typedef enum asx_overrun {
    ASX_OVERRUN_WAIT = 0,    /* it goes on, without bound */
    ASX_OVERRUN_GIVE_UP = 1, /* it is told to stop, and the next one runs */
    ASX_OVERRUN_PANIC = 2,   /* the same, and what it belongs to panicked */
} asx_overrun;

/* Counts for inspection; not part of the semantics. */
typedef enum asx_counter {
    ASX_COUNTER_REGIONS_LIVE = 0,
    ASX_COUNTER_TASKS_LIVE = 1,
    ASX_COUNTER_OBLIGATIONS_LIVE = 2,
    ASX_COUNTER_SLOTS_USED = 3, /* highest slot ever used */
    ASX_COUNTER_DISPATCHES = 4,
    ASX_COUNTER_BYTES_USED = 5, /* of the arena */
    ASX_COUNTER_CANCEL_EPOCH = 6,
    ASX_COUNTER_QUEUED = 7,         /* tasks in a lane */
    ASX_COUNTER_TIMERS = 8,         /* armed */
    ASX_COUNTER_REGIONS_CLOSED = 9, /* since creation */
    ASX_COUNTER_EVENTS = 10,        /* derived since creation */
} asx_counter;

/* `rt->base`, `bytes` and `grow` are set by the caller; `extra_bytes` of the
 * arena are kept for the layer above (asx_runtime_extra). */
ASX_CHECKED asx_status asx_runtime_create(asx_runtime *rt, uint64_t seed,
                                          uint32_t flags, uint32_t extra_bytes);
void *asx_runtime_extra(const asx_runtime *rt);

ASX_CHECKED asx_status asx_runtime_configure(asx_runtime *rt,
                                             asx_setting setting,
                                             uint64_t value);
uint64_t asx_runtime_setting(const asx_runtime *rt, asx_setting setting);
uint64_t asx_runtime_counter(const asx_runtime *rt, asx_counter counter);

/* Staged values are taken by the next call that uses them, whether it succeeds
 * or not, so that rarely used options cost a hot call nothing. */
ASX_CHECKED asx_status asx_runtime_stage_budget(asx_runtime *rt,
                                                uint64_t deadline_us,
                                                uint32_t poll_quota,
                                                uint64_t cost_quota,
                                                uint32_t priority);
ASX_CHECKED asx_status asx_runtime_stage_limits(asx_runtime *rt,
                                                uint32_t children,
                                                uint32_t tasks,
                                                uint32_t obligations,
                                                uint32_t queue_bytes);
ASX_CHECKED asx_status asx_runtime_stage_timeout(asx_runtime *rt,
                                                 uint64_t due_us);
ASX_CHECKED asx_status asx_runtime_stage_cleanup(asx_runtime *rt,
                                                 uint64_t time_us,
                                                 uint32_t polls);

/* The runtime's clock. Advancing fires timers in (deadline, arm sequence)
 * order (rule timer.order); going backwards is clamped (time.monotone). */
uint64_t asx_time_now(const asx_runtime *rt);
void asx_time_advance(asx_runtime *rt, uint64_t now_us);
/* A time at or before the earliest deadline, never after it; ASX_TIME_NONE if
 * no timer is armed. */
uint64_t asx_time_due(const asx_runtime *rt);

/* What asx_next asks the host to do with the task it names. */
typedef enum asx_verb {
    ASX_VERB_START = 1,    /* run the body for the first time */
    ASX_VERB_STEP = 2,     /* the operation it waits in is over */
    ASX_VERB_CANCEL = 3,   /* throw Cancelled at the operation it waits in */
    ASX_VERB_FINALIZE = 4, /* a region's own task: asx_task_finish it at once,
                              then run the finalizers it names */
} asx_verb;

/* Dispatches one task by the rules of section 7: its slot, and the verb in
 * bits 24 up; zero if nothing is due. */
int32_t asx_next(asx_runtime *rt);
bool asx_has_next(const asx_runtime *rt);

/* Notices: what ended without the host having ended it, in order. */
typedef enum asx_notice {
    ASX_NOTICE_NONE = 0,
    ASX_NOTICE_TASK_ENDED = 1,    /* read it, then asx_task_release */
    ASX_NOTICE_REGION_CLOSED = 2, /* read it, then asx_region_release */
    ASX_NOTICE_CAPSULE_ABORT = 3, /* backend: abort its foreign operation */
    ASX_NOTICE_CHILD_START = 4,   /* read its ASX_FIELD_REGION and TASK: the
                                     task that is to run its body */
    ASX_NOTICE_CHILD_PERSIST = 5, /* it has drained: asx_child_persisted */
} asx_notice;

#define ASX_NOTICE_SHIFT 24
#define ASX_NOTICE_MASK 7
#define ASX_NOTICE_OUTCOME_SHIFT 27

/* Takes the oldest notice: the slot in 24 bits, the asx_notice in three, the
 * asx_outcome of what ended above; zero if there is none. */
int32_t asx_notice_next(asx_runtime *rt);
bool asx_notice_pending(const asx_runtime *rt);

/* Reports: diagnoses that must reach a person. A ring; what does not fit is
 * counted, not kept. */
typedef enum asx_report_kind {
    ASX_REPORT_TASK_FORCED = 1,       /* a wait, b what it waited for */
    ASX_REPORT_OBLIGATION_LEAKED = 2, /* a holder slot, b kind */
    ASX_REPORT_FINALIZER_OVERRUN = 3, /* a index */
    ASX_REPORT_MASK_EXHAUSTED = 4,
    ASX_REPORT_FUTURELOCK = 5, /* a obligation slot */
    ASX_REPORT_SWALLOWED = 6,  /* went on after Cancelled; a refusals so far */
    ASX_REPORT_CAPSULE_STRANDED = 7,   /* a owner slot */
    ASX_REPORT_SUPERVISOR_FAILED = 20, /* a the child, b outcome */
    ASX_REPORT_CHILD_REFUSED = 21,     /* a -asx_status: could not start */
    ASX_REPORT_PERSIST_OVERRUN = 22,   /* no longer waited for */
} asx_report_kind;

typedef struct asx_report {
    uint32_t kind;
    uint32_t subject;
    uint32_t generation;
    uint32_t label;
    uint32_t a;
    uint32_t b;
} asx_report;

/* True and `*out` filled if there was one. */
bool asx_report_next(asx_runtime *rt, asx_report *out);
bool asx_report_pending(const asx_runtime *rt);
uint32_t asx_report_lost(const asx_runtime *rt);

/* Seeded entropy: part of the state, so part of a replay. */
uint64_t asx_entropy_draw(asx_runtime *rt);
/* A user mark in the trace. */
void asx_mark(asx_runtime *rt, uint32_t label);
/* What the host did or saw, for the trace; it changes nothing. `task`: whom it
 * concerns, or zero. */
typedef enum asx_annotation {
    ASX_ANNOTATION_CHECKPOINT = 0, /* a snapshot was taken; value: the host's */
    ASX_ANNOTATION_CHAOS = 1,      /* the lab made a fault; value: which */
    ASX_ANNOTATION_WORKER = 2,     /* a worker did something; value: what */
    ASX_ANNOTATION_USER = 3,       /* cx.trace; value: label */
} asx_annotation;
#define ASX_ANNOTATION_COUNT 4
ASX_CHECKED asx_status asx_annotate(asx_runtime *rt, asx_annotation kind,
                                    asx_task task, uint32_t value);

/* The journal: counts inputs and folds their results into the digest. The
 * layer that records calls it once per input, before and after. */
void asx_input_begin(asx_runtime *rt, uint32_t opcode);
void asx_input_end(asx_runtime *rt, int64_t result);
uint32_t asx_input_count(const asx_runtime *rt);
/* Folds every transition since creation. */
uint64_t asx_digest(const asx_runtime *rt);
/* A full hash of the used arena: the strong check, for checkpoints. */
uint64_t asx_state_hash(const asx_runtime *rt);

/* A snapshot is a plain copy of this many bytes at `base`. Restoring writes
 * them back and clears what lies beyond. ASX_E_ARGUMENT: not a snapshot. */
size_t asx_snapshot_bytes(const asx_runtime *rt);
ASX_CHECKED asx_status asx_snapshot_restore(asx_runtime *rt,
                                            const void *snapshot, size_t bytes);

/* What is wrong with a snapshot. */
typedef struct asx_flaw {
    const char *says; /* what does not hold, as the kernel's source has it */
    uint32_t slot;    /* of which object; zero: of none */
    uint32_t kind;    /* and its asx_kind */
} asx_flaw;

/* Restoring trusts what it is given. A snapshot from elsewhere is checked
 * first, whatever bytes it has: ASX_E_ARGUMENT and `*flaw` if a runtime that
 * holds it could leave its arena, never end or trap. `snapshot` lies at a
 * multiple of eight; `scratch` has a word for each 192 bytes of it. O(n). */
ASX_CHECKED asx_status asx_snapshot_check(const void *snapshot, size_t bytes,
                                          uint32_t *scratch, asx_flaw *flaw);

/* Asserts every invariant of the whole state; traps on a violation. O(n). */
void asx_runtime_check(const asx_runtime *rt);

#endif
