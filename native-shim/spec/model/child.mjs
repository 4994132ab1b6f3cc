// One life of a child after the other: a region below its supervisor's with a main task in it. The
// child has ended when that region has closed, so two lives never overlap (rule super.phases).
import { reasonFor } from "./cancel.mjs";
import { note } from "./log.mjs";
import { holdName } from "./name.mjs";
import { resolveForeign } from "./obligation.mjs";
import { cascade, openRegion } from "./region.mjs";
import { spawn } from "./task.mjs";
import { leaveQueues, pushAftermath } from "./tie.mjs";
import { find, notify, report } from "./world.mjs";

export const childStates = [
  "waiting",
  "running",
  "draining",
  "ended",
  "persisting",
  "stopped",
  "disabled",
];

export const isOver = (child) => child.state === "stopped" || child.state === "disabled";

/** Its region with its task, or the status that says why not. */
function openLife(world, child) {
  const { label, region } = child;
  const life = openRegion(world, region, { policy: "fail-fast", label, isValid: true });
  if (!life.kind) return life;
  child.life = Object.assign(life, { child, key: `life ${child.starts + 1} of ${child.key}` });
  child.main = spawn(world, life, { label, isMain: true, isValid: true });
  child.main.key = `main task ${child.starts + 1} of ${child.key}`;
  return "ok";
}

/** What refuses the start is an err of the child, judged like any other. */
export function startChild(world, child) {
  const { staged } = world; // meant for the host's next call
  world.staged = {};
  const held = child.isNamed && !child.promise ? holdName(world, child) : "ok";
  const status = held === "ok" ? openLife(world, child) : held;
  world.staged = staged;
  Object.assign(child, { isAffected: false, isAsked: false, hasPersisted: false });
  child.outcome = status === "ok" ? "ok" : "err";
  if (status !== "ok") {
    note(world, "ChildRefused", child, status);
    report(world, "child-refused", child);
    child.state = "ended";
    return;
  }
  child.starts += 1;
  child.state = "running";
  note(world, "ChildStarted", child);
  leaveQueues(world, child);
  notify(world, child);
}

/** Asks it to end, unless it was asked from above: that reason stands. */
export function drainChild(world, child, kind) {
  child.isAsked = true;
  child.state = "draining";
  if (!child.region.reason) cascade(world, child.life, reasonFor(world, kind, 0, child.region));
}

/** Its region has closed. What that means is decided at the next dispatch. */
export function endLife(world, { child, outcome }) {
  Object.assign(child, { outcome, life: undefined, main: undefined });
  note(world, "ChildEnded", child, outcome);
  child.state = "ended";
  pushAftermath(world, child);
}

/** The host is told, and answers with `persisted`. */
export function askToPersist(world, child) {
  child.state = "persisting";
  leaveQueues(world, child);
  notify(world, child);
}

export function persisted(world, handle) {
  const child = find(world, handle, "child");
  if (!child) return "stale";
  if (child.state !== "persisting" || child.hasPersisted) return "state";
  child.hasPersisted = true;
  pushAftermath(world, child);
  return "ok";
}

/** Over for good: it releases its name, and then it is `state`. */
export function concludeChild(world, child, state) {
  const { promise } = child;
  child.promise = undefined;
  if (promise) resolveForeign(world, promise, true);
  child.state = state;
  leaveQueues(world, child);
}
