import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, measure } from "../covered/gaps.mjs";

const source = `static int decide(int state)
{
    ASXI_ASSERT(state < 9 &&
                state > 0);
    if (state == 3 && state != 4)
        return 1;
    switch (state) {
    case 1:
        return 2;
    }
    ASXI_UNREACHABLE();
}
`;
const counts = (rows) =>
  new Map(rows.map(([number, count, ...branches]) => [number, { count, branches }]));
const whole = [
  [1, 5],
  [3, 5, 5, 0, 5, 0],
  [5, 5, 5, 1, 4, 2],
  [6, 2],
  [7, 3, 3, 0],
  [9, 3],
  [11, 0],
];
const but = (...row) => counts(whole.map((other) => (other[0] === row[0] ? row : other)));

test("what cannot happen is no gap: an assertion's branches, a switch's none of them", () => {
  const measured = measure(source, counts(whole));
  assert.deepEqual(measured.gaps, []);
  assert.deepEqual([measured.lines, measured.linesRun], [6, 6]);
  assert.deepEqual([measured.branches, measured.branchesTaken], [5, 5]);
});

test("a line that never runs is a gap, and so is a branch that is never taken", () => {
  const [line] = measure(source, but(6, 0)).gaps;
  assert.deepEqual(line, { number: 6, function: "decide", text: "return 1;", what: "never runs" });
  const [branch] = measure(source, but(5, 5, 5, 0, 4, 2)).gaps;
  assert.equal(branch.what, "3 of 4 branches");
});

test("a switch with a default has every branch", () => {
  const text = source.replace("    case 1:", "    default:");
  assert.equal(measure(text, counts(whole)).gaps.length, 1);
});

const gap = { path: "a.c", number: 6, function: "decide", text: "return 1;", what: "never runs" };
const entry = { path: "a.c", function: "decide", lines: ["return 1;"], reason: "nobody asks" };

test("a line that never runs needs a reason, a branch may have one", () => {
  assert.deepEqual(judge([gap], []).unexplained, [gap]);
  assert.deepEqual(judge([gap], [entry]).unexplained, []);
  assert.equal(judge([gap], [{ ...entry, reason: "" }]).unexplained.length, 1);
  assert.equal(judge([gap], [{ ...entry, function: "other" }]).unexplained.length, 1);
  assert.deepEqual(judge([{ ...gap, what: "1 of 2 branches" }], []).unexplained, []);
});

test("a reason for what is covered is stale", () => {
  assert.deepEqual(judge([], [entry]).stale, ["a.c decide: return 1;"]);
  assert.deepEqual(judge([gap], [entry]).stale, []);
});
