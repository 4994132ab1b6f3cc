// Every call, made on both sides. A call is data: { op, refs, label, ... }, so that a program can
// be printed, made again and shortened. `refs` name objects by the label they were made with.
import * as abi from "../../packages/browser-core/dist/index.js";
import { cancelKinds } from "./model/cancel.mjs";
import * as budget from "./model/budget.mjs";
import * as capsule from "./model/capsule.mjs";
import * as obligation from "./model/obligation.mjs";
import * as pump from "./model/pump.mjs";
import * as region from "./model/region.mjs";
import * as taskCancel from "./model/task-cancel.mjs";
import * as taskEnd from "./model/task-end.mjs";
import * as task from "./model/task.mjs";
import {
  both,
  cancel,
  dispatched,
  finish,
  flagged,
  label,
  made,
  noticed,
  outcomes,
  status,
  value,
  verdict,
  wakeup,
} from "./answers.mjs";
import { objectCalls } from "./calls-objects.mjs";
import { supervisionCalls } from "./calls-supervision.mjs";

/** The smallest and largest value of each setting that the driver changes, and its name here. */
export const settings = {
  [abi.Setting.CancelStreak]: ["cancelStreak", 1, 1 << 20],
  [abi.Setting.MaskAllowance]: ["maskAllowance", 0, 65_535],
  [abi.Setting.RefusalsMax]: ["refusalsMax", 1, 254],
  [abi.Setting.ForceGraceUs]: ["forceGraceUs", 1, 2 ** 51 - 1],
  [abi.Setting.FinalizerPolls]: ["finalizerPolls", 1, 2 ** 32 - 2],
  [abi.Setting.FinalizerTimeUs]: ["finalizerTimeUs", 1, 2 ** 51 - 1],
  [abi.Setting.Burst]: ["burst", 1, 2 ** 32 - 1],
  [abi.Setting.DebtStepUs]: ["debtStepUs", 1, 2 ** 51 - 1],
  [abi.Setting.FinalizerPolicy]: ["finalizerPolicy", 0, 2],
};

function configure(world, { setting, value }) {
  const [name, least, most] = settings[setting] ?? [];
  if (name === undefined || value < least || value > most) return "argument";
  world.settings[name] = value;
  return "ok";
}

const stage = (what) => (world, call) => {
  world.staged[what] = call[what];
  return "ok";
};
const stageLimits = (world, { limits }) =>
  stage("limits")(world, { limits: { ...limits, isSet: true } });
const kindOf = (code) => cancelKinds[code - 1]?.kind;
const finite = (number) => (Number.isFinite(number) ? number : -1);
const count = (number) => (Number.isFinite(number) ? number : 2 ** 32 - 1);

const openRegion = (world, call, [parent]) =>
  region.openRegion(world, parent, {
    policy: region.policies[call.flags & 3],
    cancelOnExit: (call.flags & 4) !== 0,
    inside: (call.flags & 8) !== 0,
    isValid: call.flags < 16,
    label: call.label,
  });
const spawn = (world, call, [parent]) =>
  task.spawn(world, parent, {
    isMain: (call.flags & 1) !== 0,
    inside: (call.flags & 4) !== 0,
    isValid: (call.flags & ~5) === 0,
    label: call.label,
  });
const next = (world) => {
  const answer = pump.next(world);
  if (answer === undefined) return "nothing";
  return typeof answer === "string" ? answer : `${answer.verb} ${answer.task.key}`;
};
const action = (world) => {
  const object = pump.nextAction(world);
  if (object === undefined) return "nothing";
  if (object.kind === "child") {
    return `child ${object.state === "persisting" ? "persists" : "starts"} ${object.key}`;
  }
  const outcome = object.kind === "capsule" ? "" : ` ${object.outcome}`;
  return `${object.kind} ${object.key}${outcome}`;
};

