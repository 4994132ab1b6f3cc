import { Field, TaskState as State, Verb, Verdict } from "@asupersync/browser-core";
import { isBodyIterator, isThenable, type Body, type BodyIterator } from "./body.js";
import {
  cancelledBy,
  toRequest,
  type Cancelled,
  type CancelInfo,
  type CancelRequest,
} from "./cancel.js";
import { Cx } from "./cx.js";
import { statusError } from "./errors.js";
import { type Capabilities } from "./capabilities.js";
import { unwrapFor } from "./failure.js";
import { finishTask, runFinalizers, type Finalizer } from "./finish.js";
import { joinOperation, outcomeOperation } from "./join.js";
import { type Operation } from "./operation.js";
import { type Outcome } from "./outcome.js";
import { type Runtime } from "./runtime.js";
import { type Scope } from "./scope.js";

export type TaskState = keyof typeof State;
const stateNames = Object.keys(State) as TaskState[];

export interface TaskOptions {
  readonly label?: string;
  /** Milliseconds from now on the runtime's clock; never later than the scope's (rule `budget.child`). */
  readonly deadlineMs?: number;
  readonly budget?: {
    readonly pollQuota?: number;
    readonly costQuota?: number;
    /** 0 to 255; larger runs first. Default 128, and never below the scope's. */
    readonly priority?: number;
  };
}

/** What a body can see of its own task. */
export interface TaskInfo {
  readonly label: string;
  /** Labels from the outermost scope down, such as `checkout/pay/retry#2`. */
  readonly path: string;
  readonly state: TaskState;
}

/** A running or ended piece of work. Awaiting it gives its value, or throws. */
export interface TaskHandle<T> extends PromiseLike<T>, TaskInfo {
  /** Waits for the end and never throws because of it. */
  join(): Operation<Outcome<T>>;
  /** Asks the task to stop and returns at once; asking again only strengthens. */
  cancel(reason?: string | CancelRequest): void;
  /** Undefined until the task has ended. */
  readonly outcome: Outcome<T> | undefined;
  /** For generator bodies: `const value = yield* task`. */
  [Symbol.iterator](): Iterator<unknown, T, unknown>;
}

/** One task: its handle, and its body while it runs. */
export class Task<T> implements TaskHandle<T> {
  slot = 0;
  generation = 0;
  outcome: Outcome<T> | undefined = undefined;
  /** Its ordinal among the tasks of its scope. */
  ordinal = 0;
  /** The operation its body waits in. */
  pending: Operation<unknown> | undefined = undefined;
  /** Ready steps since the kernel was last told (rule `budget.exhaust`). */
  steps = 0;
  finalizers: Finalizer[] | undefined = undefined;
  cleanup: unknown[] | undefined = undefined;
  /** What was thrown into its body, once it was. */
  cancelInfo: CancelInfo | undefined = undefined;
  /** Where it was spawned; development only. */
  site: Error | undefined = undefined;
  /** What the body of a running finalizer is, so that an abandoned one is ignored. */
  finalizing = 0;
  started = false;
  private context: Cx | undefined = undefined;
  private iterator: BodyIterator | undefined = undefined;
  private listeners: ((outcome: Outcome<never>) => void)[] | undefined = undefined;

  constructor(
    readonly runtime: Runtime,
    readonly scope: Scope,
    private body: Body<T> | undefined,
    private readonly name: string | undefined,
    /** The task whose body has this handle: it is the one that waits when it is awaited. */
    readonly spawner: Task<unknown> | undefined,
    readonly capabilities: Capabilities | undefined,
  ) {}

  get label(): string {
    return this.name ?? "task";
  }

  get path(): string {
    return `${this.scope.path}/${this.label}#${String(this.ordinal)}`;
  }

  get state(): TaskState {
    if (this.outcome !== undefined) return "Completed";
    const fields = this.runtime.describe(this.slot);
    return stateNames[fields?.[Field.State] ?? State.Completed] ?? "Completed";
  }

  /** Created on first use: most tasks are spawned with a body that takes it at once. */
  get cx(): Cx {
    return (this.context ??= new Cx(this, this.capabilities));
  }

  cancel(reason?: string | CancelRequest): void {
    if (this.outcome === undefined) this.runtime.cancelTask(this as Task<unknown>, toRequest(reason));
  }

  join(): Operation<Outcome<T>> {
    return outcomeOperation(this);
  }

  // -- waiting for it --------------------------------------------------------------

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    const { spawner } = this;
    if (spawner === undefined || spawner.outcome !== undefined) {
      return this.ended().then((outcome) => unwrapFor(this.path, outcome)).then(onValue, onError);
    }
    return joinOperation(this, spawner).then(onValue, onError);
  }

  [Symbol.iterator](): Iterator<unknown, T, unknown> {
    return this.outcome !== undefined && this.runtime.takeReadyStep()
      ? this.runtime.readyIterator.with(this)
      : joinOperation(this, this.spawner);
  }

  /** For whoever waits from outside of every task. */
  ended(): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      if (this.outcome === undefined) (this.listeners ??= []).push(resolve as (outcome: Outcome<never>) => void);
      else resolve(this.outcome);
    });
  }

  /** The only place where a task ends. */
  settle(outcome: Outcome<T>): void {
    this.outcome = outcome;
    this.body = this.iterator = this.pending = this.finalizers = undefined;
    const { listeners } = this;
    this.listeners = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener(outcome as Outcome<never>);
  }

  // -- running it ------------------------------------------------------------------

  start(): void {
    const { body } = this;
    this.started = true;
    this.body = undefined;
    let result: unknown;
    try {
      result = body?.(this.cx);
    } catch (error) {
      finishTask(this, true, error);
      return;
    }
    if (isThenable(result)) {
      result.then(
        (value) => {
          finishTask(this, false, value);
        },
        (error: unknown) => {
          finishTask(this, true, error);
        },
      );
    } else if (isBodyIterator(result)) {
      this.iterator = result;
      this.drive(false, undefined);
    } else {
      finishTask(this, false, result);
    }
  }

  /** The kernel says that the wait is over, or that it is to be cut short. */
  resume(verb: number): void {
    const operation = this.pending;
    this.pending = undefined;
    if (this.finalizing > 0) {
      runFinalizers.resume(this, operation, verb === Verb.Cancel);
    } else if (operation === undefined) {
      // Cancelled while nothing was pending: the next operation meets the request.
    } else if (this.iterator !== undefined) {
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
    const iterator = this.iterator;
    if (iterator === undefined) return;
    let throwing = failed;
    let value = sent;
    for (;;) {
      let step: IteratorResult<unknown, unknown>;
      try {
        step = throwing ? iterator.throw(value) : iterator.next(value);
      } catch (error) {
        this.iterator = undefined;
        finishTask(this, true, error);
        return;
      }
      if (step.done === true) {
        this.iterator = undefined;
        finishTask(this, false, step.value);
        return;
      }
      throwing = false;
      value = undefined;
      try {
        const verdict = this.runtime.enter(this, step.value);
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
      this.runtime.spawnImplicit(this, operation);
      return;
    }
    let verdict: number;
    try {
      verdict = this.runtime.enter(this, operation);
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
        this.runtime.stepEnded(this);
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
    this.cancelInfo = this.runtime.reasons.ofTask(this, "acknowledged");
    return cancelledBy(this.cancelInfo);
  }
}
