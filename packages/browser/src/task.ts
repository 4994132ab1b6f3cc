import { Field, TaskState as State, Verb, Verdict } from "@asupersync/browser-core";
import {
  isBodyIterator,
  isNativeGenerator,
  isThenable,
  nativeNext,
  nativeThrow,
  type Body,
  type BodyIterator,
} from "./body.js";
import { toRequest, type Cancelled, type CancelRequest } from "./cancel.js";
import { Cx } from "./cx.js";
import { statusError } from "./errors.js";
import { unwrapFor } from "./failure.js";
import { finishTask, runFinalizers } from "./finish.js";
import { joinOperation, outcomeOperation } from "./join.js";
import { unchained, type Operation } from "./operation.js";
import type { Outcome } from "./outcome.js";
import { cancelledBy } from "./reasons.js";
import type { Runtime } from "./runtime.js";
import type { Scope } from "./scope.js";
import { Rare } from "./rare.js";
import { requestTaskCancel } from "./request.js";
import { spawnImplicit } from "./spawn.js";
import { taskStateNames, type TaskHandle, type TaskState } from "./task-handle.js";

/** Where a task is, as JavaScript needs to know it; the kernel's state is finer. */
const Phase = { Created: 0, Running: 1, Foreign: 2, Ok: 3, Over: 4 } as const;

/**
 * One task: its handle, and its body while it runs. Kept small, since an app has many: one field
 * holds the body, then its iterator, then what it came to.
 */
export class Task<T> implements TaskHandle<T> {
  private work: unknown;
  private phase: number = Phase.Created;
  /** The operation its body waits in. */
  pending: Operation<unknown> | undefined = undefined;
  slot = 0;
  generation = 0;
  private extra: Rare | undefined = undefined;

  constructor(
    readonly scope: Scope,
    body: Body<T>,
    private readonly name: string | undefined,
    /** The task whose body has this handle: it is the one that waits when it is awaited. */
    readonly spawner: Task<unknown> | undefined,
    /** How manyeth task of its scope it is. */
    readonly ordinal: number,
  ) {
    this.work = body;
  }

  get runtime(): Runtime {
    return this.scope.runtime;
  }

  get rare(): Rare {
    return (this.extra ??= new Rare());
  }

  /** The same, for who only looks. */
  get rareIfAny(): Rare | undefined {
    return this.extra;
  }

  get hasStarted(): boolean {
    return this.phase !== Phase.Created;
  }

  get isOver(): boolean {
    return this.phase >= Phase.Ok;
  }

  get outcome(): Outcome<T> | undefined {
    if (this.phase === Phase.Ok) {
      this.work = { kind: "ok", value: this.work };
      this.phase = Phase.Over;
    }
    return this.phase === Phase.Over ? (this.work as Outcome<T>) : undefined;
  }

  /** What it came to, for who waited for it: throws what is no value. */
  take(): T {
    if (this.phase === Phase.Ok) return this.work as T;
    return unwrapFor(this, this.outcome as Outcome<T>);
  }

  get label(): string {
    return this.name ?? "task";
  }

  get path(): string {
    return `${this.scope.path}/${this.label}#${String(this.ordinal)}`;
  }

  get state(): TaskState {
    if (this.isOver) return "Completed";
    const fields = this.runtime.describe(this.slot);
    return taskStateNames[fields?.[Field.State] ?? State.Completed] ?? "Completed";
  }

  cancel(reason?: string | CancelRequest): void {
    if (!this.isOver) requestTaskCancel(this as Task<unknown>, toRequest(reason));
  }

  join(): Operation<Outcome<T>> {
    return outcomeOperation(this);
  }

