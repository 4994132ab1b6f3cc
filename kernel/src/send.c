/* send.c -- the two phases of sending (rule channel.two_phase).
 *
 * Reserving makes room for everything that committing needs: a place in the
 * queue, its memory, its share of the region's limit. So committing is a few
 * stores that cannot be refused.
 */
#include "asx/channel.h"
#include "object.h"

#define TOKEN_BYTES 4

static uint32_t queue_bytes(const struct asxi_channel *channel)
{
    return channel->type == ASX_CHANNEL_WATCH ? 0 : TOKEN_BYTES;
}

/* Whether a permit could be given to `task`, memory included. Changes nothing
 * that can be seen. */
static asx_status check_permit(asx_runtime *rt, const struct asxi_task *task,
                               const struct asxi_channel *channel)
{
    asx_status status;

    if (task == NULL || channel == NULL)
        return ASX_E_STALE;
    if (!asxi_task_is_stepping(task))
        return ASX_E_STATE;
    status = asxi_obligation_admit(rt, task);
    if (status != ASX_OK)
        return status;
    if (!asxi_limits_allow_queue(rt, channel->object.cell.parent,
                                 queue_bytes(channel)))
        return ASX_E_LIMIT;
    return asxi_cells_ensure(rt, 2) ? ASX_OK : ASX_E_MEMORY;
}

static int32_t give_permit(asx_runtime *rt, struct asxi_task *task,
                           struct asxi_channel *channel)
{
    asx_obligation permit;
    asx_status status;

    if (channel->type != ASX_CHANNEL_WATCH &&
        !asxi_queue_ensure(rt, &channel->queue, channel->permits + 1))
        ASXI_UNREACHABLE(); /* check_permit has made sure */
    status = asxi_obligation_create(rt, task, ASX_OBLIGATION_SEND_PERMIT,
                                    &channel->object, 1, &permit);
    ASXI_ASSERT(status == ASX_OK);
    channel->permits++;
    asxi_limits_take_queue(rt, channel->object.cell.parent,
                           queue_bytes(channel));
    if (channel->type == ASX_CHANNEL_ONESHOT)
        channel->senders = 0; /* rule oneshot.once */
    asxi_emit(rt, ASX_EVENT_CHANNEL_RESERVED, &channel->object.cell,
              ASX_HANDLE_SLOT(permit), asxi_slot(rt, &task->cell));
    return (int32_t)ASX_HANDLE_SLOT(permit);
}

int32_t asx_channel_reserve(asx_runtime *rt, asx_task handle,
                            asx_channel channel_handle, bool wait)
{
    struct asxi_channel *channel = asxi_channel_resolve(rt, channel_handle);
    struct asxi_task *task = asxi_task_resolve(rt, handle);
    int32_t verdict = check_permit(rt, task, channel);
    bool granted;

    if (verdict != ASX_OK)
        return verdict;
    verdict = asxi_grant_enter(rt, task, &channel->object, ASX_WAIT_SEND, 1,
                               &granted);
    if (verdict != ASX_VERDICT_READY)
        return verdict * (1 << ASX_ANSWER_SHIFT);
    if (granted)
        channel->set_aside_send--;
    if (channel->object.cell.state == ASX_CHANNEL_CLOSED ||
        channel->senders == 0)
        return ASX_E_DISCONNECTED;
    if (!granted && !asxi_channel_has_place(channel)) {
        if (!wait)
            return ASX_E_FULL;
        return asxi_object_wait(rt, task, &channel->object, ASX_WAIT_SEND, 1) *
               (1 << ASX_ANSWER_SHIFT);
    }
    return give_permit(rt, task, channel);
}

/* What was latest or oldest is pushed out; zero if nothing is. */
static int32_t put(asx_runtime *rt, struct asxi_channel *channel,
                   uint32_t token)
{
    uint32_t evicted;

    channel->version++;
    if (channel->type == ASX_CHANNEL_WATCH) {
        evicted = channel->value;
        channel->value = token;
    } else {
        asxi_queue_push(rt, &channel->queue, token);
        if (channel->queue.count <= channel->capacity)
            return 0;
        evicted = asxi_queue_pop(rt, &channel->queue);
        asxi_limits_give_queue(rt, channel->object.cell.parent, TOKEN_BYTES);
    }
    asxi_emit(rt, ASX_EVENT_CHANNEL_EVICTED, &channel->object.cell, evicted, 0);
    return (int32_t)(ASX_COMMIT_EVICTED | evicted);
}

/* Rule mpsc.closed_commit. A broadcast that nobody hears is the sender's again;
 * the value of a watch channel is there for those that come later. */
static bool is_unheard(const struct asxi_channel *channel)
{
    return channel->object.cell.state == ASX_CHANNEL_CLOSED ||
           (channel->type == ASX_CHANNEL_BROADCAST && channel->receivers == 0);
}

asx_status asxi_permit_held(const asx_runtime *rt, asx_obligation permit,
                            asx_task task, uint32_t token,
                            struct asxi_obligation **obligation,
                            struct asxi_channel **channel)
{
    asx_status status = asxi_obligation_held(rt, permit, task, obligation);
    struct asxi_cell *cell;

    if (status != ASX_OK)
        return status;
    cell = asxi_cell(rt, (*obligation)->tag);
    if ((*obligation)->tag == 0 || cell->kind != ASX_KIND_CHANNEL)
        return ASX_E_STATE;
    if (token > ASX_ANSWER_MASK)
        return ASX_E_ARGUMENT;
    *channel = (struct asxi_channel *)(void *)cell;
    return ASX_OK;
}

/* The permit is used up although nobody can receive. */
int32_t asxi_permit_return(asx_runtime *rt, struct asxi_obligation *obligation,
                           struct asxi_channel *channel, uint32_t token)
{
    asxi_emit(rt, ASX_EVENT_CHANNEL_RETURNED, &channel->object.cell,
              asxi_slot(rt, &obligation->cell), token);
    asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_ABORTED,
                            ASX_ABORT_EXPLICIT);
    return ASX_E_DISCONNECTED;
}

/* Puts `item` in the queue with a permit, and everything else follows. */
int32_t asxi_permit_use(asx_runtime *rt, struct asxi_obligation *obligation,
                        struct asxi_channel *channel, uint32_t item)
{
    int32_t answer;

    asxi_emit(rt, ASX_EVENT_CHANNEL_COMMITTED, &channel->object.cell,
              asxi_slot(rt, &obligation->cell), item);
    answer = put(rt, channel, item);
    if (channel->type == ASX_CHANNEL_BROADCAST ||
        channel->type == ASX_CHANNEL_WATCH)
        asxi_waiters_wake(rt, &channel->object.cell);
    asxi_obligation_resolve(rt, obligation, ASX_OBLIGATION_COMMITTED, 0);
    return answer;
}

int32_t asx_channel_commit(asx_runtime *rt, asx_obligation permit,
                           asx_task task, uint32_t token)
{
    struct asxi_obligation *obligation;
    struct asxi_channel *channel;
    asx_status status =
        asxi_permit_held(rt, permit, task, token, &obligation, &channel);

    if (status != ASX_OK)
        return status;
    if (is_unheard(channel))
        return asxi_permit_return(rt, obligation, channel, token);
    return asxi_permit_use(rt, obligation, channel, token);
}
