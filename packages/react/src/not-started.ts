import { Outcome, type RuntimeError } from "@asupersync/browser";

/** The outcome of a run that was cancelled before there was a task for it. */
export const cancelledBeforeStart = (message: string): Outcome<never> =>
  Outcome.cancelled({
    ...{ kind: "User", phase: "never-started", origin: "component" },
    ...{ message, reason: message, time: 0, cause: undefined, truncated: 0 },
  });

/** The outcome of a run for which there is no runtime, or no longer one. */
export const failedBeforeStart = (error: unknown): Outcome<never> =>
  Outcome.err<RuntimeError>(error instanceof Error ? error : new Error(String(error)));
