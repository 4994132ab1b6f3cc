// Instructions of operations of the kernel in a native build, counted by callgrind: the same every
// time, since no clock, no address and no entropy gets into them.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { at, listFiles, root } from "../repository.mjs";

const program = "build/instructions/kernel_ops";

/** `perRound`: what one round of bench/native/kernel_ops.c does. */
export const operations = [
  { name: "spawn", perRound: "spawn, next, finish" },
  { name: "yield", perRound: "yield, next" },
  { name: "join", perRound: "spawn, join, next, finish, next" },
  { name: "wake", perRound: "park, wake, next" },
  { name: "sleep", perRound: "arm a sleep, fire it, next" },
  { name: "timer", perRound: "park with a deadline, wake, next" },
  { name: "cancel", perRound: "spawn, park, cancel, next, finish" },
  { name: "region", perRound: "open a region, close, release" },
  { name: "obligation", perRound: "reserve, commit" },
  { name: "turn", perRound: "a turn of the pump with nothing due" },
  { name: "channel", perRound: "reserve, commit, receive" },
  { name: "watch", perRound: "reserve, commit, see the change" },
  { name: "mutex", perRound: "acquire, release" },
  { name: "semaphore", perRound: "acquire 3 of 8, release" },
];

function run(command, ...words) {
  const { status, error, stdout, stderr } = spawnSync(command, words, {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return stdout + stderr;
  throw new Error(error?.code === "ENOENT" ? `there is no ${command} here` : stderr.trim());
}

/** The compiler and the machine that a count is of: other ones give other counts. */
export const describeCompiler = () => `${run("gcc", "--version").split("\n")[0]}, ${process.arch}`;

function compile() {
  const layers = ["kernel", "browser-backend"];
  const isSource = (path) => layers.some((layer) => path.startsWith(`${layer}/src/`));
  mkdirSync(at("build", "instructions"), { recursive: true });
  run(
    "gcc",
    ...["-std=c11", "-O2", "-flto=auto", "-DASX_TIER=0"],
    ...layers.map((layer) => `-I${layer}/include`),
    "bench/native/kernel_ops.c",
    ...listFiles().filter((path) => isSource(path) && path.endsWith(".c")),
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
