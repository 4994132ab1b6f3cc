import { type KernelInstance } from "./load.js";

/** Derived events, one column a property. What `a` and `b` mean is said by `EventKind`. */
export interface EventColumns {
  readonly length: number;
  /** Events that are missing because a single input made more than the kernel's sink holds. */
  readonly dropped: number;
  /** Microseconds. */
  readonly time: Float64Array;
  /** During which input it happened; the first input is 1. */
  readonly input: Uint32Array;
  /** An `EventKind`. */
  readonly kind: Uint8Array;
  readonly subject: Uint32Array;
  readonly generation: Uint32Array;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

// An asx_event: time in two words, input, kind, subject, generation, a, b.
const eventWords = 8;

/** Gathers what the kernel's event sink holds, a piece at a time. */
export class EventCollector {
  private readonly pieces: Uint32Array[] = [];
  private length = 0;
  private dropped = 0;

  /** Takes the events and clears the sink. */
  take({ kernel, memory }: KernelInstance): void {
    const count = kernel.eventsCount();
    this.dropped += kernel.eventsDropped();
    if (count > 0) {
      this.pieces.push(memory.readU32(kernel.eventsOffset(), count * eventWords));
      this.length += count;
    }
    kernel.eventsClear();
  }

  columns(): EventColumns {
    const { length, dropped } = this;
    const columns = {
      length,
      dropped,
      time: new Float64Array(length),
      input: new Uint32Array(length),
      kind: new Uint8Array(length),
      subject: new Uint32Array(length),
      generation: new Uint32Array(length),
      a: new Uint32Array(length),
      b: new Uint32Array(length),
    };
    let row = 0;
    for (const words of this.pieces) {
      for (let at = 0; at < words.length; at += eventWords, row += 1) {
        columns.time[row] = (words[at] ?? 0) + (words[at + 1] ?? 0) * 2 ** 32;
        columns.input[row] = words[at + 2] ?? 0;
        columns.kind[row] = words[at + 3] ?? 0;
        columns.subject[row] = words[at + 4] ?? 0;
        columns.generation[row] = words[at + 5] ?? 0;
        columns.a[row] = words[at + 6] ?? 0;
        columns.b[row] = words[at + 7] ?? 0;
      }
    }
    return columns;
  }
}
