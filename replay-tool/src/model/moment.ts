/** One line of the region tree at the playhead; depth says what it is in. */
export interface TreeRow {
  readonly slot: number;
  readonly generation: number;
  readonly depth: number;
  readonly kind: number;
  readonly subkind: number;
  readonly state: number;
  readonly stateName: string;
  readonly outcome: number;
  readonly cancelKind: number;
  readonly wait: number;
  readonly waitFor: number;
  readonly label: number;
}

/** An object of the real kernel as it stands at the playhead. */
export interface Inspected {
  readonly slot: number;
  readonly generation: number;
  readonly stateName: string;
  readonly label: number;
  /** Indexed by `Field`. */
  readonly fields: Float64Array;
}

/** The state after one input. */
export interface Moment {
  readonly input: number;
  readonly rows: readonly TreeRow[];
  /** Objects that are not among the rows. */
  readonly hidden: number;
  /** By slot of a region that should be closed and is not: why, in sentences. */
  readonly why: ReadonlyMap<number, readonly string[]>;
  readonly inspected: Inspected | undefined;
  readonly stateHash: string;
}
