// The wasm of each tier is exactly the ABI: it imports nothing, exports that and nothing else, and
// answers. The linker is told to tolerate undefined symbols, so only this notices a typo.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const tiers = ["core-min", "core-trace", "full-dev"];
const read = (path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
const abi = JSON.parse(read("bindings/abi.json"));

function expectedExports(level) {
  const queries = abi.queries.filter((query) => (query.tier ?? 0) <= level);
  return ["memory", ...abi.inputs.map((each) => each.name), ...queries.map((each) => each.name)];
}

/** What is wrong with a module that should be the tier `level`: a list of sentences. */
function findings(module, level) {
  const imports = WebAssembly.Module.imports(module).map((each) => `${each.module}.${each.name}`);
  const actual = WebAssembly.Module.exports(module).map((each) => each.name);
  const expected = expectedExports(level);
  return [
    ...imports.map((name) => `imports ${name}`),
    ...expected.filter((name) => !actual.includes(name)).map((name) => `lacks ${name}`),
    ...actual.filter((name) => !expected.includes(name)).map((name) => `exports ${name} as well`),
  ];
}

let passed = 0;
let failed = 0;

function check(what, problems) {
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? "ok" : "not ok"} ${what}`);
  for (const problem of problems) console.log(`    ${problem}`);
}

function answers(exports, level) {
  const problems = [];
  const expect = (what, actual, wanted) => {
    if (actual !== wanted) problems.push(`${what} is ${actual}, not ${wanted}`);
  };
  expect("tier", exports.tier(), level);
  expect("runtime_open", exports.runtime_open(1, 2, 0), 0);
  expect("a second runtime_open", exports.runtime_open(1, 2, 0), -2);
  const root = exports.handle_generation(1);
  expect("the state of the root", exports.describe(1), 1);
  expect("region_open with a stale handle", exports.region_open(1, root + 1, 0, 0), -1);
  expect("region_open", exports.region_open(1, root, 0, 0) > 1, true);
  expect("pump_due without a timer", exports.pump_due(), -1);
  expect("an unknown counter", exports.counter(4096), -1);
  return problems;
}

const modules = tiers.map((tier) => new WebAssembly.Module(read(`build/wasm/${tier}.wasm`)));

tiers.forEach((tier, level) => {
  const module = modules[level];
  check(`${tier} imports nothing and exports the ABI`, findings(module, level));
  check(`${tier} answers`, answers(new WebAssembly.Instance(module).exports, level));
});

// Planted: (module (import "env" "typo" (func)) (export "stackSave" (func 0)))
const planted = new WebAssembly.Module(
  Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0],
    ...[2, 12, 1, 3, ...Buffer.from("env"), 4, ...Buffer.from("typo"), 0, 0],
    ...[7, 13, 1, 9, ...Buffer.from("stackSave"), 0, 0],
  ),
);
const found = findings(planted, 0);
const wanted = ["imports env.typo", "lacks memory", "exports stackSave as well"];
check(
  "a planted import, a missing and a surplus export are found",
  wanted.filter((each) => !found.includes(each)).map((each) => `nobody said: ${each}`),
);
check(
  "a tier taken for another is found",
  findings(modules[0], 1).includes("lacks trace_start") ? [] : ["core-min passed for core-trace"],
);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
