// Channels (semantics, section 9): rules channel.two_phase, channel.fifo, channel.baton, mpsc,
// mpsc.drain, mpsc.closed_commit, oneshot.once, mailbox.bound, cast.
import { becomeAbandoned, takeCall } from "./call.mjs";
import { enterFor, grant, waitIn } from "./grant.mjs";
import { note } from "./log.mjs";
import { addObject } from "./object.mjs";
import { addObligation, admitObligation, checkHolder, resolveForeign } from "./obligation.mjs";
import { isStepping, wakeFrom, wakeWaiters } from "./task.mjs";
import { find, none } from "./world.mjs";

export const channelTypes = ["mpsc", "evict", "oneshot", "broadcast", "watch", "session"];
export const tokenMax = 2 ** 24 - 1;

const capacities = {
  mpsc: (asked) => asked || none,
  evict: (asked) => asked,
  oneshot: () => 1,
  broadcast: (asked) => asked,
  watch: () => 1,
  session: (asked) => asked || 64,
};

export function openChannel(world, region, { type, capacity, label }) {
  const needsCapacity = type === "evict" || type === "broadcast";
  if (!type || capacity > tokenMax || (capacity === 0 && needsCapacity)) return "argument";
  return addObject(world, region, "channel", {
    label,
    type,
    capacity: capacities[type](capacity),
    queue: [], // tokens, and calls as { call }
    permits: 0,
    setAside: { send: 0, receive: 0 },
    senders: 1,
    receivers: 0,
    isClosed: false,
    value: type === "watch" ? capacity : 0,
    version: 0,
  });
}

export const isShared = ({ type }) => type === "broadcast" || type === "watch";

/** Nothing will come that is not there already (mpsc.drain). */
export const isEnded = ({ isClosed, senders, permits }) =>
  isClosed || (senders === 0 && permits === 0);

function hasPlace(channel) {
  if (channel.type === "oneshot") return channel.senders > channel.setAside.send;
  if (channel.type === "evict" || isShared(channel)) return true;
  return channel.queue.length + channel.permits + channel.setAside.send < channel.capacity;
}

const hasValue = (channel) => channel.queue.length > channel.setAside.receive;

/** Whatever is there goes to those that wait for it. */
function serve(world, channel) {
  const { sendWaiters, waiters } = channel;
  while (sendWaiters.length > 0 && (channel.isClosed || channel.senders === 0)) {
    wakeFrom(world, sendWaiters[0]);
  }
  while (sendWaiters.length > 0 && hasPlace(channel)) {
    grant(world, channel, sendWaiters[0]);
    channel.setAside.send += 1;
  }
  while (!isShared(channel) && waiters.length > 0 && hasValue(channel)) {
    grant(world, channel, waiters[0]);
    channel.setAside.receive += 1;
  }
  if (isEnded(channel)) wakeWaiters(world, channel);
}

export function ungrantChannel(world, channel, wait) {
  channel.setAside[wait] -= 1;
  serve(world, channel);
}

export function attach(world, handle) {
  const channel = find(world, handle, "channel");
  if (!channel) return "stale";
  if (channel.type === "oneshot") return "state";
  if (channel.isClosed || channel.senders === 0) return "disconnected";
  channel.senders += 1;
  return "ok";
}

export function detach(world, handle) {
  const channel = find(world, handle, "channel");
  if (!channel) return "stale";
  if (channel.senders === 0) return "state";
  channel.senders -= 1;
  serve(world, channel);
  return "ok";
}

export function closeChannel(world, handle) {
  const channel = find(world, handle, "channel");
  if (!channel) return "stale";
  channel.isClosed = true;
  serve(world, channel);
  return "ok";
}

/** Its handle is gone: nobody can receive but receivers of its own. */
export function endChannel(world, channel) {
  channel.isClosed = true;
  serve(world, channel);
  wakeWaiters(world, channel);
}

/** Calls that nobody will take are told. */
export function abandonCalls(world, channel) {
  if (channel.type !== "session") return;
  for (const { call } of channel.queue) if (call) becomeAbandoned(world, call);
  channel.queue = [];
}

function tokensOf({ kind, type, queue, permits, total }) {
  if (kind === "channel") return type === "watch" ? 0 : queue.length + permits;
  return kind === "lock" && type === "pool" ? total : 0;
}

