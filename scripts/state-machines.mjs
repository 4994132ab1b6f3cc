// Prints docs/STATE_MACHINES.md from the may_follow tables in the C sources. `--check` writes
// nothing and fails if the document is not up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { at } from "./repository.mjs";

const document = "docs/STATE_MACHINES.md";
const folders = ["kernel/src", "browser-backend/src"];
const headers = ["kernel/include/asx", "browser-backend/include/asx"];

const read = (path) => readFileSync(at(path), "utf8");
const list = (folder, end) =>
  readdirSync(at(folder))
    .filter((name) => name.endsWith(end))
    .sort()
    .map((name) => `${folder}/${name}`);

/** CANCEL_REQUESTED is CancelRequested in TypeScript, in traces and on pages. */
const spell = (name) =>
  name.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

/** The enumerators of `asx_<noun>_state`, in order. */
function statesOf(noun) {
  const text = headers
    .flatMap((folder) => list(folder, ".h"))
    .map(read)
    .join("\n");
  const name = `asx_${noun.toLowerCase()}_state`;
  const [, body] = new RegExp(`typedef enum ${name} \\{([^}]*)\\}`).exec(text) ?? [];
  if (body === undefined) throw new Error(`There is no enum ${name}`);
  return [...body.matchAll(new RegExp(`ASX_${noun}_(\\w+)`, "g"))].map(([, state]) => state);
}

/** The machine in one source, or undefined. A table that forgets a state is an error. */
function readMachine(path) {
  const text = read(path);
  const [, body] = /static const uint8_t may_follow\[\] = \{([\s\S]*?)\n\};/.exec(text) ?? [];
  if (body === undefined) return undefined;
  const [, noun] = /#define TO\(state\) \(1u << ASX_(\w+)_##state\)/.exec(text);
  const rows = body.split("[").slice(1);
  const mayFollow = new Map(
    rows.map((row) => [
      new RegExp(`^ASX_${noun}_(\\w+)\\]`).exec(row)[1],
      [...row.matchAll(/TO\((\w+)\)/g)].map(([, state]) => state),
    ]),
  );
  const states = statesOf(noun);
  const missing = states.filter((state) => !mayFollow.has(state));
  if (missing.length > 0) throw new Error(`${path}: the table lacks ${missing.join(", ")}`);
  const [, rule] = /\brules? ([a-z]+\.states)\b/.exec(text) ?? [];
  return { path, noun: spell(noun), states, mayFollow, rule };
}

function printTable({ states, mayFollow }) {
  const cells = states.map((state) => [
    spell(state),
    mayFollow.get(state).map(spell).join(", ") || "nothing",
  ]);
  const all = [["state", "may be followed by"], ...cells];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(all[0]), rule, ...cells.map(line)].join("\n");
}

function printDiagram({ states, mayFollow }) {
  const edges = states.flatMap((state) =>
    mayFollow.get(state).map((next) => `  ${spell(state)} --> ${spell(next)}`),
  );
  const lines = ["stateDiagram-v2", `  [*] --> ${spell(states[0])}`, ...edges];
  return ["```mermaid", ...lines, "```"].join("\n");
}

function print(machines) {
  const chapters = machines.map((machine) => {
    const rule = machine.rule ? ` Rule \`${machine.rule}\`.` : "";
    return `## ${machine.noun}

[\`${machine.path}\`](../${machine.path}).${rule}

${printTable(machine)}

${printDiagram(machine)}
`;
  });
  return `<!-- Written by scripts/state-machines.mjs; do not edit. -->

# State machines

Printed from the \`may_follow\` tables in the C sources, which are the only authority: each machine
has one writer, and a step that is not in its table traps. A state that may be followed by itself is
asked again, and keeps the stronger reason.

Obligations have no table, since each has one step: Reserved to Committed, Aborted or Leaked, and
then its slot is free ([\`obligation.c\`](../kernel/src/obligation.c)).

${chapters.join("\n")}`;
}

const machines = folders
  .flatMap((folder) => list(folder, ".c"))
  .map(readMachine)
  .filter(Boolean);
const text = print(machines);
const isFresh = existsSync(at(document)) && read(document) === text;

if (!isFresh && process.argv.includes("--check")) {
  console.error(`stale: ${document}`);
  console.error("Run `node scripts/state-machines.mjs` and commit what it writes.");
  process.exitCode = 1;
} else if (!isFresh) {
  writeFileSync(at(document), text);
  console.log(`wrote ${document}`);
}
