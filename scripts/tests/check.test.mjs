import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { ESLint } from "eslint";
import { root } from "../repository.mjs";

const eslint = new ESLint({ cwd: root });

async function rules(filePath, code) {
  const [result] = await eslint.lintText(code, { filePath });
  return result.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const glue = "packages/browser/src/planted.ts";

for (const code of [
  "export const a = Promise.race([]);",
  "export const a = AbortSignal.any([]);",
  "setTimeout(() => 1, 0);",
  "export const a = new FinalizationRegistry(() => 1);",
  "export const a = (m: { memory: WebAssembly.Memory }) => new Uint8Array(m.memory.buffer);",
  "export default 1;",
]) {
  test(`in the glue, ESLint refuses: ${code}`, async () => {
    assert.deepEqual(await rules(glue, `${code}\n`), ["no-restricted-syntax"]);
  });
}

test("ESLint refuses any", async () => {
  const found = await rules(glue, "export const a = (x: any) => x;\n");
  assert.deepEqual(found, ["@typescript-eslint/no-explicit-any"]);
});

test("memory.ts may look at memory, and a test may race", async () => {
  const view = "export const a = (memory: WebAssembly.Memory) => memory.buffer;\n";
  assert.deepEqual(await rules("packages/browser-core/src/memory.ts", view), []);
  const race = "export const a = Promise.race([]);\n";
  assert.deepEqual(await rules("packages/browser/src/planted.test.ts", race), []);
});

test("check and test refuse a name they do not know", () => {
  const run = (...words) => spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  assert.equal(run("scripts/check.mjs", "nonsense").status, 2);
  assert.equal(run("scripts/test.mjs", "--only", "nonsense").status, 2);
  assert.equal(run("scripts/test.mjs", "--nonsense").status, 2);
  assert.equal(run("scripts/build.mjs", "--only", "nonsense").status, 1);
});
