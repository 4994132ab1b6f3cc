import { loadKernel } from "@asupersync/browser-core";
import { UsageError } from "./errors.js";
import type { RuntimeOptions } from "./options.js";
import { Runtime } from "./runtime.js";
import type { RuntimeHandle } from "./runtime-handle.js";

function drawSeed(): number {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return ((words[0] ?? 0) & 0x1f_ffff) * 2 ** 32 + (words[1] ?? 0);
}

function checkedSeed(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UsageError(`createRuntime: seed must be an integer from 0 to 2^53 - 1, not ${seed}`);
  }
  return seed;
}

const isDevelopment = (): boolean =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[
    "NODE_ENV"
  ] === "development";

/**
 * Makes a runtime: one kernel instance, compiled once for the page.
 *
 * @throws KernelLoadError (of browser-core) if the kernel cannot be had: no WebAssembly, a content
 *   security policy without `wasm-unsafe-eval`, a wrong `wasm`. Its `code` and message say which.
 *
 * @example
 * ```ts
 * const runtime = await createRuntime();
 * const outcome = await runtime.run(async (cx) => {
 *   await cx.sleep(10);
 *   return "done";
 * });
 * await runtime.close();
 * ```
 */
export async function createRuntime(options: RuntimeOptions = {}): Promise<RuntimeHandle> {
  const records = options.trace?.enabled === true;
  const tier = options.tier ?? (records ? "core-trace" : "core-min");
  if (records && tier === "core-min") {
    throw new UsageError("createRuntime: the tier core-min does not record; use core-trace");
  }
  const seed =
    options.seed === undefined
      ? options.mode === "deterministic"
        ? 0
        : drawSeed()
      : checkedSeed(options.seed);
  const [instance, recording] = await Promise.all([
    loadKernel(options.wasm === undefined ? { tier } : { tier, wasm: options.wasm }),
    records ? import("./recording.js") : undefined,
  ]);
  const record = recording && ((runtime: Runtime) => new recording.Recording(runtime));
  return new Runtime(instance, { debug: isDevelopment(), ...options }, seed, record);
}
