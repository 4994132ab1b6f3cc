/* oracle_grant.c -- permits are conserved: what is set aside is not lost.
 *
 * Owns: granted and what of it, turn, aside. Whoever waited longest is granted
 * what comes free; nobody else gets it before (rule channel.fifo). A grant ends
 * in one of two ways: its task claims it, or it is returned and goes on (rule
 * channel.baton).
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

/* What it was granted something by, unless that is gone. */
static struct asxi_watched *granter(asx_oracle *o,
                                    const struct asxi_watched *task)
{
    struct asxi_watched *object = asxi_watched_at(o, task->granted);

    return object && object->born < task->granted_at ? object : NULL;
}

static void settle_grant(asx_oracle *o, struct asxi_watched *task)
{
    struct asxi_watched *object = granter(o, task);

    if (object && object->aside[task->turn] >= task->granted_units)
        object->aside[task->turn] -= task->granted_units;
    task->granted = 0;
}

/* Claimed in silence: the channel has closed, or the lock was over since, and
 * the task was told so. */
static bool is_moot(asx_oracle *o, const struct asxi_watched *task)
{
    const struct asxi_watched *object = granter(o, task);

    return object == NULL || object->flags & ASXI_WATCHED_ENDED ||
           (object->flags & ASXI_WATCHED_MUTE &&
            task->turn == ASXI_TURN_OTHER) ||
           (object->kind == ASX_KIND_LOCK &&
            object->stepped > task->granted_at);
}

/* `task` goes on without claiming. */
static void expect_none(asx_oracle *o, struct asxi_watched *task)
{
    if (task->granted == 0)
        return;
    if (!is_moot(o, task))
        asxi_oracle_tell(o, ASX_FINDING_BATON_DROPPED, task, task->placed, 0,
                         task->granted);
    settle_grant(o, task);
}

static void grant(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *task = asxi_watched_live(o, e->a, ASX_KIND_TASK);
    enum asxi_turn turn;

    if (task == NULL)
        return;
    turn = asxi_turn_of(task->wait);
    if (w->first[turn] != e->a)
        asxi_oracle_tell(o, ASX_FINDING_BARGED, task, task->placed,
                         w->first[turn], e->a);
    expect_none(o, task);
    task->granted = e->subject;
    task->turn = (uint8_t)turn;
    task->granted_at = o->events;
    task->granted_units = e->b;
    w->aside[turn] += e->b;
    asxi_oracle_require(o, ASX_EVENT_TASK_WOKEN, e->a,
                        ASX_FINDING_BATON_DROPPED);
}

static void give_back(asx_oracle *o, const asx_event *e,
                      const struct asxi_watched *w)
{
    struct asxi_watched *task = asxi_watched_live(o, e->a, ASX_KIND_TASK);

    if (task == NULL)
        return;
    if (task->granted != e->subject)
        asxi_oracle_tell(o, ASX_FINDING_RETURNED_UNGRANTED, w, task->placed,
                         task->granted, e->subject);
    settle_grant(o, task);
}

/* `task` takes from `w` what it was granted; without a grant nobody may be
 * waiting for the same. */
static void claim(asx_oracle *o, const struct asxi_watched *w,
                  uint32_t task_slot, enum asxi_turn turn)
{
    struct asxi_watched *task = asxi_watched_live(o, task_slot, ASX_KIND_TASK);
    uint32_t first;

    if (task == NULL)
        return;
    if (task->granted == asxi_watched_slot(o, w) &&
        (w->kind == ASX_KIND_LOCK || task->turn == turn)) {
        settle_grant(o, task);
        return;
    }
    expect_none(o, task);
    first = w->first[turn];
    if (w->kind == ASX_KIND_LOCK && first == 0)
        first = w->first[ASXI_TURN_OTHER];
    if (w->subkind == ASX_LOCK_BARRIER && w->kind == ASX_KIND_LOCK)
        first = 0; /* the last to come lets the others go */
    if (first != 0)
        asxi_oracle_tell(o, ASX_FINDING_BARGED, task, o->at[first].placed,
                         first, task_slot);
}

void asxi_oracle_grant(asx_oracle *o, const asx_event *e,
                       struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_GRANTED:
        grant(o, e, w);
        return;
    case ASX_EVENT_GRANT_RETURNED:
        give_back(o, e, w);
        return;
    case ASX_EVENT_CHANNEL_RESERVED:
        claim(o, w, e->b, ASXI_TURN_OTHER);
        return;
    case ASX_EVENT_LOCK_ACQUIRED:
    case ASX_EVENT_CHANNEL_RECEIVED:
        claim(o, w, e->b, ASXI_TURN_PLAIN);
        return;
    case ASX_EVENT_TASK_PARKED:
    case ASX_EVENT_TASK_COMPLETED:
    case ASX_EVENT_FINALIZER_STARTED:
        expect_none(o, w);
        return;
    default:
        return;
    }
}

#endif
