import type { CancelInfo } from "./cancel.js";
import type { Runtime } from "./runtime.js";
import type { Scope } from "./scope.js";
import { Task } from "./task.js";

/**
 * Runtime to `AbortSignal` and back (rules `signal.modes`, `signal.no_residue`).
 *
 * One listener per scope on a foreign signal, removed when the scope closes; controllers of our own
 * are made only when somebody asks for a signal.
 */
export function linkSignal(signal: AbortSignal, scope: Scope): () => void {
  const abort = (): void => {
    const { reason } = signal as { reason: unknown };
    const message = reason instanceof Error ? reason.message : undefined;
    scope.cancel(message === undefined ? { reason } : { reason, message });
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return () => {
    signal.removeEventListener("abort", abort);
  };
}

/** What a signal says: what the caller passed on, else what was thrown into the body. */
function reasonOf(info: CancelInfo): unknown {
  return info.reason ?? new DOMException(info.message ?? `cancelled (${info.kind})`, "AbortError");
}

type Owner = Scope | Task<unknown>;

/** The signals that somebody holds, by what they belong to. */
export class Signals {
  private readonly controllers = new Map<Owner, AbortController>();
  private epoch = 0;

  constructor(private readonly runtime: Runtime) {}

  of(owner: Owner): AbortSignal {
    let controller = this.controllers.get(owner);
    if (controller === undefined) {
      controller = new AbortController();
      const info = this.infoOf(owner);
      if (info !== undefined) controller.abort(reasonOf(info));
      if (!owner.isOver) this.controllers.set(owner, controller);
    }
    return controller.signal;
  }

  /** The owner has ended: nobody will abort it any more. */
  forget(owner: Owner): void {
    if (this.controllers.size === 0) return;
    const info = owner.outcome?.kind === "cancelled" ? owner.outcome.cancel : undefined;
    const controller = this.controllers.get(owner);
    this.controllers.delete(owner);
    if (info !== undefined && controller?.signal.aborted === false)
      controller.abort(reasonOf(info));
  }

  /** Something may have been cancelled: aborts the signals of what was. */
  update(): void {
    if (this.controllers.size === 0) return;
    const epoch = this.runtime.cancelEpoch();
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    for (const [owner, controller] of this.controllers) {
      if (controller.signal.aborted) continue;
      const info = this.infoOf(owner);
      if (info !== undefined) controller.abort(reasonOf(info));
    }
  }

  private infoOf(owner: Owner): CancelInfo | undefined {
    if (!this.runtime.isCancelRequested(owner.slot)) return undefined;
    return owner instanceof Task
      ? this.runtime.reasons.ofTask(owner, "acknowledged")
      : this.runtime.reasons.ofScope(owner);
  }
}
