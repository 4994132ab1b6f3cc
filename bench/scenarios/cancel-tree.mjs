// Cancels a tree of blocked tasks and waits until all of it has ended.
import { TREE_TASKS, plantTree, trees } from "./tree.mjs";

export const cancelTree = {
  key: "cancel-tree",
  title: "cancel a tree of 10 111 blocked tasks, cleanups awaited",
  unit: "ns per task",
  count: TREE_TASKS,
  isFixed: true,
  target: "at most 2000 ns; stretch 1000",
  async probe(entrant) {
    const tree = await plantTree(entrant);
    const start = performance.now();
    await tree.cancel();
    const ms = performance.now() - start;
    await tree.end?.();
    return (ms * 1e6) / TREE_TASKS;
  },
  entrants: trees,
};
