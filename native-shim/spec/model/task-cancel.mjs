// The cancel protocol of one task: ask, acknowledge, refuse, force (semantics, section 4):
// rules cancel.acknowledge, cancel.drain, cancel.force, mask.defer, mask.bounded, mask.monotone.
import { noBound, reasonFor, rowOf, strengthen, takeBound } from "./cancel.mjs";
import { note } from "./log.mjs";
import { giveBack } from "./object.mjs";
import { askForeign, endObligations, tightenForeign } from "./obligation.mjs";
import { advanceRegion, cascade } from "./region.mjs";
import { dequeue, enqueue } from "./scheduler.mjs";
import { completeTask } from "./task-end.mjs";
import { armLimit, isStepping, taskStates, unpark } from "./task.mjs";
import { find, none, notify, report } from "./world.mjs";

/** A mask protects while its allowance lasts and the time for cleanup is not over. */
export function isProtected(world, task) {
  if (task.inFinalizer) return true;
  if (task.mask.allowance === 0 || world.now >= task.cleanup.deadline) return false;
  return task.mask.depth > 0 || (task.owner !== undefined && isProtected(world, task.owner));
}

const isUsedUp = (world, { budget }) => budget.deadline <= world.now || budget.polls === 0;
const isCleaningUp = (task) => taskStates.indexOf(task.state) >= taskStates.indexOf("cancelling");

/** Is the budget of cleanup, or of the current finalizer, used up? */
export function isSpentNow(world, task) {
  if (task.inFinalizer) return task.isOverrun || isUsedUp(world, task);
  return isCleaningUp(task) && (task.isSpent || isUsedUp(world, task));
}

/** Why a task that nobody asked must stop by itself (rule budget.exhaust). */
export function isExhausted(world, task) {
  if (task.inFinalizer || task.finalizesRegion) return undefined;
  if (task.budget.deadline <= world.now) return "deadline";
  return task.budget.polls === 0 ? "poll-quota" : undefined;
}

export function cancelTask(world, handle, kind, message) {
  const bound = takeBound(world);
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (!rowOf(kind)) return "argument";
  if (task.state === "completed") return "ok";
  askTask(world, task, reasonFor(world, kind, message, task.region), bound);
  advanceRegion(world, task.region);
  return "ok";
}

export const askSelf = (world, task, kind) =>
  askTask(world, task, reasonFor(world, kind, 0, task.region, task), noBound);

/** Rules cancel.request, cancel.idempotent. */
export function askTask(world, task, reason, bound) {
  if (task.state === "completed" || task.finalizesRegion) return;
  strengthen(world, task, reason, bound);
  note(world, "TaskCancel", task, task.reason.kind);
  if (task.state === "created") {
    if (!isProtected(world, task)) neverStart(world, task);
    return;
  }
  if (task.state === "running") task.state = "cancel-requested";
  if (task.state === "cancel-requested") {
    nudge(world, task);
  } else if (!task.inFinalizer) {
    task.budget.deadline = Math.min(task.budget.deadline, task.cleanup.deadline);
    task.budget.polls = Math.min(task.budget.polls, task.cleanup.polls);
    if (!task.lane) armLimit(world, task);
    tightenForeign(world, task);
  }
  const below = reasonFor(world, "parent-cancelled", task.reason.message, task.region, task);
  for (const child of [...task.owned]) {
    askTask(world, child, { ...below, time: task.reason.time }, task.cleanup);
  }
}

/** Rule cancel.never_started. */
function neverStart(world, task) {
  task.outcome = "cancelled";
  completeTask(world, task);
  notify(world, task);
}

/** The request is new, or stronger: lets the task notice. */
function nudge(world, task) {
  if (isProtected(world, task)) {
    if (!task.lane) armLimit(world, task);
    return;
  }
  askForeign(world, task);
  if (task.lane) {
    if (task.lane.name === "cancel") return;
    dequeue(world, task);
    enqueue(world, task);
  } else if (task.wait === "subtree") {
    armLimit(world, task);
    // Unless the tree above is being cancelled and gets there by itself.
    if (!task.region.reason) askSubtree(world, task);
  } else if (task.wait !== "none") {
    unpark(world, task);
  } else {
    armLimit(world, task);
  }
}

