import { FIELD_COUNT, Kind, type ReportKind } from "./generated/abi.js";
import { type KernelInstance } from "./load.js";

/**
 * What the kernel knows of the object in `slot`, indexed by `Field`; undefined if there is none.
 * Times are microseconds, -1 for none.
 */
export function describe(instance: KernelInstance, slot: number): Float64Array | undefined {
  const { kernel, memory } = instance;
  if (kernel.describe(slot) === Kind.Free) return undefined;
  return memory.readF64(kernel.scratchOffset(), FIELD_COUNT);
}

/** A diagnosis that must reach a person. `a` and `b` are what `ReportKind` says. */
export interface Report {
  readonly kind: ReportKind;
  readonly slot: number;
  readonly generation: number;
  readonly label: number;
  readonly a: number;
  readonly b: number;
}

/** Takes the oldest report; undefined if there is none. It is an input: replays take it too. */
export function nextReport(instance: KernelInstance): Report | undefined {
  const { kernel, memory } = instance;
  if (kernel.reportNext() !== 1) return undefined;
  const words = memory.readU32(kernel.scratchOffset(), 6);
  const [kind = 0, slot = 0, generation = 0, label = 0, a = 0, b = 0] = words;
  return { kind: kind as ReportKind, slot, generation, label, a, b };
}
