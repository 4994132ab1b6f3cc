// Every call, made on both sides. A call is data: { op, refs, label, ... }, so that a program can
// be printed, made again and shortened. `refs` name objects by the label they were made with.
import * as abi from "../../packages/browser-core/dist/index.js";
import { cancelKinds } from "./model/cancel.mjs";
import * as budget from "./model/budget.mjs";
import * as callModel from "./model/call.mjs";
import * as capsule from "./model/capsule.mjs";
import * as child from "./model/child.mjs";
import * as channel from "./model/channel.mjs";
import * as lock from "./model/lock.mjs";
import * as link from "./model/link.mjs";
import * as monitor from "./model/monitor.mjs";
import * as name from "./model/name.mjs";
import * as object from "./model/object.mjs";
import * as obligation from "./model/obligation.mjs";
import * as plan from "./model/plan.mjs";
import * as pump from "./model/pump.mjs";
import * as receiver from "./model/receiver.mjs";
import * as region from "./model/region.mjs";
import * as supervisor from "./model/supervisor.mjs";
import * as taskCancel from "./model/task-cancel.mjs";
import * as taskEnd from "./model/task-end.mjs";
import * as task from "./model/task.mjs";

export const outcomes = ["ok", "err", "cancelled", "panicked"];
const wakeups = ["none", "micro", "macro", "timer"];
const verdicts = ["ready", "parked", "cancelled", "refused", "forced"];
export const verbs = ["", "start", "step", "cancel", "finalize"];
export const statuses = ["ok", "stale", "state", "closed", "limit", "memory", "argument", "holder"];
statuses.push("budget", "log-full", "disconnected", "full", "poisoned");

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

// What the kernel's number means; `name` turns a slot into an object.
statuses[-abi.Status.NameTaken] = "name-taken";
statuses[-abi.Status.PlanDuplicate] = "plan-duplicate";
statuses[-abi.Status.PlanUnknown] = "plan-unknown";
statuses[-abi.Status.PlanCycle] = "plan-cycle";
const status = (number) => statuses[-number] ?? `not a status: ${number}`;
const orStatus = (read) => (number, name) => (number < 0 ? status(number) : read(number, name));
const verdict = orStatus((number) => verdicts[number]);
// Of an operation that brings something: it stands in the low 24 bits, the verdict above.
const low = abi.ANSWER_MASK;
const brings = (ready) =>
  orStatus((number) => {
    const above = number >> abi.ANSWER_SHIFT;
    if (above === abi.Verdict.Ready) return ready(number);
    if (above === abi.Verdict.Lagged) return `lagged ${number & low}`;
    return above === abi.Verdict.Call ? "made" : verdicts[above];
  });
const permit = brings(() => "made");
// A slot is never one or less: the root has the first.
const acquired = brings((number) => (number > 1 ? "made" : `value ${number}`));
const token = brings((number) => `value ${number}`);
const pushedOut = orStatus((number) =>
  number === 0 ? "sent" : `sent, ${number & low} is pushed out`,
);
const value = orStatus((number) => number);
const made = orStatus(() => "made");
const wakeup = orStatus((number) => wakeups[number]);
const finish = orStatus((number) => {
  const outcome = outcomes[abi.finishOutcomeOf(number)];
  return abi.isCompleted(number)
    ? { isCompleted: true, outcome, isAdopted: (number & abi.FINISH_ADOPTED) !== 0 }
    : { isCompleted: false, outcome, finalizer: abi.finalizerOf(number) };
});
const dispatched = orStatus((number, name) =>
  number === 0 ? "nothing" : `${verbs[abi.verbOf(number)]} ${name(abi.slotOf(number))}`,
);
// A slot and an outcome, or a verdict and no slot.
const told = orStatus((number, name) =>
  abi.slotOf(number) === 0
    ? verdicts[number >> abi.ANSWER_SHIFT]
    : `${outcomes[abi.noticeOutcomeOf(number)]} ${name(abi.slotOf(number))}`,
);
const notices = ["", "task", "region", "capsule", "child starts", "child persists"];
const hasOutcome = (what) => what === "task" || what === "region";
const noticed = orStatus((number, name) => {
  if (number === 0) return "nothing";
  const what = `${notices[abi.noticeOf(number)]}`;
  const outcome = hasOutcome(what) ? ` ${outcomes[abi.noticeOutcomeOf(number)]}` : "";
  return `${what} ${name(abi.slotOf(number))}${outcome}`;
});

const both = (read, method, model, numbers = () => []) => ({
  read,
  model,
  /** Handles are two numbers each, and come first. */
  kernel: (kernel, handles, call) =>
    kernel[method](...handles.flatMap((each) => [each.slot, each.generation]), ...numbers(call)),
});

