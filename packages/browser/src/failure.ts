import { PanicError, TaskCancelledError, TimeoutError } from "./errors.js";
import type { Outcome } from "./outcome.js";

/**
 * The value of something that was waited for; otherwise what the waiter gets thrown. A cancelled
 * one throws an ordinary failure: only a task's own cancel is delivered as `Cancelled`.
 */
export function unwrapFor<T>(what: { readonly path: string }, outcome: Outcome<T>): T {
  switch (outcome.kind) {
    case "ok":
      return outcome.value;
    case "err":
      throw outcome.error;
    case "cancelled":
      throw outcome.cancel.kind === "Timeout"
        ? new TimeoutError(what.path, outcome.cancel)
        : new TaskCancelledError(what.path, outcome.cancel);
    case "panicked": {
      const { error, message } = outcome.panic;
      throw error instanceof Error ? error : new PanicError(message);
    }
  }
}
