// npm test: everything CI runs. See test-parts.mjs for what that is, and long-parts.mjs for
// npm run test:long, which is the same with --long.
//
//   npm test -- --only native,e2e   some parts
//   npm test -- --list              their names and commands
//   npm test -- --verbose           their output on the terminal, too
import { readFileSync, rmSync } from "node:fs";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { at, has } from "./repository.mjs";
import { bold, dim, green, red, say, seconds, table } from "./print.mjs";
import { setup } from "./setup.mjs";

const HEARTBEAT_MS = 30_000;

function readOptions() {
  const options = {
    only: { type: "string" },
    list: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    say(`${error.message}\nUsage: npm test -- [--long] [--only name,name] [--list] [--verbose]`);
    return undefined;
  }
}

function choose(parts, only) {
  if (only === undefined) return parts;
  const wanted = only.split(",").filter(Boolean);
  const answers = (part, name) => part.name === name || (part.covers ?? []).includes(name);
  const unknown = wanted.filter((name) => !parts.some((part) => answers(part, name)));
  if (wanted.length > 0 && unknown.length === 0) {
    return parts.filter((part) => wanted.some((name) => answers(part, name)));
  }
  const names = parts.map((part) => part.name).join(", ");
  say(`--only: no such part: ${unknown.join(", ") || "(empty)"}. There are: ${names}.`);
  return undefined;
}

// On a terminal one line that changes; in a log a sign of life now and then.
function showProgress(name) {
  const start = Date.now();
  let line = "";
  const isTerminal = process.stdout.isTTY;
  const draw = () => {
    const text = `${name.padEnd(12)} ${seconds(Date.now() - start)}  ${line}`;
    if (isTerminal) process.stdout.write(`\r\x1b[K${text.slice(0, process.stdout.columns - 1)}`);
    else say(dim(`... ${text.slice(0, 120)}`));
  };
  const timer = setInterval(draw, isTerminal ? 200 : HEARTBEAT_MS);
  return {
    onLine: (text) => (line = stripVTControlCharacters(text).trim()),
    stop() {
      clearInterval(timer);
      if (isTerminal) process.stdout.write("\r\x1b[K");
    },
  };
}

function readReport(part) {
  if (!part.report || !has(part.report)) return undefined;
  try {
    return JSON.parse(readFileSync(at(part.report), "utf8"));
  } catch {
    return undefined;
  }
}

async function runPart(part, { verbose, long }, { runLogged, countTests }) {
  const logName = `build/logs/${long ? "long/" : ""}${part.name}.log`;
  if (part.needs && !has(part.needs)) {
    return { part, passed: 0, failed: 1, ms: 0, problem: `${part.needs} does not exist` };
  }
  // An old report must not pass for a new one.
  if (part.report) rmSync(at(part.report), { force: true });
  const progress = showProgress(part.name);
  const { code, ms, reason } = await runLogged(part.commands, at(logName), {
    minutes: part.minutes,
    env: { CI: "true", NO_COLOR: "1", FORCE_COLOR: undefined, ...part.env },
    onLine: progress.onLine,
    echo: verbose,
  });
  progress.stop();
  const text = readFileSync(at(logName), "utf8");
  return {
    part,
    ms,
    logName,
    ...countTests(part.count, { text, report: readReport(part), code, reason }),
  };
}

function describe({ part, passed, failed, skipped, ms, problem }) {
  const notes = [skipped ? `${skipped} skipped` : "", problem ?? ""].filter(Boolean).join("; ");
  return [
    failed > 0 ? "FAILED" : "ok",
    part.name,
    `${passed} passed`,
    `${failed} failed`,
    seconds(ms),
    notes,
  ];
}

function showResult(result, excerpt) {
  const [mark, name, ...cells] = describe(result);
  const paint = result.failed > 0 ? red : green;
  say(`${paint(mark.padEnd(6))} ${bold(name.padEnd(12))} ${cells.filter(Boolean).join("  ")}`);
  if (result.failed === 0 || !result.logName) return;
  say(dim(`--- the end of ${result.logName}`));
  say(excerpt(at(result.logName)));
  say(dim(`--- the whole log: ${result.logName}`));
}

async function readParts({ long }) {
  if (long) return (await import("./long-parts.mjs")).longParts;
  return (await import("./test-parts.mjs")).parts;
}

async function main() {
  const options = readOptions();
  if (!options) return 2;
  const parts = await readParts(options);
  if (options.list) {
    for (const part of parts) {
      say(bold(part.name) + (part.covers ? dim(`  (${part.covers.join(", ")})`) : ""));
      for (const words of part.commands) say(`    ${words.join(" ")}`);
    }
    return 0;
  }
  const chosen = choose(parts, options.only);
  if (!chosen) return 2;
  if (!setup()) return 1;

  const { runLogged, excerpt } = await import("./run.mjs");
  const { countTests } = await import("./test-counts.mjs");
  const results = [];
  for (const part of chosen) {
    const result = await runPart(part, options, { runLogged, countTests });
    showResult(result, excerpt);
    results.push(result);
  }
  const total = (field) => results.reduce((count, result) => count + result[field], 0);
  say(`\n${table(results.map(describe))}\n`);
  say(`${total("passed")} passed, ${total("failed")} failed`);
  return total("failed") > 0 ? 1 : 0;
}

process.exitCode = await main();
