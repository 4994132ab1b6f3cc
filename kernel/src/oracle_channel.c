/* oracle_channel.c -- reserve, then commit or abort; nothing lost or twice.
 *
 * Owns: put, taken and their hashes, capacity, permits, object, seen, sent,
 * the flags USED and MUTE.
 *
 * Values are not kept. Whenever as many have come out as went in, a hash of
 * what came out, in order, is that of what went in; so what is lost, doubled
 * or out of turn shows when the queue is empty next.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static bool is_queue(const struct asxi_watched *channel)
{
    return channel->subkind != ASX_CHANNEL_WATCH;
}

static uint32_t queued(const struct asxi_watched *channel)
{
    return is_queue(channel) ? channel->put - channel->taken : 0;
}

static uint64_t fold(uint64_t hash, uint32_t token)
{
    hash = (hash ^ (token + 1u)) * UINT64_C(0x9fb21c651e98df25);
    return hash << 29 | hash >> 35;
}

static void open_channel(const asx_event *e, struct asxi_watched *w)
{
    w->subkind = (uint8_t)e->a;
    w->capacity = e->b;
}

/* The permit in `slot`: reserved, and for this channel. */
static struct asxi_watched *permit_of(asx_oracle *o,
                                      const struct asxi_watched *w,
                                      uint32_t slot)
{
    struct asxi_watched *permit =
        asxi_watched_live(o, slot, ASX_KIND_OBLIGATION);

    if (asxi_watched_is_hidden(o, slot))
        return NULL;
    if (permit == NULL || permit->object != asxi_watched_slot(o, w) ||
        permit->flags & ASXI_WATCHED_USED) {
        asxi_oracle_tell(o, ASX_FINDING_NO_PERMIT, w,
                         permit ? permit->stepped : 0, 0, slot);
        return NULL;
    }
    return permit;
}

static void expect_room(asx_oracle *o, const struct asxi_watched *w)
{
    uint32_t used = queued(w) + w->permits + w->aside[ASXI_TURN_OTHER];

    if ((w->subkind == ASX_CHANNEL_MPSC || w->subkind == ASX_CHANNEL_SESSION) &&
        used > w->capacity)
        asxi_oracle_tell(o, ASX_FINDING_OVER_CAPACITY, w, w->born, w->capacity,
                         used);
}

static void reserve(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    (void)permit_of(o, w, e->a);
    if (w->flags & ASXI_WATCHED_MUTE)
        asxi_oracle_tell(o, ASX_FINDING_SENT_AFTER_END, w, w->stepped, 0, e->a);
    w->permits++;
    expect_room(o, w);
    if (w->subkind == ASX_CHANNEL_ONESHOT) /* the right to send is used up */
        w->flags |= ASXI_WATCHED_MUTE;
}

static void use(asx_oracle *o, const asx_event *e, struct asxi_watched *w,
                bool sent)
{
    struct asxi_watched *permit = permit_of(o, w, e->a);

    if (permit == NULL)
        return;
    permit->flags |= ASXI_WATCHED_USED;
    permit->sent = sent;
}

static void commit(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    use(o, e, w, true);
    if (w->state == ASX_CHANNEL_CLOSED)
        asxi_oracle_tell(o, ASX_FINDING_SENT_AFTER_END, w, w->stepped, 0, e->b);
    w->put++;
    w->put_hash = fold(w->put_hash, e->b);
    if (!is_queue(w) || queued(w) > w->capacity)
        asxi_oracle_require(o, ASX_EVENT_CHANNEL_EVICTED, e->subject,
                            ASX_FINDING_OVER_CAPACITY);
}

static void take(asx_oracle *o, struct asxi_watched *w, uint32_t token)
{
    if (!is_queue(w))
        return; /* its value is in no queue */
    if (queued(w) == 0) {
        asxi_oracle_tell(o, ASX_FINDING_TAKEN_TWICE, w, w->stepped, 0, token);
        return;
    }
    w->taken++;
    w->taken_hash = fold(w->taken_hash, token);
    if (queued(w) == 0 && w->put_hash != w->taken_hash) {
        asxi_oracle_tell(o, ASX_FINDING_TAKEN_OUT_OF_TURN, w, w->stepped,
                         w->put, token);
        w->taken_hash = w->put_hash; /* told once */
    }
}

