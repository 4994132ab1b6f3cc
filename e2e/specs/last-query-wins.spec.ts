import { shuffle, shuffled } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

// Six, since that is how many requests a browser has in flight to one server.
const prefixes = ["c", "ca", "can", "canc", "cance", "cancel"];

test.describe("when later answers come first", () => {
  test.use({ demoOptions: { isGated: true } });
  const order = [...prefixes].reverse();

  test("the last query's results are shown, and stay", async ({ typeahead, gate }) => {
    await typeahead.type("cancel");
    await gate.expectAsked(prefixes);
    await gate.answer(typeahead.demo, order.slice(0, 1));
    await typeahead.expectAnswer("ours", "cancel");

    await gate.answer(typeahead.demo, order.slice(1));
    await typeahead.expectAnswer("ours", "cancel");
  });

  test("the naive side ends with a stale answer, and the page says so", async ({
    typeahead,
    gate,
  }) => {
    await typeahead.type("cancel");
    await gate.expectAsked(prefixes);
    await gate.answer(typeahead.demo, order);

    await expect(typeahead.total("naive")).toContainText("for “c”");
    await expect(typeahead.total("naive")).toContainText("but the box says “cancel”");
    await expect(typeahead.pane("naive").locator('[data-end="stale"]')).toHaveCount(5);
    await typeahead.attachScreenshot("stale beside fresh");
  });
});

for (const seed of [1, 2, 3, 4, 5, 6]) {
  const order = shuffle(prefixes, seed);

  test.describe(`answers in the order ${order.join(", ")}`, () => {
    test.use({ demoOptions: { isGated: true } });

    test("the last query's results are shown", async ({ typeahead, gate }) => {
      await typeahead.type("cancel");
      await gate.expectAsked(prefixes);
      await gate.answer(typeahead.demo, order);

      await typeahead.expectAnswer("ours", "cancel");
      await expect(typeahead.total("naive")).toContainText(`“${order.at(-1)}”`);
      expect(typeahead.counts("ours").finished).toBe(1);
    });
  });
}

for (const seed of [1, 2, 3]) {
  test.describe(`while latencies of seed ${seed} pass`, () => {
    test.use({ demoOptions: { latencyOf: shuffled(seed) } });

    test("query after query ends with its own results", async ({ typeahead }) => {
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
