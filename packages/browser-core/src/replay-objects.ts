import { describe } from "./describe.js";
import {
  CapsuleState,
  Counter,
  Field,
  Kind,
  ObligationState,
  RegionState,
  TaskState,
} from "./generated/abi.js";
import { ROOT_SLOT } from "./handle.js";
import { type KernelInstance } from "./load.js";

/** One object of the kernel at one moment. Objects are named by slot; 0 is none. */
export interface ObjectDescription {
  readonly slot: number;
  readonly generation: number;
  readonly kind: "region" | "task" | "obligation" | "capsule";
  /** A `RegionState`, `TaskState`, `ObligationState` or `CapsuleState`, and its name. */
  readonly state: number;
  readonly stateName: string;
  /** The label's number and, if the trace names it, its text. */
  readonly labelId: number;
  readonly label: string | undefined;
  /** Of a region its parent, of a task or an obligation its region, of a capsule its task. */
  readonly parent: number;
  /** Of an obligation or a capsule the task that holds it; 0: the region alone waits for it. */
  readonly holder: number;
  readonly ordinal: number;
  /** An `Outcome`, once it has ended. */
  readonly outcome: number;
  /** A `CancelKind`; 0: nobody asked. */
  readonly cancelKind: number;
  readonly cancelTimeUs: number;
  readonly cancelRegion: number;
  readonly cancelTask: number;
  /** A `Wait`, and the slot it waits for. */
  readonly wait: number;
  readonly waitFor: number;
  /** Everything else, indexed by `Field`. */
  readonly fields: Float64Array;
}

/** A region with all that lives in it. */
export interface RegionNode {
  readonly region: ObjectDescription;
  readonly regions: RegionNode[];
  readonly tasks: ObjectDescription[];
  /** Obligations, and capsules of its tasks. */
  readonly held: ObjectDescription[];
}

const kinds = {
  [Kind.Region]: { kind: "region", states: RegionState },
  [Kind.Task]: { kind: "task", states: TaskState },
  [Kind.Obligation]: { kind: "obligation", states: ObligationState },
  [Kind.Capsule]: { kind: "capsule", states: CapsuleState },
} as const;

const memberName = (members: Readonly<Record<string, number>>, value: number): string =>
  Object.keys(members).find((name) => members[name] === value) ?? String(value);

/** The object in `slot`; undefined if there is none. */
export function describeObject(
  instance: KernelInstance,
  slot: number,
  labels: ReadonlyMap<number, string>,
): ObjectDescription | undefined {
  const fields = describe(instance, slot);
  if (fields === undefined) return undefined;
  const field = (index: Field): number => fields[index] ?? 0;
  const known = kinds[field(Field.Kind) as keyof typeof kinds] as
    (typeof kinds)[keyof typeof kinds] | undefined;
  if (known === undefined) return undefined;
  return {
    slot,
    generation: field(Field.Generation),
    kind: known.kind,
    state: field(Field.State),
    stateName: memberName(known.states, field(Field.State)),
    labelId: field(Field.Label),
    label: labels.get(field(Field.Label)),
    parent: field(Field.Parent),
    holder: field(known.kind === "capsule" ? Field.Parent : Field.Owner),
    ordinal: field(Field.Ordinal),
    outcome: field(Field.Outcome),
    cancelKind: field(Field.CancelKind),
    cancelTimeUs: field(Field.CancelTime),
    cancelRegion: field(Field.CancelRegion),
    cancelTask: field(Field.CancelTask),
    wait: field(Field.Wait),
    waitFor: field(Field.WaitFor),
    fields,
  };
}

/** All objects, by slot. */
export function describeAll(
  instance: KernelInstance,
  labels: ReadonlyMap<number, string>,
): ObjectDescription[] {
  const last = instance.kernel.counter(Counter.SlotsUsed);
  const found: ObjectDescription[] = [];
  for (let slot = ROOT_SLOT; slot <= last; slot += 1) {
    const object = describeObject(instance, slot, labels);
    if (object !== undefined) found.push(object);
  }
  return found;
}

const byOrdinal = (a: ObjectDescription, b: ObjectDescription): number => a.ordinal - b.ordinal;

/**
 * The regions as a tree. An ended object that nobody has let go of may have lost its parent; it is
 * then not in the tree. Made without recursion, and to be walked without: it may be very deep.
 */
export function regionTree(objects: readonly ObjectDescription[]): RegionNode | undefined {
  const nodes = new Map<number, RegionNode>();
  const regionOf = new Map<number, number>();
  for (const object of objects) {
    if (object.kind === "region") {
      nodes.set(object.slot, { region: object, regions: [], tasks: [], held: [] });
    }
    if (object.kind === "task") regionOf.set(object.slot, object.parent);
  }
  for (const object of [...objects].sort(byOrdinal)) {
    const own = nodes.get(object.slot);
    if (own !== undefined && object.kind === "region") {
      if (object.parent !== object.slot) nodes.get(object.parent)?.regions.push(own);
    } else if (object.kind === "task") {
      nodes.get(object.parent)?.tasks.push(object);
    } else {
      const region = object.kind === "capsule" ? regionOf.get(object.parent) : object.parent;
      nodes.get(region ?? 0)?.held.push(object);
    }
  }
  return nodes.get(ROOT_SLOT);
}
