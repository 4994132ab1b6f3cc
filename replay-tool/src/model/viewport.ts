import { lowerBound, type EventColumns } from "./columns.js";

/** What the horizontal axis measures: time on the runtime's clock, or one step per event. */
export type Axis = "time" | "order";

/** The part of the axis that is shown, in microseconds or in events. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The whole axis, with a little air at its ends. */
export function fullRange(events: EventColumns, axis: Axis): Range {
  const last = axis === "time" ? (events.time[events.length - 1] ?? 0) : events.length;
  const air = Math.max(last * 0.01, 1);
  return { from: -air, to: last + air };
}

export const positionOf = (events: EventColumns, axis: Axis, event: number): number =>
  axis === "order" ? event : (events.time[Math.min(event, events.length - 1)] ?? 0);

/** The event at or before a position; events of one instant count as one, the last of them. */
export function eventAt(events: EventColumns, axis: Axis, position: number): number {
  if (events.length === 0) return -1;
  const found =
    axis === "order" ? Math.floor(position) : lowerBound(events.time, Math.floor(position) + 1) - 1;
  return Math.min(Math.max(found, 0), events.length - 1);
}

/** Never narrower than this, and never wider than the whole. */
const narrowest = 4;

function within(range: Range, full: Range): Range {
  const width = Math.min(Math.max(range.to - range.from, narrowest), full.to - full.from);
  const from = Math.min(Math.max(range.from, full.from), full.to - width);
  return { from, to: from + width };
}

/** Zooms by `factor` (below 1 is closer) so that `anchor` stays where it is. */
export function zoom(range: Range, full: Range, factor: number, anchor: number): Range {
  const width = Math.min(
    Math.max((range.to - range.from) * factor, narrowest),
    full.to - full.from,
  );
  const share = (anchor - range.from) / (range.to - range.from);
  const from = anchor - width * Math.min(Math.max(share, 0), 1);
  return within({ from, to: from + width }, full);
}

/** Moves by a share of the width shown. */
export function pan(range: Range, full: Range, share: number): Range {
  const by = (range.to - range.from) * share;
  return within({ from: range.from + by, to: range.to + by }, full);
}

/** The same width, moved only as far as `position` needs to be seen. */
export function reveal(range: Range, full: Range, position: number): Range {
  const margin = (range.to - range.from) * 0.05;
  if (position < range.from) return pan(range, full, share(range, position - margin - range.from));
  if (position > range.to) return pan(range, full, share(range, position + margin - range.to));
  return range;
}

const share = (range: Range, by: number): number => by / (range.to - range.from);

/** Round positions for a ruler, about `count` of them. */
export function ticks(range: Range, count: number): { readonly step: number; at: number[] } {
  const width = range.to - range.from;
  const rough = width / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough);
  const at: number[] = [];
  for (
    let tick = Math.ceil(Math.max(range.from, 0) / step) * step;
    tick <= range.to;
    tick += step
  ) {
    at.push(tick);
  }
  return { step, at };
}

/** How many events fall into each of `bins` equal parts of the whole axis. */
export function density(events: EventColumns, axis: Axis, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  const { from, to } = fullRange(events, axis);
  const scale = bins / (to - from);
  for (let i = 0; i < events.length; i++) {
    const position = axis === "order" ? i : (events.time[i] as number);
    const bin = Math.min(bins - 1, Math.floor((position - from) * scale));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