export const calls = {
  configure: both(status, "runtimeConfigure", configure, (c) => [c.setting, c.value]),
  stageBudget: both(
    status,
    "stageBudget",
    (world, call) => budget.stageBudget(world, call.budget),
    ({ budget: b }) => [finite(b.deadline), count(b.polls), finite(b.cost), b.priority],
  ),
  stageLimits: both(status, "stageLimits", stageLimits, ({ limits }) =>
    [limits.children, limits.tasks, limits.obligations, limits.queueBytes].map(count),
  ),
  stageTimeout: both(status, "stageTimeout", stage("timeout"), (c) => [finite(c.timeout)]),
  stageCleanup: both(status, "stageCleanup", stage("cleanup"), ({ cleanup }) => [
    finite(cleanup.time),
    count(cleanup.polls),
  ]),
  regionOpen: both(made, "regionOpen", openRegion, flagged),
  regionClose: both(status, "regionClose", (w, c, [r]) => region.closeRegion(w, r)),
  regionCancel: both(
    status,
    "regionCancel",
    (w, c, [r]) => region.cancelRegion(w, r, kindOf(c.cancelKind), c.message),
    cancel,
  ),
  regionDefer: both(value, "regionDefer", (w, c, [r]) => region.deferInRegion(w, r)),
  regionRelease: both(status, "regionRelease", (w, c, [r]) => region.releaseRegion(w, r)),
  taskSpawn: both(made, "taskSpawn", spawn, flagged),
  taskSpawnImplicit: both(
    made,
    "taskSpawnImplicit",
    (w, c, [t]) => task.spawnImplicit(w, t, c.label),
    label,
  ),
  taskCancel: both(
    status,
    "taskCancel",
    (w, c, [t]) => taskCancel.cancelTask(w, t, kindOf(c.cancelKind), c.message),
    cancel,
  ),
  taskFinish: both(
    finish,
    "taskFinish",
    (w, c, [t]) => taskEnd.finish(w, t, outcomes[c.outcome]),
    (c) => [c.outcome],
  ),
  taskFinalized: both(
    finish,
    "taskFinalized",
    (w, c, [t]) => taskEnd.finalized(w, t),
    (c) => [c.failed],
  ),
  taskDefer: both(value, "taskDefer", (w, c, [t]) => task.deferInTask(w, t)),
  taskSleep: both(
    verdict,
    "taskSleep",
    (w, c, [t]) => task.sleep(w, t, c.due),
    (c) => [finite(c.due)],
  ),
  taskYield: both(verdict, "taskYield", (w, c, [t]) => task.sleep(w, t, 0)),
  taskJoin: both(verdict, "taskJoin", (w, c, [t, other]) => task.join(w, t, other)),
  taskAwaitRegion: both(
    verdict,
    "taskAwaitRegion",
    (w, c, [t, r]) => task.awaitRegion(w, t, r, c.owned),
    (c) => [c.owned],
  ),
  taskPark: both(verdict, "taskPark", (w, c, [t]) => task.park(w, t)),
  taskWake: both(status, "taskWake", (w, c, [t]) => task.wake(w, t)),
  taskCheckpoint: both(verdict, "taskCheckpoint", (w, c, [t]) => taskCancel.checkpoint(w, t)),
  taskCharge: both(
    status,
    "taskCharge",
    (w, c, [t]) => budget.charge(w, t, c.steps),
    (c) => [c.steps],
  ),
  taskConsume: both(
    status,
    "taskConsume",
    (w, c, [t]) => budget.consume(w, t, c.cost),
    (c) => [c.cost],
  ),
  taskMask: both(status, "taskMask", (w, c, [t]) => task.mask(w, t, 1)),
  taskUnmask: both(status, "taskUnmask", (w, c, [t]) => task.mask(w, t, -1)),
  taskRelease: both(status, "taskRelease", (w, c, [t]) => taskEnd.releaseTask(w, t)),
  obligationReserve: both(
    made,
    "obligationReserve",
    (w, c, [t]) => obligation.reserve(w, t, obligation.obligationKinds[c.subkind], c.label),
    (c) => [c.subkind, c.label],
  ),
  obligationCommit: both(status, "obligationCommit", (w, c, [o, t]) =>
    obligation.commitObligation(w, o, t),
  ),
  obligationAbort: both(
    status,
    "obligationAbort",
    (w, c, [o, t]) => obligation.abortObligation(w, o, t, ["explicit", "error", "cancel"][c.why]),
    (c) => [c.why],
  ),
  obligationTransfer: both(status, "obligationTransfer", (w, c, [o, from, to]) =>
    obligation.transfer(w, o, from, to),
  ),
  capsuleOpen: both(
    made,
    "capsuleOpen",
    (w, c, [t]) => capsule.openCapsule(w, t, c.subkind < 6, c.label),
    (c) => [c.subkind, c.label],
  ),
  capsuleSubmit: both(status, "capsuleSubmit", (w, c, [f]) => capsule.submit(w, f)),
  capsuleProgress: both(status, "capsuleProgress", (w, c, [f]) => capsule.progress(w, f)),
  capsuleCancel: both(status, "capsuleCancel", (w, c, [f]) => capsule.cancelCapsule(w, f)),
  capsuleAborted: both(status, "capsuleAborted", (w, c, [f]) => capsule.aborted(w, f)),
  capsuleLetGo: both(
    status,
    "capsuleLetGo",
    (w, c, [f]) => capsule.letGo(w, f, ["done", "failed"][c.how]),
    (c) => [c.how],
  ),
  capsuleAwait: both(verdict, "capsuleAwait", (w, c, [t, f]) => capsule.awaitCapsule(w, t, f)),
  ...objectCalls,
  ...supervisionCalls,
  pumpBegin: both(
    status,
    "pumpBegin",
    (w, c) => pump.beginTurn(w, c.sample),
    (c) => [c.sample],
  ),
  pumpNext: both(dispatched, "pumpNext", next),
  pumpEnd: both(
    wakeup,
    "pumpEnd",
    (w, c) => pump.endTurn(w, c.cut),
    (c) => [c.cut],
  ),
  pumpRequest: both(wakeup, "pumpRequest", (w) => pump.requestTurn(w)),
  actionNext: both(noticed, "actionNext", action),
};
