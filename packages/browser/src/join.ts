import { Verdict } from "@asupersync/browser-core";
import { unwrapFor } from "./failure.js";
import { Operation } from "./operation.js";
import { type Outcome } from "./outcome.js";
import { type Task } from "./task.js";

/** Waits for a task to end (a waiter list in the kernel, never `Promise.race`). */
class Join<T> extends Operation<Outcome<T>> {
  constructor(
    waiter: Task<unknown>,
    readonly target: Task<T>,
  ) {
    super(waiter);
  }

  enter(waiter: Task<unknown>): number {
    const { target } = this;
    if (target.outcome !== undefined) return waiter.runtime.readyVerdict(waiter);
    const { slot, generation } = target;
    return waiter.runtime.kernel.taskJoin(waiter.slot, waiter.generation, slot, generation);
  }

  result(): Outcome<T> {
    // The kernel may have ended it: then its notice is still on the way.
    if (this.target.outcome === undefined) this.target.runtime.drainActions();
    return this.target.outcome as Outcome<T>;
  }
}

/** The same, for who wants the value. */
class JoinValue<T> extends Operation<T> {
  private readonly inner: Join<T>;

  constructor(waiter: Task<unknown>, target: Task<T>) {
    super(waiter);
    this.inner = new Join(waiter, target);
  }

  enter(waiter: Task<unknown>): number {
    return this.inner.enter(waiter);
  }

  result(): T {
    const { target } = this.inner;
    const outcome = this.inner.result();
    return outcome.kind === "ok" ? outcome.value : unwrapFor(target.path, outcome);
  }
}

/** From outside of every task: promises, since there is nobody to park. */
class OutsideJoin<T> extends Operation<Outcome<T>> {
  constructor(private readonly target: Task<T>) {
    super(target as Task<unknown>);
  }

  enter(): number {
    return Verdict.Ready;
  }

  result(): Outcome<T> {
    return this.target.outcome as Outcome<T>;
  }

  override then<A = Outcome<T>, B = never>(
    onValue?: ((value: Outcome<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    return this.target.ended().then(onValue, onError);
  }
}

export function joinOperation<T>(target: Task<T>, waiter: Task<unknown> | undefined): Operation<T> {
  return new JoinValue(waiter ?? (target as Task<unknown>), target);
}

export function outcomeOperation<T>(target: Task<T>): Operation<Outcome<T>> {
  const { spawner } = target;
  return spawner === undefined || spawner.outcome !== undefined
    ? new OutsideJoin(target)
    : new Join(spawner, target);
}

/** `yield*` on a task that has ended, without an allocation: used up before anyone else asks. */
export class ReadyIterator implements Iterator<unknown, never, unknown> {
  private target: Task<unknown> | undefined = undefined;

  with<T>(target: Task<T>): Iterator<unknown, T, unknown> {
    this.target = target as Task<unknown>;
    return this as unknown as Iterator<unknown, T, unknown>;
  }

  next(): IteratorReturnResult<never> {
    const { target } = this;
    const outcome = target?.outcome;
    if (outcome?.kind === "ok") return { done: true, value: outcome.value as never };
    return { done: true, value: unwrapFor(target?.path ?? "", outcome as Outcome<never>) };
  }
}
