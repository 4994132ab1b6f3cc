import { Status } from "./generated/abi.js";
import { type KernelInstance } from "./load.js";
import { chunksOf, lastAtMost, storedCheckpointsOf, type Chunk } from "./replay-log.js";
import { type Trace } from "./trace-reader.js";

/** Inputs between two checkpoints kept in memory, so that a seek never runs more than these. */
export const CHECKPOINT_PERIOD = 4096;
const checkpointBytesMax = 256 * 2 ** 20;

interface Checkpoint {
  readonly input: number;
  readonly image: Uint8Array;
  /** Where the log goes on, and what its next record counts from. */
  readonly position: number;
  readonly slot: number;
  readonly time: number;
}

/** A record that cannot be performed. The decoder does not look into records. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  constructor(readonly input: number) {
    super(`The record of input ${input + 1} is malformed`);
  }
}

/** The kernel that runs a trace again: goes to any input, forwards and back. */
export class ReplayMachine {
  private readonly chunks: readonly Chunk[];
  private readonly firstInputs: readonly number[];
  private checkpoints: Checkpoint[] = [];
  private period = CHECKPOINT_PERIOD;
  private loaded = -1;

  constructor(
    readonly instance: KernelInstance,
    trace: Trace,
  ) {
    const { kernel } = instance;
    const { seedLo, seedHi, flags } = trace.head;
    const status = kernel.runtimeOpen(seedLo, seedHi, flags);
    if (status !== Status.Ok) throw new Error(`The kernel does not open a runtime (${status})`);

    this.chunks = chunksOf(trace);
    this.firstInputs = this.chunks.map(({ firstInput }) => firstInput);
    const [stored] = storedCheckpointsOf(trace);
    if (stored === undefined || this.firstInputs[0] === 0) this.keepCheckpoint();
    else {
      this.restore({ ...stored, position: 0, slot: 0, time: 0 });
      this.checkpoints.push({ ...stored, position: 0, slot: 0, time: 0 });
    }
  }

  /** Inputs done. */
  get position(): number {
    return this.instance.kernel.inputCount();
  }

  /** The first position that can be gone to. */
  get first(): number {
    return this.checkpoints[0]?.input ?? 0;
  }

  /** The last position that can be gone to: before the first gap, or the end. */
  reachable(): number {
    let end = this.first;
    for (const { firstInput, count } of this.chunks) {
      if (firstInput > end) break;
      end = Math.max(end, firstInput + count);
    }
    return end;
  }

  /**
   * Performs inputs up to `input`, which must not lie behind.
   *
   * @throws {@link RecordError}; the state is then that before the record.
   */
  runTo(input: number): void {
    const { kernel } = this.instance;
    while (this.position < input) {
      const { position } = this;
      const stop = Math.min(input, (Math.floor(position / this.period) + 1) * this.period);
      this.enter(lastAtMost(this.firstInputs, this.firstInputs.length, position));
      if (kernel.replayRun(stop - position) <= 0) throw new RecordError(this.position);
      if (this.position % this.period === 0) this.keepCheckpoint();
    }
  }

  /** Goes to `input` from the nearest checkpoint, or from here if that is nearer. */
  seek(input: number): void {
    const inputs = this.checkpoints.map((checkpoint) => checkpoint.input);
    const nearest = this.checkpoints[lastAtMost(inputs, inputs.length, input)];
    if (nearest === undefined) throw new RangeError(`There is no way to input ${input}`);
    if (this.position > input || this.position < nearest.input) this.restore(nearest);
    this.runTo(input);
  }

  private enter(index: number): void {
    const chunk = this.chunks[index];
    if (chunk === undefined) throw new RecordError(this.position);
    const isInside = this.position < chunk.firstInput + chunk.count;
    if (!isInside) throw new RecordError(this.position);
    if (this.loaded === index) return;
    const { kernel, memory } = this.instance;
    memory.write(kernel.replayOffset(), chunk.records);
    kernel.replayLoadChunk(chunk.records.length);
    this.loaded = index;
  }

  // Sorted by input. When they take too much memory every other one goes, and from then on they
  // are made half as often.
  private keepCheckpoint(): void {
    const { kernel, memory } = this.instance;
    const input = this.position;
    const inputs = this.checkpoints.map((checkpoint) => checkpoint.input);
    const before = lastAtMost(inputs, inputs.length, input);
    if (inputs[before] === input) return;
    this.checkpoints.splice(before + 1, 0, {
      input,
      image: memory.read(kernel.arenaOffset(), kernel.snapshotBytes()),
      position: kernel.replayPosition(),
      slot: kernel.replaySlot(),
      time: kernel.replayTime(),
    });
    const bytes = this.checkpoints.reduce((sum, { image }) => sum + image.length, 0);
    if (bytes <= checkpointBytesMax || this.checkpoints.length < 3) return;
    this.period *= 2;
    this.checkpoints = this.checkpoints.filter(
      (checkpoint, index) => index === 0 || checkpoint.input % this.period === 0,
    );
  }

  private restore({ input, image, position, slot, time }: Checkpoint): void {
    const { kernel, memory } = this.instance;
    const offset = kernel.snapshotStage(image.length);
    if (offset === 0) throw new RangeError("There is no memory to go back to a checkpoint");
    memory.write(offset, image);
    const status = kernel.snapshotRestore(image.length);
    if (status !== Status.Ok) throw new Error(`The checkpoint is not of this kernel (${status})`);

    this.loaded = -1;
    const index = lastAtMost(this.firstInputs, this.firstInputs.length, input);
    const chunk = this.chunks[index];
    if (chunk === undefined || input === chunk.firstInput) return;
    if (input >= chunk.firstInput + chunk.count) return;
    memory.write(kernel.replayOffset(), chunk.records);
    kernel.replayResume(chunk.records.length, position, slot, time);
    this.loaded = index;
  }
}
