import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { excerpt, runLogged } from "../run.mjs";

const folder = mkdtempSync(join(tmpdir(), "asx-run-"));
after(() => rmSync(folder, { recursive: true }));

const log = (name) => join(folder, `${name}.log`);
const script = (code) => [process.execPath, "-e", code];

test("both streams land in the log, and the first failure ends the list", async () => {
  const commands = [
    script("console.log('out'); console.error('err')"),
    script("process.exit(3)"),
    script("console.log('never')"),
  ];
  const { code } = await runLogged(commands, log("streams"));
  const text = readFileSync(log("streams"), "utf8");
  assert.equal(code, 3);
  assert.match(text, /out/);
  assert.match(text, /err/);
  assert.doesNotMatch(text, /^never/m);
});

test("a command without an end is killed together with its children", async () => {
  // The child proves that it lives by writing; a process number would outlive it as a zombie.
  const pulse = join(folder, "pulse");
  const beat = `setInterval(() => fs.appendFileSync(${JSON.stringify(pulse)}, "."), 10)`;
  const parent = `
    require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(beat)}]);
    setInterval(() => {}, 1000)`;
  const { reason } = await runLogged([script(parent)], log("hang"), { minutes: 3 / 60 });
  assert.match(reason, /killed/);
  await setTimeout(100);
  const beats = statSync(pulse).size;
  await setTimeout(200);
  assert.ok(beats > 0);
  assert.equal(statSync(pulse).size, beats);
});

test("a command that does not exist says so", async () => {
  const { code, reason } = await runLogged([["asx-no-such-command"]], log("missing"));
  assert.equal(code, 127);
  assert.match(reason, /no such command/);
});

test("a command that reads stdin sees its end", async () => {
  const { code } = await runLogged([script("require('fs').readFileSync(0)")], log("stdin"));
  assert.equal(code, 0);
});

test("an excerpt shows early failures with their line, then the end", async () => {
  const code = "for (let i = 1; i <= 99; i++) console.log(i === 7 ? 'case 7 FAILED' : i)";
  await runLogged([script(code)], log("excerpt"));
  const lines = excerpt(log("excerpt"), { lineCount: 2 }).split("\n");
  assert.deepEqual(lines, ["8: case 7 FAILED", "...", "98", "99"]);
});
