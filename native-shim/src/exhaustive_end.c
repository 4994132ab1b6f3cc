/* That everything ends: from wherever it is, once the root is cancelled. */
#include "asx/describe.h"
#include "exhaustive_oracle.h"
#include "exhaustive_states.h"

#define STEPS_MAX 1000

/* Lets one body go on: it ends, or its finalizer does. False if none can. */
static bool end_one(asxn_client *c, const asxn_view *view)
{
    for (uint32_t slot = 1; slot <= view->slots_used; slot++) {
        bool is_finalizing = asxn_client_memory(c)->finalizing >> slot & 1;

        if (!asxn_object_is_stepping(&view->at[slot]))
            continue;
        asxn_client_perform(c, is_finalizing
                                   ? ASXN_ACTION(ASXN_OP_FINALIZED, slot, 0)
                                   : ASXN_ACTION(ASXN_OP_FINISH, slot, 0));
        return true;
    }
    return false;
}

/* One step of a fair host; false if there is nothing to do. */
static bool go_on(asxn_client *c, bool is_hung)
{
    asxn_view view = {.slots_used = 0};

    if (asx_notice_pending(&c->rt)) {
        asxn_client_perform(c, ASXN_ACTION(ASXN_OP_NOTICE, 0, 0));
        return true;
    }
    if (!is_hung) {
        asxn_client_view(c, &view);
        if (end_one(c, &view))
            return true;
    }
    if (asx_has_next(&c->rt)) {
        asxn_client_perform(
            c, ASXN_ACTION(ASXN_OP_DISPATCH, 0, asx_choice_count(&c->rt)));
        return true;
    }
    if (asx_runtime_counter(&c->rt, ASX_COUNTER_TIMERS) > 0) {
        asxn_client_perform(c, ASXN_ACTION(ASXN_OP_TIME, 0, 0));
        return true;
    }
    return false;
}

static const char *check_empty(const asxn_client *c)
{
    const asx_runtime *rt = &c->rt;
    uint32_t slots = (uint32_t)asx_runtime_counter(rt, ASX_COUNTER_SLOTS_USED);

    if (asx_runtime_counter(rt, ASX_COUNTER_TASKS_LIVE) > 0)
        return "a task never ends";
    if (asx_runtime_counter(rt, ASX_COUNTER_OBLIGATIONS_LIVE) > 0)
        return "an obligation is never resolved";
    if (asx_runtime_counter(rt, ASX_COUNTER_REGIONS_LIVE) > 0)
        return "a region never closes";
    for (uint32_t slot = 2; slot <= slots; slot++)
        if (asx_generation(rt, slot) != 0)
            return "something was never told to be over";
    return NULL;
}

/* Hung and not are two runs, so two hashes of one state. What is used up of the
 * bounds is no part of it: nothing is bounded here. */
static uint64_t hash_of(const asxn_client *c, bool is_hung)
{
    static asx_canonical form;

    asxn_client_read(c, &form);
    return asxn_hash(form.words, form.word_count, 1 + is_hung);
}

const char *asxn_oracle_end(asxn_client *c, asxn_ended *ended, bool is_hung)
{
    uint64_t passed[STEPS_MAX];
    uint32_t steps = 0;
    bool is_known = false;
    asx_report report;

    asxn_client_perform(c, ASXN_ACTION(ASXN_OP_CANCEL_REGION, 1, 1));
    do {
        while (asx_report_next(&c->rt, &report))
            continue;
        if (steps == STEPS_MAX)
            return "it goes on for ever";
        passed[steps] = hash_of(c, is_hung);
        is_known = asxn_ended_has(ended, passed[steps++]);
    } while (!is_known && go_on(c, is_hung));
    if (c->broken)
        return c->broken;
    if (!is_known && check_empty(c))
        return check_empty(c);
    /* Only a run that came to its end vouches for where it came by. */
    while (steps > 0)
        asxn_ended_add(ended, passed[--steps]);
    return NULL;
}
