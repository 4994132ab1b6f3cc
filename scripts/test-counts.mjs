// How many tests a part ran, read from what its tool wrote. Each gives { passed, failed, skipped }.

const sum = (text, pattern) =>
  [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);

const none = { passed: 0, failed: 0, skipped: 0 };

/** For a command that is one test as a whole. */
function one(_text, _report, code) {
  return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
}

/** For our own scripts: the last line that says `N passed, N failed`, or `, N skipped` besides. */
function closingLine(text) {
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (!last) return none;
  return { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) };
}

/** For `node --test --test-reporter=spec`. */
function nodeTest(text) {
  return {
    passed: sum(text, /^ℹ pass (\d+)$/gm),
    failed: sum(text, /^ℹ (?:fail|cancelled) (\d+)$/gm),
    skipped: sum(text, /^ℹ (?:skipped|todo) (\d+)$/gm),
  };
}

/**
 * For `ctest --verbose`: each test case of a cmocka program counts, since ctest itself sees only
 * whole programs. A program that says nothing countable counts as one, and one that fails without
 * naming a case (it crashed, a sanitizer ended it) as one failure.
 */
function ctest(text) {
  const total = { ...none };
  const results = /^\s*\d+\/\d+ Test\s+#(\d+): .*?(Passed|Skipped|\*\*\*.*?)\s+[\d.]+ sec/gm;
  const output = new Map();
  for (const [, id, line] of text.matchAll(/^(\d+): (.*)$/gm)) {
    output.set(id, `${output.get(id) ?? ""}${line}\n`);
  }
  for (const [, id, result] of text.matchAll(results)) {
    if (/Skipped/.test(result)) {
      total.skipped += 1;
      continue;
    }
    const lines = output.get(id) ?? "";
    const closing = closingLine(lines);
    let passed = closing.passed + sum(lines, /\[ +PASSED +\] (\d+) test\(s\)/g);
    let failed = closing.failed + sum(lines, /\[ +FAILED +\] (?:\w+: )?(\d+) test\(s\)/g);
    if (result === "Passed" && passed + failed === 0) passed = 1;
    if (result !== "Passed" && failed === 0) failed = 1;
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/** For vitest's JSON reporter. A file that could not be loaded is one failure. */
function vitest(_text, report) {
  if (!report) return none;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** For Playwright's JSON reporter. A test that passed only on a retry has failed. */
function playwright(_text, report) {
  if (!report) return none;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

const counters = { one, closingLine, nodeTest, ctest, vitest, playwright };

/**
 * @param kind one of the counters above
 * @param outcome what the part left: `{ text, report, code, reason }`
 * @returns the counts, with `problem` when the part failed without a failing test
 */
export function countTests(kind, { text, report, code, reason }) {
  const counts = counters[kind](text, report, code);
  if (reason) return { ...counts, failed: counts.failed || 1, problem: reason };
  if (code !== 0 && counts.failed === 0) {
    return { ...counts, failed: 1, problem: `exit code ${code} although no test failed` };
  }
  if (counts.passed + counts.failed === 0) {
    return { ...counts, failed: 1, problem: "it ran no tests" };
  }
  return counts;
}
