// Tasks: birth, waiting and waking, and their plain operations (semantics, section 4):
// rules task.states, task.spawn, task.late_wake, task.wake_dedup.
import { meet, takeBudget } from "./budget.mjs";
import { reasonFor } from "./cancel.mjs";
import { cascade, isOpen, isWaitingToClose } from "./region.mjs";
import { giveBack } from "./object.mjs";
import { dequeue, enqueue } from "./scheduler.mjs";
import { askSelf, enter, isExhausted, isProtected, isSpentNow, uncover } from "./task-cancel.mjs";
import { arm, disarm, timerOf } from "./timers.mjs";
import { leftLock } from "./lock.mjs";
import { note } from "./log.mjs";
import { addTask, find, none, remove } from "./world.mjs";

export const taskStates = [
  "created",
  "running",
  "cancel-requested",
  "cancelling",
  "finalizing",
  "completed",
];
export const hasBegunCancel = (task) => taskStates.indexOf(task.state) >= 2;

export function linkTask(world, task) {
  task.ordinal = task.region.ordinals++;
  task.region.tasks.push(task);
  note(world, "TaskSpawned", task);
}

function launch(world, region, options) {
  if (region.tasks.length >= region.limits.tasks) return "limit";
  const task = addTask(world, region, options);
  task.owner?.owned.unshift(task);
  linkTask(world, task);
  enqueue(world, task);
  return task;
}

export function spawn(world, handle, { label, isMain, inside, isValid }) {
  const own = takeBudget(world);
  const region = find(world, handle, "region");
  if (!region) return "stale";
  if (!isValid) return "argument";
  const admitsInside = inside && isWaitingToClose(region) && !region.reason;
  if (!isOpen(region) && !admitsInside) return "closed";
  return launch(world, region, { label, isMain, budget: meet(region.budget, own) });
}

export function spawnImplicit(world, handle, label) {
  const owner = find(world, handle, "task");
  if (!owner) return "stale";
  if (owner.state === "created" || owner.state === "completed" || owner.isImplicit) return "state";
  return launch(world, owner.region, { label, owner, budget: owner.budget });
}

/** The host runs its body now. */
export const isStepping = (task) =>
  task.state !== "created" && task.state !== "completed" && task.wait === "none" && !task.lane;

/** One timer per task: when its sleep ends or the budget in force does. */
export function armLimit(world, task) {
  const isAsked = task.state === "cancel-requested" && !task.inFinalizer;
  const limit = isAsked ? task.cleanup.deadline : task.budget.deadline;
  const due = task.wait === "sleep" ? Math.min(limit, task.sleepDue) : limit;
  if (timerOf(world, task)?.due === due) return;
  disarm(world, task);
  if (due !== none) arm(world, task, due);
}

/** Those that send, or lock to write, have a queue of their own. */
const queueOf = (object, wait) =>
  wait === "send" || wait === "lock-exclusive" ? object.sendWaiters : object.waiters;

function leaveQueue(task) {
  const object = task.waitFor;
  if (object) remove(queueOf(object, task.wait), task);
  task.waitFor = undefined;
  return object;
}

/** Answers what it waited for, if that is to be told. */
function leave(world, task) {
  const object = leaveQueue(task);
  task.wait = "none";
  task.isWakeKept = false;
  disarm(world, task);
  dequeue(world, task);
  return object?.kind === "lock" ? object : undefined;
}

/** Ends the wait, whatever for. */
export function stopWaiting(world, task) {
  const lock = leave(world, task);
  if (lock) leftLock(world, lock);
}

export function unpark(world, task) {
  note(world, "TaskWoken", task, task.wait);
  const lock = leave(world, task);
  enqueue(world, task);
  if (lock) leftLock(world, lock); // who waits behind it is queued behind it
}

/** Woken by what it waits for, so that is no news to it. */
export function wakeFrom(world, task) {
  leaveQueue(task);
  unpark(world, task);
}

