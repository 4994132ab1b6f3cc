// How a task ends: its body, its finalizers, its timer (semantics, section 4):
// rules cancel.outcome, cancel.finalize, finalizer.order, finalizer.budget.
import { noBound, reasonFor } from "./cancel.mjs";
import { note } from "./log.mjs";
import { giveBack } from "./object.mjs";
import { endObligations } from "./obligation.mjs";
import { advanceRegion, childEnded } from "./region.mjs";
import { askSelf, askSubtree, askTask, force, overrun } from "./task-cancel.mjs";
import { armLimit, stopWaiting, unpark, wakeWaiters } from "./task.mjs";
import { endTies } from "./tie.mjs";
import { find, remove, withdrawNotice } from "./world.mjs";

const outcomes = ["ok", "err", "cancelled", "panicked"];

/** `task.outcome` is final. Answers whether it became the region's. */
export function completeTask(world, task) {
  stopWaiting(world, task);
  giveBack(world, task);
  endObligations(world, task, false);
  for (const child of [...task.owned]) {
    // Nobody is left to wait for it.
    const message = task.reason?.message ?? 0;
    const reason = reasonFor(world, "parent-cancelled", message, task.region, task);
    remove(task.owned, child);
    child.owner = undefined;
    if (child.wait === "monitor") unpark(world, child); // it listened for its owner
    askTask(world, child, reason, noBound);
  }
  if (task.owner) remove(task.owner.owned, task);
  task.owner = undefined;
  task.state = "completed";
  task.ended = world.now;
  note(world, "TaskCompleted", task, task.outcome);
  endTies(world, task);
  wakeWaiters(world, task);
  const isAdopted = childEnded(world, task.region, task);
  remove(task.region.tasks, task);
  return isAdopted;
}

function conclude(world, task) {
  const isAdopted = completeTask(world, task);
  world.everything.delete(task);
  advanceRegion(world, task.region);
  return { isCompleted: true, outcome: task.outcome, isAdopted };
}

/** The last one first, with a budget of its own. */
function nextFinalizer(world, task) {
  stopWaiting(world, task);
  giveBack(world, task);
  task.mask.depth = 0;
  if (task.finalizers === 0) return conclude(world, task);
  task.finalizers -= 1;
  task.inFinalizer = true;
  task.isOverrun = false;
  task.isSpent = false;
  task.refusals = 0;
  task.budget.polls = world.settings.finalizerPolls;
  task.budget.deadline = world.now + world.settings.finalizerTimeUs;
  armLimit(world, task);
  return { isCompleted: false, outcome: task.outcome, finalizer: task.finalizers };
}

export function finish(world, handle, outcome) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (!outcomes.includes(outcome)) return "argument";
  if (task.state === "created" || task.state === "completed" || task.inFinalizer) return "state";
  // Acknowledged means cancelled, and only then (rule cancel.outcome).
  const isCancelled = task.state === "cancelling";
  if (!isCancelled && outcome === "cancelled") return "argument";
  stopWaiting(world, task);
  giveBack(world, task); // before anything else is said of its end
  task.outcome = isCancelled ? "cancelled" : outcome;
  if (isCancelled && task.finalizers > 0) task.state = "finalizing";
  return nextFinalizer(world, task);
}

export function finalized(world, handle) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (!task.inFinalizer || task.state === "completed") return "state";
  return nextFinalizer(world, task);
}

export function releaseTask(world, handle) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (task.state !== "completed") return "state";
  withdrawNotice(world, task);
  world.everything.delete(task);
  return "ok";
}

/** Its timer fired: a sleep is over, or a budget is. */
export function expireTask(world, task) {
  if (task.wait === "sleep" && task.sleepDue <= world.now) return unpark(world, task);
  const wasOverrun = task.isOverrun;
  if (task.inFinalizer && !overrun(world, task)) return armLimit(world, task);
  const isCleaning = task.state !== "running" || task.inFinalizer;
  if (task.wait === "subtree" && isCleaning) {
    askSubtree(world, task);
    if (task.wait === "none" || !task.inFinalizer) return;
  }
  if (task.inFinalizer && wasOverrun) {
    force(world, task);
  } else if (task.inFinalizer) {
    unpark(world, task);
  } else if (task.state === "running") {
    askSelf(world, task, "deadline");
  } else if (task.wait !== "none") {
    unpark(world, task); // Cancelled is thrown there
  } else {
    force(world, task); // it does not come back
  }
  advanceRegion(world, task.region);
}
