import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../static/judge.mjs";
import { readFindings, tools } from "../static/tools.mjs";

const finding = {
  tool: "gcc",
  check: "-Wanalyzer-null-dereference",
  path: "kernel/src/task.c",
  line: 9,
  text: "task->wait = 0;",
};
const { tool, check, path, text } = finding;
const accepted = { tool, check, path, lines: [text], reason: "it is never null here" };

test("each tool's findings are read", () => {
  const read = (output) => readFindings(output).map(({ file, line, check }) => [file, line, check]);
  const gcc = "a.c:1:2: warning: dereference of NULL 'x' [CWE-476] [-Wanalyzer-null-dereference]";
  assert.deepEqual(read(`In function f:\n${gcc}\n  9 | x->y;\n`), [
    ["a.c", 1, "-Wanalyzer-null-dereference"],
  ]);
  assert.deepEqual(read("b.c:7: style: unread [unreadVariable]"), [["b.c", 7, "unreadVariable"]]);
  assert.deepEqual(read("c.c:3:4: error: no such builtin [clang-diagnostic-x]"), [
    ["c.c", 3, "clang-diagnostic-x"],
  ]);
  assert.deepEqual(read("c.c:3:4: note: declared here [x]"), []);
});

test("a finding is open until its line is accepted with a reason", () => {
  assert.deepEqual(judge([finding], []), { open: [finding], stale: [] });
  assert.deepEqual(judge([finding], [accepted]), { open: [], stale: [] });
  assert.equal(judge([finding], [{ ...accepted, reason: "" }]).open.length, 1);
  assert.equal(judge([{ ...finding, tool: "cppcheck" }], [accepted]).open.length, 1);
  assert.equal(judge([{ ...finding, text: "task->wait = 1;" }], [accepted]).open.length, 1);
});

test("an acceptance that accepts nothing is stale", () => {
  assert.deepEqual(judge([], [accepted]).stale, [
    "gcc -Wanalyzer-null-dereference kernel/src/task.c: task->wait = 0;",
  ]);
});

test("gcc analyzes instead of compiling, and writes nothing", () => {
  const unit = { file: "a.c", words: ["gcc", "-Ix", "-DY=1", "-o", "a.o", "-c", "a.c"] };
  const words = tools.gcc(unit);
  assert.ok(words.includes("-fanalyzer") && !words.includes("a.o"));
  assert.deepEqual(words.slice(-2), ["-o", "/dev/null"]);
  assert.ok(tools.cppcheck(unit).includes("-DY=1"));
});
