import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const kernels = fileURLToPath(new URL("packages/browser-core/dist/wasm/", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      // Sources run with the kernel that scripts/build-wasm.mjs put beside their compiled form.
      { find: /^\.\/wasm\/(?=(core-min|core-trace|full-dev)\.js$)/, replacement: kernels },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.{ts,tsx}", "replay-tool/src/**/*.test.{ts,tsx}"],
    // Tests move time themselves; one that needs this long hangs.
    testTimeout: 10_000,
  },
});
