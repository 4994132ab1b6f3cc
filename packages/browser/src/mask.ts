import { awaitSteps, isBodyIterator, isThenable, type Body } from "./body.js";
import type { Cx } from "./cx.js";
import { StaleHandleError } from "./errors.js";
import { Operation } from "./operation.js";
import type { Task } from "./task.js";

/**
 * A masked section runs in the task itself, not in a child: the mask is a depth of the task. So it
 * is no wait of its own; it starts when it is awaited, and `Cancelled` is deferred until it is
 * over.
 */
class Mask<T> extends Operation<T> {
  constructor(
    private readonly cx: Cx,
    private readonly body: Body<T>,
  ) {
    super(cx.owner);
  }

  enter(): number {
    throw new StaleHandleError("cx.mask", "is awaited or delegated to, never yielded by hand");
  }

  result(): T {
    throw new StaleHandleError("cx.mask", "has no result of its own");
  }

  override then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    return this.run().then(onValue, onError);
  }

  private async run(): Promise<T> {
    raise(this.task);
    try {
      const result = this.body(this.cx);
      if (isThenable(result)) return (await result) as T;
      return isBodyIterator(result) ? ((await awaitSteps(result)) as T) : (result as T);
    } finally {
      lower(this.task);
    }
  }

  override [Symbol.iterator](): this {
    return this.delegate() as unknown as this;
  }

  private *delegate(): Generator<unknown, T> {
    raise(this.task);
    try {
      const result = this.body(this.cx);
      if (isBodyIterator(result)) return yield* result as unknown as Generator<unknown, T>;
      if (isThenable(result)) return yield* this.cx.from(() => result as PromiseLike<T>);
      return result as T;
    } finally {
      lower(this.task);
    }
  }
}

function raise(task: Task<unknown>): void {
  const { runtime, slot, generation } = task;
  runtime.checked(runtime.kernel.taskMask(slot, generation), task);
}

function lower(task: Task<unknown>): void {
  // Stale once the task was forced: then there is nothing left to unmask.
  task.runtime.kernel.taskUnmask(task.slot, task.generation);
}

export function maskOperation<T>(cx: Cx, body: Body<T>): Operation<T> {
  return new Mask(cx, body);
}
