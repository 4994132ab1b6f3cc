/* Performs actions: each is a few calls of the kernel, told as lines of a
 * scenario if somebody listens. */
#include "exhaustive_client.h"

#include <inttypes.h>
#include <stdlib.h>

#include "asx/describe.h"
#include "asx/extend.h"

#define SLEEP_SHORT_US 100000 /* less than any cleanup takes */
#define SLEEP_LONG_US 2500000 /* more than most grant, less than User's */
#define DEADLINE_US 300000

/* The kinds by severity, and one that grants hardly any cleanup. */
static const struct {
    const char *name;
    asx_cancel_kind kind;
    bool is_tight;
} cancels[ASXN_CANCEL_VARIANTS] = {
    {"user", ASX_CANCEL_USER, false},
    {"shutdown", ASX_CANCEL_SHUTDOWN, false},
    {"user", ASX_CANCEL_USER, true},
    {"timeout", ASX_CANCEL_TIMEOUT, false},
    {"race_lost", ASX_CANCEL_RACE_LOST, false},
    {"parent_cancelled", ASX_CANCEL_PARENT_CANCELLED, false},
};

static const char *const policies[] = {"fail_fast", "collect_all", "race",
                                       "first_ok"};
static const char *const outcomes[] = {"ok", "err", "cancelled", "panicked"};

static void use(asxn_client *c, asxn_use what)
{
    asxn_client_memory(c)->used[what]++;
}

/* Objects are called by kind and slot, and by how manyeth they are in it. */
static const char *name_of(const asxn_client *c, uint32_t slot)
{
    static char names[4][16];
    static uint32_t turn;
    char *name = names[turn++ % 4];
    uint32_t nth = asx_generation(&c->rt, slot) - asx_generation(&c->rt, 1);

    if (slot == 1)
        return "root";
    if (nth == 0)
        snprintf(name, sizeof names[0], "x%" PRIu32, slot);
    else
        snprintf(name, sizeof names[0], "x%" PRIu32 "_%" PRIu32, slot, nth);
    return name;
}

static uint64_t handle_of(const asxn_client *c, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asx_generation(&c->rt, slot));
}

static asx_task task_of(const asxn_client *c, uint32_t slot)
{
    return (asx_task){handle_of(c, slot)};
}

static asx_region region_of(const asxn_client *c, uint32_t slot)
{
    return (asx_region){handle_of(c, slot)};
}

void asxn_client_open_region(asxn_client *c, uint32_t parent, uint32_t variant)
{
    uint32_t flags = variant & (ASX_REGION_POLICY_MASK | 4u);
    asx_region made;

    if (variant & 8) {
        uint64_t due = asx_time_now(&c->rt) + DEADLINE_US;

        use(c, ASXN_USE_TIMERS);
        ASXN_TELL(c, "stage_timeout %" PRIu64 "\n", due);
        if (asx_runtime_stage_timeout(&c->rt, due) != ASX_OK)
            abort();
    }
    if (asx_region_open(&c->rt, region_of(c, parent), flags, 0, &made) !=
        ASX_OK)
        return;
    use(c, ASXN_USE_REGIONS);
    ASXN_TELL(c, "%s = region_open %s region_policy.%s%s 0\n",
              name_of(c, ASX_HANDLE_SLOT(made)), name_of(c, parent),
              policies[variant & 3], variant & 4 ? "|4" : "");
}

void asxn_client_spawn(asxn_client *c, uint32_t region, uint32_t variant)
{
    uint32_t flags =
        (variant & 1 ? ASX_TASK_MAIN : 0) | (variant & 2 ? ASX_TASK_INSIDE : 0);
    asx_task made;

    if (variant & 4) {
        uint64_t due = asx_time_now(&c->rt) + DEADLINE_US;

        use(c, ASXN_USE_TIMERS);
        ASXN_TELL(c, "stage_budget %" PRIu64 " none none 128\n", due);
        if (asx_runtime_stage_budget(&c->rt, due, ASX_POLLS_NONE, ASX_COST_NONE,
                                     ASX_PRIORITY_DEFAULT) != ASX_OK)
            abort();
    }
    if (asx_task_spawn(&c->rt, region_of(c, region), flags, 0, &made) != ASX_OK)
        return;
    use(c, ASXN_USE_TASKS);
    ASXN_TELL(c, "%s = task_spawn %s %" PRIu32 " 0\n",
              name_of(c, ASX_HANDLE_SLOT(made)), name_of(c, region), flags);
}

