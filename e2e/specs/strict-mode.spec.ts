import { serveDevelopmentPage } from "../fixtures/development-page.ts";
import { always } from "../fixtures/latencies.ts";
import { expect, test, TypeaheadPage } from "../fixtures/typeahead.ts";

test.use({ demoOptions: { latencyOf: always(150) } });

// Vite bundles the dependencies first.
test.setTimeout(60_000);

test("StrictMode sends one request on mount and aborts none", async ({ page, demo }) => {
  const development = await serveDevelopmentPage(demo);
  const typeahead = new TypeaheadPage(page, demo);
  try {
    await typeahead.open(development.url);
    await typeahead.showOnly("Without");
    await expect(typeahead.pane("ours")).toHaveCount(0);
    await typeahead.retype("task");
    expect(demo.stats().ours.started).toBe(0);

    // The panel mounts with a query: its task runs on mount, and StrictMode mounts it twice.
    await typeahead.showOnly("Asupersync");
    await typeahead.expectAnswer("ours", "task");
    const { started, finished, aborted } = demo.stats().ours;
    expect({ started, finished, aborted }).toEqual({ started: 1, finished: 1, aborted: 0 });
  } finally {
    await page.close();
    await development.close();
  }
});
