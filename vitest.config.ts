import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.{ts,tsx}", "replay-tool/src/**/*.test.{ts,tsx}"],
    // Tests move time themselves; one that needs this long hangs.
    testTimeout: 10_000,
  },
});
