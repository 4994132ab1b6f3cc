// The parts of npm test, in order. Whoever owns a part edits its commands here.
//
//   name      for --only, the summary and build/logs/<name>.log
//   covers    folders that --only accepts instead of the name
//   commands  run one after the other, up to the first that fails
//   needs     the file without which the part cannot run; it then fails, saying so
//   count     how to count its tests, see test-counts.mjs
//   report    for the JSON counters: the file the command writes
//   minutes   time limit, default 10
import { readdirSync } from "node:fs";
import { at } from "./repository.mjs";

const node = process.execPath;
const nativeFolders = ["kernel", "browser-backend", "bindings", "native-shim"];

// Node 20 takes a folder here and Node 22 a pattern; both take files.
const scriptTests = readdirSync(at("scripts", "tests"))
  .filter((name) => name.endsWith(".test.mjs"))
  .map((name) => `scripts/tests/${name}`);

const sanitizers = "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer";

export const parts = [
  {
    name: "check",
    commands: [[node, "scripts/check.mjs"]],
    count: "closingLine",
    minutes: 20, // on a fresh clone it builds the wasm, for its types
  },
  {
    name: "scripts",
    commands: [[node, "--test", "--test-reporter=spec", ...scriptTests]],
    count: "nodeTest",
  },
  {
    name: "build",
    commands: [[node, "scripts/build.mjs"]],
    count: "one",
    minutes: 15,
  },
  {
    name: "native",
    covers: nativeFolders,
    needs: "CMakeLists.txt",
    commands: [
      ["cmake", "-S", ".", "-B", "build/native", "-G", "Ninja"],
      ["cmake", "--build", "build/native"],
      ["ctest", "--test-dir", "build/native", "--verbose", "--timeout", "300", "-j", "2"],
    ],
    count: "ctest",
  },
  {
    name: "native-asan",
    covers: nativeFolders,
    needs: "CMakeLists.txt",
    commands: [
      [
        ...["cmake", "-S", ".", "-B", "build/native-asan", "-G", "Ninja"],
        ...["-DCMAKE_BUILD_TYPE=RelWithDebInfo", `-DCMAKE_C_FLAGS=${sanitizers}`],
      ],
      ["cmake", "--build", "build/native-asan"],
      ["ctest", "--test-dir", "build/native-asan", "--verbose", "--timeout", "600", "-j", "2"],
    ],
    count: "ctest",
    minutes: 15,
  },
  {
    name: "fuzz",
    needs: "bindings/fuzz/run.mjs",
    commands: [[node, "bindings/fuzz/run.mjs", "--seconds", "15"]],
    count: "closingLine",
    // The harnesses are built first, with everything below them.
    minutes: 20,
  },
  {
    name: "static",
    covers: nativeFolders,
    needs: "scripts/static.mjs",
    // clang-tidy takes longer than the two together: npm run test:long.
    commands: [[node, "scripts/static.mjs", "--only", "gcc,cppcheck"]],
    count: "closingLine",
  },
  {
    name: "mutants",
    needs: "scripts/mutants.mjs",
    commands: [[node, "scripts/mutants.mjs"]],
    count: "closingLine",
  },
  {
    name: "oracles",
    needs: "scripts/oracles.mjs",
    commands: [[node, "scripts/oracles.mjs"]],
    count: "closingLine",
  },
  {
    name: "explorer",
    needs: "scripts/explorer.mjs",
    commands: [[node, "scripts/explorer.mjs"]],
    count: "closingLine",
  },
  {
    name: "coverage",
    covers: ["kernel", "browser-backend"],
    needs: "scripts/coverage.mjs",
    commands: [[node, "scripts/coverage.mjs"]],
    count: "closingLine",
  },
  {
    name: "cost",
    needs: "scripts/instructions.mjs",
    commands: [[node, "scripts/instructions.mjs"]],
    count: "closingLine",
  },
  {
    name: "wasm",
    needs: "bindings/tests/wasm-contract.mjs",
    commands: [[node, "bindings/tests/wasm-contract.mjs"]],
    count: "closingLine",
  },
  {
    name: "parity",
    needs: "native-shim/tests/parity.mjs",
    commands: [
      ["cmake", "-S", ".", "-B", "build/native-clang", "-G", "Ninja", "-DCMAKE_C_COMPILER=clang"],
      ["cmake", "--build", "build/native-clang", "--target", "asx"],
      [
        ...[node, "native-shim/tests/parity.mjs", "--calls", "500000"],
        ...["--native", "build/native,build/native-clang", "--browsers", "chromium"],
      ],
    ],
    count: "closingLine",
    minutes: 20,
  },
  {
    name: "spec",
    needs: "native-shim/spec/run.mjs",
    commands: [[node, "native-shim/spec/run.mjs", "--programs", "300", "--seed", "1"]],
    count: "closingLine",
  },
  {
    name: "packages",
    covers: ["browser-core", "browser", "react", "next", "replay-tool"],
    needs: "vitest.config.ts",
    commands: [
      [
        ...[node, "node_modules/vitest/vitest.mjs", "run", "--reporter=default"],
        ...["--reporter=json", "--outputFile.json=build/logs/packages.json"],
      ],
    ],
    count: "vitest",
    report: "build/logs/packages.json",
  },
  {
    name: "pack",
    needs: "e2e/pack/run.mjs",
    commands: [[node, "e2e/pack/run.mjs"]],
    count: "closingLine",
  },
  {
    name: "e2e",
    covers: ["demos"],
    needs: "e2e/playwright.config.ts",
    commands: [
      [
        ...[node, "node_modules/@playwright/test/cli.js", "test"],
        ...["--config", "e2e/playwright.config.ts", "--reporter=list,json"],
      ],
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: at("build", "logs", "e2e.json") },
    count: "playwright",
    report: "build/logs/e2e.json",
    minutes: 15,
  },
];
