import { loadKernel } from "./load.js";
import { tiers } from "./source.js";
import { EventCollector, type EventColumns } from "./replay-events.js";
import { digestsOf, lastAtMost, type DigestColumns } from "./replay-log.js";
import { CHECKPOINT_PERIOD, RecordError, ReplayMachine } from "./replay-machine.js";
import {
  describeAll,
  describeObject,
  regionTree,
  type ObjectDescription,
  type RegionNode,
} from "./replay-objects.js";
import { TraceError } from "./trace-error.js";
import { readTrace, type Trace, type TraceOptions } from "./trace-reader.js";

/**
 * Why a run went another way: inputs are not in the file; the same kernel and inputs, so something
 * else of the host got in; another build of the kernel; or the file was changed.
 */
export type DifferenceClass = "input-missing" | "host-order" | "kernel-build" | "corruption";

export type ReplayVerdict =
  | {
      readonly kind: "same";
      /** Inputs that were run again, and digests that agreed. */
      readonly inputCount: number;
      readonly digestCount: number;
    }
  | {
      readonly kind: "different";
      readonly class: DifferenceClass;
      /** The digest after this input is the first that differs; undefined if none could be had. */
      readonly input: number;
      readonly expected: string | undefined;
      readonly actual: string | undefined;
      /** After this input they still agreed: the cause lies between the two. */
      readonly lastCommon: number;
    };

/** A trace that can be gone through, forwards and back. What it shows is the kernel's own state. */
export interface Replay {
  readonly trace: Trace;
  /** The last position; the first is `firstInput`, 0 unless the recording lost its beginning. */
  readonly inputCount: number;
  readonly firstInput: number;
  /** Inputs done at the moment. */
  readonly position: number;
  /**
   * Runs everything again and compares every digest, up to the first that differs. Leaves the
   * position there. `onProgress` is awaited now and then; let the page have a turn in it.
   */
  verify(
    onProgress?: (done: number, total: number) => void | Promise<void>,
  ): Promise<ReplayVerdict>;
  /**
   * Goes to a position. Runs at most 4096 inputs once the trace was verified or gone through.
   *
   * @throws RangeError for a position that cannot be gone to.
   */
  seek(input: number): void;
  /** The events of the inputs `from + 1` to `to`. The position stays. */
  events(from: number, to: number): EventColumns;
  describe(slot: number): ObjectDescription | undefined;
  objects(): ObjectDescription[];
  /** Walk it without recursion: it may be very deep. */
  tree(): RegionNode | undefined;
  /** The runtime's clock in microseconds. */
  timeUs(): number;
  stateHash(): string;
  digest(): string;
}

const hex64 = (hi: number, lo: number): string =>
  (hi >>> 0).toString(16).padStart(8, "0") + (lo >>> 0).toString(16).padStart(8, "0");

class TraceReplay implements Replay {
  readonly inputCount: number;
  readonly firstInput: number;
  private readonly digests: DigestColumns;

  constructor(
    readonly trace: Trace,
    private readonly machine: ReplayMachine,
  ) {
    this.inputCount = machine.reachable();
    this.firstInput = machine.first;
    this.digests = digestsOf(trace);
  }

  get position(): number {
    return this.machine.position;
  }

  async verify(
    onProgress?: (done: number, total: number) => void | Promise<void>,
  ): Promise<ReplayVerdict> {
    const { digests, firstInput, inputCount, machine } = this;
    let row = lastAtMost(digests.input, digests.length, firstInput) + 1;
    let lastCommon = firstInput;
    let digestCount = 0;

    machine.seek(firstInput);
    while (machine.position < inputCount) {
      const next = row < digests.length ? (digests.input[row] ?? inputCount) : inputCount;
      const period = machine.position + CHECKPOINT_PERIOD;
      if (!this.tryRunTo(Math.min(next, inputCount, period))) {
        return this.difference(lastCommon, "corruption", undefined);
      }
      while (row < digests.length && digests.input[row] === machine.position) {
        const expected = hex64(digests.hi[row] ?? 0, digests.lo[row] ?? 0);
        if (expected !== this.digest()) return this.difference(lastCommon, undefined, expected);
        lastCommon = machine.position;
        digestCount += 1;
        row += 1;
      }
      await onProgress?.(machine.position - firstInput, inputCount - firstInput);
    }
    if (inputCount < this.trace.inputCount) {
      return this.difference(lastCommon, "input-missing", undefined);
    }
    return { kind: "same", inputCount: inputCount - firstInput, digestCount };
  }

