// No oracle is blind: each finds a bug that is planted in the real kernel, in random programs.
//
//   node scripts/oracles.mjs        oracle, planted bug, and what the oracles said first
//
// kernel/mutants/oracles/planted.json has a mutant for each, of the tables or its own. It alone is
// compiled in, kernel/oracle_watch_test runs, and that oracle has to be one that speaks.
import { readFileSync } from "node:fs";
import { at } from "./repository.mjs";
import { say, table } from "./print.mjs";
import { openBuild } from "./mutants/build.mjs";
import { listMutants, readTables } from "./mutants/tables.mjs";
import { openTrial } from "./mutants/trial.mjs";
import { readOracles } from "./rules/oracles.mjs";

const program = "kernel/oracle_watch_test";
// Of CPU time, and ten times what all its programs need: what is found depends on no clock.
const ENOUGH_SECONDS = 30;
const tree = {
  files: ["kernel/src/oracle_table.c"],
  read: (path) => readFileSync(at(path), "utf8"),
};

/** `oracle lane: 5:1: says (seed 7, call 31)`, of each oracle the first. */
function readFindings(text) {
  const lines = [...text.matchAll(/oracle ([a-z-]+): ([^\n]*)/g)];
  return new Map(lines.reverse().map(([, name, says]) => [name, says]));
}

async function watch(trial, mutants, row) {
  const { oracle, mutant } = row;
  const problem = await trial.plantRow(row, mutants);
  if (problem !== "") return { oracle, mutant, problem };
  await trial.link(program, true);
  const { signal, text } = await trial.runWhole(ENOUGH_SECONDS);
  if (signal === "SIGXCPU") {
    return { oracle, mutant, problem: `did not end within ${ENOUGH_SECONDS} s` };
  }
  const findings = readFindings(text);
  const says = findings.get(oracle);
  const others = [...findings.keys()].join(", ") || "nobody";
  return { oracle, mutant, says, problem: says ? "" : `says nothing; ${others} did` };
}

const planted = JSON.parse(readFileSync(at("kernel/mutants/oracles/planted.json"), "utf8"));
const mutants = listMutants(readTables());
const build = await openBuild([program]);
const trial = openTrial(build, "oracles");
const results = [];
for (const row of planted) results.push(await watch(trial, mutants, row));
const blind = readOracles(tree)
  .filter(({ name }) => !planted.some(({ oracle }) => oracle === name))
  .map(({ name }) => ({ oracle: name, problem: "no bug is planted for it" }));
say(table(results.map(({ oracle, mutant, says }) => [oracle, mutant, says ?? "BLIND"])));
const problems = [...results.filter(({ problem }) => problem !== ""), ...blind];
for (const { oracle, mutant = "", problem } of problems) say(`${oracle} ${mutant}: ${problem}`);
say(`${results.length + blind.length - problems.length} passed, ${problems.length} failed`);
process.exitCode = problems.length > 0 ? 1 : 0;
