import { CapsuleKind } from "@asupersync/browser-core";
import { Capsule } from "./capsule.js";
import { Operation } from "./operation.js";
import type { Task } from "./task.js";

export interface FromOptions {
  /** Its name in traces. */
  readonly label?: string;
}

/** A foreign promise as a capsule: aborted through its own signal, awaited until it lets go. */
export class FromPromise<T> extends Operation<T> {
  private capsule: Capsule | undefined = undefined;
  private settled:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: unknown }
    | undefined = undefined;

  constructor(
    task: Task<unknown>,
    private readonly startForeign: (signal: AbortSignal) => PromiseLike<T>,
    private readonly label: string | undefined,
  ) {
    super(task);
  }

  enter(task: Task<unknown>): number {
    const capsule = new Capsule(task, CapsuleKind.Promise, this.label);
    this.capsule = capsule;
    return capsule.begin(task, () => {
      this.run(capsule);
    });
  }

  private run(capsule: Capsule): void {
    const done = (value: T): void => {
      this.settled = { ok: true, value };
      capsule.letGo(true);
    };
    const failed = (error: unknown): void => {
      this.settled = { ok: false, error };
      capsule.letGo(false);
    };
    let promise: PromiseLike<T>;
    try {
      promise = this.startForeign(capsule.signal);
    } catch (error) {
      // Not in this step: the task has just parked, and is woken like any other.
      promise = Promise.reject(error as Error);
    }
    promise.then(done, failed);
  }

  result(): T {
    const { settled } = this;
    if (settled?.ok === true) return settled.value;
    throw settled?.error;
  }
}
