// The smallest program worth bundling: two tasks, one of them cancelled.
import { createRuntime } from "@asupersync/browser";

const runtime = await createRuntime();
const outcome = await runtime.run(async (cx) => {
  const fast = cx.spawn(() => "done");
  const slow = cx.spawn((own) => own.sleep(1000));
  const value = await fast;
  slow.cancel();
  await slow.join();
  return value;
});
globalThis.document.title = outcome.kind === "ok" ? outcome.value : outcome.kind;
await runtime.close();
