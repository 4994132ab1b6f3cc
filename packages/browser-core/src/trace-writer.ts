import { SectionType, Status } from "./generated/abi.js";
import { type KernelInstance } from "./load.js";
import { writeHostEntries, type HostEntries } from "./trace-head.js";
import { SECTION_HEADER_BYTES } from "./trace-reader.js";

export interface TraceWriterOptions extends Omit<HostEntries, "kernel"> {
  /** Called with each piece of the file as it is sealed, in order, for who streams it away. */
  readonly onPiece?: (piece: Uint8Array) => void;
  /**
   * Flight recorder: keep only the end of the run, at least this many bytes of log and at most
   * twice as many, behind an image of the kernel to start from. Default: everything is kept.
   */
  readonly keepBytes?: number;
}

/** What was recorded from one image of the kernel to the next; the first has no image. */
interface Stretch {
  readonly pieces: { readonly bytes: Uint8Array; readonly isLabels: boolean }[];
  bytes: number;
}

/**
 * Records one runtime from now on. Start it before the first input, or nobody can replay it.
 *
 * The kernel writes and seals everything; this only takes it in time and puts it together. Needs a
 * kernel of the tier core-trace or full-dev, whose runtime is open. One at a time per kernel.
 */
export class TraceWriter {
  private readonly frame: Uint8Array[] = [];
  private stretches: Stretch[] = [{ pieces: [], bytes: 0 }];
  private readonly labels = new Map<number, string>();
  private unwritten: (readonly [id: number, label: string])[] = [];
  private isRecording = true;

  constructor(
    private readonly instance: KernelInstance,
    private readonly options: TraceWriterOptions = {},
  ) {
    const { kernel, memory } = instance;
    const entries = writeHostEntries({ ...options, kernel: instance.sha256 });
    if (entries.length > kernel.scratchBytes())
      throw new RangeError("The HEAD entries are too long");
    memory.write(kernel.scratchOffset(), entries);
    const length = kernel.traceStart(entries.length);
    if (length < 0) throw new Error(this.refusal(length));
    const head = memory.read(kernel.logOffset(), length);
    this.frame.push(head);
    options.onPiece?.(head);
    kernel.drainLog = () => this.drain();
  }

  /** Bytes of the recording so far, without what is still in the kernel. */
  get bytes(): number {
    return this.pieces().reduce((sum, piece) => sum + piece.length, 0);
  }

  /** Names the label `id`, as it was passed to the kernel. Only names are ever written, no values. */
  label(id: number, name: string): void {
    if (this.labels.get(id) === name) return;
    this.labels.set(id, name);
    this.unwritten.push([id, name]);
  }

  /** Takes what was recorded out of the kernel. Happens by itself whenever its log is full. */
  drain(): void {
    if (!this.isRecording) return;
    const { kernel, memory } = this.instance;
    const length = kernel.logTake();
    if (length > 0) this.keep(memory.read(kernel.logOffset(), length));
    this.writeLabels();
    this.rotate();
  }

  /** The trace up to now as a whole file. The recording goes on. */
  capture(): Uint8Array {
    this.drain();
    return concatenate([...this.pieces(), this.tail()]);
  }

  /** Ends the recording and gives the trace as a whole file. */
  stop(): Uint8Array {
    this.drain();
    if (this.isRecording) {
      this.instance.kernel.traceStop();
      this.instance.kernel.drainLog = () => undefined;
      this.isRecording = false;
      this.keep(this.tail());
    }
    return concatenate(this.pieces());
  }

  private pieces(): Uint8Array[] {
    const kept = this.stretches.flatMap(({ pieces }) => pieces.map(({ bytes }) => bytes));
    return [...this.frame, ...kept];
  }

  private keep(bytes: Uint8Array, isLabels = false): void {
    const stretch = this.stretches[this.stretches.length - 1];
    stretch?.pieces.push({ bytes, isLabels });
    if (stretch !== undefined) stretch.bytes += bytes.length;
    this.options.onPiece?.(bytes);
  }

  // The stretch before the last is kept too, so that a capture just after an image has a past.
  // Labels are never dropped: later inputs use them still.
  private rotate(): void {
    const { keepBytes } = this.options;
    const last = this.stretches[this.stretches.length - 1];
    if (keepBytes === undefined || last === undefined || last.bytes < keepBytes) return;
    const dropped = this.stretches.splice(0, this.stretches.length - 1);
    for (const { bytes, isLabels } of dropped.flatMap(({ pieces }) => pieces)) {
      if (isLabels) this.frame.push(bytes);
    }
    this.stretches.push({ pieces: [], bytes: 0 });
    this.keep(this.checkpoint());
    const fresh = this.stretches[this.stretches.length - 1];
    if (fresh !== undefined) fresh.bytes = 0;
  }

  private checkpoint(): Uint8Array {
    const { kernel, memory } = this.instance;
    const length = kernel.checkpointHead();
    const head = memory.read(kernel.scratchOffset(), length);
    return concatenate([head, memory.read(kernel.arenaOffset(), kernel.snapshotBytes())]);
  }

  private tail(): Uint8Array {
    const { kernel, memory } = this.instance;
    const length = kernel.traceTail();
    return memory.read(kernel.logOffset(), Math.max(0, length));
  }

  // As many to a section as the scratch area holds. A label longer than that is cut.
  private writeLabels(): void {
    const room = this.instance.kernel.scratchBytes() - SECTION_HEADER_BYTES;
    while (this.unwritten.length > 0) {
      const body = new Uint8Array(room);
      const view = new DataView(body.buffer);
      let at = 4;
      let count = 0;
      for (const [id, name] of this.unwritten) {
        if (at + 8 > room) break;
        const { read, written } = new TextEncoder().encodeInto(name, body.subarray(at + 8));
        if (read < name.length && count > 0) break;
        view.setUint32(at, id, true);
        view.setUint32(at + 4, written, true);
        at += 8 + written;
        count += 1;
      }
      view.setUint32(0, count, true);
      this.unwritten = this.unwritten.slice(count);
      this.keep(this.seal(SectionType.Strings, body.subarray(0, at)), true);
    }
  }

  private seal(type: SectionType, body: Uint8Array): Uint8Array {
    const { kernel, memory } = this.instance;
    const scratch = kernel.scratchOffset();
    memory.write(scratch + SECTION_HEADER_BYTES, body);
    return memory.read(scratch, kernel.sectionSeal(type, 0, body.length));
  }

  private refusal(status: number): string {
    if (status !== Status.State) return `The kernel refused to record (${status})`;
    return "The kernel is being recorded already, or its runtime is not open";
  }
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
