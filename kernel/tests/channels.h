/* channels.h -- a host that sends and receives, for kernel tests. */
#ifndef ASX_TEST_CHANNELS_H
#define ASX_TEST_CHANNELS_H

#include "harness.h"

#define PARKED (ASX_VERDICT_PARKED << ASX_ANSWER_SHIFT)
#define CANCELLED (ASX_VERDICT_CANCELLED << ASX_ANSWER_SHIFT)

/* In the root region, with one sender. */
asx_channel open_channel(struct world *world, asx_channel_type type,
                         uint32_t capacity);
asx_channel open_channel_in(struct world *world, asx_region region,
                            asx_channel_type type, uint32_t capacity);
asx_receiver open_receiver(struct world *world, asx_channel channel);
/* There has to be a place; answers the permit. */
asx_obligation permit_of(struct world *world, asx_task task,
                         asx_channel channel);
/* Both phases. Answers what the commit did. */
int32_t send(struct world *world, asx_task task, asx_channel channel,
             uint32_t token);
/* There has to be none; the task waits. */
void wait_to_send(struct world *world, asx_task task, asx_channel channel);
int32_t receive(struct world *world, asx_task task, asx_channel channel);
void wait_to_receive(struct world *world, asx_task task, asx_channel channel);

#endif
