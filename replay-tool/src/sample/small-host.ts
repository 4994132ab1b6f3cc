import {
  CapsuleKind,
  LetGo,
  Notice,
  Outcome,
  ROOT_SLOT,
  TASK_MAIN,
  Verb,
  Verdict,
  Wakeup,
  finalizerOf,
  finishOutcomeOf,
  handleAt,
  isCompleted,
  loadKernel,
  noticeOf,
  slotOf,
  verbOf,
  type Handle,
  type Kernel,
  type KernelInstance,
} from "@asupersync/browser-core";
import { TraceWriter } from "@asupersync/browser-core/recording";

export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** Enters the kernel for `task` and answers its verdict. */
export type Operation = (host: SmallHost, task: Handle) => number;
export type Body = (host: SmallHost, task: Handle) => Generator<Operation, void, void>;

interface Coming {
  readonly at: number;
  readonly run: () => void;
}

/**
 * The least a host can be: generator bodies, virtual time, foreign operations that take a while. It
 * drives a real kernel and records it, so that tests have real recordings.
 */
export class SmallHost {
  now = 0;
  readonly kernel: Kernel;
  private readonly bodies = new Map<number, Generator<Operation, void, void>>();
  private readonly starts = new Map<number, Body>();
  private readonly aborts = new Map<number, () => void>();
  private readonly writer: TraceWriter;
  private coming: Coming[] = [];
  private labels = 0;

  private constructor(instance: KernelInstance) {
    this.kernel = instance.kernel;
    this.kernel.runtimeOpen(7, 0, 0);
    this.writer = new TraceWriter(instance, { build: "a search page", environment: "node" });
  }

  static async create(): Promise<SmallHost> {
    return new SmallHost(await loadKernel({ tier: "full-dev" }));
  }

  /** The handle of the region of everything. */
  get root(): Handle {
    return handleAt(this.kernel, ROOT_SLOT);
  }

  label(name: string): number {
    this.labels++;
    this.writer.label(this.labels, name);
    return this.labels;
  }

  openRegion(parent: Handle, name: string, flags = 0): Handle {
    const { slot, generation } = parent;
    return this.handle(this.kernel.regionOpen(slot, generation, flags, this.label(name)));
  }

  spawn(region: Handle, name: string, body: Body, isMain = false): Handle {
    const flags = isMain ? TASK_MAIN : 0;
    const { slot, generation } = region;
    const task = this.handle(this.kernel.taskSpawn(slot, generation, flags, this.label(name)));
    this.starts.set(task.slot, body);
    return task;
  }

  cancel(task: Handle, kind: number, message: string): void {
    this.kernel.taskCancel(task.slot, task.generation, kind, this.label(message));
  }

  /** Has `run` happen `ms` from now, as if the browser called. */
  after(ms: number, run: () => void): void {
    this.coming.push({ at: this.now + ms * 1_000, run });
    this.coming.sort((a, b) => a.at - b.at);
  }

  /** A request that takes `ms`, or `abortMs` after it was told to stop. */
  fetch(name: string, ms: number, abortMs = 2, how: number = LetGo.Done): Operation {
    return (_, { slot, generation }) => {
      const { kernel } = this;
      const label = this.label(name);
      const capsule = this.handle(kernel.capsuleOpen(slot, generation, CapsuleKind.Fetch, label));
      kernel.capsuleSubmit(capsule.slot, capsule.generation);
      const letGo = (end: number) => (): void => {
        kernel.capsuleLetGo(capsule.slot, capsule.generation, end);
      };
      this.after(ms, letGo(how));
      this.aborts.set(capsule.slot, () => {
        kernel.capsuleAborted(capsule.slot, capsule.generation);
        this.after(abortMs, letGo(LetGo.Failed));
      });
      return kernel.capsuleAwait(slot, generation, capsule.slot, capsule.generation);
    };
  }

