import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test, type TypeaheadPage } from "../fixtures/typeahead.ts";

test.skip(({ browserName }) => browserName === "firefox", "its driver reports no download");

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const cli = inRepository("replay-tool/dist/cli/main.js");
const native = inRepository("build/native/native-shim/asx");

interface Verified {
  readonly digest: string;
  readonly inputs: number;
}

/** Types, fails, recovers, and downloads what the runtime recorded of it. */
async function recordSession(typeahead: TypeaheadPage, file: string): Promise<void> {
  await typeahead.type("cancel", 60);
  await typeahead.expectAnswer("ours", "cancel");
  typeahead.demo.setFault("reset");
  await typeahead.type("l");
  await expect(typeahead.pane("ours").getByRole("alert")).toBeVisible();
  typeahead.demo.setFault(undefined);
  await typeahead.box.fill("region");
  await typeahead.expectAnswer("ours", "region");

  const download = typeahead.page.waitForEvent("download");
  await typeahead.page.getByRole("button", { name: "Download trace" }).click();
  expect((await download).suggestedFilename()).toBe("typeahead.asxt");
  await (await download).saveAs(file);
}

function verifyWithCli(file: string): Verified {
  const words = [cli, "verify", "--json", file];
  const { verdict } = JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as {
    verdict: Verified & { kind: string };
  };
  expect(verdict.kind).toBe("verified");
  return { digest: verdict.digest, inputs: verdict.inputs };
}

function verifyNatively(file: string): Verified {
  const words = ["verify", "--json", file];
  const told = JSON.parse(execFileSync(native, words, { encoding: "utf8" })) as Verified & {
    code: string;
  };
  expect(told.code).toBe("ok");
  return { digest: told.digest, inputs: told.inputs };
}

/** Drops a file onto a page, as a hand would. */
async function drop(page: Page, bytes: Buffer, name: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([base64, fileName]) => {
      const data = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
      const dropped = new DataTransfer();
      dropped.items.add(new File([data], fileName!));
      return dropped;
    },
    [bytes.toString("base64"), name],
  );
  await page.dispatchEvent("body > *", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("#root > *", "drop", { dataTransfer: transfer });
}

const verdictOf = (page: Page) => page.getByRole("status", { name: "Verdict" });

test("the downloaded trace verifies in the page, the command line and the native build", async ({
  typeahead,
  page,
}, testInfo) => {
  for (const built of [cli, native]) {
    if (!existsSync(built)) throw new Error(`${built} is not built: npm run build`);
  }
  const file = testInfo.outputPath("typeahead.asxt");
  await recordSession(typeahead, file);

  const fromCli = verifyWithCli(file);
  expect(verifyNatively(file)).toEqual(fromCli);

  const link = page.getByRole("link", { name: "replay tool" });
  await page.goto(new URL((await link.getAttribute("href"))!, page.url()).href);
  await drop(page, readFileSync(file), "typeahead.asxt");
  await expect(verdictOf(page)).toContainText("Verified");
  await expect(page.getByText(fromCli.digest, { exact: true })).toBeVisible();
  await testInfo.attach("verified", { body: await page.screenshot(), contentType: "image/png" });
});

test("one flipped bit is found by all three", async ({ typeahead, page }, testInfo) => {
  const file = testInfo.outputPath("typeahead.asxt");
  await recordSession(typeahead, file);
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  const edited = testInfo.outputPath("edited.asxt");
  writeFileSync(edited, bytes);

  expect(() =>
    execFileSync(process.execPath, [cli, "verify", edited], { stdio: "pipe" }),
  ).toThrow();
  expect(() => execFileSync(native, ["verify", edited], { stdio: "pipe" })).toThrow();
  await page.goto(new URL("replay/", typeahead.demo.url).href);
  await drop(page, bytes, "edited.asxt");
  await expect(page.getByText(/damaged|cut|not an artifact|checksum/i).first()).toBeVisible();
  await expect(page.getByText("✓ Verified")).toHaveCount(0);
  await testInfo.attach("damaged", { body: await page.screenshot(), contentType: "image/png" });
});
