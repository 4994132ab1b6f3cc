"use client";

import { useEffect, useInsertionEffect, useRef, useState } from "react";
import type { ScopeHandle, ScopeOptions } from "@asupersync/browser";
import { openComponentScope } from "./component-scope.js";
import { useRuntimeSource } from "./provider.js";

/**
 * A scope that lives as long as the component is mounted.
 *
 * Opened in an effect; on unmount it is cancelled and drains. Its policy is `collect-all` unless
 * you ask for another: one failed task does not cancel the others.
 *
 * @param options - Read when the scope opens; later changes have no effect.
 * @returns undefined on the server, in the first render, and until there is a runtime.
 */
export function useAsupersyncScope(options?: ScopeOptions): ScopeHandle | undefined {
  const source = useRuntimeSource("useAsupersyncScope");
  const [scope, setScope] = useState<ScopeHandle>();
  const latestOptions = useRef(options);

  useInsertionEffect(() => {
    latestOptions.current = options;
  });
  useEffect(() => {
    const close = openComponentScope(source, latestOptions.current ?? {}, (next) =>
      setScope(next.kind === "open" ? next.scope : undefined),
    );
    return () => {
      close();
      // For a component that is hidden, not gone: what it shows next must not use the closed scope.
      setScope(undefined);
    };
  }, [source]);
  return scope;
}
