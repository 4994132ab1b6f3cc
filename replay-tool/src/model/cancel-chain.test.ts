import { CancelKind, EventKind } from "@asupersync/browser-core";
import { beforeAll, describe, expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { openSample, type Recorded } from "../sample/recorded.js";
import { cancelChain } from "./cancel-chain.js";
import { findEntities } from "./entities.js";

describe("cancelChain", () => {
  let sample: Recorded;
  beforeAll(async () => {
    sample = await openSample();
  });
  const chain = (path: string, until = Infinity) => {
    const { events, entities } = sample.derived;
    const { links } = cancelChain(events, entities, sample.find(path), until);
    return links.map(({ entity, cancelKind, by }) => [
      sample.story.names.of(entity),
      cancelKind,
      sample.story.names.of(by),
    ]);
  };

  it("leads from a sibling to the region and the task that failed", () => {
    expect(chain("app/details/reviews")).toEqual([
      ["reviews", CancelKind.FailFast, "prices"],
      ["details", CancelKind.FailFast, "prices"],
    ]);
  });

  it("ends at a request that had no cause above", () => {
    expect(chain("app/search box/search")).toEqual([["search", CancelKind.User, "runtime"]]);
  });

  it("leads from an owned region to the task that waited in it", () => {
    const events = columnsOf([
      [EventKind.TaskSpawned, 5, 1],
      [EventKind.RegionOpened, 6, 1],
      [EventKind.TaskCancel, 5, CancelKind.User],
      [EventKind.RegionCancel, 6, CancelKind.ParentCancelled, 5],
    ]);
    events.input.fill(3, 2);
    const entities = findEntities(events, () => undefined);
    const { links } = cancelChain(events, entities, entities.subjectOf[3] as number, 3);
    expect(links.map(({ cancelKind }) => cancelKind)).toEqual([
      CancelKind.ParentCancelled,
      CancelKind.User,
    ]);
  });

  it("is empty for what was not cancelled by then", () => {
    expect(chain("app/search box/search#3")).toEqual([]);
    expect(chain("app/details/reviews", 3)).toEqual([]);
  });
});
