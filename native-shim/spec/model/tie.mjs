// What the end of one task means to others (semantics, section 9), and when: those that watch it
// are told at once, those that are linked to it are asked before the next dispatch.
import { endLink, exit } from "./link.mjs";
import { endMonitor } from "./monitor.mjs";

/** The task is over: the newest of its links and monitors goes first. */
export function endTies(world, task) {
  for (const monitor of [...task.downs]) endMonitor(world, monitor, task);
  for (const tie of [...task.ties]) {
    if (tie.kind === "link") endLink(world, tie, task);
    else endMonitor(world, tie, task);
  }
}

/** In the order of the ends. No body steps in between. */
export function runAftermath(world) {
  while (world.aftermath.length > 0) {
    const object = world.aftermath.shift();
    if (object.kind === "link") exit(world, object);
  }
}
