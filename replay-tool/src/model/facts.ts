import {
  sectionName,
  type Trace,
  type TraceError,
  type TraceWarning,
} from "@asupersync/browser-core";
import { formatCount } from "./format.js";
import { type Facts } from "./recording.js";
import { type FaultReport } from "./verdict.js";

const tierNames = ["core-min", "core-trace", "full-dev"];

const warningText: Readonly<Record<TraceWarning, string>> = {
  skipped: "Sections of a kind unknown here were passed over; nothing needed depends on them.",
  gap: "Inputs are missing between two chunks.",
  late: "The recording began after the run did, so its beginning is not in the file.",
  newer: "A newer minor version of the format wrote it; what is new in there is not shown.",
  partial: "The writer says itself that the recording is not complete.",
};

/** What HEAD and the sections say, for people. */
export function factsOf(trace: Trace): Facts {
  const counts = new Map<string, number>();
  for (const { type } of trace.sections) {
    const name = sectionName(type);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const { head } = trace;
  const seed = (BigInt(head.seedHi) << 32n) | BigInt(head.seedLo);
  return {
    bytes: trace.bytes.length,
    inputCount: trace.inputCount,
    tier: tierNames[head.tier] ?? `tier ${head.tier}`,
    seed: `0x${seed.toString(16)}`,
    kernel: head.kernel,
    fingerprint: head.fingerprint,
    build: head.build,
    environment: head.environment,
    redaction: head.redaction,
    sections: [...counts].map(([name, count]) => ({ name, count })),
    warnings: trace.warnings.map((warning) => warningText[warning]),
  };
}

const advice: Readonly<Record<string, string>> = {
  cut: "Copy or download the file again. What was written before the cut is shown.",
  magic: "Open a file that a capture wrote; they end in .asxt.",
  version: "Open it with the version of this tool that the recording program came with.",
  unknown: "Open it with a newer version of this tool.",
  checksum: "The file was damaged on its way. Copy it again from where it was written.",
  chain: "Somebody or something changed the file after it was written. Get the original.",
  late: "Record from the start of the runtime, or with a checkpoint.",
  memory: "Close other tabs, or verify it with the native command line.",
  foreign: "Open it with the version of this tool that the recording program came with.",
};

/** A fault of the file in three sentences. */
export function reportOf(error: TraceError): FaultReport {
  const section = error.sectionType === 0 ? "" : `, in ${sectionName(error.sectionType)}`;
  return {
    code: error.code,
    what: `${error.message}.`,
    where: `Byte ${formatCount(error.offset)}${section}, section ${error.sectionIndex}.`,
    advice:
      advice[error.code] ?? "The program that wrote it has a defect; report it with the file.",
  };
}
