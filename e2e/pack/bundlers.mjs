// How each bundler makes a page of the app: with what its own first page of documentation says, and
// nothing for our packages. Turbopack is not here: it comes only inside Next.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the app has installed, as it would import it itself. */
async function load(app, name) {
  const path = createRequire(join(app, "package.json")).resolve(name);
  return import(pathToFileURL(path).href);
}

const html = `<!doctype html>
<html lang="en">
  <link rel="icon" href="data:," />
  <div id="root"></div>
  <script type="module" src="./main.js"></script>
</html>
`;

async function buildWithVite(app, outDir) {
  const vite = await load(app, "vite");
  await vite.build({ root: app, logLevel: "error", build: { outDir } });
}

async function buildWithEsbuild(app, outdir) {
  const { build } = await load(app, "esbuild");
  await build({
    absWorkingDir: app,
    entryPoints: ["src/main.tsx"],
    bundle: true,
    splitting: true,
    format: "esm",
    jsx: "automatic",
    outdir,
    logLevel: "warning",
  });
  writeFileSync(join(outdir, "index.html"), html);
}

/** webpack reads JavaScript only, so the entry is transformed first; the packages are not. */
async function buildWithWebpack(app, path) {
  const { build } = await load(app, "esbuild");
  const { default: webpack } = await load(app, "webpack");
  const entry = join(app, "src/main.js");
  await build({ entryPoints: [join(app, "src/main.tsx")], jsx: "automatic", outfile: entry });
  const config = { context: app, mode: "production", entry, output: { path } };
  const stats = await new Promise((resolve, reject) => {
    webpack(config, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
  assert.equal(stats.hasErrors(), false, stats.toString("errors-only"));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "index.html"), html);
}

export const bundlers = {
  vite: buildWithVite,
  esbuild: buildWithEsbuild,
  webpack: buildWithWebpack,
};
