import {
  CANCEL_SUMMARY_KIND,
  Counter,
  describe,
  ROOT_SLOT,
  RUNTIME_LAB,
  Setting,
  Verb,
  Verdict,
  type Kernel,
  type KernelInstance,
} from "@asupersync/browser-core";
import { ActionQueue } from "./actions.js";
import type { Body, BodyResult } from "./body.js";
import { toRequest } from "./cancel.js";
import { CancelToken, type CancelTokenHandle } from "./cancel-token.js";
import type { Capsule } from "./capsule.js";
import { classify, type Classification } from "./classify.js";
import { LiveClock, VirtualClock, type Clock } from "./clock.js";
import type { Cx } from "./cx.js";
import { notANumber, RuntimeClosedError, statusError, UsageError } from "./errors.js";
import { inspectRuntime, type RuntimeSnapshot } from "./inspect.js";
import { createIo, type BrowserIo } from "./io/io.js";
import { ReadyIterator } from "./join.js";
import { Labels } from "./labels.js";
import { Operation } from "./operation.js";
import type { RuntimeOptions } from "./options.js";
import type { Outcome } from "./outcome.js";
import { Pump } from "./pump.js";
import { Reasons } from "./reasons.js";
import type { Report } from "./report.js";
import { requestClose, requestScopeCancel } from "./request.js";
import type { RuntimeHandle } from "./runtime-handle.js";
import { Scope, type Limits, type ScopeHandle, type ScopeOptions } from "./scope.js";
import { Signals } from "./signal.js";
import { Task } from "./task.js";
import { noTracing, type TraceApi } from "./tracing.js";
import { watchVisibility } from "./visibility.js";

/** How many ready steps one dispatch may take before the others get their turn. */
const readyStepsMax = 1024;

/** The runtime's own side; people hold it as a `RuntimeHandle`. */
export class Runtime implements RuntimeHandle {
  readonly kernel: Kernel;
  readonly rootSlot = ROOT_SLOT;
  /** Scopes, tasks and capsules by their slot. */
  readonly objects: (Scope | Task<unknown> | Capsule | undefined)[] = [];
  readonly labels: Labels;
  readonly reasons = new Reasons(this);
  readonly signals = new Signals(this);
  readonly readyIterator = new ReadyIterator();
  readonly limits: Limits | undefined;
  readonly root: Scope;
  readonly io: BrowserIo;
  readonly tracing: TraceApi;
  readonly clock: Clock;
  finalizerTurns = 0;
  readonly isDebug: boolean;
  private readonly unwatch: (() => void) | undefined;
  private readonly pump: Pump;
  private readonly actions = new ActionQueue(this);
  private readySteps = 0;
  private stepTask: Task<unknown> | undefined = undefined;
  private closing: Promise<Outcome<void>> | undefined = undefined;

  constructor(
    readonly instance: KernelInstance,
    readonly options: RuntimeOptions,
    seed: number,
    /** Starts the recording, before the first input. */
    record?: (runtime: Runtime) => TraceApi,
  ) {
    const { kernel } = instance;
    const lab = options.mode === "deterministic";
    this.kernel = kernel;
    this.isDebug = options.debug === true;
    this.limits = options.limits;
    this.labels = new Labels(options.trace?.enabled === true);
    const status = kernel.runtimeOpen(
      seed >>> 0,
      Math.floor(seed / 2 ** 32) >>> 0,
      lab ? RUNTIME_LAB : 0,
    );
    if (status < 0) throw statusError(status, "createRuntime");
    this.tracing = record?.(this) ?? noTracing;
    if (options.pollBudget !== undefined) {
      this.checked(kernel.runtimeConfigure(Setting.Burst, options.pollBudget), "pollBudget");
    }
    this.clock = lab ? new VirtualClock() : new LiveClock();
    this.pump = new Pump(this, this.clock, options.sliceMs ?? 4, lab);
    this.root = new Scope(this, undefined, { label: "" });
    this.unwatch = lab ? undefined : watchVisibility((hidden) => kernel.pumpVisibility(hidden));
    this.io = createIo(undefined);
  }

  // -- for people ------------------------------------------------------------------

  async run<R>(body: (cx: Cx) => R, options: ScopeOptions = {}): Promise<Outcome<BodyResult<R>>> {
    this.assertOpen("run");
    const scope = new Scope(this, this.root, options);
    const main = scope.populate(options.signal, () =>
      scope.spawnMain(body as Body<BodyResult<R>>, undefined, scope.capabilities),
    );
    const closed = await scope.closed();
    if (closed.kind !== "ok") return closed;
    return main.outcome as Outcome<BodyResult<R>>;
  }

  createScope(options?: string | ScopeOptions): ScopeHandle {
    this.assertOpen("createScope");
    return this.root.createScope(options);
  }

  createCancelToken(reason?: string): CancelTokenHandle {
    return new CancelToken(reason);
  }

