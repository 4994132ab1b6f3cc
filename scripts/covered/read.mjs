// What gcov says of the objects of a build: per source, how often each line ran and each branch
// was taken, summed over all that compiled it.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/** The files below `folder` whose names end with `end`. */
export const listBelow = (folder, end) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name))
    .sort();

function runGcov(notes, cwd) {
  const words = ["--json-format", "--stdout", "--branch-probabilities", notes];
  const { status, stdout, stderr, error } = spawnSync("gcov", words, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`gcov ${notes}: ${error?.message ?? stderr}`);
  return stdout.split("\n").filter(Boolean).map(JSON.parse);
}

// A function in a header is compiled more than once: what ran in one of them ran.
function addLine(lines, { line_number: number, count, branches }) {
  const line = lines.get(number) ?? { count: 0, branches: [] };
  line.count += count;
  branches.forEach((branch, i) => {
    line.branches[i] = (line.branches[i] ?? 0) + branch.count;
  });
  lines.set(number, line);
}

/**
 * @param notes the .gcno files to read, with their counts beside them
 * @param root the repository
 * @returns a map from path to a map from line number to `{ count, branches }`
 */
export function readCoverage(notes, root) {
  const files = new Map();
  for (const note of notes) {
    for (const unit of runGcov(note, root)) {
      for (const { file, lines } of unit.files) {
        const path = relative(root, resolve(unit.current_working_directory, file));
        if (!files.has(path)) files.set(path, new Map());
        for (const line of lines) addLine(files.get(path), line);
      }
    }
  }
  return files;
}
