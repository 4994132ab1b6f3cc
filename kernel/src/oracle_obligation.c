/* oracle_obligation.c -- every obligation has one holder and one end.
 *
 * Owns: holder and its list, ledger, leaking. An IoOp may outlive its holder:
 * then the region alone waits for it. Ending a holder walks what it still
 * holds, each of which leaves the list, so that is O(1) amortised.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static struct asxi_watched *region_of(asx_oracle *o,
                                      const struct asxi_watched *w)
{
    return asxi_watched_live(o, w->parent, ASX_KIND_REGION);
}

static void unlink(asx_oracle *o, struct asxi_watched *w)
{
    struct asxi_watched *holder = asxi_watched_at(o, w->holder);

    if (w->held_prev)
        o->at[w->held_prev].held_next = w->held_next;
    else if (holder && holder->held == asxi_watched_slot(o, w))
        holder->held = w->held_next;
    if (w->held_next)
        o->at[w->held_next].held_prev = w->held_prev;
    w->holder = w->held_prev = w->held_next = 0;
}

static void hold(asx_oracle *o, struct asxi_watched *w, uint32_t holder_slot)
{
    struct asxi_watched *holder =
        asxi_watched_live(o, holder_slot, ASX_KIND_TASK);
    struct asxi_watched *region;

    w->holder = holder_slot;
    w->parent = 0;
    if (asxi_watched_live(o, holder_slot, ASX_KIND_REGION)) {
        w->holder = 0; /* no task holds it: its region alone waits for it */
        w->parent = holder_slot;
        region_of(o, w)->ledger++;
        return;
    }
    if (holder == NULL) {
        if (!asxi_watched_is_hidden(o, holder_slot))
            asxi_oracle_tell(o, ASX_FINDING_RESERVED_FOR_NOBODY, w, 0, 0,
                             holder_slot);
        return;
    }
    w->held_next = holder->held;
    if (holder->held)
        o->at[holder->held].held_prev = asxi_watched_slot(o, w);
    holder->held = asxi_watched_slot(o, w);
    w->parent = holder->parent;
    region = region_of(o, w);
    if (region)
        region->ledger++;
}

static void leave_ledger(asx_oracle *o, const struct asxi_watched *w)
{
    struct asxi_watched *region = region_of(o, w);

    if (region && region->ledger > 0)
        region->ledger--;
}

static void expect_holder(asx_oracle *o, const struct asxi_watched *w,
                          uint32_t found)
{
    if (w->holder != found)
        asxi_oracle_tell(o, ASX_FINDING_HOLDER_DIFFERS, w, w->placed, w->holder,
                         found);
}

static void transfer(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    expect_holder(o, w, e->a);
    unlink(o, w);
    leave_ledger(o, w);
    hold(o, w, e->b);
    w->placed = o->events;
}

/* Its timer, if there is one, goes with it. */
static void resolve(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    unlink(o, w);
    leave_ledger(o, w);
    if (w->armed)
        asxi_oracle_require(o, ASX_EVENT_TIMER_CANCELLED, e->subject,
                            ASX_FINDING_TIMER_LEFT);
}

/* Only what is ending leaks, and so it waits for nothing any more. It may end
 * others on its way, which leak too. */
static void leak(asx_oracle *o, const asx_event *e)
{
    struct asxi_watched *holder = asxi_watched_live(o, e->b, ASX_KIND_TASK);

    if (holder == NULL || holder->flags & ASXI_WATCHED_LEAKING)
        return;
    holder->flags |= ASXI_WATCHED_LEAKING;
    o->leaking++;
    asxi_oracle_unpark(o, holder);
}

static void end_holder(asx_oracle *o, struct asxi_watched *w)
{
    while (w->held) {
        struct asxi_watched *obligation = &o->at[w->held];

        if (obligation->subkind != ASX_OBLIGATION_IO_OP)
            asxi_oracle_tell(o, ASX_FINDING_OUTLIVES_HOLDER, obligation,
                             w->stepped, 0, asxi_watched_slot(o, w));
        unlink(o, obligation);
    }
    if (w->flags & ASXI_WATCHED_LEAKING)
        o->leaking--;
}

/* Whatever `w` is: nothing holds it and it holds nothing. */
void asxi_oracle_unhold(asx_oracle *o, struct asxi_watched *w)
{
    if (w->kind == ASX_KIND_OBLIGATION)
        unlink(o, w);
    while (w->held)
        unlink(o, &o->at[w->held]);
    if (w->flags & ASXI_WATCHED_LEAKING && !(w->flags & ASXI_WATCHED_ENDED))
        o->leaking--;
}

void asxi_oracle_obligation(asx_oracle *o, const asx_event *e,
                            struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_OBLIGATION_RESERVED:
        w->subkind = (uint8_t)e->a;
        hold(o, w, e->b);
        return;
    case ASX_EVENT_OBLIGATION_COMMITTED:
        expect_holder(o, w, e->b);
        resolve(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_ABORTED:
        w->why = (uint8_t)e->b;
        resolve(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_LEAKED:
        expect_holder(o, w, e->b);
        leak(o, e);
        resolve(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_TRANSFERRED:
        transfer(o, e, w);
        return;
    case ASX_EVENT_TASK_COMPLETED:
        end_holder(o, w);
        return;
    case ASX_EVENT_REGION_CLOSED:
        if (w->ledger > 0)
            asxi_oracle_tell(o, ASX_FINDING_LEDGER_NOT_EMPTY, w, w->stepped, 0,
                             w->ledger);
        return;
    default:
        return;
    }
}

#endif
