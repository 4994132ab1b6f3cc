// The packages as a user gets them: packed, installed into an app outside the repository, built by
// Vite, esbuild and webpack without configuration, opened in Chromium. React and the bundlers are
// those of this repository, so nothing is downloaded.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium as playwright } from "@playwright/test";
import { start } from "../../scripts/static-server.mjs";
import { chromium } from "../browsers.mjs";
import { bundlers } from "./bundlers.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const packages = ["browser-core", "browser", "react"];
// What the app's own package.json would name; they stand in for a download.
const borrowed = [
  "react",
  "react-dom",
  "scheduler",
  "vite",
  "esbuild",
  "webpack",
  "typescript",
  "@types/react",
  "@types/react-dom",
];
const folder = mkdtempSync(join(tmpdir(), "asupersync-pack-"));
const app = join(folder, "app");
const require = createRequire(import.meta.url);

function run(words, cwd) {
  const [command, ...rest] = words;
  const { status, stdout, stderr, error } = spawnSync(command, rest, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${words.join(" ")}\n${stdout}${stderr}${error ?? ""}`);
  return stdout;
}

const npm = (words, cwd) => run(["npm", ...words, "--offline", "--no-audit", "--no-fund"], cwd);
const tarballs = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(folder, name));

let passedCount = 0;
let failedCount = 0;

// Each case builds on the ones before it, so the first that fails ends the run.
async function testCase(name, body) {
  if (failedCount > 0) return;
  try {
    await body();
    passedCount += 1;
    console.log(`ok     ${name}`);
  } catch (error) {
    failedCount += 1;
    console.log(`FAILED ${name}\n${error.stack ?? error}`);
  }
}

/** Counts the requests to /slow that end, and those that are given up. */
async function startSlowServer() {
  const counts = { live: 0, aborted: 0, finished: 0 };
  const server = createServer((request, response) => {
    counts.live += 1;
    response.setHeader("access-control-allow-origin", "*");
    const isQuick = new URL(request.url, "http://localhost").searchParams.has("quick");
    if (isQuick) response.end("forty-two");
    response.once("close", () => {
      counts.live -= 1;
      counts[response.writableFinished ? "finished" : "aborted"] += 1;
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
  return { url: `http://127.0.0.1:${server.address().port}`, counts, close };
}

async function until(isTrue, what) {
  const deadline = Date.now() + 5_000;
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function openInChromium(bundler, folder) {
  const served = await start({ folder });
  const slow = await startSlowServer();
  const browser = await playwright.launch({ executablePath: chromium });
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`${served.url}?server=${encodeURIComponent(slow.url)}`);

    await testCase(`${bundler}: a task runs in Chromium and shows its value`, async () => {
      await page.getByRole("button", { name: "run" }).click();
      await page.getByText("ok: forty-two").waitFor({ timeout: 10_000 });
    });
    await testCase(`${bundler}: a cancelled task ends its request at the server`, async () => {
      await page.getByRole("button", { name: "hang" }).click();
      await until(() => slow.counts.live === 1, "a live request");
      await page.getByRole("button", { name: "cancel" }).click();
      await page.getByText("cancelled").waitFor({ timeout: 5_000 });
      await until(() => slow.counts.live === 0 && slow.counts.aborted === 1, "the abort");
    });
    await testCase(`${bundler}: the page reports no error`, () => assert.deepEqual(problems, []));
  } finally {
    await browser.close();
    await slow.close();
    await served.close();
  }
}

try {
  await testCase("the packages can be packed", () => {
    for (const name of packages) {
      npm(["pack", "--silent", "--pack-destination", folder], join(repository, "packages", name));
    }
    assert.equal(tarballs().length, packages.length);
  });
  await testCase("a tarball has what it exports and nothing of our own", () => {
    for (const file of tarballs()) {
      const names = run(["tar", "-tzf", file], folder).split("\n");
      assert.ok(names.includes("package/dist/index.js"), file);
      const strangers = names.filter((name) => /\.test\.|\.tsbuildinfo$|\/testing\//.test(name));
      assert.deepEqual(strangers, []);
    }
  });
  await testCase("they install into an app outside the repository", () => {
    cpSync(fileURLToPath(new URL("./app", import.meta.url)), app, { recursive: true });
    // The peer dependency on React is met below.
    npm(["install", "--legacy-peer-deps", "--ignore-scripts", ...tarballs()], app);
    for (const name of borrowed) {
      const target = join(app, "node_modules", name);
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(dirname(require.resolve(`${name}/package.json`)), target, "junction");
    }
  });
  await testCase("their types hold in a strict program", () => {
    run([process.execPath, "node_modules/typescript/bin/tsc", "--noEmit", "-p", "."], app);
  });
  await testCase("Node imports them and runs a task", () => {
    const out = run([process.execPath, "node.mjs"], app);
    assert.match(out, /ok 42/);
  });
  await testCase("each module can be the first of its cycle that is evaluated", () => {
    // Bundlers choose that order; none of ours may depend on it.
    for (const name of packages) {
      const dist = join(app, "node_modules/@asupersync", name, "dist");
      for (const path of readdirSync(dist, { recursive: true })) {
        if (!path.endsWith(".js")) continue;
        const url = pathToFileURL(join(dist, path)).href;
        run([process.execPath, "-e", `import(${JSON.stringify(url)})`], app);
      }
    }
  });
  for (const [name, build] of Object.entries(bundlers)) {
    const built = join(app, `built-by-${name}`);
    await testCase(`${name} builds the app without configuration`, () => build(app, built));
    if (failedCount === 0) await openInChromium(name, built);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passedCount} passed, ${failedCount} failed`);
process.exitCode = failedCount > 0 ? 1 : 0;
