// Monitors: a watcher is told how another task ended (semantics, section 9): rule monitor.down.
import { note } from "./log.mjs";
import { enter } from "./task-cancel.mjs";
import { parkOn, unpark } from "./task.mjs";
import { find, remove } from "./world.mjs";

export const monitorStates = ["watching", "down"];

/** A second operation of a task acts for it. */
const actsFor = (task) => task?.owner ?? task;

export function openMonitor(world, handle, targetHandle, label) {
  const watcher = actsFor(find(world, handle, "task"));
  const target = find(world, targetHandle, "task");
  if (!watcher || !target) return "stale";
  if (watcher === target) return "argument";
  if (watcher.state === "completed") return "state";
  const monitor = { kind: "monitor", label, watcher, target, state: "watching", outcome: "ok" };
  world.everything.add(monitor);
  watcher.monitors.push(monitor);
  target.ties.unshift(monitor);
  watcher.ties.unshift(monitor);
  note(world, "MonitorOpened", monitor);
  if (target.state === "completed") goDown(world, monitor);
  return monitor;
}

/** By completion time, then by task; of two in one place the one that was there first. */
const inOrder = ({ end: a }, { end: b }) => a.time - b.time || a.place - b.place;

function goDown(world, monitor) {
  const { watcher, target } = monitor;
  remove(target.ties, monitor);
  remove(watcher.ties, monitor);
  const { outcome, ended: time, place } = target;
  Object.assign(monitor, { state: "down", target: undefined, outcome, end: { time, place } });
  watcher.downs.push(monitor);
  watcher.downs.sort(inOrder);
  note(world, "MonitorDown", monitor, outcome);
  wakeListeners(world, watcher);
}

function wakeListeners(world, watcher) {
  for (const task of [watcher, ...watcher.owned]) {
    if (task.wait === "monitor") unpark(world, task);
  }
}

/** Once there are no more of them, nobody waits for one. */
function drop(world, monitor) {
  const { watcher, target } = monitor;
  remove(watcher.monitors, monitor);
  remove(watcher.downs, monitor);
  remove(watcher.ties, monitor);
  if (target) remove(target.ties, monitor);
  world.everything.delete(monitor);
  if (watcher.monitors.length === 0) wakeListeners(world, watcher);
}

export function releaseMonitor(world, handle) {
  const monitor = find(world, handle, "monitor");
  if (!monitor) return "stale";
  note(world, "MonitorReleased", monitor);
  drop(world, monitor);
  return "ok";
}

/** An operation. Without a monitor there is nothing that could ever come. */
export function receiveDown(world, handle, mayWait) {
  const task = find(world, handle, "task");
  const verdict = enter(world, task);
  if (verdict !== "ready") return verdict;
  const { monitors, downs } = actsFor(task);
  const [monitor] = downs;
  if (monitor) {
    note(world, "MonitorTaken", monitor, monitor.outcome);
    drop(world, monitor);
    return `${monitor.outcome} ${monitor.key}`;
  }
  if (monitors.length === 0) return "disconnected";
  return mayWait ? parkOn(world, task, "monitor") : "full";
}

/** It watched, and nobody is left to be told; or it was watched. */
export function endMonitor(world, monitor, task) {
  if (monitor.watcher === task) drop(world, monitor);
  else goDown(world, monitor);
}
