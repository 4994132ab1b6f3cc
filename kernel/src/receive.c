/* receive.c -- taking what was sent: from a queue, or through a receiver.
 *
 * A value leaves the queue only in the call that answers it. Waiting sets one
 * aside, so a receiver that is cancelled while it waits has lost nothing (rules
 * channel.two_phase, channel.baton).
 */
#include "asx/channel.h"
#include "object.h"

#define ANSWER(verdict) ((verdict) * (1 << ASX_ANSWER_SHIFT))

static asx_status check_task(const struct asxi_task *task, const void *object)
{
    if (task == NULL || object == NULL)
        return ASX_E_STALE;
    return asxi_task_is_stepping(task) ? ASX_OK : ASX_E_STATE;
}

/* A call needs an obligation of whoever takes it: without one it stays. */
static asx_status check_take(asx_runtime *rt, const struct asxi_task *task,
                             const struct asxi_channel *channel)
{
    asx_status status = check_task(task, channel);

    if (status != ASX_OK || channel->type != ASX_CHANNEL_SESSION ||
        channel->queue.count == 0 ||
        !(asxi_queue_at(rt, &channel->queue, 0) & ASXI_ITEM_CALL))
        return status;
    status = asxi_obligation_admit(rt, task);
    if (status != ASX_OK)
        return status;
    return asxi_cells_ensure(rt, 1) ? ASX_OK : ASX_E_MEMORY;
}

static int32_t take(asx_runtime *rt, struct asxi_task *task,
                    struct asxi_channel *channel)
{
    uint32_t item = asxi_queue_pop(rt, &channel->queue);
    int32_t answer = (int32_t)item;

    asxi_limits_give_queue(rt, channel->object.cell.parent, 4);
    asxi_emit(rt, ASX_EVENT_CHANNEL_RECEIVED, &channel->object.cell, item,
              asxi_slot(rt, &task->cell));
    if (item & ASXI_ITEM_CALL)
        answer = asxi_call_take(rt, task, item & ~ASXI_ITEM_CALL);
    asxi_channel_serve(rt, channel); /* its place is free */
    return answer;
}

int32_t asx_channel_receive(asx_runtime *rt, asx_task handle,
                            asx_channel channel_handle, bool wait)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, channel_handle);
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = check_take(rt, task, channel);
    bool granted;

    if (verdict != ASX_OK)
        return verdict;
    if (channel->type == ASX_CHANNEL_BROADCAST ||
        channel->type == ASX_CHANNEL_WATCH)
        return ASX_E_STATE; /* through a receiver */
    verdict = asxi_grant_enter(rt, task, &channel->object, ASX_WAIT_RECEIVE, 1,
                               &granted);
    if (verdict != ASX_VERDICT_READY)
        return ANSWER(verdict);
    if (granted)
        channel->set_aside_receive--;
    if (granted || asxi_channel_has_value(channel))
        return take(rt, task, channel);
    if (asxi_channel_is_ended(channel))
        return ASX_E_DISCONNECTED;
    if (!wait)
        return ASX_E_FULL;
    return ANSWER(
        asxi_object_wait(rt, task, &channel->object, ASX_WAIT_RECEIVE, 1));
}

int32_t asx_channel_borrow(const asx_runtime *rt, asx_channel handle)
{
    const struct asxi_channel *channel = asxi_channel_resolve(rt, handle);

    if (channel == NULL)
        return ASX_E_STALE;
    return channel->type == ASX_CHANNEL_WATCH ? (int32_t)channel->value
                                              : ASX_E_STATE;
}

static struct asxi_receiver *resolve(const asx_runtime *rt, asx_receiver handle)
{
    return (struct asxi_receiver *)(void *)asxi_object_resolve(
        rt, handle.bits, ASX_KIND_RECEIVER);
}

static struct asxi_channel *channel_of(const asx_runtime *rt,
                                       const struct asxi_receiver *receiver)
{
    return (struct asxi_channel *)(void *)asxi_cell(rt, receiver->channel);
}

asx_status asx_receiver_open(asx_runtime *rt, asx_region region,
                             asx_channel channel_handle, asx_receiver *out)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, channel_handle);
    struct asxi_receiver *receiver;
    struct asxi_object *object;
    asx_status status;

    if (channel == NULL)
        return ASX_E_STALE;
    if (channel->type != ASX_CHANNEL_BROADCAST &&
        channel->type != ASX_CHANNEL_WATCH)
        return ASX_E_STATE;
    status = asxi_object_create(rt, region, ASX_KIND_RECEIVER,
                                channel->object.cell.label, &object);
    if (status != ASX_OK)
        return status;
    receiver = (struct asxi_receiver *)(void *)object;
    receiver->channel = ASX_HANDLE_SLOT(channel_handle);
    receiver->seen = channel->version;
    channel->receivers++;
    asxi_object_refer(&channel->object);
    asxi_emit(rt, ASX_EVENT_RECEIVER_OPENED, &object->cell, receiver->channel,
              0);
    out->bits = asxi_handle(rt, &object->cell);
    return ASX_OK;
}

