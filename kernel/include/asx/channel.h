/* asx/channel.h -- values from task to task (semantics section 9).
 *
 * Values stay outside: the kernel moves tokens, numbers of at most 24 bits that
 * the host chose. Sending has two phases. Reserving waits its turn and can be
 * cancelled without effect; it answers a permit, an obligation of the task, and
 * committing that with a token cannot wait, fail half way or lose anything
 * (rule channel.two_phase).
 *
 * True of every function here, besides what asx/region.h says:
 *   - A channel belongs to a region and is gone with it. Permits, receivers and
 *     calls that are left can still be resolved, to no effect.
 *   - An operation of a task answers asx_verdict << ASX_ANSWER_SHIFT, with what
 *     it brings below; or an asx_status less than zero. PARKED: call it again,
 *     with the same arguments, once the task is dispatched. What it waited for
 *     is set aside for it until then: FIFO, no barging (rule channel.fifo). If
 *     it does something else instead, or is cancelled, the next one gets it
 *     (rule channel.baton).
 *   - `wait` false: ASX_E_FULL instead of PARKED.
 */
#ifndef ASX_CHANNEL_H
#define ASX_CHANNEL_H

#include "asx/obligation.h"
#include "asx/task.h"

typedef enum asx_channel_type {
    ASX_CHANNEL_MPSC = 0,      /* capacity 1 and up; zero: unbounded */
    ASX_CHANNEL_EVICT = 1,     /* mpsc that never waits: the oldest goes */
    ASX_CHANNEL_ONESHOT = 2,   /* one value, once; capacity is ignored */
    ASX_CHANNEL_BROADCAST = 3, /* a ring that every receiver reads */
    ASX_CHANNEL_WATCH = 4,     /* the latest value; capacity: the first token */
    ASX_CHANNEL_SESSION = 5,   /* messages and calls; zero: as a mailbox, 64 */
} asx_channel_type;

#define ASX_CHANNEL_TYPE_COUNT 6
#define ASX_CHANNEL_CAPACITY_MAX 16777215
#define ASX_MAILBOX_CAPACITY 64 /* rule mailbox.bound */

typedef enum asx_channel_state {
    ASX_CHANNEL_OPEN = 0,
    ASX_CHANNEL_CLOSED = 1, /* admits nothing; what is queued stays */
} asx_channel_state;

/* Why a channel ended, in ASX_EVENT_CHANNEL_CLOSED. */
typedef enum asx_channel_end {
    ASX_CHANNEL_END_CLOSED = 0,   /* asx_channel_close */
    ASX_CHANNEL_END_SENDERS = 1,  /* the last sender detached */
    ASX_CHANNEL_END_RELEASED = 2, /* with its region, or by itself */
} asx_channel_end;

/* Answer of a commit that pushed out a token, which stands below. */
#define ASX_COMMIT_EVICTED 16777216

/* Opens a channel with one sender attached. Broadcast and watch have receivers
 * of their own (asx_receiver_open); any task may receive from the others. */
ASX_CHECKED asx_status asx_channel_open(asx_runtime *rt, asx_region region,
                                        asx_channel_type type,
                                        uint32_t capacity, uint32_t label,
                                        asx_channel *out);
/* One sender more, or less. Without senders and permits, receivers get what is
 * queued and then ASX_E_DISCONNECTED (rule mpsc.drain). */
ASX_CHECKED asx_status asx_channel_attach(asx_runtime *rt, asx_channel channel);
ASX_CHECKED asx_status asx_channel_detach(asx_runtime *rt, asx_channel channel);
/* Admits no more. Who waits to send gets ASX_E_DISCONNECTED, and so does a
 * permit that is committed later (rule mpsc.closed_commit). */
ASX_CHECKED asx_status asx_channel_close(asx_runtime *rt, asx_channel channel);
/* Lets go of it before its region ends; what is queued is dropped. */
ASX_CHECKED asx_status asx_channel_release(asx_runtime *rt,
                                           asx_channel channel);

