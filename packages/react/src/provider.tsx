"use client";

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { RuntimeHandle, RuntimeOptions } from "@asupersync/browser";
import { givenRuntime, OwnedRuntime, type RuntimeSource } from "./runtime-source.js";

export interface AsupersyncProviderProps {
  readonly children?: ReactNode;
  /** A runtime of yours. The provider uses it and never closes it. */
  readonly runtime?: RuntimeHandle | undefined;
  /** For the runtime that the provider creates when none is given. Read once, at its creation. */
  readonly options?: RuntimeOptions | undefined;
  /** The runtime could not be created. Tasks that are run then end `err` with the same error. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const RuntimeContext = createContext<RuntimeSource | undefined>(undefined);

/**
 * Gives the hooks below it a runtime.
 *
 * Without `runtime` it creates one after mounting and closes it after unmounting; what the hooks
 * are asked to do before it is there waits for it. On the server it renders its children, creates
 * nothing and the hooks are idle.
 */
export function AsupersyncProvider(props: AsupersyncProviderProps): ReactNode {
  const { children, runtime, options, onError } = props;
  const [owned] = useState(() => new OwnedRuntime(options, onError));
  const source = useMemo(() => (runtime ? givenRuntime(runtime) : owned), [runtime, owned]);

  useEffect(() => (runtime ? undefined : owned.retain()), [runtime, owned]);
  return <RuntimeContext.Provider value={source}>{children}</RuntimeContext.Provider>;
}

/** The provider's source of a runtime, for the hooks of this package. */
export function useRuntimeSource(hook: string): RuntimeSource {
  const source = useContext(RuntimeContext);
  if (source === undefined) {
    throw new Error(`${hook} needs an <AsupersyncProvider> around the component that calls it`);
  }
  return source;
}
