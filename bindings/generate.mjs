// Writes everything that the kernel, the host and the documents must agree on, from abi.json and
// the C headers. `--check` writes nothing and fails on the first file that is not up to date.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { callsHeader } from "./generator/calls.mjs";
import { dispatchSource } from "./generator/dispatch.mjs";
import { abiDocument } from "./generator/document.mjs";
import { exportsHeader, exportsSource } from "./generator/exports.mjs";
import { readHeaders } from "./generator/headers.mjs";
import { namesHeader, namesSource } from "./generator/names.mjs";
import { opcodesHeader, opcodesSource } from "./generator/opcodes.mjs";
import { replaySource } from "./generator/replay.mjs";
import { fingerprintedTable, loadTable } from "./generator/table.mjs";
import { abiModule, tableModule } from "./generator/typescript.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function generate() {
  const headers = readHeaders([
    join(root, "kernel/include/asx"),
    join(root, "browser-backend/include/asx"),
    join(root, "bindings/src"),
  ]);
  const table = loadTable(readFileSync(join(root, "bindings/abi.json"), "utf8"), headers);
  const canonical = JSON.stringify(fingerprintedTable(table));
  table.fingerprint = createHash("sha256").update(canonical).digest().subarray(0, 8);

  return {
    "bindings/generated/opcodes.h": opcodesHeader(table),
    "bindings/generated/opcodes.c": opcodesSource(table),
    "bindings/generated/names.h": namesHeader(),
    "bindings/generated/names.c": namesSource(table),
    "bindings/generated/calls.h": callsHeader(table),
    "bindings/generated/exports.h": exportsHeader(table),
    "bindings/generated/exports.c": exportsSource(table),
    "bindings/generated/dispatch.c": dispatchSource(table),
    "bindings/generated/replay.c": replaySource(table),
    "packages/browser-core/src/generated/abi.ts": abiModule(table),
    "packages/browser-core/src/generated/table.ts": tableModule(table),
    "docs/ABI.md": abiDocument(table),
  };
}

function read(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

const checking = process.argv.includes("--check");
const stale = Object.entries(generate()).filter(([path, text]) => read(path) !== text);

if (checking && stale.length > 0) {
  for (const [path] of stale) console.error(`stale: ${path}`);
  console.error("Run `node bindings/generate.mjs` and commit what it writes.");
  process.exitCode = 1;
}
if (!checking) {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
