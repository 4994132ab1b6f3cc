// Puts both views side by side: each object field by field, and the counters of the whole.
import {
  Counter,
  Field,
  FIELD_COUNT,
  Kind,
  nextReport,
  ReportKind,
  Wait,
} from "../../packages/browser-core/dist/index.js";
import { childStates } from "./model/child.mjs";
import { cancelKinds } from "./model/cancel.mjs";
import { callStates } from "./model/call.mjs";
import { capsuleStates } from "./model/capsule.mjs";
import { channelTypes, queueBytes } from "./model/channel.mjs";
import { freeOf, heldOf, lockStates, lockTypes, setAsideOf } from "./model/lock.mjs";
import { monitorStates } from "./model/monitor.mjs";
import { lookUp } from "./model/name.mjs";
import { obligationKinds } from "./model/obligation.mjs";
import { pumpDue } from "./model/pump.mjs";
import { childPolicies } from "./model/plan.mjs";
import { policies, regionStates } from "./model/region.mjs";
import { hasNext } from "./model/scheduler.mjs";
import { strategies, supervisorStates } from "./model/supervisor.mjs";
import { taskStates } from "./model/task.mjs";
import { timerOf } from "./model/timers.mjs";
import { outcomes } from "./answers.mjs";

const kinds = ["free", "region", "task", "obligation", "capsule", "retired", "limits", "chunk"];
kinds.push("channel", "receiver", "call", "lock");
kinds[Kind.Supervisor] = "supervisor";
kinds[Kind.Child] = "child";
kinds[Kind.Link] = "link";
kinds[Kind.Monitor] = "monitor";
export const waits = ["none", "sleep", "task", "region", "subtree", "capsule", "external"];
waits.push("send", "receive", "lock", "lock-exclusive", "call");
waits[Wait.Monitor] = "monitor";
const queues = ["none", "cancel", "timed", "ready", "timer", "notice", "aftermath"];
const reports = ["", "task-forced", "obligation-leaked", "finalizer-overrun", "mask-exhausted"];
reports.push("futurelock", "swallowed", "capsule-stranded");
reports[ReportKind.SupervisorFailed] = "supervisor-failed";
reports[ReportKind.ChildRefused] = "child-refused";
reports[ReportKind.PersistOverrun] = "persist-overrun";
const fieldNames = Object.keys(Field);
const orNone = (number) => (Number.isFinite(number) ? number : -1);
const slotOf = (object) => object?.handle.slot ?? 0;

function putQueue(world, object, fields) {
  const timer = timerOf(world, object);
  const isAfter = world.aftermath.includes(object);
  const queue = object.lane?.name ?? (timer ? "timer" : isAfter ? "aftermath" : "none");
  const isNoticed = queue === "none" && world.notices.includes(object);
  fields[Field.Queue] = queues.indexOf(isNoticed ? "notice" : queue);
  fields[Field.Due] = object.lane?.deadline ?? timer?.due ?? 0;
}

function putLife(object, fields) {
  const { budget, reason, cleanup } = object;
  fields[Field.Ordinal] = object.ordinal;
  fields[Field.Outcome] = outcomes.indexOf(object.outcome);
  fields[Field.Priority] = budget.priority;
  fields[Field.Deadline] = orNone(budget.deadline);
  fields[Field.Polls] = orNone(budget.polls);
  fields[Field.Cost] = orNone(budget.cost);
  fields[Field.CancelKind] = cancelKinds.findIndex((each) => each.kind === reason?.kind) + 1;
  fields[Field.CancelTime] = reason?.time ?? 0;
  fields[Field.CancelMessage] = reason?.message ?? 0;
  fields[Field.CleanupDeadline] = orNone(cleanup.deadline);
  fields[Field.Finalizers] = object.finalizers;
}

function putRegion(region, fields) {
  putLife(region, fields);
  fields[Field.State] = regionStates.indexOf(region.state);
  fields[Field.Parent] = slotOf(region.parent);
  fields[Field.Flags] =
    policies.indexOf(region.policy) +
    (region.cancelOnExit ? 4 : 0) +
    (region.supervisor ? 16 : 0) +
    (region.child ? 32 : 0);
  const { limits } = region;
  fields[Field.LimitChildren] = orNone(limits.children);
  fields[Field.LimitTasks] = orNone(limits.tasks);
  fields[Field.LimitObligations] = orNone(limits.obligations);
  fields[Field.LimitQueueBytes] = orNone(limits.queueBytes);
  fields[Field.QueueBytes] = limits.isSet ? queueBytes(region) : 0;
  fields[Field.LiveTasks] = region.tasks.length;
  fields[Field.LiveRegions] = region.children.length;
  fields[Field.Obligations] = region.ledger.size;
  fields[Field.Adopted] = region.adopted === undefined ? 0 : region.adopted + 1;
}

