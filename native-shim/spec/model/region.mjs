// Regions: what they admit, what the end of a task means to them, how they close (section 5):
// rules region.states, region.admission, region.close, region.close_complete, region.limits,
// cancel.cascade, policy.fail_fast, policy.collect_all.
import { noBound, reasonFor, rowOf, strengthen, takeBound } from "./cancel.mjs";
import { meet, takeBudget } from "./budget.mjs";
import { note } from "./log.mjs";
import { endLife } from "./child.mjs";
import { endObjects } from "./object.mjs";
import { enqueue } from "./scheduler.mjs";
import { closingSupervisor } from "./supervisor.mjs";
import { askTask } from "./task-cancel.mjs";
import { linkTask, wakeWaiters } from "./task.mjs";
import { arm, disarm } from "./timers.mjs";
import { addRegion, addTask, find, none, notify, remove, withdrawNotice } from "./world.mjs";

export const regionStates = ["open", "closing", "draining", "finalizing", "closed"];
export const policies = ["fail-fast", "collect-all", "race", "first-ok"];

export const isOpen = (region) => region.state === "open" && !region.closing;

/** From inside: it cannot close meanwhile, since a task of it asks. */
export const isWaitingToClose = (region) =>
  region.tasks.length > 0 && ["open", "closing", "draining"].includes(region.state);

export function openRegion(world, parentHandle, { policy, cancelOnExit, inside, label, isValid }) {
  const own = takeBudget(world);
  const { limits, timeout = none } = world.staged;
  delete world.staged.limits;
  delete world.staged.timeout;
  const parent = find(world, parentHandle, "region");
  if (!parent) return "stale";
  if (!isValid) return "argument";
  if (!isOpen(parent) && !(inside && isWaitingToClose(parent))) return "closed";
  if (parent.children.length >= parent.limits.children) return "limit";
  const budget = meet(parent.budget, own);
  const region = addRegion(world, parent, { label, policy, cancelOnExit, budget, limits });
  if (timeout !== none) arm(world, region, timeout);
  return region;
}

export function closeRegion(world, handle) {
  const region = find(world, handle, "region");
  if (!region) return "stale";
  region.closing = true;
  advanceRegion(world, region);
  return "ok";
}

export function cancelRegion(world, handle, kind, message) {
  const bound = takeBound(world);
  const region = find(world, handle, "region");
  if (!region) return "stale";
  if (!rowOf(kind)) return "argument";
  if (region.state === "closed") return "ok";
  cascade(world, region, reasonFor(world, kind, message, region), bound);
  return "ok";
}

export function deferInRegion(world, handle) {
  const region = find(world, handle, "region");
  if (!region) return "stale";
  if (!isOpen(region)) return "closed";
  region.finalizerTask ??= addTask(world, region, {
    label: region.label,
    finalizesRegion: true,
    budget: { deadline: none, polls: none, cost: none, priority: 255 },
  });
  return region.finalizers++;
}

export function releaseRegion(world, handle) {
  const region = find(world, handle, "region");
  if (!region) return "stale";
  if (region.state !== "closed" || !region.parent) return "state";
  withdrawNotice(world, region);
  world.everything.delete(region);
  return "ok";
}

/** The region gets the reason, those below get parent-cancelled, parents first (cancel.cascade). */
export function cascade(world, region, reason, bound = noBound) {
  strengthen(world, region, reason, bound);
  region.closing = true;
  note(world, "RegionCancel", region, region.reason.kind);
  disarm(world, region); // a timeout has no purpose now
  for (const task of [...region.tasks]) {
    if (!task.owner) askTask(world, task, region.reason, region.cleanup);
  }
  const children = [...region.children];
  advanceRegion(world, region);
  for (const child of children) {
    if (child.state === "closed") continue;
    const below = reasonFor(world, "parent-cancelled", region.reason.message, region);
    cascade(world, child, { ...below, time: region.reason.time }, region.cleanup);
  }
}

const severities = ["ok", "err", "cancelled", "panicked"];
const badness = (outcome) => severities.indexOf(outcome);
const weightOf = (task) =>
  task.outcome === "cancelled" ? 1 + rowOf(task.reason.kind).severity : 0;

function adopt(region, task) {
  region.outcome = task.outcome;
  region.adopted = task.ordinal;
  region.weight = weightOf(task);
}

/** The outcome of `task` stands, the others are cancelled. */
function settle(world, region, task, kind) {
  adopt(region, task);
  region.settled = true;
  region.closing = true;
  if (!region.reason) cascade(world, region, reasonFor(world, kind, 0, region, task));
}

function applyPolicy(world, region, task) {
  const failed = task.outcome === "err" || task.outcome === "panicked";
  const isWorse =
    badness(task.outcome) > badness(region.outcome) ||
    (task.outcome === region.outcome && weightOf(task) > region.weight);
  const decides = {
    "fail-fast": failed && !region.reason && "fail-fast",
    "collect-all": false,
    race: "race-lost",
    "first-ok": task.outcome === "ok" && "race-lost",
  }[region.policy];
  if (decides) return settle(world, region, task, decides);
  const counts = region.policy !== "fail-fast" || failed || task.isMain;
  if (isWorse && counts) adopt(region, task);
}

/** Whether the outcome of a task that has just ended became the region's. */
export function childEnded(world, region, task) {
  if (task.finalizesRegion && task.outcome === "panicked") {
    Object.assign(region, { outcome: "panicked", adopted: undefined, settled: true });
  }
  if (task.isImplicit || task.finalizesRegion) return false;
  if (!region.settled) applyPolicy(world, region, task);
  if (task.isMain) {
    region.closing = true;
    if (region.cancelOnExit && !region.reason && !region.settled) {
      settle(world, region, task, "parent-cancelled");
    }
  }
  return region.adopted === task.ordinal;
}

const isEmpty = (region) =>
  region.tasks.length === 0 && region.children.length === 0 && region.ledger.size === 0;

function nextState(region) {
  if (region.state === "open") return region.closing ? "closing" : "open";
  if (region.state === "closing" || region.state === "draining") {
    return isEmpty(region) ? "finalizing" : "draining";
  }
  return region.finalizers === 0 && isEmpty(region) ? "closed" : "finalizing";
}

/** As far as it can go now, and then those above that only waited for it. */
export function advanceRegion(world, region) {
  if (!region || region.state === "closed") return;
  for (let next = nextState(region); next !== region.state; next = nextState(region)) {
    region.state = next;
    if (next === "closing" && region.supervisor) closingSupervisor(world, region.supervisor);
    if (next === "finalizing" && region.finalizers > 0) runFinalizers(world, region);
    if (next === "closed") return conclude(world, region);
  }
}

function runFinalizers(world, region) {
  const task = region.finalizerTask;
  task.finalizers = region.finalizers;
  region.finalizers = 0;
  region.finalizerTask = undefined;
  linkTask(world, task);
  enqueue(world, task);
}

function conclude(world, region) {
  disarm(world, region);
  // Cancelled while empty closes cancelled, never ok (rule outcome.aggregate).
  if (!region.settled && region.reason && badness(region.outcome) < badness("cancelled")) {
    region.outcome = "cancelled";
  }
  note(world, "RegionClosed", region, region.outcome);
  world.regionsClosed += 1;
  endObjects(world, region);
  if (region.child) endLife(world, region);
  wakeWaiters(world, region);
  notify(world, region);
  if (region.parent) remove(region.parent.children, region);
  advanceRegion(world, region.parent);
}
