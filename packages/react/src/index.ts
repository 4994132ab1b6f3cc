export { AsupersyncProvider, type AsupersyncProviderProps } from "./provider.js";
export { useAsupersyncRuntime } from "./use-runtime.js";
export { useAsupersyncScope } from "./use-scope.js";
export { useAsupersyncTask, type UseTask, type UseTaskOptions } from "./use-task.js";
export type { TaskControls, TaskMode } from "./task-store.js";
export type { TaskView } from "./task-view.js";
