// The executable specification against the kernel, on random programs.
//
//   node native-shim/spec/run.mjs [--programs 300] [--seed 1] [--calls 400] [--wasm FILE]
//
// A disagreement prints the seed, the call, both views, and a short program that shows it.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openBoth, perform } from "./both.mjs";
import { createRandom, nextCall, settingsOf, shapes } from "./generate.mjs";
import { shrink } from "./shrink.mjs";
import { count, createTally, missing, show as showTally } from "./tally.mjs";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    calls: { type: "string", default: "400" },
    wasm: { type: "string" },
  },
});
const options =
  values.wasm === undefined ? {} : { wasm: new Uint8Array(readFileSync(values.wasm)) };

const tally = createTally();

/** Makes one up and runs it; answers its calls and what differed after the last, if anything. */
async function runRandom(seed) {
  const random = createRandom(seed);
  const shape = Object.values(shapes)[seed % Object.keys(shapes).length];
  const sides = await openBoth(options);
  const program = settingsOf(random);
  const made = program.length;
  for (let at = 0; at < made + Number(values.calls); at += 1) {
    if (at >= made) program.push(nextCall(random, sides, at + 1, shape));
    const difference = perform(sides, program[at]);
    if (difference) return { program, difference };
    count(tally, sides);
  }
  return { program };
}

async function runAgain(program) {
  const sides = await openBoth(options);
  for (const [at, call] of program.entries()) {
    const difference = perform(sides, call);
    if (difference) return { at, difference };
  }
  return undefined;
}

const text = (call) => JSON.stringify(call, (_, each) => (each === Infinity ? "none" : each));
const show = (program) => program.map((call) => `  ${text(call)}`).join("\n");

async function tell(seed, { program, difference }) {
  console.log(`seed ${seed}, call ${program.length}: ${text(program.at(-1))}`);
  console.log(`  ${difference}`);
  const short = await shrink(program, runAgain);
  const again = await runAgain(short);
  console.log(`shortened to ${short.length} calls (${again?.difference}):\n${show(short)}`);
}

const started = performance.now();
const first = Number(values.seed);
let passed = 0;
let failed = 0;
let made = 0;
for (let seed = first; seed < first + Number(values.programs); seed += 1) {
  const result = await runRandom(seed);
  made += result.program.length;
  if (result.difference) {
    failed += 1;
    if (failed <= 3) await tell(seed, result);
  } else {
    passed += 1;
  }
}
console.log(`${made} calls in ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed`);
console.log(`what came up:\n${showTally(tally)}`);
// Few programs may well leave something out.
const absent = passed + failed >= 200 ? missing(tally) : [];
for (const name of absent) console.log(`never happened: ${name}`);
if (failed > 0 || absent.length > 0) process.exitCode = 1;
