import { lowerBound, type EventColumns } from "./columns.js";
import { NOBODY, type Entities } from "./entities.js";

/** The next (`by` 1) or previous (-1) event of an entity; `from` itself if there is none. */
export function stepInLane(entities: Entities, entity: number, from: number, by: 1 | -1): number {
  if (entity === NOBODY) return from;
  const last = by > 0 ? (entities.last[entity] as number) : (entities.first[entity] as number);
  for (let i = from + by; by > 0 ? i <= last : i >= last; i += by) {
    if (entities.subjectOf[i] === entity) return i;
  }
  return from;
}

/** The next or previous of `marks`, a sorted list; `from` itself if there is none. */
export function stepAmong(marks: ArrayLike<number>, from: number, by: 1 | -1): number {
  const at = by > 0 ? lowerBound(marks, from + 1) : lowerBound(marks, from) - 1;
  return marks[at] ?? from;
}

/** The first event of the next or previous turn: a turn is what has one time on the clock. */
export function stepTurn(events: EventColumns, from: number, by: 1 | -1): number {
  if (events.length === 0) return from;
  const now = events.time[from] as number;
  if (by > 0) return Math.min(lowerBound(events.time, now + 1), events.length - 1);
  const start = lowerBound(events.time, now);
  if (start < from) return start;
  return start === 0 ? 0 : lowerBound(events.time, events.time[start - 1] as number);
}

/** The event that `text` names: `#120` or `120` an event by number, `@40` an input, `12.5ms`. */
export function findPlace(events: EventColumns, text: string): number | undefined {
  const match = /^\s*([#@]?)(\d+(?:\.\d+)?)\s*(us|µs|ms|s)?\s*$/.exec(text);
  if (match === null || events.length === 0) return undefined;
  const [, sign, digits, unit] = match;
  const number = Number(digits);
  const clamp = (i: number): number => Math.min(Math.max(i, 0), events.length - 1);
  if (unit !== undefined) {
    if (sign !== "") return undefined;
    const us = number * (unit === "s" ? 1_000_000 : unit === "ms" ? 1_000 : 1);
    return clamp(lowerBound(events.time, us));
  }
  return sign === "@" ? clamp(lowerBound(events.input, number)) : clamp(Math.floor(number));
}
