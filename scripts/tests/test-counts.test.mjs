import assert from "node:assert/strict";
import { test } from "node:test";
import { countTests } from "../test-counts.mjs";

const ctestLog = `
1: [==========] Running 3 test(s).
1: [       OK ] region_opens
2: [==========] Running 2 test(s).
1: [  PASSED  ] 3 test(s).
1/4 Test #1: region ...........................   Passed    0.01 sec
2: [  PASSED  ] 1 test(s).
2: [  FAILED  ] 1 test(s), listed below:
2: [  FAILED  ] task_ends
2/4 Test #2: task .............................***Failed    0.02 sec
3: ==9==ERROR: AddressSanitizer: heap-buffer-overflow
3/4 Test #3: cancel ...........................***Failed  Error regular expression found  0.02 sec
4/4 Test #4: quiet ............................   Passed    0.00 sec
`;

test("ctest counts cases, crashes and programs that say nothing", () => {
  const counts = countTests("ctest", { text: ctestLog, code: 8 });
  assert.equal(counts.passed, 5);
  assert.equal(counts.failed, 2);
});

test("a part that runs no tests fails", () => {
  const counts = countTests("closingLine", { text: "all is well\n", code: 0 });
  assert.equal(counts.failed, 1);
  assert.match(counts.problem, /no tests/);
});

test("an exit code counts as a failure even when every test passed", () => {
  const counts = countTests("closingLine", { text: "7 passed, 0 failed\n", code: 3 });
  assert.deepEqual([counts.passed, counts.failed], [7, 1]);
});

test("only the last closing line counts", () => {
  const counts = countTests("closingLine", {
    text: "9 passed, 9 failed\n7 passed, 0 failed\n",
    code: 0,
  });
  assert.deepEqual([counts.passed, counts.failed], [7, 0]);
});

test("a closing line may say what was skipped", () => {
  const text = "1 passed, 0 failed, 12 skipped\n";
  const counts = countTests("closingLine", { text, code: 0 });
  assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 12 });
});

test("node:test reports are counted with their cancelled tests", () => {
  const text = "ℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n";
  assert.deepEqual(countTests("nodeTest", { text, code: 1 }), { passed: 2, failed: 2, skipped: 0 });
});

test("a vitest file that cannot be loaded is a failure", () => {
  const report = {
    ...{ numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 },
    testResults: [{ status: "failed", assertionResults: [] }],
  };
  const counts = countTests("vitest", { text: "", report, code: 1 });
  assert.deepEqual([counts.passed, counts.failed, counts.skipped], [2, 1, 1]);
});

test("a missing report is a failure", () => {
  assert.equal(countTests("playwright", { text: "", code: 0 }).failed, 1);
});

test("a flaky end-to-end test is a failure", () => {
  const report = { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } };
  assert.equal(countTests("playwright", { text: "", report, code: 0 }).failed, 1);
});

test("a part that was killed says why", () => {
  const outcome = { text: "3 passed, 0 failed\n", code: 1, reason: "killed after 10 minutes" };
  assert.match(countTests("closingLine", outcome).problem, /killed/);
});