static void spawn_implicit(asxn_client *c, uint32_t owner)
{
    asx_task made;

    if (asx_task_spawn_implicit(&c->rt, task_of(c, owner), 0, &made) != ASX_OK)
        return;
    use(c, ASXN_USE_TASKS);
    ASXN_TELL(c, "%s = task_spawn_implicit %s 0\n",
              name_of(c, ASX_HANDLE_SLOT(made)), name_of(c, owner));
}

static void stage_cancel(asxn_client *c, uint32_t variant)
{
    use(c, ASXN_USE_CANCELS);
    if (!cancels[variant].is_tight)
        return;
    ASXN_TELL(c, "stage_cleanup 1000 1\n");
    if (asx_runtime_stage_cleanup(&c->rt, 1000, 1) != ASX_OK)
        abort();
}

static int32_t cancel(asxn_client *c, asxn_op op, uint32_t slot,
                      uint32_t variant)
{
    asx_cancel_kind kind = cancels[variant].kind;

    stage_cancel(c, variant);
    ASXN_TELL(c, "%s %s cancel_kind.%s 0\n",
              op == ASXN_OP_CANCEL_TASK ? "task_cancel" : "region_cancel",
              name_of(c, slot), cancels[variant].name);
    return op == ASXN_OP_CANCEL_TASK
               ? asx_task_cancel(&c->rt, task_of(c, slot), kind, 0)
               : asx_region_cancel(&c->rt, region_of(c, slot), kind, 0);
}

/* What ending a body or a finalizer answered. */
static int32_t ended(asxn_client *c, uint32_t slot, int32_t answer)
{
    asxn_memory *memory = asxn_client_memory(c);

    if (answer < 0)
        return answer;
    if (answer & ASX_FINISH_FINALIZE)
        memory->finalizing |= 1u << slot;
    else
        memory->finalizing &= ~(1u << slot);
    return answer;
}

/* Rule cancel.outcome. */
static int32_t finish(asxn_client *c, uint32_t slot, asx_outcome outcome)
{
    double fields[ASX_FIELD_COUNT];
    asx_outcome expected = outcome;
    int32_t answer;

    asx_describe(&c->rt, slot, fields);
    if (fields[ASX_FIELD_STATE] == ASX_TASK_CANCELLING)
        expected = ASX_OUTCOME_CANCELLED;
    ASXN_TELL(c, "task_finish %s outcome.%s\n", name_of(c, slot),
              outcomes[outcome]);
    answer = asx_task_finish(&c->rt, task_of(c, slot), outcome);
    if (answer >= 0 && (answer & ASX_FINISH_OUTCOME_MASK) != (int32_t)expected)
        c->broken = "a body ended with another outcome (cancel.outcome)";
    return ended(c, slot, answer);
}

/* A region's own task is finished at once, as its host has to. */
static int32_t dispatch(asxn_client *c, uint32_t index)
{
    static const char *const verbs[] = {"", "start", "step", "cancel",
                                        "finalize"};
    int32_t next;
    uint32_t slot, verb;

    if (!c->bounds->fifo) {
        ASXN_TELL(c, "choose %" PRIu32 "\n", index);
        asx_choice_set(&c->rt, index);
    }
    next = asx_next(&c->rt);
    slot = (uint32_t)next & ASX_SLOT_MAX;
    verb = (uint32_t)next >> ASX_SLOT_BITS;
    if (next == 0) {
        ASXN_TELL(c, "pump_next\nexpect = 0\n");
        return 0;
    }
    if (verb != ASX_VERB_FINALIZE) {
        ASXN_TELL(c, "pump_next\nexpect = %s verb.%s\n", name_of(c, slot),
                  verbs[verb]);
        return next;
    }
    ASXN_TELL(c, "%s = pump_next\n", name_of(c, slot));
    if (finish(c, slot, ASX_OUTCOME_OK) < 0)
        c->broken = "a region's own task could not be finished";
    return next;
}

