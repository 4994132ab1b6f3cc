import { EventKind, Kind, Outcome } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { NOBODY, NO_OUTCOME, ROOT, findEntities, findEntity } from "./entities.js";

const noLabels = (): undefined => undefined;

describe("findEntities", () => {
  it("takes a slot that is used again for another entity", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1, 0, 0, 1],
      [EventKind.TaskCompleted, 5, Outcome.Ok, 1, 0, 1],
      [EventKind.TaskSpawned, 5, 1, 0, 0, 2],
    ]);
    const entities = findEntities(events, noLabels);
    const [first, , second] = entities.subjectOf;
    expect(first).not.toBe(second);
    expect(entities.outcome[first as number]).toBe(Outcome.Ok);
    expect(entities.outcome[second as number]).toBe(NO_OUTCOME);
    expect(findEntity(entities, 5, 2)).toBe(second);
  });

  it("knows the root although no event opens it", () => {
    const entities = findEntities(columnsOf([[EventKind.RegionOpened, 2, 1]]), noLabels);
    expect(entities.parent[entities.subjectOf[0] as number]).toBe(ROOT);
    expect(entities.kind[ROOT]).toBe(Kind.Region);
  });

  it("numbers what has one name under one parent, whatever the labels' numbers", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1, 10],
      [EventKind.TaskSpawned, 6, 1, 11],
      [EventKind.TaskSpawned, 7, 1, 12],
    ]);
    const labels = (id: number): string => (id === 12 ? "other" : "search");
    const entities = findEntities(events, labels);
    expect([...entities.subjectOf].map((entity) => entities.nth[entity])).toEqual([1, 2, 1]);
  });

  it("gives the runtime's own events to nobody", () => {
    const entities = findEntities(columnsOf([[EventKind.TimeAdvanced, 0]]), noLabels);
    expect(entities.subjectOf[0]).toBe(NOBODY);
  });

  it("survives slots that were never born, as in a recording that began late", () => {
    const events = columnsOf([[EventKind.TaskWoken, 900, 0xffffffff, 1]]);
    const entities = findEntities(events, noLabels);
    expect(entities.kind[entities.subjectOf[0] as number]).toBe(Kind.Task);
    expect(entities.namedBy[0]).toBe(NOBODY);
  });
});
