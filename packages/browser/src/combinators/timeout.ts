import type { Body, BodyResult } from "../body.js";
import type { Cx } from "../cx.js";
import { ScopeOperation } from "../group.js";
import type { Operation } from "../operation.js";

/**
 * Runs `body` and cancels it with `Timeout` after `ms` milliseconds on the runtime's clock.
 *
 * Fails with a `TimeoutError` once the body has drained, cleanup included; the body's value if it
 * was faster. `timeout(d1, timeout(d2, f))` is `timeout(min(d1, d2), f)`.
 */
export function timeout<R>(cx: Cx, ms: number, body: (cx: Cx) => R): Operation<BodyResult<R>> {
  const task = cx.owner;
  return new ScopeOperation<BodyResult<R>>(
    task,
    body as Body<BodyResult<R>>,
    { label: "timeout" },
    cx.capabilities,
    { timeoutMs: ms, inside: true },
  );
}
