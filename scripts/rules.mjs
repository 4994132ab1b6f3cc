// Prints docs/RULES.md: every rule of docs/SEMANTICS.md with the tests, the oracle and the part of
// the specification that name it. `--check` writes nothing, and fails on a gap or a stale page.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at, openTree } from "./repository.mjs";
import { notYet as notYetHere } from "./rules/not-yet.mjs";
import { readNames } from "./rules/names.mjs";
import { readOracles } from "./rules/oracles.mjs";
import { printPage } from "./rules/page.mjs";
import { readSemantics } from "./rules/semantics.mjs";

const document = "docs/RULES.md";
const semantics = "docs/SEMANTICS.md";

function findGaps(rules, found, notYet) {
  const known = new Set(rules.map(({ id }) => id));
  const tested = new Set(found.tests.map(({ id }) => id));
  const excused = new Set(notYet.map(({ rule }) => rule));
  const watched = found.oracles.flatMap(({ path, name, rules: ids }) =>
    ids.map((id) => ({ path, id, test: `the oracle ${name}` })),
  );
  const places = [...found.tests, ...found.models, ...watched];
  const unknown = places
    .filter(({ id, near }) => near || !known.has(id))
    .map(({ path, id, test, near }) => {
      const hint = near ? `; is it ${near}?` : "";
      return `${path}: ${test ? `${test} names ` : ""}"${id}", which is no rule${hint}`;
    });
  return [
    ...rules
      .filter(({ id }) => !tested.has(id) && !excused.has(id))
      .map(({ id }) => `${semantics}: no test names ${id}`),
    ...unknown,
    ...notYet.flatMap(({ rule, reason }) => {
      if (!known.has(rule)) return [`not-yet.mjs: ${rule} is no rule`];
      if (tested.has(rule)) return [`not-yet.mjs: ${rule} has tests; take it out`];
      return reason ? [] : [`not-yet.mjs: ${rule} says no reason`];
    }),
  ];
}

/** `{ page, gaps }` of a tree of files; the tests plant gaps in one. */
export function readRules(tree, notYet = notYetHere) {
  const read = readSemantics(tree.read(semantics));
  const known = read.rules.map(({ id }) => id);
  const found = { ...readNames(tree, known), oracles: readOracles(tree) };
  return { page: printPage(read, found, notYet), gaps: findGaps(read.rules, found, notYet) };
}

function main(isCheck) {
  const { page, gaps } = readRules(openTree());
  for (const gap of gaps) console.error(gap);
  const isFresh = existsSync(at(document)) && readFileSync(at(document), "utf8") === page;
  if (!isFresh && isCheck) {
    console.error(`stale: ${document}`);
    console.error("Run `node scripts/rules.mjs` and commit what it writes.");
  } else if (!isFresh) {
    writeFileSync(at(document), page);
    console.log(`wrote ${document}`);
  }
  return gaps.length > 0 || (isCheck && !isFresh) ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.exitCode = main(process.argv.includes("--check"));
}
