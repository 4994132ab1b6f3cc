// Runs a command and keeps what it wrote; never rejects.
import { spawn } from "node:child_process";

// Generous: on a busy machine a program waits for its turn. CPU time ends a hanging one.
const WALL_MS = 300_000;

/** @returns `{ code, signal, text }`; `code` is null when a signal ended it */
export function capture(words, { cwd, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: WALL_MS,
      killSignal: "SIGKILL",
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    }
    child.on("error", (error) => resolve({ code: 127, signal: null, text: error.message }));
    child.on("close", (code, signal) => resolve({ code, signal, text }));
  });
}
