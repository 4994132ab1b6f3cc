import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { at } from "../repository.mjs";

let folder;
const folders = [];
after(() => folders.forEach((path) => rmSync(path, { recursive: true })));

function git(...args) {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  // The index of a commit that is running right now must not reach this repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^GIT_/.test(key)));
  const result = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8", env });
  return { ...result, said: result.stdout + result.stderr };
}

const write = (path, text) => writeFileSync(join(folder, path), text);

// A repository with the hook, and with the tools only if `withModules` gives them.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "asx-hook-"));
  folders.push(folder);
  git("init", "--quiet");
  git("config", "core.hooksPath", "scripts/hooks");
  cpSync(at("scripts"), join(folder, "scripts"), { recursive: true });
  // Waivers for files which are not here would be useless ones.
  write("scripts/tidy-waivers.json", "[]\n");
  write(".gitignore", "node_modules\n");
  write("README.md", "# Project\n\n[scripts](scripts)\n");
  git("add", ".");
  git("commit", "--quiet", "--no-verify", "-m", "first");
});

const withModules = () => symlinkSync(at("node_modules"), join(folder, "node_modules"));

test("staged files are formatted, and the commit has the formatted text", () => {
  withModules();
  write("eslint.config.mjs", "export const a = {b:1}\n");
  git("add", "eslint.config.mjs");
  const { status, said } = git("commit", "-m", "second");
  assert.equal(status, 0, said);
  assert.equal(git("show", "HEAD:eslint.config.mjs").stdout, "export const a = { b: 1 };\n");
  assert.equal(git("status", "--porcelain").stdout, "");
});

test("a commit of paths is formatted and then asks to be repeated", () => {
  withModules();
  write("README.md", "# Project\n\n[scripts](scripts)\n* a\n");
  assert.match(git("commit", "-m", "second", "--", "README.md").said, /run the same commit again/);
  const { status, said } = git("commit", "-m", "second", "--", "README.md");
  assert.equal(status, 0, said);
  assert.equal(git("status", "--porcelain").stdout, "");
});

test("a missing tool does not stop a commit", () => {
  write("eslint.config.mjs", "export const a = {b:1}\n");
  git("add", "eslint.config.mjs");
  const { status, said } = git("commit", "-m", "second");
  assert.equal(status, 0, said);
  assert.match(said, /stay as they are/);
});

test("a tidy error in a staged file stops the commit, elsewhere it does not", () => {
  write("stray.txt", "");
  write("README.md", "# Project, renamed\n\n[scripts](scripts)\n");
  assert.equal(git("commit", "-am", "second").status, 0);
  git("add", "stray.txt");
  const { status, said } = git("commit", "-m", "third");
  assert.equal(status, 1);
  assert.match(said, /root-entry/);
});
