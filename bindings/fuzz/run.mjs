// Builds the libFuzzer harnesses and lets each run for a while, all at once.
//
//   node bindings/fuzz/run.mjs [--seconds 15] [--seed 1] [--only calls_fuzz] [--corpus FOLDER]
//
// ASX_FUZZ_SECONDS is the default of --seconds; seed 0 is another one each time. Without --corpus
// each starts from the seeds of seeds.mjs and forgets what it found; with it, it goes on from what
// lies there. What crashes is kept in build/fuzz/crashes.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeSeeds } from "./seeds.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, "build/fuzz");
const crashes = join(folder, "crashes");
const harnesses = ["calls_fuzz", "artifact_fuzz"];

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: process.env.ASX_FUZZ_SECONDS ?? "15" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    corpus: { type: "string" },
  },
});

class Missing extends Error {}

const clang = process.env.CLANG ?? "clang";

/** Fails unless this clang has the runtimes that the harnesses are linked with. */
function requireRuntime() {
  const probe = join(folder, "probe.c");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    probe,
    "#include <stddef.h>\n#include <stdint.h>\n" +
      "int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { return d == 0 && n == 1; }\n",
  );
  const words = ["-fsanitize=fuzzer,address,undefined", probe, "-o", join(folder, "probe")];
  const { status, stderr, error } = spawnSync(clang, words, { encoding: "utf8" });
  if (error) throw new Missing(`${clang}: ${error.message}. Fuzzing needs clang.`);
  if (status === 0) return;
  const version = spawnSync(clang, ["-dumpversion"], { encoding: "utf8" }).stdout.trim();
  throw new Missing(
    `${clang} ${version} cannot link -fsanitize=fuzzer,address,undefined:\n${stderr.trim()}\n` +
      `Its runtime libraries are a package of their own: libclang-rt-${version.split(".")[0]}-dev ` +
      "on Debian and Ubuntu, compiler-rt on Fedora and Arch.",
  );
}

function build() {
  const steps = [
    [
      ...["cmake", "-S", root, "-B", folder, "-G", "Ninja", `-DCMAKE_C_COMPILER=${clang}`],
      ...["-DASX_FUZZ=ON", "-DASX_SANITIZE=fuzzer-no-link,address,undefined"],
      // Numbers that are compared are small here: watching them costs half the speed for nothing.
      "-DCMAKE_C_FLAGS=-fno-sanitize-coverage=trace-cmp",
    ],
    ["cmake", "--build", folder, "--target", "asx", ...harnesses],
  ];
  for (const [tool, ...words] of steps) {
    const { status, error } = spawnSync(tool, words, { stdio: "inherit" });
    if (error || status !== 0) throw new Error(`${tool} failed: ${error?.message ?? status}`);
  }
}

const collect = (stream, lines) => {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop();
    lines.push(...parts);
  });
};

/** Runs one harness and answers its exit code and what libFuzzer printed. */
function fuzz(name) {
  const corpus = values.corpus ? join(values.corpus, name) : join(folder, "corpus", name);
  if (!values.corpus) rmSync(corpus, { recursive: true, force: true });
  mkdirSync(corpus, { recursive: true });
  const words = [
    ...[`-max_total_time=${values.seconds}`, `-seed=${values.seed}`, "-print_final_stats=1"],
    ...["-max_len=4096", "-len_control=20", "-timeout=20", "-entropic=0"],
    ...[`-artifact_prefix=${join(crashes, name)}-`, corpus, join(folder, "seeds", name)],
  ];
  return new Promise((resolve) => {
    const lines = [];
    const child = spawn(join(folder, "bindings", name), words, {
      stdio: ["ignore", "ignore", "pipe"],
    });
    collect(child.stderr, lines);
    child.on("error", (error) => lines.push(error.message));
    child.on("close", (code) => resolve({ name, code, lines }));
  });
}

const last = (lines, pattern) => lines.map((line) => pattern.exec(line)?.[1]).findLast(Boolean);

function report({ name, code, lines }) {
  const numbers = [
    ["runs", last(lines, /^stat::number_of_executed_units: *(\d+)/)],
    ["runs/s", last(lines, /^stat::average_exec_per_sec: *(\d+)/)],
    ["edges", last(lines, /\bcov: (\d+)/)],
    ["features", last(lines, /\bft: (\d+)/)],
    ["inputs kept", last(lines, /\bcorp: (\d+)\//)],
  ];
  const text = numbers.map(([what, number]) => `${number ?? "?"} ${what}`).join(", ");
  console.log(`${code === 0 ? "ok" : "not ok"} ${name}: ${text}`);
  if (code === 0) return true;
  console.log(lines.filter((line) => !/^#\d+\s+(?:NEW|REDUCE|pulse)/.test(line)).join("\n"));
  for (const file of readdirSync(crashes).filter((each) => each.startsWith(name))) {
    const path = relative(root, join(crashes, file));
    console.log(`To see its calls: ASX_FUZZ_PRINT=1 build/fuzz/bindings/${name} ${path}`);
    console.log(`  ${readFileSync(join(root, path)).toString("base64")}`);
  }
  return false;
}

async function runAll(names) {
  const queue = [...names];
  let passed = 0;
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (report(await fuzz(name))) passed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(cpus().length, names.length) }, worker));
  return passed;
}

const chosen = harnesses.filter((name) => values.only === undefined || name === values.only);
try {
  if (chosen.length === 0) throw new Error(`--only: one of ${harnesses.join(", ")}`);
  requireRuntime();
  build();
  writeSeeds(join(folder, "seeds"), join(folder, "native-shim/asx"));
  rmSync(crashes, { recursive: true, force: true });
  mkdirSync(crashes, { recursive: true });
  const passed = await runAll(chosen);
  console.log(`${passed} passed, ${chosen.length - passed} failed`);
  if (passed < chosen.length) process.exitCode = 1;
} catch (error) {
  console.log(error instanceof Missing ? error.message : error.stack);
  console.log(`0 passed, ${chosen.length} failed`);
  process.exitCode = 1;
}
