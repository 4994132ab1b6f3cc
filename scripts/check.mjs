// npm run check [-- name ...]: everything that can be said about the sources without running them.
import { readFileSync } from "node:fs";
import { at } from "./repository.mjs";
import { checkSteps } from "./check-steps.mjs";
import { dim, green, red, say, seconds } from "./print.mjs";
import { runLogged } from "./run.mjs";

const withoutCommands = (text) =>
  text
    .split("\n")
    .filter((line) => !line.startsWith("$ "))
    .join("\n")
    .trim();

async function runStep(step) {
  const label = step.name.padEnd(14);
  if (step.commands.length === 0) {
    say(`${dim("none")}   ${label} nothing to look at yet`);
    return true;
  }
  const log = at("build", "logs", `check-${step.name}.log`);
  const { code, ms, reason } = await runLogged(step.commands, log);
  const output = withoutCommands(readFileSync(log, "utf8"));
  if (code === 0) {
    say(`${green("ok")}     ${label} ${seconds(ms)}`);
    if (/\bwarning\b/.test(output)) say(output);
    return true;
  }
  say(`${red("FAILED")} ${label} ${seconds(ms)}${reason ? `  ${reason}` : ""}`);
  say(step.digest?.(output) ?? output);
  say(`What to do: ${step.fix}\n`);
  return false;
}

const wanted = process.argv.slice(2);
const steps = checkSteps();
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  say(
    `No such check: ${unknown.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const results = [];
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  results.push(await runStep(step));
}
const failedCount = results.filter((ok) => !ok).length;
say(`${results.length - failedCount} passed, ${failedCount} failed`);
process.exitCode = failedCount > 0 ? 1 : 0;
