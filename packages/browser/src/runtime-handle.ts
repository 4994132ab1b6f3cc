import type { BodyResult } from "./body.js";
import type { CancelTokenHandle } from "./cancel-token.js";
import type { Cx } from "./cx.js";
import type { RuntimeSnapshot } from "./inspect.js";
import type { BrowserIo } from "./io/io.js";
import type { Outcome } from "./outcome.js";
import type { ScopeHandle, ScopeOptions } from "./scope.js";
import type { TraceApi } from "./tracing.js";

/** A runtime: one kernel, one pump, one root scope. */
export interface RuntimeHandle extends AsyncDisposable {
  /**
   * Runs `body` in a new scope, and settles once everything it started has ended.
   *
   * After the `await` no task, timer or request of `body` is alive, whether it succeeded, failed or
   * was cancelled. Failures of `body` never reject.
   *
   * @throws {@link RuntimeClosedError} if the runtime had already gone.
   *
   * @example
   * ```ts
   * const page = await runtime.run(async (cx) => {
   *   const user = cx.spawn(loadUser);
   *   const feed = cx.spawn(loadFeed); // if one fails, the other is cancelled
   *   return { user: await user, feed: await feed };
   * }, { deadlineMs: 2_000 });
   *
   * if (page.kind === "ok") render(page.value);
   * ```
   */
  run<R>(body: (cx: Cx) => R, options?: ScopeOptions): Promise<Outcome<BodyResult<R>>>;
  /** A scope that lives until it is closed: for a page, a route, a component. */
  createScope(options?: string | ScopeOptions): ScopeHandle;
  /** A cancel that many scopes can be opened with. */
  createCancelToken(reason?: string): CancelTokenHandle;
  /** Cancels what still runs with `Shutdown`; settles when nothing is alive. Idempotent. */
  close(reason?: string): Promise<Outcome<void>>;
  /** The tree of scopes and tasks now, and why each is not over yet. */
  inspect(): RuntimeSnapshot;
  readonly io: BrowserIo;
  readonly tracing: TraceApi;
}
