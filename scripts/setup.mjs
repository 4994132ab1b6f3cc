// Makes the machine ready: system packages, then npm packages, then the git hook. Idempotent, and
// instant when nothing is missing. It runs before any npm install, so it uses Node builtins only.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at, root } from "./repository.mjs";
import { say, table } from "./print.mjs";
import { installModules, whyStale } from "./setup-modules.mjs";
import {
  findMissing,
  findPackageManager,
  installCommand,
  installWithApt,
} from "./setup-packages.mjs";

const NODE_MAJOR_MIN = 20;

const describe = (missing) => table(missing.map((need) => [need.name, need.why]));

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= NODE_MAJOR_MIN) return true;
  say(`Node ${process.versions.node} is too old: install Node ${NODE_MAJOR_MIN} or newer.`);
  return false;
}

function setupPackages(isTold) {
  const missing = findMissing();
  const required = missing.filter((need) => !need.optional);
  const optional = missing.filter((need) => need.optional);
  const manager = findPackageManager();

  if (optional.length > 0 && isTold) {
    say(`Not installed, and not needed for npm start or npm test:\n${describe(optional)}`);
    say(`  To get it: ${installCommand(manager, optional) ?? "see your package manager"}`);
  }
  if (required.length === 0) return true;

  say(`Missing on this machine:\n${describe(required)}`);
  if (manager?.name === "apt" && installWithApt(required, say)) {
    const still = findMissing().filter((need) => !need.optional);
    if (still.length === 0) return true;
    say(`apt-get finished, but these are still not found:\n${describe(still)}`);
    return false;
  }
  const command = installCommand(manager, required);
  if (command) say(`\nInstall it, then run the same command again:\n\n  ${command}\n`);
  else say("\nInstall it with your system's package manager, then run the same command again.");
  return false;
}

function setupModules() {
  const why = whyStale(root);
  if (!why) return true;
  say(`Installing npm packages (${why}).`);
  if (installModules(root)) return true;
  say(
    "npm ci failed, see above. If a package.json changed, run `npm install` and commit package-lock.json.",
  );
  return false;
}

// Never displaces hooks that somebody chose: neither another hooksPath nor files in .git/hooks.
function setupHook() {
  if (process.env.CI || !existsSync(at(".git"))) return;
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (git("config", "core.hooksPath").stdout.trim() !== "") return;
  const own = git("rev-parse", "--git-path", "hooks").stdout.trim();
  const folder = own.startsWith("/") ? own : at(own);
  if (existsSync(folder) && readdirSync(folder).some((name) => !name.endsWith(".sample"))) return;
  if (git("config", "core.hooksPath", "scripts/hooks").status === 0) {
    say("Installed the pre-commit hook (git config core.hooksPath scripts/hooks).");
  }
}

/** True when everything that is needed is there. Says what it does; quiet when there is nothing. */
export function setup({ isTold = false } = {}) {
  if (!checkNode() || !setupPackages(isTold) || !setupModules()) return false;
  setupHook();
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const isReady = setup({ isTold: true });
  if (isReady) say("Ready: npm start, npm test.");
  process.exitCode = isReady ? 0 : 1;
}
