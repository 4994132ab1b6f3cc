import { readArguments, UsageError, type Arguments } from "./arguments.js";
import { diffCommand } from "./diff.js";
import { exportCommand } from "./export.js";
import { FileFault } from "./recording.js";
import { showCommand } from "./show.js";
import { Exit, type Terminal } from "./terminal.js";
import { verifyCommand } from "./verify.js";

export const help = `asupersync-replay: what happened in a recorded run, and why

  verify FILE               execute the inputs again, compare every digest
  show FILE                 what happened in words, and what went wrong
    --from N --to N         only these inputs
    --find WORDS            only events with all of these words; -word leaves out
  diff A B                  the first event at which two runs part
  export chrome|json FILE   for Perfetto and chrome://tracing, or as columns
    --out PATH              into a file

  --json                    verify and show: for programs
  --help                    this

Exit codes: 0 good, 1 differs, 2 usage, 3 file unreadable, 4 cut or damaged,
5 of another version, 6 the kernel stopped on an assertion.
The pages show the same with a timeline: open them and drop the file.`;

function need(args: Arguments, count: number, form: string): readonly string[] {
  if (args.files.length === count) return args.files;
  throw new UsageError(`Expected: ${form}`);
}

async function dispatch(args: Arguments, terminal: Terminal): Promise<number> {
  const isJson = args.flags.has("--json");
  switch (args.command) {
    case "verify": {
      const [path = ""] = need(args, 1, "verify FILE");
      return verifyCommand(terminal, path, isJson);
    }
    case "show": {
      const [path = ""] = need(args, 1, "show FILE");
      const from = args.numbers.get("--from") ?? 0;
      const to = args.numbers.get("--to") ?? Infinity;
      const find = args.texts.get("--find") ?? "";
      return showCommand(terminal, path, { from, to, find, isJson });
    }
    case "diff": {
      const [a = "", b = ""] = need(args, 2, "diff A B");
      return diffCommand(terminal, a, b);
    }
    case "export": {
      const [format = "", path = ""] = need(args, 2, "export chrome|json FILE");
      return exportCommand(terminal, format, path, args.texts.get("--out"));
    }
    default:
      throw new UsageError(
        args.command === undefined
          ? "No command was given."
          : `There is no command ${args.command}.`,
      );
  }
}

/** Runs one command line; answers its exit code. Nothing is thrown but a defect of this tool. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const args = readArguments(words);
    if (args.flags.has("--help")) {
      terminal.out(help);
      return Exit.Ok;
    }
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.error(`${error.message}\n\n${help}`);
      return Exit.Usage;
    }
    if (!(error instanceof FileFault)) throw error;
    const { path, report, exit } = error;
    terminal.error(`${path} cannot be replayed (${report.code})`);
    terminal.error(`  what   ${report.what}`);
    terminal.error(`  where  ${report.where}`);
    terminal.error(`  do     ${report.advice}`);
    return exit;
  }
}
