// Keeps node_modules in step with package-lock.json. Node builtins only.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const readPackages = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};

/**
 * Why node_modules has to be installed again, or undefined if it matches the lockfile.
 *
 * npm keeps what it installed in node_modules/.package-lock.json. Comparing the contents rather
 * than dates or a stamp of ours means that an `npm install` by hand counts, and that a `git
 * checkout` which only touches the file does not cost an install.
 */
export function whyStale(folder) {
  const installedFile = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return "node_modules is missing";
  const wanted = readPackages(join(folder, "package-lock.json"));
  const installed = readPackages(installedFile);
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) continue;
    const found = installed[path];
    // npm leaves out what is for another platform, and an optional peer nobody asked for.
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (!found) return `${path} is missing`;
    for (const field of ["version", "integrity", "link"]) {
      if (found[field] !== entry[field]) return `${path} differs from package-lock.json`;
    }
    if (!existsSync(join(folder, path))) return `${path} was deleted`;
  }
  return undefined;
}

/** Runs `npm ci`; true when it succeeded. */
export function installModules(folder) {
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const run = spawnSync(command, [...first, "ci"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return run.status === 0;
}
