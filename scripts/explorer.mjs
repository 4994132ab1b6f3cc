// The explorer is not blind: planted in the real kernel, a bug is found by one of its rows.
//
//   node scripts/explorer.mjs       complaint, row, planted bug, length of the shortest scenario
//
// native-shim/planted/explorer.json has a mutant for each complaint, of the tables or its own. It
// alone is compiled in, `asx exhaustive --row` runs, and has to end with that complaint.
import { readFileSync } from "node:fs";
import { at } from "./repository.mjs";
import { say, table } from "./print.mjs";
import { openBuild } from "./mutants/build.mjs";
import { listMutants, readTables } from "./mutants/tables.mjs";
import { openTrial } from "./mutants/trial.mjs";

const program = "native-shim/asx";
// Of CPU time; the slowest row needs a tenth of it.
const ENOUGH_SECONDS = 60;

async function explore(trial, mutants, planted) {
  const { says, row, mutant } = planted;
  const end = (problem, lines = 0) => ({ says, row, mutant, lines, problem });
  const trouble = await trial.plantRow(planted, mutants);
  if (trouble !== "") return end(trouble);
  await trial.link(program, true);
  const words = ["exhaustive", "--row", row, "--merges", "20"];
  const { text } = await trial.runWhole(ENOUGH_SECONDS, words);
  const [, said = "nothing"] = /BROKEN: (.*)/.exec(text) ?? [];
  const scenario = text.slice(text.indexOf("BROKEN")).split("\n");
  return end(said === says ? "" : `says ${said}`, scenario.length);
}

const rows = JSON.parse(readFileSync(at("native-shim/planted/explorer.json"), "utf8"));
const mutants = listMutants(readTables());
const build = await openBuild([program]);
const trial = openTrial(build, "explorer");
const results = [];
for (const row of rows) results.push(await explore(trial, mutants, row));
say(
  table(
    results.map(({ says, row, mutant, lines, problem }) => [
      ...[says, row, mutant, problem === "" ? `${lines} lines` : "BLIND"],
    ]),
  ),
);
const problems = results.filter(({ problem }) => problem !== "");
for (const { says, mutant, problem } of problems) say(`${mutant}: ${problem}, not "${says}"`);
say(`${results.length - problems.length} passed, ${problems.length} failed`);
process.exitCode = problems.length > 0 ? 1 : 0;