static int32_t take_notice(asxn_client *c)
{
    int32_t notice = asx_notice_next(&c->rt);
    uint32_t slot = (uint32_t)notice & ASX_SLOT_MAX;
    bool is_task = ((uint32_t)notice >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) ==
                   ASX_NOTICE_TASK_ENDED;
    asx_status status;

    ASXN_TELL(c, "action_next\n");
    if (notice == 0)
        return 0;
    if (slot == 1)
        return 1; /* the root stays */
    ASXN_TELL(c, "%s %s\n", is_task ? "task_release" : "region_release",
              name_of(c, slot));
    asxn_client_memory(c)->finalizing &= ~(1u << slot);
    status = is_task ? asx_task_release(&c->rt, task_of(c, slot))
                     : asx_region_release(&c->rt, region_of(c, slot));
    if (status != ASX_OK)
        c->broken = "what a notice names could not be released";
    return 1;
}

static int32_t pass_to(asxn_client *c, uint64_t us)
{
    ASXN_TELL(c, "pump_end 0\npump_begin %" PRIu64 "\n", us);
    asx_time_advance(&c->rt, us);
    return 0;
}

/* When the earliest timer is due, by what each object says. */
static int32_t pass_to_next(asxn_client *c)
{
    uint64_t soonest = asx_time_now(&c->rt) + 1, due = ASX_TIME_NONE;
    uint64_t used = asx_runtime_counter(&c->rt, ASX_COUNTER_SLOTS_USED);

    for (uint32_t slot = 1; slot <= used; slot++) {
        const struct asxi_cell *cell = asxi_cell_at(&c->rt, slot);

        if (cell->queue == ASX_QUEUE_TIMER && cell->due < due)
            due = cell->due;
    }
    if (due < soonest)
        due = soonest;
    if (asx_time_due(&c->rt) > due)
        c->broken = "asx_time_due is later than a timer";
    return pass_to(c, due);
}

/* An operation of a body. */
static int32_t operate(asxn_client *c, asxn_op op, uint32_t a, uint32_t b)
{
    asx_runtime *rt = &c->rt;
    asx_task task = task_of(c, a);
    uint64_t us;

    switch ((uint32_t)op) {
    case ASXN_OP_SLEEP:
        us = asx_time_now(rt) + (b == 0 ? SLEEP_SHORT_US : SLEEP_LONG_US);
        use(c, ASXN_USE_TIMERS);
        ASXN_TELL(c, "task_sleep %s %" PRIu64 "\n", name_of(c, a), us);
        return asx_task_sleep(rt, task, us);
    case ASXN_OP_YIELD:
        use(c, ASXN_USE_YIELDS);
        ASXN_TELL(c, "task_yield %s\n", name_of(c, a));
        return asx_task_yield(rt, task);
    case ASXN_OP_JOIN:
        use(c, ASXN_USE_WAITS);
        ASXN_TELL(c, "task_join %s %s\n", name_of(c, a), name_of(c, b));
        return asx_task_join(rt, task, task_of(c, b));
    case ASXN_OP_AWAIT:
    case ASXN_OP_AWAIT_OWNED:
        use(c, ASXN_USE_WAITS);
        ASXN_TELL(c, "task_await_region %s %s %d\n", name_of(c, a),
                  name_of(c, b), op == ASXN_OP_AWAIT_OWNED);
        return asx_task_await_region(rt, task, region_of(c, b),
                                     op == ASXN_OP_AWAIT_OWNED);
    case ASXN_OP_PARK:
        use(c, ASXN_USE_WAITS);
        ASXN_TELL(c, "task_park %s\n", name_of(c, a));
        return asx_task_park(rt, task);
    case ASXN_OP_CHECKPOINT:
        ASXN_TELL(c, "task_checkpoint %s\n", name_of(c, a));
        return asx_task_checkpoint(rt, task);
    case ASXN_OP_MASK:
        use(c, ASXN_USE_MASKS);
        ASXN_TELL(c, "task_mask %s\n", name_of(c, a));
        return asx_task_mask(rt, task);
    case ASXN_OP_UNMASK:
        ASXN_TELL(c, "task_unmask %s\n", name_of(c, a));
        return asx_task_unmask(rt, task);
    case ASXN_OP_DEFER:
        use(c, ASXN_USE_DEFERS);
        ASXN_TELL(c, "task_defer %s\n", name_of(c, a));
        return asx_task_defer(rt, task);
    default:
        abort();
    }
}

static int32_t reserve(asxn_client *c, uint32_t holder)
{
    asx_obligation made;
    asx_status status = asx_obligation_reserve(&c->rt, task_of(c, holder),
                                               ASX_OBLIGATION_LEASE, 0, &made);

    use(c, ASXN_USE_OBLIGATIONS);
    if (status == ASX_OK)
        ASXN_TELL(c, "%s = obligation_reserve %s obligation_kind.lease 0\n",
                  name_of(c, ASX_HANDLE_SLOT(made)), name_of(c, holder));
    return status;
}

