// Finds out what the machine lacks, and installs it where that is allowed. Node builtins only.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { needs, packageManagers } from "./setup-needs.mjs";

const includeFolders = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"];

// Looking through PATH ourselves starts no process: set-up stays instant when all is well.
function findCommand(name, path) {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const isCommand = (name, path) => findCommand(name, path) !== undefined;

const list = (folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []);

// Clang looks in ../lib*/clang/VERSION/lib/SYSTEM, seen from where it really is. Two versions may
// share the first folder; then the one of this compiler is taken for granted.
function hasRuntimes({ command, library }, path) {
  const file = findCommand(command, path);
  if (file === undefined) return false;
  const home = dirname(dirname(realpathSync(file)));
  return ["lib", "lib64"]
    .flatMap((lib) => list(join(home, lib, "clang")))
    .flatMap((version) => list(join(version.parentPath ?? version.path, version.name, "lib")))
    .filter((system) => system.isDirectory() || system.isSymbolicLink())
    .flatMap((system) => list(join(system.parentPath ?? system.path, system.name)))
    .some((entry) => entry.name.startsWith(library));
}

export function isMet(need, { path = process.env.PATH ?? "", folders = includeFolders } = {}) {
  const { commands = [], headers = [], files = [], runtimes } = need;
  return (
    (runtimes !== undefined && hasRuntimes(runtimes, path)) ||
    commands.some((command) => isCommand(command, path)) ||
    headers.some((header) => folders.some((folder) => existsSync(join(folder, header)))) ||
    files.some((file) => existsSync(file))
  );
}

/** The needs of this platform that are not met. */
export function findMissing(machine = {}) {
  return needs
    .filter((need) => !need.platforms || need.platforms.includes(process.platform))
    .filter((need) => !isMet(need, machine));
}

export function findPackageManager(path = process.env.PATH ?? "") {
  return packageManagers.find((manager) => isCommand(manager.command, path));
}

/** The one command that installs what is missing, or undefined without a known manager. */
export function installCommand(manager, missing, isRoot = process.getuid?.() === 0) {
  if (!manager) return undefined;
  const names = missing.map((need) => need.packages[manager.name]).filter(Boolean);
  const sudo = isRoot || manager.asUser ? "" : "sudo ";
  return names.length > 0 ? `${sudo}${manager.install} ${names.join(" ")}` : undefined;
}

// undefined: not allowed. Otherwise the words to put before apt-get.
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync("sudo", ["-n", "true"], { stdio: "ignore" });
  return sudo.status === 0 ? ["sudo", "-n"] : undefined;
}

/** Installs with apt-get if this user may; says true when apt-get reported success. */
export function installWithApt(missing, say) {
  const prefix = rootPrefix();
  if (!prefix) return false;
  const names = missing.flatMap((need) => need.packages.apt.split(" "));
  const apt = (...args) => {
    const words = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
    // Another apt may be running: on a fresh machine that is the rule, not the exception.
    words.push("-o", "DPkg::Lock::Timeout=300", ...args);
    return spawnSync(words[0], words.slice(1), { stdio: ["ignore", "inherit", "inherit"] });
  };
  say(`Installing with apt-get: ${names.join(" ")}`);
  // A failed update is not the end: the lists on disk may be good enough.
  apt("update");
  return apt("install", "-y", "--no-install-recommends", ...names).status === 0;
}
