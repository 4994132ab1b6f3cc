import { CapsuleState, EventKind, Kind, RegionState, TaskState } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";
import { NOBODY, ROOT, type Entities } from "./entities.js";

/** What an entity does during a segment of its lane. */
export const Activity = { Over: 0, Queued: 1, Running: 2, Waiting: 3, Open: 4 } as const;
/** How far its cancellation is. */
export const Phase = { Normal: 0, Requested: 1, Draining: 2, Finalizing: 3 } as const;

const phaseShift = 3;
const activityMask = 7;

export const activityIn = (segment: number): number => segment & activityMask;
export const phaseIn = (segment: number): number => segment >> phaseShift;

/**
 * One lane for every region, task and operation: children below their parents, in the order in
 * which they were born. Lane `n` consists of the segments `offset[n]` to `offset[n + 1]`; each
 * begins at its event and ends where the next begins.
 */
export interface Lanes {
  readonly count: number;
  readonly entity: Uint32Array;
  readonly depth: Uint32Array;
  /** By entity: its lane, or -1. */
  readonly laneOf: Int32Array;
  readonly offset: Uint32Array;
  readonly event: Uint32Array;
  readonly segment: Uint8Array;
}

// For each event: the next activity and phase, or -1 to leave it.
function activityAfter(kind: number, b: number): number {
  switch (kind) {
    case EventKind.TaskSpawned:
    case EventKind.TaskScheduled:
    case EventKind.TaskWoken:
      return Activity.Queued;
    case EventKind.TaskDispatched:
      return Activity.Running;
    case EventKind.TaskParked:
      return Activity.Waiting;
    case EventKind.RegionOpened:
      return Activity.Open;
    case EventKind.CapsuleOpened:
      return Activity.Queued;
    case EventKind.TaskCompleted:
    case EventKind.RegionClosed:
      return Activity.Over;
    case EventKind.RegionStep:
      return b === RegionState.Closed ? Activity.Over : Activity.Waiting;
    case EventKind.CapsuleStep:
      return b === CapsuleState.Completed ? Activity.Over : Activity.Open;
    default:
      return -1;
  }
}

function taskPhase(state: number): number {
  if (state === TaskState.CancelRequested) return Phase.Requested;
  if (state === TaskState.Cancelling) return Phase.Draining;
  return state === TaskState.Finalizing ? Phase.Finalizing : -1;
}

function capsulePhase(state: number): number {
  if (state === CapsuleState.CancelRequested) return Phase.Requested;
  if (state === CapsuleState.Draining) return Phase.Draining;
  return state === CapsuleState.Finalizing ? Phase.Finalizing : -1;
}

// A region that merely closes waits for its children; only a cancelled one drains.
function regionPhase(state: number, before: number): number {
  if (state === RegionState.Draining) return before === Phase.Normal ? -1 : Phase.Draining;
  return state === RegionState.Finalizing ? Phase.Finalizing : -1;
}

function phaseAfter(kind: number, b: number, before: number): number {
  switch (kind) {
    case EventKind.TaskStep:
      return taskPhase(b);
    case EventKind.CapsuleStep:
      return capsulePhase(b);
    case EventKind.RegionStep:
      return regionPhase(b, before);
    default:
      return -1;
  }
}

// One that was closing already goes on from there.
function cancelledPhase(before: number): number {
  if (phaseIn(before) !== Phase.Normal) return -1;
  return activityIn(before) === Activity.Waiting ? Phase.Draining : Phase.Requested;
}

interface Steps {
  readonly entity: number[];
  readonly event: number[];
  readonly segment: number[];
}

function findSteps(events: EventColumns, entities: Entities): Steps {
  const now = new Uint8Array(entities.count);
  const steps: Steps = { entity: [ROOT], event: [0], segment: [Activity.Open] };
  now[ROOT] = Activity.Open;
  for (let i = 0; i < events.length; i++) {
    const entity = entities.subjectOf[i] as number;
    if (entity === NOBODY || entities.kind[entity] === Kind.Obligation) continue;
    const kind = events.kind[i] as number;
    const b = events.b[i] as number;
    const before = now[entity] as number;
    const activity = activityAfter(kind, b);
    const phase =
      kind === EventKind.RegionCancel
        ? cancelledPhase(before)
        : phaseAfter(kind, b, phaseIn(before));
    const segment =
      (activity < 0 ? activityIn(before) : activity) |
      ((phase < 0 ? phaseIn(before) : phase) << phaseShift);
    if (segment === before) continue;
    now[entity] = segment;
    steps.entity.push(entity);
    steps.event.push(i);
    steps.segment.push(segment);
  }
  return steps;
}

