import type { CancelInfo } from "./cancel.js";
import { PanicError, TaskCancelledError, type RuntimeError } from "./errors.js";

/** What a defect looked like. */
export interface PanicInfo {
  readonly error: unknown;
  readonly message: string;
  /** Path of the task it ended. */
  readonly path: string;
}

export interface Ok<T> {
  readonly kind: "ok";
  readonly value: T;
  readonly cleanup?: readonly unknown[];
}
export interface Err<E> {
  readonly kind: "err";
  readonly error: E;
  readonly cleanup?: readonly unknown[];
}
export interface CancelledOutcome {
  readonly kind: "cancelled";
  readonly cancel: CancelInfo;
  readonly cleanup?: readonly unknown[];
}
export interface Panicked {
  readonly kind: "panicked";
  readonly panic: PanicInfo;
  readonly cleanup?: readonly unknown[];
}

/**
 * How work ended, one of four (semantics section 1, from best to worst). `cleanup` lists what
 * finalizers and cleanup code threw; it never replaces what the body came to.
 */
export type Outcome<T, E = RuntimeError> = Ok<T> | Err<E> | CancelledOutcome | Panicked;

/** What `Outcome.ok` and its siblings make: a body may return one instead of throwing. */
class Made {
  constructor(
    readonly kind: string,
    fields: object,
  ) {
    Object.assign(this, fields);
  }
}

const severity = { ok: 0, err: 1, cancelled: 2, panicked: 3 } as const;
const statuses = { ok: 200, err: 500, cancelled: 499, panicked: 500 } as const;

function httpStatusOf(outcome: Outcome<unknown, unknown>): number {
  if (outcome.kind !== "err") return statuses[outcome.kind];
  const { status } = (outcome.error ?? {}) as { status?: unknown };
  return typeof status === "number" && status >= 400 && status < 600 ? status : statuses.err;
}

/** What a successful outcome holds; throws what the others hold. */
function unwrap<T, E>(outcome: Outcome<T, E>): T {
  switch (outcome.kind) {
    case "ok":
      return outcome.value;
    case "err":
      throw outcome.error;
    case "cancelled":
      throw new TaskCancelledError("the task", outcome.cancel);
    case "panicked": {
      const { error, message } = outcome.panic;
      throw error instanceof Error ? error : new PanicError(message);
    }
  }
}

interface Cases<T, E, R> {
  ok(value: T): R;
  err(error: E): R;
  cancelled(cancel: CancelInfo): R;
  panicked(panic: PanicInfo): R;
}

function match<T, E, R>(outcome: Outcome<T, E>, cases: Cases<T, E, R>): R {
  switch (outcome.kind) {
    case "ok":
      return cases.ok(outcome.value);
    case "err":
      return cases.err(outcome.error);
    case "cancelled":
      return cases.cancelled(outcome.cancel);
    case "panicked":
      return cases.panicked(outcome.panic);
  }
}

export const Outcome = {
  ok: <T>(value: T): Ok<T> => new Made("ok", { value }) as unknown as Ok<T>,
  err: <E>(error: E): Err<E> => new Made("err", { error }) as unknown as Err<E>,
  cancelled: (cancel: CancelInfo): CancelledOutcome =>
    new Made("cancelled", { cancel }) as unknown as CancelledOutcome,
  panicked: (panic: PanicInfo): Panicked => new Made("panicked", { panic }) as unknown as Panicked,

  isOk: <T, E>(outcome: Outcome<T, E>): outcome is Ok<T> => outcome.kind === "ok",
  isErr: <T, E>(outcome: Outcome<T, E>): outcome is Err<E> => outcome.kind === "err",
  isCancelled: <T, E>(outcome: Outcome<T, E>): outcome is CancelledOutcome =>
    outcome.kind === "cancelled",
  isPanicked: <T, E>(outcome: Outcome<T, E>): outcome is Panicked => outcome.kind === "panicked",

  match,
  unwrap,
  /** The worse of the two, the left one on a tie (rule `outcome.join`). */
  join: <T, E>(left: Outcome<T, E>, right: Outcome<T, E>): Outcome<T, E> =>
    severity[right.kind] > severity[left.kind] ? right : left,
  /** ok 200, err its own 4xx or 5xx `status` or 500, cancelled 499, panicked 500. */
  toHttpStatus: httpStatusOf,
} as const;

/** The outcome a body returned on purpose, or undefined for any other value. */
export const returnedOutcome = (value: unknown): Outcome<unknown, unknown> | undefined =>
  value instanceof Made ? (value as unknown as Outcome<unknown, unknown>) : undefined;

export type { RuntimeError };
