/* Chooses an opcode by weight, then its arguments by their letters in the
 * table, makes the call, and learns from the answer. */
#include "random_program.h"

#include <string.h>

#include "asx/capsule.h"
#include "asx/describe.h"
#include "asx/extend.h"
#include "asx/pump.h"

static uint64_t draw(asxn_random_program *p)
{
    uint64_t z = p->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint32_t below(asxn_random_program *p, uint32_t bound)
{
    return (uint32_t)((draw(p) >> 32) * bound >> 32);
}

static bool percent(asxn_random_program *p, uint32_t share)
{
    return below(p, 100) < share;
}

static asxn_pool *pool_of(asxn_random_program *p, char letter)
{
    return &p->pools[letter - 'a'];
}

static void bury(asxn_pool *pool, uint32_t index)
{
    pool->dead[pool->dead_count++ % ASXN_POOL_MAX] = pool->live[index];
    pool->live[index] = pool->live[--pool->live_count];
}

static void keep(asxn_random_program *p, char letter, uint64_t handle)
{
    asxn_pool *pool = pool_of(p, letter);
    uint32_t i;

    for (i = 0; i < pool->live_count; i++)
        if (pool->live[i] == handle)
            return;
    if (pool->live_count == ASXN_POOL_MAX)
        bury(pool, below(p, ASXN_POOL_MAX));
    pool->live[pool->live_count++] = handle;
}

static void forget(asxn_pool *pool, uint64_t handle)
{
    uint32_t i;

    for (i = pool->live_count; i-- > 0;)
        if (pool->live[i] == handle)
            bury(pool, i);
}

/* Dead ones met on the way are buried. The root is always there. */
static uint64_t pick_live(asxn_random_program *p, char letter)
{
    asxn_pool *pool = pool_of(p, letter);

    while (pool->live_count > 0) {
        uint32_t i = percent(p, p->profile->newest)
                         ? pool->live_count - 1
                         : below(p, pool->live_count);
        uint64_t handle = pool->live[i];

        if (asxn_machine_handle(p->machine, (uint32_t)handle) == handle)
            return handle;
        bury(pool, i);
    }
    return asx_region_root(&p->machine->rt).bits;
}

static uint64_t forge(asxn_random_program *p)
{
    uint32_t slot = percent(p, 90) ? below(p, 200) : (uint32_t)draw(p);
    uint32_t generation = percent(p, 50) ? below(p, 4) : (uint32_t)draw(p);

    return ASX_HANDLE_BITS(slot, generation);
}

static uint64_t pick(asxn_random_program *p, char letter)
{
    const asxn_pool *pool = pool_of(p, letter);
    uint32_t roll = below(p, 100);

    if (!percent(p, p->profile->wrong))
        return letter == 't' && p->current != 0 && roll < 62
                   ? p->current
                   : pick_live(p, letter);
    if (roll < 50 && pool->dead_count > 0)
        return pool
            ->dead[below(p, pool->dead_count < ASXN_POOL_MAX ? pool->dead_count
                                                             : ASXN_POOL_MAX)];
    if (roll < 66)
        return 0;
    if (roll < 82)
        return pick_live(p, (char)('a' + below(p, ASXN_POOLS)));
    return forge(p);
}

/* How many values of a first or second number are in range; zero: any. */
static uint32_t bound_of(uint32_t opcode)
{
    switch (opcode) {
    case ASXB_OP_RUNTIME_CONFIGURE:
        return ASX_SETTING_COUNT;
    case ASXB_OP_REGION_OPEN:
        return ASX_REGION_FLAGS_ALL + 1;
    case ASXB_OP_TASK_SPAWN:
        return ASX_TASK_MAIN + 1;
    case ASXB_OP_TASK_FINISH:
        return ASX_OUTCOME_PANICKED + 1;
    case ASXB_OP_TASK_CANCEL:
    case ASXB_OP_REGION_CANCEL:
        return ASX_CANCEL_KIND_COUNT;
    case ASXB_OP_OBLIGATION_RESERVE:
        return ASX_OBLIGATION_KIND_COUNT;
    case ASXB_OP_OBLIGATION_ABORT:
        return ASX_ABORT_CANCEL + 1;
    case ASXB_OP_CAPSULE_OPEN:
        return ASX_CAPSULE_KIND_COUNT;
    case ASXB_OP_CAPSULE_LET_GO:
        return ASX_LET_GO_FAILED + 1;
    case ASXB_OP_CHANNEL_OPEN:
        return ASX_CHANNEL_TYPE_COUNT;
    case ASXB_OP_LOCK_OPEN:
        return ASX_LOCK_TYPE_COUNT;
    case ASXB_OP_LOCK_ACQUIRE:
        return 3; /* to write, to read, and of a semaphore one more */
    case ASXB_OP_ANNOTATE:
        return ASX_ANNOTATION_COUNT;
    default:
        return 0;
    }
}

static uint64_t pick_u32(asxn_random_program *p, uint32_t opcode)
{
    uint32_t roll = below(p, 100);
    uint32_t bound = bound_of(opcode);

    /* Mostly zero where zero is the plain case, so that work goes on. */
    if (bound != 0 && roll < 90)
        return (opcode == ASXB_OP_TASK_SPAWN ||
                opcode == ASXB_OP_TASK_FINISH) &&
                       roll < 70
                   ? 0
                   : below(p, bound);

    if (roll < 45)
        return below(p, 4);
    if (roll < 85)
        return below(p, 14);
    if (roll < 95)
        return below(p, 5000);
    return roll < 98 ? (uint32_t)draw(p) : UINT32_MAX;
}

static uint64_t pick_u64(asxn_random_program *p)
{
    uint32_t roll = below(p, 100);

    if (roll < 40)
        return below(p, 64);
    if (roll < 80)
        return below(p, 2000000);
    return roll < 90 ? UINT64_MAX : draw(p) >> below(p, 64);
}

static uint64_t pick_time(asxn_random_program *p)
{
    uint64_t now = asx_time_now(&p->machine->rt);
    uint32_t roll = below(p, 100);

    if (roll < 30)
        return now + below(p, 2000);
    if (roll < 70)
        return now + below(p, 2000000);
    if (roll < 85)
        return now + (uint64_t)below(p, 100000) * 1000;
    if (roll < 90)
        return below(p, 100) < 50 ? now : now / 2;
    return roll < 97 ? ASX_TIME_NONE : draw(p) >> below(p, 64);
}

/* The host's clock goes forward in all sorts of steps, and now and then not. */
static uint64_t pick_sample(asxn_random_program *p)
{
    static const uint32_t steps[] = {1, 1000, 20000, 400000, 12000000};
    uint32_t roll = below(p, 100);

    if (roll < 4)
        return p->clock_us / 2;
    if (roll < 5)
        return ASX_TIME_NONE;
    p->clock_us += below(p, steps[below(p, 5)]);
    return p->clock_us;
}

static uint64_t pick_argument(asxn_random_program *p, uint32_t opcode,
                              char letter)
{
    switch (letter) {
    case 'd':
        return opcode == ASXB_OP_PUMP_BEGIN ? pick_sample(p) : pick_time(p);
    case 'q':
        return pick_u64(p);
    case 'u':
        return pick_u32(p, opcode);
    case 'b':
        return percent(p, 30);
    default:
        return pick(p, letter);
    }
}

static bool is_running(const asxn_random_program *p)
{
    return asx_pump_state_now(&p->machine->rt) == ASX_PUMP_RUNNING;
}

static uint32_t pick_opcode(asxn_random_program *p)
{
    uint32_t opcode = 0;
    uint32_t roll;

    if (p->followup != 0 && percent(p, p->profile->follow))
        return p->followup;
    if (!is_running(p) && percent(p, p->profile->turn))
        return ASXB_OP_PUMP_BEGIN;
    if (is_running(p) && p->current == 0 && percent(p, 50))
        return ASXB_OP_PUMP_NEXT;
    if (is_running(p) && p->current != 0 && percent(p, p->profile->finish))
        return ASXB_OP_TASK_FINISH;
    roll = below(p, p->weight_total);
    for (; roll >= p->weights[opcode]; opcode++)
        roll -= p->weights[opcode];
    return opcode;
}

/* `handle` is the first argument, if the call has one. */
static void follow(asxn_random_program *p, uint32_t opcode, uint64_t handle)
{
    p->followup = opcode;
    p->followup_handle = handle;
}

static void learn_notice(asxn_random_program *p, uint32_t answer)
{
    uint64_t handle = asxn_machine_handle(p->machine, answer & ASX_SLOT_MAX);

    switch (answer >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) {
    case ASX_NOTICE_TASK_ENDED:
        follow(p, ASXB_OP_TASK_RELEASE, handle);
        break;
    case ASX_NOTICE_REGION_CLOSED:
        follow(p, ASXB_OP_REGION_RELEASE, handle);
        break;
    case ASX_NOTICE_CAPSULE_ABORT:
        follow(p, ASXB_OP_CAPSULE_ABORTED, handle);
        break;
    case ASX_NOTICE_CHILD_PERSIST:
        follow(p, ASXB_OP_CHILD_PERSISTED, handle);
        break;
    default:
        break;
    }
}

/* Whatever the answer names becomes known, be it made or granted. A few answers
 * are other numbers, which does no harm. */
static uint64_t learn_name(asxn_random_program *p, uint32_t answer)
{
    const asx_runtime *rt = &p->machine->rt;
    uint32_t slot = answer & ASX_SLOT_MAX;
    char letter;

    if (slot == 0 || slot > asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED))
        return 0;
    letter = asxb_letter_of_kind(asxi_cell_at(rt, slot)->kind);
    if (letter != 0)
        keep(p, letter, asxn_machine_handle(p->machine, slot));
    return asxn_machine_handle(p->machine, slot);
}