function putTask(task, fields) {
  putLife(task, fields);
  fields[Field.State] = taskStates.indexOf(task.state);
  fields[Field.Parent] = slotOf(task.region);
  fields[Field.Obligations] = task.obligations.length;
  fields[Field.Wait] = waits.indexOf(task.wait);
  fields[Field.WaitFor] = slotOf(task.waitFor);
  fields[Field.MaskDepth] = task.mask.depth;
  fields[Field.MaskAllowance] = task.mask.allowance;
  fields[Field.Refusals] = task.refusals;
  fields[Field.Owner] = slotOf(task.owner);
}

function putChannel(channel, fields) {
  fields[Field.Parent] = slotOf(channel.region);
  fields[Field.State] = Number(channel.isClosed);
  fields[Field.Subkind] = channelTypes.indexOf(channel.type);
  fields[Field.Token] = channel.value;
  fields[Field.Queued] = channel.queue.length;
  fields[Field.Capacity] = orNone(channel.capacity);
  fields[Field.Permits] = channel.permits;
  fields[Field.SetAside] = channel.setAside.send + channel.setAside.receive;
  fields[Field.Senders] = channel.senders;
  fields[Field.Receivers] = channel.receivers;
  fields[Field.Version] = channel.version;
}

function putLock(world, lock, fields) {
  fields[Field.Parent] = slotOf(lock.region);
  fields[Field.State] = lockStates.indexOf(lock.state);
  fields[Field.Subkind] = lockTypes.indexOf(lock.type);
  fields[Field.Queued] = lock.type === "barrier" ? lock.waiters.length : lock.tokens.length;
  fields[Field.Capacity] = lock.capacity;
  fields[Field.Permits] = heldOf(world, lock);
  fields[Field.SetAside] = setAsideOf(world, lock);
  fields[Field.Units] = freeOf(world, lock);
}

function putSupervisor(supervisor, fields) {
  fields[Field.Parent] = fields[Field.Region] = slotOf(supervisor.region);
  fields[Field.State] = supervisorStates.indexOf(supervisor.state);
  fields[Field.Subkind] = strategies.indexOf(supervisor.strategy);
  fields[Field.Outcome] = outcomes.indexOf(supervisor.outcome);
  fields[Field.Starts] = supervisor.restarts.length;
  fields[Field.Capacity] = supervisor.intensity.restarts;
  fields[Field.Units] = supervisor.intensity.window;
}

function putChild(child, fields) {
  fields[Field.Parent] = slotOf(child.region);
  fields[Field.State] = childStates.indexOf(child.state);
  fields[Field.Ordinal] = child.ordinal;
  fields[Field.Subkind] = childPolicies.indexOf(child.policy);
  fields[Field.Outcome] = outcomes.indexOf(child.outcome);
  fields[Field.Object] = slotOf(child.supervisor);
  fields[Field.Region] = slotOf(child.life);
  fields[Field.Task] = slotOf(child.main);
  fields[Field.Starts] = child.starts;
}

const fields = new Float64Array(FIELD_COUNT); // of one object at a time: there are many

