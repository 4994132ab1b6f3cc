import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { packageManagers } from "../setup-needs.mjs";
import { whyStale } from "../setup-modules.mjs";
import { findMissing, findPackageManager, installCommand, isMet } from "../setup-packages.mjs";

const folder = mkdtempSync(join(tmpdir(), "asx-setup-"));
after(() => rmSync(folder, { recursive: true }));

const bare = { path: folder, folders: [folder] };
const manager = (name) => packageManagers.find((row) => row.name === name);

test("on a bare machine every required tool is missing", () => {
  const names = findMissing(bare).map((need) => need.name);
  for (const name of ["Emscripten", "CMake", "Ninja", "cmocka", "clang-format"]) {
    assert.ok(names.includes(name), name);
  }
});

test("one of several commands is enough, and it must be executable", () => {
  const need = { commands: ["asx-first", "asx-second"] };
  writeFileSync(join(folder, "asx-second"), "", { mode: 0o644 });
  assert.equal(isMet(need, bare), false);
  rmSync(join(folder, "asx-second"));
  writeFileSync(join(folder, "asx-second"), "", { mode: 0o755 });
  assert.equal(isMet(need, bare), true);
});

test("a header is looked for where compilers look", () => {
  assert.equal(isMet({ headers: ["asx-none.h"] }, bare), false);
  writeFileSync(join(folder, "asx-none.h"), "");
  assert.equal(isMet({ headers: ["asx-none.h"] }, bare), true);
});

test("a compiler's runtime library is looked for beside the compiler itself", () => {
  const need = { runtimes: { command: "asx-cc", library: "libasx_rt.fuzzer" } };
  const home = join(folder, "asx-cc-14");
  const libraries = join(home, "lib", "clang", "14.0.6", "lib", "linux");
  assert.equal(isMet(need, bare), false);
  mkdirSync(join(home, "bin"), { recursive: true });
  mkdirSync(libraries, { recursive: true });
  writeFileSync(join(home, "bin", "asx-cc"), "", { mode: 0o755 });
  symlinkSync(join(home, "bin", "asx-cc"), join(folder, "asx-cc"));
  assert.equal(isMet(need, bare), false);
  writeFileSync(join(libraries, "libasx_rt.fuzzer-any.a"), "");
  assert.equal(isMet(need, bare), true);
});

test("the command to install what is missing fits the package manager and the user", () => {
  const missing = findMissing(bare).filter((need) => ["Ninja", "CMake"].includes(need.name));
  assert.equal(
    installCommand(manager("apt"), missing, false),
    "sudo apt-get install -y --no-install-recommends cmake ninja-build",
  );
  assert.equal(installCommand(manager("pacman"), missing, true), "pacman -S --needed cmake ninja");
  assert.equal(installCommand(manager("brew"), missing, false), "brew install cmake ninja");
  assert.equal(installCommand(findPackageManager(folder), missing), undefined);
});

const lock = (packages) => JSON.stringify({ packages });
const entry = { version: "1.0.0", integrity: "sha512-a" };

function writeModules(wanted, installed) {
  mkdirSync(join(folder, "node_modules", "a"), { recursive: true });
  writeFileSync(join(folder, "package-lock.json"), lock(wanted));
  writeFileSync(join(folder, "node_modules", ".package-lock.json"), lock(installed));
}

beforeEach(() => rmSync(join(folder, "node_modules"), { recursive: true, force: true }));

test("node_modules that match the lockfile are left alone", () => {
  writeModules({ "": {}, "node_modules/a": entry }, { "node_modules/a": entry });
  assert.equal(whyStale(folder), undefined);
});

test("what npm leaves out on this platform is not missing", () => {
  const other = { ...entry, optional: true, os: ["aix"] };
  writeModules({ "node_modules/a": entry, "node_modules/b": other }, { "node_modules/a": entry });
  assert.equal(whyStale(folder), undefined);
});

test("a missing, a changed and a deleted package are noticed", () => {
  assert.match(whyStale(folder), /node_modules is missing/);
  writeModules({ "node_modules/a": entry, "node_modules/b": entry }, { "node_modules/a": entry });
  assert.match(whyStale(folder), /node_modules\/b is missing/);
  writeModules({ "node_modules/a": entry }, { "node_modules/a": { ...entry, version: "0.9.0" } });
  assert.match(whyStale(folder), /differs/);
  writeModules({ "node_modules/a": entry }, { "node_modules/a": entry });
  rmSync(join(folder, "node_modules", "a"), { recursive: true });
  assert.match(whyStale(folder), /was deleted/);
});
