import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { countTests } from "../test-counts.mjs";
import { longParts } from "../long-parts.mjs";
import { has, root } from "../repository.mjs";
import { parts } from "../test-parts.mjs";

for (const [command, list] of [
  ["npm test", parts],
  ["npm run test:long", longParts],
]) {
  test(`${command}: every name is there once, so that --only means one part`, () => {
    const names = list.map((part) => part.name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  test(`${command}: every part has commands, and a way to count what they did`, () => {
    for (const { name, commands, count } of list) {
      assert.ok(commands.length > 0, name);
      assert.doesNotThrow(() => countTests(count, { text: "", code: 1 }), name);
    }
  });

  test(`${command}: a script that a part names is in the repository`, () => {
    for (const { name, commands, needs } of list) {
      const scripts = commands.filter(([tool]) => tool === process.execPath);
      for (const file of scripts.map((words) => words.find((word) => word.endsWith("js")))) {
        assert.ok(has(file), `${name}: ${file}`);
      }
      assert.ok(needs === undefined || has(needs), `${name}: ${needs}`);
    }
  });
}

test("--long lists the long parts and no others", () => {
  const list = (...flags) =>
    spawnSync(process.execPath, ["scripts/test.mjs", "--list", ...flags], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    })
      .stdout.split("\n")
      .filter((line) => /^\S/.test(line))
      .map((line) => line.split("  ")[0]);
  assert.deepEqual(
    list("--long"),
    longParts.map((part) => part.name),
  );
  assert.deepEqual(
    list(),
    parts.map((part) => part.name),
  );
});
