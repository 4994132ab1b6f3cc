import { expect, test, TypeaheadPage } from "../fixtures/typeahead.ts";

test.skip(
  ({ browserName }) => browserName === "firefox",
  "its driver's fill does not reach React's box",
);

// The page has to stay usable and to say what is wrong, on both places where it matters.
async function expectExplained(typeahead: TypeaheadPage, says: RegExp): Promise<void> {
  await expect(typeahead.page.locator(".banner")).toContainText(says);
  await typeahead.box.fill("task");
  await expect(typeahead.pane("ours").getByRole("alert")).toContainText(says);
  await typeahead.expectAnswer("naive", "task");
}

test("a browser without WebAssembly is told so, and the rest of the page works", async ({
  page,
  demo,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await page.goto(demo.url);
  const typeahead = new TypeaheadPage(page, demo);
  await expectExplained(typeahead, /no WebAssembly/);
  await typeahead.attachScreenshot("no WebAssembly");
});

test.describe("a policy that forbids wasm", () => {
  const policy = "script-src 'self' 'unsafe-inline'";
  test.use({ demoOptions: { pageHeaders: { "content-security-policy": policy } } });

  test("is named, with what to add to it", async ({ page, demo }) => {
    await page.goto(demo.url);
    const typeahead = new TypeaheadPage(page, demo);
    await expectExplained(typeahead, /wasm-unsafe-eval/);
    await typeahead.attachScreenshot("wasm forbidden");
  });
});
