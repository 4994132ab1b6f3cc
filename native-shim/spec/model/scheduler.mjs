// Which task runs next (semantics, section 7). Three lanes: cancel, timed, ready:
// rules sched.lanes, sched.order.
import { note } from "./log.mjs";
import { giveBack } from "./object.mjs";
import { rowOf } from "./cancel.mjs";
import {
  acknowledge,
  askSelf,
  isExhausted,
  isProtected,
  isSpentNow,
  overrun,
  refuse,
} from "./task-cancel.mjs";
import { advanceRegion } from "./region.mjs";
import { runAftermath } from "./tie.mjs";
import { armLimit, hasBegunCancel } from "./task.mjs";
import { none, remove } from "./world.mjs";

const laneOf = (task) => {
  if (hasBegunCancel(task) && task.reason) return "cancel";
  return task.budget.deadline === none ? "ready" : "timed";
};

export function enqueue(world, task) {
  const lane = laneOf(task);
  task.lane = {
    name: lane,
    priority: lane === "cancel" ? rowOf(task.reason.kind).priority : task.budget.priority,
    deadline: lane === "timed" ? task.budget.deadline : 0,
    sequence: world.enqueued++,
  };
  world.lanes[lane].push(task);
}

export function dequeue(world, task) {
  if (task.lane) remove(world.lanes[task.lane.name], task);
  task.lane = undefined;
}

const before = (a, b) =>
  a.lane.deadline - b.lane.deadline ||
  b.lane.priority - a.lane.priority ||
  a.lane.sequence - b.lane.sequence;

const isDraining = (world) =>
  [...world.everything].some((each) => each.kind === "region" && each.state === "draining");

/** Rule sched.fair. */
function nextLane(world) {
  const { cancel, timed, ready } = world.lanes;
  const limit = world.settings.cancelStreak;
  const isOtherDue = timed.length > 0 || ready.length > 0;
  const cancelLimit = isDraining(world) ? 2 * limit : limit;
  if (cancel.length > 0 && (!isOtherDue || world.streaks.cancel < cancelLimit)) return "cancel";
  if (timed.length > 0 && (ready.length === 0 || world.streaks.timed < limit)) return "timed";
  return ready.length > 0 ? "ready" : undefined;
}

export const hasNext = (world) => world.aftermath.length > 0 || nextLane(world) !== undefined;

function countStreak({ streaks }, lane) {
  streaks.cancel = lane === "cancel" ? streaks.cancel + 1 : 0;
  if (lane === "timed") streaks.timed += 1;
  if (lane === "ready") streaks.timed = 0;
}

/** One dispatch: the task and what the host has to do with it; undefined if nothing is due. */
export function dispatch(world) {
  for (;;) {
    runAftermath(world);
    const lane = nextLane(world);
    if (!lane) return undefined;
    const [task] = [...world.lanes[lane]].sort(before);
    dequeue(world, task);
    countStreak(world, lane);
    world.dispatches += 1;
    const verb = task.state === "created" ? begin(world, task) : resume(world, task);
    if (verb === undefined) continue; // it is over instead
    if (verb === "cancel") giveBack(world, task);
    if (task.budget.polls !== none && task.budget.polls > 0) task.budget.polls -= 1;
    armLimit(world, task);
    note(world, "TaskDispatched", task, verb);
    return { task, verb };
  }
}

function begin(world, task) {
  const exhausted = isExhausted(world, task);
  if (exhausted && !isProtected(world, task)) {
    askSelf(world, task, exhausted);
    advanceRegion(world, task.region);
    return undefined;
  }
  task.state = "running";
  // Asked before it began, and the mask of its owner covered it.
  if (task.reason) task.state = "cancel-requested";
  return task.finalizesRegion ? "finalize" : "start";
}

function resume(world, task) {
  if (task.inFinalizer) {
    if (!isSpentNow(world, task) || !overrun(world, task)) return "step";
    task.budget.deadline = world.now + world.settings.forceGraceUs;
    return "cancel";
  }
  const exhausted = task.state === "running" && isExhausted(world, task);
  if (exhausted) askSelf(world, task, exhausted);
  if (task.state === "cancel-requested" && !isProtected(world, task)) {
    acknowledge(world, task);
    if (!isSpentNow(world, task)) return "cancel";
  }
  if (!isSpentNow(world, task)) return "step";
  return refuse(world, task) === "forced" ? undefined : "cancel";
}
