import { EventKind } from "@asupersync/browser-core";
import { expect, it } from "vitest";
import { columnsOf } from "../sample/columns.js";
import { findEntities } from "./entities.js";
import { Names } from "./names.js";
import { eventText } from "./words.js";

const labels = (): undefined => undefined;

it("has words for every kind of event", () => {
  const events = columnsOf(Object.values(EventKind).map((kind) => [kind, 5, 1, 1]));
  const entities = findEntities(events, labels);
  const story = { events, entities, names: new Names(entities, labels), labels };
  for (let i = 0; i < events.length; i++) {
    expect(eventText(story, i)).not.toMatch(/^event \d|undefined|NaN/);
  }
});

it("shows the numbers of a kind that is newer than this tool", () => {
  const events = columnsOf([[200, 5, 7, 8]]);
  const entities = findEntities(events, labels);
  const story = { events, entities, names: new Names(entities, labels), labels };
  expect(eventText(story, 0)).toBe("event 200 (7, 8)");
});
