import { createRuntime, type RuntimeHandle, type RuntimeOptions } from "@asupersync/browser";
import { ServerRuntimeError } from "./server-runtime-error.js";

export interface ClientRuntimeOptions extends RuntimeOptions {
  /** What the error says was used on the server. Default: this function's name. */
  readonly boundary?: string;
}

// A worker has no window and is the browser all the same.
const isBrowser = (): boolean =>
  typeof window === "object" ||
  typeof (globalThis as { importScripts?: unknown }).importScripts === "function";

/**
 * A runtime for the page. Importing this on the server is safe; calling it there is an error.
 *
 * @throws {@link ServerRuntimeError} on the server, before anything is loaded.
 */
export async function createClientRuntime(
  options: ClientRuntimeOptions = {},
): Promise<RuntimeHandle> {
  const { boundary = "createClientRuntime()", ...runtimeOptions } = options;
  if (!isBrowser()) throw new ServerRuntimeError(boundary);
  return createRuntime(runtimeOptions);
}
