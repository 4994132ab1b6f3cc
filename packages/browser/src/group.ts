import type { RegionPolicy } from "@asupersync/browser-core";
import type { Body } from "./body.js";
import { narrowed, type Capabilities } from "./capabilities.js";
import { unwrapFor } from "./failure.js";
import { Operation } from "./operation.js";
import type { Outcome } from "./outcome.js";
import { requestClose } from "./request.js";
import { Scope, type RegionPlan, type ScopeOptions } from "./scope.js";
import type { Task } from "./task.js";
import { spawnTask } from "./spawn.js";

/** The task that waits lives in the parent. */
const inside: RegionPlan = { inside: true };

/**
 * A child scope that its task waits for and owns: a cancel of the task goes into the scope first
 * and
 * meets the task only when the scope has closed. All combinators are one of these.
 */
abstract class OwnedScope<T> extends Operation<T> {
  protected scope: Scope | undefined = undefined;

  constructor(
    task: Task<unknown>,
    private readonly options: ScopeOptions,
    private readonly plan: RegionPlan,
    private readonly capabilities: Capabilities | undefined,
  ) {
    super(task);
  }

  /** Spawns what the scope is for. */
  protected abstract populate(scope: Scope, capabilities: Capabilities | undefined): void;

  enter(task: Task<unknown>): number {
    const { runtime } = task;
    const scope = new Scope(runtime, task.scope, this.options, this.plan);
    this.scope = scope;
    scope.populate(this.options.signal, () => {
      this.populate(scope, narrowed(this.capabilities, this.options.capabilities));
    });
    return runtime.kernel.taskAwaitRegion(
      task.slot,
      task.generation,
      scope.slot,
      scope.generation,
      true,
    );
  }

  /** How the scope ended. The kernel woke us, so its notice is there or on the way. */
  protected closed(): Outcome<void> {
    const scope = this.scope as Scope;
    if (scope.outcome === undefined) scope.runtime.drainActions();
    return scope.outcome as Outcome<void>;
  }
}

/** `cx.scope`, and `timeout`: one body in a scope of its own. */
export class ScopeOperation<T> extends OwnedScope<T> {
  private main: Task<T> | undefined = undefined;

  constructor(
    task: Task<unknown>,
    private readonly body: Body<T>,
    options: ScopeOptions,
    capabilities: Capabilities | undefined,
    plan: RegionPlan = inside,
  ) {
    super(task, options, plan, capabilities);
  }

  protected override populate(scope: Scope, capabilities: Capabilities | undefined): void {
    this.main = scope.spawnMain(this.body, this.task, capabilities);
  }

  result(): T {
    const closed = this.closed();
    const scope = this.scope as Scope;
    if (closed.kind !== "ok") return unwrapFor(scope, closed);
    return unwrapFor(scope, this.main?.outcome as Outcome<T>);
  }
}

/** Several bodies side by side in one scope. */
export class GroupOperation<T, R> extends OwnedScope<R> {
  private tasks: Task<T>[] = [];

  constructor(
    task: Task<unknown>,
    label: string,
    policy: RegionPolicy,
    private readonly bodies: readonly Body<T>[],
    capabilities: Capabilities | undefined,
    private readonly read: (tasks: readonly Task<T>[], closed: Outcome<void>, scope: Scope) => R,
  ) {
    super(task, { label }, { policy, inside: true }, capabilities);
  }

  protected override populate(scope: Scope, capabilities: Capabilities | undefined): void {
    this.tasks = this.bodies.map((body) =>
      spawnTask(scope, body, undefined, this.task, capabilities, 0),
    );
    requestClose(scope);
  }

  result(): R {
    return this.read(this.tasks, this.closed(), this.scope as Scope);
  }
}
