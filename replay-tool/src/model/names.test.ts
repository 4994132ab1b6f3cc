import { EventKind } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { NOBODY, ROOT, findEntities } from "./entities.js";
import { Names, inWords } from "./names.js";

describe("Names.path", () => {
  const labels = (id: number): string | undefined => ["", "search", "fetch"][id];
  const events = columnsOf([
    [EventKind.RegionOpened, 2, 1, 1],
    [EventKind.TaskSpawned, 3, 2, 2],
    [EventKind.TaskSpawned, 4, 2, 2],
    [EventKind.TaskSpawned, 5, 2, 99],
  ]);
  const entities = findEntities(events, labels);
  const names = new Names(entities, labels);
  const path = (event: number) => names.path(entities.subjectOf[event] as number);

  it("joins labels, leaves the root out and numbers repetitions", () => {
    expect([0, 1, 2].map(path)).toEqual(["search", "search/fetch", "search/fetch#2"]);
  });

  it("says what an object is when the recording has no label", () => {
    expect(path(3)).toBe("search/task");
    expect(names.path(ROOT)).toBe("root");
    expect(names.path(NOBODY)).toBe("runtime");
  });

  it("leaves out the middle of a path that is 50 000 deep", () => {
    const deep = columnsOf(
      Array.from({ length: 50_000 }, (_, i) => [EventKind.RegionOpened, i + 2, i + 1, 1] as const),
    );
    const many = findEntities(deep, labels);
    const text = new Names(many, labels).path(many.subjectOf[49_999] as number);
    expect(text).toBe("search/…/search/search/search/search");
  });
});

it("spells names of the ABI as words", () => {
  expect(inWords("CancelRequested")).toBe("cancel requested");
  expect(inWords("IoOp")).toBe("io op");
});
