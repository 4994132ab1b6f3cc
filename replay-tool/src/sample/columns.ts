import { type EventColumns } from "../model/columns.js";

export type Row = readonly [
  kind: number,
  subject: number,
  a?: number,
  b?: number,
  time?: number,
  generation?: number,
];

/** Events made by hand, each in an input of its own, for tests of one rule. */
export function columnsOf(rows: readonly Row[]): EventColumns {
  const column = (at: number, otherwise: number): number[] =>
    rows.map((row) => row[at] ?? otherwise);
  return {
    length: rows.length,
    dropped: 0,
    kind: Uint8Array.from(column(0, 0)),
    subject: Uint32Array.from(column(1, 0)),
    a: Uint32Array.from(column(2, 0)),
    b: Uint32Array.from(column(3, 0)),
    time: Float64Array.from(column(4, 0)),
    generation: Uint32Array.from(column(5, 1)),
    input: Uint32Array.from(rows, (_, i) => i + 1),
  };
}