const label = (call) => [call.label];
const flagged = ({ flags, label: name }) => [flags, name];
const cancel = ({ cancelKind, message }) => [cancelKind, message];
const waits = ({ mayWait }) => [mayWait];
const sent = (call) => [call.token];

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
  nameReserve: both(
    made,
    "nameReserve",
    (w, c, [t]) => name.reserveName(w, t, c.name, c.key),
    (c) => [c.name],
  ),
  nameActivate: both(status, "nameActivate", (w, c, [o, t]) => name.activateName(w, o, t)),
  taskLink: both(status, "taskLink", (w, c, [a, b]) => link.makeLink(w, a, b)),
  taskUnlink: both(status, "taskUnlink", (w, c, [a, b]) => link.unlink(w, a, b)),
  monitorOpen: both(
    made,
    "monitorOpen",
    (w, c, [t, target]) => monitor.openMonitor(w, t, target, c.label),
    label,
  ),
  monitorReceive: both(
    told,
    "monitorReceive",
    (w, c, [t]) => monitor.receiveDown(w, t, c.mayWait),
    waits,
  ),
  monitorRelease: both(status, "monitorRelease", (w, c, [m]) => monitor.releaseMonitor(w, m)),
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
  channelOpen: both(
    made,
    "channelOpen",
    (w, c, [r]) => channel.openChannel(w, r, { ...c, type: channel.channelTypes[c.type] }),
    (c) => [c.type, c.capacity, c.label],
  ),
  channelAttach: both(status, "channelAttach", (w, c, [h]) => channel.attach(w, h)),
  channelDetach: both(status, "channelDetach", (w, c, [h]) => channel.detach(w, h)),
  channelClose: both(status, "channelClose", (w, c, [h]) => channel.closeChannel(w, h)),
  channelRelease: both(status, "channelRelease", (w, c, [h]) =>
    object.releaseObject(w, h, "channel"),
  ),
  channelReserve: both(
    permit,
    "channelReserve",
    (w, c, [t, h]) => channel.reservePlace(w, t, h, c),
    waits,
  ),
  channelCommit: both(
    pushedOut,
    "channelCommit",
    (w, c, [o, t]) => channel.commit(w, o, t, c.token),
    sent,
  ),
  channelReceive: both(
    token,
    "channelReceive",
    (w, c, [t, h]) => channel.receive(w, t, h, c),
    waits,
  ),
  channelBorrow: both(value, "channelBorrow", (w, c, [h]) => channel.borrow(w, h)),
  receiverOpen: both(made, "receiverOpen", (w, c, [r, h]) => receiver.openReceiver(w, r, h, c.key)),
  receiverRelease: both(status, "receiverRelease", (w, c, [v]) =>
    object.releaseObject(w, v, "receiver"),
  ),
  receiverReceive: both(
    token,
    "receiverReceive",
    (w, c, [t, v]) => receiver.receiveNext(w, t, v, c.mayWait),
    waits,
  ),
  receiverUpdate: both(value, "receiverUpdate", (w, c, [v]) => receiver.update(w, v)),
  receiverBorrow: both(value, "receiverBorrow", (w, c, [v]) => receiver.borrowThrough(w, v)),
  receiverIsClosed: both(value, "receiverIsClosed", (w, c, [v]) => receiver.isClosedFor(w, v)),
  channelCall: both(
    made,
    "channelCall",
    (w, c, [o, t]) => callModel.makeCall(w, o, t, c.token, c.key),
    sent,
  ),
  callAwait: both(token, "callAwait", (w, c, [t, l]) => callModel.awaitCall(w, t, l)),
  callReply: both(status, "callReply", (w, c, [o, t]) => callModel.reply(w, o, t, c.token), sent),
  callRelease: both(status, "callRelease", (w, c, [l]) => object.releaseObject(w, l, "call")),
  lockOpen: both(
    made,
    "lockOpen",
    (w, c, [r]) => lock.openLock(w, r, { ...c, type: lock.lockTypes[c.type] }),
    (c) => [c.type, c.units, c.label],
  ),
  lockAcquire: both(
    acquired,
    "lockAcquire",
    (w, c, [t, k]) => lock.acquire(w, t, k, c),
    ({ units, mayWait }) => [units, mayWait],
  ),
  lockSignal: both(
    status,
    "lockSignal",
    (w, c, [k]) => lock.signal(w, k, c.isAll),
    (c) => [c.isAll],
  ),
  poolAdd: both(status, "poolAdd", (w, c, [k]) => lock.addToPool(w, k, c.token), sent),
  lockHeal: both(status, "lockHeal", (w, c, [k]) => lock.heal(w, k)),
  lockClose: both(status, "lockClose", (w, c, [k]) => lock.closeLock(w, k)),
  lockRelease: both(status, "lockRelease", (w, c, [k]) => object.releaseObject(w, k, "lock")),
  supervisorOpen: both(
    made,
    "supervisorOpen",
    (w, c, [r]) =>
      supervisor.openSupervisor(w, r, {
        strategy: c.strategy,
        inside: (c.flags & 8) !== 0,
        isValid: (c.flags & ~8) === 0,
        label: c.label,
      }),
    (c) => [c.strategy, c.flags, c.label],
  ),
  supervisorAdd: both(
    made,
    "supervisorAdd",
    (w, c, [s]) => plan.addChild(w, s, c),
    (c) => [c.name, c.policy, c.flags],
  ),
  childDepend: both(
    status,
    "childDepend",
    (w, c, [d]) => plan.depend(w, d, c.name),
    (c) => [c.name],
  ),
  supervisorIntensity: both(
    status,
    "supervisorIntensity",
    (w, c, [s]) => plan.setIntensity(w, s, c.restarts, c.window),
    (c) => [c.restarts, c.window],
  ),
  supervisorBackoff: both(
    status,
    "supervisorBackoff",
    (w, c, [s]) => plan.setBackoff(w, s, c.least, c.most),
    (c) => [c.least, c.most],
  ),
  supervisorCompile: both(status, "supervisorCompile", (w, c, [s]) => plan.compile(w, s)),
  planCulprit: both(
    value,
    "planCulprit",
    (w, c, [s]) => plan.culprit(w, s, c.index),
    (c) => [c.index],
  ),
  supervisorStart: both(status, "supervisorStart", (w, c, [s]) => supervisor.startSupervisor(w, s)),
  supervisorStop: both(status, "supervisorStop", (w, c, [s]) => supervisor.stopSupervisor(w, s)),
  childPersisted: both(status, "childPersisted", (w, c, [d]) => child.persisted(w, d)),
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
