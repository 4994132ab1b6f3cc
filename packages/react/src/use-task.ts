"use client";

import {
  useEffect,
  useInsertionEffect,
  useState,
  useSyncExternalStore,
  type DependencyList,
} from "react";
import type { BodyResult, Cx } from "@asupersync/browser";
import { openComponentScope } from "./component-scope.js";
import { useRuntimeSource } from "./provider.js";
import { TaskStore, type TaskBody, type TaskControls, type TaskMode } from "./task-store.js";
import type { TaskView } from "./task-view.js";

export interface UseTaskOptions<A extends readonly unknown[]> {
  /**
   * What a run does while an earlier one has not ended. Default `latest`.
   *
   * - `latest` cancels it. Nothing of it reaches the component any more.
   * - `queue` waits for it, first in, first out.
   * - `drop` does nothing.
   * - `parallel` runs beside it; the view is that of whichever ended last.
   */
  readonly mode?: TaskMode;
  /** Run on mount and whenever one of these changes. If the body has arguments, they are these. */
  readonly deps?: A extends readonly [] ? DependencyList : A;
  /** Names the task in outcomes, reports and traces. Default: the body's name. */
  readonly label?: string;
}

/** What {@link useAsupersyncTask} returns. `status` tells the cases apart. */
export type UseTask<A extends readonly unknown[], T> = TaskView<T> & TaskControls<A, T>;

const never: DependencyList = [];
// The component's scope is called as the task, so that a trace reads `search/search#3`.
const labelOf = (label: string | undefined) => (label === undefined ? {} : { label });

/**
 * A task that belongs to the component: started by `run`, or by a change of `deps`, and cancelled
 * and drained when the component unmounts. After that nothing is set any more.
 *
 * Tasks start on the tick after `run`, so what StrictMode mounts, unmounts and mounts again sends
 * one request and aborts none.
 *
 * @param body - Of every run, the one of the render in which it was run.
 * @throws if there is no provider. Whatever happens to the task is in `outcome`.
 *
 * @example
 * ```tsx
 * const search = useAsupersyncTask(async (cx, query: string) => {
 *   const response = await cx.io.fetch(`/api/search?q=${encodeURIComponent(query)}`);
 *   return (await response.json()) as Hit[];
 * });
 * return <input onChange={(event) => void search.run(event.target.value)} />;
 * ```
 */
export function useAsupersyncTask<A extends readonly unknown[], R>(
  body: (cx: Cx, ...args: A) => R,
  options: UseTaskOptions<NoInfer<A>> = {},
): UseTask<A, BodyResult<R>> {
  const source = useRuntimeSource("useAsupersyncTask");
  const [store] = useState(() => new TaskStore<A, BodyResult<R>>());
  const { mode = "latest", label, deps } = options;
  const name = label ?? (body.name || "task");

  // Before every other effect of the tree, so that an effect that runs the task runs this one.
  useInsertionEffect(() => {
    store.body = body as TaskBody<A, BodyResult<R>>;
    store.mode = mode;
    store.label = name;
  });
  useEffect(() => {
    const close = openComponentScope(source, labelOf(store.label), (scope) => store.open(scope));
    return () => {
      store.close();
      close();
    };
  }, [source, store]);
  useEffect(() => {
    if (deps !== undefined) void store.run(...(deps as unknown as A));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- they are the caller's to choose
  }, [source, store, ...(deps ?? never)]);
  return useSyncExternalStore(
    store.subscribe,
    () => store.snapshot,
    () => store.initial,
  );
}
