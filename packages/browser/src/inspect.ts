import { Field, Kind, Wait } from "@asupersync/browser-core";
import type { CancelInfo } from "./cancel.js";
import type { Runtime } from "./runtime.js";
import { Scope, type RegionState } from "./scope.js";
import { Task } from "./task.js";
import type { TaskState } from "./task-handle.js";

export interface TaskSnapshot {
  readonly path: string;
  readonly state: TaskState;
  /** What it waits for, in words; undefined while its body runs or is queued. */
  readonly waitsFor: string | undefined;
  readonly cancel: CancelInfo | undefined;
  readonly obligations: number;
}

export interface ScopeSnapshot {
  readonly path: string;
  readonly state: RegionState;
  readonly cancel: CancelInfo | undefined;
  readonly scopes: readonly ScopeSnapshot[];
  readonly tasks: readonly TaskSnapshot[];
  /** Obligations that are not resolved yet, foreign operations among them. */
  readonly obligations: number;
  /** Why it is not closed yet, in words; undefined once it is. */
  readonly blockedBy: string | undefined;
}

export interface RuntimeSnapshot {
  /** Milliseconds on the runtime's clock. */
  readonly time: number;
  readonly root: ScopeSnapshot;
  /** Bytes of the kernel's linear memory. */
  readonly memoryBytes: number;
}

type Building = Omit<ScopeSnapshot, "scopes" | "tasks"> & {
  scopes: ScopeSnapshot[];
  tasks: TaskSnapshot[];
};

const waits: Partial<Record<number, string>> = {
  [Wait.Sleep]: "a time",
  [Wait.Task]: "task",
  [Wait.Region]: "scope",
  [Wait.Subtree]: "its child scope",
  [Wait.Capsule]: "a foreign operation",
  [Wait.External]: "a wake",
};

const plural = (count: number, what: string) =>
  count === 0 ? [] : [`${String(count)} ${what}${count === 1 ? "" : "s"}`];

function blockedBy(fields: Float64Array): string {
  const parts = [
    ...plural(fields[Field.LiveTasks] ?? 0, "task"),
    ...plural(fields[Field.LiveRegions] ?? 0, "child scope"),
    ...plural(fields[Field.Obligations] ?? 0, "obligation"),
    ...plural(fields[Field.Finalizers] ?? 0, "finalizer"),
  ];
  return parts.length === 0 ? "nobody has asked it to close" : parts.join(", ");
}

function snapshotScope(runtime: Runtime, scope: Scope, fields: Float64Array): Building {
  return {
    path: scope.path,
    state: scope.state,
    cancel: runtime.isCancelRequested(scope.slot) ? runtime.reasons.ofScope(scope) : undefined,
    scopes: [],
    tasks: [],
    obligations: fields[Field.Obligations] ?? 0,
    blockedBy: scope.state === "Closed" ? undefined : blockedBy(fields),
  };
}

function snapshotTask(runtime: Runtime, task: Task<unknown>, fields: Float64Array): TaskSnapshot {
  const target = runtime.objects[fields[Field.WaitFor] ?? 0];
  const wait = waits[fields[Field.Wait] ?? Wait.None];
  const named = target instanceof Task || target instanceof Scope ? ` ${target.path}` : "";
  return {
    path: task.path,
    state: task.state,
    waitsFor: wait === undefined ? undefined : `${wait}${named}`,
    cancel: runtime.isCancelRequested(task.slot)
      ? runtime.reasons.ofTask(task, "acknowledged")
      : undefined,
    obligations: fields[Field.Obligations] ?? 0,
  };
}

/** One pass over the slots; no recursion over the depth of the tree. */
export function inspectRuntime(runtime: Runtime): RuntimeSnapshot {
  const scopes = new Map<Scope, Building>();
  for (const object of runtime.objects) {
    const fields = object === undefined ? undefined : runtime.describe(object.slot);
    if (object instanceof Scope && fields !== undefined) {
      scopes.set(object, snapshotScope(runtime, object, fields));
    }
  }
  for (const [scope, building] of scopes) {
    const { parent } = scope;
    if (parent !== undefined) scopes.get(parent)?.scopes.push(building);
  }
  for (const object of runtime.objects) {
    if (!(object instanceof Task)) continue;
    const fields = runtime.describe(object.slot);
    if (fields?.[Field.Kind] !== Kind.Task) continue;
    scopes.get(object.scope)?.tasks.push(snapshotTask(runtime, object, fields));
  }
  return {
    time: runtime.kernel.timeNow() / 1000,
    root: scopes.get(runtime.root) ?? snapshotScope(runtime, runtime.root, new Float64Array(32)),
    memoryBytes: runtime.instance.memory.bytes,
  };
}