  // -- waiting for it --------------------------------------------------------------

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (this.isOver && typeof onValue === "function" && typeof onError === "function") {
      // What `await` does with a task that has ended: nothing to wait for, nothing to allocate.
      if (this.runtime.takeReadyStep()) return this.answer(onValue, onError);
    }
    const { spawner } = this;
    if (spawner === undefined || spawner.isOver) {
      return this.ended()
        .then((outcome) => unwrapFor(this, outcome))
        .then(onValue, onError);
    }
    return joinOperation(this, spawner).then(onValue, onError);
  }

  private answer(
    onValue: (value: T) => unknown,
    onError: (error: unknown) => unknown,
  ): PromiseLike<never> {
    let value: T;
    try {
      value = this.take();
    } catch (error) {
      onError(error);
      return unchained;
    }
    onValue(value);
    return unchained;
  }

  [Symbol.iterator](): Iterator<unknown, T, unknown> {
    const { runtime } = this.scope;
    return this.phase >= Phase.Ok && runtime.takeReadyStep()
      ? runtime.readyIterator.with(this)
      : joinOperation(this, this.spawner);
  }

  /** For whoever waits from outside of every task. */
  ended(): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      const { outcome } = this;
      if (outcome !== undefined) resolve(outcome);
      else (this.rare.listeners ??= []).push(resolve as (outcome: Outcome<never>) => void);
    });
  }

  /** The end, in its two forms; nothing else ends a task. */
  settleOk(value: T): void {
    this.work = value;
    this.phase = Phase.Ok;
    this.release();
  }

  settle(outcome: Outcome<T>): void {
    this.work = outcome;
    this.phase = Phase.Over;
    this.release();
  }

  private release(): void {
    this.pending = undefined;
    const rare = this.extra;
    if (rare === undefined) return;
    this.extra = undefined;
    const { listeners } = rare;
    if (listeners === undefined) return;
    for (const listener of listeners) listener(this.outcome as Outcome<never>);
  }

  // -- running it ------------------------------------------------------------------

  start(): void {
    const body = this.work as Body<T>;
    this.work = undefined;
    this.phase = Phase.Running;
    let result: unknown;
    try {
      result = body(new Cx(this as Task<unknown>, this.extra?.capabilities));
    } catch (error) {
      finishTask(this as Task<unknown>, true, error);
      return;
    }
    if (isNativeGenerator(result)) {
      this.work = result;
      this.drive(false, undefined);
    } else if (isThenable(result)) {
      result.then(
        (value) => {
          finishTask(this as Task<unknown>, false, value);
        },
        (error: unknown) => {
          finishTask(this as Task<unknown>, true, error);
        },
      );
    } else if (isBodyIterator(result)) {
      this.work = result;
      this.phase = Phase.Foreign; // of another realm, or made by a compiler
      this.drive(false, undefined);
    } else {
      finishTask(this as Task<unknown>, false, result);
    }
  }

  /** The kernel says that the wait is over, or that it is to be cut short. */
  resume(verb: number): void {
    const operation = this.pending;
    this.pending = undefined;
    if (this.extra !== undefined && this.extra.finalizing > 0) {
      runFinalizers.resume(this as Task<unknown>, operation, verb === Verb.Cancel);
    } else if (operation === undefined) {
      // Cancelled while nothing was pending: the next operation meets the request.
    } else if (this.work !== undefined) {
      if (verb === Verb.Cancel) this.drive(true, this.cancelled());
      else this.drive(false, undefined);
    } else if (verb === Verb.Cancel) {
      operation.throwIn(this.cancelled());
    } else {
      operation.settle();
    }
  }

  /** Steps a generator body until it waits or ends. */
  private drive(failed: boolean, sent: unknown): void {
    const iterator = this.work as BodyIterator;
    const isNative = this.phase === Phase.Running;
    let throwing = failed;
    let value = sent;
    for (;;) {
      let step: IteratorResult<unknown, unknown>;
      try {
        step = isNative
          ? (throwing ? nativeThrow : nativeNext).call(iterator as Generator, value)
          : throwing
            ? iterator.throw(value)
            : iterator.next(value);
      } catch (error) {
        this.work = undefined;
        finishTask(this as Task<unknown>, true, error);
        return;
      }
      if (step.done === true) {
        this.work = undefined;
        finishTask(this as Task<unknown>, false, step.value);
        return;
      }
      throwing = false;
      value = undefined;
      try {
        const verdict = this.runtime.enter(this as Task<unknown>, step.value);
        switch (verdict) {
          case Verdict.Ready:
            break;
          case Verdict.Parked:
            this.pending = step.value as Operation<unknown>;
            return;
          case Verdict.Forced:
            this.runtime.drainActions(); // never resumed again, and the notice says so
            return;
          case Verdict.Cancelled:
          case Verdict.Refused:
            throwing = true;
            value = this.cancelled();
            break;
          default:
            throwing = true;
            value = statusError(verdict, this.path);
        }
      } catch (error) {
        throwing = true;
        value = error;
      }
    }
  }

  /** An operation of an async body was awaited. */
  wait(operation: Operation<unknown>): void {
    if (this.pending !== undefined) {
      spawnImplicit(this as Task<unknown>, operation);
      return;
    }
    let verdict: number;
    try {
      verdict = this.runtime.enter(this as Task<unknown>, operation);
    } catch (error) {
      operation.throwIn(error);
      return;
    }
    switch (verdict) {
      case Verdict.Ready:
        operation.settle();
        return;
      case Verdict.Parked:
        this.pending = operation;
        this.runtime.stepEnded(this as Task<unknown>);
        return;
      case Verdict.Forced:
        this.runtime.drainActions(); // never resumed again, and the notice says so
        return;
      case Verdict.Cancelled:
      case Verdict.Refused:
        operation.throwIn(this.cancelled());
        return;
      default:
        operation.throwIn(statusError(verdict, this.path));
    }
  }

  /** What is thrown at the operation a cancelled body waits in. */
  cancelled(): Cancelled {
    const info = this.runtime.reasons.ofTask(this as Task<unknown>, "acknowledged");
    this.rare.cancelInfo = info;
    return cancelledBy(info);
  }
}
