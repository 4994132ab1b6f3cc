// One scenario in a process of its own: node --expose-gc node-child.mjs KEY RUNS SCALE
import { scenarios } from "../scenarios/list.mjs";
import { measure } from "./measure.mjs";

const [key, runs, scale] = process.argv.slice(2);
const scenario = scenarios.find((each) => each.key === key);
const host = {
  gc: globalThis.gc,
  heapBytes: () => process.memoryUsage().heapUsed,
};
const rows = await measure(scenario, host, { runs: Number(runs), scale: Number(scale) });
process.stdout.write(`${JSON.stringify(rows)}\n`, () => process.exit(0));
