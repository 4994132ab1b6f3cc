// Reads the C sources with gcc -fanalyzer, clang-tidy and cppcheck. What they find is an error,
// unless static/accepted.json accepts that line with a reason; so is a reason without a finding.
//
//   node scripts/static.mjs [--only gcc,clang-tidy,cppcheck]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { say } from "./print.mjs";
import { at, root } from "./repository.mjs";
import { run } from "./run.mjs";
import { judge } from "./static/judge.mjs";
import { readFindings, tools } from "./static/tools.mjs";

const folder = "build/static";
const list = "scripts/static/accepted.json";
const layers = /^(?:kernel|browser-backend|bindings|native-shim)\/src\//;

async function listUnits() {
  const compiler = "-DCMAKE_C_COMPILER=gcc";
  const words = ["cmake", "-S", ".", "-B", folder, "-G", "Ninja", compiler];
  if ((await run(words)).code !== 0) return undefined;
  const units = new Map();
  for (const { file, command } of JSON.parse(readFileSync(at(folder, "compile_commands.json")))) {
    const path = relative(root, file);
    if (layers.test(path))
      units.set(path, { file, path, words: command.split(" ").filter(Boolean) });
  }
  return [...units.values()];
}

function collect(words) {
  return new Promise((done) => {
    const child = spawn(words[0], words.slice(1), { cwd: at(folder) });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.on("error", (error) => done({ code: 127, output: error.message }));
    child.on("close", (code) => done({ code, output }));
  });
}

const sources = new Map();
function lineOf(path, number) {
  if (!sources.has(path)) sources.set(path, readFileSync(at(path), "utf8").split("\n"));
  return (sources.get(path)[number - 1] ?? "").trim();
}

// A header is read with each source that includes it; once is enough.
function toFindings(tool, output) {
  return readFindings(output).flatMap(({ file, line, says, check }) => {
    const path = relative(root, resolve(at(folder), file));
    if (path.startsWith("..") || path.includes("/generated/")) return [];
    return [{ tool, path, line, says, check, text: lineOf(path, line) }];
  });
}

async function read(units, names) {
  const findings = new Map();
  const broken = [];
  const jobs = names.flatMap((tool) => units.map((unit) => ({ tool, unit })));
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { code, output } = await collect(tools[job.tool](job.unit, folder));
      const found = toFindings(job.tool, output);
      for (const each of found)
        findings.set(`${each.tool} ${each.path} ${each.line} ${each.check}`, each);
      if (code !== 0 && found.length === 0) broken.push(`${job.tool} ${job.unit.path}: ${output}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return { findings: [...findings.values()], broken };
}

async function main() {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
  const names = only?.split(",") ?? Object.keys(tools);
  const units = await listUnits();
  if (!units) return 1;
  const { findings, broken } = await read(units, names);
  const accepted = JSON.parse(readFileSync(at(list), "utf8"));
  const { open, stale } = judge(
    findings,
    accepted.filter(({ tool }) => names.includes(tool)),
  );
  for (const { tool, path, line, says, check } of open) {
    say(`error: ${path}:${line}: ${says} [${check}, ${tool}]`);
  }
  for (const key of stale) say(`error: ${list} accepts what is not found any more: ${key}`);
  for (const text of broken) say(`error: ${text}`);
  const failed = open.length + stale.length + broken.length;
  say(`${findings.length} findings, ${findings.length - open.length} accepted`);
  say(`${units.length * names.length - broken.length} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
