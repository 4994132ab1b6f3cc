import { beforeAll, describe, expect, it } from "vitest";
import { NOBODY } from "../model/entities.js";
import { problemOf } from "../model/problems.js";
import { openSample, type Recorded } from "../sample/recorded.js";
import { commandOf, commands, type Situation } from "./commands.js";
import { startFocus, type Focus, type FocusChange } from "./focus.js";

const press = (key: string, shiftKey = false) =>
  commandOf({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false });

describe("commands", () => {
  let sample: Recorded;
  beforeAll(async () => {
    sample = await openSample();
  });
  const decide = (key: string, focus: Partial<Focus> = {}, entity = NOBODY): FocusChange => {
    const { derived } = sample;
    const at: Situation = { derived, focus: { ...startFocus, ...focus }, entity, rows: undefined };
    const decision = press(key)?.decide(at);
    return typeof decision === "string" ? {} : { ...decision };
  };

  it("has every key once", () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("steps one event, and not past the ends", () => {
    const last = sample.derived.events.length - 1;
    expect(decide("ArrowDown", { event: 7 })).toEqual({ event: 8 });
    expect(decide("ArrowUp")).toEqual({ event: 0 });
    expect(decide("ArrowDown", { event: last })).toEqual({ event: last });
    expect(decide("End")).toEqual({ event: last });
  });

  it("stays in the lane", () => {
    const { subjectOf } = sample.derived.entities;
    const { event = 0 } = decide(".", { event: 10 });
    expect(subjectOf[event]).toBe(subjectOf[10]);
  });

  it("goes to problems and takes whom they befell along", () => {
    const { event = 0, entity } = decide("]");
    const { events, entities } = sample.derived;
    expect(problemOf(events, event)?.title).toBe("Failed");
    expect(entity?.slot).toBe(entities.slot[entities.subjectOf[event] as number]);
  });

  it("goes up the causes of a cancel, one a press", () => {
    const reviews = sample.find("app/details/reviews");
    const first = decide("c", {}, reviews);
    const second = decide("c", { event: first.event ?? 0 }, reviews);
    const { slot } = sample.derived.entities;
    expect(first.entity?.slot).toBe(slot[reviews]);
    expect(second.entity?.slot).toBe(slot[sample.find("app/details")]);
  });

  it("zooms around the playhead and fits again", () => {
    const { range } = decide("w", { event: 100 });
    expect(range).toBeDefined();
    expect(decide("f", { range })).toEqual({ range: undefined });
  });

  it("leaves keys with modifiers to the browser", () => {
    const ctrl = { key: "f", shiftKey: false, ctrlKey: true, metaKey: false, altKey: false };
    expect(commandOf(ctrl)).toBeUndefined();
    expect(press("?", true)?.title).toBe("List the commands");
    expect(press("ArrowDown", true)?.title).toBe("Next turn");
  });
});
