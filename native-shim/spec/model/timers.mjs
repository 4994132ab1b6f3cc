// Time, and what waits for it: a list, fired in the order of (deadline, arm sequence):
// rules timer.order, time.monotone.
import { fireObligation } from "./obligation.mjs";
import { cascade } from "./region.mjs";
import { expireTask } from "./task-end.mjs";
import { reasonFor } from "./cancel.mjs";
import { pushAftermath } from "./tie.mjs";
import { none } from "./world.mjs";

export const timerOf = (world, object) => world.timers.find((timer) => timer.object === object);

/** What is armed too late fires in the next microsecond, never in the one that fires now. */
export function arm(world, object, due) {
  const at = Math.max(due, world.cursor + 1);
  world.timers.push({ object, due, at, sequence: world.armed++ });
}

export function disarm(world, object) {
  world.timers = world.timers.filter((timer) => timer.object !== object);
}

const earliest = (world) =>
  world.timers.reduce(
    (best, timer) =>
      best === undefined ||
      timer.at < best.at ||
      (timer.at === best.at && timer.sequence < best.sequence)
        ? timer
        : best,
    undefined,
  );

export const timeDue = (world) => earliest(world)?.at ?? none;

export function advanceTime(world, now) {
  if (now <= world.now) return;
  world.now = now;
  for (let timer = earliest(world); timer && timer.at <= now; timer = earliest(world)) {
    world.cursor = timer.at;
    disarm(world, timer.object);
    fire(world, timer.object);
  }
  world.cursor = now;
}

function fire(world, object) {
  if (object.kind === "task") expireTask(world, object);
  else if (object.kind === "obligation") fireObligation(world, object);
  else if (object.kind === "supervisor") pushAftermath(world, object);
  else cascade(world, object, reasonFor(world, "timeout", 0, object));
}
