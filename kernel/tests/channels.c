/* channels.c -- a host that sends and receives, for kernel tests. */
#include "channels.h"

asx_channel open_channel_in(struct world *world, asx_region region,
                            asx_channel_type type, uint32_t capacity)
{
    asx_channel channel = {0};

    assert_ok(
        asx_channel_open(&world->rt, region, type, capacity, 0, &channel));
    return channel;
}

asx_channel open_channel(struct world *world, asx_channel_type type,
                         uint32_t capacity)
{
    return open_channel_in(world, root_of(world), type, capacity);
}

asx_receiver open_receiver(struct world *world, asx_channel channel)
{
    asx_receiver receiver = {0};

    assert_ok(
        asx_receiver_open(&world->rt, root_of(world), channel, &receiver));
    return receiver;
}

asx_obligation permit_of(struct world *world, asx_task task,
                         asx_channel channel)
{
    int32_t answer = asx_channel_reserve(&world->rt, task, channel, true);
    uint32_t slot = (uint32_t)answer;

    assert_in_range(answer, 1, ASX_ANSWER_MASK);
    return (asx_obligation){
        ASX_HANDLE_BITS(slot, asx_generation(&world->rt, slot))};
}

int32_t send(struct world *world, asx_task task, asx_channel channel,
             uint32_t token)
{
    asx_obligation permit = permit_of(world, task, channel);

    return asx_channel_commit(&world->rt, permit, task, token);
}

void wait_to_send(struct world *world, asx_task task, asx_channel channel)
{
    assert_int_equal(asx_channel_reserve(&world->rt, task, channel, true),
                     PARKED);
}

int32_t receive(struct world *world, asx_task task, asx_channel channel)
{
    return asx_channel_receive(&world->rt, task, channel, true);
}

void wait_to_receive(struct world *world, asx_task task, asx_channel channel)
{
    assert_int_equal(receive(world, task, channel), PARKED);
}
