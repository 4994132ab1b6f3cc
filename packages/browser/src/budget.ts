import { Field } from "@asupersync/browser-core";
import type { Task } from "./task.js";

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
