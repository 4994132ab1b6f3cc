// How much of the kernel and the browser backend their C tests run: builds them for gcov, runs
// them, prints a table. Fails below the bounds, on a gap that kernel/tests/uncovered.json does not
// explain, and on an explanation that explains nothing any more.
//
//   node scripts/coverage.mjs [--keep]    --keep: read what the last run left
import { readFileSync, rmSync } from "node:fs";
import { at, root } from "./repository.mjs";
import { judge, measure } from "./covered/gaps.mjs";
import { listBelow, readCoverage } from "./covered/read.mjs";
import { say, table } from "./print.mjs";
import { run } from "./run.mjs";

const folder = "build/coverage";
const list = "kernel/tests/uncovered.json";
const layers = ["kernel/src", "browser-backend/src"];
const bounds = { lines: 97, branches: 92 };
// The tests that say what is right, but the large ones, which take too long without optimization.
const tests = ["-R", "^asx_(kernel|backend)/", "-E", "scale"];
// And programs of which every state is checked or every event judged; random programs without
// that run a line and do not ask what it did.
const judged = [
  ["native-shim/asx", "exhaustive", "--states", "2000"],
  [
    "native-shim/asx",
    "random",
    "--seed",
    "1001",
    "--count",
    "40",
    "--ops",
    "1500",
    "--oracles",
    "--check",
  ],
];

async function build() {
  const flags = "--coverage -O0 -fprofile-update=atomic";
  for (const words of [
    [
      ...["cmake", "-S", ".", "-B", folder, "-G", "Ninja", "-DCMAKE_C_COMPILER=gcc"],
      ...["-DCMAKE_BUILD_TYPE=Debug", `-DCMAKE_C_FLAGS=${flags}`],
    ],
    ["cmake", "--build", folder],
  ]) {
    if ((await run(words)).code !== 0) return false;
  }
  for (const file of listBelow(at(folder), ".gcda")) rmSync(file);
  const all = [
    ["ctest", "--test-dir", folder, "-j", "2", "--quiet", ...tests],
    ...judged.map(([program, ...words]) => [at(folder, program), ...words]),
  ];
  for (const words of all) {
    if ((await run(words)).code !== 0) return false;
  }
  return true;
}

const percent = (part, whole) => (whole === 0 ? 100 : (100 * part) / whole);
const show = (part, whole) => `${percent(part, whole).toFixed(1)} %`;

function row(name, { lines, linesRun, branches, branchesTaken }) {
  return [
    name,
    `${linesRun} of ${lines} lines`,
    show(linesRun, lines),
    `${branchesTaken} of ${branches} branches`,
    show(branchesTaken, branches),
  ];
}

const add = (a, b) =>
  Object.fromEntries(
    ["lines", "linesRun", "branches", "branchesTaken"].map((name) => [name, a[name] + b[name]]),
  );

function report(files) {
  const none = { lines: 0, linesRun: 0, branches: 0, branchesTaken: 0 };
  const totals = layers.map((layer) => {
    const own = files.filter(({ path }) => path.startsWith(`${layer}/`));
    return [layer, own.map(({ measured }) => measured).reduce(add, none)];
  });
  say(
    table([
      ...files.map(({ path, measured }) => row(path, measured)),
      ...totals.map(([name, sum]) => row(`all of ${name}`, sum)),
    ]),
  );
  const problems = totals.flatMap(([name, sum]) => [
    ...(percent(sum.linesRun, sum.lines) < bounds.lines
      ? [`${name}: fewer than ${bounds.lines} % of its lines run`]
      : []),
    ...(percent(sum.branchesTaken, sum.branches) < bounds.branches
      ? [`${name}: fewer than ${bounds.branches} % of its branches are taken`]
      : []),
  ]);
  const gaps = files.flatMap(({ path, measured }) =>
    measured.gaps.map((gap) => ({ path, ...gap })),
  );
  const known = JSON.parse(readFileSync(at(list), "utf8"));
  const { unexplained, stale, reasonOf } = judge(gaps, known);
  say(`\n${gaps.length} lines are not covered whole:`);
  for (const gap of gaps) {
    say(`  ${gap.path}:${gap.number} (${gap.what}) ${gap.text}`);
    if (reasonOf(gap)) say(`      ${reasonOf(gap)}`);
  }
  for (const { path, number, function: name, text } of unexplained) {
    problems.push(`${path}:${number}: ${name}: never runs, and ${list} does not say why: ${text}`);
  }
  for (const key of stale) problems.push(`${list}: is covered now, or gone: ${key}`);
  return { checks: files.length + totals.length * 2, problems };
}

async function main() {
  if (!process.argv.includes("--keep") && !(await build())) return 1;
  const notes = listBelow(at(folder), ".gcno").filter((name) =>
    /asx_(?:kernel|backend)_2\.dir\/src\//.test(name),
  );
  const files = [...readCoverage(notes, root)]
    .filter(([path]) => layers.some((layer) => path.startsWith(`${layer}/`)))
    .map(([path, counts]) => ({ path, measured: measure(readFileSync(at(path), "utf8"), counts) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const { checks, problems } = report(files);
  say("");
  for (const problem of problems) say(`error: ${problem}`);
  say(`${Math.max(0, checks - problems.length)} passed, ${problems.length} failed`);
  return problems.length > 0 ? 1 : 0;
}

process.exitCode = await main();
