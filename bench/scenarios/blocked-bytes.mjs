// What a blocked task keeps, in the JavaScript heap and in linear memory.
import { settle } from "./probe.mjs";
import { TREE_TASKS, plantTree, trees } from "./tree.mjs";

export const blockedBytes = {
  key: "blocked-bytes",
  title: "bytes per blocked task, JavaScript and wasm",
  unit: "bytes per task",
  count: TREE_TASKS,
  isFixed: true,
  target: "at most 1000 in Node, 600 in Chromium",
  async probe(entrant, _count, host) {
    await settle();
    host.gc();
    const before = host.heapBytes();
    const tree = await plantTree(entrant);
    host.gc();
    const heap = host.heapBytes() - before;
    const wasm = tree.wasmBytes?.() ?? 0;
    await tree.cancel();
    await tree.end?.();
    return {
      value: (heap + wasm) / TREE_TASKS,
      parts: { heap: heap / TREE_TASKS, wasm: wasm / TREE_TASKS },
    };
  },
  entrants: trees,
};
