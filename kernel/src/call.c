/* call.c -- owns calls over a session channel (session.reply, call.reply).
 *
 *   QUEUED --> TAKEN --> REPLIED
 *      |         |
 *      +---------+-----> ABANDONED
 *
 * A call is queued like a message. Whoever receives it owes the reply: an Ack
 * obligation that is resolved exactly once, so the caller always hears.
 */
#include "asx/channel.h"
#include "object.h"

#define TO(state) (1u << ASX_CALL_##state)

static const uint8_t may_follow[] = {
    [ASX_CALL_QUEUED] = TO(TAKEN) | TO(ABANDONED),
    [ASX_CALL_TAKEN] = TO(REPLIED) | TO(ABANDONED),
    [ASX_CALL_REPLIED] = 0,
    [ASX_CALL_ABANDONED] = 0,
};

/* The only writer of a call's state. The caller hears of an end. `by`: the slot
 * of the task that took it or replied, or of the channel that gave it up. */
static void become(asx_runtime *rt, struct asxi_call *call, asx_call_state next,
                   uint32_t by)
{
    struct asxi_cell *cell = &call->object.cell;

    ASXI_ASSERT((may_follow[cell->state] & (1u << next)) != 0);
    asxi_emit(rt, ASX_EVENT_CALL_STEP, cell, next, by);
    cell->state = (uint8_t)next;
    if (next == ASX_CALL_REPLIED || next == ASX_CALL_ABANDONED)
        asxi_waiters_wake(rt, cell);
}

static struct asxi_call *call_at(const asx_runtime *rt, uint32_t slot)
{
    return (struct asxi_call *)(void *)asxi_cell(rt, slot);
}

static struct asxi_call *resolve(const asx_runtime *rt, asx_call handle)
{
    return (struct asxi_call *)(void *)asxi_object_resolve(rt, handle.bits,
                                                           ASX_KIND_CALL);
}

asx_status asx_channel_call(asx_runtime *rt, asx_obligation permit,
                            asx_task task, uint32_t token, asx_call *out)
{
    struct asxi_obligation *obligation;
    struct asxi_channel *channel;
    struct asxi_object *object;
    struct asxi_call *call;
    asx_region region;
    asx_status status =
        asxi_permit_held(rt, permit, task, token, &obligation, &channel);

    if (status != ASX_OK)
        return status;
    if (channel->type != ASX_CHANNEL_SESSION)
        return ASX_E_STATE;
    if (channel->object.cell.state == ASX_CHANNEL_CLOSED)
        return asxi_permit_return(rt, obligation, channel, token);
    region.bits = asxi_handle(rt, asxi_cell(rt, obligation->cell.parent));
    status = asxi_object_create(rt, region, ASX_KIND_CALL,
                                channel->object.cell.label, &object);
    if (status != ASX_OK)
        return status;
    call = (struct asxi_call *)(void *)object;
    call->request = token;
    asxi_object_refer(object); /* by the queue */
    out->bits = asxi_handle(rt, &object->cell);
    (void)asxi_permit_use(rt, obligation, channel,
                          ASXI_ITEM_CALL | asxi_slot(rt, &object->cell));
    return ASX_OK;
}

/* `task` receives the call in `slot`; the room for its obligation is there. The
 * queue's reference becomes the obligation's. */
int32_t asxi_call_take(asx_runtime *rt, struct asxi_task *task, uint32_t slot)
{
    struct asxi_call *call = call_at(rt, slot);
    asx_obligation owed;
    asx_status status;

    become(rt, call, ASX_CALL_TAKEN, asxi_slot(rt, &task->cell));
    status = asxi_obligation_create(rt, task, ASX_OBLIGATION_ACK, &call->object,
                                    1, &owed);
    ASXI_ASSERT(status == ASX_OK);
    asxi_object_unrefer(rt, &call->object);
    return (int32_t)(ASX_HANDLE_SLOT(owed) | (uint32_t)ASX_VERDICT_CALL
                                                 << ASX_ANSWER_SHIFT);
}

int32_t asx_call_await(asx_runtime *rt, asx_task task, asx_call handle)
{
    struct asxi_call *call = resolve(rt, handle);
    int32_t verdict;

    if (call == NULL)
        return ASX_E_STALE;
    if (call->object.cell.state < ASX_CALL_REPLIED) {
        verdict = asxi_task_wait(rt, task, ASX_WAIT_CALL, &call->object.cell);
    } else {
        verdict = asxi_task_pass(rt, task);
        if (verdict == ASX_VERDICT_READY)
            return call->object.cell.state == ASX_CALL_REPLIED
                       ? (int32_t)call->reply
                       : ASX_E_DISCONNECTED;
    }
    return verdict < 0 ? verdict : verdict * (1 << ASX_ANSWER_SHIFT);
}

asx_status asx_call_reply(asx_runtime *rt, asx_obligation handle, asx_task task,
                          uint32_t token)
{
    struct asxi_obligation *obligation;
    asx_status status = asxi_obligation_held(rt, handle, task, &obligation);
    struct asxi_call *call;

    if (status != ASX_OK)
        return status;
    if (obligation->tag == 0 ||
        asxi_cell(rt, obligation->tag)->kind != ASX_KIND_CALL)
        return ASX_E_STATE;
    if (token > ASX_ANSWER_MASK)
        return ASX_E_ARGUMENT;
    call = call_at(rt, obligation->tag);
    if (call->object.gone) {
        asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_ABORTED,
                                ASX_ABORT_EXPLICIT);
        return ASX_E_DISCONNECTED;
    }
    call->reply = token;
    become(rt, call, ASX_CALL_REPLIED, ASX_HANDLE_SLOT(task));
    asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_COMMITTED, 0);
    return ASX_OK;
}

/* Not replied to and never will be: what owed it is over. */
void asxi_call_resolved(asx_runtime *rt, struct asxi_call *call,
                        const struct asxi_ending *ending)
{
    (void)ending;
    if (call->object.cell.state == ASX_CALL_TAKEN)
        become(rt, call, ASX_CALL_ABANDONED, 0);
}

/* The caller has gone. Who receives or has received it finds out when it
 * replies. */
void asxi_call_end(asx_runtime *rt, struct asxi_call *call)
{
    asxi_waiters_wake(rt, &call->object.cell);
}

asx_status asx_call_release(asx_runtime *rt, asx_call handle)
{
    struct asxi_call *call = resolve(rt, handle);

    if (call == NULL)
        return ASX_E_STALE;
    asxi_object_close(rt, &call->object);
    return ASX_OK;
}

/* Nobody can receive from `channel` any more: its calls are told, and only its
 * messages stay queued until it is dropped. */
void asxi_calls_abandon(asx_runtime *rt, struct asxi_channel *channel)
{
    while (channel->queue.count > 0) {
        uint32_t item = asxi_queue_pop(rt, &channel->queue);
        struct asxi_call *call;

        asxi_limits_give_queue(rt, channel->object.cell.parent, 4);
        if (!(item & ASXI_ITEM_CALL))
            continue;
        call = call_at(rt, item & ~ASXI_ITEM_CALL);
        become(rt, call, ASX_CALL_ABANDONED,
               asxi_slot(rt, &channel->object.cell));
        asxi_object_unrefer(rt, &call->object);
    }
}
