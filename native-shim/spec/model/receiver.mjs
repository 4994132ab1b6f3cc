// Receivers of broadcast and watch channels: rules broadcast.lag, watch.version, watch.unseen,
// watch.shutdown.
import { isEnded, isShared } from "./channel.mjs";
import { addObject } from "./object.mjs";
import { enter } from "./task-cancel.mjs";
import { isStepping, parkOn, wakeWaiters } from "./task.mjs";
import { find } from "./world.mjs";

export function openReceiver(world, region, channelHandle, key) {
  const channel = find(world, channelHandle, "channel");
  if (!channel) return "stale";
  if (!isShared(channel)) return "state";
  const options = { label: channel.label, key, channel, seen: channel.version };
  const receiver = addObject(world, region, "receiver", options);
  if (receiver.kind) channel.receivers += 1;
  return receiver;
}

export function endReceiver(world, { channel }) {
  channel.receivers -= 1;
  wakeWaiters(world, channel);
}

export function receiveNext(world, taskHandle, handle, mayWait) {
  const receiver = find(world, handle, "receiver");
  const task = find(world, taskHandle, "task");
  if (!receiver || !task) return "stale";
  if (!isStepping(task)) return "state";
  const verdict = enter(world, task);
  if (verdict !== "ready") return verdict;
  const { channel, seen } = receiver;
  if (seen < channel.version) return read(receiver, channel); // an unseen value beats closed
  if (isEnded(channel)) return "disconnected";
  return mayWait ? parkOn(world, task, "receive", channel) : "full";
}

function read(receiver, channel) {
  if (channel.type === "watch") {
    receiver.seen = channel.version;
    return `value ${channel.value}`;
  }
  const oldest = channel.version - channel.queue.length;
  const missed = oldest - receiver.seen;
  if (missed > 0) {
    receiver.seen = oldest;
    return `lagged ${missed}`;
  }
  receiver.seen += 1;
  return `value ${channel.queue[receiver.seen - oldest - 1]}`;
}

const onWatch = (answer) => (world, handle) => {
  const receiver = find(world, handle, "receiver");
  if (!receiver) return "stale";
  return receiver.channel.type === "watch" ? answer(receiver) : "state";
};

export const update = onWatch((receiver) => {
  receiver.seen = receiver.channel.version;
  return receiver.channel.value;
});
export const borrowThrough = onWatch((receiver) => receiver.channel.value);

export function isClosedFor(world, handle) {
  const receiver = find(world, handle, "receiver");
  return receiver ? Number(isEnded(receiver.channel)) : "stale";
}
