import { EventKind, PumpState, Wait } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf, type Row } from "../sample/columns.js";
import { shownTimes } from "./clock.js";

const { Running, Idle } = PumpState;

const turn = (before: number, at: number, dispatched: number): Row[] => [
  [EventKind.PumpStep, 0, Idle, Running, before],
  [EventKind.TimeAdvanced, 0, at, 0, at],
  [EventKind.TaskDispatched, dispatched, 0, 0, at],
  [EventKind.PumpStep, 0, Running, Idle, at],
];

describe("shownTimes", () => {
  it("shows what comes from outside between two turns at the turn that follows", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1, 0, 0],
      ...turn(0, 100, 5),
      [EventKind.TaskCancel, 5, 1, 0, 100],
      ...turn(100, 900, 5),
    ]);
    expect([...shownTimes(events)]).toEqual([100, 100, 100, 100, 100, 900, 900, 900, 900, 900]);
  });

  it("leaves what a body does after its turn at that turn", () => {
    const events = columnsOf([
      ...turn(0, 100, 5),
      [EventKind.CapsuleOpened, 6, 1, 5, 100],
      [EventKind.TaskParked, 5, Wait.Capsule, 6, 100],
      [EventKind.TaskWoken, 5, 6, 0, 100],
      ...turn(100, 900, 5),
    ]);
    expect([...shownTimes(events)].slice(4, 8)).toEqual([100, 100, 900, 900]);
  });

  it("leaves what follows the last turn as it was recorded", () => {
    const events = columnsOf([...turn(0, 100, 5), [EventKind.TaskCompleted, 5, 0, 1, 100]]);
    expect(shownTimes(events)[4]).toBe(100);
  });

  it("never goes back", () => {
    const events = columnsOf([
      ...turn(0, 100, 5),
      [EventKind.TaskSpawned, 7, 1, 0, 100],
      [EventKind.TaskParked, 5, Wait.Sleep, 0, 100],
      ...turn(100, 250, 7),
    ]);
    const shown = shownTimes(events);
    expect([...shown].sort((a, b) => a - b)).toEqual([...shown]);
  });
});
