// Same inputs, same bytes: random programs recorded by native builds, performed and recorded again
// by the wasm build in Node and in browsers. Equal are every byte of the recording, the digest, and
// the hash of the whole state.
//
//   node native-shim/tests/parity.mjs [--calls 1000000] [--seed 1] [--sample 1]
//        [--native build/native,build/native-clang] [--browsers chromium,firefox?]
//   node native-shim/tests/parity.mjs FILE.asxt...      recorded anywhere, compared with `asx`
//
// A browser gets every --sample'th program. One that is not installed is a failure, unless it
// comes with a question mark.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tryAgain } from "./parity/again.mjs";
import { isInstalled, openBrowser } from "./parity/browser.mjs";
import { openNative } from "./parity/native.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const kernelPath = join(root, "build/wasm/full-dev.wasm");
const BATCH = 100; // programs a browser is sent at once

// Short programs are many, long ones get where no short one does.
const lengths = [
  { ops: 300, share: 0.15 },
  { ops: 2000, share: 0.55 },
  { ops: 12000, share: 0.3 },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    sample: { type: "string", default: "1" },
    native: { type: "string", default: "build/native" },
    browsers: { type: "string", default: "" },
  },
});
const list = (text) => text.split(",").filter(Boolean);

let passed = 0;
let failed = 0;

function count(what, programs, problems, started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const calls = programs.reduce((sum, { expected }) => sum + expected.inputs, 0);
  passed += programs.length - problems.length;
  failed += problems.length;
  const mark = problems.length === 0 ? "ok" : "not ok";
  console.log(`${mark} ${what}: ${programs.length} programs, ${calls} calls, ${seconds} s`);
  for (const problem of problems.slice(0, 10)) console.log(`    ${problem}`);
  if (problems.length > 10) console.log(`    and ${problems.length - 10} more`);
}

/** Empty, or what differs from the first native build. */
function difference({ name, expected }, found) {
  if (found.error) return `${name}: ${found.error}`;
  const numbers = ["inputs", "digest", "state"]
    .filter((key) => found[key] !== expected[key])
    .map((key) => `${key} is ${found[key]} instead of ${expected[key]}`);
  if (found.differs) numbers.push(`its bytes differ from ${found.differs} on`);
  return numbers.length > 0 ? `${name}: ${numbers.join(", ")}` : "";
}

const differences = (programs, results) =>
  programs.map((program, i) => difference(program, results[i])).filter(Boolean);

/** Records all programs with every native build, and compares those with the first. */
function recordPrograms(natives, folder) {
  let programs = [];
  for (const [i, native] of natives.entries()) {
    const started = performance.now();
    const own = lengths.flatMap(({ ops, share }) =>
      native.record({
        seed: Number(values.seed),
        count: Math.ceil((Number(values.calls) * share) / ops),
        ops,
        folder: join(folder, `${i}-${ops}`),
        kernel: kernelPath,
      }),
    );
    const trapped = own.filter(({ trap }) => trap).map(({ trap }) => trap);
    failed += trapped.length;
    for (const trap of trapped) console.log(`not ok ${native.name}: ${trap}`);
    const recorded = own.filter(({ trap }) => !trap);
    if (i === 0) programs = recorded;
    const problems = programs
      .map((program, at) => {
        const other = recorded[at];
        if (other?.name !== program.name) return `${program.name} is missing`;
        const differs = other.read().equals(program.read()) ? "" : "the first byte";
        return difference(program, { ...other.expected, differs });
      })
      .filter(Boolean);
    count(native.name, programs, problems, started);
  }
  return programs;
}

// Each instance reserves gigabytes of addresses. Left to itself, V8 collects them one by one when
// there are no more, which takes most of the time.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

function inNode(programs, module) {
  const started = performance.now();
  const results = [];
  for (const [i, program] of programs.entries()) {
    if (i % 32 === 31) collect();
    results.push(tryAgain(module, program.read()));
  }
  count(`node ${process.version}`, programs, differences(programs, results), started);
}

/** Or else nothing here says anything: a recording with one bit changed is not the same. */
function checkThatItNotices(program, module) {
  const bytes = Uint8Array.from(program.read());
  bytes[Math.floor(bytes.length * 0.6)] ^= 4;
  const isNoticed = difference(program, tryAgain(module, bytes)) !== "";
  console.log(`${isNoticed ? "ok" : "not ok"} a changed recording is noticed`);
  if (isNoticed) passed += 1;
  else failed += 1;
}

async function inBrowser(wanted, programs, wasm) {
  const name = wanted.replace("?", "");
  if (!isInstalled(name)) {
    console.log(`${name} is not installed`);
    if (!wanted.endsWith("?")) failed += 1;
    return;
  }
  const sample = programs.filter((_program, i) => i % Number(values.sample) === 0);
  const browser = await openBrowser(name, wasm);
  const started = performance.now();
  const problems = [];
  try {
    for (let at = 0; at < sample.length; at += BATCH) {
      const batch = sample.slice(at, at + BATCH);
      const results = await browser.perform(batch.map((program) => program.read()));
      problems.push(...differences(batch, results));
    }
  } finally {
    await browser.close();
  }
  count(browser.name, sample, problems, started);
}

async function compareAll() {
  if (!existsSync(kernelPath)) throw new Error(`${kernelPath} is missing; npm run build makes it`);
  const natives = list(values.native).map((folder) => openNative(join(root, folder)));
  if (new Set(natives.map(({ name }) => name)).size < natives.length) {
    throw new Error(`--native: all made by ${natives[0].name}, which compares it with itself`);
  }
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build/parity-"));
  try {
    const programs =
      positionals.length > 0
        ? positionals.map((path) => natives[0].replay(path))
        : recordPrograms(natives, folder);
    const wasm = readFileSync(kernelPath);
    const module = await WebAssembly.compile(wasm);
    inNode(programs, module);
    checkThatItNotices(programs[0], module);
    for (const name of list(values.browsers)) await inBrowser(name, programs, wasm);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await compareAll();
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
