// Planted bugs: each is compiled in alone, and the test that its row names must notice.
//
//   node scripts/mutants.mjs [--only id,id] [--jobs 2]     the kill table; fails on a survivor
//   node scripts/mutants.mjs --find [--far] [--only id,id] asks tests near by, or all, who kills
//
// The tables are <layer>/mutants/*.json, see kernel/mutants/README.md.
import { parseArgs } from "node:util";
import { say, seconds, table } from "./print.mjs";
import { listPrograms, openBuild } from "./mutants/build.mjs";
import { findKiller, openSieve } from "./mutants/find.mjs";
import { listMutants, readTables, writeKillers } from "./mutants/tables.mjs";
import { isKill, openTrial, parseKiller } from "./mutants/trial.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    find: { type: "boolean", default: false },
    far: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
  },
});

function choose(mutants) {
  if (values.only === undefined) {
    return values.find ? mutants.filter(({ killedBy }) => killedBy === "") : mutants;
  }
  const wanted = values.only.split(",");
  const unknown = wanted.filter((id) => !mutants.some((mutant) => mutant.id === id));
  if (unknown.length > 0) throw new Error(`no such mutant: ${unknown.join(", ")}`);
  return mutants.filter(({ id }) => wanted.includes(id));
}

/** Does `work(trial, item)` for all items, a few at a time; the results in order. */
async function share(build, items, work) {
  const results = [];
  let next = 0;
  const job = async (_, number) => {
    const trial = openTrial(build, number);
    while (next < items.length) {
      const index = next++;
      results[index] = await work(trial, items[index]);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, job));
  return results;
}

/** What the named tests say when nothing is planted: each has to pass. */
async function checkUnplanted(build, chosen) {
  const names = [...new Set(chosen.map(({ killedBy }) => killedBy))];
  const killers = names.map(parseKiller);
  const programs = [...new Set(killers.map(({ program }) => program))];
  const problems = await share(build, programs, async (trial, program) => {
    await trial.link(program, false);
    const found = [];
    for (const { test } of killers.filter((killer) => killer.program === program)) {
      const outcome = await trial.runTest(test);
      if (outcome !== "passes") found.push(`${program}: ${test} ${outcome} without a mutant`);
    }
    return found;
  });
  return problems.flat();
}

async function tryOne(trial, mutant) {
  const start = Date.now();
  const end = (how, isKilled) => ({ mutant, how, isKilled, ms: Date.now() - start });
  const { program, test } = parseKiller(mutant.killedBy);
  const problem = await trial.plant(mutant);
  if (problem !== "") return end(`DOES NOT COMPILE\n${problem}`, false);
  await trial.link(program, true);
  const outcome = await trial.runTest(test);
  return end(isKill(outcome) ? outcome : "SURVIVES", isKill(outcome));
}

const describe = ({ mutant, how, ms }) => [
  ...[mutant.id, mutant.rule, how, seconds(ms), mutant.killedBy],
];

function close(passed, problems) {
  for (const problem of problems) say(problem);
  say(`${passed} passed, ${problems.length} failed`);
  return problems.length > 0 ? 1 : 0;
}

async function killAll(mutants) {
  const chosen = choose(mutants);
  const unnamed = chosen.filter(({ killedBy }) => !parseKiller(killedBy));
  if (unnamed.length > 0) {
    return close(
      0,
      unnamed.map(({ id }) => `${id}: its killedBy names no test; --find looks for one`),
    );
  }
  const named = new Set(chosen.map(({ killedBy }) => parseKiller(killedBy).program));
  const build = await openBuild([...named]);
  const broken = await checkUnplanted(build, chosen);
  if (broken.length > 0) return close(0, broken);
  const results = await share(build, chosen, tryOne);
  say(table(results.map(describe)));
  const survivors = results.filter(({ isKilled }) => !isKilled);
  return close(
    results.length - survivors.length,
    survivors.map(({ mutant, how }) => `${mutant.id} (${mutant.source}, ${mutant.what}): ${how}`),
  );
}

async function findAll(tables, mutants) {
  const chosen = choose(mutants);
  const programs = listPrograms();
  const build = await openBuild(programs);
  const found = new Map();
  const options = { passes: openSieve(), isFar: values.far };
  const survivors = [];
  await share(build, chosen, async (trial, mutant) => {
    const problem = await trial.plant(mutant);
    const killer = problem === "" ? await findKiller(trial, mutant, programs, options) : undefined;
    if (killer) {
      found.set(mutant.id, killer);
      writeKillers(tables, found); // at once: a long search may be ended early
    } else survivors.push(`${mutant.id}: ${problem || "nobody kills it"}`);
    say(`${mutant.id}: ${killer ?? "-"}`);
  });
  return close(found.size, survivors);
}

const tables = readTables();
const mutants = listMutants(tables);
process.exitCode = values.find ? await findAll(tables, mutants) : await killAll(mutants);
