// The words after `node bench/run.mjs`.
import { parseArgs } from "node:util";
import { scenarios } from "../scenarios/list.mjs";

export const usage = `node bench/run.mjs [options]

  --only a,b        these scenarios; also: sizes, native
  --runs 5          rounds that count, after one that warms up
  --scale 0.1       of the number of operations
  --node            in Node only
  --chromium        in Chromium only
  --json FILE       everything that was measured
  --markdown FILE   the tables of docs/BENCHMARKS.md
  --write-docs      the same, into docs/BENCHMARKS.md

Scenarios: ${scenarios.map(({ key }) => key).join(", ")}.`;

const extras = ["sizes", "native"];

function positive(text, name) {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0, not ${text}`);
}

/** @throws if a word means nothing. */
export function readOptions(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      only: { type: "string" },
      runs: { type: "string", default: "5" },
      scale: { type: "string", default: "1" },
      node: { type: "boolean", default: false },
      chromium: { type: "boolean", default: false },
      json: { type: "string" },
      markdown: { type: "string" },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const known = [...scenarios.map(({ key }) => key), ...extras];
  const only = values.only?.split(",") ?? known;
  const unknown = only.filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`No such scenario: ${unknown.join(", ")}`);
  const both = values.node === values.chromium;
  return {
    only,
    runs: Math.round(positive(values.runs, "runs")),
    scale: positive(values.scale, "scale"),
    node: both || values.node,
    chromium: both || values.chromium,
    json: values.json,
    markdown: values.markdown,
    writeDocs: values["write-docs"],
    help: values.help,
  };
}
