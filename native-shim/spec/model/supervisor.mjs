// Supervisors: what is done about children that end, as far as it can be done now (semantics,
// section 9): rules super.states, super.phases, super.compile. Decided at the next dispatch, when
// nothing is half done.
//
// Children that have to go are drained one at a time, those that were started last first.
import { askToPersist, concludeChild, drainChild, isOver, startChild } from "./child.mjs";
import { reasonFor } from "./cancel.mjs";
import { note, noteSteps } from "./log.mjs";
import { addObject } from "./object.mjs";
import { holdOpen, resolveForeign } from "./obligation.mjs";
import { cascade, openRegion } from "./region.mjs";
import { affectedBy, judge, takeRestart } from "./restart.mjs";
import { leaveQueues, pushAftermath } from "./tie.mjs";
import { arm, timerOf } from "./timers.mjs";
import { find, report } from "./world.mjs";

export const supervisorStates = [
  "constructed",
  "compiled",
  "starting",
  "running",
  "draining",
  "stopped",
  "failed",
];
export const strategies = ["one-for-one", "one-for-all", "rest-for-one"];
const second = 1_000_000;
const persistTime = 5 * second;

export function openSupervisor(world, regionHandle, { strategy, inside, label, isValid }) {
  if (!isValid || !strategies[strategy]) {
    for (const what of ["budget", "limits", "timeout"]) delete world.staged[what];
    return "argument";
  }
  const options = { policy: "collect-all", inside, label, isValid };
  const region = openRegion(world, regionHandle, options);
  if (!region.kind) return region;
  const supervisor = addObject(world, region, "supervisor", {
    label,
    state: "constructed",
    strategy: strategies[strategy],
    children: [], // once compiled, in start order
    isCompiled: false,
    isStarted: false, // it was asked to
    goal: "run", // or restart, stop, fail: a later one never gives way to an earlier
    outcome: "ok",
    intensity: { restarts: 3, window: 60 * second },
    backoff: { first: second / 10, most: 10 * second },
    restarts: [], // when
  });
  Object.assign(region, { supervisor, key: `region of ${label}` });
  noteSteps(world, "SupervisorStep", supervisor);
  note(world, "SupervisorConstructed", supervisor, supervisor.strategy);
  supervisor.hold = holdOpen(world, region, label);
  return supervisor;
}

export function startSupervisor(world, handle) {
  const supervisor = find(world, handle, "supervisor");
  if (!supervisor) return "stale";
  if (supervisor.state !== "compiled" || supervisor.isStarted) return "state";
  supervisor.isStarted = true;
  pushAftermath(world, supervisor);
  return "ok";
}

const isEnding = ({ goal }) => goal === "stop" || goal === "fail";
const hasEnded = ({ state }) => state === "stopped" || state === "failed";

export function stopSupervisor(world, handle) {
  const supervisor = find(world, handle, "supervisor");
  if (!supervisor) return "stale";
  if (isEnding(supervisor)) return "ok";
  supervisor.goal = "stop";
  pushAftermath(world, supervisor);
  return "ok";
}

/** Its region was asked to close. A stop that is under way goes on. */
export function closingSupervisor(world, supervisor) {
  if (!isEnding(supervisor)) pushAftermath(world, supervisor);
}

export function advanceSupervisor(world, supervisor) {
  if (hasEnded(supervisor)) return; // though something else keeps its region
  do judgeEnds(world, supervisor);
  while (act(world, supervisor));
  if (hasEnded(supervisor)) finish(world, supervisor);
}

function judgeEnds(world, supervisor) {
  const { region, children } = supervisor;
  for (const child of children) {
    if (isEnding(supervisor)) return;
    if (child.state === "ended") judgeEnd(world, supervisor, child);
    else if (child.state === "waiting" && region.closing) concludeChild(world, child, "stopped");
  }
  const isDone = supervisor.state === "running" && children.every(isOver);
  const hasBegun = !["constructed", "compiled"].includes(supervisor.state);
  if (isEnding(supervisor) || !(region.reason || isDone || (region.closing && !hasBegun))) return;
  supervisor.goal = "stop";
  leaveQueues(world, supervisor);
}

