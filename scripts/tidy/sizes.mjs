// The sizes of style.md: how long a file, a function and a line may be.
import { isGenerated } from "../repository.mjs";
import { fileName, isC, isTest, isTs } from "./source.mjs";

// The first row that matches a path holds. Over `reason` a waiver must say why; `refuse` is final.
const fileLimits = [
  { what: "test file", matches: isTest, reason: 500, refuse: 800 },
  { what: "index.ts", matches: (path) => fileName(path) === "index.ts", reason: 40, refuse: 60 },
  {
    what: "React hook",
    matches: (path) => /^packages\/react\/src\/(?:.*\/)?use-[^/]+\.tsx?$/.test(path),
    reason: 150,
    refuse: 200,
  },
  { what: "C header", matches: (path) => path.endsWith(".h"), reason: 250, refuse: 400 },
  { what: "C source", matches: isC, reason: 500, refuse: 800 },
  {
    what: "demo page",
    matches: (path) => /^demos\/[^/]+\/main\.tsx?$/.test(path),
    reason: 150,
    refuse: 200,
  },
  { what: "module", matches: isTs, reason: 300, refuse: 450 },
];

// ESLint looks at functions in TypeScript; this is for C.
const functionLimits = { reason: 60, refuse: 100 };

const split = "Split it by concept, never by line count.";

function checkFile(path, lineCount) {
  const limit = fileLimits.find((row) => row.matches(path));
  if (!limit || lineCount <= limit.reason) return [];
  const isRefused = lineCount > limit.refuse;
  const bound = isRefused
    ? `may never exceed ${limit.refuse}`
    : `should not exceed ${limit.reason}`;
  return [
    {
      rule: "file-size",
      level: isRefused ? "error" : "warning",
      isFinal: isRefused,
      path,
      message: `${lineCount} lines; a ${limit.what} ${bound}`,
      fix: isRefused ? split : `${split} Or give the reason in scripts/tidy-waivers.json.`,
    },
  ];
}

// clang-format puts a function's braces, and nothing else of it, into column 0.
function checkFunctions(path, lines) {
  const findings = [];
  let start = -1;
  lines.forEach((line, i) => {
    if (line === "{") start = i;
    if (line !== "}" || start < 0) return;
    const count = i - start + 1;
    const isRefused = count > functionLimits.refuse;
    const limit = isRefused ? functionLimits.refuse : functionLimits.reason;
    if (count > functionLimits.reason) {
      findings.push({
        rule: "function-size",
        level: isRefused ? "error" : "warning",
        path,
        line: start + 1,
        message: `a function of ${count} lines; ${limit} is the limit`,
        fix: "Take a decision out of it as a pure function. A flat switch may have a waiver.",
      });
    }
    start = -1;
  });
  return findings;
}

// An address, or in code that prettier has wrapped, a text that it leaves alone.
const isUnbreakable = (path, line) =>
  /https?:\/\//.test(line) || (isTs(path) && /(["'`])(?:(?!\1).){50,}/.test(line));

function checkLines(path, lines) {
  const limit = isC(path) ? 80 : 100;
  return lines.flatMap((line, i) =>
    line.length <= limit || isUnbreakable(path, line)
      ? []
      : [
          {
            rule: "line-length",
            level: "error",
            path,
            line: i + 1,
            message: `${line.length} columns; the limit here is ${limit}`,
            fix: "Break the line.",
          },
        ],
  );
}

function checkIndex(path, text) {
  if (fileName(path) !== "index.ts" || isTest(path) || !/^(?:packages|replay-tool)\//.test(path)) {
    return [];
  }
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const rest = code.replaceAll(
    /export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})(?:\s*from\s*"[^"]*")?\s*;/g,
    "",
  );
  if (rest.trim() === "") return [];
  return [
    {
      rule: "index-only-reexports",
      level: "error",
      path,
      message: `an index.ts that does more than re-export: ${rest.trim().split("\n")[0]}`,
      fix: "Move it into a module named after the concept and re-export it from here.",
    },
  ];
}

export function checkSizes(tree) {
  return tree.files
    .filter((path) => (isC(path) || isTs(path)) && !isGenerated(path))
    .flatMap((path) => {
      const text = tree.read(path);
      const lines = text.replace(/\n$/, "").split("\n");
      return [
        ...checkFile(path, lines.length),
        ...(isC(path) ? checkFunctions(path, lines) : []),
        ...checkLines(path, lines),
        ...checkIndex(path, text),
      ];
    });
}
