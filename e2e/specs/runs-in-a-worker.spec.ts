import { readTrace, replayTrace } from "@asupersync/browser-core";
import { expect, test } from "@playwright/test";
import { serveWorkerPage } from "../fixtures/worker-page.ts";

interface WorkerPage {
  readonly messages: { kind: string; message?: string; cancel?: string; trace?: Uint8Array }[];
  send(message: string): void;
}

test("a runtime in a module worker runs, is cancelled, cleans up and can be replayed", async ({
  page,
}) => {
  const served = await serveWorkerPage();
  const kinds = () =>
    page.evaluate(() => (globalThis as unknown as WorkerPage).messages.map(({ kind }) => kind));
  const send = (message: string) =>
    page.evaluate((text) => (globalThis as unknown as WorkerPage).send(text), message);
  try {
    await page.goto(served.url);
    await send("start");
    await expect.poll(kinds).toEqual(["slept"]);
    await send("cancel");
    await expect.poll(kinds).toEqual(["slept", "cleaned", "over"]);
    const over = await page.evaluate(() => {
      const last = (globalThis as unknown as WorkerPage).messages.at(-1);
      return { cancel: last?.cancel, trace: [...(last?.trace ?? [])] };
    });
    expect(over.cancel).toBe("the page said so");
    const bytes = Uint8Array.from(over.trace);
    expect((await readTrace(bytes)).head.environment).toBe("worker");
    expect((await (await replayTrace(bytes)).verify()).kind).toBe("same");
  } finally {
    await served.close();
  }
});
