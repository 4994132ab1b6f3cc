import type { Cx } from "./cx.js";

/** The work of a task: an async function, a plain function, or a generator function. */
export type Body<T> =
  | ((cx: Cx) => T | PromiseLike<T>)
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- yield* gets what it waits for
  | ((cx: Cx) => Generator<unknown, T, any>);

/** The value type of whatever a body returns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
export type BodyResult<R> = R extends Generator<unknown, infer T, any> ? T : Awaited<R>;

const generatorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf((function* () {})()),
) as Generator<unknown, unknown, unknown>;

/**
 * Is it a generator object of this realm? Asked before anything is read from it: every generator
 * closure has a prototype of its own in V8, so each property read would miss its inline cache.
 */
export const isNativeGenerator = (value: unknown): value is BodyIterator =>
  Object.prototype.isPrototypeOf.call(generatorPrototype, value as object);

/** `iterator.next` and `iterator.throw` of such objects, for the same reason. */
export const nativeNext = generatorPrototype.next;
export const nativeThrow = generatorPrototype.throw;

/** A generator object, told apart from values that happen to iterate. */
export type BodyIterator = Iterator<unknown, unknown, unknown> & {
  throw(error: unknown): IteratorResult<unknown, unknown>;
};

export function isBodyIterator(value: unknown): value is BodyIterator {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === "Generator"
  );
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

/** A generator where a promise is wanted: its operations are awaited one after the other. */
export async function awaitSteps(iterator: BodyIterator): Promise<unknown> {
  let step = iterator.next();
  while (step.done !== true) {
    try {
      await (step.value as PromiseLike<unknown>);
    } catch (error) {
      step = iterator.throw(error);
      continue;
    }
    step = iterator.next();
  }
  return step.value;
}
