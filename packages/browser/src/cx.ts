import { TASK_INSIDE, Verdict } from "@asupersync/browser-core";
import type { Body, BodyResult } from "./body.js";
import type { CancelInfo } from "./cancel.js";
import { demand, meet, type Capabilities } from "./capabilities.js";
import { StaleHandleError } from "./errors.js";
import type { Finalizer } from "./finish.js";
import { FromPromise, type FromOptions } from "./from.js";
import { ScopeOperation } from "./group.js";
import { boundIo, type BrowserIo } from "./io/io.js";
import { maskOperation } from "./mask.js";
import { ObligationHandle, type Obligation, type ObligationKind } from "./obligation.js";
import { Sleep, SleepUntil, Yield, type Operation } from "./operation.js";
import type { ScopeOptions } from "./scope.js";
import type { Task } from "./task.js";
import { readBudget, type Budget } from "./budget.js";
import { spawnTask } from "./spawn.js";
import type { TaskHandle, TaskInfo, TaskOptions } from "./task-handle.js";

/**
 * What a body gets: everything it can wait for, start or hold. Belongs to one task and is of no use
 * after that has ended. Times are milliseconds on the runtime's clock, 0 at its creation.
 */
export class Cx {
  /** @internal */
  constructor(
    readonly owner: Task<unknown>,
    readonly capabilities: Capabilities | undefined,
  ) {}

  /** Starts `body` in the task's own scope, on a later turn (rule `task.spawn`). */
  spawn<R>(body: (cx: Cx) => R, options?: string | TaskOptions): TaskHandle<BodyResult<R>> {
    if (this.capabilities !== undefined) demand(this.capabilities, "spawn", "spawn");
    const { owner } = this;
    const { scope } = owner;
    return spawnTask(
      scope,
      body as Body<BodyResult<R>>,
      options,
      owner,
      this.capabilities,
      TASK_INSIDE,
    );
  }

  /** Runs `body` in a child scope and waits until everything in it has ended. */
  scope<R>(body: (cx: Cx) => R, options: string | ScopeOptions = {}): Operation<BodyResult<R>> {
    return new ScopeOperation(
      this.owner,
      body as Body<BodyResult<R>>,
      typeof options === "string" ? { label: options } : options,
      this.capabilities,
    );
  }

  /**
   * Throws `Cancelled` if a cancel is pending and the task is not masked, every time it is asked;
   * nothing otherwise. For long computations between operations.
   */
  checkpoint(): void {
    const { owner } = this;
    const { runtime, slot, generation } = this.live();
    const verdict = runtime.kernel.taskCheckpoint(slot, generation);
    if (verdict !== Verdict.Ready) {
      runtime.checked(verdict, owner);
      throw owner.cancelled();
    }
  }

  /** Lets other tasks and the page run first. */
  yield(): Operation<void> {
    return new Yield<void>(this.owner, () => undefined);
  }

  /** Waits `ms` milliseconds, at least, from when it is awaited; `Infinity` waits for a cancel. */
  sleep(ms: number): Operation<void> {
    if (this.capabilities !== undefined) demand(this.capabilities, "time", "sleep");
    return new Sleep(this.owner, ms);
  }

  /** Waits until the runtime's clock shows `time` milliseconds. */
  sleepUntil(time: number): Operation<void> {
    if (this.capabilities !== undefined) demand(this.capabilities, "time", "sleepUntil");
    return new SleepUntil(this.owner, time);
  }

  /** Runs `body` in this task with cancellation deferred (rules `mask.defer`, `mask.bounded`). */
  mask<R>(body: (cx: Cx) => R): Operation<BodyResult<R>> {
    return maskOperation(this, body as Body<BodyResult<R>>);
  }

  /**
   * Runs `finalizer` when the body is over, last registered first, masked, within its own budget.
   */
  defer(finalizer: Finalizer): void {
    const { runtime, slot, generation } = this.live();
    const index = runtime.kernel.taskDefer(slot, generation);
    runtime.checked(index, this.owner);
    (this.owner.rare.finalizers ??= [])[index] = finalizer;
  }

  /** Reserves an effect; commit or abort it before the task ends. */
  obligation(kind: ObligationKind, label?: string): Obligation {
    return new ObligationHandle(this.live(), kind, label);
  }

  /** Waits for a foreign promise as a capsule; `start` runs when it is awaited. */
  from<T>(start: (signal: AbortSignal) => PromiseLike<T>, options: FromOptions = {}): Operation<T> {
    return new FromPromise(this.owner, start, options.label);
  }

  /** Milliseconds on the runtime's clock, as of this turn. */
  now(): number {
    return this.owner.runtime.kernel.timeNow() / 1000;
  }

  /** In [0, 1), from the runtime's own seeded stream. */
  random(): number {
    if (this.capabilities !== undefined) demand(this.capabilities, "random", "random");
    return this.owner.runtime.kernel.entropyDraw() / 2 ** 53;
  }

  /** Puts a named mark into the trace. `data` stays with the program: traces carry no payload. */
  trace(message: string): void {
    if (this.capabilities !== undefined) demand(this.capabilities, "trace", "trace");
    this.owner.runtime.tracing.mark(message);
  }

  /** The same context with fewer capabilities; never with more. */
  restrict(capabilities: Capabilities): Cx {
    return new Cx(this.owner, meet(this.capabilities, capabilities));
  }

  get isCancelRequested(): boolean {
    const { owner } = this;
    return owner.isOver
      ? owner.outcome?.kind === "cancelled"
      : owner.runtime.isCancelRequested(owner.slot);
  }

  get cancelReason(): CancelInfo | undefined {
    const { owner } = this;
    if (owner.outcome?.kind === "cancelled") return owner.outcome.cancel;
    return this.isCancelRequested ? owner.runtime.reasons.ofTask(owner, "acknowledged") : undefined;
  }

  /** What is left of the budget now; the cleanup's once a cancel was acknowledged. */
  get budget(): Budget {
    return readBudget(this.owner);
  }

  /** Aborted as soon as the task is asked to stop; created on first use. */
  get signal(): AbortSignal {
    return this.owner.runtime.signals.of(this.owner);
  }

  get io(): BrowserIo {
    return boundIo(this);
  }

  get task(): TaskInfo {
    return this.owner;
  }

  private live(): Task<unknown> {
    const { owner } = this;
    if (owner.isOver) throw new StaleHandleError(`cx of ${owner.path}`, "has ended");
    return owner;
  }
}