export function wakeWaiters(world, object) {
  while (object.waiters.length > 0) wakeFrom(world, object.waiters[0]);
}

export function wakeAll(world, object) {
  wakeWaiters(world, object);
  while (object.sendWaiters.length > 0) wakeFrom(world, object.sendWaiters[0]);
}

export function parkOn(world, task, wait, object, due = 0) {
  disarm(world, task);
  task.isWakeKept = false;
  task.wait = wait;
  task.waitFor = object;
  task.sleepDue = due;
  if (object) queueOf(object, wait).push(task);
  armLimit(world, task);
  note(world, "TaskParked", task, wait);
  return "parked";
}

/** An operation: a checkpoint, then a wait. */
export function waitFor(world, handle, wait, object) {
  const task = find(world, handle, "task");
  const verdict = enter(world, task);
  return verdict === "ready" ? parkOn(world, task, wait, object) : verdict;
}

export function sleep(world, handle, due) {
  const task = find(world, handle, "task");
  const verdict = enter(world, task);
  if (verdict !== "ready") return verdict;
  if (due > world.now) return parkOn(world, task, "sleep", undefined, due);
  return giveWay(world, task); // over already
}

function giveWay(world, task) {
  disarm(world, task);
  task.isWakeKept = false;
  enqueue(world, task);
  return "parked";
}

export function park(world, handle) {
  const task = find(world, handle, "task");
  const verdict = enter(world, task);
  if (verdict !== "ready") return verdict;
  return task.isWakeKept ? giveWay(world, task) : parkOn(world, task, "external");
}

export function join(world, handle, targetHandle) {
  const target = find(world, targetHandle, "task");
  if (!target) return "stale";
  if (target === handle) return "argument";
  if (target.state === "completed") return enter(world, find(world, handle, "task"));
  return waitFor(world, handle, "task", target);
}

export function awaitRegion(world, handle, regionHandle, isOwned) {
  const region = find(world, regionHandle, "region");
  const task = find(world, handle, "task");
  if (!region || !task) return "stale";
  if (region.state === "closed") return enter(world, task);
  if (!isStepping(task)) return "state";
  if (isOwned && region.parent !== task.region) return "argument";
  return isOwned ? awaitOwned(world, task, region) : waitFor(world, task, "region", region);
}

/** A cancel goes to what the task owns first, and only then to the task. */
function awaitOwned(world, task, region) {
  const wasSpent = isSpentNow(world, task);
  const exhausted = task.state === "running" && isExhausted(world, task);
  if (exhausted) askSelf(world, task, exhausted);
  const isPending = task.state === "cancel-requested" && !isProtected(world, task);
  if (!wasSpent && !isPending) return waitFor(world, task, "subtree", region);
  giveBack(world, task); // it does not come to claim it
  const message = task.reason?.message ?? 0;
  const reason = reasonFor(world, "parent-cancelled", message, task.region, task);
  cascade(world, region, reason, task.cleanup);
  if (wasSpent || region.state === "closed") return enter(world, task);
  return parkOn(world, task, "subtree", region);
}

/** Until the end of its step, and for a park alone. */
function keepWake(world, task) {
  task.isWakeKept = true;
  note(world, "TaskWakeKept", task);
}

export function wake(world, handle) {
  const task = find(world, handle, "task");
  if (task?.wait === "external") unpark(world, task);
  else if (task && isStepping(task) && !task.isWakeKept) keepWake(world, task);
  return "ok"; // late or not (rule task.late_wake)
}

export function deferInTask(world, handle) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  const isOver = task.state === "completed" || task.inFinalizer;
  if (isOver || task.state === "created") return "state";
  return task.finalizers++;
}

export function mask(world, handle, by) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (!isStepping(task) || task.mask.depth + by < 0) return "state";
  if (task.mask.depth + by > 64) return "limit";
  task.mask.depth += by;
  if (task.mask.depth === 0) uncover(world, task);
  return "ok";
}
