import { EventKind, Kind, ROOT_SLOT } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";
import { namesInA, namesInB, objectKind } from "./object-events.js";
import { type Labels } from "./labels.js";

/** No entity: the runtime itself, or nobody. */
export const NOBODY = 0;
/** The region of everything. It is opened before the first input, so no event says so. */
export const ROOT = 1;
/** In `outcome`: it has not ended. */
export const NO_OUTCOME = 255;

/**
 * Everything that ever lived in a run, by a number of its own. A slot is used again and a
 * generation is not, so the two together are one entity; entity 0 stands for the runtime.
 */
export interface Entities {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly slot: Uint32Array;
  readonly generation: Uint32Array;
  readonly label: Uint32Array;
  /** Region: its parent. Task: its region. Others: their holder. */
  readonly parent: Uint32Array;
  /** How manyeth of that name under the same parent, from 1. */
  readonly nth: Uint32Array;
  /** Of an obligation or capsule. */
  readonly subkind: Uint8Array;
  readonly outcome: Uint8Array;
  /** Its first and last event. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** By event: whom it happened to, and whom it names besides. */
  readonly subjectOf: Uint32Array;
  readonly namedBy: Uint32Array;
}

// Which of the two numbers of an event is a slot that it names besides its subject: a table, since
// it is asked for every event.
const Named = { Nobody: 0, A: 1, B: 2 } as const;
const namedIn = new Uint8Array(256);
for (const kind of [
  EventKind.RegionOpened,
  EventKind.TaskSpawned,
  EventKind.TaskWoken,
  EventKind.TaskLateWake,
  EventKind.TaskWakeKept,
  EventKind.CapsuleProgress,
  EventKind.Futurelock,
  EventKind.CapsuleStranded,
  ...namesInA,
]) {
  namedIn[kind] = Named.A;
}
for (const kind of [
  EventKind.RegionCancel,
  EventKind.TaskParked,
  EventKind.TaskCancel,
  EventKind.TaskForced,
  EventKind.TaskCompleted,
  EventKind.ObligationReserved,
  EventKind.ObligationCommitted,
  EventKind.ObligationLeaked,
  EventKind.ObligationTransferred,
  EventKind.CapsuleOpened,
  ...namesInB,
]) {
  namedIn[kind] = Named.B;
}

function kindOfSubject(kind: number): number {
  const object = objectKind(kind);
  if (object !== undefined) return object;
  if (kind <= EventKind.RegionReleased) return Kind.Region;
  if (kind >= EventKind.ObligationReserved && kind <= EventKind.ObligationTransferred) {
    return Kind.Obligation;
  }
  if (kind >= EventKind.CapsuleStep && kind <= EventKind.CapsuleProgress) return Kind.Capsule;
  return kind === EventKind.CapsuleStranded ? Kind.Capsule : Kind.Task;
}

const isBirth = (kind: number): boolean =>
  kind === EventKind.RegionOpened ||
  kind === EventKind.TaskSpawned ||
  kind === EventKind.ObligationReserved ||
  kind === EventKind.CapsuleOpened ||
  kind === EventKind.ObjectOpened;

class EntityList {
  readonly kind = [0];
  readonly slot = [0];
  readonly generation = [0];
  readonly label = [0];
  readonly parent = [0];
  readonly nth = [1];
  readonly subkind = [0];
  readonly outcome = [NO_OUTCOME];
  readonly first = [0];
  readonly last = [0];
  private readonly sameNames = new Map<string, number>();

  constructor(private readonly labels: Labels) {}

  add(kind: number, slot: number, generation: number, event: number): number {
    this.kind.push(kind);
    this.slot.push(slot);
    this.generation.push(generation);
    this.label.push(0);
    this.parent.push(NOBODY);
    this.nth.push(1);
    this.subkind.push(0);
    this.outcome.push(NO_OUTCOME);
    this.first.push(event);
    this.last.push(event);
    return this.kind.length - 1;
  }

  /** Called once what decides the name is known. */
  number(entity: number): void {
    const label = this.label[entity] as number;
    // A host may give one name several numbers.
    const name = this.labels(label) ?? `${this.kind[entity]} ${this.subkind[entity]}`;
    const key = `${this.parent[entity]} ${name}`;
    const nth = (this.sameNames.get(key) ?? 0) + 1;
    this.sameNames.set(key, nth);
    this.nth[entity] = nth;
  }
}

function slotCount(events: EventColumns): number {
  let largest = ROOT_SLOT;
  for (let i = 0; i < events.length; i++) largest = Math.max(largest, events.subject[i] as number);
  return largest + 1;
}

function learnBirth(list: EntityList, entity: number, kind: number, a: number, b: number): void {
  if (kind === EventKind.ObligationReserved || kind === EventKind.CapsuleOpened) {
    list.subkind[entity] = a;
  } else if (kind !== EventKind.ObjectOpened) {
    list.label[entity] = b;
  }
}

function learnEnd(list: EntityList, entity: number, kind: number, a: number): void {
  if (kind === EventKind.RegionClosed || kind === EventKind.TaskCompleted) {
    list.outcome[entity] = a;
  }
}

/** Finds every entity in the events; linear, and an object only per entity that is born. */
export function findEntities(events: EventColumns, labels: Labels): Entities {
  const list = new EntityList(labels);
  list.add(Kind.Region, ROOT_SLOT, 0, 0);
  const current = new Uint32Array(slotCount(events));
  current[ROOT_SLOT] = ROOT;
  const subjectOf = new Uint32Array(events.length);
  const namedBy = new Uint32Array(events.length);

  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i] as number;
    const slot = events.subject[i] as number;
    const a = events.a[i] as number;
    const b = events.b[i] as number;
    let entity = NOBODY;

    if (slot !== 0) {
      entity = current[slot] as number;
      const generation = events.generation[i] as number;
      if (entity === ROOT) list.generation[ROOT] = generation;
      if (entity === NOBODY || list.generation[entity] !== generation) {
        // Born here, or before the recording began.
        const isObject = kind === EventKind.ObjectOpened;
        entity = list.add(isObject ? a : kindOfSubject(kind), slot, generation, i);
        current[slot] = entity;
      }
      list.last[entity] = i;
    }
    const where = namedIn[kind];
    const named = where === Named.A ? a : where === Named.B ? b : 0;
    namedBy[i] = named < current.length ? (current[named] as number) : NOBODY;
    subjectOf[i] = entity;
    if (isBirth(kind)) {
      learnBirth(list, entity, kind, a, b);
      list.parent[entity] = namedBy[i] === entity ? NOBODY : (namedBy[i] as number);
      list.number(entity);
    }
    learnEnd(list, entity, kind, a);
  }
  return {
    count: list.kind.length,
    kind: Uint8Array.from(list.kind),
    slot: Uint32Array.from(list.slot),
    generation: Uint32Array.from(list.generation),
    label: Uint32Array.from(list.label),
    parent: Uint32Array.from(list.parent),
    nth: Uint32Array.from(list.nth),
    subkind: Uint8Array.from(list.subkind),
    outcome: Uint8Array.from(list.outcome),
    first: Uint32Array.from(list.first),
    last: Uint32Array.from(list.last),
    subjectOf,
    namedBy,
  };
}

/** The entity of this slot and generation; NOBODY if the events do not mention it. */
export function findEntity(entities: Entities, slot: number, generation: number): number {
  for (let entity = entities.count - 1; entity > 0; entity--) {
    if (entities.slot[entity] !== slot) continue;
    if (entities.generation[entity] === generation || entity === ROOT) return entity;
  }
  return NOBODY;
}
