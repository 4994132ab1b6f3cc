import { defineConfig, type Project } from "@playwright/test";
import { chromium, firefox } from "./browsers.mjs";

const projects: Project[] = [];
if (chromium !== undefined) {
  projects.push({
    name: "chromium",
    use: { browserName: "chromium", launchOptions: { executablePath: chromium } },
  });
}
if (firefox !== undefined) {
  projects.push({
    name: "firefox",
    use: {
      browserName: "firefox",
      channel: "moz-firefox",
      launchOptions: { executablePath: firefox },
    },
  });
}
if (projects.length === 0) throw new Error("There is no Chromium on the PATH: npm run setup");

export default defineConfig({
  testDir: "specs",
  outputDir: "../build/e2e",
  // Each test has servers of its own; two at a time is what two cores carry.
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  forbidOnly: process.env["CI"] !== undefined,
  use: { viewport: { width: 1280, height: 1000 }, screenshot: "only-on-failure" },
  projects,
});
