/* Whether states that are taken for one are one: the same random continuation
 * from both, action by action, has to give equal canonical forms. */
#include <string.h>

#include "exhaustive_search.h"

#define STEPS 24

struct side {
    asxn_client *client;
    unsigned char saved[65536];
    size_t bytes;
    asx_canonical form;
    asxn_view view;
    asxn_action actions[ASXN_ACTIONS_MAX];
    uint32_t count;
};

static void look(struct side *side)
{
    asxn_client_read(side->client, &side->form);
    asxn_client_view(side->client, &side->view);
    side->count = asxn_client_actions(side->client, &side->view, &side->form,
                                      side->actions);
    side->bytes = asx_snapshot_bytes(&side->client->rt);
    memcpy(side->saved, side->client->rt.base, side->bytes);
}

static void act(struct side *side, uint32_t index)
{
    asx_report report;

    if (asx_snapshot_restore(&side->client->rt, side->saved, side->bytes) !=
        ASX_OK)
        __builtin_trap();
    asxn_client_perform(side->client, side->actions[index]);
    while (asx_report_next(&side->client->rt, &report))
        continue;
    look(side);
}

static bool is_alike(const struct side *a, const struct side *b)
{
    return a->count == b->count && a->form.word_count == b->form.word_count &&
           memcmp(a->form.words, b->form.words,
                  a->form.word_count * sizeof a->form.words[0]) == 0;
}

const char *asxn_search_compare(asxn_search *s, asxn_action action,
                                uint32_t merged)
{
    static struct side one, two;
    uint64_t draws = s->merge_count * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t current = s->cursor;

    (void)action;
    one.client = two.client = &s->client;
    look(&one);
    asxn_search_visit(s, merged);
    look(&two);
    for (uint32_t step = 0; is_alike(&one, &two) && one.count > 0; step++) {
        uint32_t index;

        if (step == STEPS)
            break;
        draws = (draws ^ draws >> 31) * UINT64_C(0xbf58476d1ce4e5b9) + step;
        index = (uint32_t)((draws >> 32) % one.count);
        act(&one, index);
        act(&two, index);
    }
    asxn_search_visit(s, current);
    return is_alike(&one, &two) ? NULL : "two merged states come apart";
}
