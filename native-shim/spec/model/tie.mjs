// What an end means to others (semantics, section 9), and when: who watches a task is told at once;
// who is linked to it is asked before the next dispatch, and then supervisors decide too.
import { endLink, exit } from "./link.mjs";
import { endMonitor } from "./monitor.mjs";
import { advanceSupervisor } from "./supervisor.mjs";
import { disarm } from "./timers.mjs";
import { remove, withdrawNotice } from "./world.mjs";

/** The task is over: the newest of its links and monitors goes first. */
export function endTies(world, task) {
  for (const monitor of [...task.downs]) endMonitor(world, monitor, task);
  for (const tie of [...task.ties]) {
    if (tie.kind === "link") endLink(world, tie, task);
    else endMonitor(world, tie, task);
  }
}

/** A timer, a notice that nobody took, its place in the aftermath. */
export function leaveQueues(world, object) {
  disarm(world, object);
  withdrawNotice(world, object);
  remove(world.aftermath, object);
}

/** What it waited for besides has no purpose now. */
export function pushAftermath(world, object) {
  if (world.aftermath.includes(object)) return;
  leaveQueues(world, object);
  world.aftermath.push(object);
}

/** In the order of the ends. No body steps in between. */
export function runAftermath(world) {
  while (world.aftermath.length > 0) {
    const object = world.aftermath.shift();
    if (object.kind === "link") exit(world, object);
    else advanceSupervisor(world, object.supervisor ?? object);
  }
}
