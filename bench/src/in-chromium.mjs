// Chromium: one bundle, served on loopback to an isolated page, a new page for each scenario.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const flags = ["--js-flags=--expose-gc", "--enable-precise-memory-info", "--disable-gpu"];
const html = '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>';

async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./page.mjs", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
    // A peer imports it where there is one, which is not in a page.
    external: ["node:process"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0].text;
}

// Isolated, so that the clock has its full resolution.
function serve(script) {
  const server = createServer(({ url }, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Content-Type", url === "/page.js" ? "text/javascript" : "text/html");
    response.end(url === "/page.js" ? script : html);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function timeLimit(ms) {
  let timer;
  const passed = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${ms / 1000} s`)), ms);
  });
  return { passed, clear: () => clearTimeout(timer) };
}

export async function openChromium({ runs, scale, timeoutMs, executablePath }) {
  const server = await serve(await bundle());
  const address = `http://127.0.0.1:${server.address().port}/`;
  const launch = () => chromium.launch({ executablePath, args: flags });
  let browser = await launch();

  async function inPage(key) {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction("globalThis.measureScenario !== undefined");
    const rows = await page.evaluate(
      ([key, options]) => globalThis.measureScenario(key, options),
      [key, { runs, scale }],
    );
    await page.close();
    return rows;
  }

  return {
    name: "chromium",
    version: `Chromium ${browser.version()}`,
    async measure(key) {
      const limit = timeLimit(timeoutMs);
      try {
        return await Promise.race([inPage(key), limit.passed]);
      } catch (error) {
        // A page that hangs or died takes its browser along.
        await browser.close().catch(() => {});
        browser = await launch();
        throw error;
      } finally {
        limit.clear();
      }
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
