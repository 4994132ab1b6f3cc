import { CancelKind } from "@asupersync/browser-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openSample, type Recorded } from "../sample/recorded.js";
import { cancelChain } from "./cancel-chain.js";

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

  it("is empty for what was not cancelled by then", () => {
    expect(chain("app/search box/search#3")).toEqual([]);
    expect(chain("app/details/reviews", 3)).toEqual([]);
  });
});