  sleep(ms: number): Operation {
    return (_, { slot, generation }) =>
      this.kernel.taskSleep(slot, generation, this.now + ms * 1_000);
  }

  /** Waits for a region that the task opened. */
  awaitRegion(region: Handle): Operation {
    return (_, { slot, generation }) =>
      this.kernel.taskAwaitRegion(slot, generation, region.slot, region.generation, true);
  }

  /** Runs until nothing is left to come. */
  run(): void {
    for (let turns = 0; turns < 100_000; turns++) {
      const wakeup = this.turn();
      if (wakeup === Wakeup.Micro || wakeup === Wakeup.Macro) continue;
      const due = this.kernel.pumpDue();
      const next = this.coming[0]?.at ?? Infinity;
      const at = Math.min(due < 0 ? Infinity : due, next);
      if (at === Infinity) return;
      this.now = Math.max(this.now, at);
      while (this.coming[0] !== undefined && this.coming[0].at <= this.now) {
        this.coming.shift()?.run();
      }
    }
  }

  /** The recording as a file. */
  stop(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.writer.stop());
  }

  private handle(slot: number): Handle {
    if (slot < 0) throw new Error(`The kernel refused: ${slot}`);
    return handleAt(this.kernel, slot);
  }

  private turn(): number {
    const { kernel } = this;
    kernel.pumpRequest();
    kernel.pumpBegin(this.now);
    for (let next = kernel.pumpNext(); next > 0; next = kernel.pumpNext()) {
      this.dispatch(handleAt(kernel, slotOf(next)), verbOf(next));
    }
    const wakeup = kernel.pumpEnd(false);
    for (let action = kernel.actionNext(); action !== 0; action = kernel.actionNext()) {
      this.act(handleAt(kernel, slotOf(action)), noticeOf(action));
    }
    return kernel.hasNext() ? Wakeup.Micro : wakeup;
  }

  private act({ slot, generation }: Handle, notice: Notice): void {
    if (notice === Notice.TaskEnded) this.kernel.taskRelease(slot, generation);
    if (notice === Notice.RegionClosed) this.kernel.regionRelease(slot, generation);
    if (notice === Notice.CapsuleAbort) this.aborts.get(slot)?.();
  }

  private dispatch(task: Handle, verb: number): void {
    const start = this.starts.get(task.slot);
    if (verb === Verb.Start && start !== undefined) {
      this.starts.delete(task.slot);
      this.bodies.set(task.slot, start(this, task));
    }
    const body = this.bodies.get(task.slot);
    if (body === undefined) {
      this.finish(task, Outcome.Ok);
      return;
    }
    this.drive(task, body, verb === Verb.Cancel);
  }

  private drive(task: Handle, body: Generator<Operation, void, void>, isCancel: boolean): void {
    let throws = isCancel;
    for (;;) {
      let outcome: number;
      try {
        const { value, done } = throws ? body.throw(new Cancelled()) : body.next();
        if (done !== true) {
          const verdict = value(this, task);
          if (verdict < 0) throw new Error(`The kernel refused: ${verdict}`);
          if (verdict === Verdict.Parked || verdict === Verdict.Forced) return;
          throws = verdict !== Verdict.Ready;
          continue;
        }
        outcome = Outcome.Ok;
      } catch (error) {
        if (error instanceof Cancelled) outcome = Outcome.Cancelled;
        else outcome = error instanceof TypeError ? Outcome.Panicked : Outcome.Err;
      }
      this.bodies.delete(task.slot);
      this.finish(task, outcome);
      return;
    }
  }

  private finish({ slot, generation }: Handle, outcome: number): void {
    let answer = this.kernel.taskFinish(slot, generation, outcome as Outcome);
    while (answer >= 0 && !isCompleted(answer) && finalizerOf(answer) >= 0) {
      answer = this.kernel.taskFinalized(slot, generation, false);
    }
    if (answer >= 0 && isCompleted(answer)) finishOutcomeOf(answer);
  }
}
