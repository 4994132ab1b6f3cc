/* internal.h -- the layout of the arena, shared by the kernel's files.
 *
 * Fixed-width fields only, sizes asserted: the same bytes on wasm32 and on a
 * 64-bit host. Objects name each other by slot. The header comes first, then
 * the extra bytes of the layer above, then cells of 192 bytes.
 */
#ifndef ASXI_INTERNAL_H
#define ASXI_INTERNAL_H

#include "asx/extend.h"
#include "asx/obligation.h"

#ifndef ASX_TIER
#define ASX_TIER 2 /* 0 core-min, 1 core-trace, 2 full-dev */
#endif

#define ASXI_PRIORITIES 256
#define ASXI_WHEEL_LEVELS 9
#define ASXI_WHEEL_SLOTS 64
#define ASXI_REPORTS 32
#define ASXI_EXTRA_BYTES 64
#define ASXI_NAME_BUCKETS 64
#define ASXI_MASK_DEPTH_MAX 64 /* rule mask.defer, fixed */
/* In the lab, among how many equals the seed chooses. */
#define ASXI_TIE_WINDOW 64

/* A lane in which equals are served first in, first out. */
struct asxi_lane {
    uint32_t head[ASXI_PRIORITIES];
    uint32_t tail[ASXI_PRIORITIES];
    uint32_t used[ASXI_PRIORITIES / 32]; /* bit set: that list is not empty */
};

struct asxi_wheel {
    uint64_t now;
    uint64_t used[ASXI_WHEEL_LEVELS];
    uint32_t head[ASXI_WHEEL_LEVELS][ASXI_WHEEL_SLOTS];
    uint32_t tail[ASXI_WHEEL_LEVELS][ASXI_WHEEL_SLOTS];
};

struct asxi_bounds {
    uint32_t children; /* UINT32_MAX: none, as for the others */
    uint32_t tasks;
    uint32_t obligations;
    uint32_t queue_bytes; /* of tokens that its channels and pools hold */
};

/* Options that the next call takes, see asx_runtime_stage_budget. */
struct asxi_staged {
    asx_budget budget;
    uint64_t timeout_us;
    uint64_t cleanup_us;
    uint32_t cleanup_polls;
    struct asxi_bounds bounds;
    uint32_t any; /* non-zero: something is staged */
};

struct asxi_arena {
    uint64_t now_us;
    uint64_t digest;
    uint64_t event_count;
    uint64_t order; /* of the next enqueue */
    uint64_t dispatches;
    uint64_t cancel_epoch;
    uint64_t entropy;  /* what programs draw from */
    uint64_t tiebreak; /* what the lab's scheduler draws from */
    uint64_t settings[ASX_SETTING_COUNT];
    uint64_t regions_closed;
    struct asxi_staged staged;
    uint32_t input_count;
    uint32_t flags;
    uint32_t slots_used;
    uint32_t free_head;
    uint32_t notice_head;
    uint32_t notice_tail;
    uint32_t cancel_streak;
    uint32_t timed_streak;
    uint32_t regions_live;
    uint32_t tasks_live;
    uint32_t obligations_live;
    uint32_t draining; /* regions in Draining */
    uint32_t cancel_count;
    uint32_t timed_count;
    uint32_t ready_count;
    uint32_t timer_count;
    uint32_t timed_root;
    uint32_t futurelock_cursor;
    uint32_t report_head;
    uint32_t report_count;
    uint32_t report_lost;
    uint32_t first_generation; /* of a slot; differs from runtime to runtime */
    uint32_t aftermath_head;   /* see aftermath.c */
    uint32_t aftermath_tail;
    uint32_t names[ASXI_NAME_BUCKETS]; /* leases, see name.c */
    struct asx_report reports[ASXI_REPORTS];
    struct asxi_lane cancel;
    struct asxi_lane ready;
    struct asxi_wheel wheel;
    unsigned char extra[ASXI_EXTRA_BYTES];
};

/* Flags of a region besides those of asx_region_open. */
#define ASXI_REGION_SUPERVISOR 0x10u /* the own one of a supervisor */
#define ASXI_REGION_CHILD 0x20u      /* a life of one of its children */

#define ASXI_SETTLED 0xffu /* the outcome stands, whatever comes after */

