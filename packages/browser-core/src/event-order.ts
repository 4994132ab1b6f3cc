import { KernelLoadError } from "./errors.js";
import { Status } from "./generated/abi.js";
import { loadKernel, type KernelInstance } from "./load.js";
import { type EventColumns } from "./replay-events.js";
import { type TraceOptions } from "./trace-reader.js";

/** Something that events touch, known by its birth: the same in every equivalent run. */
export interface OrderedObject {
  /** An `OrderSort`: something with a slot, or the clock, entropy, the settings. */
  readonly sort: number;
  /** A `Kind`; `Kind.Free` if it is older than the events. */
  readonly kind: number;
  /** The object that it is a child of; 0 for none. */
  readonly parent: number;
  /** How manyeth child of it, from 0. */
  readonly ordinal: number;
  readonly slot: number;
  /** 0 if the events never say. */
  readonly generation: number;
}

/** One link of a chain of causes. */
export interface Cause {
  readonly event: number;
  /** The object through which it depends on the one before; 0 for the first. */
  readonly through: number;
}

/** What had to come before what. Events and objects are named by number; object 0 is nobody. */
export interface EventOrder {
  /** Of the canonical form: equal for runs that differ in their schedule alone. */
  readonly fingerprint: string;
  readonly layerCount: number;
  readonly actorCount: number;
  readonly objectCount: number;
  /** By event: its layer in the form, from 1; 0 for a witness, which is not part of it. */
  readonly layer: Uint32Array;
  /** By event: the chain it belongs to; 2^32 - 1 for a witness. */
  readonly actor: Uint32Array;
  /** The events of the canonical form, by layer. */
  readonly form: Uint32Array;
  /** Had event `i` to come before event `j`? At once with `clocks`, else in time with `j - i`. */
  before(i: number, j: number): boolean;
  /** A shortest chain of causes from `i` to `j`; empty if `i` did not have to come first. */
  path(i: number, j: number): Cause[];
  /** Whom an event is about; 0 for nobody. */
  subject(event: number): number;
  object(index: number): OrderedObject | undefined;
}

export interface EventOrderOptions extends TraceOptions {
  /** Answers `before` at once, for 4 bytes a pair of event and actor. */
  readonly clocks?: boolean;
}

const eventWords = 8;
const summaryWords = 6;
const objectWords = 6;

/** The events as the kernel has them, one `asx_event` after the other. */
function packed(events: EventColumns): Uint8Array {
  const words = new Uint32Array(events.length * eventWords);
  for (let row = 0, at = 0; row < events.length; row += 1, at += eventWords) {
    const time = events.time[row] ?? 0;
    words[at] = time % 2 ** 32;
    words[at + 1] = Math.trunc(time / 2 ** 32);
    words[at + 2] = events.input[row] ?? 0;
    words[at + 3] = events.kind[row] ?? 0;
    words[at + 4] = events.subject[row] ?? 0;
    words[at + 5] = events.generation[row] ?? 0;
    words[at + 6] = events.a[row] ?? 0;
    words[at + 7] = events.b[row] ?? 0;
  }
  return new Uint8Array(words.buffer);
}

class KernelEventOrder implements EventOrder {
  readonly fingerprint: string;
  readonly layerCount: number;
  readonly actorCount: number;
  readonly objectCount: number;
  readonly layer: Uint32Array;
  readonly actor: Uint32Array;
  readonly form: Uint32Array;

  constructor(
    private readonly instance: KernelInstance,
    private readonly count: number,
    private readonly hasClocks: boolean,
  ) {
    const { kernel, memory } = instance;
    kernel.orderSummary();
    const [lo = 0, hi = 0, layers = 0, formCount = 0, actors = 0, objects = 0] = memory.readU32(
      kernel.scratchOffset(),
      summaryWords,
    );
    this.fingerprint = [hi, lo].map((word) => word.toString(16).padStart(8, "0")).join("");
    this.layerCount = layers;
    this.actorCount = actors;
    this.objectCount = objects;
    this.layer = memory.readU32(kernel.orderLayersOffset(), count);
    this.actor = memory.readU32(kernel.orderActorsOffset(), count);
    this.form = memory.readU32(kernel.orderFormOffset(), formCount);
  }

  before(i: number, j: number): boolean {
    this.check(i);
    this.check(j);
    const { kernel } = this.instance;
    return this.hasClocks ? kernel.orderBefore(i, j) === 1 : kernel.orderPath(i, j) > 0;
  }

  path(i: number, j: number): Cause[] {
    this.check(i);
    this.check(j);
    const { kernel, memory } = this.instance;
    const most = Math.trunc(kernel.scratchBytes() / Uint32Array.BYTES_PER_ELEMENT);
    const length = Math.min(kernel.orderPath(i, j), most);
    const events = memory.readU32(kernel.scratchOffset(), length);
    return Array.from(events, (event, at) => {
      const before = events[at - 1];
      return { event, through: before === undefined ? 0 : kernel.orderConflict(before, event) };
    });
  }

  subject(event: number): number {
    this.check(event);
    return this.instance.kernel.orderSubject(event);
  }

  object(index: number): OrderedObject | undefined {
    const { kernel, memory } = this.instance;
    if (!kernel.orderObject(index)) return undefined;
    const [sort = 0, kind = 0, parent = 0, ordinal = 0, slot = 0, generation = 0] = memory.readU32(
      kernel.scratchOffset(),
      objectWords,
    );
    return { sort, kind, parent, ordinal, slot, generation };
  }

  private check(event: number): void {
    if (!(Number.isInteger(event) && event >= 0 && event < this.count)) {
      throw new RangeError(`There are ${this.count} events, and no event ${event}`);
    }
  }
}

/**
 * Derives the order of events, such as `Replay.events` gives them; from the first input on, or what
 * is older is known by slot alone.
 *
 * @throws {@link KernelLoadError} with the code `out-of-memory` if they are too many: about 300
 *   bytes an event are needed, and with `clocks` four for each event and actor.
 */
export async function orderEvents(
  events: EventColumns,
  { clocks = false, ...options }: EventOrderOptions = {},
): Promise<EventOrder> {
  const instance = await loadKernel({ tier: "full-dev", ...options });
  const { kernel, memory } = instance;
  const where = `the order of ${events.length} events`;
  const offset = kernel.orderReserve(events.length);
  if (offset === 0) {
    throw new KernelLoadError("out-of-memory", "The kernel got no memory", where);
  }
  memory.write(offset, packed(events));
  const status = kernel.orderBuild(events.length, clocks);
  if (status === Status.Argument) {
    throw new RangeError("There are events of a kind that this kernel does not have");
  }
  if (status < 0) throw new KernelLoadError("out-of-memory", "The kernel got no memory", where);
  return new KernelEventOrder(instance, events.length, clocks);
}
