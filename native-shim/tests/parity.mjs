// Same inputs, same bytes: random programs made by the native build, run again in the wasm build.
//
//   node native-shim/tests/parity.mjs [--count 1000] [--ops 2000] [--seed 1]
//   node native-shim/tests/parity.mjs FILE.asxt...      recorded anywhere, compared with `asx`
//
// Needs the native build (ASX names another asx) and browser-core's.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { replayTrace } from "../../packages/browser-core/dist/index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const asx = process.env.ASX ?? join(root, "build/native/native-shim/asx");
const kernel = join(root, "packages/browser-core/dist/wasm/full-dev.wasm");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "1000" },
    ops: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
  },
});

function run(...words) {
  const { status, stdout, stderr, error } = spawnSync(asx, words, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error) throw new Error(`${asx}: ${error.message}; build it with cmake first`);
  return { status, stdout, stderr };
}

/** What the native build makes of a file: one line of JSON. */
function nativeResult(path) {
  const { stdout } = run("replay", path, "--json");
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

async function wasmResult(path) {
  const replay = await replayTrace(new Uint8Array(readFileSync(path)));
  const verdict = await replay.verify();
  return {
    verdict,
    inputs: replay.position,
    digest: replay.digest(),
    state: replay.stateHash(),
  };
}

/** Empty, or what differs. */
async function compare(path, expected) {
  const found = await wasmResult(path).catch((error) => ({ error }));
  if (found.error) return String(found.error.stack ?? found.error);
  if (found.verdict.kind !== "same") return JSON.stringify(found.verdict);
  return ["inputs", "digest", "state"]
    .filter((key) => found[key] !== expected[key])
    .map((key) => `${key}: ${expected[key]} natively, ${found[key]} in wasm`)
    .join("; ");
}

function randomPrograms(folder) {
  const { status, stdout } = run(
    ...["random", "--seed", values.seed, "--count", values.count, "--ops", values.ops],
    ...["--digests", "--folder", folder, "--kernel", kernel],
  );
  const lines = stdout.trim().split("\n");
  for (const line of lines.filter((each) => each.startsWith("trap"))) console.log(line);
  const programs = lines
    .map((line) => /^(\d+) ([0-9a-f]{16}) ([0-9a-f]{16}) (\d+)$/.exec(line))
    .filter(Boolean)
    .map(([, seed, digest, state, inputs]) => ({
      path: join(folder, `${seed}.asxt`),
      expected: { digest, state, inputs: Number(inputs) },
    }));
  return { programs, trapped: lines.length - programs.length + (status > 0 && status !== 6) };
}

function recordedFiles() {
  const programs = positionals.map((path) => ({ path, expected: nativeResult(path) }));
  return { programs, trapped: 0 };
}

const started = performance.now();
mkdirSync(join(root, "build"), { recursive: true });
const folder = mkdtempSync(join(root, "build/parity-"));
if (!existsSync(kernel)) throw new Error(`${kernel} is missing; npm run build makes it`);
try {
  const { programs, trapped } = positionals.length > 0 ? recordedFiles() : randomPrograms(folder);
  let passed = 0;
  let inputs = 0;
  for (const { path, expected } of programs) {
    const difference = await compare(path, expected);
    if (difference === "") passed += 1;
    else console.log(`${path}: ${difference}`);
    inputs += expected.inputs;
  }
  const failed = programs.length - passed + trapped;
  const seconds = (performance.now() - started) / 1000;
  console.log(`${inputs} inputs in ${seconds.toFixed(1)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
