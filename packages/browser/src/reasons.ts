import {
  CANCEL_CHAIN_MAX,
  CANCEL_SUMMARY_KIND,
  CANCEL_SUMMARY_SHARED,
  CancelKind,
  Field,
} from "@asupersync/browser-core";
import {
  cancelKindOf,
  createCancelled,
  unknownCancel,
  type Cancelled,
  type CancelInfo,
  type CancelPhase,
  type CancelRequest,
} from "./cancel.js";
import { Capsule } from "./capsule.js";
import type { Runtime } from "./runtime.js";
import type { Scope } from "./scope.js";
import { Task } from "./task.js";

/**
 * What the kernel does not keep of a cancel: messages and passed-on values, by number, for as long
 * as the scope or task that was asked lives.
 */
export class Reasons {
  private readonly messages = new Map<number, CancelRequest>();
  private readonly owners = new Map<object, number[]>();
  private next = 1;

  constructor(private readonly runtime: Runtime) {}

  /** The number the kernel carries for `request`; 0 if there is nothing to keep. */
  keep(owner: object, request: CancelRequest): number {
    if (request.message === undefined && request.reason === undefined) return 0;
    const id = this.next;
    this.next = (id % 0x3fff_ffff) + 1;
    this.messages.set(id, request);
    const kept = this.owners.get(owner);
    if (kept === undefined) this.owners.set(owner, [id]);
    else kept.push(id);
    return id;
  }

  forget(owner: object): void {
    if (this.owners.size === 0) return;
    for (const id of this.owners.get(owner) ?? []) this.messages.delete(id);
    this.owners.delete(owner);
  }

  /** Why the region of `scope` is being cancelled; the same object until the reason is stronger. */
  ofScope(scope: Scope): CancelInfo {
    return this.recordOf(scope) ?? scope.cancelInfo ?? unknownCancel;
  }

  ofTask(task: Task<unknown>, phase: CancelPhase): CancelInfo {
    const summary = this.runtime.kernel.cancelSummary(task.slot);
    // Asked through its own scope: one object for all its tasks.
    if ((summary & CANCEL_SUMMARY_SHARED) !== 0) {
      const shared = this.recordOf(task.scope);
      if (shared !== undefined) return phase === shared.phase ? shared : shared.in(phase);
    }
    const held = task.rareIfAny?.cancelInfo;
    if (held !== undefined && held.phase === phase && this.isCurrent(held, task.slot)) return held;
    if ((summary & CANCEL_SUMMARY_KIND) === CancelKind.None) return unknownCancel;
    return this.read(task, phase, this.causeOf(task, summary & CANCEL_SUMMARY_KIND));
  }

  /** A reason changes only by getting stronger, so its kind tells. */
  private isCurrent(info: CancelInfo, slot: number): boolean {
    const kind = this.runtime.kernel.cancelSummary(slot) & CANCEL_SUMMARY_KIND;
    return info.kind === cancelKindOf(kind);
  }

  private read(
    at: Scope | Task<unknown>,
    phase: CancelPhase,
    cause: CancelRecord | undefined,
  ): CancelRecord {
    const { kernel, objects } = this.runtime;
    const field = (which: Field) => kernel.describeField(at.slot, which);
    const region = field(Field.CancelRegion);
    // A task that was asked by itself, not through its scope, is where its cancel began.
    const asked = at instanceof Task && region === at.scope.slot ? at : objects[region];
    const by = objects[field(Field.CancelTask)] ?? asked ?? at;
    return new CancelRecord(
      field(Field.CancelKind),
      field(Field.CancelTime) / 1000,
      this.messages.get(field(Field.CancelMessage)),
      by instanceof Capsule ? at : by,
      phase,
      cause,
    );
  }

  /** What made `at` be cancelled from above: the kernel keeps that chain as the tree. */
  private causeOf(at: Scope | Task<unknown>, kind: number): CancelRecord | undefined {
    if (kind !== CancelKind.ParentCancelled) return undefined;
    const { kernel, objects } = this.runtime;
    const by = objects[kernel.describeField(at.slot, Field.CancelTask)];
    if (by instanceof Task && by !== at) {
      const info = this.ofTask(by, "acknowledged");
      return info instanceof CancelRecord ? info : undefined;
    }
    const above = at instanceof Task ? at.scope : at.parent;
    return above === undefined || !this.runtime.isCancelRequested(above.slot)
      ? undefined
      : this.recordOf(above);
  }

  /** From the nearest scope above whose record is known, downwards: each is read once. */
  private recordOf(scope: Scope): CancelRecord | undefined {
    const unread: Scope[] = [];
    let at: Scope | undefined = scope;
    while (at !== undefined && !this.isRead(at) && this.runtime.isCancelRequested(at.slot)) {
      unread.push(at);
      at = at.parent;
    }
    for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
      const cause = this.causeOf(next, this.runtime.kernel.cancelSummary(next.slot));
      next.cancelInfo = this.read(next, "acknowledged", cause);
    }
    return scope.cancelInfo;
  }

  private isRead(scope: Scope): boolean {
    return scope.cancelInfo !== undefined && this.isCurrent(scope.cancelInfo, scope.slot);
  }
}

/** One reason as it was read from the kernel. Paths are put together when somebody asks. */
export class CancelRecord implements CancelInfo {
  readonly kind: CancelInfo["kind"];
  readonly message: string | undefined;
  readonly reason: unknown;
  readonly time: number;
  readonly cause: CancelRecord | undefined;
  readonly truncated: number;
  // Truly private: printing or comparing a cancel must not walk through the whole runtime.
  readonly #depth: number;
  readonly #by: Scope | Task<unknown>;
  #thrown: Cancelled | undefined = undefined;

  constructor(
    code: number,
    time: number,
    request: CancelRequest | undefined,
    by: Scope | Task<unknown>,
    readonly phase: CancelPhase,
    cause: CancelRecord | undefined,
  ) {
    this.kind = cancelKindOf(code);
    this.message = request?.message;
    this.reason = request?.reason;
    this.time = time;
    const depth = cause === undefined ? 0 : cause.#depth + 1;
    this.#by = by;
    this.#depth = depth;
    // Past the limit the first of all is kept: it is the one that people want to know.
    this.cause = depth < CANCEL_CHAIN_MAX ? cause : cause?.first();
    this.truncated = depth < CANCEL_CHAIN_MAX ? 0 : depth - 1;
  }

  get origin(): string {
    return this.#by.path;
  }

  /** What is thrown into every body that the request reaches: one object for all. */
  get thrown(): Cancelled {
    return (this.#thrown ??= createCancelled(this));
  }

  /** Its plain form, for logs. */
  toJSON(): CancelInfo {
    return this.in(this.phase);
  }

  /** The same, met in another phase. */
  in(phase: CancelPhase): CancelInfo {
    const { kind, message, reason, origin, time, cause, truncated } = this;
    return { kind, message, reason, origin, time, phase, cause, truncated };
  }

  private first(): CancelRecord {
    return this.cause === undefined ? this : this.cause.first(); // at most 16 deep
  }
}

export const cancelledBy = (info: CancelInfo): Cancelled =>
  info instanceof CancelRecord ? info.thrown : createCancelled(info);
