import type { ScopeHandle, ScopeOptions } from "@asupersync/browser";
import type { RuntimeSource } from "./runtime-source.js";

/** What there is of a component's scope at the moment. */
export type ComponentScope =
  | { readonly kind: "waiting" }
  | { readonly kind: "open"; readonly scope: ScopeHandle }
  | { readonly kind: "failed"; readonly error: unknown };

const waiting: ComponentScope = { kind: "waiting" };

function openScope(source: RuntimeSource, options: ScopeOptions): ComponentScope {
  const { state } = source;
  if (state.kind === "starting") return waiting;
  if (state.kind === "failed") return state;
  try {
    // One failed task of a component is no reason to cancel its others.
    return {
      kind: "open",
      scope: state.runtime.createScope({ policy: "collect-all", ...options }),
    };
  } catch (error) {
    // The runtime was closed by its owner. The component outlives it; its tasks will say so.
    return { kind: "failed", error };
  }
}

/**
 * Opens a scope as soon as there is a runtime, and another one should that be replaced.
 *
 * `onChange` is called at once and after every change, and never after the function returned here,
 * which cancels the scope and lets it drain.
 */
export function openComponentScope(
  source: RuntimeSource,
  options: ScopeOptions,
  onChange: (scope: ComponentScope) => void,
): () => void {
  let runtimeState = source.state;
  let current = openScope(source, options);

  const unsubscribe = source.subscribe(() => {
    if (source.state === runtimeState) return;
    runtimeState = source.state;
    current = openScope(source, options);
    onChange(current);
  });
  onChange(current);

  return () => {
    unsubscribe();
    if (current.kind === "open") void current.scope.close({ cancel: "unmounted" });
  };
}
