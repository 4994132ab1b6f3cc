import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseKiller } from "../mutants/trial.mjs";
import { listMutants, readTables } from "../mutants/tables.mjs";
import { at } from "../repository.mjs";

const folder = mkdtempSync(join(tmpdir(), "mutants-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(words[0], words.slice(1), { encoding: "utf8" });
  return { status, text: stdout + stderr };
};
const configure = (id) =>
  run("cmake", "-S", at("."), "-B", join(folder, "one"), "-G", "Ninja", `-DASX_MUTANT=${id}`);

/** Applies a table of one row to a source. */
function plant(source, row) {
  const tree = join(folder, "tree");
  rmSync(tree, { recursive: true, force: true });
  for (const name of ["src", "mutants"]) mkdirSync(join(tree, "kernel", name), { recursive: true });
  const script = join(tree, "kernel", "mutants", "plant.cmake");
  copyFileSync(at("kernel", "mutants", "plant.cmake"), script);
  writeFileSync(join(tree, "kernel", "src", "task.c"), source);
  writeFileSync(join(tree, "kernel", "mutants", "task.json"), JSON.stringify([row]));
  const result = run("cmake", `-DINTO=${join(tree, "out")}`, "-P", script);
  const read = () => readFileSync(join(tree, "out", `${row.id}.c`), "utf8");
  return { ...result, text: result.text.replace(/\s+/g, " "), read };
}

test("a mutant is its source with one text in place of another", () => {
  const source = 'a[0] = "x;\\n";\n\n#define B ${c} @d@ \\\n    1\nif (a < b)\n    wake(a);\n';
  const row = { id: "m", find: "(a < b)\n    wake(a);", replace: '(a[1] <= "\\;")\n    ;' };
  const { status, read } = plant(source, row);
  assert.equal(status, 0);
  assert.equal(read(), source.replace(row.find, row.replace));
});

test("a text that is not there, or there twice, is named", () => {
  const stale = plant("one\n", { id: "gone", find: "two", replace: "" });
  assert.notEqual(stale.status, 0);
  assert.match(stale.text, /mutant gone: kernel\/src\/task.c does not contain two/);
  const twice = plant("one one\n", { id: "twice", find: "one", replace: "" });
  assert.notEqual(twice.status, 0);
  assert.match(twice.text, /mutant twice: kernel\/src\/task.c contains more than once one/);
});

test("an unknown mutant cannot be configured", () => {
  const { status, text } = configure("no-such-bug");
  assert.notEqual(status, 0);
  assert.match(text, /no such mutant: no-such-bug/);
});

test("the build switch builds the bug that the named test sees", () => {
  const id = "fair-off-by-one";
  const { killedBy } = listMutants(readTables()).find((mutant) => mutant.id === id);
  const { program, test: name } = parseKiller(killedBy);
  assert.equal(configure(id).status, 0);
  const built = run("ninja", "-C", join(folder, "one"), "kernel/asx_kernel_scheduler_test");
  assert.equal(built.status, 0, built.text);
  assert.equal(program, "kernel/scheduler_test");
  const { status, text } = run(join(folder, "one", "kernel", "asx_kernel_scheduler_test"));
  assert.notEqual(status, 0);
  assert.match(text, new RegExp(`FAILED +\\] (?:\\w+: )?${name}`));
});
