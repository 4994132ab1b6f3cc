import {
  ArtifactCode,
  ArtifactWarning,
  FINGERPRINT_HI,
  FINGERPRINT_LO,
  SectionType,
} from "./generated/abi.js";
import { loadKernel, type KernelInstance, type KernelSource } from "./load.js";
import { TraceError, traceErrorCodeOf, type TraceErrorPlace } from "./trace-error.js";
import { readHead, type TraceHead } from "./trace-head.js";

/** One section that the decoder has verified. `offset` is that of its header in the file. */
export interface TraceSection {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly length: number;
  /** False: of a type that this program does not know, and passed over. */
  readonly isKnown: boolean;
  /** Of INPUT and CHECKPOINT: how many inputs came before. */
  readonly firstInput: number;
  /** Of INPUT, STRINGS and DIGEST: how many. */
  readonly count: number;
}

export type TraceWarning = "skipped" | "gap" | "late" | "newer" | "partial";

/** A trace that was verified: all of it, or the part before `error`. */
export interface Trace {
  readonly bytes: Uint8Array;
  readonly head: TraceHead;
  /** Labels by id. */
  readonly strings: ReadonlyMap<number, string>;
  readonly sections: readonly TraceSection[];
  /** Inputs of the run up to the end of the last good chunk. */
  readonly inputCount: number;
  /** Those of them that are in the file. */
  readonly recordedCount: number;
  /**
   * `skipped`: unknown sections; `gap`: inputs missing in the middle; `late`: at the beginning;
   * `newer`: written by a newer minor version; `partial`: the writer says it is not complete.
   */
  readonly warnings: readonly TraceWarning[];
  /** Why the file is not good to its end; undefined if it is. */
  readonly error: TraceError | undefined;
  /** Bytes from the beginning that are verified. */
  readonly verifiedBytes: number;
  /** False: this build has another ABI, and nothing can be replayed. */
  readonly isReplayable: boolean;
}

export interface TraceOptions {
  /** The full-dev kernel to use instead of the one in this package. */
  readonly wasm?: KernelSource;
}

/** Bytes between the beginning of a section and its body. */
export const SECTION_HEADER_BYTES = 12;
const sectionWords = 7;
const verdictWords = 14;

/** The body of a section, not copied. */
export const bodyOf = (trace: Pick<Trace, "bytes">, { offset, length }: TraceSection): Uint8Array =>
  trace.bytes.subarray(offset + SECTION_HEADER_BYTES, offset + SECTION_HEADER_BYTES + length);

function nextSection({ kernel, memory }: KernelInstance): TraceSection | undefined {
  if (!kernel.artifactNext()) return undefined;
  const [type = 0, flags = 0, offset = 0, length = 0, known = 0, firstInput = 0, count = 0] =
    memory.readU32(kernel.scratchOffset(), sectionWords);
  return { type, flags, offset, length, isKnown: known === 1, firstInput, count };
}

function placeOf(words: Uint32Array): TraceErrorPlace {
  const [code = 0, sectionIndex = 0, sectionType = 0, offset = 0] = words;
  const wide = (at: number): bigint => (BigInt(words[at + 1] ?? 0) << 32n) | BigInt(words[at] ?? 0);
  return {
    code: traceErrorCodeOf(code),
    sectionIndex,
    sectionType,
    offset,
    expected: wide(4),
    found: wide(6),
  };
}

const warningNames: readonly (readonly [number, TraceWarning])[] = [
  [ArtifactWarning.Skipped, "skipped"],
  [ArtifactWarning.Gap, "gap"],
  [ArtifactWarning.Late, "late"],
  [ArtifactWarning.Newer, "newer"],
  [ArtifactWarning.Partial, "partial"],
];

// A page may name an object again; the last name counts.
function addStrings(strings: Map<number, string>, body: Uint8Array): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const decoder = new TextDecoder();
  for (let at = 4; at < body.length;) {
    const length = view.getUint32(at + 4, true);
    strings.set(view.getUint32(at, true), decoder.decode(body.subarray(at + 8, at + 8 + length)));
    at += 8 + length;
  }
}

function place(instance: KernelInstance, bytes: Uint8Array): void {
  const { kernel, memory } = instance;
  const offset = kernel.artifactReserve(bytes.length);
  if (offset === 0 || kernel.artifactOpen(bytes.length) < 0) {
    const expected = BigInt(bytes.length);
    const nowhere = { sectionIndex: 0, sectionType: 0, offset: 0, found: 0n };
    throw new TraceError({ code: "memory", expected, ...nowhere });
  }
  memory.write(offset, bytes);
}

const fingerprintHere = ((BigInt(FINGERPRINT_HI) << 32n) | BigInt(FINGERPRINT_LO))
  .toString(16)
  .padStart(16, "0");

/**
 * Verifies a trace and reads what frames it. The bytes are not trusted: the decoder is total.
 *
 * A file that is cut or damaged gives the longest verified prefix, and `error` says where it ends.
 *
 * @throws {@link TraceError} if not even HEAD can be read, or there is no memory for the file.
 */
export async function readTrace(bytes: Uint8Array, options: TraceOptions = {}): Promise<Trace> {
  const instance = await loadKernel({ tier: "full-dev", ...options });
  place(instance, bytes);

  const sections: TraceSection[] = [];
  const strings = new Map<number, string>();
  for (let next = nextSection(instance); next !== undefined; next = nextSection(instance)) {
    sections.push(next);
    if (next.type === SectionType.Strings) addStrings(strings, bodyOf({ bytes }, next));
  }

  const { kernel, memory } = instance;
  const code = kernel.artifactVerdict();
  const words = memory.readU32(kernel.scratchOffset(), verdictWords);
  const error = code === ArtifactCode.Ok ? undefined : new TraceError(placeOf(words));
  const [first] = sections;
  if (first === undefined) throw error ?? new TraceError(placeOf(words));

  const head = readHead(bodyOf({ bytes }, first));
  const [verifiedBytes = 0, , inputCount = 0, recordedCount = 0, bits = 0] = words.subarray(8);
  return {
    bytes,
    head,
    strings,
    sections,
    inputCount,
    recordedCount,
    warnings: warningNames.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name),
    error,
    verifiedBytes,
    isReplayable: head.fingerprint === fingerprintHere,
  };
}
