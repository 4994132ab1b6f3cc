import { RegionPolicy } from "@asupersync/browser-core";
import type { Body, BodyResult } from "../body.js";
import type { Cx } from "../cx.js";
import { unwrapFor } from "../failure.js";
import { GroupOperation } from "../group.js";
import type { Operation } from "../operation.js";
import type { Outcome } from "../outcome.js";

/**
 * Runs `bodies` side by side and gives what the first of them came to, value or failure.
 *
 * The losers are cancelled with `RaceLost` and have ended, cleanup included, before this returns.
 * A race of none never ends by itself.
 */
export function race<const B extends readonly ((cx: Cx) => unknown)[]>(
  cx: Cx,
  bodies: B,
): Operation<BodyResult<ReturnType<B[number]>>> {
  type Value = BodyResult<ReturnType<B[number]>>;
  const entrants: readonly Body<Value>[] =
    bodies.length === 0
      ? [(own) => own.sleep(Infinity) as unknown as PromiseLike<Value>]
      : (bodies as unknown as readonly Body<Value>[]);
  return new GroupOperation(
    cx.owner,
    "race",
    RegionPolicy.Race,
    entrants,
    cx.capabilities,
    (_tasks, closed, scope) => unwrapFor(scope, (scope.adopted ?? closed) as Outcome<Value>),
  );
}
