// What the page in Chromium runs: the same scenarios, one at a time.
import { scenarios } from "../scenarios/list.mjs";
import { measure } from "./measure.mjs";

const host = {
  gc: globalThis.gc,
  heapBytes: () => performance.memory.usedJSHeapSize,
};

globalThis.measureScenario = (key, options) =>
  measure(
    scenarios.find((each) => each.key === key),
    host,
    options,
  );
