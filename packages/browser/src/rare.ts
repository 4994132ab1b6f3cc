import type { CancelInfo } from "./cancel.js";
import type { Capabilities } from "./capabilities.js";
import type { Finalizer } from "./finish.js";
import type { Outcome } from "./outcome.js";

/** What few tasks need: allocated when the first of it is. */
export class Rare {
  /** Ready steps since the kernel was last told (rule `budget.exhaust`). */
  steps = 0;
  /** Second operations that have not answered yet. */
  implicit = 0;
  finalizers: Finalizer[] | undefined = undefined;
  /** Which finalizer runs, so that what an abandoned one does later is ignored. */
  finalizing = 0;
  cleanup: unknown[] | undefined = undefined;
  /** What was thrown into the body, once it was. */
  cancelInfo: CancelInfo | undefined = undefined;
  /** Where it was spawned; development only. */
  site: Error | undefined = undefined;
  listeners: ((outcome: Outcome<never>) => void)[] | undefined = undefined;
  capabilities: Capabilities | undefined = undefined;
}