/** What it owns through waiting is asked before the task is woken. */
export function askSubtree(world, task) {
  const message = task.reason?.message ?? 0;
  const reason = reasonFor(world, "parent-cancelled", message, task.region, task);
  if (task.reason) reason.time = task.reason.time;
  cascade(world, task.waitFor, reason, task.cleanup);
}

/** Only in the task's own step: the cleanup budget replaces the budget. */
export function acknowledge(world, task) {
  task.state = "cancelling";
  Object.assign(task.budget, task.cleanup, { cost: none });
  askForeign(world, task);
  armLimit(world, task);
  uncover(world, task);
}

/** Its mask no longer covers what it owns: that notices. */
export function uncover(world, task) {
  for (const child of [...task.owned]) {
    if (child.state === "created" && child.reason && !isProtected(world, child)) {
      neverStart(world, child);
    } else if (child.state === "cancel-requested") {
      nudge(world, child);
    }
  }
}

/** Rule cancel.sticky. */
export function refuse(world, task) {
  task.refusals += 1;
  if (task.refusals > world.settings.refusalsMax) {
    force(world, task);
    advanceRegion(world, task.region);
    return "forced";
  }
  if (task.inFinalizer) {
    overrun(world, task);
  } else if (!task.isSpent) {
    task.isSpent = true;
    task.budget.deadline = world.now + world.settings.forceGraceUs;
  } else if (task.refusals === 2) {
    report(world, "swallowed", task, task.refusals);
  }
  armLimit(world, task);
  return "refused";
}

/** A finalizer has used up its budget: reported. Whether it has to stop is the policy's. */
export function overrun(world, task) {
  if (task.isOverrun) return true;
  report(world, "finalizer-overrun", task, task.finalizers);
  if (world.settings.finalizerPolicy === 0) {
    Object.assign(task.budget, { deadline: none, polls: none });
    return false;
  }
  task.isOverrun = true;
  if (world.settings.finalizerPolicy === 2) task.outcome = "panicked";
  task.budget.deadline = world.now + world.settings.forceGraceUs;
  return true;
}

/** Rule cancel.force: never resumed, what it holds is aborted. */
export function force(world, task) {
  note(world, "TaskForced", task);
  report(world, "task-forced", task);
  if (task.wait === "subtree") askSubtree(world, task);
  endObligations(world, task, true);
  if (task.reason) task.outcome = "cancelled";
  completeTask(world, task);
  notify(world, task);
}

/** An operation gives up what was set aside for another one. */
export function enter(world, task) {
  const verdict = meet(world, task);
  if (verdict === "ready") giveBack(world, task);
  return verdict;
}

/** What every operation does first. Who does not go on claims nothing (channel.baton). */
export function meet(world, task) {
  const verdict = meetRequest(world, task);
  if (verdict === "cancelled" || verdict === "refused") giveBack(world, task);
  return verdict;
}

function meetRequest(world, task) {
  if (!task) return "stale";
  if (!isStepping(task)) return "state";
  if (isSpentNow(world, task) && (!task.inFinalizer || overrun(world, task))) {
    return refuse(world, task);
  }
  const exhausted = task.state === "running" && isExhausted(world, task);
  if (exhausted) askSelf(world, task, exhausted);
  if (task.state !== "cancel-requested" || task.inFinalizer) return "ready";
  if (isProtected(world, task)) {
    task.mask.allowance -= 1; // rule mask.defer
    if (task.mask.allowance === 0) report(world, "mask-exhausted", task);
    return "ready";
  }
  acknowledge(world, task);
  return "cancelled";
}

/** Level-triggered: cleanup that asks is told each time (rule cancel.drain). */
export function checkpoint(world, handle) {
  const task = find(world, handle, "task");
  const verdict = meet(world, task);
  if (verdict !== "ready") return verdict;
  const isTold = isCleaningUp(task) && task.mask.depth === 0 && !task.inFinalizer;
  return isTold ? "cancelled" : "ready";
}