/* A body that waits makes no calls. */
static void learn_wait(asxn_random_program *p)
{
    uint32_t slot = (uint32_t)p->current;
    double fields[ASX_FIELD_COUNT];

    if (p->current == 0 || asxn_machine_handle(p->machine, slot) != p->current)
        return;
    asx_describe(&p->machine->rt, slot, fields);
    if (fields[ASX_FIELD_WAIT] > 0)
        p->current = 0;
}

/* A plan is filled, compiled and started; a name is made to be found. */
static void learn_supervision(asxn_random_program *p, uint32_t opcode,
                              uint64_t first, uint64_t named)
{
    switch (opcode) {
    case ASXB_OP_SUPERVISOR_OPEN:
        follow(p, ASXB_OP_SUPERVISOR_ADD, named);
        break;
    case ASXB_OP_SUPERVISOR_ADD:
        follow(p,
               percent(p, 65) ? ASXB_OP_SUPERVISOR_ADD
                              : ASXB_OP_SUPERVISOR_COMPILE,
               first);
        break;
    case ASXB_OP_SUPERVISOR_COMPILE:
        follow(p, ASXB_OP_SUPERVISOR_START, first);
        break;
    case ASXB_OP_NAME_RESERVE:
        follow(p, ASXB_OP_NAME_ACTIVATE, named);
        break;
    default:
        break;
    }
}

