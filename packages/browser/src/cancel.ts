import { CancelKind as Code } from "@asupersync/browser-core";

/** Why work was cancelled; the kinds of semantics.md section 3, weakest first. */
export type CancelKind = Exclude<keyof typeof Code, "None">;

/** Where the request met the work: before it ran, in its own step, or when it was given up. */
export type CancelPhase = "never-started" | "acknowledged" | "forced";

/** Why and from where something was cancelled (rule `cancel.chain`). */
export interface CancelInfo {
  readonly kind: CancelKind;
  /** What the caller of `cancel` said. */
  readonly message: string | undefined;
  /** What was passed on unchanged: a foreign `AbortSignal.reason`, an error, anything. */
  readonly reason: unknown;
  /** Path of the scope or task that was asked first. */
  readonly origin: string;
  /** Milliseconds on the runtime's clock at which it was asked. */
  readonly time: number;
  readonly phase: CancelPhase;
  /** The cancel that caused this one. A chain has at most 16 links (rule `cancel.chain`). */
  readonly cause: CancelInfo | undefined;
  /** Links that were left out between this one and its cause, which is then the first of all. */
  readonly truncated: number;
}

/** A cancel with more than a message. */
export interface CancelRequest {
  readonly kind?: "User" | "Timeout" | "ResourceUnavailable" | "Shutdown";
  readonly message?: string;
  /** Passed on to `CancelInfo.reason` and to every `AbortSignal`. */
  readonly reason?: unknown;
  /** Tightens the cleanup of semantics.md section 3; never widens it. */
  readonly cleanup?: { readonly timeMs?: number; readonly polls?: number };
}

/**
 * Thrown into a body at the operation it waits in, when its own task is cancelled. Let it pass:
 * after
 * `finally` has run, the task ends `cancelled`. Whoever waits for the task gets a
 * `TaskCancelledError` instead, so the two are never confused.
 */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor(readonly cancel: CancelInfo) {
    super();
  }

  /** Made when somebody reads it: most cancels are thrown and let pass. */
  override get message(): string {
    return describeCancel(this.cancel);
  }
}

export function describeCancel(cancel: CancelInfo): string {
  const what = cancel.message === undefined ? "" : `: ${cancel.message}`;
  return `cancelled (${cancel.kind}${what}) by ${cancel.origin}`;
}

const names = new Map<number, CancelKind>(
  Object.entries(Code).map(([name, code]) => [code, name as CancelKind]),
);

export const cancelKindOf = (code: number): CancelKind => names.get(code) ?? "User";
export const cancelCodeOf = (kind: CancelKind): number => Code[kind];

const stacks = Error as { stackTraceLimit?: number };

/** One without a stack: it would show the pump, and cost more than all the rest of a cancel. */
export function createCancelled(info: CancelInfo): Cancelled {
  const limit = stacks.stackTraceLimit;
  stacks.stackTraceLimit = 0;
  const error = new Cancelled(info);
  stacks.stackTraceLimit = limit;
  return error;
}

export function toRequest(reason: string | CancelRequest | undefined): CancelRequest {
  if (reason === undefined) return {};
  return typeof reason === "string" ? { message: reason } : reason;
}

/** What is said of a cancel whose record has gone; nothing should ever see it. */
export const unknownCancel: CancelInfo = {
  kind: "User",
  message: undefined,
  reason: undefined,
  origin: "",
  time: 0,
  phase: "acknowledged",
  cause: undefined,
  truncated: 0,
};
