// The steps of npm run check, in order: what each runs, and what to do when it fails.
import { readdirSync } from "node:fs";
import { at, has, isGenerated, listFiles } from "./repository.mjs";
import { isC, isTest, isTs } from "./tidy/source.mjs";

const node = process.execPath;
const tsc = (...words) => [node, "node_modules/typescript/bin/tsc", ...words];

/** The C files that clang-format looks after. */
export const listCFiles = () => listFiles().filter((path) => isC(path) && !isGenerated(path));

// The packages are built as project references; the folders that use them are checked one by one.
function listTypeProjects() {
  const demos = has("demos") ? readdirSync(at("demos")).map((name) => `demos/${name}`) : [];
  return ["replay-tool", "e2e", "bench", ...demos].filter((folder) =>
    has(`${folder}/tsconfig.json`),
  );
}

const hasTypedTests = () =>
  listFiles().some((path) => /^packages\/[^/]+\/src\//.test(path) && isTs(path) && isTest(path));

// Without a C file, clang-format would wait for one on stdin.
function clangFormat() {
  const files = listCFiles();
  return files.length > 0 ? [["clang-format", "--dry-run", "-Werror", ...files]] : [];
}

// clang-format quotes every place; one line a file is enough, since nobody corrects it by hand.
function digestClangFormat(output) {
  const counts = new Map();
  for (const [, file] of output.matchAll(/^(\S+?):\d+:\d+: error: /gm)) {
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  if (counts.size === 0) return output;
  return [...counts].map(([file, count]) => `${file}: ${count} places`).join("\n");
}

export const checkSteps = () => [
  {
    name: "generated",
    commands: [
      [node, "bindings/generate.mjs", "--check"],
      [node, "scripts/state-machines.mjs", "--check"],
    ],
    fix: "node bindings/generate.mjs, node scripts/state-machines.mjs; commit what they write",
  },
  {
    name: "rules",
    commands: [[node, "scripts/rules.mjs", "--check"]],
    fix: "name the rule in a test, or correct the name; then node scripts/rules.mjs, and commit the page",
  },
  {
    name: "mutants",
    commands: [["cmake", "-DINTO=build/planted", "-P", "kernel/mutants/plant.cmake"]],
    fix: "the source has changed under a planted bug: see its row in <layer>/mutants, and correct it",
  },
  {
    name: "prettier",
    commands: [
      [node, "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
    ],
    fix: "npm run format",
  },
  {
    name: "clang-format",
    commands: clangFormat(),
    digest: digestClangFormat,
    fix: "npm run format",
  },
  {
    name: "eslint",
    commands: [[node, "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."]],
    fix: "correct it, or disable the rule on that line with the reason",
  },
  {
    name: "types",
    // The packages' types come out of their build, which for browser-core includes the wasm.
    commands: [
      [node, "scripts/build.mjs", "--only", "wasm,types"],
      ...(hasTypedTests() ? [tsc("-p", "tsconfig.tests.json")] : []),
      ...listTypeProjects().map((folder) => tsc("-p", folder, "--noEmit")),
    ],
    fix: "correct the types",
  },
  {
    name: "tidy",
    commands: [[node, "scripts/tidy.mjs"]],
    fix: "see below each finding",
  },
  {
    name: "arrows",
    commands: [[node, "scripts/arrows.mjs"]],
    fix: "see below each finding",
  },
];
