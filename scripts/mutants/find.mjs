// Who kills a mutant: asked are the test programs that are close to it, or all of them.
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { at } from "../repository.mjs";
import { isKill } from "./trial.mjs";

const layers = ["kernel", "browser-backend", "bindings"];
const layerOf = (path) => path.slice(0, path.indexOf("/"));
const sourceOf = (program) => at(dirname(program), "tests", `${basename(program)}.c`);

// Tests named after the rule, then the program that mirrors the source, its like, the rest.
function distance(program, mutant, ruleName) {
  const noun = basename(mutant.source, ".c");
  const name = basename(program).replace(/_test$/, "");
  if (readFileSync(sourceOf(program), "utf8").includes(ruleName)) return name === noun ? 0 : 1;
  if (layerOf(program) !== layerOf(mutant.source)) return 5;
  if (name === noun) return 2;
  return name.startsWith(noun) || noun.startsWith(name) ? 3 : 4;
}

/** Programs and tests that pass without a mutant: the others can kill nothing. */
export function openSieve() {
  const passing = new Map();
  return async (trial, program, test) => {
    const key = `${program}: ${test}`;
    if (!passing.has(key)) {
      await trial.link(program, false);
      passing.set(key, (await trial.runTest(test)) === "passes");
      await trial.link(program, true);
    }
    return passing.get(key);
  };
}

/** The killer as `layer/program: test`, or undefined when the mutant survives. */
export async function findKiller(trial, mutant, programs, { passes, isFar }) {
  const ruleName = `test_${mutant.rule.replace(".", "_")}__`;
  const lowest = layers.indexOf(layerOf(mutant.source));
  const ordered = programs
    .filter((program) => layers.indexOf(layerOf(program)) >= lowest)
    .map((program) => ({ program, far: distance(program, mutant, ruleName) }))
    .filter(({ far }) => isFar || far < 4)
    .sort((a, b) => a.far - b.far);
  for (const { program } of ordered) {
    await trial.link(program, true);
    const names = await trial.runAll();
    names.sort((a, b) => Number(b.startsWith(ruleName)) - Number(a.startsWith(ruleName)));
    for (const name of names) {
      if (!isKill(await trial.runTest(name))) continue;
      if (await passes(trial, program, name)) return `${program}: ${name}`;
    }
  }
  return undefined;
}
