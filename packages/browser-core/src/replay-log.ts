import { SectionType } from "./generated/abi.js";
import { bodyOf, type Trace, type TraceSection } from "./trace-reader.js";

/** The records of one INPUT section, not copied. */
export interface Chunk {
  readonly firstInput: number;
  readonly count: number;
  readonly records: Uint8Array;
}

/** The image of an arena that the file carries. */
export interface StoredCheckpoint {
  readonly input: number;
  readonly image: Uint8Array;
}

/** The digests of a trace in order, in columns: after `input` inputs it was `hi` and `lo`. */
export interface DigestColumns {
  readonly length: number;
  readonly input: Uint32Array;
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
}

const inputHeaderBytes = 72;
const checkpointHeaderBytes = 44;
const digestHeaderBytes = 4;
const digestEntryBytes = 12;

const sectionsOf = (trace: Trace, type: SectionType): TraceSection[] =>
  trace.sections.filter((section) => section.type === type);

export const chunksOf = (trace: Trace): Chunk[] =>
  sectionsOf(trace, SectionType.Input).map((section) => ({
    firstInput: section.firstInput,
    count: section.count,
    records: bodyOf(trace, section).subarray(inputHeaderBytes),
  }));

export const storedCheckpointsOf = (trace: Trace): StoredCheckpoint[] =>
  sectionsOf(trace, SectionType.Checkpoint).map((section) => ({
    input: section.firstInput,
    image: bodyOf(trace, section).subarray(checkpointHeaderBytes),
  }));

// TAIL ends with the digest too; a cut file has none.
export function digestsOf(trace: Trace): DigestColumns {
  const sections = sectionsOf(trace, SectionType.Digest);
  const tail = sectionsOf(trace, SectionType.Tail);
  const length = sections.reduce((sum, section) => sum + section.count, tail.length);
  const columns = {
    length,
    input: new Uint32Array(length),
    lo: new Uint32Array(length),
    hi: new Uint32Array(length),
  };
  let row = 0;
  const put = (view: DataView, at: number): void => {
    columns.input[row] = view.getUint32(at, true);
    columns.lo[row] = view.getUint32(at + 4, true);
    columns.hi[row] = view.getUint32(at + 8, true);
    row += 1;
  };
  for (const section of [...sections, ...tail]) {
    const body = bodyOf(trace, section);
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    if (section.type === SectionType.Tail) put(view, 0);
    for (let index = 0; section.type === SectionType.Digest && index < section.count; index += 1) {
      put(view, digestHeaderBytes + index * digestEntryBytes);
    }
  }
  return columns;
}

/** The last index whose value is at most `value` in an ascending column; -1 if there is none. */
export function lastAtMost(column: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
