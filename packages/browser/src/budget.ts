import { Field } from "@asupersync/browser-core";
import type { Runtime } from "./runtime.js";
import type { Task } from "./task.js";

const none = 2 ** 32 - 1;

/** What a scope or a task may be given; each is met with what is above it (rule `budget.meet`). */
export interface BudgetOptions {
  /** Milliseconds from now on the runtime's clock. */
  readonly deadlineMs?: number;
  readonly budget?: {
    readonly deadlineMs?: number;
    readonly pollQuota?: number;
    readonly costQuota?: number;
    /** 0 to 255; larger runs first. Default 128, and never below the scope's. */
    readonly priority?: number;
  };
}

/** Hands a budget over for the next `regionOpen` or `taskSpawn`. */
export function stageBudget(runtime: Runtime, options: BudgetOptions): void {
  const { budget } = options;
  const deadlineMs = options.deadlineMs ?? budget?.deadlineMs;
  if (deadlineMs === undefined && budget === undefined) return;
  const due = deadlineMs === undefined ? -1 : runtime.dueUs(deadlineMs);
  const polls = budget?.pollQuota ?? none;
  const cost = budget?.costQuota ?? -1;
  const status = runtime.kernel.stageBudget(due, polls, cost, budget?.priority ?? 128);
  runtime.checked(status, "budget");
}

/** What a task may still use; undefined where there is no limit. */
export interface Budget {
  /** Milliseconds on the runtime's clock. */
  readonly deadline: number | undefined;
  readonly pollQuota: number | undefined;
  readonly costQuota: number | undefined;
  readonly priority: number;
}

const limitOf = (value: number | undefined) =>
  value === undefined || value < 0 ? undefined : value;

export function readBudget(task: Task<unknown>): Budget {
  const fields = task.runtime.describe(task.slot);
  const deadlineUs = limitOf(fields?.[Field.Deadline]);
  return {
    deadline: deadlineUs === undefined ? undefined : deadlineUs / 1000,
    pollQuota: limitOf(fields?.[Field.Polls]),
    costQuota: limitOf(fields?.[Field.Cost]),
    priority: fields?.[Field.Priority] ?? 0,
  };
}
