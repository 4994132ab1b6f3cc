// Counts the instructions of kernel operations and compares them with the committed table: none
// may grow by more than 3 % unnoticed. Counts of another compiler or machine are not comparable;
// they are shown, and the comparisons count as skipped.
//
//   node scripts/instructions.mjs [--bless]    --bless: writes the table
import { readFileSync, writeFileSync } from "node:fs";
import { compare } from "./instructions/compare.mjs";
import { countInstructions, describeCompiler } from "./instructions/count.mjs";
import { say, table } from "./print.mjs";
import { at } from "./repository.mjs";

const file = "kernel/tests/generated/instructions.json";

function count() {
  const rows = countInstructions();
  const operations = rows.map(({ name, instructions }) => [name, Math.round(instructions)]);
  return { compiler: describeCompiler(), operations: Object.fromEntries(operations) };
}

function main(isBlessing) {
  const counted = count();
  if (isBlessing) {
    writeFileSync(at(file), `${JSON.stringify(counted, undefined, 2)}\n`);
    say(`wrote ${file}`);
  }
  const { rows, problems, notes, skipped } = compare(
    JSON.parse(readFileSync(at(file), "utf8")),
    counted,
  );
  say(table([["operation", "now", "table", "change"], ...rows]));
  for (const note of notes) say(note);
  for (const problem of problems) say(`error: ${problem}`);
  if (problems.length > 0) {
    say(
      "If that is meant to be: node scripts/instructions.mjs --bless, and say why in the commit.",
    );
  }
  if (skipped) {
    // That every operation ran and did what it says is a test of its own.
    say(`not compared: ${skipped}`);
    say(`1 passed, 0 failed, ${rows.length} skipped`);
    return 0;
  }
  say(`${rows.length - problems.length} passed, ${problems.length} failed`);
  return problems.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.includes("--bless"));
