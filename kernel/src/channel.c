/* channel.c -- owns channels: who may send, who gets what, and the end.
 *
 *   places:  queued + permits + set aside to send  <= capacity, if bounded
 *   values:  set aside to receive                  <= queued
 *
 * asxi_channel_serve makes both as tight as they can be after every change, so
 * nobody waits for what is there.
 */
#include "asx/channel.h"

#include "object.h"

/* A watch channel has its value instead of a queue, and may always be sent to.
 * The right to send on a oneshot is its one sender (rule oneshot.once). */
static bool has_place(const struct asxi_channel *channel)
{
    switch ((asx_channel_type)channel->type) {
    case ASX_CHANNEL_MPSC:
    case ASX_CHANNEL_SESSION:
        return channel->capacity == UINT32_MAX ||
               channel->queue.count + channel->permits +
                       channel->set_aside_send <
                   channel->capacity;
    case ASX_CHANNEL_ONESHOT:
        return channel->senders > channel->set_aside_send;
    case ASX_CHANNEL_EVICT:
    case ASX_CHANNEL_BROADCAST:
    case ASX_CHANNEL_WATCH:
        return true;
    }
    ASXI_UNREACHABLE();
}

bool asxi_channel_has_place(const struct asxi_channel *channel)
{
    return channel->object.others_head == 0 && has_place(channel);
}

bool asxi_channel_has_value(const struct asxi_channel *channel)
{
    return channel->object.cell.waiters_head == 0 &&
           channel->queue.count > channel->set_aside_receive;
}

/* Nothing will be sent that is not sent already (rule mpsc.drain). */
bool asxi_channel_is_ended(const struct asxi_channel *channel)
{
    return channel->object.cell.state == ASX_CHANNEL_CLOSED ||
           (channel->senders == 0 && channel->permits == 0);
}

/* Nobody who waits to send will get to it. */
static bool is_refusing(const struct asxi_channel *channel)
{
    return channel->object.cell.state == ASX_CHANNEL_CLOSED ||
           channel->senders == 0;
}

/* Grants what is there to those that have waited longest. */
void asxi_channel_serve(asx_runtime *rt, struct asxi_channel *channel)
{
    struct asxi_object *object = &channel->object;
    struct asxi_cell *cell = &object->cell;

    if (is_refusing(channel))
        asxi_others_wake(rt, object);
    while (object->others_head && has_place(channel)) {
        asxi_grant(rt, object, asxi_task(rt, object->others_head));
        channel->set_aside_send++;
    }
    if (channel->type == ASX_CHANNEL_BROADCAST ||
        channel->type == ASX_CHANNEL_WATCH)
        return; /* each of their receivers looks for itself */
    while (cell->waiters_head &&
           channel->queue.count > channel->set_aside_receive) {
        asxi_grant(rt, object, asxi_task(rt, cell->waiters_head));
        channel->set_aside_receive++;
    }
    if (asxi_channel_is_ended(channel))
        asxi_waiters_wake(rt, cell);
}

void asxi_channel_ungrant(asx_runtime *rt, struct asxi_channel *channel,
                          asx_wait wait)
{
    if (wait == ASX_WAIT_SEND)
        channel->set_aside_send--;
    else
        channel->set_aside_receive--;
    asxi_channel_serve(rt, channel);
}

static uint32_t capacity_of(asx_channel_type type, uint32_t asked)
{
    if (type == ASX_CHANNEL_ONESHOT || type == ASX_CHANNEL_WATCH)
        return 1;
    if (asked == 0 && type == ASX_CHANNEL_SESSION)
        return ASX_MAILBOX_CAPACITY;
    return asked == 0 ? UINT32_MAX : asked;
}

