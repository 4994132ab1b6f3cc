import { readTrace, replayTrace, type Replay, type Trace } from "@asupersync/browser-core";
import { derive, faultOf, verdictOf } from "../import/replaying.js";
import { type Labels } from "../model/labels.js";
import { Names } from "../model/names.js";
import { type Derived } from "../model/recording.js";
import { type FaultReport, type Verdict } from "../model/verdict.js";
import { type Story } from "../model/words.js";
import { Exit, type Terminal } from "./terminal.js";

/** A file that ends the command: what, where, what to do, and with which exit code. */
export class FileFault extends Error {
  override readonly name = "FileFault";
  constructor(
    readonly path: string,
    readonly report: FaultReport,
    readonly exit: number,
  ) {
    super(`${path}: ${report.what}`);
  }
}

function exitOf(code: string): number {
  if (code === "foreign" || code === "version" || code === "unknown") return Exit.Foreign;
  return code === "trap" ? Exit.Trap : Exit.Broken;
}

async function readFile(terminal: Terminal, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await terminal.read(path);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const advice = "Check the path and the permissions.";
    throw new FileFault(path, { code: "file", what, where: path, advice }, Exit.File);
  }
}

export interface OpenedFile {
  readonly path: string;
  readonly trace: Trace;
  readonly replay: Replay;
}

/** Opens a file for replay; whatever is wrong with it becomes a FileFault. */
export async function openFile(terminal: Terminal, path: string): Promise<OpenedFile> {
  const bytes = await readFile(terminal, path);
  try {
    const trace = await readTrace(bytes);
    return { path, trace, replay: await replayTrace(bytes) };
  } catch (error) {
    const report = faultOf(error);
    throw new FileFault(path, report, exitOf(report.code));
  }
}

/** Runs `work` on the opened file; a trap of the kernel becomes a FileFault too. */
export async function guarded<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileFault) throw error;
    const report = faultOf(error);
    throw new FileFault(path, report, exitOf(report.code));
  }
}

export async function verify({ path, trace, replay }: OpenedFile): Promise<Verdict> {
  return guarded(path, async () => verdictOf(trace, await replay.verify(), replay.digest()));
}

/** The exit code of a verdict. A file that is cut verifies as far as it goes, and says so. */
export const exitOfVerdict = (verdict: Verdict): number =>
  verdict.kind === "verified" ? Exit.Ok : verdict.kind === "prefix" ? Exit.Broken : Exit.Differs;

export const labelsOf =
  ({ trace }: OpenedFile): Labels =>
  (id) =>
    trace.strings.get(id);

/** The whole run in words. */
export function tell(file: OpenedFile): { derived: Derived; story: Story } {
  const derived = derive(file.replay);
  const labels = labelsOf(file);
  const { events, entities } = derived;
  const names = new Names(entities, labels);
  return { derived, story: { events, entities, names, labels } };
}
