// What a region owns besides tasks and regions: channels, receivers, calls. Their handles end with
// the region; what still refers to one, a permit for example, keeps it in memory.
import { abandonCalls, endChannel, resolvedPermit, ungrantChannel } from "./channel.mjs";
import { endCall, resolvedReply } from "./call.mjs";
import { endReceiver } from "./receiver.mjs";
import { note } from "./log.mjs";
import { endLock, resolvedGuard, ungrantLock } from "./lock.mjs";
import { leaveQueues } from "./tie.mjs";
import { find, remove } from "./world.mjs";

export function addObject(world, regionHandle, kind, options) {
  const region = find(world, regionHandle, "region");
  if (!region) return "stale";
  if (region.state === "finalizing" || region.state === "closed") return "closed";
  const object = { kind, region, waiters: [], sendWaiters: [], isGone: false, ...options };
  world.everything.add(object);
  region.objects.push(object);
  return object;
}

export function endObject(world, object) {
  if (object.kind === "channel") {
    abandonCalls(world, object);
    endChannel(world, object);
  }
  if (object.kind === "receiver") endReceiver(world, object);
  if (object.kind === "call") endCall(world, object);
  if (object.kind === "lock") endLock(world, object);
  if (["supervisor", "child"].includes(object.kind)) leaveQueues(world, object);
  remove(object.region.objects, object);
  object.region = undefined;
  object.isGone = true;
}

export function releaseObject(world, handle, kind) {
  const object = find(world, handle, kind);
  if (!object) return "stale";
  endObject(world, object);
  return "ok";
}

/** The region has closed: the newest goes first. */
export function endObjects(world, region) {
  while (region.objects.length > 0) endObject(world, region.objects.at(-1));
}

/** An obligation to or by `obligation.object` is over. */
export function resolved(world, obligation, end, why) {
  const { object } = obligation;
  if (object?.kind === "channel") resolvedPermit(world, object);
  if (object?.kind === "call") resolvedReply(world, object, end === "Committed");
  if (object?.kind === "lock") resolvedGuard(world, object, obligation, end, why);
}

/** What was set aside for a task that did not claim it: the next one gets it (channel.baton). */
export function giveBack(world, task) {
  const { grant } = task;
  task.grant = undefined;
  if (grant) note(world, "GrantReturned", grant.object);
  if (grant?.object.kind === "channel") ungrantChannel(world, grant.object, grant.wait);
  if (grant?.object.kind === "lock") ungrantLock(world, grant.object);
}

const refersTo = (object) => (other) =>
  other.object === object ||
  other.grant?.object === object ||
  (other.kind === "receiver" && !other.isGone && other.channel === object) ||
  (other.kind === "channel" && other.queue.some((item) => item.call === object));

/** Gone, and nobody refers to it: its memory is free. */
export function sweep(world) {
  const gone = [...world.everything].filter((each) => each.isGone);
  for (const object of gone) {
    if (![...world.everything].some(refersTo(object))) world.everything.delete(object);
  }
}