asx_status asx_channel_open(asx_runtime *rt, asx_region region,
                            asx_channel_type type, uint32_t capacity,
                            uint32_t label, asx_channel *out)
{
    struct asxi_channel *channel;
    struct asxi_object *object;
    asx_status status;

    if (type >= ASX_CHANNEL_TYPE_COUNT || capacity > ASX_CHANNEL_CAPACITY_MAX ||
        (capacity == 0 &&
         (type == ASX_CHANNEL_EVICT || type == ASX_CHANNEL_BROADCAST)))
        return ASX_E_ARGUMENT;
    status = asxi_object_create(rt, region, ASX_KIND_CHANNEL, label, &object);
    if (status != ASX_OK)
        return status;
    channel = (struct asxi_channel *)(void *)object;
    channel->type = type;
    channel->capacity = capacity_of(type, capacity);
    channel->senders = 1;
    if (type == ASX_CHANNEL_WATCH)
        channel->value = capacity;
    asxi_emit(rt, ASX_EVENT_CHANNEL_OPENED, &object->cell, type,
              channel->capacity);
    out->bits = asxi_handle(rt, &object->cell);
    return ASX_OK;
}

struct asxi_channel *asxi_channel_resolve(const asx_runtime *rt,
                                          asx_channel handle)
{
    return (struct asxi_channel *)(void *)asxi_object_resolve(rt, handle.bits,
                                                              ASX_KIND_CHANNEL);
}

asx_status asx_channel_attach(asx_runtime *rt, asx_channel handle)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, handle);

    if (channel == NULL)
        return ASX_E_STALE;
    if (channel->type == ASX_CHANNEL_ONESHOT)
        return ASX_E_STATE;
    if (is_refusing(channel))
        return ASX_E_DISCONNECTED;
    channel->senders++;
    return ASX_OK;
}

/* Receivers that wait for more have nothing to wait for, perhaps. */
static void tell_end(asx_runtime *rt, struct asxi_channel *channel,
                     asx_channel_end why)
{
    asxi_emit(rt, ASX_EVENT_CHANNEL_CLOSED, &channel->object.cell, why,
              channel->queue.count);
    asxi_channel_serve(rt, channel);
    if (asxi_channel_is_ended(channel))
        asxi_waiters_wake(rt, &channel->object.cell);
}

asx_status asx_channel_detach(asx_runtime *rt, asx_channel handle)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, handle);

    if (channel == NULL)
        return ASX_E_STALE;
    if (channel->senders == 0)
        return ASX_E_STATE;
    if (--channel->senders == 0)
        tell_end(rt, channel, ASX_CHANNEL_END_SENDERS);
    return ASX_OK;
}

asx_status asx_channel_close(asx_runtime *rt, asx_channel handle)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, handle);

    if (channel == NULL)
        return ASX_E_STALE;
    if (channel->object.cell.state == ASX_CHANNEL_OPEN) {
        channel->object.cell.state = ASX_CHANNEL_CLOSED;
        tell_end(rt, channel, ASX_CHANNEL_END_CLOSED);
    }
    return ASX_OK;
}

asx_status asx_channel_release(asx_runtime *rt, asx_channel handle)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, handle);

    if (channel == NULL)
        return ASX_E_STALE;
    asxi_object_close(rt, &channel->object);
    return ASX_OK;
}

/* Nobody has its handle any more: nothing more is sent, and only receivers of
 * its own can still read what there is. */
void asxi_channel_end(asx_runtime *rt, struct asxi_channel *channel)
{
    channel->object.cell.state = ASX_CHANNEL_CLOSED;
    if (channel->type == ASX_CHANNEL_SESSION)
        asxi_calls_abandon(rt, channel);
    if (channel->type != ASX_CHANNEL_WATCH)
        asxi_limits_give_queue(rt, channel->object.cell.parent,
                               4 * (channel->queue.count + channel->permits));
    tell_end(rt, channel, ASX_CHANNEL_END_RELEASED);
    asxi_waiters_wake(rt, &channel->object.cell);
}

/* A permit is resolved, and if committed, its token is queued already. */
void asxi_channel_resolved(asx_runtime *rt, struct asxi_channel *channel,
                           const struct asxi_ending *ending)
{
    bool was_ended = asxi_channel_is_ended(channel);

    channel->permits--;
    if (ending->end != ASX_OBLIGATION_COMMITTED &&
        channel->type != ASX_CHANNEL_WATCH)
        asxi_limits_give_queue(rt, channel->object.cell.parent, 4);
    asxi_channel_serve(rt, channel);
    if (!was_ended && asxi_channel_is_ended(channel))
        asxi_waiters_wake(rt, &channel->object.cell);
}
