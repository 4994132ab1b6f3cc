import { factsOf } from "../model/facts.js";
import { chromeTrace } from "../model/chrome-trace.js";
import { UsageError } from "./arguments.js";
import { guarded, openFile, tell, verify, type OpenedFile } from "./recording.js";
import { Exit, type Terminal } from "./terminal.js";

async function asJson(file: OpenedFile): Promise<string> {
  const { trace, replay } = file;
  const columns = replay.events(replay.firstInput, replay.inputCount);
  const entries = Object.entries(columns).filter(([, column]) => ArrayBuffer.isView(column));
  const events = Object.fromEntries(entries.map(([name, column]) => [name, Array.from(column)]));
  const verdict = await verify(file);
  const strings = Object.fromEntries(trace.strings);
  return `${JSON.stringify({ facts: factsOf(trace), verdict, strings, events })}\n`;
}

/** `export chrome|json FILE`: the run for another tool, to `--out` or the standard output. */
export async function exportCommand(
  terminal: Terminal,
  format: string,
  path: string,
  out: string | undefined,
): Promise<number> {
  if (format !== "chrome" && format !== "json") {
    throw new UsageError(
      `There is no format ${JSON.stringify(format)}; there are chrome and json.`,
    );
  }
  const file = await openFile(terminal, path);
  const text = await guarded(path, () =>
    format === "json" ? asJson(file) : chromeTrace(tell(file).story).join(""),
  );
  if (out === undefined) terminal.out(text.trimEnd());
  else await terminal.write(out, text);
  return Exit.Ok;
}