  close(reason?: string): Promise<Outcome<void>> {
    this.closing ??= this.shutDown(reason);
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  inspect(): RuntimeSnapshot {
    return inspectRuntime(this);
  }

  private async shutDown(reason: string | undefined): Promise<Outcome<void>> {
    const { kernel, root } = this;
    // Nothing alive: there is nothing to cancel, so nothing was cancelled.
    if (kernel.counter(Counter.RegionsLive) === 1 && kernel.counter(Counter.TasksLive) === 0) {
      requestClose(root);
    } else {
      requestScopeCancel(root, { ...toRequest(reason), kind: "Shutdown" });
    }
    const outcome = await root.closed();
    this.pump.stop();
    this.unwatch?.();
    return outcome;
  }

  assertOpen(what: string): void {
    if (this.closing !== undefined) throw new RuntimeClosedError(what);
  }

  // -- inputs ----------------------------------------------------------------------

  /** Passes a slot on, or throws what the negative status means; paths are put together then. */
  checked(answer: number, what: string | { readonly path: string }): number {
    if (answer < 0) throw statusError(answer, typeof what === "string" ? what : what.path);
    return answer;
  }

  /** Microseconds on the runtime's clock, `ms` from now. Outside a turn the clock is read. */
  dueUs(ms: number): number {
    if (Number.isNaN(ms)) throw notANumber("a wait or a deadline");
    // Inside a turn its sample is good enough; reading the clock is not free.
    const turnUs = this.kernel.timeNow();
    const nowUs = this.pump.isRunning
      ? turnUs
      : Math.max(turnUs, Math.round(this.clock.nowMs() * 1000));
    return ms === Infinity ? -1 : Math.round(nowUs + Math.max(0, ms) * 1000);
  }

  // -- steps -----------------------------------------------------------------------

  /** An operation of `task` begins. */
  enter(task: Task<unknown>, operation: unknown): number {
    if (!(operation instanceof Operation)) {
      throw new UsageError(`${task.path} yielded something that is no operation: use yield* op`);
    }
    this.chargeSteps(task);
    return operation.enter(task);
  }

  /** Something `task` waits for is already over (rule `budget.exhaust`: steps are counted). */
  readyVerdict(task: Task<unknown>): number {
    task.rare.steps++;
    if (this.takeReadyStep()) return Verdict.Ready;
    return this.kernel.taskYield(task.slot, task.generation);
  }

  takeReadyStep(): boolean {
    return ++this.readySteps < readyStepsMax;
  }

  chargeSteps(task: Task<unknown>): void {
    const rare = task.rareIfAny;
    if (rare === undefined || rare.steps === 0) return;
    this.kernel.taskCharge(task.slot, task.generation, rare.steps);
    rare.steps = 0;
  }

  /** The task has parked or ended, in whatever microtask that came to be. */
  stepEnded(task: Task<unknown>): void {
    if (this.stepTask !== undefined) {
      if (this.stepTask !== task) return;
      this.stepTask = undefined;
      this.pump.stepEnded();
      return;
    }
    this.pump.kick();
  }

  kick(): void {
    this.pump.kick();
  }

  dispatch(slot: number, verb: number): boolean {
    const task = this.objects[slot];
    this.readySteps = 0;
    if (!(task instanceof Task)) return true;
    if (verb === Verb.Start) task.start();
    else task.resume(verb);
    if (!this.clock.isVirtual) return true;
    if (task.isOver || task.pending !== undefined) return true;
    this.stepTask = task;
    this.actions.watchStep(task, () => {
      this.stepEnded(task);
    });
    return false;
  }

  isStepOf(task: Task<unknown>): boolean {
    return this.stepTask === task;
  }

  /** The usual end, without an outcome object. */
  taskEndedOk(task: Task<unknown>, value: unknown, adopted: boolean): void {
    // What is to be said of it comes first: afterwards nobody knows its name any more.
    if (task.rareIfAny !== undefined) this.actions.drainReports();
    this.objects[task.slot] = undefined;
    if (adopted) task.scope.adopted = { kind: "ok", value };
    this.reasons.forget(task);
    task.settleOk(value);
    this.signals.forget(task);
    this.stepEnded(task);
  }

  taskEnded(task: Task<unknown>, outcome: Outcome<unknown>, adopted: boolean): void {
    this.actions.drainReports();
    this.objects[task.slot] = undefined;
    if (adopted) task.scope.adopted = outcome;
    this.reasons.forget(task);
    task.settle(outcome);
    this.signals.forget(task);
    this.stepEnded(task);
  }

  drainActions(): boolean {
    return this.actions.drain();
  }

  turnEnded(): void {
    this.signals.update();
    this.actions.drainReports();
  }

  /** A diagnosis for people. */
  report(report: Report): void {
    const { onReport } = this.options;
    if (onReport !== undefined) onReport(report);
    // eslint-disable-next-line no-console -- where a program that takes no reports gets them
    else console.warn(`asupersync: ${report.message}`);
  }

  /** The object that a handle named, even if it has just ended. */
  lastOf(slot: number, generation: number): Scope | Task<unknown> | Capsule | undefined {
    const object = this.objects[slot];
    return object?.generation === generation ? object : undefined;
  }

  classify(thrown: unknown): Classification {
    return this.options.classify?.(thrown) ?? classify(thrown);
  }

  // -- questions -------------------------------------------------------------------

  describe(slot: number): Float64Array | undefined {
    return describe(this.instance, slot);
  }

  isCancelRequested(slot: number): boolean {
    return (this.kernel.cancelSummary(slot) & CANCEL_SUMMARY_KIND) !== 0;
  }

  cancelEpoch(): number {
    return this.kernel.counter(Counter.CancelEpoch);
  }
}
