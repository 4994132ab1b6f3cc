import { describe, expect, it } from "vitest";
import { sampleRun } from "../tests/sample-run.js";
import { orderEvents } from "./event-order.js";
import { EventKind, Kind, OrderSort } from "./generated/abi.js";
import { type EventColumns } from "./replay-events.js";
import { replayTrace } from "./replay.js";

/** The events of a run of so many scopes, one after the other. */
async function eventsOf(rounds: number): Promise<EventColumns> {
  const { writer } = await sampleRun(rounds);
  const replay = await replayTrace(writer.stop());
  return replay.events(0, replay.inputCount);
}

const find = (events: EventColumns, kind: number, from = 0): number => {
  const at = events.kind.indexOf(kind, from);
  if (at < 0) throw new Error(`no event of kind ${kind}`);
  return at;
};

/** The same events with two neighbours the other way round. */
function swapped(events: EventColumns, at: number): EventColumns {
  const swap = <T extends Float64Array | Uint32Array | Uint8Array>(column: T): T => {
    const copy = column.slice() as T;
    copy[at] = column[at + 1] ?? 0;
    copy[at + 1] = column[at] ?? 0;
    return copy;
  };
  return {
    ...events,
    time: swap(events.time),
    input: swap(events.input),
    kind: swap(events.kind),
    subject: swap(events.subject),
    generation: swap(events.generation),
    a: swap(events.a),
    b: swap(events.b),
  };
}

describe("orderEvents", () => {
  it("tells what had to come first, and through what", async () => {
    const events = await eventsOf(3);
    const order = await orderEvents(events, { clocks: true });
    const spawned = find(events, EventKind.TaskSpawned);
    const completed = find(events, EventKind.TaskCompleted);
    const closed = find(events, EventKind.RegionClosed);
    expect(order.before(spawned, closed)).toBe(true);
    expect(order.before(closed, spawned)).toBe(false);
    const path = order.path(completed, closed);
    expect(path.at(0)).toEqual({ event: completed, through: 0 });
    expect(path.at(-1)?.event).toBe(closed);
    expect(order.object(path.at(-1)?.through ?? 0)?.kind).toBe(Kind.Region);
    expect(order.path(closed, completed)).toEqual([]);
  });

  it("answers the same with and without clocks", async () => {
    const events = await eventsOf(4);
    const fast = await orderEvents(events, { clocks: true });
    const slow = await orderEvents(events);
    for (let i = 0; i < events.length; i += 3) {
      for (let j = 0; j < events.length; j += 5) expect(fast.before(i, j)).toBe(slow.before(i, j));
    }
    expect(fast.fingerprint).toBe(slow.fingerprint);
  });

  it("has one fingerprint for logs that differ by independent neighbours", async () => {
    const events = await eventsOf(2);
    const order = await orderEvents(events);
    let commuted = 0;
    for (let at = 0; at + 1 < events.length; at += 1) {
      if (order.layer[at] === 0 || order.layer[at + 1] === 0) continue;
      const other = await orderEvents(swapped(events, at));
      const independent = !order.before(at, at + 1);
      expect(other.fingerprint === order.fingerprint).toBe(independent);
      commuted += independent ? 1 : 0;
    }
    expect(commuted).toBeGreaterThan(0);
  });

  it("knows an object by its birth", async () => {
    const events = await eventsOf(2);
    const order = await orderEvents(events);
    const second = find(events, EventKind.RegionOpened, find(events, EventKind.RegionOpened) + 1);
    const region = order.object(order.subject(second));
    expect(region).toMatchObject({ sort: OrderSort.Object, kind: Kind.Region, ordinal: 1 });
    expect(order.object(region?.parent ?? 0)).toMatchObject({ kind: Kind.Region, slot: 1 });
    expect(order.object(0)).toBeUndefined();
    expect(order.object(order.objectCount + 1)).toBeUndefined();
  });

  it("puts every event but witnesses into its form", async () => {
    const events = await eventsOf(2);
    const order = await orderEvents(events);
    const placed = order.layer.filter((layer) => layer > 0);
    expect(order.form.length).toBe(placed.length);
    expect(Math.max(...placed)).toBe(order.layerCount);
    expect(order.layer[find(events, EventKind.PumpStep)]).toBe(0);
    const layers = Array.from(order.form, (event) => order.layer[event] ?? 0);
    expect(layers).toEqual([...layers].sort((a, b) => a - b));
  });

  it("refuses what is no event", async () => {
    const events = await eventsOf(1);
    const order = await orderEvents(events);
    expect(() => order.before(0, events.length)).toThrow(RangeError);
    expect(() => order.path(-1, 0)).toThrow(RangeError);
    const kind = events.kind.slice();
    kind[0] = 250;
    await expect(orderEvents({ ...events, kind })).rejects.toThrow(RangeError);
  });

  it("has nothing to say of no events", async () => {
    const events = await eventsOf(1);
    const none = { ...events, length: 0 };
    expect(await orderEvents(none, { clocks: true })).toMatchObject({
      fingerprint: "0000000000000000",
      layerCount: 0,
      actorCount: 0,
    });
  });
});
