import { always } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

test.describe("fast typing", () => {
  test.use({ demoOptions: { latencyOf: always(700) } });

  test("leaves exactly one live request", async ({ typeahead }) => {
    await typeahead.type("scheduler");

    await expect.poll(() => typeahead.counts("ours").live).toBe(1);
    await typeahead.attachScreenshot("one live request");
    expect(typeahead.counts("naive").live).toBeGreaterThan(1);
    await typeahead.expectAnswer("ours", "scheduler");
    expect(typeahead.counts("ours").finished).toBe(1);
    expect(typeahead.counts("ours").live).toBe(0);
  });

  test("aborts every replaced request at the server", async ({ typeahead }) => {
    await typeahead.type("cancel");
    await typeahead.expectAnswer("ours", "cancel");

    await expect.poll(() => typeahead.counts("ours").aborted).toBe(5);
    const { started, finished, failed, live } = typeahead.counts("ours");
    expect({ started, finished, failed, live }).toEqual({
      ...{ started: 6, finished: 1, failed: 0, live: 0 },
    });
    await expect(typeahead.pane("ours").locator('[data-end="aborted"]')).toHaveCount(5);
    await typeahead.attachScreenshot("aborted requests");
  });

  test("shows the server's own counters", async ({ typeahead }) => {
    await typeahead.type("task");
    await typeahead.expectAnswer("ours", "task");

    const aborted = typeahead.page.getByTestId("counters-ours").locator("[data-count=aborted] dd");
    await expect(aborted).toHaveText("3");
  });
});