/** Four bytes a token, queued or promised, or of a pool. */
export const queueBytes = (region) =>
  region.objects.reduce((sum, object) => sum + 4 * tokensOf(object), 0);

const isOverLimit = ({ region, type }) =>
  type !== "watch" && queueBytes(region) + 4 > (region.limits.queueBytes ?? none);

/** The first phase; answers a permit. */
export function reservePlace(world, taskHandle, handle, { mayWait, key }) {
  const channel = find(world, handle, "channel");
  const task = find(world, taskHandle, "task");
  if (!channel || !task) return "stale";
  if (!isStepping(task)) return "state";
  const admission = admitObligation(task);
  if (admission !== "ok") return admission;
  if (isOverLimit(channel)) return "limit";
  const { verdict, isGranted } = enterFor(world, task, channel, "send");
  if (verdict !== "ready") return verdict;
  if (isGranted) channel.setAside.send -= 1;
  if (channel.isClosed || channel.senders === 0) return "disconnected";
  if (!isGranted && (channel.sendWaiters.length > 0 || !hasPlace(channel))) {
    return mayWait ? waitIn(world, task, channel, "send") : "full";
  }
  channel.permits += 1;
  if (channel.type === "oneshot") channel.senders = 0; // the right to send is in the permit now
  const options = { subkind: "send-permit", label: channel.label, object: channel, units: 1, key };
  return addObligation(world, task, options);
}

/** The permit that `task` may use, or the status that says why not. */
export function findPermit(world, permit, task, token) {
  const status = checkHolder(world, permit, task);
  if (status !== "ok") return status;
  if (permit.object?.kind !== "channel") return "state";
  return token > tokenMax ? "argument" : "ok";
}

export function giveBackPermit(world, permit) {
  note(world, "ChannelReturned", permit.object);
  resolveForeign(world, permit, false);
  return "disconnected";
}

/** The second phase: `item` is sent, whatever comes. Answers what it pushed out. */
export function usePermit(world, permit, item) {
  const channel = permit.object;
  let evicted;
  channel.version += 1;
  if (channel.type === "watch") {
    evicted = channel.value;
    channel.value = item;
  } else {
    channel.queue.push(item);
    if (channel.queue.length > channel.capacity) evicted = channel.queue.shift();
  }
  if (evicted !== undefined) note(world, "ChannelEvicted", channel);
  if (isShared(channel)) wakeWaiters(world, channel);
  resolveForeign(world, permit, true);
  return evicted === undefined ? "sent" : `sent, ${evicted} is pushed out`;
}

export function commit(world, permit, task, token) {
  const status = findPermit(world, permit, task, token);
  if (status !== "ok") return status;
  const { isClosed, type, receivers } = permit.object;
  const isUnheard = isClosed || (type === "broadcast" && receivers === 0);
  return isUnheard ? giveBackPermit(world, permit) : usePermit(world, permit, token);
}

export function resolvedPermit(world, channel) {
  channel.permits -= 1;
  serve(world, channel);
}

export function receive(world, taskHandle, handle, { mayWait, key }) {
  const channel = find(world, handle, "channel");
  const task = find(world, taskHandle, "task");
  if (!channel || !task) return "stale";
  if (!isStepping(task)) return "state";
  if (channel.queue[0]?.call) {
    const admission = admitObligation(task);
    if (admission !== "ok") return admission;
  }
  if (isShared(channel)) return "state";
  const { verdict, isGranted } = enterFor(world, task, channel, "receive");
  if (verdict !== "ready") return verdict;
  if (isGranted) channel.setAside.receive -= 1;
  if (!isGranted && (channel.waiters.length > 0 || !hasValue(channel))) {
    if (isEnded(channel)) return "disconnected";
    return mayWait ? waitIn(world, task, channel, "receive") : "full";
  }
  const item = channel.queue.shift();
  note(world, "ChannelReceived", channel);
  const answer = item.call ? takeCall(world, task, item.call, key) : `value ${item}`;
  serve(world, channel);
  return answer;
}

export const borrow = (world, handle) => {
  const channel = find(world, handle, "channel");
  if (!channel) return "stale";
  return channel.type === "watch" ? channel.value : "state";
};
