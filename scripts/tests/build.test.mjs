import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { fingerprint } from "../freshness.mjs";
import { at, root } from "../repository.mjs";

let folder;
let input;

before(() => {
  mkdirSync(at("build"), { recursive: true });
  folder = mkdtempSync(at("build", "freshness-"));
  input = relative(root, folder);
});
after(() => rmSync(folder, { recursive: true }));

test("a page is built again when an input changes, appears or goes, and only then", () => {
  const output = `${input}/dist`;
  const look = () => fingerprint([input], [output]);
  writeFileSync(join(folder, "main.ts"), "1");
  const first = look();

  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist", "main.js"), "1");
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "node_modules", "x.js"), "1");
  assert.equal(look(), first);

  utimesSync(join(folder, "main.ts"), 1, 1);
  const touched = look();
  assert.notEqual(touched, first);

  writeFileSync(join(folder, "other.ts"), "1");
  assert.notEqual(look(), touched);
  rmSync(join(folder, "other.ts"));
  assert.equal(look(), touched);
});
