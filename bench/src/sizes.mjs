// What a user downloads.
import { readFileSync } from "node:fs";
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

/** Files that the app loads when it runs: not the chunks with the kernels it does not ask for. */
async function appSizes() {
  const { outputFiles } = await build({
    entryPoints: [here("../app/minimal.mjs")],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outdir: "out",
    write: false,
    logLevel: "error",
    chunkNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const isLoaded = ({ path }) => !/(?:core-trace|full-dev)-[^/]*$/.test(path);
  const isKernel = ({ path }) => /core-min-[^/]*$/.test(path);
  const loaded = outputFiles.filter(isLoaded);
  const script = sum(
    loaded.filter((file) => !isKernel(file)).map((file) => sizesOf(file.contents)),
  );
  return [
    { what: "minimal app, JavaScript", ...script },
    { what: "minimal app, with its kernel", ...sum(loaded.map((file) => sizesOf(file.contents))) },
  ];
}

export const measureSizes = async () => [...wasmSizes(), ...(await appSizes())];