static void close_channel(asx_oracle *o, const asx_event *e,
                          struct asxi_watched *w)
{
    bool dropped =
        w->subkind == ASX_CHANNEL_SESSION && e->a == ASX_CHANNEL_END_RELEASED;

    if (!dropped && e->b != queued(w))
        asxi_oracle_tell(o, ASX_FINDING_TAKEN_TWICE, w, w->stepped, queued(w),
                         e->b);
    w->flags |= ASXI_WATCHED_MUTE;
}

/* The ledger says of a permit what the channel said of it, and of the debt of a
 * reply what became of the call. */
static void resolve(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    struct asxi_watched *object = asxi_watched_at(o, w->object);
    bool committed = e->kind == ASX_EVENT_OBLIGATION_COMMITTED;

    if (object == NULL || object->flags & ASXI_WATCHED_ENDED)
        return;
    if (object->kind == ASX_KIND_CHANNEL) {
        if (committed != w->sent)
            asxi_oracle_tell(o, ASX_FINDING_COMMIT_AND_ABORT, w,
                             object->stepped, w->sent, e->kind);
        if (object->permits > 0)
            object->permits--;
    } else if (object->kind == ASX_KIND_CALL) {
        if (committed != (object->state == ASX_CALL_REPLIED))
            asxi_oracle_tell(o, ASX_FINDING_COMMIT_AND_ABORT, w,
                             object->stepped, object->state, e->kind);
        if (object->state == ASX_CALL_TAKEN)
            asxi_oracle_require(o, ASX_EVENT_CALL_STEP, w->object,
                                ASX_FINDING_CALL_UNANSWERED);
    }
}

static void open_receiver(asx_oracle *o, const asx_event *e,
                          struct asxi_watched *w)
{
    const struct asxi_watched *channel =
        asxi_watched_live(o, e->a, ASX_KIND_CHANNEL);

    w->object = e->a;
    w->seen = channel ? channel->put : 0;
}

/* A broadcast is seen one by one; of a watch channel the latest. */
static void see(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *channel =
        asxi_watched_live(o, w->object, ASX_KIND_CHANNEL);
    uint32_t expected = w->seen + 1;

    if (channel && !is_queue(channel))
        expected = channel->put;
    if (channel && e->b != expected)
        asxi_oracle_tell(o, ASX_FINDING_VERSION_WRONG, w, channel->stepped,
                         expected, e->b);
    w->seen = e->b;
}

static void lag(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    const struct asxi_watched *channel =
        asxi_watched_live(o, w->object, ASX_KIND_CHANNEL);
    uint32_t oldest;

    if (channel == NULL)
        return;
    oldest = channel->put - queued(channel);
    if (e->b != oldest - w->seen)
        asxi_oracle_tell(o, ASX_FINDING_VERSION_WRONG, w, channel->stepped,
                         oldest - w->seen, e->b);
    w->seen = oldest;
}

void asxi_oracle_channel(asx_oracle *o, const asx_event *e,
                         struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_CHANNEL_OPENED:
        open_channel(e, w);
        return;
    case ASX_EVENT_CHANNEL_CLOSED:
        close_channel(o, e, w);
        return;
    case ASX_EVENT_CHANNEL_RESERVED:
        reserve(o, e, w);
        return;
    case ASX_EVENT_CHANNEL_COMMITTED:
        commit(o, e, w);
        return;
    case ASX_EVENT_CHANNEL_RETURNED:
        use(o, e, w, false);
        return;
    case ASX_EVENT_CHANNEL_RECEIVED:
    case ASX_EVENT_CHANNEL_EVICTED:
        take(o, w, e->a);
        return;
    case ASX_EVENT_RECEIVER_LAGGED:
        lag(o, e, w);
        return;
    case ASX_EVENT_RECEIVER_OPENED:
        open_receiver(o, e, w);
        return;
    case ASX_EVENT_RECEIVER_SEEN:
        see(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_BOUND:
        w->object = e->a;
        w->units = e->b;
        return;
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_ABORTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
        resolve(o, e, w);
        return;
    default:
        return;
    }
}

#endif
