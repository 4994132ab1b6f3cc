import { EventKind, PumpState } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";

/**
 * When things happened as far as anybody can tell.
 *
 * The kernel reads the clock once per turn, so what the page calls between two turns still carries
 * the clock of the turn before, which may be seconds old. The turn that such a call asks for begins
 * right after it: that turn's clock is the better answer, and the one given here.
 */
export function shownTimes(events: EventColumns): Float64Array {
  const { length, kind, b, time } = events;
  const shown = time.slice();
  const isInTurn = new Uint8Array(length);
  let inTurn = 0;
  for (let i = 0; i < length; i++) {
    // The step into a turn comes before the turn has read the clock, so it is not in it yet.
    isInTurn[i] = inTurn;
    if (kind[i] === EventKind.PumpStep) inTurn = b[i] === PumpState.Running ? 1 : 0;
  }
  let next = time[length - 1] ?? 0;
  for (let i = length - 1; i >= 0; i--) {
    if (isInTurn[i] === 1) next = time[i] as number;
    shown[i] = next;
  }
  return shown;
}
