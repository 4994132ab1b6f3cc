import { TaskState as State } from "@asupersync/browser-core";
import type { BudgetOptions } from "./budget.js";
import type { CancelRequest } from "./cancel.js";
import type { Operation } from "./operation.js";
import type { Outcome } from "./outcome.js";

export type TaskState = keyof typeof State;
/** Their names, by number. */
export const taskStateNames = Object.keys(State) as TaskState[];

/** `deadlineMs` is never later than the scope's (rule `budget.child`). */
export interface TaskOptions extends BudgetOptions {
  readonly label?: string;
}

/** What a body can see of its own task. */
export interface TaskInfo {
  readonly label: string;
  /** Labels from the outermost scope down, such as `checkout/pay/retry#2`. */
  readonly path: string;
  readonly state: TaskState;
}

/** A running or ended piece of work. Awaiting it gives its value, or throws. */
export interface TaskHandle<T> extends PromiseLike<T>, TaskInfo {
  /** Waits for the end and never throws because of it. */
  join(): Operation<Outcome<T>>;
  /** Asks the task to stop and returns at once; asking again only strengthens. */
  cancel(reason?: string | CancelRequest): void;
  /** Undefined until the task has ended. */
  readonly outcome: Outcome<T> | undefined;
  /** For generator bodies: `const value = yield* task`. */
  [Symbol.iterator](): Iterator<unknown, T, unknown>;
}
