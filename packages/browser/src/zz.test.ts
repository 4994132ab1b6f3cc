import { it } from "vitest";
import { open } from "./testing/open.js";
it("probe", async () => {
  const { runtime, reports } = await open();
  const outcome = runtime.run(async (cx) => {
    const task = cx.spawn(async (cx) => {
      try {
        await cx.sleep(1000);
      } finally {
        throw new Error("cleanup");
      }
    });
    await cx.sleep(1);
    console.log("cancel");
    task.cancel("stop");
    const o = await task.join();
    console.log("joined", o);
    return o;
  });
  await new Promise((r) => setTimeout(r, 300));
  console.log(JSON.stringify(runtime.inspect(), null, 1), reports);
  console.log(await outcome);
});
