import { describe, expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { density, eventAt, fullRange, pan, reveal, ticks, zoom } from "./viewport.js";

const events = columnsOf([0, 10, 10, 400, 1_000].map((time) => [31, 5, 0, 0, time] as const));

describe("eventAt", () => {
  it("takes the last event of an instant and stays within the run", () => {
    expect(eventAt(events, "time", 10)).toBe(2);
    expect(eventAt(events, "time", 399.9)).toBe(2);
    expect(eventAt(events, "time", -5)).toBe(0);
    expect(eventAt(events, "order", 99)).toBe(4);
  });
});

describe("zoom and pan", () => {
  const full = fullRange(events, "time");

  it("keeps the anchor where it is", () => {
    const closer = zoom({ from: 0, to: 1_000 }, full, 0.5, 250);
    expect(closer).toEqual({ from: 125, to: 625 });
  });

  it("never leaves the whole", () => {
    expect(zoom(full, full, 10, 500)).toEqual(full);
    const end = pan({ from: 900, to: 1_000 }, full, 5);
    expect(end.to).toBe(full.to);
    expect(end.to - end.from).toBeCloseTo(100);
  });

  it("moves no more than it takes to reveal a place", () => {
    const range = { from: 100, to: 200 };
    expect(reveal(range, full, 150)).toBe(range);
    const moved = reveal(range, full, 300);
    expect(moved.from).toBeGreaterThan(200);
    expect(moved.to).toBeGreaterThan(300);
  });
});

describe("ticks", () => {
  it("are round, within the range and about as many as asked for", () => {
    const { step, at } = ticks({ from: 0, to: 1_000 }, 8);
    expect(step).toBe(200);
    expect(at).toEqual([0, 200, 400, 600, 800, 1_000]);
  });
});

describe("density", () => {
  it("counts every event once", () => {
    const counts = density(events, "time", 16);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events.length);
  });
});