function judgeEnd(world, supervisor, child) {
  const judgement = judge(child);
  if (judgement === "stop") return concludeChild(world, child, "stopped");
  if (judgement === "disable") return concludeChild(world, child, "disabled");
  if (judgement === "fail") return fail(world, supervisor, child);
  if (supervisor.region.closing) return concludeChild(world, child, "stopped"); // nothing starts
  if (child.isAffected) child.state = "waiting";
  // One at a time: else it is judged when the one that is under way is done.
  else if (supervisor.state === "running" && supervisor.goal === "run") {
    restart(world, supervisor, child);
  }
  return undefined;
}

/** The backoff counts from now, beside the drain. */
function restart(world, supervisor, failed) {
  const backoff = takeRestart(supervisor, world.now);
  if (backoff === undefined) return fail(world, supervisor, failed);
  supervisor.goal = "restart";
  note(world, "SupervisorRestarting", supervisor, backoff);
  leaveQueues(world, supervisor);
  arm(world, supervisor, world.now + backoff);
  const affected = affectedBy(supervisor.strategy, supervisor.children, failed);
  for (const child of affected) child.isAffected ||= !isOver(child);
  return undefined;
}

function fail(world, supervisor, { policy, outcome }) {
  leaveQueues(world, supervisor);
  supervisor.goal = "fail";
  supervisor.outcome = outcome === "panicked" ? "panicked" : "err";
  note(world, "SupervisorEscalated", supervisor, supervisor.outcome, `${policy} ${outcome}`);
  report(world, "supervisor-failed", supervisor);
}

/** One step; false if it waits for something now, or has ended. */
function act(world, supervisor) {
  const next = nextState(world, supervisor);
  if (next === undefined) return false;
  supervisor.state = next; // the same again, while children are started
  if (next === "starting" && supervisor.goal === "restart") supervisor.goal = "run";
  return !hasEnded(supervisor);
}

function nextState(world, supervisor) {
  const { state, goal, isCompiled, isStarted } = supervisor;
  switch (state) {
    case "constructed":
      return isEnding(supervisor) ? "stopped" : isCompiled ? "compiled" : undefined;
    case "compiled":
      return isEnding(supervisor) ? "stopped" : isStarted ? "starting" : undefined;
    case "starting":
      if (goal !== "run") return "draining";
      return startNext(world, supervisor) ? "starting" : "running";
    case "running":
      return goal === "run" ? undefined : "draining";
    default:
      return isDrained(world, supervisor) ? afterDrain(world, supervisor) : undefined;
  }
}

function afterDrain(world, supervisor) {
  if (supervisor.goal === "stop") return "stopped";
  if (supervisor.goal === "fail") return "failed";
  return timerOf(world, supervisor) ? undefined : "starting";
}

function startNext(world, { children }) {
  const next = children.find((child) => child.state === "waiting");
  if (next) startChild(world, next);
  return next !== undefined;
}

/** Whether all have gone that have to; if not, the next is on its way. */
function isDrained(world, supervisor) {
  const stopOrder = [...supervisor.children].reverse();
  if (isEnding(supervisor)) return stopOrder.every((child) => stop(world, supervisor, child));
  const isToGo = (child) => child.isAffected && child.state !== "waiting" && !isOver(child);
  const next = stopOrder.find(isToGo);
  if (next?.state === "running") drainChild(world, next, "linked-exit");
  return next === undefined;
}

/** Drain, persist, release the name, stop: as far as it can go now; true once it has stopped. */
function stop(world, supervisor, child) {
  if (isOver(child)) return true;
  if (child.state === "running") {
    drainChild(world, child, "shutdown");
    return false;
  }
  if (child.state === "draining") return false;
  if (child.state === "ended" && child.persists && child.isAsked) {
    askToPersist(world, child);
    leaveQueues(world, supervisor);
    arm(world, supervisor, world.now + persistTime);
    return false;
  }
  if (child.state === "persisting" && !hasPersisted(world, supervisor, child)) return false;
  concludeChild(world, child, "stopped");
  return true;
}

function hasPersisted(world, supervisor, child) {
  const isLate = !child.hasPersisted;
  if (isLate && timerOf(world, supervisor)) return false;
  if (isLate) report(world, "persist-overrun", child);
  note(world, "ChildPersisted", child, isLate ? "late" : "in time");
  leaveQueues(world, supervisor);
  return true;
}

/** Its region takes the outcome, and may close. */
function finish(world, supervisor) {
  const { region, hold, outcome } = supervisor;
  if (supervisor.state === "failed") {
    Object.assign(region, { outcome, settled: true });
    if (!region.reason) cascade(world, region, reasonFor(world, "fail-fast", 0, region));
  }
  region.closing = true;
  resolveForeign(world, hold, true);
}
