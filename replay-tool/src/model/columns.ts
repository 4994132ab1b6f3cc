import { type EventColumns } from "@asupersync/browser-core";

export type { EventColumns };

/** The first index in `sorted` whose value is at least `value`; its length if there is none. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last event that happened during or before `input`; -1 if there is none. */
export const eventAtInput = (events: EventColumns, input: number): number =>
  lowerBound(events.input, input + 1) - 1;
