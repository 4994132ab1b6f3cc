import { expect, test } from "../fixtures/typeahead.ts";

const prefixes = ["c", "ca", "can", "canc", "cance", "cancel"];

test.describe("fast typing", () => {
  // However fast or slow the machine types: nothing is answered before all has been asked.
  test.use({ demoOptions: { isGated: true } });

  test("leaves exactly one live request", async ({ typeahead, gate }) => {
    await typeahead.type("cancel");
    await gate.expectAsked(prefixes);

    await expect.poll(() => typeahead.counts("ours").live).toBe(1);
    expect(typeahead.counts("naive").live).toBe(6);
    await typeahead.attachScreenshot("one live request");

    await gate.answer(typeahead.demo, prefixes);
    await typeahead.expectAnswer("ours", "cancel");
    expect(typeahead.counts("ours")).toMatchObject({ live: 0, finished: 1 });
  });

  test("aborts every replaced request at the server", async ({ typeahead, gate }) => {
    await typeahead.type("cancel");
    await gate.expectAsked(prefixes);

    await expect.poll(() => typeahead.counts("ours").aborted).toBe(5);
    await expect(typeahead.pane("ours").locator('[data-end="aborted"]')).toHaveCount(5);
    await gate.answer(typeahead.demo, prefixes);
    await typeahead.expectAnswer("ours", "cancel");
    expect(typeahead.counts("ours")).toMatchObject({ started: 6, finished: 1, aborted: 5 });
    await typeahead.attachScreenshot("aborted requests");
  });

  test("shows the server's own counters", async ({ typeahead, gate }) => {
    await typeahead.type("cancel");
    await gate.expectAsked(prefixes);

    const counters = typeahead.page.getByTestId("counters-ours");
    await expect(counters.locator("[data-count=aborted] dd")).toHaveText("5");
    await expect(counters.locator("[data-count=live] dd")).toHaveText("1");
  });
});
