// Links: who does not end ok takes the other one along (semantics, section 9): rule link.exit.
import { noBound, reasonFor } from "./cancel.mjs";
import { note } from "./log.mjs";
import { advanceRegion } from "./region.mjs";
import { askTask } from "./task-cancel.mjs";
import { find, remove } from "./world.mjs";

const linkOf = (a, b) =>
  a.ties.find((tie) => tie.kind === "link" && tie.ends.find((end) => end !== a) === b);

export function makeLink(world, aHandle, bHandle) {
  const ends = [find(world, aHandle, "task"), find(world, bHandle, "task")];
  const [a, b] = ends;
  if (!a || !b) return "stale";
  if (a === b) return "argument";
  if (a.state === "completed" || b.state === "completed") return "state";
  if (linkOf(a, b)) return "ok";
  const link = { kind: "link", label: 0, ends, reason: undefined };
  world.everything.add(link);
  for (const end of ends) end.ties.unshift(link);
  note(world, "Linked", link);
  return "ok";
}

export function unlink(world, aHandle, bHandle) {
  const [a, b] = [find(world, aHandle, "task"), find(world, bHandle, "task")];
  if (!a || !b) return "stale";
  const link = linkOf(a, b);
  if (link) {
    note(world, "Unlinked", link);
    drop(world, link);
  }
  return "ok";
}

function drop(world, link) {
  for (const end of link.ends) remove(end.ties, link);
  remove(world.aftermath, link);
  world.everything.delete(link);
}

/** One of the two is over. What that means to the other waits for the next dispatch. */
export function endLink(world, link, task) {
  remove(link.ends, task);
  remove(task.ties, link);
  if (task.outcome === "ok" || link.ends.length === 0) return drop(world, link);
  note(world, "LinkBroken", link, task.outcome);
  link.reason = reasonFor(world, "linked-exit", 0, task.region, task);
  world.aftermath.push(link);
}

export function exit(world, link) {
  const [other] = link.ends;
  note(world, "LinkExit", link);
  drop(world, link);
  askTask(world, other, link.reason, noBound);
  advanceRegion(world, other.region);
}