/* Operation: the slot of a permit. */
ASX_CHECKED int32_t asx_channel_reserve(asx_runtime *rt, asx_task task,
                                        asx_channel channel, bool wait);
/* Sends `token` with a permit. Zero, or ASX_COMMIT_EVICTED and the token that
 * made room. ASX_E_DISCONNECTED: nobody can receive it any more, the permit is
 * used up and the value is the caller's again. A permit that is not needed is
 * aborted with asx_obligation_abort. */
ASX_CHECKED int32_t asx_channel_commit(asx_runtime *rt, asx_obligation permit,
                                       asx_task task, uint32_t token);
/* Operation: the oldest token. From a session channel it may also answer
 * ASX_VERDICT_CALL and the slot of an Ack obligation: asx_call_reply resolves
 * it, ASX_FIELD_TOKEN of its ASX_FIELD_OBJECT is the token asked with. */
ASX_CHECKED int32_t asx_channel_receive(asx_runtime *rt, asx_task task,
                                        asx_channel channel, bool wait);
/* The latest token of a watch channel, without having seen it; or a status. */
ASX_CHECKED int32_t asx_channel_borrow(const asx_runtime *rt,
                                       asx_channel channel);

/* A receiver of a broadcast or watch channel, owned by `region`. It has seen
 * all that was sent before. */
ASX_CHECKED asx_status asx_receiver_open(asx_runtime *rt, asx_region region,
                                         asx_channel channel,
                                         asx_receiver *out);
ASX_CHECKED asx_status asx_receiver_release(asx_runtime *rt,
                                            asx_receiver receiver);
/* Operation. Broadcast: the next token; ASX_VERDICT_LAGGED and how many it
 * missed, once, if they are gone (rule broadcast.lag). Watch: waits until the
 * version differs from the seen one, sees it, answers its token (rules
 * watch.version, watch.unseen). */
ASX_CHECKED int32_t asx_receiver_receive(asx_runtime *rt, asx_task task,
                                         asx_receiver receiver, bool wait);
/* Watch: sees the latest token and answers it. Never waits. */
ASX_CHECKED int32_t asx_receiver_update(asx_runtime *rt, asx_receiver receiver);
/* Watch: the latest token, without having seen it. */
ASX_CHECKED int32_t asx_receiver_borrow(const asx_runtime *rt,
                                        asx_receiver receiver);
/* 1 if nothing will come that is not there already, else 0. */
ASX_CHECKED int32_t asx_receiver_is_closed(const asx_runtime *rt,
                                           asx_receiver receiver);

typedef enum asx_call_state {
    ASX_CALL_QUEUED = 0,
    ASX_CALL_TAKEN = 1, /* somebody owes the reply */
    ASX_CALL_REPLIED = 2,
    ASX_CALL_ABANDONED = 3, /* there will be none */
} asx_call_state;

/* Sends `token` over a session channel as a call: the reply is an obligation of
 * whoever receives it (rules session.reply, call.reply). */
ASX_CHECKED asx_status asx_channel_call(asx_runtime *rt, asx_obligation permit,
                                        asx_task task, uint32_t token,
                                        asx_call *out);
/* Operation: the token of the reply; ASX_E_DISCONNECTED if none will come. */
ASX_CHECKED int32_t asx_call_await(asx_runtime *rt, asx_task task,
                                   asx_call call);
/* Replies. ASX_E_DISCONNECTED: the caller has gone, the value is the replier's
 * again, and the obligation is over all the same. */
ASX_CHECKED asx_status asx_call_reply(asx_runtime *rt, asx_obligation owed,
                                      asx_task task, uint32_t token);
/* The caller lets go of it, whether it was replied to or not. */
ASX_CHECKED asx_status asx_call_release(asx_runtime *rt, asx_call call);

#endif
