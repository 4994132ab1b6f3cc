import assert from "node:assert/strict";
import { test } from "node:test";
import { checkArrows } from "../arrows.mjs";
import { plantTree } from "../repository.mjs";

const rules = (texts) => checkArrows(plantTree(texts)).map(({ rule, path }) => `${rule} ${path}`);

const headers = {
  "kernel/include/asx/task.h": "",
  "kernel/src/internal.h": "",
  "browser-backend/include/asx/pump.h": "",
  "bindings/src/exports.h": "",
  "native-shim/src/cli.h": "",
};

const manifests = {
  "packages/browser-core/package.json": `{ "name": "@asupersync/browser-core" }`,
  "packages/browser/package.json": `{
    "name": "@asupersync/browser", "dependencies": { "@asupersync/browser-core": "0.1.0" } }`,
  "packages/react/package.json": `{
    "name": "@asupersync/react", "dependencies": { "@asupersync/browser": "0.1.0" },
    "peerDependencies": { "react": ">=18" } }`,
};

test("includes that point down are allowed", () => {
  const texts = {
    ...headers,
    "kernel/src/task.c": `#include "internal.h"\n#include <asx/task.h>\n#include <stdint.h>\n`,
    "kernel/tests/task_test.c": `#include "../src/internal.h"\n#include <setjmp.h>\n`,
    "browser-backend/src/pump.c": `#include "asx/task.h"\n`,
    "native-shim/src/main.c": `#include "exports.h"\n#include <stdio.h>\n`,
  };
  assert.deepEqual(rules(texts), []);
});

for (const [path, include] of [
  ["kernel/src/task.c", "asx/pump.h"],
  ["kernel/include/asx/run.h", "asx/pump.h"],
  ["kernel/src/task.c", "../../bindings/src/exports.h"],
  ["kernel/tests/task_test.c", "exports.h"],
  ["browser-backend/src/pump.c", "exports.h"],
  ["browser-backend/src/pump.c", "cli.h"],
  ["bindings/src/exports.c", "cli.h"],
]) {
  test(`${path} must not include ${include}`, () => {
    assert.deepEqual(rules({ ...headers, [path]: `#include "${include}"\n` }), [`arrow ${path}`]);
  });
}

test("only the kernel sees kernel/src", () => {
  const path = "bindings/src/exports.c";
  const texts = { ...headers, [path]: `#include "../../kernel/src/internal.h"\n` };
  assert.deepEqual(rules(texts), [`private-header ${path}`]);
});

test("the kernel must not include a clock", () => {
  const texts = { ...headers, "kernel/src/timer.c": "#include <time.h>\n" };
  assert.deepEqual(rules(texts), ["pure-layer kernel/src/timer.c"]);
});

test("imports that point down are allowed", () => {
  const texts = {
    ...manifests,
    "packages/browser/src/scope.ts": `import { load } from "@asupersync/browser-core";\nimport { x } from "./x.js";\n`,
    "packages/react/src/use-task.ts": `import { useMemo } from "react";\nimport type { Cx } from "@asupersync/browser";\n`,
    "packages/react/src/use-task.test.ts": `import { it } from "vitest";\n`,
    "demos/typeahead/main.ts": `import { useTask } from "@asupersync/react";\n`,
  };
  assert.deepEqual(rules(texts), []);
});

for (const [path, code] of [
  ["packages/browser-core/src/load.ts", `import { run } from "@asupersync/browser";`],
  ["packages/browser/src/scope.ts", `export * from "@asupersync/react";`],
  ["packages/browser/src/scope.ts", `import {\n  a,\n  b,\n} from "@asupersync/react";`],
  ["packages/react/src/a.ts", `const core = await import("@asupersync/browser-core");`],
  ["packages/react/src/a.ts", `import "@asupersync/next";`],
  ["packages/react/src/a.ts", `import { Scope } from "../../browser/src/scope.js";`],
  ["packages/react/src/a.ts", `import { chunk } from "lodash";`],
  ["replay-tool/src/model.ts", `import { run } from "@asupersync/browser";`],
  ["demos/typeahead/main.ts", `import { run } from "../../packages/browser/src/run.js";`],
]) {
  test(`${path} must not say ${code.replaceAll("\n", " ")}`, () => {
    assert.deepEqual(rules({ ...manifests, [path]: `${code}\n` }), [`arrow ${path}`]);
  });
}

test("an import in a comment is no import", () => {
  const path = "packages/browser-core/src/load.ts";
  const text = `/* import { run } from "@asupersync/browser";\n */\n// import "@asupersync/next";\n`;
  assert.deepEqual(rules({ ...manifests, [path]: text }), []);
});

test("a package.json must not depend upwards", () => {
  const path = "packages/browser-core/package.json";
  const text = `{ "name": "@asupersync/browser-core", "dependencies": { "@asupersync/react": "0.1.0" } }`;
  assert.deepEqual(rules({ ...manifests, [path]: text }), [`arrow ${path}`]);
});
