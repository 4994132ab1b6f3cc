// How much a task may use (semantics, section 2): rules budget.meet, budget.child.
import { askSelf } from "./task-cancel.mjs";
import { isStepping } from "./task.mjs";
import { find, none } from "./world.mjs";

export const meet = (a, b) => ({
  deadline: Math.min(a.deadline, b.deadline),
  polls: Math.min(a.polls, b.polls),
  cost: Math.min(a.cost, b.cost),
  priority: Math.max(a.priority, b.priority),
});

/** What was staged for this call, or a new budget. */
export function takeBudget(world) {
  const { budget = { deadline: none, polls: none, cost: none, priority: 128 } } = world.staged;
  delete world.staged.budget;
  return budget;
}

export function stageBudget(world, budget) {
  if (budget.priority > 255) return "argument";
  world.staged.budget = budget;
  return "ok";
}

/** Operations that never entered the kernel. */
export function charge(world, handle, steps) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (task.state === "completed") return "state";
  task.budget.polls = Math.max(0, task.budget.polls - steps);
  return "ok";
}

/** All or nothing. */
export function consume(world, handle, cost) {
  const task = find(world, handle, "task");
  if (!task) return "stale";
  if (!isStepping(task)) return "state";
  if (cost <= task.budget.cost) {
    task.budget.cost -= cost;
    return "ok";
  }
  if (task.state === "running") askSelf(world, task, "cost-budget");
  return "budget";
}
