// Calls over a session channel: rules session.reply, call.reply.
import { findPermit, giveBackPermit, tokenMax, usePermit } from "./channel.mjs";
import { note } from "./log.mjs";
import { addObject } from "./object.mjs";
import { addObligation, checkHolder, resolveForeign } from "./obligation.mjs";
import { enter } from "./task-cancel.mjs";
import { waitFor, wakeWaiters } from "./task.mjs";
import { find } from "./world.mjs";

export const callStates = ["queued", "taken", "replied", "abandoned"];

function become(world, call, state) {
  call.state = state;
  note(world, "CallStep", call, state);
}

export function makeCall(world, permit, task, token, key) {
  const status = findPermit(world, permit, task, token);
  if (status !== "ok") return status;
  const channel = permit.object;
  if (channel.type !== "session") return "state";
  if (channel.isClosed) return giveBackPermit(world, permit);
  const options = { label: channel.label, key, state: "queued", request: token };
  const call = addObject(world, permit.region, "call", options);
  if (!call.kind) return call;
  usePermit(world, permit, { call });
  return call;
}

/** `task` receives it, and owes the reply. */
export function takeCall(world, task, call, key) {
  become(world, call, "taken");
  const options = { subkind: "ack", label: call.label, object: call, units: 1, key };
  return addObligation(world, task, options);
}

export function awaitCall(world, task, handle) {
  const call = find(world, handle, "call");
  if (!call) return "stale";
  if (call.state === "queued" || call.state === "taken") return waitFor(world, task, "call", call);
  const verdict = enter(world, find(world, task, "task"));
  if (verdict !== "ready") return verdict;
  return call.state === "replied" ? `value ${call.reply}` : "disconnected";
}

export function reply(world, owed, task, token) {
  const status = checkHolder(world, owed, task);
  if (status !== "ok") return status;
  const call = owed.object;
  if (call?.kind !== "call") return "state";
  if (token > tokenMax) return "argument";
  if (!call.isGone) {
    call.reply = token;
    become(world, call, "replied");
    wakeWaiters(world, call);
  }
  resolveForeign(world, owed, !call.isGone);
  return call.isGone ? "disconnected" : "ok";
}

export function becomeAbandoned(world, call) {
  become(world, call, "abandoned");
  wakeWaiters(world, call);
}

/** The obligation is over. Without a reply the caller hears that there will be none. */
export function resolvedReply(world, call, isCommitted) {
  if (!isCommitted && call.state === "taken") becomeAbandoned(world, call);
}

export const endCall = (world, call) => wakeWaiters(world, call);
