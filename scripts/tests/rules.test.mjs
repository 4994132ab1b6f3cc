import assert from "node:assert/strict";
import { test } from "node:test";
import { plantTree } from "../repository.mjs";
import { readRules } from "../rules.mjs";

const semantics = `# Semantics

## 1. First

- \`cancel.sticky\`: it stays. More of it.
  On a second line \`cancel.meet(a, b)\`: the tighter one.
- \`mpsc\`: many senders. \`cx.checkpoint()\` is a call.
`;
const cTests = `/* rules: cancel.meet, mpsc -- both at once */
static void test_scale__large(void **state)
static void test_cancel_sticky__stays(void **state)
`;
const orderly = { "docs/SEMANTICS.md": semantics, "kernel/tests/a_test.c": cTests };
const read = (texts, notYet = []) => readRules(plantTree({ ...orderly, ...texts }), notYet);
const gaps = (texts, notYet) => read(texts, notYet).gaps;
const withTs = (text) => gaps({ "packages/browser/src/a.test.ts": text });

test("an orderly tree has no gap, and its page names rule, saying and test", () => {
  const { page, gaps: none } = read({});
  assert.deepEqual(none, []);
  assert.match(page, /### cancel\.meet\n\nThe tighter one\.\n\n- \[kernel\/tests\/a_test\.c\]/);
  assert.match(page, /### mpsc\n\nMany senders\.\n/);
  assert.match(page, /### cancel\.sticky\n\nIt stays\.\n\n.*\n {2}- test_cancel_sticky__stays\n/);
  assert.doesNotMatch(page, /cx\.checkpoint/);
});

test("a rule without a test is a gap", () => {
  const text = `${semantics}- \`cancel.alone\`: nobody tests it.\n`;
  const alone = { "docs/SEMANTICS.md": text };
  assert.deepEqual(gaps(alone), ["docs/SEMANTICS.md: no test names cancel.alone"]);
  assert.deepEqual(gaps(alone, [{ rule: "cancel.alone", reason: "not built" }]), []);
  assert.match(read(alone, [{ rule: "cancel.alone", reason: "not built" }]).page, /not built/);
});

test("an excuse must be needed, known and have a reason", () => {
  assert.match(gaps({}, [{ rule: "mpsc", reason: "x" }])[0], /mpsc has tests/);
  assert.match(gaps({}, [{ rule: "no.rule", reason: "x" }])[0], /no\.rule is no rule/);
  const alone = { "docs/SEMANTICS.md": `${semantics}- \`cancel.alone\`: nobody tests it.\n` };
  assert.match(gaps(alone, [{ rule: "cancel.alone", reason: "" }])[0], /says no reason/);
});

test("a C test that names no rule is a gap, and so is a slip of the pen", () => {
  const plant = (text) => gaps({ "kernel/tests/b_test.c": text });
  assert.match(plant("/* rule: no.rule */\nstatic void test_x(void **s)\n")[0], /"no\.rule"/);
  assert.match(plant("static void test_cancel_stiky__x(void **s)\n")[0], /is it cancel\.sticky\?/);
  assert.deepEqual(plant("static void test_arena_grows__x(void **s)\n"), []);
  assert.deepEqual(
    plant("/* rule: mpsc\n * -- on two lines */\nstatic void test_x(void **s)\n"),
    [],
  );
});

test("a TypeScript test names rules in its titles, and a slip is a gap", () => {
  const alone = { "docs/SEMANTICS.md": `${semantics}- \`cancel.alone\`: x.\n` };
  const plant = (text) => gaps({ ...alone, "packages/browser/src/a.test.ts": text });
  const body = '  it("works", () => {\n  });\n';
  assert.deepEqual(plant(`describe("cancel.alone", () => {\n${body}});\n`), []);
  assert.equal(plant(`describe("cancel.alone", () => {\n});\n${body.trimStart()}`).length, 1);
  assert.equal(plant(`describe.skip("cancel.alone", () => {\n${body}});\n`).length, 1);
  assert.equal(plant('it.todo("cancel.alone");\n').length, 1);
  assert.equal(plant('it("calls cancel.alone()", () => {\n});\n').length, 1);
  assert.match(withTs('it("x (cancel.stickyy)", () => {\n});\n')[0], /is it cancel\.sticky\?/);
});

test("an oracle and a model that name no rule are gaps; the others are on the page", () => {
  const table = (rules) => ({
    "kernel/src/oracle_table.c": `[ASX_ORACLE_MASK] = {"mask", "mask "\n  "bounded", "${rules}"},\n`,
  });
  const { page, gaps: none } = read(table("cancel.sticky mpsc"));
  assert.deepEqual(none, []);
  assert.match(
    page,
    /\| mask bounded \| `mask` \| \[`cancel\.sticky`\]\(#cancelsticky\), \[`mpsc`\]/,
  );
  assert.match(read(table("")).page, /\| mask bounded \| `mask` \| {2}\|/);
  assert.match(gaps(table("no.rule"))[0], /the oracle mask names "no\.rule"/);
  const model = { "native-shim/spec/model/a.mjs": "// Rules cancel.sticky, no.rule.\n" };
  assert.match(gaps(model)[0], /model\/a\.mjs: "no\.rule"/);
});
