import { RegionPolicy } from "@asupersync/browser-core";
import type { Body, BodyResult } from "../body.js";
import type { Cx } from "../cx.js";
import { unwrapFor } from "../failure.js";
import { GroupOperation } from "../group.js";
import type { Operation } from "../operation.js";
import type { Outcome } from "../outcome.js";

type Bodies = readonly ((cx: Cx) => unknown)[];
export type Results<B extends Bodies> = { -readonly [K in keyof B]: BodyResult<ReturnType<B[K]>> };

/**
 * Runs `bodies` side by side and gives all their values, in order.
 *
 * If one fails, the others are cancelled with `FailFast` and drained before this fails with the
 * first
 * failure (rule `policy.fail_fast`).
 */
export function all<const B extends Bodies>(cx: Cx, bodies: B): Operation<Results<B>> {
  return new GroupOperation(
    cx.owner,
    "all",
    RegionPolicy.FailFast,
    bodies as unknown as readonly Body<unknown>[],
    cx.capabilities,
    (tasks, closed, scope) => {
      if (closed.kind !== "ok") return unwrapFor(scope, closed);
      return tasks.map((task) => unwrapFor(task, task.outcome as Outcome<unknown>)) as Results<B>;
    },
  );
}
