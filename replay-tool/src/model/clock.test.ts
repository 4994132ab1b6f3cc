import { EventKind, PumpState } from "@asupersync/browser-core";
import { expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { shownTimes } from "./clock.js";

it("shows what is called between two turns at the turn that follows", () => {
  const { Running, Idle } = PumpState;
  const events = columnsOf([
    [EventKind.TaskSpawned, 5, 1, 0, 0],
    [EventKind.PumpStep, 0, Idle, Running, 0],
    [EventKind.TimeAdvanced, 0, 100, 0, 100],
    [EventKind.TaskDispatched, 5, 0, 0, 100],
    [EventKind.PumpStep, 0, Running, Idle, 100],
    [EventKind.TaskCancel, 5, 1, 0, 100],
    [EventKind.PumpStep, 0, Idle, Running, 100],
    [EventKind.TimeAdvanced, 0, 900, 0, 900],
  ]);
  expect([...shownTimes(events)]).toEqual([100, 100, 100, 100, 100, 900, 900, 900]);
});