function fieldsOf(world, object) {
  fields.fill(0);
  fields[Field.Kind] = kinds.indexOf(object.kind);
  fields[Field.Generation] = object.handle.generation;
  fields[Field.Label] = object.label;
  putQueue(world, object, fields);
  if (object.kind === "region") putRegion(object, fields);
  if (object.kind === "task") putTask(object, fields);
  if (object.kind === "capsule") {
    fields[Field.State] = capsuleStates.indexOf(object.state);
    fields[Field.Parent] = slotOf(object.owner);
  }
  if (object.kind === "obligation") {
    fields[Field.Parent] = slotOf(object.region);
    fields[Field.Subkind] = obligationKinds.indexOf(object.subkind);
    fields[Field.Owner] = slotOf(object.holder);
    fields[Field.Object] = slotOf(object.capsule ?? object.object);
    fields[Field.Units] = object.units ?? 0;
    fields[Field.Token] = object.token ?? 0;
  }
  if (object.kind === "monitor") {
    fields[Field.State] = monitorStates.indexOf(object.state);
    fields[Field.Outcome] = outcomes.indexOf(object.outcome);
    fields[Field.Owner] = slotOf(object.watcher);
    fields[Field.Task] = slotOf(object.target);
  }
  if (object.kind === "supervisor") putSupervisor(object, fields);
  if (object.kind === "child") putChild(object, fields);
  if (object.kind === "channel") putChannel(object, fields);
  if (object.kind === "lock") putLock(world, object, fields);
  if (object.kind === "receiver") {
    fields[Field.Parent] = slotOf(object.region);
    fields[Field.Object] = slotOf(object.channel);
    fields[Field.Version] = object.seen;
  }
  if (object.kind === "call") {
    fields[Field.Parent] = slotOf(object.region);
    fields[Field.State] = callStates.indexOf(object.state);
    fields[Field.Token] = object.request;
  }
  return fields;
}

// The kernel may forget who asked, and keeps flags of its own.
const isCompared = (object, field) =>
  field !== Field.CancelRegion &&
  field !== Field.CancelTask &&
  (field !== Field.Flags || object.kind === "region");

/** What differs in one object, or undefined. */
export function compareObject(world, object, found) {
  const expected = fieldsOf(world, object);
  for (let field = 0; field < FIELD_COUNT; field += 1) {
    if (expected[field] === found[field] || !isCompared(object, field)) continue;
    const name = fieldNames[field];
    const [model, kernel] = [expected[field], found[field]];
    return `${object.kind} ${object.key}, ${name}: ${model} in the model, ${kernel} in the kernel`;
  }
  return undefined;
}

function totals(world) {
  const all = [...world.everything];
  const { cancel, timed, ready } = world.lanes;
  return {
    RegionsLive: all.filter((each) => each.kind === "region" && each.state !== "closed").length,
    TasksLive: all.filter((each) => each.kind === "region").flatMap((each) => each.tasks).length,
    ObligationsLive: all.filter((each) => each.kind === "obligation").length,
    Dispatches: world.dispatches,
    CancelEpoch: world.cancelEpoch,
    Queued: cancel.length + timed.length + ready.length,
    Timers: world.timers.length,
    RegionsClosed: world.regionsClosed,
  };
}

export function compareTotals(world, { kernel }) {
  for (const [name, expected] of Object.entries(totals(world))) {
    const found = kernel.counter(Counter[name]);
    if (found !== expected) return `${name}: ${expected} in the model, ${found} in the kernel`;
  }
  const pairs = [
    ["time", world.now, kernel.timeNow()],
    ["time of the next timer", orNone(pumpDue(world)), kernel.pumpDue()],
    ["pump", world.pump.state, ["idle", "scheduled", "running"][kernel.pumpState()]],
    ["anything to dispatch", hasNext(world), kernel.hasNext()],
    ["a notice", world.notices.length > 0, kernel.noticePending()],
  ];
  const different = pairs.find(([, expected, found]) => expected !== found);
  return (
    different && `${different[0]}: ${different[1]} in the model, ${different[2]} in the kernel`
  );
}

/** Few, so that they are wanted by several. Nobody ever has the last. */
export const names = [1, 2, 3, 4, 5];

/** Who is found under each name. */
export function compareNames(world, { kernel }, nameOf) {
  for (const name of names) {
    const expected = lookUp(world, name)?.key ?? "nobody";
    const slot = kernel.nameLookup(name);
    const found = slot === 0 ? "nobody" : nameOf(slot);
    if (found !== expected) return `name ${name}: ${expected} in the model, ${found} in the kernel`;
  }
  return undefined;
}

/** Takes all reports of both and compares them. */
export function compareReports(world, instance) {
  const expected = world.reports.splice(0);
  for (let at = 0; ; at += 1) {
    const found = nextReport(instance);
    if (!found && at >= expected.length) return undefined;
    const { kind, label, value } = expected[at] ?? {};
    const isSame =
      found &&
      reports[found.kind] === kind &&
      found.label === label &&
      (value === undefined || found.a === value);
    const shown = found && `${reports[found.kind]} ${found.label} (${found.a})`;
    if (!isSame) return `report: ${kind} ${label} (${value}) in the model, ${shown} in the kernel`;
  }
}
