import { EventKind } from "@asupersync/browser-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openSample, type Recorded } from "../sample/recorded.js";
import { NOBODY } from "./entities.js";
import { filterEvents } from "./filter.js";
import { eventText } from "./words.js";

describe("filterEvents", () => {
  let sample: Recorded;
  beforeAll(async () => {
    sample = await openSample();
  });
  const found = (text: string, only = NOBODY) => filterEvents(sample.story, { text, only });

  it("keeps everything, as no list at all, without words", () => {
    expect(found("  ")).toBeUndefined();
  });

  it("wants each word in a name, a title or a group", () => {
    const rows = found("search#2 cancel");
    expect(rows?.length).toBeGreaterThan(1);
    for (const event of rows ?? []) {
      const { subjectOf, namedBy } = sample.derived.entities;
      const names = [subjectOf, namedBy].map((of) => sample.story.names.of(of[event] as number));
      expect(names).toContain("search#2");
    }
  });

  it("leaves out what has a word behind a minus", () => {
    const kinds = [...(found("-clock") ?? [])].map((event) => sample.derived.events.kind[event]);
    expect(kinds).not.toContain(EventKind.TimeAdvanced);
    expect(kinds).toContain(EventKind.TaskSpawned);
  });

  it("keeps to one entity, whether it acts or is named", () => {
    const prices = sample.find("app/details/prices");
    const texts = [...(found("", prices) ?? [])].map((event) => eventText(sample.story, event));
    expect(texts).toContain("ends: err");
    expect(texts).toContain("is cancelled: FailFast, by prices");
  });
});
