/* object.h -- what a region owns besides tasks and regions.
 *
 * Channels, locks and what belongs to them. They are objects: owned by one
 * region and gone with it, but their memory stays until nobody refers to them
 * any more, so that a permit can be resolved late.
 */
#ifndef ASXI_OBJECT_H
#define ASXI_OBJECT_H

#include "internal.h"

struct asxi_object {
    struct asxi_cell cell; /* prev, next: among its region's objects */
    uint32_t others_head;  /* tasks that wait to send, or to lock to write */
    uint32_t others_tail;
    uint32_t references; /* permits, grants, receivers, calls */
    uint32_t gone;       /* with its region, or released: its handle is stale */
};

static inline struct asxi_object *asxi_object(const asx_runtime *rt,
                                              uint32_t slot)
{
    return (struct asxi_object *)(void *)asxi_cell(rt, slot);
}

/* limits.c: rule region.limits */
void asxi_limits_set(asx_runtime *rt, struct asxi_region *region,
                     const struct asxi_bounds *bounds);
void asxi_limits_drop(asx_runtime *rt, struct asxi_region *region);
bool asxi_limits_allow_child(const asx_runtime *rt,
                             const struct asxi_region *region);
bool asxi_limits_allow_task(const asx_runtime *rt,
                            const struct asxi_region *region);
bool asxi_limits_allow_obligation(const asx_runtime *rt,
                                  const struct asxi_region *region);
bool asxi_limits_allow_queue(const asx_runtime *rt, uint32_t region,
                             uint32_t bytes);
void asxi_limits_take_queue(asx_runtime *rt, uint32_t region, uint32_t bytes);
void asxi_limits_give_queue(asx_runtime *rt, uint32_t region, uint32_t bytes);

/* object.c: creation, references and the end; knows every kind of object */
struct asxi_ending { /* of an obligation */
    uint32_t slot;
    uint32_t object;
    uint32_t units;
    uint32_t token;
    asx_obligation_state end;
    asx_abort why;
};
struct asxi_object *asxi_object_resolve(const asx_runtime *rt, uint64_t bits,
                                        asx_kind kind);
asx_status asxi_object_create(asx_runtime *rt, asx_region region, asx_kind kind,
                              uint32_t label, struct asxi_object **out);
void asxi_object_close(asx_runtime *rt, struct asxi_object *object);
void asxi_object_refer(struct asxi_object *object);
void asxi_object_unrefer(asx_runtime *rt, struct asxi_object *object);
void asxi_object_resolved(asx_runtime *rt, const struct asxi_ending *ending);

/* grant.c: what is set aside for a task that waited, until it claims it */
void asxi_grant(asx_runtime *rt, struct asxi_object *object,
                struct asxi_task *task);
int32_t asxi_grant_enter(asx_runtime *rt, struct asxi_task *task,
                         struct asxi_object *object, asx_wait wait,
                         uint32_t units, bool *granted);
int32_t asxi_object_wait(asx_runtime *rt, struct asxi_task *task,
                         struct asxi_object *object, asx_wait wait,
                         uint32_t units);
uint32_t asxi_wait_units(const struct asxi_task *task);

/* waiters.c */
struct asxi_waiters { /* a queue's two ends */
    uint32_t *head;
    uint32_t *tail;
};
struct asxi_waiters asxi_waiters_of(struct asxi_cell *cell, uint8_t wait);
void asxi_others_wake(asx_runtime *rt, struct asxi_object *object);

/* obligation.c */
asx_status asxi_obligation_admit(const asx_runtime *rt,
                                 const struct asxi_task *holder);
asx_status asxi_obligation_create(asx_runtime *rt, struct asxi_task *holder,
                                  asx_obligation_kind kind,
                                  struct asxi_object *object, uint32_t units,
                                  asx_obligation *out);

/* queue.c: tokens in chunks, first in, first out */
struct asxi_queue {
    uint32_t head; /* chunk that is read, and where in it */
    uint32_t head_at;
    uint32_t tail; /* chunk that is written */
    uint32_t tail_at;
    uint32_t last; /* of the chunks */
    uint32_t count;
    uint32_t room; /* places from the tail on */
};
bool asxi_queue_ensure(asx_runtime *rt, struct asxi_queue *queue,
                       uint32_t places);
void asxi_queue_push(asx_runtime *rt, struct asxi_queue *queue, uint32_t token);
uint32_t asxi_queue_pop(asx_runtime *rt, struct asxi_queue *queue);
uint32_t asxi_queue_at(const asx_runtime *rt, const struct asxi_queue *queue,
                       uint32_t index);
void asxi_queue_drop(asx_runtime *rt, struct asxi_queue *queue);

/* channel.c and its like */
struct asxi_channel {
    struct asxi_object object;
    struct asxi_queue queue;
    uint32_t type;              /* asx_channel_type */
    uint32_t capacity;          /* UINT32_MAX: none */
    uint32_t permits;           /* reserved and not resolved */
    uint32_t set_aside_send;    /* places granted and not claimed */
    uint32_t set_aside_receive; /* values likewise */
    uint32_t senders;
    uint32_t receivers; /* of broadcast and watch: open ones */
    uint32_t value;     /* of watch: token */
    uint64_t version;   /* commits so far */
};

struct asxi_receiver {
    struct asxi_object object;
    uint32_t channel;
    uint32_t pad;
    uint64_t seen; /* version up to which it has seen all */
};

struct asxi_call {
    struct asxi_object object;
    uint32_t request; /* token */
    uint32_t reply;   /* token, once Replied */
};

_Static_assert(sizeof(struct asxi_channel) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_receiver) <= ASXI_CELL_BYTES, "fits");
_Static_assert(sizeof(struct asxi_call) <= ASXI_CELL_BYTES, "fits");

/* A queued item that is a call: its slot, instead of a token. */
#define ASXI_ITEM_CALL 0x80000000u

struct asxi_channel *asxi_channel_resolve(const asx_runtime *rt,
                                          asx_channel handle);
bool asxi_channel_has_place(const struct asxi_channel *channel);
bool asxi_channel_has_value(const struct asxi_channel *channel);
bool asxi_channel_is_ended(const struct asxi_channel *channel);
void asxi_channel_end(asx_runtime *rt, struct asxi_channel *channel);
void asxi_channel_resolved(asx_runtime *rt, struct asxi_channel *channel,
                           const struct asxi_ending *ending);
void asxi_channel_ungrant(asx_runtime *rt, struct asxi_channel *channel,
                          asx_wait wait);
void asxi_channel_serve(asx_runtime *rt, struct asxi_channel *channel);
void asxi_receiver_end(asx_runtime *rt, struct asxi_receiver *receiver);

/* send.c */
asx_status asxi_permit_held(const asx_runtime *rt, asx_obligation permit,
                            asx_task task, uint32_t token,
                            struct asxi_obligation **obligation,
                            struct asxi_channel **channel);
int32_t asxi_permit_return(asx_runtime *rt, struct asxi_obligation *obligation,
                           struct asxi_channel *channel, uint32_t token);
int32_t asxi_permit_use(asx_runtime *rt, struct asxi_obligation *obligation,
                        struct asxi_channel *channel, uint32_t item);

/* call.c */
int32_t asxi_call_take(asx_runtime *rt, struct asxi_task *task, uint32_t slot);
void asxi_calls_abandon(asx_runtime *rt, struct asxi_channel *channel);
void asxi_call_end(asx_runtime *rt, struct asxi_call *call);
void asxi_call_resolved(asx_runtime *rt, struct asxi_call *call,
                        const struct asxi_ending *ending);

#endif
