// The data: everything that has a name in the sources of this repository, with file and line.
//
// Read from the files themselves, in the order of their paths, so the same sources give the same
// rows. Run this file to see them as JSON.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const skipped = new Set([
  ...["node_modules", "dist", "out", "build", "generated", "corpus"],
  ...["test-results", "playwright-report"],
]);

// The first pattern of a language that matches a line decides what the line names.
const c = [
  { kind: "test", pattern: /^\s*(?:static void |TEST\()(test_\w+|\w+, \w+)/ },
  { kind: "macro", pattern: /^\s*#\s*define\s+([A-Za-z_]\w+)/ },
  { kind: "constant", pattern: /^\s+(ASX[A-Z]?_[A-Z0-9_]+)\b\s*(?:=[^=]+)?,?\s*(?:\/\*.*)?$/ },
  { kind: "type", pattern: /^(?:typedef\s+)?(?:struct|enum|union)\s+([a-z]\w+)/ },
  { kind: "function", pattern: /^(?!return|else|typedef)[A-Za-z_][\w\s*]*?\b([a-z_]\w+)\(/ },
  { kind: "field", pattern: /^ {4}(?:const )?u?int(?:8|16|32|64)_t\s+(\w+)(?:\[\w+\])?;/ },
];
const modifiers = "(?:(?:static|async|override|private|readonly|get|set) )*";
const notMethods = "(?!if|for|while|switch|return|catch|super|expect)";
const methodPattern = new RegExp(`^ {2}${modifiers}\\*?${notMethods}(\\w{2,})(?:<.*>)?\\(.*\\{$`);
const typescript = [
  { kind: "test", pattern: /^\s*(?:it|test|describe)(?:\.\w+)?\(\s*["'`](.{3,})["'`],/ },
  { kind: "function", pattern: /^(?:export )?(?:async )?function\*? (\w+)/ },
  { kind: "class", pattern: /^(?:export )?(?:abstract )?class (\w+)/ },
  { kind: "type", pattern: /^(?:export )?(?:declare )?(?:interface|type) (\w+)/ },
  { kind: "constant", pattern: /^(?:export )?(?:const|let) (\w+)/ },
  { kind: "local", pattern: /^\s+(?:const|let) (\w{3,})\b/ },
  { kind: "method", pattern: methodPattern },
  { kind: "property", pattern: /^ {2}(?:(?:readonly|override|static|declare) )*(\w{3,})[?!]?: / },
];
const languages = {
  ".c": c,
  ".h": c,
  ".ts": typescript,
  ".tsx": typescript,
  ".mjs": typescript,
  ".md": [{ kind: "heading", pattern: /^#{1,4} (.+)$/ }],
};

function* walk(folder) {
  const entries = readdirSync(join(repository, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || skipped.has(entry.name)) continue;
    if (entry.isDirectory()) yield* walk(path);
    else if (extname(entry.name) in languages) yield path;
  }
}

function nameLine(text, patterns) {
  for (const { kind, pattern } of patterns) {
    const match = pattern.exec(text);
    if (match) return { kind, name: match[1].replaceAll("`", "").trim() };
  }
  return undefined;
}

// Prose in a heading and code in a fence look alike; only the first has names.
function* namesOf(path) {
  const patterns = languages[extname(path)];
  let isCode = false;
  let line = 0;
  for (const text of readFileSync(join(repository, path), "utf8").split("\n")) {
    line += 1;
    if (path.endsWith(".md") && text.startsWith("```")) isCode = !isCode;
    const named = isCode ? undefined : nameLine(text, patterns);
    if (named) yield { ...named, file: path, line, text: text.trim().slice(0, 160) };
  }
}

/** Every named thing of the repository: `{ name, kind, file, line, text }`. */
export function buildRows() {
  return [...walk("")].flatMap((path) => [...namesOf(path)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.stdout.write(`${JSON.stringify(buildRows(), undefined, 1)}\n`);
}