static void learn(asxn_random_program *p, uint32_t opcode,
                  const uint64_t *arguments, int64_t answer)
{
    uint32_t verdict = (uint32_t)answer >> ASX_ANSWER_SHIFT;
    uint64_t named;

    p->followup = 0;
    /* Where nothing begins any more is no place to try again. */
    if (answer == ASX_E_CLOSED)
        forget(pool_of(p, 'r'), arguments[0]);
    if (answer < 0)
        return;
    named = learn_name(p, (uint32_t)answer);
    switch (opcode) {
    case ASXB_OP_CAPSULE_OPEN:
        follow(p, ASXB_OP_CAPSULE_SUBMIT, named);
        break;
    case ASXB_OP_PUMP_NEXT:
        p->current = named;
        if (named == 0)
            follow(p, ASXB_OP_PUMP_END, 0);
        break;
    case ASXB_OP_PUMP_END:
        follow(p, ASXB_OP_ACTION_NEXT, 0);
        break;
    case ASXB_OP_TASK_FINISH:
    case ASXB_OP_TASK_FINALIZED:
        if (answer & ASX_FINISH_FINALIZE)
            follow(p, ASXB_OP_TASK_FINALIZED, arguments[0]);
        else if (arguments[0] == p->current)
            p->current = 0;
        break;
    case ASXB_OP_CAPSULE_ABORTED:
        follow(p, ASXB_OP_CAPSULE_LET_GO, arguments[0]);
        break;
    case ASXB_OP_CHANNEL_RESERVE:
        if (verdict == ASX_VERDICT_READY)
            follow(p,
                   percent(p, 80) ? ASXB_OP_CHANNEL_COMMIT
                                  : ASXB_OP_CHANNEL_CALL,
                   named);
        break;
    case ASXB_OP_CHANNEL_RECEIVE:
        if (verdict == ASX_VERDICT_CALL)
            follow(p, ASXB_OP_CALL_REPLY, named);
        break;
    case ASXB_OP_LOCK_ACQUIRE:
        if (verdict == ASX_VERDICT_READY && percent(p, 50))
            follow(p,
                   percent(p, 70) ? ASXB_OP_OBLIGATION_COMMIT
                                  : ASXB_OP_OBLIGATION_ABORT,
                   named);
        break;
    case ASXB_OP_ACTION_NEXT:
        learn_notice(p, (uint32_t)answer);
        break;
    default:
        learn_supervision(p, opcode, arguments[0], named);
        break;
    }
    learn_wait(p);
}

