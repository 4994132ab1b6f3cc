// Three readers of C sources: how each is run over one source, and how its findings look.
import { at } from "../repository.mjs";

const finding =
  /^(.+?):(\d+):(?:\d+:)? (?:warning|error|style|performance|portability): (.*) \[(.+)\]$/;

/** The findings in a tool's output: `{ file, line, says, check }`. */
export const readFindings = (output) =>
  output.split("\n").flatMap((text) => {
    const [, file, line, says, check] = finding.exec(text) ?? [];
    return file === undefined ? [] : [{ file, line: Number(line), says, check }];
  });

// The house style declares at the top of a block, and writes an empty loop as `continue`.
const houseStyle = ["--suppress=variableScope", "--suppress=redundantContinue"];

/**
 * `unit` is a row of compile_commands.json with its `words`; `folder` is where that lies.
 * Each answers the words to run.
 */
export const tools = {
  // The paths through a function, and what is true on each.
  gcc: (unit) => {
    const words = unit.words.filter((word, i, all) => word !== "-o" && all[i - 1] !== "-o");
    return [...words, "-fanalyzer", "-Wno-error", "-o", "/dev/null"];
  },
  cppcheck: (unit) => [
    ...["cppcheck", "--quiet", "--std=c11", "--enable=warning,style,performance,portability"],
    ...[
      "--template={file}:{line}: {severity}: {message} [{id}]",
      "--suppress=missingIncludeSystem",
      ...houseStyle,
    ],
    ...unit.words.filter((word) => /^-[DI]/.test(word)),
    unit.file,
  ],
  // Which checks, and why not the others, is in .clang-tidy.
  "clang-tidy": (unit, folder) => ["clang-tidy", "-p", at(folder), "--quiet", unit.file],
};
