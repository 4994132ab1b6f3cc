import { start } from "../../demos/typeahead/server.mjs";
import { always } from "../fixtures/latencies.ts";
import { expect, test, type TypeaheadPage } from "../fixtures/typeahead.ts";

test.use({ demoOptions: { latencyOf: always(60) } });

const alertOf = (typeahead: TypeaheadPage) => typeahead.pane("ours").getByRole("alert");

const faults = [
  { fault: "down", code: "server", says: "status 503" },
  { fault: "reset", code: "body", says: "in the middle of the answer" },
  { fault: "garbage", code: "malformed-answer", says: "not JSON" },
  { fault: "hang", code: "timeout", says: "does not answer" },
] as const;

for (const { fault, code, says } of faults) {
  test(`a server that is set to ${fault} is reported and forgotten`, async ({ typeahead }) => {
    await typeahead.type("task");
    await typeahead.expectAnswer("ours", "task");

    typeahead.demo.setFault(fault);
    await typeahead.type("s");
    await expect(alertOf(typeahead)).toHaveAttribute("data-code", code, { timeout: 6_000 });
    await expect(alertOf(typeahead)).toContainText(says);
    await typeahead.attachScreenshot(`server ${fault}`);

    typeahead.demo.setFault(undefined);
    await alertOf(typeahead).getByRole("button", { name: "Search again" }).click();
    await typeahead.expectAnswer("ours", "tasks");
    await expect(alertOf(typeahead)).toHaveCount(0);
    await expect.poll(() => typeahead.counts("ours").live).toBe(0);
  });
}

test("a server that is gone is reported, and found again when it is back", async ({
  typeahead,
}) => {
  await typeahead.type("task");
  await typeahead.expectAnswer("ours", "task");
  await typeahead.demo.close();

  await typeahead.type("s");
  await expect(alertOf(typeahead)).toHaveAttribute("data-code", "network");
  await typeahead.attachScreenshot("server gone");

  const again = await start({ port: Number(new URL(typeahead.demo.url).port) });
  await typeahead.type("t");
  await typeahead.expectAnswer("ours", "taskst");
  await again.close();
});

test("typing on while the server hangs leaves no request behind", async ({ typeahead }) => {
  typeahead.demo.setFault("hang");
  await typeahead.type("cancel", 80);
  await expect.poll(() => typeahead.counts("ours").live).toBe(1);

  typeahead.demo.setFault(undefined);
  await typeahead.type("l");
  await typeahead.expectAnswer("ours", "cancell");
  await expect.poll(() => typeahead.counts("ours").live).toBe(0);
});
