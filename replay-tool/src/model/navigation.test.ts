import { EventKind } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { findEntities } from "./entities.js";
import { findPlace, stepAmong, stepInLane, stepTurn } from "./navigation.js";

const events = columnsOf([
  [EventKind.TaskSpawned, 5, 1, 0, 0],
  [EventKind.TaskSpawned, 6, 1, 0, 0],
  [EventKind.TaskDispatched, 5, 0, 0, 1_000],
  [EventKind.TaskDispatched, 6, 0, 0, 1_000],
  [EventKind.TaskCompleted, 5, 0, 1, 2_500],
]);
const entities = findEntities(events, () => undefined);

describe("stepInLane", () => {
  it("passes over what happens to others and stops at the ends", () => {
    const task = entities.subjectOf[0] as number;
    expect(stepInLane(entities, task, 0, 1)).toBe(2);
    expect(stepInLane(entities, task, 2, 1)).toBe(4);
    expect(stepInLane(entities, task, 4, 1)).toBe(4);
    expect(stepInLane(entities, task, 3, -1)).toBe(2);
  });
});

describe("stepTurn", () => {
  it("goes to the first event of a turn", () => {
    expect(stepTurn(events, 0, 1)).toBe(2);
    expect(stepTurn(events, 3, -1)).toBe(2);
    expect(stepTurn(events, 2, -1)).toBe(0);
    expect(stepTurn(events, 4, 1)).toBe(4);
  });
});

describe("stepAmong", () => {
  it("stays where it is when nothing is further on", () => {
    expect(stepAmong([2, 8], 2, 1)).toBe(8);
    expect(stepAmong([2, 8], 5, -1)).toBe(2);
    expect(stepAmong([2, 8], 8, 1)).toBe(8);
    expect(stepAmong([], 3, -1)).toBe(3);
  });
});

describe("findPlace", () => {
  it.each([
    ["3", 3],
    ["#3", 3],
    ["@4", 3],
    ["1ms", 2],
    ["0.001 s", 2],
    ["2s", 4],
    ["900", 4],
  ])("reads %s", (text, event) => expect(findPlace(events, text)).toBe(event));

  it.each(["", "x", "@1ms", "-3", "1e9"])("does not guess at %j", (text) =>
    expect(findPlace(events, text)).toBeUndefined(),
  );
});
