import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStep, readFocus, startFocus, writeFocus } from "./focus.js";

const natural = fc.integer({ min: 0, max: 2 ** 31 });

describe("the focus in the address", () => {
  it("comes back as it was", () => {
    const focus = fc.record({
      address: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      event: natural,
      entity: fc.option(fc.record({ slot: natural, generation: natural }), { nil: undefined }),
      text: fc.string(),
      isNarrow: fc.boolean(),
      isDense: fc.boolean(),
      axis: fc.constantFrom("time" as const, "order" as const),
      range: fc.option(
        fc
          .tuple(natural, fc.integer({ min: 1, max: 2 ** 31 }))
          .map(([from, width]) => ({ from: from - 10, to: from + width })),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(focus, (each) => {
        expect(readFocus(writeFocus(each))).toEqual(each);
      }),
    );
  });

  it("is nothing at the start", () => {
    expect(writeFocus(startFocus)).toBe("");
    expect(readFocus("")).toEqual(startFocus);
  });

  it("is a place whatever the fragment is", () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(readFocus(hash).event).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(readFocus("#event=-4&of=x.y&view=9_2&axis=up")).toEqual(startFocus);
  });
});

describe("isStep", () => {
  it("tells moves along the run from jumps to something else", () => {
    expect(isStep({ event: 4 })).toBe(true);
    expect(isStep({ event: 4, entity: undefined })).toBe(false);
    expect(isStep({ axis: "order" })).toBe(false);
  });
});