/* Of an obligation, by its holder. */
static int32_t resolve(asxn_client *c, asxn_op op, uint32_t a, uint32_t b)
{
    double fields[ASX_FIELD_COUNT];
    asx_obligation obligation = {handle_of(c, a)};
    uint32_t slot;

    asx_describe(&c->rt, a, fields);
    slot = (uint32_t)fields[ASX_FIELD_OWNER];
    switch ((uint32_t)op) {
    case ASXN_OP_COMMIT:
        ASXN_TELL(c, "obligation_commit %s %s\n", name_of(c, a),
                  name_of(c, slot));
        return asx_obligation_commit(&c->rt, obligation, task_of(c, slot));
    case ASXN_OP_ABORT:
        ASXN_TELL(c, "obligation_abort %s %s abort.explicit\n", name_of(c, a),
                  name_of(c, slot));
        return asx_obligation_abort(&c->rt, obligation, task_of(c, slot),
                                    ASX_ABORT_EXPLICIT);
    default:
        use(c, ASXN_USE_TRANSFERS);
        ASXN_TELL(c, "obligation_transfer %s %s %s\n", name_of(c, a),
                  name_of(c, slot), name_of(c, b));
        return asx_obligation_transfer(&c->rt, obligation, task_of(c, slot),
                                       task_of(c, b));
    }
}

static void act_on_task(asxn_client *c, asxn_op op, uint32_t a, uint32_t b)
{
    switch ((uint32_t)op) {
    case ASXN_OP_IMPLICIT:
        spawn_implicit(c, a);
        return;
    case ASXN_OP_WAKE:
        ASXN_TELL(c, "task_wake %s none\n", name_of(c, a));
        (void)!asx_task_wake(&c->rt, task_of(c, a), (asx_task){0});
        return;
    case ASXN_OP_RESERVE:
        reserve(c, a);
        return;
    case ASXN_OP_COMMIT:
    case ASXN_OP_ABORT:
    case ASXN_OP_TRANSFER:
        resolve(c, op, a, b);
        return;
    case ASXN_OP_FINISH:
        finish(c, a, (asx_outcome)b);
        return;
    case ASXN_OP_FINALIZED:
        ASXN_TELL(c, "task_finalized %s %" PRIu32 "\n", name_of(c, a), b);
        ended(c, a, asx_task_finalized(&c->rt, task_of(c, a), b != 0));
        return;
    default:
        operate(c, op, a, b);
        return;
    }
}

/* Of the whole, or of a region. */
static void act(asxn_client *c, asxn_op op, uint32_t a, uint32_t b)
{
    switch ((uint32_t)op) {
    case ASXN_OP_OPEN:
        asxn_client_open_region(c, a, b);
        return;
    case ASXN_OP_SPAWN:
        asxn_client_spawn(c, a, b);
        return;
    case ASXN_OP_CLOSE:
        ASXN_TELL(c, "region_close %s\n", name_of(c, a));
        (void)!asx_region_close(&c->rt, region_of(c, a));
        return;
    case ASXN_OP_CANCEL_REGION:
    case ASXN_OP_CANCEL_TASK:
        cancel(c, op, a, b);
        return;
    case ASXN_OP_DEFER_REGION:
        use(c, ASXN_USE_DEFERS);
        ASXN_TELL(c, "region_defer %s\n", name_of(c, a));
        (void)!asx_region_defer(&c->rt, region_of(c, a));
        return;
    case ASXN_OP_DISPATCH:
        dispatch(c, a);
        return;
    case ASXN_OP_TIME:
        pass_to_next(c);
        return;
    case ASXN_OP_TICK:
        use(c, ASXN_USE_TICKS);
        pass_to(c, asx_time_now(&c->rt) + 1);
        return;
    case ASXN_OP_NOTICE:
        take_notice(c);
        return;
    default:
        act_on_task(c, op, a, b);
        return;
    }
}

void asxn_client_perform(asxn_client *c, asxn_action action)
{
    c->rt.event_count = 0;
    act(c, ASXN_ACTION_OP(action), ASXN_ACTION_A(action),
        ASXN_ACTION_B(action));
    if (c->bounds->prompt)
        while (asx_notice_pending(&c->rt))
            take_notice(c);
}
