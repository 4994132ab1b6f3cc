import { createRuntime } from "@asupersync/browser";

const runtime = await createRuntime();
const outcome = await runtime.run(async (cx) => {
  await cx.sleep(1);
  return 42;
});
await runtime.close();
console.log(outcome.kind, outcome.value);
