import assert from "node:assert/strict";
import { test } from "node:test";
import { plantTree } from "../repository.mjs";
import { tidy } from "../tidy.mjs";

const readme = { "README.md": "# Project\n" };
const find = (texts, waivers = []) => tidy(plantTree({ ...readme, ...texts }), waivers);
const rules = (texts, waivers) => find(texts, waivers).map(({ rule, level }) => `${rule} ${level}`);
const lines = (count, line = "x();") => `${Array(count).fill(line).join("\n")}\n`;
const path = (...parts) => ["", ...parts, "x"].join("/");

test("an orderly tree has no findings", () => {
  const texts = {
    "README.md": "See [the guide](docs/GUIDE.md), [packages](packages/browser) and [us](#us).\n",
    "docs/GUIDE.md": "Back to [the start](../README.md).\n",
    "docs/adr/0001-handles.md": "",
    "packages/browser/README.md": "[why](../../docs/adr/0001-handles.md)\n",
    "packages/browser/src/service-worker.ts": "export class ServiceWorkerPort {}\n",
    "packages/browser/src/index.ts":
      '/** Doc. */\nexport { a } from "./a.js";\nexport type * from "./b.js";\n',
    "kernel/src/task.c": "/* Slot 3 of UTF-8 text, see RFC-9110. */\n",
  };
  assert.deepEqual(rules(texts), []);
});

test("a file over the middle limit is a warning, over the last one an error", () => {
  assert.deepEqual(rules({ "packages/browser/src/scope.ts": lines(301) }), ["file-size warning"]);
  assert.deepEqual(rules({ "packages/browser/src/scope.ts": lines(451) }), ["file-size error"]);
  assert.deepEqual(rules({ "kernel/src/task.c": lines(501) }), ["file-size warning"]);
  assert.deepEqual(rules({ "kernel/include/asx/task.h": lines(401) }), ["file-size error"]);
  assert.deepEqual(rules({ "packages/react/src/use-task.ts": lines(201) }), ["file-size error"]);
  assert.deepEqual(rules({ "kernel/tests/task_test.c": lines(700) }), ["file-size warning"]);
});

test("generated files have no size", () => {
  assert.deepEqual(rules({ "bindings/generated/abi.c": lines(2000) }), []);
});

test("a waiver excuses a warning, never a refusal, and must stay useful", () => {
  const file = "kernel/src/task.c";
  const waiver = { rule: "file-size", path: file, reason: "one table", owner: "kernel" };
  assert.deepEqual(rules({ [file]: lines(501) }, [waiver]), []);
  assert.deepEqual(rules({ [file]: lines(801) }, [waiver]), ["file-size error", "waiver error"]);
  assert.deepEqual(rules({ [file]: lines(5) }, [waiver]), ["waiver error"]);
  assert.deepEqual(rules({ [file]: lines(501) }, [{ ...waiver, reason: "" }]), [
    "file-size warning",
    "waiver error",
  ]);
});

test("a long C function is found", () => {
  const text = `int f(void)\n{\n${lines(60, "    x();")}}\n`;
  assert.deepEqual(rules({ "kernel/src/task.c": text }), ["function-size warning"]);
});

test("a long line is found", () => {
  const line = `int ${"x".repeat(80)};\n`;
  assert.deepEqual(rules({ "kernel/src/task.c": line }), ["line-length error"]);
  assert.deepEqual(rules({ "packages/browser/src/scope.ts": line }), []);
});

test("an index.ts with code in it is found", () => {
  const text = 'export { a } from "./a.js";\nexport const b = 1;\n';
  assert.deepEqual(rules({ "packages/browser/src/index.ts": text }), [
    "index-only-reexports error",
  ]);
});

test("banned names of files and types are found", () => {
  assert.deepEqual(rules({ "packages/browser/src/utils.ts": "" }), ["banned-name error"]);
  assert.deepEqual(rules({ "packages/browser/src/task-manager.ts": "" }), ["banned-name error"]);
  assert.deepEqual(rules({ "kernel/src/common.h": "" }), ["banned-name error"]);
  const text = "export class ScopeImpl {}\n";
  assert.deepEqual(rules({ "packages/browser/src/scope.ts": text }), ["banned-name error"]);
  assert.deepEqual(rules({ "kernel/src/task.c": "struct task_helper { int x; };\n" }), [
    "banned-name error",
  ]);
});

test("file names have one form", () => {
  assert.deepEqual(rules({ "packages/browser/src/cancelToken.ts": "" }), ["file-name-form error"]);
  assert.deepEqual(rules({ "kernel/src/task-state.c": "" }), ["file-name-form error"]);
});

test("a new root entry is found", () => {
  assert.deepEqual(rules({ "patch.py": "" }), ["root-entry error"]);
});

test("orphan documents and broken links are found", () => {
  assert.deepEqual(rules({ "docs/PLAN.md": "" }), ["orphan-document error"]);
  assert.deepEqual(rules({ "README.md": "[x](docs/GONE.md)\n" }), ["broken-link error"]);
  assert.deepEqual(rules({ "README.md": "```\n[x](docs/GONE.md)\n```\n" }), []);
});

test("decisions are numbered without gaps", () => {
  const texts = { "README.md": "[a](docs/adr/0001-a.md) [b](docs/adr/0003-b.md)\n" };
  const adrs = { "docs/adr/0001-a.md": "", "docs/adr/0003-b.md": "" };
  assert.deepEqual(rules({ ...texts, ...adrs }), ["adr-number error"]);
});

test("leftover notes and ticket ids in comments are found, in strings they are not", () => {
  const note = "FIX" + "ME";
  const file = "kernel/src/task.c";
  assert.deepEqual(rules({ [file]: `int x; /* ${note} */\n` }), ["leftover-note error"]);
  assert.deepEqual(rules({ [file]: "/* Fixed in\n * issue 12. */\n" }), ["ticket-id error"]);
  assert.deepEqual(rules({ [file]: "// see KERN-123\n" }), ["ticket-id error"]);
  assert.deepEqual(rules({ [file]: `char *x = "// ${note} #12";\n` }), []);
  assert.deepEqual(rules({ "CMakeLists.txt": `# ${note}\n` }), ["leftover-note error"]);
});

test("a finding in a comment names its line", () => {
  const text = `int a;\n/* fine\n * see bug 7 */\n`;
  assert.equal(find({ "kernel/src/task.c": text })[0].line, 3);
});

test("paths of a machine and registries are found", () => {
  const file = "packages/browser/src/scope.ts";
  assert.deepEqual(rules({ [file]: `// ${path("home", "ann", "asx")}\n` }), ["machine-path error"]);
  assert.deepEqual(rules({ "README.md": `cd ${path("tmp", "x")}\n` }), ["machine-path error"]);
  const host = ["https:", "", "registry.example.org", ""].join("/");
  assert.deepEqual(rules({ [file]: `const x = "${host}";\n` }), ["registry error"]);
  const entry = `"resolved": "${["https:", "", "example.org", "a.tgz"].join("/")}"\n`;
  assert.deepEqual(rules({ "package-lock.json": entry }), ["registry error"]);
  assert.deepEqual(rules({ [file]: 'const x = "/usr/bin/env ./tmp/x a/home/b/c";\n' }), []);
});
