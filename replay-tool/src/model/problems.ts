import { CancelKind, EventKind, Outcome } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";

/** Something a person should look at: a rule was broken, or work failed. */
export interface Problem {
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  /** `violation`: a rule was broken. `failure`: work failed, which a program may well expect. */
  readonly kind: "violation" | "failure";
}

const violation = (title: string, advice: string): Problem => ({
  title,
  advice,
  kind: "violation",
});
const failure = (title: string, advice: string): Problem => ({ title, advice, kind: "failure" });

const always: Readonly<Record<number, Problem>> = {
  [EventKind.TaskForced]: violation(
    "Task forced",
    "It did not come back within its cleanup budget. Look at what it waited for: pass the task's " +
      "signal to that operation, or shorten its cleanup.",
  ),
  [EventKind.TaskRefused]: violation(
    "Went on after Cancelled",
    "Its cleanup budget was spent and it kept calling operations. A catch probably swallows " +
      "Cancelled: throw it again.",
  ),
  [EventKind.ObligationLeaked]: violation(
    "Obligation leaked",
    "Its holder ended without resolving it. Commit or abort it on every path; `using` does that.",
  ),
  [EventKind.MaskExhausted]: violation(
    "Mask allowance spent",
    "A masked part deferred a pending cancel too often. Mask less, or check for a cancel in between.",
  ),
  [EventKind.Futurelock]: violation(
    "Futurelock",
    "A task holds an obligation and is never stepped. Whoever should poll it does not.",
  ),
  [EventKind.CapsuleStranded]: violation(
    "Operation stranded",
    "Its owner was forced before the browser let go of it. The abort does not reach the operation.",
  ),
};

const panicked = violation(
  "Panicked",
  "A defect ended it: a TypeError, a failed assertion. The console of the recorded page has its stack.",
);
const failed = failure("Failed", "It ended with an error. Its siblings may have been cancelled.");
const overran = violation(
  "Finalizer overran",
  "A finalizer used up its polls or its time. Finalizers should only let go of things.",
);
const finalizerFailed = failure("Finalizer failed", "What it threw is kept beside the outcome.");

const exhausted: Readonly<Record<number, Problem>> = {
  [CancelKind.Deadline]: failure("Deadline passed", "The task was cancelled for it."),
  [CancelKind.PollQuota]: failure("Poll quota spent", "The task was stepped too often."),
  [CancelKind.CostBudget]: failure(
    "Cost budget spent",
    "The task consumed more than it was given.",
  ),
};

/** What is wrong at this event; undefined if nothing. */
export function problemOf(events: EventColumns, i: number): Problem | undefined {
  const kind = events.kind[i] as number;
  if (kind === EventKind.TaskCompleted || kind === EventKind.RegionClosed) {
    if (events.a[i] === Outcome.Panicked) return panicked;
    // A region repeats what the task in it already said.
    return events.a[i] === Outcome.Err && kind === EventKind.TaskCompleted ? failed : undefined;
  }
  if (kind === EventKind.FinalizerEnded) {
    return [undefined, finalizerFailed, overran][events.b[i] as number];
  }
  if (kind === EventKind.BudgetExhausted) return exhausted[events.a[i] as number];
  // It is refused again and again; the first time says it all.
  if (kind === EventKind.TaskRefused && events.a[i] !== 1) return undefined;
  return always[kind];
}

// Most kinds of events are never a problem; they are told apart without asking further.
const isSuspect = new Uint8Array(256);
for (const kind of [
  ...Object.keys(always).map(Number),
  ...[EventKind.TaskCompleted, EventKind.RegionClosed],
  ...[EventKind.FinalizerEnded, EventKind.BudgetExhausted],
]) {
  isSuspect[kind] = 1;
}

/** The events at which something is wrong. */
export function findProblems(events: EventColumns): Uint32Array {
  const found: number[] = [];
  for (let i = 0; i < events.length; i++) {
    if (isSuspect[events.kind[i] as number] === 0) continue;
    if (problemOf(events, i) !== undefined) found.push(i);
  }
  return Uint32Array.from(found);
}
