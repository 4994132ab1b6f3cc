import { always } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

test.describe("leaving while a request is in flight", () => {
  test.use({ demoOptions: { latencyOf: always(5_000) } });

  test("unmounting the panel aborts it and sets nothing afterwards", async ({ typeahead }) => {
    const logged: string[] = [];
    typeahead.page.on("console", (message) => logged.push(message.text()));
    await typeahead.type("q");
    await expect.poll(() => typeahead.counts("ours").live).toBe(1);

    await typeahead.showOnly("Without");
    await expect(typeahead.pane("ours")).toHaveCount(0);
    await expect.poll(() => typeahead.counts("ours").live).toBe(0);
    expect(typeahead.counts("ours").aborted).toBe(1);
    expect(logged).toEqual([]);
  });

  test("coming back asks once more", async ({ typeahead }) => {
    await typeahead.type("q");
    await expect.poll(() => typeahead.counts("ours").live).toBe(1);
    await typeahead.showOnly("Without");
    await expect.poll(() => typeahead.counts("ours").aborted).toBe(1);

    await typeahead.showOnly("Asupersync");
    await expect.poll(() => typeahead.counts("ours").live).toBe(1);
    expect(typeahead.counts("ours").started).toBe(2);
  });

  test("going to another page aborts it", async ({ typeahead }) => {
    await typeahead.type("q");
    await expect.poll(() => typeahead.counts("ours").live).toBe(1);

    await typeahead.page.goto("about:blank");
    await expect.poll(() => typeahead.counts("ours").live).toBe(0);
    expect(typeahead.counts("ours").aborted).toBe(1);
  });
});
