#include "exhaustive_search.h"

#include <stdlib.h>
#include <string.h>

#include "exhaustive_oracle.h"

static void keep(asxn_search *s, uint32_t depth, uint32_t state)
{
    asxn_snapshot *to = &s->line[depth];
    size_t bytes = asx_snapshot_bytes(&s->client.rt);

    if (to->data == NULL)
        to->data = malloc(s->client.rt.bytes);
    if (to->data == NULL)
        abort();
    memcpy(to->data, s->client.rt.base, bytes);
    to->bytes = bytes;
    to->state = state;
}

static void restore(asxn_search *s, uint32_t depth)
{
    const asxn_snapshot *from = &s->line[depth];

    if (asx_snapshot_restore(&s->client.rt, from->data, from->bytes) != ASX_OK)
        abort();
}

/* The canonical form, and what is used up of the bounds. */
uint64_t asxn_search_hash(asxn_search *s)
{
    const asxn_memory *memory = asxn_client_memory(&s->client);
    uint64_t used[2] = {0};

    memcpy(used, memory, sizeof memory->used + 1);
    asxn_client_read(&s->client, &s->form);
    s->form.words[s->form.word_count] = used[0];
    s->form.words[s->form.word_count + 1] = used[1];
    return asxn_hash(s->form.words, s->form.word_count + 2, 0);
}

void asxn_search_open(asxn_search *s, const asxn_bounds *bounds,
                      uint32_t most_states)
{
    bool is_new;

    memset(s, 0, sizeof *s);
    asxn_client_open(&s->client, bounds);
    asxn_states_open(&s->states, most_states);
    asxn_ended_open(&s->ended);
    asxn_client_reset(&s->client);
    keep(s, 0, 0);
    asxn_states_add(&s->states, asxn_search_hash(s), ASXN_STATE_NONE, 0,
                    &is_new);
}

void asxn_search_close(asxn_search *s)
{
    for (uint32_t i = 0; i < ASXN_DEPTH_MAX; i++)
        free(s->line[i].data);
    asxn_states_close(&s->states);
    asxn_ended_close(&s->ended);
    asxn_client_close(&s->client);
}

/* Goes back to the nearest ancestor that is kept, and forward from there. */
void asxn_search_visit(asxn_search *s, uint32_t state)
{
    asxn_action path[ASXN_DEPTH_MAX];
    uint32_t steps = 0, at = state, depth = s->states.list[state].depth;

    if (depth >= ASXN_DEPTH_MAX)
        abort();
    while (s->line[depth].data == NULL || s->line[depth].state != at) {
        path[steps++] = s->states.list[at].action;
        at = s->states.list[at].parent;
        depth--;
    }
    restore(s, depth);
    while (steps > 0) {
        asx_report report;

        asxn_client_perform(&s->client, path[--steps]);
        while (asx_report_next(&s->client.rt, &report))
            continue;
        depth++;
        /* Which state it is has to be told by the path. */
        at = state;
        while (s->states.list[at].depth > depth)
            at = s->states.list[at].parent;
        keep(s, depth, at);
    }
}

static bool fail(asxn_search *s, const char *broken)
{
    if (s->broken == NULL)
        s->broken = broken;
    return broken != NULL;
}

/* Everything ends, from every state, whether bodies cooperate or hang. */
static void check_ends(asxn_search *s, uint32_t depth)
{
    for (int is_hung = 0; is_hung < 2; is_hung++) {
        restore(s, depth);
        s->end_count++;
        if (fail(s, asxn_oracle_end(&s->client, &s->ended, is_hung != 0)))
            return;
    }
}

/* A call without an event has changed nothing. */
static bool is_idle(asxn_search *s, asxn_action action)
{
    if (s->client.rt.event_count > 0 ||
        ASXN_ACTION_OP(action) == ASXN_OP_NOTICE)
        return false;
    asxn_client_read(&s->client, &s->form);
    if (asxn_hash(s->form.words, s->form.word_count, 0) != s->parent_form)
        fail(s, "a call without an event has changed something");
    return true;
}

static void take(asxn_search *s, asxn_action action)
{
    uint32_t next;
    bool is_new;

    s->broken_action = action;
    asxn_client_perform(&s->client, action);
    s->transition_count++;
    if (fail(s, asxn_oracle_step(&s->client, &s->view, action)) ||
        is_idle(s, action))
        return;
    next = asxn_states_add(&s->states, asxn_search_hash(s), s->cursor, action,
                           &is_new);
    if (next == ASXN_STATE_NONE) {
        s->is_full = true;
    } else if (!is_new && next != s->cursor) {
        s->merge_count++;
        if (s->merge_every && s->merge_count % s->merge_every == 0)
            fail(s, asxn_search_compare(s, action, next));
    }
}

static void expand(asxn_search *s, uint32_t state)
{
    uint32_t depth = s->states.list[state].depth;

    s->broken_state = state;
    s->broken_action = 0;
    asxn_search_visit(s, state);
    asxn_client_view(&s->client, &s->view);
    if (fail(s, asxn_oracle_state(&s->client, &s->view)))
        return;
    asxn_search_hash(s);
    s->parent_form = asxn_hash(s->form.words, s->form.word_count, 0);
    s->action_count =
        asxn_client_actions(&s->client, &s->view, &s->form, s->actions);
    check_ends(s, depth);
    for (uint32_t i = 0; i < s->action_count && !s->broken; i++) {
        restore(s, depth);
        take(s, s->actions[i]);
    }
}

bool asxn_search_advance(asxn_search *s, uint32_t count)
{
    for (; count > 0 && s->cursor < s->states.count && !s->broken; count--) {
        expand(s, s->cursor);
        if (!s->broken)
            s->cursor++;
    }
    return s->cursor < s->states.count && !s->broken;
}

void asxn_search_tell(asxn_search *s, FILE *out)
{
    asxn_action path[ASXN_DEPTH_MAX];
    uint32_t steps = 0, at = s->broken_state;

    for (; s->states.list[at].parent != ASXN_STATE_NONE;
         at = s->states.list[at].parent)
        path[steps++] = s->states.list[at].action;
    fprintf(out, "# %s\n", s->broken);
    s->client.out = out;
    asxn_client_reset(&s->client);
    while (steps > 0)
        asxn_client_perform(&s->client, path[--steps]);
    if (s->broken_action != 0) {
        fprintf(out, "# and now:\n");
        fflush(out);
        asxn_client_perform(&s->client, s->broken_action);
    }
    s->client.out = NULL;
    fprintf(out, "check\n");
}
