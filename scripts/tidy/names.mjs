// Names: files, types, and what may stand at the root.
import { isGenerated } from "../repository.mjs";
import { blankTexts, fileName, isC, isTs } from "./source.mjs";

const banned = new Set(
  ["util", "helper", "manager", "service"]
    .flatMap((word) => [word, `${word}s`])
    .concat([...["common", "misc", "impl"]]),
);

const rootEntries = new Set([
  ...[".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".github"],
  ...[".gitignore", ".npmrc", ".prettierignore", ".prettierrc.json", "CHANGELOG.md"],
  ...["CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "README.md"],
  ...["bench", "bindings", "browser-backend", "cmake", "demos", "docs", "e2e"],
  ...["eslint.config.mjs", "kernel", "native-shim", "package-lock.json", "package.json"],
  ...["packages", "replay-tool", "scripts", "tsconfig.base.json", "tsconfig.json"],
  ...["tsconfig.tests.json", "vitest.config.ts"],
]);

// camelCase, kebab-case and snake_case alike. A service worker is the platform's word.
const words = (name) =>
  name
    .replaceAll(/service-?worker/gi, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const findBanned = (name) => words(name).find((word) => banned.has(word));

function checkFileName(path) {
  const name = fileName(path);
  const word = findBanned(name);
  if (word) {
    return [
      {
        rule: "banned-name",
        level: "error",
        path,
        message: `"${word}" in a file name says nothing about what is in it`,
        fix: "Name it after the concept it holds.",
      },
    ];
  }
  const form = isC(path) ? /^[a-z0-9_]+\.[ch]$/ : /^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
  if ((!isC(path) && !isTs(path)) || form.test(name)) return [];
  return [
    {
      rule: "file-name-form",
      level: "error",
      path,
      message: `${name} is not ${isC(path) ? "snake_case" : "kebab-case"}`,
      fix: "Rename it; see style.md, names, for every form.",
    },
  ];
}

const declarations = [
  { matches: isTs, pattern: /\b(?:class|interface|enum|type)\s+([A-Za-z]\w*)/g },
  { matches: isC, pattern: /\b(?:struct|enum|union)\s+([a-z]\w*)/g },
];

function checkTypeNames(path, text) {
  const { pattern } = declarations.find((row) => row.matches(path)) ?? {};
  if (!pattern) return [];
  const code = blankTexts(text);
  const seen = new Set();
  return [...code.matchAll(pattern)].flatMap((match) => {
    const word = findBanned(match[1]);
    if (!word || seen.has(match[1])) return [];
    seen.add(match[1]);
    return [
      {
        rule: "banned-name",
        level: "error",
        path,
        line: code.slice(0, match.index).split("\n").length,
        message: `"${word}" in the type name ${match[1]}`,
        fix: "Name it after what it is; nouns come from docs/GLOSSARY.md.",
      },
    ];
  });
}

function checkRoot(files) {
  const entries = new Set(files.map((path) => path.split("/")[0]));
  return [...entries]
    .filter((entry) => !rootEntries.has(entry))
    .map((entry) => ({
      rule: "root-entry",
      level: "error",
      path: entry,
      message: "a new entry at the root",
      fix: "Put it into its folder; if a tool insists on the root, list it in scripts/tidy/names.mjs.",
    }));
}

export function checkNames(tree) {
  const own = tree.files.filter((path) => !isGenerated(path));
  return [
    ...checkRoot(tree.files),
    ...own.flatMap(checkFileName),
    ...own
      .filter((path) => isC(path) || isTs(path))
      .flatMap((path) => checkTypeNames(path, tree.read(path))),
  ];
}
