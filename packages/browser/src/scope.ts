import {
  Field,
  Outcome as Code,
  REGION_CANCEL_ON_EXIT,
  REGION_INSIDE,
  RegionPolicy,
  RegionState as State,
  TASK_MAIN,
  type Outcome as OutcomeCode,
} from "@asupersync/browser-core";
import type { Body, BodyResult } from "./body.js";
import { toRequest, type CancelRequest } from "./cancel.js";
import { narrowed, type Capabilities } from "./capabilities.js";
import type { Cx } from "./cx.js";
import type { Outcome } from "./outcome.js";
import type { CancelRecord } from "./reasons.js";
import type { Runtime } from "./runtime.js";
import { linkSignal } from "./signal.js";
import type { Task } from "./task.js";
import { stageBudget } from "./budget.js";
import { requestClose, requestScopeCancel } from "./request.js";
import { spawnTask } from "./spawn.js";
import type { TaskHandle, TaskOptions } from "./task-handle.js";

export type RegionState = keyof typeof State;
const stateNames = Object.keys(State) as RegionState[];

/** What a scope may hold; none by default (rule `region.limits`). */
export interface Limits {
  readonly children?: number;
  readonly tasks?: number;
  readonly obligations?: number;
  /** Bytes of the tokens that its channels hold: four a message. */
  readonly queueBytes?: number;
}

export interface ScopeOptions {
  readonly label?: string;
  /** What one failure means for the siblings. Default `fail-fast`. */
  readonly policy?: "fail-fast" | "collect-all";
  /** What the end of the scope's own body means for what still runs. Default `wait`. */
  readonly onExit?: "wait" | "cancel";
  /** Aborting it cancels the scope, with its reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds from now on the runtime's clock; then tasks are cancelled with `Deadline`. */
  readonly deadlineMs?: number;
  readonly budget?: {
    readonly deadlineMs?: number;
    readonly pollQuota?: number;
    readonly costQuota?: number;
    readonly priority?: number;
  };
  readonly limits?: Limits;
  readonly capabilities?: Capabilities;
}

/** Owns tasks: it ends only when everything in it has ended (rule `region.close_complete`). */
export interface ScopeHandle extends AsyncDisposable {
  /** Starts `body` in a task of this scope, on a later turn. Throws if the scope is closing. */
  spawn<R>(body: (cx: Cx) => R, options?: string | TaskOptions): TaskHandle<BodyResult<R>>;
  createScope(options?: string | ScopeOptions): ScopeHandle;
  /** Asks everything in it to stop and closes it. Returns at once. */
  cancel(reason?: string | CancelRequest): void;
  /** Admits no more work; settles when nothing in the scope is alive. */
  close(options?: { cancel?: string | CancelRequest }): Promise<Outcome<void>>;
  /** Aborted when the scope is cancelled; created on first use. */
  readonly signal: AbortSignal;
  readonly state: RegionState;
  readonly label: string;
  readonly path: string;
  /** Undefined until the scope is Closed. */
  readonly outcome: Outcome<void> | undefined;
}

/** How a region is opened beyond what its options say. */
export interface RegionPlan {
  readonly policy?: RegionPolicy;
  /** A task of the parent asks, so the parent may be waiting to close. */
  readonly inside?: boolean;
  /** Milliseconds until everything in it is cancelled with `Timeout`. */
  readonly timeoutMs?: number;
}

const none = 2 ** 32 - 1;

/** One region of the kernel: the handle that people hold. */
export class Scope implements ScopeHandle {
  readonly slot: number;
  readonly generation: number;
  outcome: Outcome<void> | undefined = undefined;
  /** The outcome that became the region's, with its value or error. */
  adopted: Outcome<unknown> | undefined = undefined;
  /** What the bodies spawned into it from outside may do. */
  readonly capabilities: Capabilities | undefined;
  main: Task<unknown> | undefined = undefined;
  /** The last request that was read from the kernel: shared by all that it reached. */
  cancelInfo: CancelRecord | undefined = undefined;
  spawned = 0;
  private scopes = 0;
  private readonly ordinal: number;
  private readonly name: string | undefined;
  private listeners: ((outcome: Outcome<void>) => void)[] | undefined = undefined;
  private unlink: (() => void) | undefined = undefined;

  constructor(
    readonly runtime: Runtime,
    readonly parent: Scope | undefined,
    options: ScopeOptions,
    plan: RegionPlan = {},
  ) {
    this.name = options.label;
    const above = parent === undefined ? runtime.options.capabilities : parent.capabilities;
    this.capabilities = narrowed(above, options.capabilities);
    this.ordinal = parent === undefined ? 0 : ++parent.scopes;
    if (parent === undefined) {
      this.slot = runtime.rootSlot;
    } else {
      stage(runtime, options, plan);
      this.slot = runtime.checked(
        runtime.kernel.regionOpen(
          parent.slot,
          parent.generation,
          flagsOf(options, plan),
          runtime.labels.idOf(options.label),
        ),
        parent,
      );
    }
    this.generation = runtime.kernel.handleGeneration(this.slot);
    runtime.objects[this.slot] = this;
  }

