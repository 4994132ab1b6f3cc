import type { Body, Cx, Outcome, ScopeHandle, TaskHandle } from "@asupersync/browser";
import type { ComponentScope } from "./component-scope.js";
import { cancelledBeforeStart, failedBeforeStart } from "./not-started.js";
import { endedView, idleView, pendingView, type TaskView } from "./task-view.js";

/** A body with arguments. What tells a generator function apart is what it returns. */
export type TaskBody<A extends readonly unknown[], T> = (cx: Cx, ...args: A) => ReturnType<Body<T>>;

/** What `run` does while an earlier run has not ended. */
export type TaskMode = "latest" | "queue" | "drop" | "parallel";

export interface TaskControls<A extends readonly unknown[], T> {
  /**
   * Runs the body with these arguments, as `mode` says. Before there is a runtime it waits for it.
   *
   * @returns what became of this run. Never rejects.
   */
  readonly run: (...args: A) => Promise<Outcome<T>>;
  /** Asks what is running or waiting to stop. `status` follows when it has. */
  readonly cancel: (reason?: string) => void;
}

interface Run<T> {
  readonly body: Body<T>;
  readonly settle: (outcome: Outcome<T>) => void;
  task?: TaskHandle<T>;
  // A newer run took its place; what becomes of it concerns only whoever holds its promise.
  isSuperseded?: boolean;
}

/**
 * The runs of one `useAsupersyncTask`, and what of them the component shows.
 *
 * Between `close` and the next `open` it starts nothing and its view does not change.
 */
export class TaskStore<A extends readonly unknown[], T> implements TaskControls<A, T> {
  readonly initial: TaskView<T> & TaskControls<A, T>;
  snapshot: TaskView<T> & TaskControls<A, T>;
  body: TaskBody<A, T> | undefined;
  mode: TaskMode = "latest";
  label: string | undefined;

  readonly #listeners = new Set<() => void>();
  readonly #live = new Set<Run<T>>();
  #waiting: Run<T>[] = [];
  #scope: ComponentScope = { kind: "waiting" };
  #isClosed = false;

  constructor() {
    this.initial = this.#withControls(idleView());
    this.snapshot = this.initial;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly run = (...args: A): Promise<Outcome<T>> =>
    new Promise((settle) => {
      const { body } = this;
      if (body === undefined || this.#isClosed) {
        settle(cancelledBeforeStart("the component is not mounted"));
        return;
      }
      this.#admit({ body: ((cx) => body(cx, ...args)) as Body<T>, settle });
    });

  readonly cancel = (reason = "cancelled by the component"): void => {
    this.#dropWaiting(reason);
    for (const run of this.#live) run.task?.cancel(reason);
    this.#show();
  };

  /** The component's scope has changed: starts what waited for it. */
  open(scope: ComponentScope): void {
    this.#isClosed = false;
    this.#scope = scope;
    this.#startWaiting();
  }

  /** The component is gone or hidden, and its scope cancelled: what waits will not start. */
  close(): void {
    this.#isClosed = true;
    this.#scope = { kind: "waiting" };
    this.#dropWaiting("the component was unmounted");
    if (this.snapshot.isPending) {
      this.snapshot = this.#withControls(idleView(this.snapshot.lastValue));
    }
    // They belong to the closed scope; should the component come back, they are not its runs.
    for (const run of this.#live) run.isSuperseded = true;
    this.#live.clear();
  }

  #admit(run: Run<T>): void {
    const isBusy = this.#live.size > 0 || this.#waiting.length > 0;
    if (this.mode === "drop" && isBusy) {
      run.settle(cancelledBeforeStart("dropped: an earlier run has not ended"));
      return;
    }
    if (this.mode === "latest" && isBusy) this.#supersede();
    this.#waiting.push(run);
    this.#startWaiting();
    this.#show();
  }

  #supersede(): void {
    this.#dropWaiting("superseded");
    for (const run of this.#live) {
      run.isSuperseded = true;
      run.task?.cancel("superseded");
    }
    this.#live.clear();
  }

  #dropWaiting(reason: string): void {
    const dropped = this.#waiting;
    this.#waiting = [];
    for (const run of dropped) this.#ended(run, cancelledBeforeStart(reason));
  }

  #startWaiting(): void {
    const scope = this.#scope;
    if (scope.kind === "waiting") return;
    const countMax = this.mode === "queue" ? 1 : Infinity;
    while (this.#waiting.length > 0 && this.#live.size < countMax) {
      const run = this.#waiting.shift()!;
      if (scope.kind === "open") this.#spawn(scope.scope, run);
      else this.#ended(run, failedBeforeStart(scope.error));
    }
  }

  #spawn(scope: ScopeHandle, run: Run<T>): void {
    let task: TaskHandle<T>;
    try {
      // Of a body of type Body<T> the result is T; the types cannot say so for every T.
      task = scope.spawn(run.body as (cx: Cx) => never, this.label) as TaskHandle<T>;
    } catch (error) {
      this.#ended(run, failedBeforeStart(error));
      return;
    }
    run.task = task;
    this.#live.add(run);
    const ended = () => this.#ended(run, task.outcome!);
    task.then(ended, ended);
  }

  #ended(run: Run<T>, outcome: Outcome<T>): void {
    this.#live.delete(run);
    run.settle(outcome);
    if (run.isSuperseded || this.#isClosed) return;
    this.#startWaiting();
    this.#show(outcome);
  }

  // One change of the view, however many runs it comes from.
  #show(outcome?: Outcome<T>): void {
    if (this.#isClosed) return;
    const isBusy = this.#live.size > 0 || this.#waiting.length > 0;
    const { lastValue, isPending } = this.snapshot;
    const value = outcome?.kind === "ok" ? outcome.value : lastValue;
    if (isBusy) {
      if (isPending && Object.is(value, lastValue)) return;
      this.#publish(pendingView(value));
    } else if (outcome !== undefined) {
      this.#publish(endedView(outcome, lastValue));
    }
  }

  #publish(view: TaskView<T>): void {
    this.snapshot = this.#withControls(view);
    for (const listener of [...this.#listeners]) listener();
  }

  #withControls(view: TaskView<T>): TaskView<T> & TaskControls<A, T> {
    return { ...view, run: this.run, cancel: this.cancel };
  }
}
