#!/usr/bin/env node
import { readFile, writeFile } from "node:fs/promises";
import { run } from "./run.js";

// Somebody who reads only the first lines, as `head` does, has not made a mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  read: async (path) => new Uint8Array(await readFile(path)),
  write: (path, text) => writeFile(path, text),
});
