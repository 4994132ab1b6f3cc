import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { recordSearchSession } from "./src/sample/search-session.js";

// Recorded anew by each build, so that it is always of the kernel that this build re-executes.
const sample: Plugin = {
  name: "sample-recording",
  apply: "build",
  async generateBundle() {
    const source = await recordSearchSession();
    this.emitFile({ type: "asset", fileName: "sample.asxt", source });
  },
};

export default defineConfig({
  // Works from any folder of any server.
  base: "./",
  plugins: [react(), sample],
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
