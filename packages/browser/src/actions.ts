import {
  nextReport,
  noticeOf,
  noticeOutcomeOf,
  Notice,
  slotOf,
  type Outcome as OutcomeCode,
} from "@asupersync/browser-core";
import { cancelledBy } from "./reasons.js";
import { Capsule } from "./capsule.js";
import { ambientReport, describeReport } from "./report.js";
import { createHop } from "./hop.js";
import type { Runtime } from "./runtime.js";
import { Scope } from "./scope.js";
import { Task } from "./task.js";

/** How many macrotasks a lab step may take before it counts as waiting for something foreign. */
const ambientHops = 3;

/** Carries out what the kernel wants from the host: the other half of its inputs. */
export class ActionQueue {
  private readonly hop = createHop();

  constructor(private readonly runtime: Runtime) {}

  /** Everything there is, oldest first; true if there was anything. */
  drain(): boolean {
    const { kernel, objects } = this.runtime;
    let any = false;
    for (let action = kernel.actionNext(); action > 0; action = kernel.actionNext()) {
      // First what is to be said of it: afterwards nobody knows its name any more.
      if (!any) this.drainReports();
      any = true;
      const object = objects[slotOf(action)];
      switch (noticeOf(action)) {
        case Notice.TaskEnded:
          if (object instanceof Task) this.endTask(object);
          break;
        case Notice.RegionClosed:
          if (object instanceof Scope) this.closeScope(object, noticeOutcomeOf(action));
          break;
        case Notice.CapsuleAbort:
          if (object instanceof Capsule) object.abort();
          break;
        default:
      }
    }
    return any;
  }

  /** The kernel ended it: it never started, or it was forced. */
  private endTask(task: Task<unknown>): void {
    const { runtime } = this;
    const phase = task.hasStarted ? "forced" : "never-started";
    const cancel = runtime.reasons.ofTask(task, phase);
    runtime.kernel.taskRelease(task.slot, task.generation);
    const adopted = task.scope.adopted === undefined;
    if (!task.hasStarted) task.pending?.refuse(cancelledBy(cancel)); // only an implicit one has it
    const cleanup = task.rareIfAny?.cleanup;
    const outcome = { kind: "cancelled", cancel } as const;
    runtime.taskEnded(task, cleanup === undefined ? outcome : { ...outcome, cleanup }, adopted);
  }

  private closeScope(scope: Scope, outcome: OutcomeCode): void {
    const { runtime } = this;
    scope.settle(outcome);
    runtime.reasons.forget(scope);
    runtime.signals.forget(scope);
    if (scope.parent === undefined) return; // the root is never released
    runtime.objects[scope.slot] = undefined;
    runtime.kernel.regionRelease(scope.slot, scope.generation);
  }

  /** What must reach a person. */
  drainReports(): void {
    const { runtime } = this;
    if (!runtime.kernel.reportPending()) return;
    for (;;) {
      const report = nextReport(runtime.instance);
      if (report === undefined) return;
      runtime.report(describeReport(runtime, report));
    }
  }

  /** Lab: reports a step that waits for something the runtime does not own, and goes on. */
  watchStep(task: Task<unknown>, giveUp: () => void): void {
    let left = ambientHops;
    const check = (): void => {
      if (!this.runtime.isStepOf(task)) return;
      // It may wait for one of its second operations, and they are tasks of their own.
      const isOwned = (task.rareIfAny?.implicit ?? 0) > 0;
      if (!isOwned && left-- > 0) {
        this.hop(check);
        return;
      }
      if (!isOwned) this.runtime.report(ambientReport(task));
      giveUp();
    };
    this.hop(check);
  }
}