  seek(input: number): void {
    if (!(input >= this.firstInput && input <= this.inputCount)) {
      const range = `${this.firstInput} to ${this.inputCount}`;
      throw new RangeError(`Input ${input} is not in this trace, which has ${range}`);
    }
    this.machine.seek(Math.trunc(input));
  }

  // The sink may overflow in a stretch; then that stretch is run again in halves.
  events(from: number, to: number): EventColumns {
    const { instance } = this.machine;
    const collector = new EventCollector();
    const back = this.position;
    let stretch = CHECKPOINT_PERIOD;

    for (let at = from; at < to;) {
      const stop = Math.min(to, at + stretch);
      this.seek(at);
      instance.kernel.eventsClear();
      this.machine.runTo(stop);
      if (instance.kernel.eventsDropped() > 0 && stop > at + 1) {
        stretch = Math.max(1, Math.trunc((stop - at) / 2));
        continue;
      }
      collector.take(instance);
      at = stop;
    }
    this.seek(back);
    instance.kernel.eventsClear();
    return collector.columns();
  }

  describe(slot: number): ObjectDescription | undefined {
    return describeObject(this.machine.instance, slot, this.trace.strings);
  }

  objects(): ObjectDescription[] {
    return describeAll(this.machine.instance, this.trace.strings);
  }

  tree(): RegionNode | undefined {
    return regionTree(this.objects());
  }

  timeUs(): number {
    return this.machine.instance.kernel.timeNow();
  }

  stateHash(): string {
    const { kernel } = this.machine.instance;
    const lo = kernel.stateHashLo();
    return hex64(kernel.stateHashHi(), lo);
  }

  digest(): string {
    const { kernel } = this.machine.instance;
    return hex64(kernel.digestHi(), kernel.digestLo());
  }

  private tryRunTo(input: number): boolean {
    try {
      this.machine.runTo(input);
      return true;
    } catch (error) {
      if (error instanceof RecordError) return false;
      throw error;
    }
  }

  // The same kernel given the same inputs does the same, so if it did not, the cause is one of few.
  private async difference(
    lastCommon: number,
    known: DifferenceClass | undefined,
    expected: string | undefined,
  ): Promise<ReplayVerdict> {
    const input = this.position;
    const actual = expected === undefined ? undefined : this.digest();
    const cause = known ?? ((await this.isOfThisBuild()) ? "host-order" : "kernel-build");
    return { kind: "different", class: cause, input, expected, actual, lastCommon };
  }

  // The tiers differ in their bytes, so the recorded hash is compared with that of its own tier.
  private async isOfThisBuild(): Promise<boolean> {
    const { kernel, tier } = this.trace.head;
    const name = tiers[tier];
    if (kernel === undefined || name === undefined) return true;
    return (await loadKernel({ tier: name })).sha256 === kernel;
  }
}

/**
 * Verifies a trace and opens it for replay, at its first input.
 *
 * @throws {@link TraceError} if the file cannot be read at all, comes from another version
 *   of the ABI, or lost its beginning. A file that is cut or damaged further on opens up to there.
 */
export async function replayTrace(bytes: Uint8Array, options: TraceOptions = {}): Promise<Replay> {
  const trace = await readTrace(bytes, options);
  if (!trace.isReplayable || trace.warnings.includes("late")) {
    const nowhere = { sectionIndex: 0, sectionType: 0, offset: 0, expected: 0n, found: 0n };
    throw (
      trace.error ?? new TraceError({ ...nowhere, code: trace.isReplayable ? "late" : "foreign" })
    );
  }
  const instance = await loadKernel({ tier: "full-dev", ...options });
  return new TraceReplay(trace, new ReplayMachine(instance, trace));
}
