import { Abort, ObligationKind as Code } from "@asupersync/browser-core";
import { StaleHandleError } from "./errors.js";
import type { Runtime } from "./runtime.js";
import type { Task } from "./task.js";
import type { TaskHandle } from "./task-handle.js";

export type ObligationKind = Exclude<keyof typeof Code, "IoOp">;

/**
 * A promise of an effect (semantics section 6): commit it or abort it, exactly once. Leaving a
 * `using` block without a commit aborts it. A task that ends with one still reserved is reported.
 */
export interface Obligation extends Disposable {
  readonly kind: ObligationKind;
  readonly isResolved: boolean;
  /** Takes effect. @throws {@link StaleHandleError} if it has been resolved already. */
  commit(): void;
  /** Takes no effect. @throws {@link StaleHandleError} if it has been resolved already. */
  abort(): void;
  /** Hands it to another task of the same runtime, which holds it from now on. */
  transfer(to: TaskHandle<unknown>): void;
}

export class ObligationHandle implements Obligation {
  isResolved = false;
  private readonly slot: number;
  private readonly generation: number;
  private readonly runtime: Runtime;

  constructor(
    private holder: Task<unknown>,
    readonly kind: ObligationKind,
    private readonly label: string | undefined,
  ) {
    const { runtime } = holder;
    this.runtime = runtime;
    this.slot = runtime.checked(
      runtime.kernel.obligationReserve(
        holder.slot,
        holder.generation,
        Code[kind],
        runtime.labels.idOf(label),
      ),
      holder,
    );
    this.generation = runtime.kernel.handleGeneration(this.slot);
    void holder.rare; // whoever has it is asked for reports when it ends
  }

  /** @internal */
  get path(): string {
    return `obligation ${this.label ?? this.kind} of ${this.holder.path}`;
  }

  commit(): void {
    const { slot, generation } = this.holder;
    this.resolve(
      this.runtime.kernel.obligationCommit(this.slot, this.generation, slot, generation),
    );
  }

  abort(): void {
    const { slot, generation } = this.holder;
    this.resolve(
      this.runtime.kernel.obligationAbort(
        this.slot,
        this.generation,
        slot,
        generation,
        Abort.Explicit,
      ),
    );
  }

  private resolve(status: number): void {
    if (this.isResolved) throw new StaleHandleError(this.path, "has been resolved already");
    this.runtime.checked(status, this);
    this.isResolved = true;
    this.runtime.kick();
  }

  transfer(to: TaskHandle<unknown>): void {
    const task = to as Task<unknown>;
    if (task.runtime !== this.runtime) {
      throw new StaleHandleError(this.path, "cannot leave its runtime");
    }
    const { slot, generation } = this.holder;
    this.runtime.checked(
      this.runtime.kernel.obligationTransfer(
        this.slot,
        this.generation,
        slot,
        generation,
        task.slot,
        task.generation,
      ),
      this,
    );
    this.holder = task;
    void task.rare;
  }

  [Symbol.dispose](): void {
    if (!this.isResolved && !this.holder.isOver) this.abort();
  }
}
