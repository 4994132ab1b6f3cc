// One mutant and the tests that may kill it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../repository.mjs";
import { capture } from "./capture.mjs";

// Of CPU time, so that a busy machine kills no mutant. All tests need far less.
const HANG_SECONDS = 10;

function limited(program, seconds = HANG_SECONDS, words = []) {
  return ["sh", "-c", `ulimit -S -t ${seconds}; ulimit -c 0; exec "$0" "$@"`, program, ...words];
}

/** `layer/program: test` in its two parts; undefined for something else. */
export function parseKiller(text) {
  const match = /^([a-z-]+\/\w+_test): (test_\w+)$/.exec(text);
  return match ? { program: match[1], test: match[2] } : undefined;
}

/** Whether that is what a test says of a bug. */
export const isKill = (outcome) => ["fails", "traps", "hangs"].includes(outcome);

/** How one run ended: `passes`, `fails`, `traps`, `hangs`, or `runs nothing`. */
function judge({ code, signal, text }) {
  if (signal === "SIGXCPU") return "hangs";
  if (signal !== null) return "traps";
  if (/Test failed with exception/.test(text)) return "traps";
  if (code !== 0) return "fails";
  return /\[=+\] 1 test\(s\) run\./.test(text) ? "passes" : "runs nothing";
}

/** A row of its own is written where those of the tables are. What is wrong with it, or "". */
function writeOwn(folder, { mutant, source, find, replace }) {
  const text = readFileSync(at(source), "utf8");
  if (text.split(find).length !== 2) return `${source} does not have that once`;
  const planted = text.replace(find, () => replace);
  writeFileSync(join(folder, "planted", `${mutant}.c`), planted);
  return "";
}

/** A way to run tests, with one mutant or with none. */
export function openTrial(build, number) {
  const folder = join(build.folder, `trial-${number}`);
  const object = join(folder, "mutant.o");
  const linked = join(folder, "program");
  mkdirSync(folder, { recursive: true });
  /** Empty, or what the compiler said. */
  async function plant({ id, source }) {
    const { code, text } = await capture(build.compile(id, source, object), {
      cwd: build.folder,
    });
    return code === 0 ? "" : text || "the compiler fails";
  }
  return {
    plant,
    /** The mutant that a row names, of the tables or the row's own. Empty, or what is wrong. */
    async plantRow(row, mutants) {
      if (row.source) {
        return writeOwn(build.folder, row) || plant({ id: row.mutant, source: row.source });
      }
      const mutant = mutants.find(({ id }) => id === row.mutant);
      return mutant ? plant(mutant) : "there is no such mutant";
    },
    async link(program, isPlanted) {
      const words = build.link(program, isPlanted ? [object] : [], linked);
      const { code, text } = await capture(words, { cwd: build.folder });
      if (code !== 0) throw new Error(`${program} does not link\n${text}`);
    },
    /** One test of the linked program. */
    async runTest(test) {
      return judge(await capture(limited(linked), { env: { ASX_TEST: test } }));
    },
    /** How the linked program ends within so much CPU time, and what it prints. */
    runWhole: (seconds, words) =>
      capture(limited(linked, seconds, words), { env: { ASX_TEST: "*" } }),
    /** All tests of the linked program: the names of those that do not pass. */
    async runAll() {
      const { code, text } = await capture(limited(linked), { env: { ASX_TEST: "*" } });
      if (code === 0) return [];
      const failed = [...text.matchAll(/\[ +(?:FAILED|ERROR) +\] (?:\w+: )?(test_\w+)/g)];
      const begun = [...text.matchAll(/\[ RUN +\] (test_\w+)/g)];
      const names = failed.map((match) => match[1]);
      if (code === null) names.push(begun.at(-1)?.[1] ?? "");
      return [...new Set(names)].filter(Boolean);
    },
  };
}
