// Node: each scenario in a process of its own, everybody of it inside.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("./node-child.mjs", import.meta.url));
const flags = ["--expose-gc", "--max-old-space-size=4096", "--stack-size=3900"];

const lastLine = (text) => text.trim().split("\n").pop() ?? "";

function runChild(key, { runs, scale, timeoutMs }) {
  return new Promise((resolve, reject) => {
    const words = [...flags, child, key, String(runs), String(scale)];
    const running = spawn(process.execPath, words, { timeout: timeoutMs, killSignal: "SIGKILL" });
    let out = "";
    let errors = "";
    running.stdout.on("data", (piece) => (out += piece));
    running.stderr.on("data", (piece) => (errors += piece));
    running.on("error", reject);
    running.on("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(lastLine(out)));
      else reject(new Error(signal === null ? lastLine(errors) : `ended by ${signal}`));
    });
  });
}

export async function openNode(options) {
  return {
    name: "node",
    version: `Node ${process.versions.node}`,
    measure: (key) => runChild(key, options),
    close: async () => {},
  };
}
