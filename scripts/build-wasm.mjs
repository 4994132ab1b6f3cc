// Builds the kernel's three tiers with Emscripten, and the modules that the loader imports.
//
//   build/wasm/<tier>.wasm                       what the tests and the native parity run compare
//   packages/browser-core/dist/wasm/<tier>.js    the same, deflated and in base64, for import()
//   packages/browser-core/dist/wasm/<tier>.wasm  the same again, for who wants to serve it
//
// Fails when a tool fails or a tier outgrows wasm-budgets.json. Does nothing if nothing changed;
// --force builds all the same.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { fingerprint } from "./freshness.mjs";
import { dim, red, say, table } from "./print.mjs";
import { at, root } from "./repository.mjs";

const budgets = JSON.parse(readFileSync(at("scripts/wasm-budgets.json"), "utf8"));
const tiers = Object.keys(budgets);
const dist = "packages/browser-core/dist/wasm";
const stampPath = at("build/wasm/stamp");

const inputs = [
  ...["kernel/include", "kernel/src", "kernel/CMakeLists.txt"],
  ...["browser-backend/include", "browser-backend/src", "browser-backend/CMakeLists.txt"],
  ...["bindings/abi.json", "bindings/src", "bindings/generated", "bindings/CMakeLists.txt"],
  ...["CMakeLists.txt", "scripts/build-wasm.mjs", "scripts/wasm-budgets.json"],
  "node_modules/binaryen/package.json",
];

const features = [
  "--enable-bulk-memory",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
];

// Later files come from earlier ones, so the last of each kind is enough.
const outputs = tiers.flatMap((tier) => [
  at(dist, `${tier}.js`),
  at(dist, `${tier}.d.ts`),
  at(dist, `${tier}.wasm`),
  at("build/wasm", `${tier}.wasm`),
]);

function isFresh(stamp) {
  const known = existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp;
  return known && outputs.every((path) => existsSync(path));
}

// Emscripten leaves a .wasm behind even when it fails, so only the exit code tells.
function run(command, ...words) {
  const { status, error, stdout, stderr } = spawnSync(command, words, {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return;
  const what =
    error?.code === "ENOENT" ? "is not installed (npm run setup says what is)" : "failed";
  throw new Error(`${command} ${words[0]} ... ${what}\n${stdout ?? ""}${stderr ?? ""}`.trimEnd());
}

const binaryen = (tool) => at("node_modules/binaryen/bin", tool);

/** The exports of a tier, as the generated table has them. */
function exportNames(tier) {
  const abi = JSON.parse(readFileSync(at("bindings/abi.json"), "utf8"));
  const level = tiers.indexOf(tier);
  const queries = abi.queries.filter((query) => (query.tier ?? 0) <= level);
  return ["memory", ...abi.inputs.map((each) => each.name), ...queries.map((each) => each.name)];
}

// What the ABI does not reach goes: Emscripten's own exports, and whatever only they need.
function dropUnreachable(tier, from, to) {
  const names = exportNames(tier);
  const graph = [
    { name: "abi", root: true, reaches: names },
    ...names.map((name) => ({ name, export: name })),
  ];
  const graphPath = at("build/wasm", `${tier}.graph.json`);
  writeFileSync(graphPath, JSON.stringify(graph));
  run(
    process.execPath,
    binaryen("wasm-metadce"),
    ...[from, "--graph-file", graphPath, ...features, "-o", to],
  );
}

function optimize(path) {
  run(
    process.execPath,
    binaryen("wasm-opt"),
    ...[path, "-O3", "--converge", "--strip-debug", "--strip-producers", ...features, "-o", path],
  );
}

// Whole or not at all: somebody may be reading the old one.
function write(path, content) {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

function writeModule(tier, wasm) {
  const sha256 = createHash("sha256").update(wasm).digest("hex");
  const base64 = deflateSync(wasm, { level: 9 }).toString("base64");
  const note = "// Written by scripts/build-wasm.mjs.\n";
  const values = [
    `export const sha256 = "${sha256}";`,
    `export const rawBytes = ${wasm.length};`,
    `export const bytes =\n  "${base64}";`,
  ];
  const types = ["sha256: string", "rawBytes: number", "bytes: string"].map(
    (each) => `export declare const ${each};`,
  );
  mkdirSync(at(dist), { recursive: true });
  write(at(dist, `${tier}.js`), `${note}${values.join("\n")}\n`);
  write(at(dist, `${tier}.d.ts`), `${note}${types.join("\n")}\n`);
  write(at(dist, `${tier}.wasm`), wasm);
}

function buildTier(tier) {
  const path = at("build/wasm", `${tier}.wasm`);
  dropUnreachable(tier, at("build/wasm/bindings", `${tier}.wasm`), `${path}.part`);
  optimize(`${path}.part`);
  renameSync(`${path}.part`, path);
  const wasm = readFileSync(path);
  writeModule(tier, wasm);
  const brotliBytes = brotliCompressSync(wasm).length;
  const budget = budgets[tier].brotliBytes;
  return { tier, raw: wasm.length, gzip: gzipSync(wasm).length, brotliBytes, budget };
}

function report(sizes) {
  const rows = sizes.map((size) => [
    size.tier,
    size.raw,
    size.gzip,
    size.brotliBytes,
    size.budget,
    size.brotliBytes <= size.budget ? "" : red("over budget"),
  ]);
  say(table([["tier", "raw", "gzip", "brotli", "budget (brotli)", ""], ...rows]));
  return sizes.every((size) => size.brotliBytes <= size.budget);
}

function build(stamp) {
  mkdirSync(at("build/wasm"), { recursive: true });
  run("emcmake", "cmake", "-S", ".", "-B", "build/wasm", "-G", "Ninja");
  run("cmake", "--build", "build/wasm", "--parallel", "2");
  const isWithinBudget = report(tiers.map(buildTier));
  if (isWithinBudget) writeFileSync(stampPath, stamp);
  return isWithinBudget;
}

// Two builds in one folder leave half of each behind.
const lockPath = at("build/wasm.lock");

/** Waits for a build that somebody else is running; one that died leaves its process id. */
async function locked(action) {
  mkdirSync(at("build"), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockPath, String(process.pid), { flag: "wx" });
      break;
    } catch {
      if (!isAlive(Number(readFileSync(lockPath, "utf8")))) rmSync(lockPath, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return action();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function main() {
  await locked(() => {
    const stamp = fingerprint(inputs);
    if (isFresh(stamp) && !process.argv.includes("--force")) {
      say(dim("The wasm is up to date."));
      return;
    }
    try {
      if (!build(stamp)) process.exitCode = 1;
    } catch (error) {
      say(red(error.message));
      process.exitCode = 1;
    }
  });
}

await main();
