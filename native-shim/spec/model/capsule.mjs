// Foreign operations (semantics, section 8):
// rules capsule.states, capsule.obligation, capsule.drain.
import { addObligation, resolveForeign } from "./obligation.mjs";
import { enter } from "./task-cancel.mjs";
import { waitFor, wakeWaiters } from "./task.mjs";
import { find, notify, withdrawNotice } from "./world.mjs";

export const capsuleStates = [
  "created",
  "submitted",
  "cancel-requested",
  "draining",
  "finalizing",
  "completed",
];

export function openCapsule(world, owner, isValid, label) {
  // Also a region's own task that is not due yet: it has not started, and so is refused below.
  if (owner?.kind !== "task" || !world.everything.has(owner)) return "stale";
  if (!isValid) return "argument";
  if (owner.state === "created" || owner.state === "completed") return "state";
  const capsule = {
    kind: "capsule",
    label,
    owner,
    state: "created",
    obligation: undefined,
    hasProgress: false, // that nobody has seen
    waiters: [],
  };
  world.everything.add(capsule);
  return capsule;
}

export function submit(world, capsule) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (capsule.state !== "created") return "state";
  if (!find(world, capsule.owner, "task")) return "stale";
  const { owner, label } = capsule;
  const obligation = addObligation(world, owner, { subkind: "io-op", label, capsule });
  if (typeof obligation === "string") return obligation;
  capsule.obligation = obligation;
  capsule.state = "submitted";
  return "ok";
}

export function progress(world, capsule) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (capsule.state === "created") return "state";
  capsule.hasProgress = capsule.waiters.length === 0;
  wakeWaiters(world, capsule);
  return "ok";
}

export function cancelCapsule(world, capsule) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (capsule.state === "created") return "state";
  if (capsule.state === "submitted") notify(world, capsule);
  return "ok";
}

export function aborted(world, capsule) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (capsule.state !== "cancel-requested") return "state";
  capsule.state = "draining";
  return "ok";
}

export function letGo(world, capsule, how) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (how === undefined) return "argument";
  const wasAsked = capsule.state === "cancel-requested" || capsule.state === "draining";
  capsule.state = "completed";
  withdrawNotice(world, capsule);
  wakeWaiters(world, capsule);
  world.everything.delete(capsule);
  // Last: a region may have waited for this.
  resolveForeign(world, capsule.obligation, !wasAsked && how === "done");
  return "ok";
}

export function awaitCapsule(world, task, capsule) {
  if (!find(world, capsule, "capsule")) return "stale";
  if (!capsule.hasProgress) return waitFor(world, task, "capsule", capsule);
  const verdict = enter(world, find(world, task, "task"));
  if (verdict === "ready") capsule.hasProgress = false;
  return verdict;
}
