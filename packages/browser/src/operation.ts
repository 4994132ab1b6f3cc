import { Verdict } from "@asupersync/browser-core";
import { notANumber, UsageError } from "./errors.js";
import type { Task } from "./task.js";

/**
 * Something a body waits for: `await op` in an async body, `yield* op` in a generator body.
 *
 * Lazy: it starts when it is awaited, not when it is made. One of these waits at a time for a task;
 * a second one that is awaited meanwhile (`Promise.all`) becomes an implicit child of the scope and
 * stays owned. When the task is cancelled, `Cancelled` is thrown where it waits.
 */
export abstract class Operation<T> implements PromiseLike<T>, Iterator<unknown, T, unknown> {
  private resolve: ((value: unknown) => void) | undefined = undefined;
  private reject: ((error: unknown) => void) | undefined = undefined;
  private delegated = false;

  /** @internal */
  constructor(readonly task: Task<unknown>) {}

  /** Enters the kernel and answers its verdict; throws for a caller's mistake. @internal */
  abstract enter(task: Task<unknown>): number;
  /** The value, once the kernel says that the wait is over; throws a failure. @internal */
  abstract result(): T;
  /** The wait ended without a result: lets go of what `enter` took. @internal */
  abandon(): void {
    // Most operations hold nothing.
  }

  // -- async bodies ------------------------------------------------------------

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    // `await` passes both and ignores what it gets; anything else wants a real promise.
    if (typeof onValue !== "function" || typeof onError !== "function") {
      return new Promise<T>((resolve, reject) => {
        this.then(resolve, reject);
      }).then(onValue, onError);
    }
    this.resolve = onValue as (value: unknown) => void;
    this.reject = onError;
    this.task.wait(this);
    return unchained;
  }

  /** @internal */
  settle(): void {
    let value: T;
    try {
      value = this.result();
    } catch (error) {
      this.reject?.(error);
      return;
    }
    this.resolve?.(value);
  }

  /** @internal */
  throwIn(error: unknown): void {
    this.abandon();
    this.reject?.(error);
  }

  /** Waits in a task of its own and answers whoever awaited it here. @internal */
  *relay(): Generator<unknown, void> {
    let value: T;
    try {
      value = yield* this as Iterable<unknown> as Generator<unknown, T>;
    } catch (error) {
      this.refuse(error);
      return;
    }
    this.answered();
    this.resolve?.(value);
  }

  private answered(): void {
    const rare = this.task.rareIfAny;
    if (rare !== undefined) rare.implicit--;
  }

  /** The task that waited for it was cancelled, perhaps before it ran. @internal */
  refuse(error: unknown): void {
    this.answered();
    this.reject?.(error);
  }

  // -- generator bodies: the operation is its own iterator -----------------------

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<unknown, T> {
    if (this.delegated) return { done: true, value: this.result() };
    this.delegated = true;
    return { done: false, value: this };
  }

  throw(error: unknown): IteratorResult<unknown, T> {
    this.abandon();
    throw error;
  }
}

/** What `then` with two handlers returns: `await` never looks at it. */
export const unchained: PromiseLike<never> = {
  then() {
    throw new UsageError(
      "operation.then(f, g) returns nothing to chain on: await it, or use operation.then(f).then(g)",
    );
  },
};

/** Waits for a while on the runtime's clock, from the moment it is awaited. */
export class Sleep extends Operation<void> {
  constructor(
    task: Task<unknown>,
    private readonly ms: number,
  ) {
    super(task);
  }

  enter({ runtime, slot, generation }: Task<unknown>): number {
    return runtime.kernel.taskSleep(slot, generation, runtime.dueUs(this.ms));
  }

  result(): void {
    // The time itself is the result.
  }
}

/** Waits until the runtime's clock shows a time. */
export class SleepUntil extends Operation<void> {
  constructor(
    task: Task<unknown>,
    private readonly ms: number,
  ) {
    super(task);
  }

  enter({ runtime, slot, generation }: Task<unknown>): number {
    const { ms } = this;
    if (Number.isNaN(ms)) throw notANumber(this.task.path);
    const dueUs = ms === Infinity ? -1 : Math.max(0, Math.round(ms * 1000));
    return runtime.kernel.taskSleep(slot, generation, dueUs);
  }

  result(): void {
    // The time itself is the result.
  }
}

/** Lets others run first. With a value it is how long rows of ready steps stay fair. */
export class Yield<T> extends Operation<T> {
  constructor(
    task: Task<unknown>,
    private readonly read: () => T,
  ) {
    super(task);
  }

  enter({ runtime, slot, generation }: Task<unknown>): number {
    return runtime.kernel.taskYield(slot, generation);
  }

  result(): T {
    return this.read();
  }
}

/** An operation that is over before it starts. */
export class Ready<T> extends Operation<T> {
  constructor(
    task: Task<unknown>,
    private readonly read: () => T,
  ) {
    super(task);
  }

  enter(): number {
    return Verdict.Ready;
  }

  result(): T {
    return this.read();
  }
}
