import { EventKind, Wait } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf, type Row } from "../sample/columns.js";
import { findEntities } from "../model/entities.js";
import { layLanes } from "../model/lanes.js";
import { marksOf, type Scale } from "./lane-marks.js";

function busyTask(rounds: number, pauseUs: number) {
  const rows: Row[] = [[EventKind.TaskSpawned, 5, 1, 0, 0]];
  for (let round = 0; round < rounds; round++) {
    const time = round * pauseUs;
    rows.push([EventKind.TaskDispatched, 5, 0, 0, time]);
    rows.push([EventKind.TaskParked, 5, Wait.Sleep, 0, time]);
  }
  const events = columnsOf(rows);
  const entities = findEntities(events, () => undefined);
  const lanes = layLanes(events, entities);
  return { events, lanes, lane: 1 };
}

describe("marksOf", () => {
  it("draws a bounded number of marks, however many segments share a pixel", () => {
    const { events, lanes, lane } = busyTask(100_000, 10);
    const scale: Scale = { events, axis: "time", range: { from: 0, to: 1_000_000 }, width: 800 };
    const marks = marksOf(lanes, lane, scale);
    expect(marks.length).toBeGreaterThan(700);
    expect(marks.length).toBeLessThan(2 * 800 + 2);
  });

  it("shows a wait that begins in a crowded pixel to its end", () => {
    const { events, lanes, lane } = busyTask(2, 500_000);
    const scale: Scale = { events, axis: "time", range: { from: 0, to: 1_000_000 }, width: 100 };
    const wide = marksOf(lanes, lane, scale).filter((mark) => mark.width > 40);
    expect(wide).toHaveLength(2);
  });

  it("fills the view when one segment spans all of it", () => {
    const { events, lanes, lane } = busyTask(2, 1_000_000);
    const scale: Scale = { events, axis: "time", range: { from: 100, to: 900 }, width: 100 };
    expect(marksOf(lanes, lane, scale)).toMatchObject([{ x: 0, width: 100 }]);
  });
});
