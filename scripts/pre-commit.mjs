// Formats and tidies what is staged, in about two seconds. Run by scripts/hooks/pre-commit.
//
// A missing tool never stops a commit: CI will look again. What does stop it is a tidy error in a
// staged file, and formatting that could not be staged along.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { at, isGenerated, openTree, root } from "./repository.mjs";
import { printFindings, say } from "./print.mjs";
import { readWaivers, tidy } from "./tidy.mjs";
import { isC } from "./tidy/source.mjs";

const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
const listNames = (...args) =>
  git(...args, "-z")
    .stdout.split("\0")
    .filter(Boolean);
const isThere = (words) => spawnSync(words[0], [...words.slice(1), "--version"]).status === 0;

const formatters = [
  { words: ["clang-format"], write: ["-i"], accepts: (path) => isC(path) && !isGenerated(path) },
  {
    words: [process.execPath, "node_modules/prettier/bin/prettier.cjs"],
    write: ["--write", "--ignore-unknown", "--log-level=warn"],
    accepts: (path) => !isC(path),
    isThere: () => existsSync(at("node_modules/prettier/bin/prettier.cjs")),
  },
];

const hashes = (files) =>
  spawnSync("git", ["hash-object", "--stdin-paths"], {
    cwd: root,
    input: files.join("\n"),
    encoding: "utf8",
  }).stdout.split("\n");

/** Formats files in place and returns those that changed. */
function format(files) {
  if (files.length === 0) return [];
  const before = hashes(files);
  for (const { words, write, accepts, isThere: has = () => isThere(words) } of formatters) {
    const mine = files.filter(accepts);
    if (mine.length === 0) continue;
    if (has()) spawnSync(words[0], [...words.slice(1), ...write, ...mine], { cwd: root });
    else say(`pre-commit: ${words.at(-1)} is not here, so ${mine.length} files stay as they are.`);
  }
  const after = hashes(files);
  return files.filter((_, i) => before[i] !== after[i]);
}

// `git commit -- <paths>` hands us an index of its own. What is added to it does not reach the real
// one, which would then show the old text as a staged change; so there we only ask to try again.
const isPartialCommit = () => {
  const file = process.env.GIT_INDEX_FILE;
  return file !== undefined && !/(?:^|\/)index$/.test(file);
};

function main() {
  const staged = listNames("diff", "--cached", "--name-only", "--diff-filter=ACMR");
  // A file with changes that are not staged is being committed in pieces; leave it alone.
  const unstaged = new Set(listNames("diff", "--name-only"));
  const changed = format(staged.filter((path) => !unstaged.has(path) && existsSync(at(path))));
  if (changed.length > 0) {
    say(`pre-commit: formatted ${changed.join(", ")}`);
    if (isPartialCommit()) {
      say("pre-commit: run the same commit again to include that.");
      return false;
    }
    git("add", "--", ...changed);
  }
  const findings = tidy(openTree(), readWaivers()).filter(
    ({ path, level }) => level === "error" && staged.includes(path),
  );
  printFindings(findings);
  if (findings.length === 0) return true;
  say("pre-commit: correct this, or go past it with git commit --no-verify.");
  return false;
}

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  // Our own mistake, or a file that went away meanwhile: no reason to keep anybody's commit.
  say(`pre-commit: gave up: ${error.message}`);
}
