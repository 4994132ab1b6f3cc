"use client";

import { useSyncExternalStore, type ComponentType, type ReactNode } from "react";
import type { RuntimeOptions } from "@asupersync/browser";
import { AsupersyncProvider } from "@asupersync/react";

export interface ClientBoundaryOptions {
  /**
   * What stands there on the server and until the page is hydrated. Without it the component itself
   * is rendered there, with idle hooks.
   */
  readonly fallback?: ReactNode;
  /** For the runtime that the boundary owns. */
  readonly runtime?: RuntimeOptions;
  /** The runtime could not be created. */
  readonly onError?: (error: unknown) => void;
}

const subscribe = () => () => {};
const useIsHydrated = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );

/**
 * Wraps a component so that it has a runtime of its own in the browser, created after hydration and
 * closed on unmount, and needs none on the server.
 *
 * @example
 * ```tsx
 * "use client";
 * export const Search = withAsupersyncClientBoundary(SearchBox, { fallback: <p>Loading</p> });
 * ```
 */
export function withAsupersyncClientBoundary<P extends object>(
  Component: ComponentType<P>,
  options: ClientBoundaryOptions = {},
): ComponentType<P> {
  const { fallback, runtime, onError } = options;
  const hasFallback = "fallback" in options;

  function Boundary(props: P): ReactNode {
    const isHydrated = useIsHydrated();
    return (
      <AsupersyncProvider options={runtime} onError={onError}>
        {isHydrated || !hasFallback ? <Component {...props} /> : fallback}
      </AsupersyncProvider>
    );
  }
  Boundary.displayName = `AsupersyncClientBoundary(${Component.displayName ?? Component.name})`;
  return Boundary;
}