struct asxi_region {
    struct asxi_cell cell;
    asx_budget budget;
    asx_reason reason;
    uint64_t cleanup_deadline_us;
    uint32_t cleanup_polls;
    uint8_t flags;
    uint8_t outcome;
    uint8_t settled; /* ASXI_SETTLED, or of what the outcome was taken from:
                        1 + the severity of its cancel, 0 if it had none */
    uint8_t closing; /* a close was asked for */
    uint32_t child_head;
    uint32_t child_tail;
    uint32_t child_count;
    uint32_t task_head;
    uint32_t task_tail;
    uint32_t task_count;
    uint32_t obligation_count;
    uint32_t finalizer_count;
    uint32_t finalizer_task; /* dormant until the region is Finalizing */
    uint32_t adopted;        /* 1 + ordinal of the task whose outcome it took */
    uint32_t ordinals;
    uint32_t limits;      /* slot of an asxi_limits; zero: unlimited */
    uint32_t object_head; /* channels, locks and the like that it owns */
    uint32_t object_count;
};

/* In a cell of its own, since few regions have any. */
struct asxi_limits {
    struct asxi_cell cell;
    struct asxi_bounds bounds;
    uint32_t queue_bytes; /* in use */
    uint32_t pad;
};

/* Flags of a task besides those of asx_task_spawn. */
#define ASXI_TASK_REGION_FINALIZER 0x100u /* runs its region's finalizers */
#define ASXI_TASK_IN_FINALIZER 0x200u     /* its body is over */
#define ASXI_TASK_SPENT 0x400u            /* its cleanup budget is used up */
#define ASXI_TASK_OVERRUN 0x800u          /* so is its finalizer's */
#define ASXI_TASK_FUTURELOCK 0x1000u      /* reported once */
#define ASXI_TASK_WAKE_KEPT 0x2000u       /* woken before it has parked */

struct asxi_task {
    struct asxi_cell cell;
    asx_budget budget; /* the cleanup's once acknowledged */
    asx_reason reason;
    uint64_t cleanup_deadline_us;
    union { /* no task sleeps and holds a grant, or does either once over */
        uint64_t sleep_due_us;
        uint64_t ended_us; /* of a Completed one */
        struct {
            uint32_t slot;  /* object that has set something aside for it */
            uint32_t units; /* how many, and above them its asx_wait */
        } grant;
    };
    uint32_t cleanup_polls;
    uint16_t flags;
    uint8_t wait; /* asx_wait */
    uint8_t mask_depth;
    uint16_t mask_allowance;
    uint8_t refusals;
    uint8_t outcome;
    uint32_t wait_for; /* slot, and its links in that slot's waiters */
    uint32_t wait_prev;
    uint32_t wait_next;
    uint32_t obligation_head;
    uint32_t finalizer_count;
    uint32_t last_dispatch;
    uint32_t extension;     /* links and monitors; zero: it has none */
    uint32_t owner;         /* of an implicit task */
    uint32_t implicit_head; /* its own implicit tasks */
    uint32_t implicit_prev; /* among its owner's */
    uint32_t implicit_next;
};

struct asxi_obligation {
    struct asxi_cell cell; /* prev, next: among its holder's */
    uint32_t holder;       /* zero: the region alone still waits for it */
    uint32_t kind;
    uint32_t tag; /* slot of what is told how it ended; zero: nothing */
    uint32_t units;
    uint32_t token; /* of a pool's guard: what it has */
    uint32_t pad;
};

#define ASXI_SAME_SIZE(type, bytes)                                            \
    _Static_assert(sizeof(struct type) == (bytes), "layout of " #type)
ASXI_SAME_SIZE(asxi_cell, 64);
ASXI_SAME_SIZE(asxi_region, ASXI_CELL_BYTES);
ASXI_SAME_SIZE(asxi_task, 192);
_Static_assert(sizeof(struct asxi_limits) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_obligation) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_arena) % 8 == 0, "no tail padding");

#define ASXI_CELLS_AT ((sizeof(struct asxi_arena) + 63u) & ~63u)

static inline struct asxi_arena *asxi_arena(const asx_runtime *rt)
{
    return (struct asxi_arena *)(void *)rt->base;
}

static inline struct asxi_cell *asxi_cell(const asx_runtime *rt, uint32_t slot)
{
    return (struct asxi_cell *)(void *)(rt->base + ASXI_CELLS_AT +
                                        (size_t)slot * ASXI_CELL_BYTES);
}

