import { Status } from "@asupersync/browser-core";
import { describeCancel, type CancelInfo } from "./cancel.js";

/** What an `err` outcome carries unless a program says otherwise. */
export type RuntimeError = Error & { readonly code?: string };

/** Using a runtime that has been closed, or is closing. */
export class RuntimeClosedError extends Error {
  override readonly name = "RuntimeClosedError";
  readonly code = "runtime-closed";

  constructor(what: string) {
    super(`${what}: the runtime is closed. Create another with createRuntime().`);
  }
}

/** Using a handle whose scope or task has ended. */
export class StaleHandleError extends Error {
  override readonly name = "StaleHandleError";
  readonly code = "stale-handle";

  constructor(
    readonly what: string,
    detail: string,
  ) {
    super(`${what} ${detail}`);
  }
}

/** A limit of a scope was reached; nothing has changed. */
export class LimitError extends Error {
  override readonly name = "LimitError";
  readonly code = "limit";
}

/** The kernel got no more memory; nothing has changed. */
export class ResourceUnavailableError extends Error {
  override readonly name = "ResourceUnavailableError";
  readonly code = "resource-unavailable";
}

/** What was awaited had been cancelled: an ordinary failure for whoever waits. */
export class TaskCancelledError extends Error {
  override readonly name: string = "TaskCancelledError";
  readonly code: string = "task-cancelled";

  constructor(
    readonly path: string,
    readonly cancel: CancelInfo,
  ) {
    super(`${path} was ${describeCancel(cancel)}`);
  }
}

/** What was awaited took longer than its `timeout` allowed. */
export class TimeoutError extends TaskCancelledError {
  override readonly name = "TimeoutError";
  override readonly code = "timeout";
}

/** An `Outcome.panicked` that was unwrapped, when what was thrown is not an Error. */
export class PanicError extends Error {
  override readonly name = "PanicError";
  readonly code = "panicked";
}

/** The context was not given this capability. Nothing was sent. */
export class CapabilityDeniedError extends Error {
  override readonly name = "CapabilityDeniedError";
  readonly code = "capability-denied";

  constructor(
    readonly capability: string,
    detail: string,
  ) {
    super(`${detail}: the context was not given the capability "${capability}"`);
  }
}

/** A deterministic runtime met an operation on the real world. Nothing was sent. */
export class AmbientIoError extends Error {
  override readonly name = "AmbientIoError";
  readonly code = "ambient-io";

  constructor(what: string) {
    super(`${what} in deterministic mode, and the lab has no virtual network for it`);
  }
}

/** A caller's mistake, found before anything changed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "usage";
}

export const notANumber = (what: string): UsageError =>
  new UsageError(`${what}: a time is not a number`);

const details: Partial<Record<number, string>> = {
  [Status.Stale]: "has ended",
  [Status.State]: "is not in a state for this",
  [Status.Closed]: "is closing and starts no new work",
};

/** The error for a status that the kernel answered; `what` names the object. */
export function statusError(status: number, what: string): Error {
  switch (status) {
    case Status.Limit:
      return new LimitError(`${what} has reached a limit`);
    case Status.Memory:
      return new ResourceUnavailableError(`${what}: the kernel got no more memory`);
    case Status.Argument:
      return new UsageError(`${what}: a value is out of its range`);
    case Status.Holder:
      return new UsageError(`${what}: only the holder may resolve an obligation`);
    case Status.Budget:
      return new LimitError(`${what}: the cost quota does not cover it`);
    default:
      return new StaleHandleError(what, details[status] ?? `answered status ${String(status)}`);
  }
}

/** Marks an error as an expected failure, whatever its class: `throw fail(error)`. */
export class Failure<E> {
  constructor(readonly error: E) {}
}

/**
 * An expected failure, to be thrown: the outcome is `err` with exactly this error.
 *
 * @example
 * ```ts
 * if (response.status === 404) throw fail({ code: "no-such-user", id });
 * ```
 */
export const fail = <E>(error: E): Failure<E> => new Failure(error);
