import { beforeAll, describe, expect, it } from "vitest";
import { lookAt } from "../import/replaying.js";
import { openSample, type Recorded } from "../sample/recorded.js";
import { flattenTree } from "./tree.js";

describe("the tree at an input", () => {
  let sample: Recorded;
  beforeAll(async () => {
    sample = await openSample();
  });
  const at = (input: number, slot = 0) => lookAt(sample.replay, input, slot);
  const names = (input: number) =>
    at(input).rows.map(({ depth, label }) => `${depth} ${sample.trace.strings.get(label) ?? "-"}`);

  it("is the root alone before the first input", () => {
    expect(names(0)).toEqual(["0 -"]);
  });

  it("has children below their parents, tasks first", () => {
    expect(names(3)).toEqual(["0 -", "1 app", "2 poll status", "2 search box"]);
  });

  it("is the same whether one comes to it from before or from behind", () => {
    const forwards = at(150);
    at(300);
    expect(at(150)).toEqual(forwards);
  });

  it("says why a region that should be closed is not", () => {
    const { derived, find } = sample;
    const details = find("app/details");
    const slot = derived.entities.slot[details] as number;
    const middle = derived.events.input[(derived.entities.last[details] as number) - 30] as number;
    expect(at(middle, slot).why.get(slot)?.join()).toContain("waits for");
  });

  it("describes the object that is looked at", () => {
    const { inspected } = at(7, 4);
    expect(inspected?.stateName).toBe("Running");
    expect(at(7, 400).inspected).toBeUndefined();
  });

  it("counts what it does not list", () => {
    const objects = sample.replay.objects();
    expect(flattenTree(objects).hidden).toBe(0);
    expect(flattenTree(objects.slice(1)).hidden).toBe(objects.length - 1);
  });
});
