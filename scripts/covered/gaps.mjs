// What the tests leave out, and what of it counts: pure, so that tests can plant a source.

const NEVER = "never runs";

/** Our own mistakes trap, and no test may make one: those branches cannot be taken. */
const isAssertion = /\bASXI_ASSERT\(/;
const isUnreachable = /\bASXI_UNREACHABLE\(\);/;

// Source lines that an ASXI_ASSERT spans; gcov gives its branches to any of them.
function assertionLines(lines) {
  const found = new Set();
  let depth = 0;
  lines.forEach((text, i) => {
    const start = depth > 0 ? 0 : text.search(isAssertion);
    if (start < 0) return;
    found.add(i + 1);
    for (const letter of text.slice(start)) {
      if (letter === "(") depth++;
      if (letter === ")") depth--;
      if (letter === ")" && depth === 0) break;
    }
  });
  return found;
}

// A switch over an enum names every enumerator and has no default, or it would not compile; the
// compiler makes a branch for "none of them" all the same.
function switchLines(lines) {
  const found = new Set();
  lines.forEach((text, i) => {
    const [, indent] = /^(\s*)switch \(/.exec(text) ?? [];
    if (indent === undefined) return;
    const body = lines.slice(i, lines.indexOf(`${indent}}`, i));
    if (!body.some((line) => line.startsWith(`${indent}default:`))) found.add(i + 1);
  });
  return found;
}

const functionOf = (lines, number) => {
  for (let i = number - 1; i >= 0; i--) {
    if (lines[i] !== "{") continue;
    const head = lines.slice(Math.max(0, i - 6), i).join(" ");
    return [...head.matchAll(/\b(\w+)\(/g)].at(-1)?.[1] ?? "";
  }
  return "";
};

// The head of a function is a line too: gcov counts its entry there.
const nameAt = (lines, number, text) =>
  /^\S.*\b\w+\(/.test(text) ? /\b(\w+)\(/.exec(text)[1] : functionOf(lines, number);

/**
 * @param text a source
 * @param counts a map from line number to `{ count, branches }`
 * @returns `{ lines, linesRun, branches, branchesTaken, gaps }`; a gap is
 *   `{ number, function, text, what }`
 */
export function measure(text, counts) {
  const lines = text.split("\n");
  const asserted = assertionLines(lines);
  const switches = switchLines(lines);
  const total = { lines: 0, linesRun: 0, branches: 0, branchesTaken: 0, gaps: [] };
  const numbers = [...counts.keys()].sort((a, b) => a - b);
  for (const number of numbers) {
    const source = (lines[number - 1] ?? "").trim();
    if (isUnreachable.test(source)) continue;
    const { count, branches } = counts.get(number);
    const taken = branches.filter((times) => times > 0).length;
    const never = branches.length - taken;
    const excused = asserted.has(number) ? branches.length : switches.has(number) ? 1 : 0;
    const considered = asserted.has(number) ? 0 : branches.length - Math.min(never, excused);
    total.lines++;
    total.branches += considered;
    total.branchesTaken += Math.min(taken, considered);
    if (count > 0) total.linesRun++;
    if (count > 0 && taken >= considered) continue;
    const what = count === 0 ? NEVER : `${taken} of ${considered} branches`;
    const name = nameAt(lines, number, lines[number - 1]);
    total.gaps.push({ number, function: name, text: source, what });
  }
  return total;
}

/**
 * Compares gaps with the list of those that are known. A line that never runs needs a reason; a
 * branch that is never taken may have one.
 *
 * @param gaps each with its `path`
 * @param known entries `{ path, function, lines, reason }`; a line is its text
 * @returns `{ unexplained, stale, reasonOf }`
 */
export function judge(gaps, known) {
  const key = (gap) => `${gap.path} ${gap.function}: ${gap.text}`;
  const open = new Set(gaps.map(key));
  const listed = known.flatMap(({ lines, ...entry }) => lines.map((text) => ({ ...entry, text })));
  const reasons = new Map(listed.map((entry) => [key(entry), entry.reason]));
  const reasonOf = (gap) => reasons.get(key(gap));
  return {
    reasonOf,
    unexplained: gaps.filter((gap) => gap.what === NEVER && !reasonOf(gap)),
    stale: listed.filter((entry) => !open.has(key(entry))).map(key),
  };
}
