// How a call is made on both sides, and what the kernel's numbers mean: words that the model says.
import * as abi from "../../packages/browser-core/dist/index.js";

export const outcomes = ["ok", "err", "cancelled", "panicked"];
const wakeups = ["none", "micro", "macro", "timer"];
const verdicts = ["ready", "parked", "cancelled", "refused", "forced"];
export const verbs = ["", "start", "step", "cancel", "finalize"];
export const statuses = ["ok", "stale", "state", "closed", "limit", "memory", "argument", "holder"];
statuses.push("budget", "log-full", "disconnected", "full", "poisoned");

// What the kernel's number means; `name` turns a slot into an object.
statuses[-abi.Status.NameTaken] = "name-taken";
statuses[-abi.Status.PlanDuplicate] = "plan-duplicate";
statuses[-abi.Status.PlanUnknown] = "plan-unknown";
statuses[-abi.Status.PlanCycle] = "plan-cycle";
export const status = (number) => statuses[-number] ?? `not a status: ${number}`;
const orStatus = (read) => (number, name) => (number < 0 ? status(number) : read(number, name));
export const verdict = orStatus((number) => verdicts[number]);
// Of an operation that brings something: it stands in the low 24 bits, the verdict above.
const low = abi.ANSWER_MASK;
const brings = (ready) =>
  orStatus((number) => {
    const above = number >> abi.ANSWER_SHIFT;
    if (above === abi.Verdict.Ready) return ready(number);
    if (above === abi.Verdict.Lagged) return `lagged ${number & low}`;
    return above === abi.Verdict.Call ? "made" : verdicts[above];
  });
export const permit = brings(() => "made");
// A slot is never one or less: the root has the first.
export const acquired = brings((number) => (number > 1 ? "made" : `value ${number}`));
export const token = brings((number) => `value ${number}`);
export const pushedOut = orStatus((number) =>
  number === 0 ? "sent" : `sent, ${number & low} is pushed out`,
);
export const value = orStatus((number) => number);
export const made = orStatus(() => "made");
export const wakeup = orStatus((number) => wakeups[number]);
export const finish = orStatus((number) => {
  const outcome = outcomes[abi.finishOutcomeOf(number)];
  return abi.isCompleted(number)
    ? { isCompleted: true, outcome, isAdopted: (number & abi.FINISH_ADOPTED) !== 0 }
    : { isCompleted: false, outcome, finalizer: abi.finalizerOf(number) };
});
export const dispatched = orStatus((number, name) =>
  number === 0 ? "nothing" : `${verbs[abi.verbOf(number)]} ${name(abi.slotOf(number))}`,
);
// A slot and an outcome, or a verdict and no slot.
export const told = orStatus((number, name) =>
  abi.slotOf(number) === 0
    ? verdicts[number >> abi.ANSWER_SHIFT]
    : `${outcomes[abi.noticeOutcomeOf(number)]} ${name(abi.slotOf(number))}`,
);
const notices = ["", "task", "region", "capsule", "child starts", "child persists"];
const hasOutcome = (what) => what === "task" || what === "region";
export const noticed = orStatus((number, name) => {
  if (number === 0) return "nothing";
  const what = `${notices[abi.noticeOf(number)]}`;
  const outcome = hasOutcome(what) ? ` ${outcomes[abi.noticeOutcomeOf(number)]}` : "";
  return `${what} ${name(abi.slotOf(number))}${outcome}`;
});

export const both = (read, method, model, numbers = () => []) => ({
  read,
  model,
  /** Handles are two numbers each, and come first. */
  kernel: (kernel, handles, call) =>
    kernel[method](...handles.flatMap((each) => [each.slot, each.generation]), ...numbers(call)),
});

export const label = (call) => [call.label];
export const flagged = ({ flags, label: name }) => [flags, name];
export const cancel = ({ cancelKind, message }) => [cancelKind, message];
export const waits = ({ mayWait }) => [mayWait];
export const sent = (call) => [call.token];
