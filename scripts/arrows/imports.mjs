// The arrows over import and over package.json.
import { posix } from "node:path";
import { isTest, isTs } from "../tidy/source.mjs";
import { findPackageLayer, packageLayers } from "./layers.mjs";

const patterns = [
  /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\s*\(\s*["']([^"']+)["']/g,
  /\bnew\s+URL\(\s*["'](\.[^"']+)["']\s*,\s*import\.meta\.url/g,
];

/** The specifiers a module names, as `{ line, name }`; comments are not looked at. */
export function listImports(text) {
  const code = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, " "))
    .replaceAll(/^\s*\/\/[^\n]*/gm, "");
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => {
      const at = match.index + match[0].lastIndexOf(match[1]);
      return { line: code.slice(0, at).split("\n").length, name: match[1] };
    }),
  );
}

const packageOf = (name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

const arrow = (path, line, message, fix) => ({
  rule: "arrow",
  level: "error",
  path,
  line,
  message,
  fix,
});

function checkRelative(path, { line, name }, layer) {
  const target = posix.normalize(posix.join(posix.dirname(path), name));
  if (target.startsWith(`${layer.folder}/`)) return [];
  // End-to-end tests and benches start the demos' and the peers' servers.
  if (!layer.isPackage && !/^(?:packages|replay-tool|kernel|bindings)\//.test(target)) return [];
  const fix = "Import another package by its name, so that its exports decide what is public.";
  return [arrow(path, line, `reaches out of ${layer.folder} to ${target}`, fix)];
}

function checkPackage(path, { line, name }, layer, manifest) {
  const wanted = packageOf(name);
  if (wanted === manifest?.name) return [];
  if (wanted.startsWith("@asupersync/") && !layer.mayImport.includes(wanted)) {
    const fix = `${layer.folder} may import: ${layer.mayImport.join(", ") || "none of our packages"}.`;
    return [arrow(path, line, `imports ${wanted}`, fix)];
  }
  // Tests and tools of the repository come from the root's devDependencies.
  if (!layer.isPackage || isTest(path) || !/^packages\/[^/]+\/src\//.test(path)) return [];
  const { dependencies = {}, peerDependencies = {} } = manifest ?? {};
  if (name.startsWith("node:") || wanted in dependencies || wanted in peerDependencies) return [];
  const fix = `List it in ${layer.folder}/package.json, or do without it.`;
  return [arrow(path, line, `imports ${wanted}, which its package does not depend on`, fix)];
}

function checkImports(tree, path) {
  const layer = findPackageLayer(path);
  if (!layer) return [];
  const manifestPath = `${layer.folder}/package.json`;
  const manifest = tree.files.includes(manifestPath)
    ? JSON.parse(tree.read(manifestPath))
    : undefined;
  return listImports(tree.read(path)).flatMap((found) =>
    found.name.startsWith(".")
      ? checkRelative(path, found, layer)
      : checkPackage(path, found, layer, manifest),
  );
}

function checkManifest(tree, folder) {
  const path = `${folder}/package.json`;
  if (!tree.files.includes(path)) return [];
  const manifest = JSON.parse(tree.read(path));
  const fields = ["dependencies", "peerDependencies", "optionalDependencies", "devDependencies"];
  return fields
    .flatMap((field) => Object.keys(manifest[field] ?? {}))
    .filter((name) => name.startsWith("@asupersync/") && !packageLayers[folder].includes(name))
    .map((name) => {
      const fix = `It may depend on: ${packageLayers[folder].join(", ") || "none of our packages"}.`;
      return arrow(path, undefined, `depends on ${name}`, fix);
    });
}

export function checkPackages(tree) {
  return [
    ...Object.keys(packageLayers).flatMap((folder) => checkManifest(tree, folder)),
    ...tree.files.filter(isTs).flatMap((path) => checkImports(tree, path)),
  ];
}
