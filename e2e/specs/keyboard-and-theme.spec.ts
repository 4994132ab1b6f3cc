import { always } from "../fixtures/latencies.ts";
import { expect, test } from "../fixtures/typeahead.ts";

test.use({ demoOptions: { latencyOf: always(120) } });

test("the slash reaches the box, Escape empties it", async ({ typeahead }) => {
  const { page } = typeahead;
  await typeahead.type("task");
  await typeahead.box.blur();
  await page.keyboard.press("/");
  await expect(typeahead.box).toBeFocused();
  await expect(typeahead.box).toHaveValue("task");

  await page.keyboard.press("Escape");
  await expect(typeahead.box).toHaveValue("");
  await expect(typeahead.total("ours")).toHaveText("Nothing searched yet");
});

test("results are announced by one side only", async ({ typeahead }) => {
  await typeahead.type("task");
  await typeahead.expectAnswer("ours", "task");
  await expect(typeahead.page.locator("[aria-live=polite]")).toHaveCount(1);
  await expect(typeahead.total("ours")).toHaveAttribute("aria-live", "polite");
});

test("the page types by itself, and stops when somebody else does", async ({ typeahead }) => {
  const button = typeahead.page.getByRole("button", { name: "Type for me" });
  await button.click();
  await typeahead.expectAnswer("ours", "cancel");

  await button.click();
  await expect(typeahead.box).toHaveValue(/^sc/);
  // One key stops it. Selecting comes first, and the page could type in between.
  await typeahead.box.press("m");
  await expect(button).toBeEnabled();
  await typeahead.retype("mine");
  await typeahead.expectAnswer("ours", "mine");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page in ${colorScheme}`, async ({ typeahead }) => {
    await typeahead.page.emulateMedia({ colorScheme });
    await typeahead.type("cancel", 90);
    await typeahead.expectAnswer("ours", "cancel");
    await typeahead.attachScreenshot(`page in ${colorScheme}`);
  });
}