static inline struct asxi_region *asxi_region(const asx_runtime *rt,
                                              uint32_t slot)
{
    return (struct asxi_region *)(void *)asxi_cell(rt, slot);
}

static inline struct asxi_task *asxi_task(const asx_runtime *rt, uint32_t slot)
{
    return (struct asxi_task *)(void *)asxi_cell(rt, slot);
}

static inline struct asxi_obligation *asxi_obligation(const asx_runtime *rt,
                                                      uint32_t slot)
{
    return (struct asxi_obligation *)(void *)asxi_cell(rt, slot);
}

static inline uint64_t asxi_handle(const asx_runtime *rt,
                                   const struct asxi_cell *cell)
{
    return ASX_HANDLE_BITS(asxi_slot(rt, cell), cell->generation);
}

static inline uint64_t asxi_min64(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline uint32_t asxi_min32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* cell.c */
size_t asxi_used_bytes(const asx_runtime *rt);
bool asxi_cells_ensure(asx_runtime *rt, uint32_t count);

/* staged.c */
asx_budget asxi_staged_budget(asx_runtime *rt);
bool asxi_staged_bounds(asx_runtime *rt, struct asxi_bounds *out);
uint64_t asxi_staged_timeout(asx_runtime *rt);
void asxi_staged_drop(asx_runtime *rt);
asx_cleanup asxi_staged_cleanup(asx_runtime *rt);

/* entropy.c */
uint64_t asxi_random_next(uint64_t *state);

/* lane.c: queues of tasks that may run */
void asxi_lane_enqueue(asx_runtime *rt, struct asxi_task *task);
void asxi_queue_remove(asx_runtime *rt, struct asxi_cell *cell);
struct asxi_task *asxi_lane_take(asx_runtime *rt, asx_queue queue);

/* timed_lane.c: earliest deadline first */
void asxi_timed_insert(asx_runtime *rt, struct asxi_cell *cell);
void asxi_timed_remove(asx_runtime *rt, struct asxi_cell *cell);
uint32_t asxi_timed_equals(const asx_runtime *rt,
                           uint32_t slots[ASXI_TIE_WINDOW]);

/* timer.c */
void asxi_timer_arm(asx_runtime *rt, struct asxi_cell *cell, uint64_t due_us);
void asxi_timer_cancel(asx_runtime *rt, struct asxi_cell *cell);

/* object.c, turn.c: see object.h, lock.h */
void asxi_objects_end(asx_runtime *rt, struct asxi_region *region);
void asxi_grant_return(asx_runtime *rt, struct asxi_task *task);
void asxi_lock_left(asx_runtime *rt, uint32_t slot);

/* waiters.c */
void asxi_waiters_leave(asx_runtime *rt, struct asxi_task *task);
void asxi_waiters_join(asx_runtime *rt, struct asxi_task *task,
                       struct asxi_cell *cell);

/* task_state.c: the only writer of a task's state */
enum asxi_task_input {
    ASXI_TASK_START,
    ASXI_TASK_ASK, /* a cancel is requested */
    ASXI_TASK_ACKNOWLEDGE,
    ASXI_TASK_FINALIZE,
    ASXI_TASK_COMPLETE,
};
#define ASXI_TASK_INPUTS 5
#define ASXI_FORBIDDEN 0xffu
bool asxi_task_may_follow(asx_task_state from, asx_task_state to);
uint8_t asxi_task_next_state(asx_task_state state, enum asxi_task_input input);
void asxi_task_become(asx_runtime *rt, struct asxi_task *task,
                      enum asxi_task_input input);

/* task.c */
bool asxi_task_is_stepping(const struct asxi_task *task);
uint64_t asxi_task_limit(const asx_runtime *rt, const struct asxi_task *task);
void asxi_task_arm_limit(asx_runtime *rt, struct asxi_task *task);
void asxi_task_stop_waiting(asx_runtime *rt, struct asxi_task *task);
void asxi_task_unpark(asx_runtime *rt, struct asxi_task *task, uint32_t waker);
int32_t asxi_task_park_on(asx_runtime *rt, struct asxi_task *task,
                          asx_wait wait, struct asxi_cell *cell,
                          uint64_t due_us);
struct asxi_task *asxi_task_create(asx_runtime *rt, struct asxi_region *region,
                                   uint32_t flags, uint32_t label);
void asxi_task_link(asx_runtime *rt, struct asxi_task *task,
                    struct asxi_region *region);
struct asxi_task *asxi_task_resolve(const asx_runtime *rt, asx_task handle);

/* task_cancel.c: request, acknowledge, refuse, force */
struct asxi_bound { /* what a request grants at most */
    uint64_t deadline_us;
    uint32_t polls;
};
bool asxi_task_is_protected(const asx_runtime *rt,
                            const struct asxi_task *task);
bool asxi_task_is_spent(const asx_runtime *rt, const struct asxi_task *task);
void asxi_task_ask(asx_runtime *rt, struct asxi_task *task,
                   const asx_reason *reason, struct asxi_bound bound);
void asxi_task_ask_self(asx_runtime *rt, struct asxi_task *task,
                        asx_cancel_kind kind);
void asxi_task_ask_subtree(asx_runtime *rt, struct asxi_task *task);
void asxi_task_acknowledge(asx_runtime *rt, struct asxi_task *task);
void asxi_task_uncover(asx_runtime *rt, struct asxi_task *task);
asx_verdict asxi_task_refuse(asx_runtime *rt, struct asxi_task *task);
void asxi_task_force(asx_runtime *rt, struct asxi_task *task);
int32_t asxi_task_meet(asx_runtime *rt, struct asxi_task *task);
int32_t asxi_task_enter(asx_runtime *rt, struct asxi_task *task);
bool asxi_task_exhausted(const asx_runtime *rt, const struct asxi_task *task,
                         asx_cancel_kind *kind);

/* task_end.c */
bool asxi_task_complete(asx_runtime *rt, struct asxi_task *task,
                        enum asxi_task_input input);
void asxi_task_leave(asx_runtime *rt, struct asxi_task *task);
bool asxi_task_overrun(asx_runtime *rt, struct asxi_task *task);
void asxi_task_expire(asx_runtime *rt, struct asxi_task *task);

/* region_state.c: the only writer of a region's state */
bool asxi_region_may_follow(asx_region_state from, asx_region_state to);
asx_region_state asxi_region_next_state(const struct asxi_region *region);
void asxi_region_advance(asx_runtime *rt, struct asxi_region *region);

/* region.c */
bool asxi_region_child_ended(asx_runtime *rt, struct asxi_region *region,
                             const struct asxi_task *task);
void asxi_region_wake_finalizer(asx_runtime *rt, struct asxi_region *region);

/* cascade.c */
void asxi_region_cascade(asx_runtime *rt, struct asxi_region *region,
                         const asx_reason *reason, struct asxi_bound bound);
asx_reason asxi_reason(const asx_runtime *rt, asx_cancel_kind kind,
                       uint32_t message, uint32_t region, uint32_t task);
void asxi_reason_take(asx_runtime *rt, const struct asxi_cell *cell,
                      asx_reason *held, const asx_reason *reason);
struct asxi_bound asxi_bound_none(void);

/* obligation.c */
uint32_t asxi_obligation_hold(asx_runtime *rt, uint32_t region,
                              asx_obligation_kind kind, uint32_t label);
void asxi_obligations_end(asx_runtime *rt, struct asxi_task *holder,
                          bool forced);
void asxi_obligations_ask(asx_runtime *rt, struct asxi_task *holder);
void asxi_obligations_tighten(asx_runtime *rt, struct asxi_task *holder);
void asxi_obligation_expire(asx_runtime *rt,
                            struct asxi_obligation *obligation);
asx_status asxi_obligation_held(const asx_runtime *rt, asx_obligation handle,
                                asx_task holder, struct asxi_obligation **out);
void asxi_obligation_resolve(asx_runtime *rt,
                             struct asxi_obligation *obligation,
                             asx_obligation_state end, asx_abort why);

/* scheduler.c */
asx_queue asxi_next_lane(const asx_runtime *rt);
void asxi_futurelock_scan(asx_runtime *rt);

/* invariant.c: a whole object, asserted */
void asxi_region_check(const asx_runtime *rt, const struct asxi_region *r);
void asxi_task_check(const asx_runtime *rt, const struct asxi_task *task);

#endif
