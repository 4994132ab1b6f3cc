"use client";

import { useSyncExternalStore } from "react";
import type { RuntimeHandle } from "@asupersync/browser";
import { useRuntimeSource } from "./provider.js";

/**
 * The runtime of the nearest provider.
 *
 * @returns undefined on the server, until the provider has created it, and when it could not.
 * @throws if there is no provider.
 */
export function useAsupersyncRuntime(): RuntimeHandle | undefined {
  const source = useRuntimeSource("useAsupersyncRuntime");
  const state = useSyncExternalStore(
    source.subscribe,
    () => source.state,
    () => undefined,
  );
  return state?.kind === "ready" ? state.runtime : undefined;
}
