import { type CapsuleKind, LetGo, Verdict } from "@asupersync/browser-core";
import { cancelledBy } from "./reasons.js";
import type { Task } from "./task.js";

/**
 * A foreign operation that a task owns (semantics section 8): its own AbortController, aborted at
 * most once, and let go of exactly once. Its region does not close before that.
 */
export class Capsule {
  readonly slot: number;
  readonly generation: number;
  readonly controller = new AbortController();
  private held = true;

  constructor(
    readonly owner: Task<unknown>,
    kind: CapsuleKind,
    label: string | undefined,
    /** Runs after the abort: cancels what an AbortSignal does not reach. */
    private readonly onAbort?: () => void,
  ) {
    const { runtime } = owner;
    const { kernel } = runtime;
    this.slot = runtime.checked(
      kernel.capsuleOpen(owner.slot, owner.generation, kind, runtime.labels.idOf(label)),
      owner,
    );
    this.generation = kernel.handleGeneration(this.slot);
    const status = kernel.capsuleSubmit(this.slot, this.generation);
    if (status < 0) {
      kernel.capsuleLetGo(this.slot, this.generation, LetGo.Failed);
      runtime.checked(status, owner);
    }
    runtime.objects[this.slot] = this;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Waits in `task` for progress or the end; `start` runs only if the kernel admits it. */
  begin(task: Task<unknown>, start: () => void): number {
    const verdict = this.await(task);
    if (verdict === Verdict.Parked) start();
    else this.letGo(false);
    return verdict;
  }

  await(task: Task<unknown>): number {
    const { kernel } = task.runtime;
    return kernel.capsuleAwait(task.slot, task.generation, this.slot, this.generation);
  }

  /** Something arrived: wakes who waits, the capsule stays. */
  progress(): void {
    if (!this.held) return;
    const { runtime } = this.owner;
    runtime.kernel.capsuleProgress(this.slot, this.generation);
    runtime.kick();
  }

  /** The host has really let go of it. */
  letGo(ok: boolean): void {
    if (!this.held) return;
    this.held = false;
    const { runtime } = this.owner;
    runtime.objects[this.slot] = undefined;
    runtime.kernel.capsuleLetGo(this.slot, this.generation, ok ? LetGo.Done : LetGo.Failed);
    runtime.kick();
  }

  /** Nobody wants it any more, though its owner goes on. */
  cancel(): void {
    if (!this.held) return;
    const { runtime } = this.owner;
    runtime.kernel.capsuleCancel(this.slot, this.generation);
    runtime.kick();
  }

  /** The kernel asks for the abort (rule `capsule.abort_once`). */
  abort(): void {
    const { owner } = this;
    const info =
      owner.outcome?.kind === "cancelled" ? owner.outcome.cancel : owner.rareIfAny?.cancelInfo;
    const asked =
      info ??
      (!owner.isOver && owner.runtime.isCancelRequested(owner.slot)
        ? owner.runtime.reasons.ofTask(owner, "acknowledged")
        : undefined);
    this.controller.abort(asked === undefined ? undefined : (asked.reason ?? cancelledBy(asked)));
    owner.runtime.kernel.capsuleAborted(this.slot, this.generation);
    this.onAbort?.();
  }

  get isHeld(): boolean {
    return this.held;
  }
}
