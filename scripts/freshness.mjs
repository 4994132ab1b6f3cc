// Remembers what a build step was made from, for steps whose tools cannot tell by themselves.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { at } from "./repository.mjs";

const notInputs = new Set(["node_modules", ".git", "build", "out", ".next", "test-results"]);

function addFiles(path, hash, skip) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.mtimeMs}\0${stat.size}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) {
    const child = join(path, name);
    if (!notInputs.has(name) && !skip.includes(child)) addFiles(child, hash, skip);
  }
}

/** A number for the state of some files and folders: names, dates and sizes. */
export function fingerprint(inputs, skip = []) {
  const hash = createHash("sha256");
  for (const input of inputs)
    addFiles(
      at(input),
      hash,
      skip.map((path) => at(path)),
    );
  return hash.digest("hex");
}

const stampFile = (name) => at("build", "stamps", name.replaceAll("/", "-"));

export function isFresh(name, inputs, output) {
  const stamp = stampFile(name);
  if (!existsSync(stamp) || !existsSync(at(output))) return false;
  return readFileSync(stamp, "utf8") === fingerprint(inputs, [output]);
}

export function markFresh(name, inputs, output) {
  const stamp = stampFile(name);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint(inputs, [output]));
}