void asxn_random_program_begin(asxn_random_program *p, asxn_machine *machine,
                               uint64_t seed, const asxn_profile *profile)
{
    uint32_t opcode;

    memset(p, 0, sizeof *p);
    p->machine = machine;
    p->state = seed;
    p->profile = profile;
    for (opcode = 0; opcode <= ASXN_OPCODE_MAX; opcode++) {
        p->weights[opcode] = (uint8_t)asxn_profile_weight(profile, opcode);
        p->weight_total += p->weights[opcode];
    }
    keep(p, 'r', asx_region_root(&machine->rt).bits);
}

/* What would end everything early goes elsewhere: a close of the root, and a
 * task in it, whose failure would cancel it. */
static void spare_the_root(asxn_random_program *p, uint32_t *opcode,
                           uint64_t *arguments)
{
    if (arguments[0] != asx_region_root(&p->machine->rt).bits ||
        below(p, 1000) == 0)
        return;
    switch (*opcode) {
    case ASXB_OP_REGION_CLOSE:
    case ASXB_OP_REGION_CANCEL:
    case ASXB_OP_TASK_SPAWN:
        arguments[0] = pick_live(p, 'r');
        if (arguments[0] != asx_region_root(&p->machine->rt).bits)
            break;
        *opcode = ASXB_OP_REGION_OPEN;
        arguments[1] = below(p, ASX_REGION_FLAGS_ALL + 1);
        arguments[2] = below(p, 100);
        break;
    default:
        break;
    }
}

/* Mostly a plan that can be compiled, else nothing would ever be supervised. */
static void spare_the_plan(asxn_random_program *p, uint32_t opcode,
                           uint64_t *arguments)
{
    if (percent(p, 10))
        return;
    if (opcode == ASXB_OP_SUPERVISOR_OPEN) {
        arguments[1] = below(p, ASX_STRATEGY_COUNT);
        arguments[2] = 0;
    } else if (opcode == ASXB_OP_SUPERVISOR_ADD) {
        arguments[1] = 1 + below(p, 60);
        arguments[2] = below(p, ASX_CHILD_POLICY_COUNT);
        arguments[3] = below(p, ASX_CHILD_FLAGS_ALL + 1);
    } else if (opcode == ASXB_OP_NAME_RESERVE) {
        arguments[1] = 1 + below(p, 60);
    }
}

uint32_t asxn_random_program_step(asxn_random_program *p)
{
    uint64_t arguments[ASXB_ARGUMENTS_MAX] = {0};
    uint32_t opcode = pick_opcode(p);
    const char *letters = asxb_input_shape_of(opcode)->arguments;
    uint32_t i;

    for (i = 0; letters[i] != '\0'; i++)
        arguments[i] = pick_argument(p, opcode, letters[i]);
    if (opcode == p->followup && p->followup_handle != 0 && percent(p, 90))
        arguments[0] = p->followup_handle;
    spare_the_root(p, &opcode, arguments);
    spare_the_plan(p, opcode, arguments);
    p->answer = asxn_machine_call(p->machine, opcode, arguments);
    learn(p, opcode, arguments, p->answer);
    return opcode;
}
