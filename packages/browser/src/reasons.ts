import {
  CANCEL_CHAIN_MAX,
  CANCEL_SUMMARY_KIND,
  CANCEL_SUMMARY_SHARED,
  CancelKind,
  Field,
} from "@asupersync/browser-core";
import { cancelKindOf, type CancelInfo, type CancelPhase, type CancelRequest } from "./cancel.js";
import { type Runtime } from "./runtime.js";
import { Scope } from "./scope.js";
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
    const held = scope.cancelInfo;
    if (held !== undefined && this.isCurrent(held, scope.slot)) return held;
    const fields = this.runtime.describe(scope.slot);
    if (fields === undefined) return held ?? unknownCancel;
    scope.cancelInfo = this.read(fields, scope, "acknowledged");
    return scope.cancelInfo;
  }

  ofTask(task: Task<unknown>, phase: CancelPhase): CancelInfo {
    const summary = this.runtime.kernel.cancelSummary(task.slot);
    // Asked through its own scope: one object for all its tasks.
    if ((summary & CANCEL_SUMMARY_SHARED) !== 0) {
      const shared = this.ofScope(task.scope);
      return phase === "acknowledged" ? shared : { ...shared, phase };
    }
    const held = task.rareIfAny?.cancelInfo;
    if (held !== undefined && held.phase === phase && this.isCurrent(held, task.slot)) return held;
    const fields = this.runtime.describe(task.slot);
    return fields === undefined ? unknownCancel : this.read(fields, task, phase);
  }

  /** A reason changes only by getting stronger, so its kind tells. */
  private isCurrent(info: CancelInfo, slot: number): boolean {
    const kind = this.runtime.kernel.cancelSummary(slot) & CANCEL_SUMMARY_KIND;
    return info.kind === cancelKindOf(kind);
  }

  private read(fields: Float64Array, at: Scope | Task<unknown>, phase: CancelPhase): CancelInfo {
    const code = fields[Field.CancelKind] ?? 0;
    const request = this.messages.get(fields[Field.CancelMessage] ?? 0);
    const [cause, truncated] =
      code === CancelKind.ParentCancelled ? this.causeOf(fields, at) : [undefined, 0];
    return {
      kind: cancelKindOf(code),
      message: request?.message,
      reason: request?.reason,
      origin: this.originOf(fields, at),
      time: (fields[Field.CancelTime] ?? 0) / 1000,
      phase,
      cause,
      truncated,
    };
  }

  private originOf(fields: Float64Array, at: Scope | Task<unknown>): string {
    const task = this.runtime.objects[fields[Field.CancelTask] ?? 0];
    if (task instanceof Task) return task.path;
    const region = this.runtime.objects[fields[Field.CancelRegion] ?? 0];
    return region instanceof Scope ? region.path : at.path;
  }

  /** The reason of the region above, if it has one: the kernel keeps the chain as the tree. */
  private causeOf(
    fields: Float64Array,
    at: Scope | Task<unknown>,
  ): [CancelInfo | undefined, number] {
    const above: Scope[] = [];
    let depth = 0;
    let scope = at instanceof Task ? at.scope : at.parent;
    const by = this.runtime.objects[fields[Field.CancelTask] ?? 0];
    if (by instanceof Task && by !== at) return [this.ofTask(by, "acknowledged"), 0];
    for (; scope !== undefined; scope = scope.parent) {
      if (!this.runtime.isCancelRequested(scope.slot)) break;
      if (above.length < CANCEL_CHAIN_MAX) above.push(scope);
      depth++;
    }
    let cause: CancelInfo | undefined;
    for (const link of above.reverse()) {
      const held = link.cancelInfo;
      const info: CancelInfo = held ?? this.ofScopeWith(link, cause);
      link.cancelInfo = info;
      cause = info;
    }
    return [cause, Math.max(0, depth - CANCEL_CHAIN_MAX)];
  }

  private ofScopeWith(scope: Scope, cause: CancelInfo | undefined): CancelInfo {
    const fields = this.runtime.describe(scope.slot);
    if (fields === undefined) return unknownCancel;
    const request = this.messages.get(fields[Field.CancelMessage] ?? 0);
    return {
      kind: cancelKindOf(fields[Field.CancelKind] ?? 0),
      message: request?.message,
      reason: request?.reason,
      origin: this.originOf(fields, scope),
      time: (fields[Field.CancelTime] ?? 0) / 1000,
      phase: "acknowledged",
      cause,
      truncated: 0,
    };
  }
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
