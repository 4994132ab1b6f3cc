import { TASK_MAIN } from "@asupersync/browser-core";
import type { Body } from "./body.js";
import { stageBudget } from "./budget.js";
import type { Capabilities } from "./capabilities.js";
import { statusError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { Scope } from "./scope.js";
import { Task } from "./task.js";
import type { TaskOptions } from "./task-handle.js";

/** Creates a task and queues it; its body runs on a later turn (rule `task.spawn`). */
export function spawnTask<T>(
  scope: Scope,
  body: Body<T>,
  options: string | TaskOptions | undefined,
  spawner: Task<unknown> | undefined,
  capabilities: Capabilities | undefined,
  flags: number,
): Task<T> {
  const { runtime } = scope;
  const { kernel } = runtime;
  const label = typeof options === "object" ? options.label : options;
  if (typeof options === "object") stageBudget(runtime, options);
  const slot = kernel.taskSpawn(scope.slot, scope.generation, flags, runtime.labels.idOf(label));
  if (slot < 0) throw statusError(slot, `spawn in ${scope.path}`);
  const task = new Task(scope, body, label, spawner, ++scope.spawned);
  register(task as Task<unknown>, slot);
  if (capabilities !== undefined) task.rare.capabilities = capabilities;
  if (runtime.isDebug) task.rare.site = new Error(`spawned ${task.path}`);
  // Whoever waits for a scope's own body from inside is about to enter the kernel anyway.
  if ((flags & TASK_MAIN) === 0 || spawner === undefined) runtime.kick();
  return task;
}

/** A second operation that a body awaits at the same time: stays owned. */
export function spawnImplicit(owner: Task<unknown>, operation: Operation<unknown>): void {
  const { scope } = owner;
  const { runtime } = scope;
  const slot = runtime.kernel.taskSpawnImplicit(owner.slot, owner.generation, 0);
  if (slot < 0) {
    operation.throwIn(statusError(slot, owner.path));
    return;
  }
  const body = (): Generator<unknown, void> => operation.relay();
  const task: Task<unknown> = new Task<unknown>(scope, body, undefined, owner, ++scope.spawned);
  register(task, slot);
  task.pending = operation;
  owner.rare.implicit++;
  runtime.kick();
}

function register(task: Task<unknown>, slot: number): void {
  const { runtime } = task.scope;
  task.slot = slot;
  task.generation = runtime.kernel.handleGeneration(slot);
  runtime.objects[slot] = task;
}