/** Entities that have lanes, parents before children; no recursion, whatever the depth. */
function orderLanes(entities: Entities): { order: number[]; depths: number[] } {
  const { count, parent, kind } = entities;
  const firstChild = new Uint32Array(count);
  const nextSibling = new Uint32Array(count);
  // From the back, so that every list comes out in the order of birth.
  for (let entity = count - 1; entity > 0; entity--) {
    if (kind[entity] === Kind.Obligation) continue;
    const above = parent[entity] as number;
    nextSibling[entity] = firstChild[above] as number;
    firstChild[above] = entity;
  }
  const order: number[] = [];
  const depths: number[] = [];
  let at = firstChild[NOBODY] as number;
  let depth = 0;
  while (at !== NOBODY) {
    order.push(at);
    depths.push(depth);
    const child = firstChild[at] as number;
    if (child !== NOBODY) {
      at = child;
      depth++;
      continue;
    }
    while (at !== NOBODY && nextSibling[at] === NOBODY) {
      at = parent[at] as number;
      depth--;
    }
    at = nextSibling[at] as number;
  }
  return { order, depths };
}

/** Lays the whole run out in lanes. */
export function layLanes(events: EventColumns, entities: Entities): Lanes {
  const { order, depths } = orderLanes(entities);
  const steps = findSteps(events, entities);
  const laneOf = new Int32Array(entities.count).fill(-1);
  order.forEach((entity, lane) => (laneOf[entity] = lane));

  // A counting sort by lane, which keeps the order of events within one.
  const offset = new Uint32Array(order.length + 1);
  for (const entity of steps.entity) {
    const lane = laneOf[entity] as number;
    offset[lane + 1] = (offset[lane + 1] as number) + 1;
  }
  for (let lane = 0; lane < order.length; lane++) {
    offset[lane + 1] = (offset[lane + 1] as number) + (offset[lane] as number);
  }
  const next = offset.slice();
  const event = new Uint32Array(steps.event.length);
  const segment = new Uint8Array(steps.event.length);
  steps.entity.forEach((entity, i) => {
    const lane = laneOf[entity] as number;
    const at = next[lane] as number;
    next[lane] = at + 1;
    event[at] = steps.event[i] as number;
    segment[at] = steps.segment[i] as number;
  });
  return {
    count: order.length,
    entity: Uint32Array.from(order),
    depth: Uint32Array.from(depths),
    laneOf,
    offset,
    event,
    segment,
  };
}

/** The lane of an entity, or of the nearest it lives in that has one; -1 if there is none. */
export function laneFor(lanes: Lanes, entities: Entities, entity: number): number {
  for (let at = entity; at !== NOBODY; at = entities.parent[at] as number) {
    const lane = lanes.laneOf[at] ?? -1;
    if (lane >= 0) return lane;
  }
  return -1;
}

/** Lanes that show, by row, and back. */
export interface ShownLanes {
  readonly count: number;
  readonly laneAt: (row: number) => number;
  /** -1: it does not show. */
  readonly rowOf: (lane: number) => number;
}

export const allLanes = ({ count }: Lanes): ShownLanes => ({
  count,
  laneAt: (row) => (row < count ? row : -1),
  rowOf: (lane) => lane,
});

/** The event with which a lane is over; Infinity if it was not by the end of the recording. */
function overAt(lanes: Lanes, lane: number): number {
  const last = (lanes.offset[lane + 1] as number) - 1;
  const isOver = activityIn(lanes.segment[last] ?? 0) === Activity.Over;
  return isOver ? (lanes.event[last] ?? 0) : Infinity;
}

/** Only the lanes of what lived between two events, `from` having happened. */
export function lanesBetween(
  lanes: Lanes,
  entities: Entities,
  from: number,
  to: number,
): ShownLanes {
  const rows: number[] = [];
  const rowOf = new Int32Array(lanes.count).fill(-1);
  for (let lane = 0; lane < lanes.count; lane++) {
    const first = entities.first[lanes.entity[lane] as number] as number;
    if (first > to || overAt(lanes, lane) <= from) continue;
    rowOf[lane] = rows.length;
    rows.push(lane);
  }
  return {
    count: rows.length,
    laneAt: (row) => rows[row] ?? -1,
    rowOf: (lane) => rowOf[lane] ?? -1,
  };
}
