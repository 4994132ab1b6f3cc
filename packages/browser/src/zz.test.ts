import { it } from "vitest";
import { Counter } from "@asupersync/browser-core";
import { open } from "./testing/open.js";
import type { Cx } from "./cx.js";
it("probe", async () => {
  const { runtime, reports } = await open();
  const scope = runtime.createScope({ policy: "collect-all" });
  const sibling = scope.spawn((cx) => cx.sleep(1000));
  scope.spawn(async (cx) => {
    await cx.sleep(5);
    throw new Error("a");
  });
  const defect = scope.spawn(async (cx) => {
    await cx.sleep(10);
    throw new TypeError("defect");
  });
  const outcome = await scope.close();
  console.log(outcome, scope.adopted, defect.outcome, sibling.outcome);
});
