import { Verdict } from "@asupersync/browser-core";
import { Cancelled } from "./cancel.js";
import { Operation } from "./operation.js";
import type { Outcome } from "./outcome.js";
import type { Task } from "./task.js";

/** Waits for a task to end (a waiter list in the kernel, never `Promise.race`). */
abstract class Join<T, R> extends Operation<R> {
  constructor(
    waiter: Task<unknown>,
    readonly target: Task<T>,
  ) {
    super(waiter);
  }

  enter(waiter: Task<unknown>): number {
    const { target } = this;
    if (target.isOver) return waiter.runtime.readyVerdict(waiter);
    const { slot, generation } = target;
    return waiter.runtime.kernel.taskJoin(waiter.slot, waiter.generation, slot, generation);
  }

  /** Only who waited for it has ended: whoever is still there, outside, waits on. */
  override refuse(error: unknown): void {
    if (error instanceof Cancelled && this.task.isOver) {
      void this.target.ended().then(() => {
        this.settle();
      });
    } else {
      super.refuse(error);
    }
  }

  /** The kernel may have ended it: then its notice is still on the way. */
  protected settled(): Task<T> {
    if (!this.target.isOver) this.target.runtime.drainActions();
    return this.target;
  }
}

class JoinOutcome<T> extends Join<T, Outcome<T>> {
  result(): Outcome<T> {
    return this.settled().outcome as Outcome<T>;
  }
}

class JoinValue<T> extends Join<T, T> {
  result(): T {
    return this.settled().take();
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
  return spawner === undefined || spawner.isOver
    ? new OutsideJoin(target)
    : new JoinOutcome(spawner, target);
}

/** `yield*` on a task that has ended, without an allocation: used up before anyone else asks. */
export class ReadyIterator implements Iterator<unknown, never, unknown> {
  private target: Task<unknown> | undefined = undefined;

  with<T>(target: Task<T>): Iterator<unknown, T, unknown> {
    this.target = target as Task<unknown>;
    return this as unknown as Iterator<unknown, T, unknown>;
  }

  next(): IteratorReturnResult<never> {
    return { done: true, value: (this.target as Task<never>).take() };
  }
}
