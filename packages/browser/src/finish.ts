import {
  finalizerOf,
  FINISH_ADOPTED,
  FINISH_COMPLETED,
  finishOutcomeOf,
  isCompleted,
  Outcome as Code,
} from "@asupersync/browser-core";
import { awaitSteps, isBodyIterator, isThenable } from "./body.js";
import { Cancelled, unknownCancel } from "./cancel.js";
import { Failure } from "./errors.js";
import type { Operation } from "./operation.js";
import { returnedOutcome, type Outcome, type PanicInfo } from "./outcome.js";
import type { Task } from "./task.js";

/** Cleanup that runs when its task's body is over: last registered first, one at a time. */
export type Finalizer = () => unknown;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : `thrown: ${String(error)}`;

function panicOf(task: Task<unknown>, error: unknown): PanicInfo {
  return { error, message: messageOf(error), path: task.path };
}

/** What the body itself came to; the kernel may still say that the task was cancelled. */
function bodyOutcome(task: Task<unknown>, threw: boolean, value: unknown): Outcome<unknown> {
  if (!threw) {
    return (returnedOutcome(value) as Outcome<unknown> | undefined) ?? { kind: "ok", value };
  }
  if (value instanceof Failure) return { kind: "err", error: value.error as Error };
  return task.runtime.classify(value) === "panicked"
    ? { kind: "panicked", panic: panicOf(task, value) }
    : { kind: "err", error: value as Error };
}

const codes = {
  ok: Code.Ok,
  err: Code.Err,
  // Only the kernel says that a task was cancelled: returning a `cancelled` is a failure.
  cancelled: Code.Err,
  panicked: Code.Panicked,
} as const;

/** The body has ended: tells the kernel, which decides what that means (rule `cancel.outcome`). */
export function finishTask(task: Task<unknown>, threw: boolean, value: unknown): void {
  if (task.isOver) return; // forced meanwhile: nobody listens any more
  const { runtime, slot, generation } = task;
  const rare = task.rareIfAny;
  if (rare !== undefined) {
    runtime.chargeSteps(task);
    // The reason may be stronger than what was thrown; afterwards the kernel forgets it.
    if (rare.cancelInfo !== undefined) {
      rare.cancelInfo = runtime.reasons.ofTask(task, "acknowledged");
    }
  }
  task.pending = undefined;
  if (!threw && returnedOutcome(value) === undefined) {
    const answer = runtime.kernel.taskFinish(slot, generation, Code.Ok);
    if ((answer | FINISH_ADOPTED) === endedOk) runtime.taskEndedOk(task, value, answer === endedOk);
    else if (answer >= 0) conclude(task, answer, { kind: "ok", value });
    return; // negative: forced, and the notice is on the way
  }
  if (threw && value instanceof Cancelled && rare?.cancelInfo !== undefined) {
    // It let its own cancel pass, as most do: nothing to classify.
    const answer = runtime.kernel.taskFinish(slot, generation, Code.Err);
    if (answer >= 0) conclude(task, answer, ownCancel);
    return;
  }
  const outcome = bodyOutcome(task, threw, value);
  const answer = runtime.kernel.taskFinish(slot, generation, codes[outcome.kind]);
  if (answer < 0) return;
  const cancelled = finishOutcomeOf(answer) === Code.Cancelled;
  if (cancelled && threw && !(value instanceof Cancelled)) keepCleanup(task, value);
  conclude(task, answer, outcome);
}

/** Stands for the outcome of a body that is over by its own cancel; the kernel says so, too. */
const ownCancel: Outcome<unknown> = { kind: "cancelled", cancel: unknownCancel };

/** What the kernel answers to most tasks. */
const endedOk = FINISH_COMPLETED | FINISH_ADOPTED | Code.Ok;

function keepCleanup(task: Task<unknown>, error: unknown): void {
  (task.rare.cleanup ??= []).push(error instanceof Failure ? error.error : error);
}

/** Acts on what the kernel answered: run a finalizer, or end. */
function conclude(task: Task<unknown>, answer: number, body: Outcome<unknown>): void {
  let next = answer;
  while (!isCompleted(next)) {
    const failed = runFinalizer(task, finalizerOf(next), body);
    if (failed === undefined) return; // it waits: goes on in `finalized`
    next = task.runtime.kernel.taskFinalized(task.slot, task.generation, failed);
    if (next < 0) return;
  }
  const rare = task.rareIfAny;
  const cleanup = rare?.cleanup;
  let outcome: Outcome<unknown> =
    finishOutcomeOf(next) === Code.Cancelled
      ? { kind: "cancelled", cancel: rare?.cancelInfo ?? unknownCancel }
      : body;
  if (cleanup !== undefined) outcome = { ...outcome, cleanup };
  task.runtime.taskEnded(task, outcome, (next & FINISH_ADOPTED) !== 0);
}

/** Runs one finalizer: whether it failed, or undefined if it is still waiting. */
function runFinalizer(
  task: Task<unknown>,
  index: number,
  body: Outcome<unknown>,
): boolean | undefined {
  const turn = ++task.runtime.finalizerTurns;
  const { rare } = task;
  rare.finalizing = turn;
  const finalized = (failed: boolean, error?: unknown): void => {
    if (task.isOver || rare.finalizing !== turn) return; // it overran and was given up
    if (failed) keepCleanup(task, error);
    const { kernel } = task.runtime;
    const answer = kernel.taskFinalized(task.slot, task.generation, failed);
    if (answer >= 0) conclude(task, answer, body);
    task.runtime.stepEnded(task);
  };
  let result: unknown;
  try {
    result = rare.finalizers?.[index]?.();
  } catch (error) {
    keepCleanup(task, error);
    return true;
  }
  if (isBodyIterator(result)) result = awaitSteps(result);
  if (!isThenable(result)) return false;
  overruns.set(task, finalized);
  result.then(
    () => {
      finalized(false);
    },
    (error: unknown) => {
      finalized(true, error);
    },
  );
  return undefined;
}

/** How a waiting finalizer is given up; one at a time for a task. */
const overruns = new WeakMap<Task<unknown>, (failed: boolean, error: unknown) => void>();

export const runFinalizers = {
  /** The kernel resumes a finalizer's operation, or says that its budget is used up. */
  resume(task: Task<unknown>, operation: Operation<unknown> | undefined, overrun: boolean): void {
    if (!overrun) {
      operation?.settle();
      return;
    }
    const error = new Error(`a finalizer of ${task.path} took too long`);
    operation?.throwIn(error);
    overruns.get(task)?.(true, error);
  },
};
