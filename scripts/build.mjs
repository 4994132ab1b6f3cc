// npm run build [-- --only generate,wasm]: the steps of build-steps.mjs, in order.
import { pathToFileURL } from "node:url";
import { at, has, root } from "./repository.mjs";
import { buildSteps } from "./build-steps.mjs";
import { isFresh, markFresh } from "./freshness.mjs";
import { dim, red, say, seconds } from "./print.mjs";
import { runLogged, excerpt } from "./run.mjs";

async function runStep(step) {
  const label = step.name.padEnd(20);
  if (!has(step.needs)) {
    say(`${label} ${dim(`nothing to do: there is no ${step.needs} yet`)}`);
    return true;
  }
  if (step.inputs && isFresh(step.name, step.inputs, step.output)) {
    say(`${label} ${dim("fresh")}`);
    return true;
  }
  const log = at("build", "logs", `build-${step.name.replaceAll("/", "-")}.log`);
  const { code, ms, reason } = await runLogged(step.commands, log, { minutes: 10 });
  if (code === 0) {
    if (step.inputs) markFresh(step.name, step.inputs, step.output);
    say(`${label} ${seconds(ms)}`);
    return true;
  }
  say(`${label} ${red("failed")} ${reason ?? `with exit code ${code}`}; the end of its log:\n`);
  say(excerpt(log));
  say(`\nThe whole log: ${log.slice(root.length + 1)}`);
  return false;
}

/** Runs the chosen steps; stops at the first that fails, since later ones build on it. */
export async function build(isChosen = () => true) {
  for (const step of buildSteps().filter(isChosen)) {
    if (!(await runStep(step))) return false;
  }
  return true;
}

function chosenByArguments(words) {
  const i = words.indexOf("--only");
  if (i < 0) return () => true;
  const wanted = (words[i + 1] ?? "").split(",");
  const known = buildSteps().map((step) => step.name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return (step) => wanted.includes(step.name);
  say(`No such build step: ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const isChosen = chosenByArguments(process.argv.slice(2));
  const ok = isChosen !== undefined && (await build(isChosen));
  process.exitCode = ok ? 0 : 1;
}
