// What a user downloads.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const sizesOf = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

const sum = (list) =>
  list.reduce((total, each) => ({
    raw: total.raw + each.raw,
    gzip: total.gzip + each.gzip,
    brotli: total.brotli + each.brotli,
  }));

const tiers = ["core-min", "core-trace", "full-dev"];

const wasmSizes = () =>
  tiers.map((tier) => ({
    what: `wasm, ${tier}`,
    ...sizesOf(readFileSync(here(`../../packages/browser-core/dist/wasm/${tier}.wasm`))),
  }));

/** The outputs that `path` loads when it is loaded itself. */
function reachable(outputs, path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { kind, path: next } of outputs[path].imports) {
    if (kind === "import-statement") reachable(outputs, next, found);
  }
  return found;
}

/** What the app loads when it runs: not the chunks of what it does not ask for. */
async function appSizes() {
  const { outputFiles, metafile } = await build({
    entryPoints: [here("../app/minimal.mjs")],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const { outputs } = metafile;
  const holding = (input) =>
    Object.keys(outputs).find((path) =>
      Object.keys(outputs[path].inputs).some((each) => each.endsWith(input)),
    );
  const sizeOf = (paths) =>
    sum(
      [...paths].map((path) =>
        sizesOf(outputFiles.find((file) => relative(process.cwd(), file.path) === path).contents),
      ),
    );
  const script = reachable(outputs, holding("app/minimal.mjs"));
  const all = reachable(outputs, holding("wasm/core-min.js"), new Set(script));
  return [
    { what: "minimal app, JavaScript", ...sizeOf(script) },
    { what: "minimal app, with its kernel", ...sizeOf(all) },
  ];
}

export const measureSizes = async () => [...wasmSizes(), ...(await appSizes())];
