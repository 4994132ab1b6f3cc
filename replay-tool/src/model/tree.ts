import { CancelKind, Field, ROOT_SLOT, type ObjectDescription } from "@asupersync/browser-core";
import { type TreeRow } from "./moment.js";

/** More rows than anybody reads; what lies beyond is counted, not shown. */
export const ROWS_MAX = 5_000;

export interface FlatTree {
  readonly rows: readonly TreeRow[];
  /** Objects that are not among the rows. */
  readonly hidden: number;
}

const order = (a: ObjectDescription, b: ObjectDescription): number =>
  rank(a) - rank(b) || a.ordinal - b.ordinal || a.slot - b.slot;

// In a region first its tasks, then its child regions; in a task what it holds.
const rank = ({ kind }: ObjectDescription): number => (kind === "region" ? 1 : 0);

function rowOf(object: ObjectDescription, depth: number): TreeRow {
  const field = (index: number): number => object.fields[index] ?? 0;
  return {
    slot: object.slot,
    generation: object.generation,
    depth,
    kind: field(Field.Kind),
    subkind: field(Field.Subkind),
    state: object.state,
    stateName: object.stateName,
    outcome: object.outcome,
    cancelKind: object.cancelKind,
    wait: object.wait,
    waitFor: object.waitFor,
    label: object.labelId,
  };
}

/** Objects by what they are in. Whoever lost its parent is not in the tree. */
function childrenOf(objects: readonly ObjectDescription[]): Map<number, ObjectDescription[]> {
  const children = new Map<number, ObjectDescription[]>();
  for (const object of [...objects].sort(order)) {
    if (object.slot === ROOT_SLOT || object.parent === object.slot) continue;
    const siblings = children.get(object.parent);
    if (siblings === undefined) children.set(object.parent, [object]);
    else siblings.push(object);
  }
  return children;
}

/** The tree as lines from the root down, without recursion. */
export function flattenTree(objects: readonly ObjectDescription[]): FlatTree {
  const root = objects.find(({ slot }) => slot === ROOT_SLOT);
  if (root === undefined) return { rows: [], hidden: objects.length };
  const children = childrenOf(objects);
  const rows: TreeRow[] = [];
  const open: { object: ObjectDescription; depth: number }[] = [{ object: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined && rows.length < ROWS_MAX; next = open.pop()) {
    rows.push(rowOf(next.object, next.depth));
    const below = children.get(next.object.slot) ?? [];
    for (let i = below.length - 1; i >= 0; i--) {
      open.push({ object: below[i] as ObjectDescription, depth: next.depth + 1 });
    }
  }
  return { rows, hidden: objects.length - rows.length };
}

export const isCancelled = ({ cancelKind }: TreeRow): boolean => cancelKind !== CancelKind.None;
