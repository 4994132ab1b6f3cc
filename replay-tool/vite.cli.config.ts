import { builtinModules } from "node:module";
import { defineConfig } from "vite";

// The command line: one module for Node beside the pages. browser-core stays a dependency.
export default defineConfig({
  publicDir: false,
  build: {
    ssr: "src/cli/main.ts",
    target: "node20",
    outDir: "dist/cli",
    emptyOutDir: true,
    rolldownOptions: {
      external: [/^node:/, ...builtinModules, /^@asupersync\//],
      output: { entryFileNames: "main.js" },
    },
  },
});
