import { cancelCodeOf, type CancelRequest } from "./cancel.js";
import type { Runtime } from "./runtime.js";
import type { Scope } from "./scope.js";
import type { Task } from "./task.js";

const none = 2 ** 32 - 1;

/** Asks one task to stop (rule `cancel.request`). */
export function requestTaskCancel(task: Task<unknown>, request: CancelRequest): void {
  const { runtime, slot, generation } = task;
  stageCleanup(runtime, request);
  const message = runtime.reasons.keep(task, request);
  runtime.kernel.taskCancel(slot, generation, cancelCodeOf(request.kind ?? "User"), message);
  requested(runtime);
}

/** Asks everything in a scope to stop, and the scope to close (rule `cancel.cascade`). */
export function requestScopeCancel(scope: Scope, request: CancelRequest): void {
  const { runtime, slot, generation } = scope;
  stageCleanup(runtime, request);
  const message = runtime.reasons.keep(scope, request);
  runtime.kernel.regionCancel(slot, generation, cancelCodeOf(request.kind ?? "User"), message);
  requested(runtime);
}

/** Asks a scope to close when what lives in it has ended (rule `region.close`). */
export function requestClose({ runtime, slot, generation }: Scope): void {
  runtime.kernel.regionClose(slot, generation);
  runtime.kick();
}

function stageCleanup(runtime: Runtime, { cleanup }: CancelRequest): void {
  if (cleanup === undefined) return;
  const timeUs = cleanup.timeMs === undefined ? 2 ** 53 : Math.round(cleanup.timeMs * 1000);
  runtime.kernel.stageCleanup(timeUs, cleanup.polls ?? none);
}

/** Signals are aborted at once; bodies hear of it in their own step. */
function requested(runtime: Runtime): void {
  runtime.signals.update();
  runtime.kick();
}
