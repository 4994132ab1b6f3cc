import { CancelKind, EventKind, RegionState, TaskState, Wait } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf, type Row } from "../sample/columns.js";
import { segmentName } from "./chrome-trace.js";
import { findEntities } from "./entities.js";
import { laneFor, lanesBetween, layLanes } from "./lanes.js";

function segmentsOf(rows: readonly Row[], slot: number): string[] {
  const events = columnsOf(rows);
  const entities = findEntities(events, () => undefined);
  const lanes = layLanes(events, entities);
  const entity = entities.slot.lastIndexOf(slot);
  const lane = laneFor(lanes, entities, entity);
  const own = lanes.segment.slice(lanes.offset[lane], lanes.offset[lane + 1]);
  return [...own].map(segmentName);
}

describe("layLanes", () => {
  it("tells a task's run, wait and cancellation apart", () => {
    const rows: Row[] = [
      [EventKind.TaskSpawned, 5, 1],
      [EventKind.TaskDispatched, 5],
      [EventKind.TaskParked, 5, Wait.Sleep],
      [EventKind.TaskStep, 5, TaskState.Running, TaskState.CancelRequested],
      [EventKind.TaskStep, 5, TaskState.CancelRequested, TaskState.Cancelling],
      [EventKind.TaskStep, 5, TaskState.Cancelling, TaskState.Finalizing],
      [EventKind.TaskCompleted, 5, 2],
    ];
    expect(segmentsOf(rows, 5)).toEqual([
      ...["queued", "run", "wait", "cancel requested", "draining", "finalizing", "finalizing"],
    ]);
  });

  it("has a region that merely closes wait, and a cancelled one drain", () => {
    const closing: Row[] = [
      [EventKind.RegionOpened, 2, 1],
      [EventKind.RegionStep, 2, RegionState.Open, RegionState.Closing],
      [EventKind.RegionStep, 2, RegionState.Closing, RegionState.Draining],
    ];
    expect(segmentsOf(closing, 2)).toEqual(["open", "wait"]);
    const cancelled: Row[] = [...closing, [EventKind.RegionCancel, 2, CancelKind.User]];
    expect(segmentsOf(cancelled, 2)).toEqual(["open", "wait", "draining"]);
  });

  it("puts children below their parent in the order of birth", () => {
    const events = columnsOf([
      [EventKind.RegionOpened, 2, 1],
      [EventKind.RegionOpened, 3, 1],
      [EventKind.TaskSpawned, 4, 2],
      [EventKind.TaskSpawned, 5, 3],
      [EventKind.TaskSpawned, 6, 2],
    ]);
    const entities = findEntities(events, () => undefined);
    const lanes = layLanes(events, entities);
    expect([...lanes.entity].map((entity) => entities.slot[entity])).toEqual([1, 2, 4, 6, 3, 5]);
    expect([...lanes.depth]).toEqual([0, 1, 2, 2, 1, 2]);
  });

  it("lays out regions 100 000 deep", () => {
    const rows = Array.from({ length: 100_000 }, (_, i): Row => {
      return [EventKind.RegionOpened, i + 2, i + 1];
    });
    const events = columnsOf(rows);
    const lanes = layLanes(
      events,
      findEntities(events, () => undefined),
    );
    expect(lanes.depth[lanes.count - 1]).toBe(100_000);
  });

  it("shows only what lived between two events, and always the root", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1],
      [EventKind.TaskCompleted, 5, 0, 1],
      [EventKind.TaskSpawned, 6, 1],
    ]);
    const entities = findEntities(events, () => undefined);
    const lanes = layLanes(events, entities);
    const { count, laneAt, rowOf } = lanesBetween(lanes, entities, 2, 2);
    expect(count).toBe(2);
    expect([0, 1, 2].map(laneAt)).toEqual([0, 2, -1]);
    expect(rowOf(1)).toBe(-1);
    expect(rowOf(2)).toBe(1);
  });

  it("gives what has no lane that of its holder", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1],
      [EventKind.ObligationReserved, 6, 0, 5],
    ]);
    const entities = findEntities(events, () => undefined);
    const lanes = layLanes(events, entities);
    const [task = 0, lease = 0] = entities.subjectOf;
    expect(laneFor(lanes, entities, lease)).toBe(lanes.laneOf[task]);
  });
});
