// The runtimes under test. Speed is measured on one that has been used before, memory on a new one.
import { createRuntime } from "@asupersync/browser";

let shared;

export const sharedRuntime = () => (shared ??= createRuntime());

/** The value of a run; a run that did not end well is a broken benchmark. */
export async function run(body) {
  const runtime = await sharedRuntime();
  const outcome = await runtime.run(body);
  if (outcome.kind !== "ok") throw new Error(`ours ended with ${JSON.stringify(outcome)}`);
  return outcome.value;
}
