import { EventKind, PumpState } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";

// What only a body itself does, in its own step; whose step it is stands in the subject or in `b`.
const ownSteps = new Uint8Array(256);
for (const kind of [
  ...[EventKind.TaskParked, EventKind.TaskCompleted, EventKind.TaskRefused],
  ...[EventKind.TaskMasked, EventKind.TaskUnmasked, EventKind.TaskCancelDeferred],
  ...[EventKind.FinalizerDeferred, EventKind.FinalizerStarted, EventKind.FinalizerEnded],
  ...[EventKind.CapsuleOpened, EventKind.ObligationReserved, EventKind.ObligationCommitted],
]) {
  ownSteps[kind] = 1;
}

const isHeld = (kind: number): boolean =>
  kind === EventKind.CapsuleOpened ||
  kind === EventKind.ObligationReserved ||
  kind === EventKind.ObligationCommitted;

/** Which tasks were dispatched and have neither parked nor ended since. */
class Stepping {
  private readonly slots: Uint8Array;

  constructor(private readonly events: EventColumns) {
    let largest = 0;
    for (let i = 0; i < events.length; i++) {
      largest = Math.max(largest, events.subject[i] as number);
    }
    this.slots = new Uint8Array(largest + 1);
  }

  /** Whether event `i` is the work of a task within its step; to be asked in order. */
  follow(i: number): boolean {
    const kind = this.events.kind[i] as number;
    const slot = (isHeld(kind) ? this.events.b[i] : this.events.subject[i]) as number;
    const isOwn = ownSteps[kind] === 1 && this.slots[slot] === 1;
    if (kind === EventKind.TaskDispatched) this.slots[slot] = 1;
    if (kind === EventKind.TaskParked || kind === EventKind.TaskCompleted) this.slots[slot] = 0;
    return isOwn;
  }
}

/**
 * When things happened as far as anybody can tell.
 *
 * The kernel reads the clock once per turn, so what enters it between two turns still carries the
 * clock of the turn before, which may be seconds old. Bodies go on right after the turn that
 * dispatched them, so that clock is right for all that comes before the last of their steps. What
 * comes after it (a key was pressed, a response arrived) asks for the next turn, which then begins
 * at once: it is given that turn's clock.
 */
export function shownTimes(events: EventColumns): Float64Array {
  const { length, kind, b, time } = events;
  const shown = time.slice();
  const stepping = new Stepping(events);
  let isInTurn = false;
  let late = 0;
  for (let i = 0; i < length; i++) {
    const isOwn = stepping.follow(i);
    if (isInTurn) {
      // The gap before this turn is over, and its clock is known.
      shown.fill(time[i] as number, late, i);
      late = i + 1;
    } else if (isOwn) {
      late = i + 1;
    }
    // The step into a turn comes before the turn has read the clock, so it is not in it yet.
    if (kind[i] === EventKind.PumpStep) isInTurn = b[i] === PumpState.Running;
  }
  return shown;
}
