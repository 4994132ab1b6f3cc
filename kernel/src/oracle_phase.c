/* oracle_phase.c -- phases only advance.
 *
 * Owns: state, stepped, the flag STARTED. The tables are semantics sections 4,
 * 5, 7, 8 and 9, written down a second time.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

#define STATES 7
#define CAPSULE_COMPLETED 5

/* Bit n of row m: state n may follow state m. */
static const uint8_t task_steps[STATES] = {0x26, 0x24, 0x2c, 0x38, 0x30, 0};
static const uint8_t region_steps[STATES] = {0x02, 0x0c, 0x08, 0x10, 0, 0};
static const uint8_t capsule_steps[STATES] = {0x22, 0x14, 0x08, 0x10, 0x20, 0};
static const uint8_t call_steps[STATES] = {0x0a, 0x0c, 0, 0, 0, 0};
static const uint8_t lock_steps[STATES] = {0x16, 0x11, 0x19, 0, 0, 0};
static const uint8_t supervisor_steps[STATES] = {0x22, 0x24, 0x18, 0x10, 0x64};
static const uint8_t child_steps[STATES] = {0x2a, 0x0c, 0x08, 0x71, 0x20};
static const uint8_t pump_steps[STATES] = {0x06, 0x04, 0x03, 0, 0, 0};

static void step(asx_oracle *o, struct asxi_watched *w, uint32_t from,
                 uint32_t to, const uint8_t *steps)
{
    if (from != w->state)
        asxi_oracle_tell(o, ASX_FINDING_STEP_FROM_ELSEWHERE, w, w->stepped,
                         w->state, from);
    else if (from >= STATES || to >= STATES || !(steps[from] & 1u << to))
        asxi_oracle_tell(o, ASX_FINDING_STEP_FORBIDDEN, w, w->stepped, from,
                         to);
    w->state = (uint8_t)to;
    w->stepped = o->events;
}

static void step_pump(asx_oracle *o, const asx_event *e)
{
    if (o->pump != ASXI_ORACLE_UNKNOWN && e->a != o->pump)
        asxi_oracle_tell(o, ASX_FINDING_STEP_FROM_ELSEWHERE, NULL, 0, o->pump,
                         e->a);
    else if (e->a >= STATES || e->b >= STATES ||
             !(pump_steps[e->a] & 1u << e->b))
        asxi_oracle_tell(o, ASX_FINDING_STEP_FORBIDDEN, NULL, 0, e->a, e->b);
    o->pump = e->b;
}

static void expect_last(asx_oracle *o, const struct asxi_watched *w,
                        uint32_t last)
{
    if (w->state != last)
        asxi_oracle_tell(o, ASX_FINDING_END_WITHOUT_STEP, w, w->stepped, last,
                         w->state);
}

/* The first dispatch starts the body, and only that one. */
static void dispatch(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    bool starts = e->b == ASX_VERB_START || e->b == ASX_VERB_FINALIZE;

    if (starts == ((w->flags & ASXI_WATCHED_STARTED) != 0))
        asxi_oracle_tell(o, ASX_FINDING_STARTED_TWICE, w, w->placed, !starts,
                         e->b);
    w->flags |= ASXI_WATCHED_STARTED;
}

void asxi_oracle_phase(asx_oracle *o, const asx_event *e,
                       struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_TASK_STEP:
        step(o, w, e->a, e->b, task_steps);
        return;
    case ASX_EVENT_REGION_STEP:
        step(o, w, e->a, e->b, region_steps);
        return;
    case ASX_EVENT_CAPSULE_STEP:
        step(o, w, e->a, e->b, capsule_steps);
        return;
    case ASX_EVENT_LOCK_STEP:
        step(o, w, e->a, e->b, lock_steps);
        return;
    case ASX_EVENT_CALL_STEP:
        step(o, w, w->state, e->a, call_steps);
        return;
    case ASX_EVENT_SUPERVISOR_STEP:
        step(o, w, e->a, e->b, supervisor_steps);
        return;
    case ASX_EVENT_CHILD_STEP:
        step(o, w, e->a, e->b, child_steps);
        return;
    case ASX_EVENT_CHANNEL_CLOSED: /* without senders it is open still */
        if (e->a != ASX_CHANNEL_END_SENDERS)
            w->state = ASX_CHANNEL_CLOSED;
        w->stepped = o->events;
        return;
    case ASX_EVENT_PUMP_STEP:
        step_pump(o, e);
        return;
    case ASX_EVENT_TASK_COMPLETED:
        expect_last(o, w, ASX_TASK_COMPLETED);
        w->stepped = o->events;
        return;
    case ASX_EVENT_REGION_CLOSED:
        expect_last(o, w, ASX_REGION_CLOSED);
        w->stepped = o->events;
        return;
    case ASX_EVENT_TASK_DISPATCHED:
        dispatch(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_ABORTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
        w->stepped = o->events;
        return;
    default:
        return;
    }
}

#endif
