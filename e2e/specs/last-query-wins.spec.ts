import { laterAnswersFirst, shuffled } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

test.describe("when later answers come first", () => {
  test.use({ demoOptions: { latencyOf: laterAnswersFirst } });

  test("the last query's results are shown, and stay", async ({ typeahead }) => {
    await typeahead.type("cancel", 60);

    await typeahead.expectAnswer("ours", "cancel");
    // Until the slowest answer has come on the naive side, and so would have come on ours.
    await expect.poll(() => typeahead.counts("naive").live).toBe(0);
    await typeahead.expectAnswer("ours", "cancel");
  });

  test("the naive side ends with a stale answer, and the page says so", async ({ typeahead }) => {
    await typeahead.type("cancel", 60);
    await expect.poll(() => typeahead.counts("naive").finished).toBe(6);

    await expect(typeahead.total("naive")).toContainText("for “c”");
    await expect(typeahead.total("naive")).toContainText("but the box says “cancel”");
    await expect(typeahead.pane("naive").locator('[data-end="stale"]')).toHaveCount(5);
    await typeahead.attachScreenshot("stale beside fresh");
  });
});

for (const seed of [1, 2, 3, 4, 5]) {
  test.describe(`latencies of seed ${seed}`, () => {
    test.use({ demoOptions: { latencyOf: shuffled(seed) } });

    test("the last query's results are shown", async ({ typeahead }) => {
      await typeahead.type("region", 50);
      await typeahead.expectAnswer("ours", "region");
      await typeahead.type(" close", 30);
      await typeahead.expectAnswer("ours", "region close");

      await expect.poll(() => typeahead.counts("naive").live).toBe(0);
      await typeahead.expectAnswer("ours", "region close");
      expect(typeahead.counts("ours").live).toBe(0);
    });
  });
}