asx_status asx_receiver_release(asx_runtime *rt, asx_receiver handle)
{
    struct asxi_receiver *receiver = resolve(rt, handle);

    if (receiver == NULL)
        return ASX_E_STALE;
    asxi_object_close(rt, &receiver->object);
    return ASX_OK;
}

/* Its tasks wait for the channel; they look again and find it stale. */
void asxi_receiver_end(asx_runtime *rt, struct asxi_receiver *receiver)
{
    struct asxi_channel *channel = channel_of(rt, receiver);

    asxi_emit(rt, ASX_EVENT_RECEIVER_CLOSED, &receiver->object.cell,
              receiver->channel, 0);
    channel->receivers--;
    asxi_waiters_wake(rt, &channel->object.cell);
    asxi_object_unrefer(rt, &channel->object);
}

/* `by`: the slot of the task that receives, or zero. */
static int32_t see(asx_runtime *rt, struct asxi_receiver *receiver,
                   uint64_t version, uint32_t token, uint32_t by)
{
    receiver->seen = version;
    asxi_emit(rt, ASX_EVENT_RECEIVER_SEEN, &receiver->object.cell, by,
              (uint32_t)version);
    return (int32_t)token;
}

/* Rule broadcast.lag: told once, then it goes on with the oldest. */
static int32_t lag(asx_runtime *rt, struct asxi_receiver *receiver,
                   uint64_t oldest, uint32_t by)
{
    uint64_t missed = oldest - receiver->seen;
    uint32_t told =
        missed < ASX_ANSWER_MASK ? (uint32_t)missed : ASX_ANSWER_MASK;

    receiver->seen = oldest;
    asxi_emit(rt, ASX_EVENT_RECEIVER_LAGGED, &receiver->object.cell, by, told);
    return (int32_t)(told | (uint32_t)ASX_VERDICT_LAGGED << ASX_ANSWER_SHIFT);
}

int32_t asx_receiver_receive(asx_runtime *rt, asx_task handle,
                             asx_receiver receiver_handle, bool wait)
{
    struct asxi_receiver *receiver = resolve(rt, receiver_handle);
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = check_task(task, receiver);
    uint32_t by = ASX_HANDLE_SLOT(handle);
    struct asxi_channel *channel;
    uint64_t oldest;

    if (verdict != ASX_OK)
        return verdict;
    verdict = asxi_task_enter(rt, task);
    if (verdict != ASX_VERDICT_READY)
        return ANSWER(verdict);
    channel = channel_of(rt, receiver);
    oldest = channel->version - channel->queue.count;
    /* An unseen value beats closed (rule watch.unseen). */
    if (receiver->seen < channel->version) {
        if (channel->type == ASX_CHANNEL_WATCH)
            return see(rt, receiver, channel->version, channel->value, by);
        if (receiver->seen < oldest)
            return lag(rt, receiver, oldest, by);
        return see(rt, receiver, receiver->seen + 1,
                   asxi_queue_at(rt, &channel->queue,
                                 (uint32_t)(receiver->seen - oldest)),
                   by);
    }
    if (asxi_channel_is_ended(channel))
        return ASX_E_DISCONNECTED;
    if (!wait)
        return ASX_E_FULL;
    return ANSWER(asxi_task_park_on(rt, task, ASX_WAIT_RECEIVE,
                                    &channel->object.cell, 0));
}

int32_t asx_receiver_update(asx_runtime *rt, asx_receiver handle)
{
    struct asxi_receiver *receiver = resolve(rt, handle);
    const struct asxi_channel *channel;

    if (receiver == NULL)
        return ASX_E_STALE;
    channel = channel_of(rt, receiver);
    if (channel->type != ASX_CHANNEL_WATCH)
        return ASX_E_STATE;
    return see(rt, receiver, channel->version, channel->value, 0);
}

int32_t asx_receiver_borrow(const asx_runtime *rt, asx_receiver handle)
{
    const struct asxi_receiver *receiver = resolve(rt, handle);
    const struct asxi_channel *channel;

    if (receiver == NULL)
        return ASX_E_STALE;
    channel = channel_of(rt, receiver);
    return channel->type == ASX_CHANNEL_WATCH ? (int32_t)channel->value
                                              : ASX_E_STATE;
}

int32_t asx_receiver_is_closed(const asx_runtime *rt, asx_receiver handle)
{
    const struct asxi_receiver *receiver = resolve(rt, handle);

    return receiver ? asxi_channel_is_ended(channel_of(rt, receiver))
                    : ASX_E_STALE;
}
