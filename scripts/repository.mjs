// Where the repository is and which files belong to it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the repository, as an absolute one. */
export const at = (...parts) => join(root, ...parts);

/** Whether something stands at a path inside the repository. */
export const has = (path) => existsSync(at(path));

/** Tracked and new files that git does not ignore; relative, with forward slashes. */
export function listFiles(folder = root) {
  const git = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (git.status !== 0) {
    throw new Error(`git ls-files failed in ${folder}: ${git.stderr || git.error?.message}`);
  }
  const names = git.stdout.split("\0").filter(Boolean);
  // A deleted file stays in the index until the deletion is staged.
  return [...new Set(names)].filter((name) => existsSync(join(folder, name))).sort();
}

/** The files a check looks at. Tests plant violations by making one of these by hand. */
export function openTree(folder = root, files = listFiles(folder)) {
  const texts = new Map();
  return {
    files,
    has: (path) => existsSync(join(folder, path)),
    read(path) {
      if (!texts.has(path)) texts.set(path, readFileSync(join(folder, path), "utf8"));
      return texts.get(path);
    },
  };
}

/** A tree from `{ path: text }`, for tests of the checks. */
export function plantTree(texts) {
  const files = Object.keys(texts).sort();
  const has = (path) => files.some((file) => file === path || file.startsWith(`${path}/`));
  return { files, has, read: (path) => texts[path] };
}

export const isGenerated = (path) =>
  path.split("/").includes("generated") || path === "package-lock.json";
