// Instructions of kernel operations in a native build, counted by callgrind: the same every time.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const program = "build/bench/kernel_ops";

// `perRound`: what one round of the program does.
const operations = [
  { name: "spawn", perRound: "spawn, next, finish" },
  { name: "yield", perRound: "yield, next" },
  { name: "sleep", perRound: "arm a sleep, fire it, next" },
  { name: "cancel", perRound: "spawn, park, cancel, next, finish" },
  { name: "region", perRound: "open a region, close, release" },
  { name: "obligation", perRound: "reserve, commit" },
];

function run(command, ...words) {
  const { status, error, stderr } = spawnSync(command, words, { cwd: root, encoding: "utf8" });
  if (status === 0) return stderr;
  throw new Error(error?.code === "ENOENT" ? `there is no ${command} here` : stderr.trim());
}

function compile() {
  const sources = readdirSync(`${root}kernel/src`).filter((name) => name.endsWith(".c"));
  mkdirSync(`${root}build/bench`, { recursive: true });
  run(
    "gcc",
    ...["-std=c11", "-O2", "-flto=auto", "-DASX_TIER=0", "-Ikernel/include", "-Ikernel/src"],
    "bench/native/kernel_ops.c",
    ...sources.map((name) => `kernel/src/${name}`),
    ...["-o", program],
  );
}

function instructions(name, rounds) {
  const told = run(
    "valgrind",
    ...["--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, String(rounds)],
  );
  const [, collected] = /Collected : (\d+)/.exec(told) ?? [];
  if (collected === undefined) throw new Error(`callgrind did not say how many: ${told}`);
  return Number(collected);
}

/** @throws if gcc or valgrind are missing: say so and go on without. */
export function countInstructions() {
  compile();
  const few = 1000;
  const many = 11_000;
  return operations.map(({ name, perRound }) => ({
    name,
    perRound,
    instructions: (instructions(name, many) - instructions(name, few)) / (many - few),
  }));
}
