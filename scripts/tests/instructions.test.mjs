import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../instructions/compare.mjs";

const table = { compiler: "gcc 12, x64", operations: { spawn: 1000, wake: 400 } };
const now = (operations, compiler = table.compiler) => compare(table, { compiler, operations });

test("counts within 3 % are equal", () => {
  const { problems, notes, rows } = now({ spawn: 1030, wake: 388 });
  assert.deepEqual([problems, notes], [[], []]);
  assert.deepEqual(rows[0], ["spawn", 1030, 1000, "+3.0 %"]);
});

test("more than 3 % more is a problem, more than 3 % less is told", () => {
  const { problems, notes } = now({ spawn: 1031, wake: 380 });
  assert.deepEqual(problems, ["spawn: 1031 instructions, +3.1 % of 1000"]);
  assert.match(notes[0], /wake: 380 instructions, -5\.0 % of 400; keep it with --bless/);
});

test("an operation that is only in one of the two is a problem", () => {
  assert.deepEqual(now({ spawn: 1000 }).problems, [
    "wake is in the table and is not counted any more",
  ]);
  assert.deepEqual(now({ spawn: 1000, wake: 400, join: 9 }).problems, ["join is not in the table"]);
});

test("another compiler compares nothing, and says so", () => {
  const { problems, skipped } = now({ spawn: 5000, wake: 400 }, "gcc 13, x64");
  assert.deepEqual(problems, []);
  assert.match(skipped, /gcc 12, x64.*gcc 13, x64/);
});
