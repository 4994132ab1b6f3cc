// An engine in a browser: a page on loopback that performs what it is sent.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import playwright from "@playwright/test";
import * as installed from "../../../e2e/browsers.mjs";
import { pack } from "./again.mjs";

const LIMIT_MS = 10 * 60_000;
const page = `<!doctype html><title>parity</title><script type="module">
import { tryAgain, unpack } from "/again.mjs";
const wasm = await fetch("/kernel.wasm");
const module = await WebAssembly.compile(await wasm.arrayBuffer());
globalThis.perform = async (body) => {
  const answer = await fetch("/batch/" + body);
  return unpack(await answer.arrayBuffer()).map((bytes) => tryAgain(module, bytes));
};
</script>`;

const files = new Map([
  ["/", { type: "text/html; charset=utf-8", read: () => page }],
  [
    "/again.mjs",
    {
      type: "text/javascript; charset=utf-8",
      read: () => readFileSync(fileURLToPath(new URL("again.mjs", import.meta.url))),
    },
  ],
]);

/** Serves the page, the kernel and the batches that are waiting to be fetched. */
function serve(kernel, batches) {
  const server = createServer(async ({ url }, response) => {
    const file = files.get(url);
    const body =
      file?.read() ??
      (url === "/kernel.wasm" ? kernel : batches.get(Number(url.replace("/batch/", ""))));
    if (body === undefined) return response.writeHead(404).end();
    response.setHeader("content-type", file?.type ?? "application/octet-stream");
    return response.end(body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

const launches = {
  chromium: () => playwright.chromium.launch({ executablePath: installed.chromium }),
  firefox: () =>
    playwright.firefox.launch({ channel: "moz-firefox", executablePath: installed.firefox }),
};

export const isInstalled = (name) => installed[name] !== undefined;

/** An open browser: `perform(recordings)` answers what each came to. */
export async function openBrowser(name, kernel) {
  const batches = new Map();
  const server = await serve(kernel, batches);
  const browser = await launches[name]();
  const tab = await browser.newPage();
  tab.setDefaultTimeout(LIMIT_MS);
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction("globalThis.perform !== undefined");
  let next = 0;
  return {
    name: `${name} ${browser.version()}`,
    async perform(recordings) {
      const id = next++;
      batches.set(id, Buffer.from(await pack(recordings).arrayBuffer()));
      const results = await tab.evaluate((body) => globalThis.perform(body), id);
      batches.delete(id);
      return results;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