  /**
   * Spawns what a scope is for, before a signal can close it: then a signal that was aborted before
   * ends those tasks like any other cancel. If one is refused, none of them starts. @internal
   */
  populate<T>(signal: AbortSignal | undefined, spawn: () => T): T {
    try {
      const spawned = spawn();
      this.follow(signal);
      return spawned;
    } catch (error) {
      this.cancel();
      throw error;
    }
  }

  /** From now on, aborting `signal` cancels the scope; at once if it is aborted. @internal */
  follow(signal: AbortSignal | undefined): void {
    if (signal !== undefined) this.unlink = linkSignal(signal, this);
  }

  get isOver(): boolean {
    return this.outcome !== undefined;
  }

  get label(): string {
    return this.name ?? "scope";
  }

  private get ownName(): string {
    return this.name ?? `scope#${String(this.ordinal)}`;
  }

  get path(): string {
    const names = [this.ownName];
    for (let at = this.parent; at !== undefined; at = at.parent) names.push(at.ownName);
    return names.reverse().slice(1).join("/"); // without the root
  }

  get state(): RegionState {
    if (this.outcome !== undefined) return "Closed";
    const fields = this.runtime.describe(this.slot);
    return stateNames[fields?.[Field.State] ?? State.Closed] ?? "Closed";
  }

  get signal(): AbortSignal {
    return this.runtime.signals.of(this);
  }

  spawn<R>(body: (cx: Cx) => R, options?: string | TaskOptions): TaskHandle<BodyResult<R>> {
    this.runtime.assertOpen("spawn");
    return spawnTask(this, body as Body<BodyResult<R>>, options, undefined, this.capabilities, 0);
  }

  /** The scope's own body: its end closes the scope. @internal */
  spawnMain<T>(
    body: Body<T>,
    spawner: Task<unknown> | undefined,
    capabilities?: Capabilities,
  ): Task<T> {
    const options = this.name === undefined ? undefined : { label: this.name };
    const task = spawnTask(this, body, options, spawner, capabilities, TASK_MAIN);
    this.main = task as Task<unknown>;
    return task;
  }

  createScope(options: string | ScopeOptions = {}): ScopeHandle {
    this.runtime.assertOpen("createScope");
    const asked = typeof options === "string" ? { label: options } : options;
    const scope = new Scope(this.runtime, this, asked);
    scope.follow(asked.signal);
    return scope;
  }

  cancel(reason?: string | CancelRequest): void {
    if (this.outcome === undefined) requestScopeCancel(this, toRequest(reason));
  }

  close(options: { cancel?: string | CancelRequest } = {}): Promise<Outcome<void>> {
    if (options.cancel !== undefined) this.cancel(options.cancel);
    else if (this.outcome === undefined) requestClose(this);
    return this.closed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** For whoever waits from outside of every task. @internal */
  closed(): Promise<Outcome<void>> {
    return new Promise((resolve) => {
      if (this.outcome === undefined) (this.listeners ??= []).push(resolve);
      else resolve(this.outcome);
    });
  }

  /** The kernel has closed the region: the only place where a scope ends. @internal */
  settle(code: OutcomeCode): void {
    this.unlink?.();
    this.unlink = undefined;
    this.outcome = this.outcomeFor(code);
    const { listeners } = this;
    this.listeners = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener(this.outcome);
  }

  private outcomeFor(code: OutcomeCode): Outcome<void> {
    const { adopted } = this;
    if (code === Code.Ok) return { kind: "ok", value: undefined };
    if (adopted !== undefined && adopted.kind !== "ok") {
      const same = adopted.kind !== "cancelled" || this.cancelInfo === undefined;
      if (same && codeOf[adopted.kind] === code) return adopted;
    }
    return { kind: "cancelled", cancel: this.runtime.reasons.ofScope(this) };
  }
}

const codeOf = { err: Code.Err, cancelled: Code.Cancelled, panicked: Code.Panicked } as const;

function flagsOf(options: ScopeOptions, plan: RegionPlan): number {
  const inside = plan.inside === true ? REGION_INSIDE : 0;
  const policy =
    plan.policy ??
    (options.policy === "collect-all" ? RegionPolicy.CollectAll : RegionPolicy.FailFast);
  return policy | inside | (options.onExit === "cancel" ? REGION_CANCEL_ON_EXIT : 0);
}

/** Hands rarely used options over before the call that takes them. */
function stage(runtime: Runtime, options: ScopeOptions, plan: RegionPlan): void {
  const { kernel } = runtime;
  const { limits = runtime.limits } = options;
  stageBudget(runtime, options);
  if (limits !== undefined) {
    kernel.stageLimits(
      limits.children ?? none,
      limits.tasks ?? none,
      limits.obligations ?? none,
      limits.queueBytes ?? none,
    );
  }
  if (plan.timeoutMs !== undefined) kernel.stageTimeout(runtime.dueUs(plan.timeoutMs));
}
